"""What the mock does on purpose, in the words of the journal: `drop`, `latency=5`, `defect=offset_ignored`."""

from __future__ import annotations

import re
from difflib import get_close_matches

from mock_server.faults.fault import KINDS, parse
from mock_server.faults.numerals import SHOWN

ANY_FAULT = "fault"
"""Means every kind of fault."""

WORDS = (ANY_FAULT, *KINDS, "defect", "code", "wait", "scenario", "dialect")
"""What a matcher may name, alone or with `=` and the value."""


def is_meant(wanted: str, done: str) -> bool:
    """Tell whether something that was done is what is wanted; who wants `drop` means `drop@0.5`, too."""
    if wanted == ANY_FAULT:
        return _word(done) in KINDS
    return done == wanted or done.startswith((f"{wanted}=", f"{wanted}@"))


def read(text: str) -> str:
    """Return what is wanted as the journal writes it; ValueError gives the cure for what the mock never does."""
    word, _, value = text.partition("=")
    if word == ANY_FAULT and value:
        raise ValueError(f"{text[:SHOWN]!r}: a fault goes by its own name; send {value[:SHOWN]!r}")
    if _word(text) not in WORDS:
        near = get_close_matches(_word(text)[:SHOWN], WORDS, n=1)
        cure = f"did you mean {near[0]}?" if near else f"it does {', '.join(WORDS)}"
        raise ValueError(f"{text[:SHOWN]!r} is nothing that the mock does; {cure}")
    if word in KINDS and value:
        return str(parse(text))
    if word == "defect" and value:
        # Imported here: who asks for no defect needs no catalogue.
        from mock_server.defects.catalogue import named

        return f"defect={named(value).name}"
    return text


def _word(text: str) -> str:
    return re.split("[=@]", text, maxsplit=1)[0]
