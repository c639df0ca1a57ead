"""Where changes of a mock are written down before they are made: what every log can do, and the log of one process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from contracts.schema import problems
from contracts.schema.problems import Refusal

if TYPE_CHECKING:
    from mock_server.commands import Command
    from mock_server.faults.effects import Rate
    from mock_server.faults.rate_limit import Limiter

RETRY_SECONDS = 1
_AWAY = replace(
    problems.INTERNAL_ERROR,
    status=503,
    code="SERVICE_UNAVAILABLE",
    message="The service is temporarily unavailable. Please try again later.",
)


class Unavailable(Exception):  # noqa: N818 - a condition, not a mistake
    """What is shared is out of reach; the text says why, and what to do. Nothing was acknowledged."""

    @property
    def refusal(self) -> Refusal:
        """The 503 that says so."""
        return Refusal(_AWAY, str(self), retry_after=RETRY_SECONDS)


class Log(Protocol):
    """The changes of a mock, in the order in which every process makes them."""

    def trouble(self) -> str | None:
        """Return why nobody may be answered at the moment; None while all that was acknowledged is known here."""

    def append(self, version: int, command: Command) -> bool:
        """Write down the change that leads to a version; False when another process was first: catch up, try again.

        Raises `Unavailable`.
        """

    def settle(self, version: int) -> None:
        """Return when nobody anywhere is answered from before a version any more."""

    def limiter(self, rate: Rate, clock: Callable[[], float], version: int) -> Limiter:
        """Return what counts the requests of every caller; `clock` returns Unix seconds."""


class Alone:
    """The log of one process that shares nothing: nothing needs to be kept."""

    def trouble(self) -> str | None:
        """Return None: what one process did, it knows."""
        return None

    def append(self, version: int, command: Command) -> bool:
        """Let the change be made."""
        return True

    def settle(self, version: int) -> None:
        """Return at once."""

    def limiter(self, rate: Rate, clock: Callable[[], float], version: int) -> Limiter:
        """Return a limiter in memory."""
        from mock_server.faults.rate_limit import Limiter

        return Limiter(rate, clock=clock)


ALONE = Alone()
