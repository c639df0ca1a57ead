"""Every mistake is found in a client that makes it, by the requests that show it, and no other is."""

from __future__ import annotations

import pytest

from mock_server.grading import mistakes
from mock_server.grading.grade import grade
from mock_server.grading.mistake import MISTAKES
from tests.test_mock_server.grading.bench import Bench
from tests.test_mock_server.grading.faulty_clients import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_exactly_the_mistake_is_found(case: Case) -> None:
    """Its name, its requests, and whether it is certain."""
    bench = Bench(case.scenario)

    case.client(bench)

    found = [(each.name, each.numbers, each.certainty == "certain") for each in grade(bench.entries)]
    assert [(case.mistake, case.numbers, case.certain)] == found


def test_every_mistake_has_a_client_that_makes_it() -> None:
    """The table is whole: all modules are imported, and each mistake is proven."""
    assert set(mistakes.__all__) == {each.check.__module__.rpartition(".")[2] for each in MISTAKES.values()}
    assert set(MISTAKES) == {case.mistake for case in CASES}


def test_what_cannot_be_certain_says_what_else_it_may_be() -> None:
    """A mistake that is ever a hint names, in its sentence, a right client that asks the same."""
    hinted = {case.mistake for case in CASES if not case.certain}

    assert [] == [name for name in hinted if not {"may", "hint"} & set(MISTAKES[name].sentence.split())]
