"""Generated questions: they find what is wrong, raise no false alarm, and are told what the data offers."""

from __future__ import annotations

import dataclasses
import random
import tomllib

import pytest
from schemathesis.checks import CHECKS, load_all_checks

from contracts.checks.asking.question import Question
from contracts.checks.generating import engine, settings
from contracts.checks.generating.engine import PHASES, Generated
from contracts.checks.generating.settings import OFF, ON
from contracts.checks.judge import Judge
from contracts.checks.run import Run
from contracts.checks.verdict import Verdict
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DIALECTS, DOCUMENTED, Dialect
from tests.test_contracts.checks import serving


def check(url: str, **options: int) -> tuple[Verdict, Generated]:
    """Run the plan, then generated questions."""
    with serving.deployment(url) as asked:
        scope = serving.scope(asked)
        verdict = Run(asked.ask, scope).judge()
        return verdict, engine.generate(asked, scope, verdict, **options)


@pytest.fixture(scope="module")
def right() -> tuple[Verdict, Generated]:
    """Return what is found at a right deployment with few generated questions."""
    with serving.served() as url:
        return check(url, examples=1)


def random_dialect(seed: int) -> Dialect:
    """Return a dialect with any reading of each row."""
    draw = random.Random(seed)  # noqa: S311 - no secret is drawn
    readings = {row.name: draw.choice([each.name for each in row.readings]) for row in AMBIGUITIES.values()}
    return Dialect(f"random {seed}", readings)


def broken(verdict: Verdict) -> list[str]:
    """Return the names of the relations that do not hold."""
    return [each.relation.name for each in verdict.broken]


@pytest.mark.parametrize("name", DIALECTS)
def test_a_right_deployment_conforms(name: str) -> None:
    """Every declared dialect passes, with every phase having asked and enough data seen."""
    with serving.served(DIALECTS[name]) as url:
        verdict, generated = check(url, examples=20)
    assert broken(engine.merged(verdict, generated)) == []
    assert generated.errors == ()
    assert generated.blindness is None
    assert [phase.name for phase in generated.phases if phase.requests] == list(PHASES)


@pytest.mark.parametrize("seed", range(3))
def test_no_dialect_raises_a_false_alarm(seed: int) -> None:
    """Whatever the readings, what Schemathesis asks and its checks that are on find nothing wrong."""
    with serving.served(random_dialect(seed)) as url:
        verdict, generated = check(url, seed=seed, examples=10)
    assert broken(engine.merged(verdict, generated)) == []
    assert generated.errors == ()


def test_a_broken_deployment_is_found_by_generated_questions_alone() -> None:
    """A wrong `has_more` is found without the plan, with a curl line and without the key."""
    with serving.served(change=serving.always_more) as url:
        verdict, generated = check(url, examples=10)
    found = generated.judged["has-more-tells-whether-more-exist"]
    assert found.outcome == "broken"
    assert "$FREDDY_API_KEY" in found.violations[0].witness[-1].curl
    assert serving.KEY not in repr(generated)
    assert any(phase.violations for phase in generated.phases)
    merged = engine.merged(verdict, generated)
    assert merged.judged["has-more-tells-whether-more-exist"].exercised > found.exercised
    assert (merged.requests, merged.generated) == (verdict.requests, generated.requests)


def test_a_check_of_schemathesis_is_asked_again(right: tuple[Verdict, Generated]) -> None:
    """A status that no page documents is told under the name of the check that saw it."""
    with serving.served(status="418 I'm a teapot") as url, serving.deployment(url) as asked:
        generated = engine.generate(asked, serving.scope(asked), right[0], examples=1)
    found = generated.judged["schemathesis-status-code-conformance"]
    assert found.outcome == "broken"
    assert found.violations[0].witness[0].status == 418


@pytest.mark.parametrize(
    ("counts", "said"),
    [((100, 5, 10), None), ((100, 4, 0), "4 of 100 answers held"), ((100, 50, 11), "11 of 100 answers were 429")],
)
def test_too_little_seen_is_said(counts: tuple[int, int, int], said: str | None) -> None:
    """Few answers with assistants, or many refused for their number, are no proof of anything."""
    found = engine.blindness(*counts)
    assert found is None if said is None else found is not None and found.startswith(said)


def test_the_time_is_bounded(right: tuple[Verdict, Generated]) -> None:
    """Schemathesis stops soon after its time is over."""
    with serving.served() as url, serving.deployment(url) as asked:
        generated = engine.generate(asked, serving.scope(asked), right[0], seconds=0)
    assert sum(phase.requests for phase in generated.phases) < 10


def test_every_check_of_schemathesis_is_on_or_off_with_a_reason() -> None:
    """No check is left to chance: each that Schemathesis has is in one of the two tables."""
    load_all_checks()
    ours = {"freddy_relations", "FreddySuite"}
    assert set(CHECKS.get_all_names()) - ours == set(ON) | set(OFF)
    assert not set(ON) & set(OFF)


def test_the_sample_says_the_same_as_the_table() -> None:
    """`schemathesis.toml` switches off the checks of the table, each with its reason on the line before."""
    text = settings.sample()
    switched = {name for name, each in tomllib.loads(text)["checks"].items() if not each["enabled"]}
    assert switched == set(OFF)
    for name, reason in OFF.items():
        assert f"[checks.{name}]\n# {reason}\nenabled = false\n" in text


def test_the_configuration_has_the_key_in_its_header_only(right: tuple[Verdict, Generated]) -> None:
    """A key that looks like a variable's name is sent as it is, and stands nowhere else."""
    with serving.served() as url, serving.deployment(url, "ak_${HOME}") as asked:
        census = Judge.after(asked, serving.scope(asked), right[0]).census
        given = settings.configuration(asked, census)
    assert given["headers"] == {"X-API-Key": "ak_$${HOME}"}
    assert "HOME" not in str({name: value for name, value in given.items() if name != "headers"})
    assert given["dictionaries"]["organization_id"]["values"] == [serving.organization()]


def test_the_examples_of_the_document_find_an_assistant(right: tuple[Verdict, Generated]) -> None:
    """The values that boundary cases begin with are from one assistant of the data."""
    with serving.served() as url, serving.deployment(url) as asked:
        census = Judge.after(asked, serving.scope(asked), right[0]).census
        document = settings.document(DOCUMENTED, url, census)
        parameters = document["paths"]["/v1/assistants"]["get"]["parameters"]
        examples = {each["name"]: each["examples"]["census"]["value"] for each in parameters if "examples" in each}
        found = asked.ask(Question.of(**examples))
    assert {"organization_id", "search", "vector_store_id", "fields"} <= set(examples)
    assert found.assistants


def test_a_worse_outcome_wins(right: tuple[Verdict, Generated]) -> None:
    """What generated questions contradict is broken, even if the plan saw it hold."""
    verdict, generated = right
    name = "both-totals-agree"
    worse = dataclasses.replace(generated.judged[name], outcome="broken", first_request=2)
    merged = engine.merged(verdict, dataclasses.replace(generated, judged={name: worse}))
    assert (merged.judged[name].outcome, merged.judged[name].first_request) == ("broken", verdict.requests + 2)
