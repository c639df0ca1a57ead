"""Who may call the control API.

A page of the internet runs in the same browser as the console. It must not come in by a name of its own that leads to
this machine (DNS rebinding), so `Host` must name this server; nor by asking from where it is, so `Origin` must be this
server's. Both are checked for every method, before anything else.

The documented API itself is not so guarded: it takes no cookie, answers nobody without a key, and must keep working
behind the proxies of development servers, which send the name under which they were asked.
"""

from __future__ import annotations

import re
from hmac import compare_digest

from mock_server.asked import Asked
from mock_server.control_api.failure import Failure, shown
from mock_server.control_api.settings import ControlSettings

TOKEN_HEADER = "X-Mock-Token"  # noqa: S105 - the name of a header

_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:/?#@\s]+))(?::[0-9]{1,5})?")
_CURE = f"send the token that the mock was started with, or that its banner shows, as {TOKEN_HEADER}"


def demand_here(asked: Asked, settings: ControlSettings) -> None:
    """Raise `Failure` for a request that was sent to another name, or by a page of another origin."""
    host, origin = asked.headers.get("Host") or "", asked.headers.get("Origin")
    found = _HOST.fullmatch(host)
    if found is None or (found[1] or found[2]).lower() not in settings.names:
        known = ", ".join(settings.names)
        name = shown((found[1] or found[2]).lower()) if found else "NAME"
        cure = f"if it is a name of this machine, start the mock with --allowed-host {name}"
        raise Failure(403, f"Host: {shown(host) or 'none'} is none of {known}; {cure}", "Host")
    # The scheme may differ, behind a proxy that ends TLS.
    if origin is not None and origin.lower() not in (f"http://{host.lower()}", f"https://{host.lower()}"):
        cure = "call from the console, or from a program that is no page"
        raise Failure(403, f"Origin: {shown(origin)} is another than {shown(host)}; {cure}", "Origin")


def demand_token(asked: Asked, settings: ControlSettings) -> None:
    """Raise `Failure` for a request without the token."""
    sent = asked.headers.get(TOKEN_HEADER) or _bearer(asked.headers.authorization) or ""
    if not compare_digest(sent.encode("utf-8", "replace"), settings.token.encode()):
        what = "is not the mock's" if sent else "is missing"
        raise Failure(401, f"{TOKEN_HEADER}: {what}; {_CURE}", TOKEN_HEADER, (("WWW-Authenticate", "Bearer"),))


def _bearer(authorization: str | None) -> str | None:
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
