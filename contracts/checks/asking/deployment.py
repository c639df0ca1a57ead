"""Send questions to one deployment, politely, and come back whatever it does.

A deployment may be slow, endless, broken or somebody else's server: every read is metered, every body unfolded in small
pieces, every request counted.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from contracts.checks.asking.body import KEPT, read_body
from contracts.checks.asking.credentials import NO_CREDENTIALS, Credentials
from contracts.checks.asking.errors import OutOfReach, UsageError
from contracts.checks.asking.exchange import Exchange, curl_line
from contracts.checks.asking.limits import SAFE_METHODS, Limits
from contracts.checks.asking.line import Line
from contracts.checks.asking.origin import read_base_url
from contracts.checks.asking.pacing import Pacing
from contracts.checks.asking.question import Question
from contracts.checks.asking.scrubbing import scrub
from contracts.checks.asking.strict_json import weight
from contracts.checks.asking.trouble import FAILURES, Trouble, causes, why_no_answer

_TOO_MANY = 429


def _throttled(exchange: Exchange) -> str:
    asked = exchange.headers.get("retry-after", "")
    told = f", and asks to wait ({ascii(asked)[1:-1][:40]})" if asked else ""
    return f"it answers 429, too many requests{told}; ask later, or more slowly"


class _InterruptedError(Exception):
    """An attempt without a whole answer: the trouble, and the part that came if a status did."""

    def __init__(self, trouble: Trouble, part: Exchange | None = None) -> None:
        super().__init__(trouble.reason)
        self.trouble = trouble
        self.part = part


class Deployment:
    """One origin to ask, with the credentials that questions name, and limits that hold for all of them together.

    Questions are asked one at a time, from whichever thread. The label `none` is always known. `clock`, `sleep` and
    `now` are parameters for the tests; `now`, in seconds since 1970, gives a date in `Retry-After` its meaning.
    """

    def __init__(
        self,
        base_url: str,
        credentials: Mapping[str, Credentials] | None = None,
        limits: Limits | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        base = read_base_url(base_url)
        self.base_url = base.geturl()
        self.credentials: Mapping[str, Credentials] = {"none": NO_CREDENTIALS, **(credentials or {})}
        self.limits = limits or Limits()
        self._prefix = base.path
        self._clock, self._sleep = clock, sleep
        self._pacing = Pacing(self.limits, clock=clock, sleep=sleep, now=now)
        self._answers = 0
        self._lock = threading.Lock()
        self._line = Line(base, self.limits.header_bytes, clock)

    def __repr__(self) -> str:
        return f"Deployment({self.base_url!r}, credentials: {', '.join(self.credentials)})"

    def __enter__(self) -> Deployment:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; a later question opens another."""
        with self._lock:
            self._line.close()

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._pacing.requests

    @property
    def seconds(self) -> float:
        """Seconds since the first request."""
        return self._pacing.seconds

    @property
    def secrets(self) -> tuple[str, ...]:
        """All that `scrub` must hide in a report."""
        return tuple(secret for each in self.credentials.values() for secret in each.secrets)

    @property
    def sent_headers(self) -> Mapping[str, tuple[str, ...]]:
        """Label of credentials -> names of the headers that carry them."""
        return {label: tuple(name for name, _ in each.headers) for label, each in self.credentials.items()}

    def ask(self, question: Question) -> Exchange:
        """Send a question and return the exchange, whatever the status and however broken the body.

        A redirect is an answer like any other. An answer of 429 or 503 is waited for and asked again, within the
        limits; a 429 that stays tells nothing of the question. Raises `OutOfReach` for that, and when no status came
        back, `BudgetSpent` when nothing more may be sent, and `UsageError` for credentials or a method that are not
        among the known.
        """
        credentials = self.credentials.get(question.credentials)
        if credentials is None:
            known = ", ".join(self.credentials)
            raise UsageError(f"credentials: unknown label {question.credentials!r}; known: {known}")
        if question.method not in self.limits.methods:
            known = ", ".join(sorted(self.limits.methods))
            raise UsageError(f"method: {question.method} may change the deployment's data; allowed: {known}")
        with self._lock:
            exchange = self._insist(question, credentials)
            for waited in range(self.limits.waits):
                pause = self._pacing.pause_after(exchange.status, exchange.headers, waited)
                if pause is None or question.method not in SAFE_METHODS:
                    break
                self._sleep(pause)
                exchange = self._insist(question, credentials)
        if exchange.status == _TOO_MANY:
            raise self._lost(_throttled(exchange), question)
        self._answers += 1
        return exchange

    def _insist(self, question: Question, credentials: Credentials) -> Exchange:
        """Ask, and once more when the trouble may have passed."""
        for may_ask_again in (question.method in SAFE_METHODS, False):
            try:
                return self._attempt(question, credentials)
            except _InterruptedError as error:
                interrupted = error
            if self._pacing.seconds_left <= 0:
                raise self._pacing.time_is_over() from self._shown(interrupted.__cause__)
            if not (may_ask_again and interrupted.trouble.passing) or self._pacing.is_spent:
                break
        if interrupted.part is not None:
            return interrupted.part
        raise self._lost(interrupted.trouble.reason, question) from self._shown(interrupted.__cause__)

    def _lost(self, reason: str, question: Question) -> OutOfReach:
        """Return the error for a question that got no answer; where others did, it tells which one it was."""
        told = f"{self.base_url}: {reason}"
        if self._answers:
            line = curl_line(question, question.url(self.base_url), self.credentials[question.credentials])
            told = f"{told}; {self._answers} questions were answered until then, and this one was not: {line}"
        return OutOfReach(self._hide(told))

    def _shown(self, cause: BaseException | None) -> BaseException | None:
        """Return a cause, unless its text, or that of a cause of it, repeats a secret."""
        text = "".join(f"{each} {each!r}" for each in causes(cause))
        return cause if self._hide(text) == text else None

    def _hide(self, text: str) -> str:
        return scrub(text, self.secrets)

    def _attempt(self, question: Question, credentials: Credentials) -> Exchange:
        """Send a question once; raise `_InterruptedError` when its answer is not whole."""
        self._pacing.admit()
        begun, seconds = self._clock(), min(self.limits.seconds, self._pacing.seconds_left)
        clean = False
        try:
            response = self._line.send(question.method, question.target(self._prefix), credentials, seconds)
            body = read_body(response, self._line.meter, self.limits.body_bytes, seconds, self._hide)
            clean = body.trouble is None and response.closed
        except FAILURES as error:
            raise _InterruptedError(why_no_answer(error, seconds, self._hide)) from error
        finally:
            if not clean:
                self._line.hang_up()
        url = question.url(self.base_url)
        exchange = Exchange(
            question=question,
            url=url,
            status=response.status,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=body.content,
            seconds=self._clock() - begun,
            curl=curl_line(question, url, credentials),
            incomplete=body.trouble.reason if body.trouble else None,
        )
        if body.trouble and body.trouble.passing:
            raise _InterruptedError(body.trouble, exchange) from body.cause
        return self._kept(exchange)

    def _kept(self, exchange: Exchange) -> Exchange:
        """Return an exchange as it is kept: of a long body that is not readable, the beginning shows why."""
        if len(exchange.body) > KEPT and exchange.unreadable is not None:
            return replace(exchange, body=exchange.body[:KEPT], incomplete=exchange.unreadable)
        self._pacing.keep(weight(exchange.body))
        return exchange
