"""The adapter to Schemathesis, and the only file that imports it.

For `st run` and for tests of your own this is a hooks module: importing it registers two checks and a hook. Each
generated answer is judged by every relation that one answer decides (`freddy_relations`); after the last one the whole
suite is run, and it fails where too few answers held data (`FreddySuite`). The environment names the deployment:
FREDDY_BASE_URL, FREDDY_API_KEY (or FREDDY_BEARER), FREDDY_ORG_ID, and if wanted FREDDY_DIALECT. Without it an answer is
judged by the documented dialect alone.

For our own command `drive` runs the engine in this process and hands over what was asked and answered.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache, partial
from time import monotonic
from typing import Any, cast

import requests
import schemathesis
from schemathesis import Case, CheckContext, Response
from schemathesis.checks import CHECKS, CheckFunction
from schemathesis.core.failures import Failure, FailureGroup, Severity
from schemathesis.engine import events, from_schema
from schemathesis.engine.core import EventStream
from schemathesis.transport.requests import SameHostRedirectsSession

from contracts.checks import environment
from contracts.checks import page as pages
from contracts.checks import relations as _relations  # noqa: F401 - declares every relation
from contracts.checks.asked import Asked
from contracts.checks.asking.credentials import NO_CREDENTIALS
from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.errors import AskingError
from contracts.checks.asking.exchange import Exchange, curl_line
from contracts.checks.generating import engine, settings
from contracts.checks.generating.engine import Complaint, Driven
from contracts.checks.generating.home import temporary_home
from contracts.checks.generating.sending import Adapter
from contracts.checks.judge import Judge, question_of, suspected, told
from contracts.checks.relation import RELATIONS
from contracts.checks.report.clean import washer
from contracts.schema.dialect import DialectError
from contracts.schema.openapi import PATH


def _failure(name: str, kind: str) -> type[Failure]:
    # Failures of one class and operation are told once: a class for each relation tells each relation.
    body = {"__slots__": (), "kind_title": name, "checks": (kind,), "__doc__": f"`{name}` does not hold."}
    return type("".join(word.capitalize() for word in name.split("-")), (Failure,), body)


FAILURES: Mapping[str, type[Failure]] = {name: _failure(name, "freddy_relations") for name in RELATIONS}
"""The failure of each relation."""
TooLittleSeen = _failure("too-little-was-seen", "FreddySuite")


@cache
def _from_environment() -> Judge | None:
    """Return the judge of the deployment that the environment names, after a walk through its list."""
    named = environment.read(os.environ)
    if named is None:
        return None
    return Judge.afresh(named.deployment, named.scope, named.dialect, named.send)


def _wash(text: str) -> str:
    judge = _from_environment()
    return text if judge is None else washer(judge.deployment.secrets)(text)


# --- one answer

_Take = Callable[[str, Response], None]
_taking: _Take | None = None
"""Where answers go while `drive` runs; they are judged afterwards, together."""
_one_at_a_time = threading.Lock()


def exchange_of(response: Response, deployment: Deployment | None) -> Exchange:
    """Return what Schemathesis sent and got as an exchange, with our curl line."""
    request = response.request
    url, base_url = str(request.url), deployment.base_url if deployment is not None else ""
    known = deployment.credentials["first"] if deployment is not None else NO_CREDENTIALS
    label = "first" if all(request.headers.get(name) == value for name, value in known.headers) else "none"
    question = question_of(str(request.method), url, base_url or url.partition(PATH)[0], label)
    return Exchange(
        question,
        url,
        response.status_code,
        {name: ", ".join(values) for name, values in response.headers.items()},
        response.content or b"",
        response.elapsed,
        curl_line(question, url, known if label == "first" else NO_CREDENTIALS),
    )


def freddy_relations(context: CheckContext, response: Response, case: Case[Any]) -> bool | None:
    """Judge an answer by every relation that it decides."""
    if case.operation.path != PATH:
        return True
    if _taking is not None:
        _taking(str(context.phase), response)
        return None
    with _one_at_a_time:
        found = dict(_contradictions(response))
    if found:
        label = case.operation.label
        raise FailureGroup([FAILURES[name](operation=label, message=_wash(text)) for name, text in found.items()])
    return None


def _contradictions(response: Response) -> Iterator[tuple[str, str]]:
    judge = _from_environment()
    if judge is not None:
        for judged in judge.contradictions(exchange_of(response, judge.deployment)):
            yield judged.relation.name, "\n".join(told(judged))
        return
    asked = Asked(exchange_of(response, None), environment.dialect(os.environ))
    for relation in suspected(asked):
        message = next(relation.check(asked)).message
        yield relation.name, f"{relation.sentence}\n{message}"


# --- the whole run


class FreddySuite:
    """Count what the answers hold; after the last one, run the suite of planned questions."""

    def __init__(self) -> None:
        """Count from nothing; raise where the environment names no deployment that can be asked."""
        _from_environment()
        self.answers = self.with_items = self.throttled = 0

    def after_response(self, context: CheckContext, response: Response, case: Case[Any]) -> bool | None:
        """Count an answer."""
        page = pages.read(exchange_of(response, None))
        self.answers += 1
        self.with_items += page is not None and bool(page.items)
        self.throttled += response.status_code == 429
        return None

    def after_run(self, context: CheckContext) -> None:
        """Fail with every relation that is broken, and where too little was seen to call the deployment good."""
        judge = _from_environment()
        if judge is None:
            cure = (
                "set FREDDY_BASE_URL, FREDDY_API_KEY and FREDDY_ORG_ID, or leave it out: --exclude-checks FreddySuite"
            )
            raise Failure(operation=None, title="FreddySuite", message=f"it asks questions of its own; {cure}")
        failures = [
            FAILURES[judged.relation.name](operation=None, message=_wash("\n".join(told(judged))))
            for judged in judge.judge().broken
        ]
        blind = engine.blindness(self.answers, self.with_items, self.throttled)
        if blind is not None:
            failures.append(TooLittleSeen(operation=None, message=blind, severity=Severity.HIGH))
        if failures:
            raise FailureGroup(failures)


def before_load_schema(context: Any, raw_schema: dict[str, Any]) -> None:
    """Give the document examples from the deployment's data, so that generated questions are about something."""
    # A mistake in the environment is left to `FreddySuite`: what a hook raises is shown with its traceback.
    judge = None
    with suppress(AskingError, DialectError):
        judge = None if _taking is not None else _from_environment()
    if judge is not None and PATH in raw_schema.get("paths", {}):
        settings.seed_examples(raw_schema, judge.census)


schemathesis.check(freddy_relations)
schemathesis.check(FreddySuite)
schemathesis.hook(before_load_schema)


# --- our own command


def drive(
    document: dict[str, Any], configuration: dict[str, Any], deployment: Deployment, *, until: float, most: int
) -> Driven:
    """Run the engine on a document; every question comes back as the deployment's own, with its phase.

    It is stopped at the moment `until` of the monotonic clock, after `most` requests, and where a question got no
    answer. Its own limit of time is no limit but an amount: it would go on asking until then.
    """
    asked: list[tuple[str, Exchange]] = []
    complaints: list[Complaint] = []
    errors: list[str] = []
    cut = threading.Event()
    adapter = Adapter(deployment, PATH)
    last = deployment.requests + most
    stream = _stream(document, configuration)

    def take(phase: str, response: Response) -> None:
        asked.append((phase, adapter.exchange(response.request)))
        if monotonic() > until or deployment.requests >= last:
            cut.set()
            stream.stop()

    with temporary_home(), _sent_by(adapter), _taken_by(take):
        for event in stream:
            if isinstance(event, events.ScenarioFinished):
                complaints += _complaints(event, adapter, dict(deployment.credentials["first"].headers))
            elif isinstance(event, events.NonFatalError) and adapter.ended is None:
                errors.append(f"{event.label}: {event.value}")
            if adapter.ended is not None:
                stream.stop()
    return Driven(asked, complaints, tuple(errors), adapter.ended, cut.is_set())


@contextmanager
def _sent_by(adapter: Adapter) -> Iterator[None]:
    # Sessions are made in several places, all of this class.
    SameHostRedirectsSession.get_adapter = lambda self, url: adapter  # type: ignore[method-assign]
    try:
        yield
    finally:
        del SameHostRedirectsSession.get_adapter


def _stream(document: dict[str, Any], configuration: dict[str, Any]) -> EventStream:
    with _taken_by(lambda phase, response: None):  # so that the hook leaves the document alone
        schema = schemathesis.openapi.from_dict(document, config=schemathesis.Config.from_dict(configuration))
        return from_schema(schema).execute()


@contextmanager
def _taken_by(take: _Take) -> Iterator[None]:
    # Schemathesis has one registry of checks for the whole process, so there is one place to take answers to.
    global _taking
    _taking = take
    try:
        yield
    finally:
        _taking = None


def _complaints(event: events.ScenarioFinished, adapter: Adapter, headers: dict[str, str]) -> Iterator[Complaint]:
    for case_id, checked in event.recorder.checks.items():
        for node in checked:
            if node.failure_info is None or node.name not in settings.ON:
                continue
            case = event.recorder.cases[case_id].value
            response = event.recorder.interactions[case_id].response
            if response is not None:
                yield Complaint(
                    node.name,
                    str(node.failure_info.failure),
                    str(event.phase),
                    adapter.exchange(response.request),
                    partial(_again, case, node.name, headers, adapter),
                )


def _again(case: Case[Any], check: str, headers: dict[str, str], adapter: Adapter) -> str | None:
    try:
        with _sent_by(adapter):
            response = case.call(headers=headers)
    except requests.ConnectionError:
        if adapter.ended is None:
            raise
        raise adapter.ended from None
    try:
        case.validate_response(response, checks=[cast(CheckFunction, CHECKS.get_one(check))])
    except (Failure, FailureGroup) as failure:
        group = failure.exceptions if isinstance(failure, FailureGroup) else (failure,)
        return "; ".join(" ".join(str(each).split()) for each in group)
    return None
