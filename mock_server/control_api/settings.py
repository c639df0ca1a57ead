"""Where a mock is controlled, and by whom, as decided when it starts."""

from __future__ import annotations

from dataclasses import dataclass

ROOT = "/_mock"

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Names that lead a machine to itself."""


@dataclass(frozen=True, slots=True)
class ControlSettings:
    """The token of the control API, and names of this server besides those of loopback, without ports or brackets."""

    token: str
    hosts: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that a request may come in by."""
        return tuple(dict.fromkeys((*LOOPBACK, *(each.lower() for each in self.hosts))))


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches what listens on a host."""
    if host in LOOPBACK:
        return True
    # Imported here: every mock loads this module, and few ask.
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() in LOOPBACK


def is_control(path: str) -> bool:
    """Tell whether a path belongs to the control API."""
    return path == ROOT or path.startswith(f"{ROOT}/")


def is_look(method: str, path: str, status: int) -> bool:
    """Tell whether a request only looked at the mock: a console does so every second, and would drown the others."""
    return method == "GET" and is_control(path) and status == 200
