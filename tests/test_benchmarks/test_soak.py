"""The soak, in small: every answer of a mock that is changed all the time is explained, and a wrong one is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from soak import KEYS, MAIN, Asked, History, expected, explain, soak


def test_every_answer_is_explained() -> None:
    """With changes, faults, wrong questions and repeated ones."""
    told, changed, held = soak(400, 2, seed=5, rounds=2)
    assert [text for text in told if text.startswith("!")] == []
    assert sum(told.values()) == 400
    assert told["as the reference"] > 100
    assert changed > 5
    assert held[-1].files <= held[0].files + 5


@pytest.fixture
def history(tmp_path: Path) -> History:
    """The states of a mock in which two things were done."""
    log = tmp_path / "changes.ndjson"
    commands = [{"do": "set", "scenario": "one"}, {"do": "set", "faults": {"faults": ["error=503@0.1"]}}]
    log.write_text("".join(json.dumps(each) + "\n" for each in commands), encoding="utf-8")
    found = History(log)
    assert found.known() == 2
    return found


ASKED = Asked(f"organization_id={MAIN}", KEYS[0])


@pytest.mark.parametrize(
    ("status", "version", "body", "told"),
    [
        (200, 3, b"{}", "! answered after 3 changes"),
        (503, 1, b"", "! 503 instead of 200"),
        (200, 1, b"{}", "! another list"),
        (200, 1, b"{", "! no JSON"),
        (401, 1, b"{}", "! 401 instead of 200"),
        (503, 2, b"", "error=503"),
    ],
)
def test_what_is_wrong_is_told(history: History, status: int, version: int, body: bytes, told: str) -> None:
    """Each kind of answer that nothing explains, and one that a fault does."""
    assert explain(history, ASKED, 0, status, version, body).startswith(told)


def test_a_right_list_of_another_state_is_wrong(history: History) -> None:
    """An answer from before a change that it says it was made after."""
    body = json.dumps(expected(history, 0, ASKED)[1]).encode()
    assert explain(history, ASKED, 0, 200, 0, body) == "as the reference"
    assert explain(history, ASKED, 0, 200, 1, body).startswith("! another list")
