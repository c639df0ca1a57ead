"""What the mock was asked: listed, looked at, exported, verified, explained and graded."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mock_server.control_api import body
from mock_server.control_api.askers import asker
from mock_server.control_api.call import Call, Told, told
from mock_server.control_api.failure import Failure, refusing, shown, unknown, wrong
from mock_server.control_api.matchers import meant
from mock_server.journal import as_json, har
from mock_server.journal.reading import KEYS, read
from mock_server.journal.record import Entry
from mock_server.journal.verifying import verify as verified
from mock_server.journal.why import why
from mock_server.mock import MOST_STATES

COUNTS = ("times", "at_least", "at_most")
"""Members of an expectation that say how many; `since` and those of a matcher say which."""


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether an expectation held, the whole of it in words, and how many entries matched, and which."""

    ok: bool
    message: str
    count: int
    numbers: tuple[int, ...]


def _entry(call: Call) -> Entry:
    number, journal = call.places["number"], call.mock.journal
    found = journal.entry(int(number)) if number.isascii() and number.isdigit() and len(number) < 20 else None
    if found is None:
        message = f"{shown(number)}: no entry of this number is kept; the newest is {journal.last}"
        raise Failure(404, message, "number")
    return found


# --- operations


def list_journal(call: Call) -> Told:
    """List requests, the newest last; `last` is the newest of all, `forgotten` those that the bounds have cost."""
    journal = call.mock.journal
    # What comes in meanwhile is left for who asks for what came since then: told once, and not missed.
    last, forgotten = journal.last, journal.forgotten
    entries = [as_json.short(each) for each in meant(call) if each.number <= last]
    return told({"entries": entries, "last": last, "forgotten": forgotten})


def get_journal_entry(call: Call) -> Told:
    """Tell everything of one request and its answer."""
    return told(as_json.whole(_entry(call)))


def explain_journal_entry(call: Call) -> Told:
    """Explain an answer of the list: what was read, what each condition removed, what was shown."""
    record = _entry(call).record
    answers = call.mock.answers_to(record)
    if answers is None:
        message = f"{call.places['number']}: the mock no longer knows what it was then"
        raise Failure(410, f"{message}, version {record.version}; it knows the {MOST_STATES} before its last change")
    with refusing():
        return told(why(answers, record, asker(record, answers.world, answers.dialect)))


def clear_journal(call: Call) -> Told:
    """Forget all requests; numbers go on."""
    call.mock.journal.clear()
    return Told(204)


def export_journal(call: Call) -> Told:
    """Give requests as HAR 1.2, for a browser's network tab."""
    text = (piece.encode("utf-8", "replace") for piece in har.document(meant(call)))
    return Told(200, text, headers=(("Content-Disposition", 'attachment; filename="freddy-mock.har"'),))


def verify(call: Call) -> Told:
    """Count the requests that match; without a number, one at least is expected. An expectation that fails is told."""
    sent = dict(body.members(call.body))
    for name in sent:
        if name not in (*KEYS, *COUNTS, "since"):
            raise unknown(name, [*KEYS, *COUNTS, "since"], "member here")
    since = _since(sent.pop("since", None))
    counts: Mapping[str, Any] = {name: sent.pop(name, None) for name in COUNTS}
    with refusing():
        found = verified(call.mock.journal.entries(since), read(sent), **counts)
    return told(Verified(found.held, found.message, found.found, found.numbers))


def _since(given: Any) -> int:
    if given is None:
        return 0
    if not isinstance(given, int) or isinstance(given, bool) or given < 0:
        raise wrong(f"since: {given!r} is no number of an entry; send an integer from 0")
    return given


def grade_clients(call: Call) -> Told:
    """Tell what clients do wrong, by what the journal shows of them."""
    # Imported here: a mock that nobody grades starts without it.
    from mock_server.grading import grade, report

    entries = meant(call)
    findings = grade.grade(entries, now=time.time())
    return told({"requests": len(entries), "findings": report.as_json(findings)})
