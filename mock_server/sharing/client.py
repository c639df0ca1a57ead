"""The only file that knows redis-py: commands, scripts, and what went wrong in words with a cure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from mock_server.settings import UsageError, without_password
from mock_server.sharing.log import Unavailable

PREFIX = "{freddy-mock}:"
"""Of every key; the braces keep them together on a cluster."""
ANSWER_SECONDS = 1.0
"""How long Redis may take: less than the time for which a worker answers unheard."""


Found = tuple[int, dict[str, bytes]]
"""An entry of a stream: its position, and its fields."""


class Client:
    """A Redis database. Threads may share it; processes may not."""

    def __init__(self, url: str) -> None:
        """Take note of where it is; raises `UsageError` for what is no place of one."""
        self.shown = without_password(url)
        try:
            self._redis = redis.Redis.from_url(
                url,
                protocol=2,
                socket_timeout=ANSWER_SECONDS,
                socket_connect_timeout=ANSWER_SECONDS,
                # Whether a change that got no answer may be sent again is decided above.
                retry=Retry(NoBackoff(), 0),
            )
            self._scripts: dict[str, Any] = {}
            self._redis.connection_pool.make_connection()
        except (ValueError, TypeError) as error:
            # Not what the error says: it may quote a part of the password.
            cure = "use redis://HOST:PORT/DATABASE, such as redis://127.0.0.1:6379/0"
            raise UsageError(f"--state: {self.shown!r}: cannot be read; {cure}") from error

    def close(self) -> None:
        """Let go of all connections."""
        self._redis.close()

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except (redis.RedisError, OSError) as error:
            said = re.sub(r"\s+", " ", str(error)).rstrip(".")
            # A kind of these two that is more special, such as a wrong password, comes from a Redis that is there.
            nobody = isinstance(error, OSError) or type(error) in (redis.ConnectionError, redis.TimeoutError)
            cure = "; start a Redis there, or name another" if nobody else ""
            raise Unavailable(f"the shared state in {self.shown} is out of reach: {said}{cure}") from error

    def script(self, text: str, keys: Sequence[str], values: Iterable[str | bytes | float]) -> Any:
        """Have Redis do a script of `scripts`."""
        script = self._scripts.get(text) or self._scripts.setdefault(text, self._redis.register_script(text))
        with self._reaching():
            return script(keys=[PREFIX + key for key in keys], args=list(values))

    def together(self, *steps: Callable[[Any], object]) -> list[Any]:
        """Do several commands in one step; each is given what it is to be called on, see `key`."""
        with self._reaching(), self._redis.pipeline(transaction=True) as pipeline:
            for step in steps:
                step(pipeline)
            return list(pipeline.execute())

    def one(self, step: Callable[[Any], Any]) -> Any:
        """Do one command."""
        with self._reaching():
            return step(self._redis)

    def read(self, positions: Mapping[str, int], seconds: float, most: int) -> dict[str, list[Found]]:
        """Return what came to streams after a position in each, its fields by position; wait for it some seconds."""
        streams: dict[Any, Any] = {PREFIX + key: f"{position}-0" for key, position in positions.items()}
        with self._reaching():
            found: Any = self._redis.xread(streams, count=most, block=int(1000 * seconds) or None)
        return {
            key.decode().removeprefix(PREFIX): [
                (int(place.partition(b"-")[0]), {name.decode(): value for name, value in fields.items()})
                for place, fields in entries
            ]
            for key, entries in found or ()
        }

    def uptime(self) -> float:
        """Return for how many seconds Redis has been there, whole ones."""
        told: dict[str, Any] = self.one(lambda redis: redis.info("server"))
        return float(told["uptime_in_seconds"])


def key(name: str) -> str:
    """Return the whole name of a key."""
    return PREFIX + name


def text(value: bytes | None) -> str | None:
    """Return a value as text."""
    return None if value is None else value.decode()
