"""Whether a deployment can be asked at all: what its first answer says where it is a closed door."""

from __future__ import annotations

from contracts.checks.asking.errors import AskingError
from contracts.checks.asking.exchange import Exchange
from contracts.checks.report.text import printable, shorten

_DOWN = (502, 503, 504)


class Refused(AskingError):  # noqa: N818 - the command line prints it as it reads
    """The first answer says that there is nothing to ask here; the message says why and the cure."""


def closed(exchange: Exchange) -> str | None:
    """Return why every other question would be answered in the same way, and the cure; None where it may not be.

    The text may repeat what the deployment wrote.
    """
    status, headers = exchange.status, exchange.headers
    if status == 401:
        return "401, the key is not accepted; check --api-key or FREDDY_API_KEY, and that it is this host's"
    if status == 403:
        cure = "check --api-key or FREDDY_API_KEY, and that it may list --organization-id or FREDDY_ORG_ID"
        return f"403, the key is not accepted for this organization; {cure}"
    if status == 404:
        return "404, there is no such list; check --base-url (it ends before /v1) and --organization-id"
    if 300 <= status < 400:
        place = shorten(printable(headers.get("location", "nowhere")), 200)
        return f"{status}, to {place}, and redirects are not followed; give --base-url as it is meant"
    return None


def doubtful(exchange: Exchange) -> str | None:
    """Return why an answer is no list, and the cure, where only one question may be answered in this way."""
    status, incomplete = exchange.status, exchange.incomplete or ""
    if status in _DOWN:
        return f"{status}, as of a gateway whose deployment is down; ask later, or check its log"
    if incomplete.startswith("body that is not whole after"):
        return f"{status} with a {incomplete}; check its log, or allow more seconds (--timeout)"
    if incomplete.startswith("body of more than"):
        return f"{status} with a {incomplete}, which no page of assistants is; check --base-url"
    if incomplete and not incomplete.startswith("not "):
        return f"{status} with a {incomplete}; check its log, and any proxy on the way"
    if status < 500 and exchange.unreadable and exchange.body.lstrip()[:1] == b"<":
        return f"{status} with a page for browsers, not with JSON; check --base-url, and that no login stands before it"
    return None
