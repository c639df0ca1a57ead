"""Taking part in what processes share, or saying to a person why that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mock_server.mock import Mock
from mock_server.settings import UsageError
from mock_server.sharing.log import Unavailable
from mock_server.state import State

if TYPE_CHECKING:
    from mock_server.sharing.redis_log import RedisLog


def check(url: str, state: State) -> None:
    """Raise `UsageError` when a mock that starts in a state cannot share it there; leaves no connection behind."""
    log = _log(url, state)
    try:
        log.check()
    except Unavailable as error:
        raise UsageError(f"--state: {error}") from error


@contextmanager
def shared(url: str | None, state: State) -> Iterator[tuple[Mock, Callable[[], None]]]:
    """Yield a mock that starts in a state, and what lets it begin to take part; without a URL it shares nothing."""
    if url is None:
        yield Mock(state), lambda: None
        return
    log = _log(url, state)
    mock = Mock(state, journal=log.journal, log=log)
    try:
        yield mock, lambda: log.follow(mock)
    finally:
        log.close()


def _log(url: str, state: State) -> RedisLog:
    try:
        from mock_server.sharing.client import Client
    except ModuleNotFoundError as error:
        if error.name != "redis":
            raise
        raise UsageError("--state: needs the package redis; pip install 'freddy-kit[redis]'") from error
    from mock_server.sharing.redis_log import RedisLog
    from mock_server.sharing.start import start_of

    return RedisLog(Client(url), start_of(state))
