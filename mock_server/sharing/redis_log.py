"""The log of a mock in several processes, a stream in Redis, and how each process follows it.

A change is acknowledged only when nobody is answered from before it any more:

- A worker answers for `LEASE` seconds after it asked Redis for the end of the log, and only if it had made every change
  up to that end. So after a change was written down, no worker behind it hears that it may go on.
- Who wrote the change then waits until every worker on the list has made it, at most `LEASE` seconds; after these a
  worker that has not, whatever became of it, answers 503 until it has caught up.

What Redis loses, the workers still have. A worker that finds the log behind puts back what it knows, and for the time
in which any other may still answer, nobody is answered and nothing is changed, so that all can do so.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from secrets import token_hex
from typing import TYPE_CHECKING

from mock_server import commands, logs
from mock_server.faults.effects import Rate
from mock_server.faults.rate_limit import Limiter
from mock_server.sharing import scripts
from mock_server.sharing.chain import Chain, Link, Standing, Tail
from mock_server.sharing.client import Client, key, text
from mock_server.sharing.log import Unavailable
from mock_server.sharing.members import LEASE, MARGIN, Members, Progress, now
from mock_server.sharing.redis_journal import RedisJournal
from mock_server.sharing.redis_limiter import RedisLimiter
from mock_server.sharing.start import different

if TYPE_CHECKING:
    from mock_server.mock import Mock

BEAT = 0.4
"""Seconds between two looks at the end of the log at most."""
RETRY = 0.2
"""Seconds until Redis is asked again after it did not answer."""
MOST_AT_ONCE = 500
"""Changes that are read in one step."""
BEGIN_SECONDS = 4.0
"""How long a process waits at its beginning until it may answer."""

CATCHING_UP = "this worker has not caught up with the shared state yet; ask again in a moment"

_LOG = ("start", "tail", "log", "grace")


class RedisLog:
    """The log, as one process sees it. Threads may share it."""

    def __init__(self, client: Client, start: str) -> None:
        """Take no part yet; `start` is what the mock is started with, see `start.start_of`."""
        self._client = client
        self._start = start
        self._chain = Chain()
        self._members = Members(client)
        self.journal = RedisJournal(client, self._members)
        self._mark = self._beats = 0
        self._until = 0.0
        self._reason = CATCHING_UP
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="following", daemon=True)

    def check(self) -> None:
        """Raise `Unavailable` when there is no Redis, or one in which a mock with another start shares its state.

        Leaves no connection behind, so that a process may do it before it becomes several.
        """
        try:
            there = text(self._client.one(lambda redis: redis.get(key("start"))))
        finally:
            self._client.close()
        if there not in (None, self._start):
            raise Unavailable(different(self._start, there or "", self._client.shown))

    # --- what a mock asks of its log

    def trouble(self) -> str | None:
        """Return why nobody may be answered at the moment; None while all that was acknowledged is known here."""
        return None if now() < self._until else self._reason

    def append(self, version: int, command: commands.Command) -> bool:
        """Write down the change that leads to a version; False when another process was first: catch up, try again.

        To be called while the mock changes, see `Mock.changing`. Raises `Unavailable`.
        """
        if reason := self.trouble():
            raise Unavailable(reason)
        known = self._chain.tail
        anew = isinstance(command, commands.Reset)
        link = Link(version, token_hex(8), known.name, commands.ANY.dump_json(command), anew)
        if not self._written(known, link):
            return False
        self._chain.take(link)
        return True

    def _written(self, known: Tail, link: Link) -> bool:
        new = Tail(link.version, link.name)
        try:
            return bool(self._client.script(scripts.APPEND, _LOG, [self._start, str(known), str(new), *_values(link)]))
        except Unavailable as error:
            unknown = "it is not known whether the change was made, so look before you repeat it"
            raise Unavailable(f"{error}; {unknown}") from error

    def settle(self, version: int) -> None:
        """Return when nobody anywhere is answered from before a version any more."""
        since = now()
        try:
            self._members.wait("version", version)
        except Unavailable:
            # Written down it is. Whoever does not know of it ceases to answer in time.
            time.sleep(max(0.0, since + LEASE - now()))

    def limiter(self, rate: Rate, clock: Callable[[], float], version: int) -> Limiter:
        """Return what counts the requests of every caller in all processes; `clock` returns Unix seconds."""
        return RedisLimiter(self._client, rate, clock=clock, version=version)

    # --- from the beginning to the end

    def follow(self, mock: Mock) -> None:
        """Have a mock make what other processes did; return when it may answer, or after some seconds."""
        self._mock = mock
        self._thread.start()
        until = now() + BEGIN_SECONDS
        while self.trouble() and now() < until:
            time.sleep(0.005)

    def close(self) -> None:
        """Take part no more."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        self._until = 0.0
        with suppress(Unavailable):
            self.journal.flush()
            self._members.leave()
        self._client.close()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._turn()
            except Unavailable as error:
                self._wait(str(error))
            except Exception as error:
                # Going on from a state that others do not have is worse than not answering.
                logs.tell_fault(error, "the shared state")
                self._wait("this worker cannot make a change that others made; its log has the traceback")

    def _wait(self, reason: str) -> None:
        self._reason = reason
        self._ended.wait(RETRY)

    # --- one turn: look at the end of the log, and make what is new

    def _turn(self) -> None:
        sent = now()
        with self._mock.changing:  # so that what is told was made
            mine = self._chain.tail
        start, tail, grace = self._look(mine)
        if start not in (None, self._start):
            raise Unavailable(different(self._start, start or "", self._client.shown))
        standing = mine.standing(Tail.read(tail) if start and tail else None)
        if standing is Standing.AHEAD:
            self._restore()
        elif standing is Standing.PARTED:
            self._begin_again()
        elif standing is Standing.CURRENT and not grace:
            self._until, self._reason = sent + LEASE - MARGIN, CATCHING_UP
        self.journal.flush()
        self._read({Standing.CURRENT: BEAT}.get(standing, 0.0) if not grace else RETRY)

    def _look(self, mine: Tail) -> tuple[str | None, str | None, bool]:
        """Tell how far this worker is; return what the log was started with, its end, and whether it is put back."""
        self._beats += 1
        progress = Progress(mine.version, self._mark, self._beats)
        _, start, tail, grace = self._client.together(
            lambda redis: redis.hset(key("members"), self._members.name, str(progress)),
            lambda redis: redis.get(key("start")),
            lambda redis: redis.get(key("tail")),
            lambda redis: redis.exists(key("grace")),
        )
        return text(start), text(tail), bool(grace)

    def _read(self, seconds: float) -> None:
        positions = {"log": self._chain.tail.version, "marks": self._mark}
        found = self._client.read(positions, seconds, MOST_AT_ONCE)
        for version, fields in found.get("log", ()):
            if not self._made(_link(version, fields)):
                self._begin_again()
                return
        for mark, _ in found.get("marks", ()):
            self.journal.flush()
            self._mark = mark

    def _made(self, link: Link) -> bool:
        """Make a change of the log; False when it does not follow what was made here."""
        with self._mock.changing:
            if link.version <= self._chain.tail.version:
                return True  # made here
            if not self._chain.continues(link):
                return False
            self._mock.follow(link.version, commands.ANY.validate_json(link.command))
            self._chain.take(link)
            return True

    def _begin_again(self) -> None:
        """Go back to the start: in the log stands something else than what was made here."""
        logs.tell(
            "the shared state is another one than this worker's, which begins again from what is shared", wrong=True
        )
        with self._mock.changing:
            self._chain.clear()
            self._mock.follow(0, commands.Reset())

    def _restore(self) -> None:
        """Begin the log, or put back what it has lost."""
        with self._mock.changing:
            links = list(self._chain.links)
            # A Redis that is up for longer has heard of every worker that may answer.
            grace = LEASE if links else max(0.0, LEASE + 1 - self._client.uptime())
            values = [value for link in links for value in _values(link)]
            start, tail, restored = self._client.script(
                scripts.RESTORE, _LOG, [self._start, int(1000 * grace), *values]
            )
            if links and restored:
                logs.tell(
                    "Redis has lost changes of the shared state; this worker puts back those that it knows", wrong=True
                )
        if text(start) == self._start and Tail.read(text(tail) or "").version < self._chain.tail.version:
            self._begin_again()


def _values(link: Link) -> tuple[str | bytes | int, ...]:
    return link.version, link.name, link.after, link.command, int(link.anew)


def _link(version: int, fields: dict[str, bytes]) -> Link:
    name, after, anew = (fields[each].decode() for each in ("name", "after", "anew"))
    return Link(version, name, after, fields["command"], anew == "1")
