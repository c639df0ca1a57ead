"""The statuses that can be asked for: those of the documented errors, and those of a gateway before the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from contracts.schema import problems, query, reference
from contracts.schema.dialect import Dialect
from contracts.schema.problems import PROBLEMS, Problem, Refusal
from mock_server.faults.numerals import SHOWN

GATEWAY: Mapping[int, str] = {
    502: "502 Bad Gateway",
    503: "503 Service Temporarily Unavailable",
    504: "504 Gateway Time-out",
}
"""Status -> the title of nginx's page. A gateway knows nothing of the API's errors, and clients that parse its HTML as
JSON break; so no documented body stands in for it."""

_OF_A_PARAMETER = (400, problems.VALIDATION_ERROR.status)
"""A wrong parameter has the one status or the other: the row `validation_status`."""

STATUSES = tuple(sorted({*_OF_A_PARAMETER, *(problem.status for problem in PROBLEMS), *GATEWAY}))
"""Every status that can be asked for."""

_REASON = "answered on purpose, because a fault or a preference asks for it"


def read_status(text: str) -> int:
    """Return the status that a text names; ValueError says which there are."""
    known = [str(status) for status in STATUSES]
    if text not in known:
        raise ValueError(f"{text[:SHOWN]!r} is no status of an error here; use one of {', '.join(known)}")
    return int(text)


def gateway_page(status: int) -> bytes:
    """Return what nginx sends when the API behind it does not answer."""
    title = GATEWAY[status]
    return (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
        "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    ).encode()


def refusal(status: int, dialect: Dialect) -> Refusal:
    """Return what the API answers with a status that is none of a gateway, in the codes of a dialect."""
    return _REFUSALS.get(status, _first)(status, dialect)


def _first(status: int, _: Dialect) -> Refusal:
    return Refusal(next(each for each in PROBLEMS if each.status == status), _REASON)


def _not_a_member(status: int, dialect: Dialect) -> Refusal:
    problem: Problem | None = reference.NOT_A_MEMBER[dialect["foreign_organization"]]
    return Refusal(problem, _REASON) if problem is not None and problem.status == status else _first(status, dialect)


def _wrong_parameter(status: int, dialect: Dialect) -> Refusal:
    # Answered as `limit=0` is, so that a client finds all that it looks for in such an error.
    problem = replace(reference.VALIDATION[dialect["validation_code"]], status=status)
    found = query.read([("organization_id", "org_abc123"), ("limit", "0")], dialect)
    return Refusal(problem, _REASON, found if isinstance(found, tuple) else ())


_REFUSALS: Mapping[int, Callable[[int, Dialect], Refusal]] = {
    403: _not_a_member,
    **dict.fromkeys(_OF_A_PARAMETER, _wrong_parameter),
}
