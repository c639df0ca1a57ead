"""Who asked an entry of the journal, as the mock made them out: the journal keeps no key that would tell it again."""

from __future__ import annotations

from contracts.schema import problems, reference
from contracts.schema.access import Caller
from contracts.schema.dialect import Dialect
from contracts.schema.problems import Refusal
from fixtures.world import World
from mock_server.journal import as_json
from mock_server.journal.record import Record
from mock_server.logs import MASK

_PROBLEMS = {each.code: each for each in problems.PROBLEMS}


def asker(record: Record, world: World, dialect: Dialect) -> Caller | Refusal:
    """Return who asked, or why nobody known did."""
    who = record.user_id, record.key_id
    known = (each.caller for each in world.credentials.values())
    found = next((each for each in known if (each.user_id, each.key_id) == who), None)
    return found or _told(record) or _unknown(record, world, dialect)


def _told(record: Record) -> Refusal | None:
    """Return the refusal that the answer told, where its body still has the documented members."""
    value = as_json.body(record)
    error = value.get("error") if record.status == 401 and isinstance(value, dict) else None
    if not isinstance(error, dict):
        return None
    problem = _PROBLEMS.get(str(error.get("code")).upper())
    reason = error.get("system_message", error.get("message"))
    return Refusal(problem, str(reason)) if problem is not None and reason else None


def _unknown(record: Record, world: World, dialect: Dialect) -> Caller | Refusal:
    """Return the refusal of a key or token that nobody has, or of none, whichever was sent."""
    sent = {name.lower() for name, _ in record.headers}
    key = MASK if "x-api-key" in sent else None
    token = f"Bearer {MASK}" if "authorization" in sent else None
    return reference.authenticate(key, token, world.credentials, dialect)
