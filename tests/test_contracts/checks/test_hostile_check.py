"""A check of a hostile deployment ends within its limits, with a clear verdict or the reason why there is none."""

from __future__ import annotations

import html
import json
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from contracts.commands.check import KINDS
from tests.test_contracts.checks import hostile, serving
from tests.test_contracts.checks.checking import KEY, MOST_REQUESTS, OLD, Told, Turning, check, leaks, sound
from tests.test_contracts.checks.hostile import Act, Hostile, Script, always, endlessly, head, whole

MOST_MEGABYTES = 300
JSON = "application/json"
Case = tuple[Script, int, str]
"""What a deployment does, the exit code, and what is told."""


def _endless(number: int, total: int) -> Iterator[bytes]:
    items = b",".join(b'{"id":"asst_%d_%d","name":"n"}' % (number, each) for each in range(100))
    page = b'{"limit":100,"offset":0,"has_more":true,"total":%d}' % total
    yield whole(b'{"assistants":[%b],"total":%d,"pagination":%b}' % (items, total, page), content_type=JSON)


REDIRECTS: Mapping[str, Case] = {
    "to itself": (
        always(whole(status=302, location="/v1/assistants")),
        2,
        "the first answer is 302, to /v1/assistants",
    ),
    "to another host": (
        always(whole(status=307, location=f"http://127.0.0.1:9/?key={KEY}")),
        2,
        "the first answer is 307, to http://127.0.0.1:9/?key=***, and redirects are not followed; give --base-url",
    ),
}
LISTS: Mapping[str, Case] = {
    "an endless list": (lambda number: _endless(number, 10**6), 1, "broken: limit-and-offset-are-repeated"),
    "an ever-growing total": (
        lambda number: _endless(number, 100 * (number + 2)),
        1,
        "broken: limit-and-offset-are-repeated",
    ),
}
FLOODS: Mapping[str, Case] = {
    name: (script, 2, "the first answer is 200 with a body of more than 8 MB, which no page of assistants is")
    for name, script in hostile.FLOODS.items()
}
AMPLIFIERS: Mapping[str, Case] = {
    "empty lists": (always(whole(hostile.AMPLIFIERS["empty lists"])), 2, "a body of more than 250000 brackets"),
    "one list in the next": (
        always(whole(hostile.AMPLIFIERS["one list in the next"])),
        2,
        "a body of more than 250000 brackets",
    ),
    "an emoji after much": (
        always(whole(hostile.AMPLIFIERS["an emoji after much"])),
        1,
        "not JSON: text of more than 16 MB when decoded",
    ),
    "a hundred thousand names": (
        always(whole(hostile.AMPLIFIERS["a hundred thousand names"])),
        2,
        "112 MB of answers came, as many as can be kept; ask about an organization with fewer or smaller assistants",
    ),
    "an endless integer": (
        always(whole(hostile.AMPLIFIERS["an endless integer"])),
        1,
        "not JSON: an integer of thousands of digits",
    ),
    "lone surrogates": (always(whole(hostile.AMPLIFIERS["lone surrogates"])), 1, "not JSON: half a surrogate pair"),
}
SILENT: Mapping[str, Case] = {name: (script, 2, reason) for name, (script, reason) in hostile.SILENT.items()}
BROKEN: Mapping[str, Case] = {
    name: (script, 2, f"the first answer is 200 with a {reason}; check its log, and any proxy on the way")
    for name, (script, reason) in hostile.BROKEN.items()
}
_NOT_JSON = {
    "latin-1",
    "utf-16",
    "byte order mark",
    "nothing",
    "longer than its length",
    "a name twice",
    "not a number",
    "deep",
}
MISLABELLED: Mapping[str, Case] = {
    name: (always(answer), 1 if name in _NOT_JSON else 2, reason)
    for name, (answer, reason) in hostile.MISLABELLED.items()
    if name != "HTML"
}
STRANGE: Mapping[str, Case] = {
    "HTML": (
        always(whole(b"<!doctype html><p>Log in", content_type="text/html")),
        2,
        "the first answer is 200 with a page for browsers, not with JSON; check --base-url, and that no login stands",
    ),
    "an object without a list": (always(whole(b"{}")), 1, "answered 200 without a list of assistants"),
    "JSON called text": (
        always(whole(b'{"assistants":[],"total":0}', content_type="text/plain")),
        1,
        "content-type is 'text/plain'",
    ),
    "broken for everyone": (always(whole(b"<h1>Oops", 500, content_type="text/html")), 1, "answered 500"),
    "a gateway": (always(whole(b"<h1>Bad Gateway", 502)), 2, "is 502, as of a gateway whose deployment is down"),
}
BUSY: Mapping[str, Case] = {
    "no time named": (always(whole(status=429)), 2, "it answers 429, too many requests; ask later, or more slowly"),
    "a second": (always(whole(status=429, retry_after=1)), 2, "and asks to wait (1); ask later, or more slowly"),
    "a year": (always(whole(status=429, retry_after=31536000)), 2, "and asks to wait (31536000)"),
    "a date": (
        always(whole(status=429, retry_after="Thu, 01 Jan 2099 00:00:00 GMT")),
        2,
        "and asks to wait (Thu, 01 Jan 2099 00:00:00 GMT)",
    ),
    "unavailable": (always(whole(status=503, retry_after=31536000)), 2, "is 503, as of a gateway"),
}
SLOW: Mapping[str, Case] = {
    "a body": (
        endlessly(head(content_length=9999), b" ", Act.PAUSE),
        2,
        "with a body that is not whole after 0.3 s; check its log, or allow more seconds (--timeout)",
    ),
    "headers": (
        endlessly(b"HTTP/1.1 200 OK\r\nA: ", b"H", Act.PAUSE),
        2,
        "no answer within 0.3 s; check that it is up",
    ),
    "silence": (endlessly(b"", Act.PAUSE), 2, "no answer within 0.3 s"),
}
AT_ONCE: Mapping[str, Mapping[str, Case]] = {
    "redirect": REDIRECTS,
    "list": LISTS,
    "flood": FLOODS,
    "amplifier": AMPLIFIERS,
    "silent": SILENT,
    "broken": BROKEN,
    "mislabelled": MISLABELLED,
    "strange": STRANGE,
    "busy": BUSY,
    "slow": SLOW,
}


def demand_clear(told: Told, server: Hostile, code: int, reason: str) -> None:
    """Fail where a check did not end as it should: code, reason, limits, memory, reports, and no key anywhere."""
    assert (told.code, "Traceback" in told.err) == (code, False), told.err
    assert reason in told.out + told.err
    assert len(server.requests) <= MOST_REQUESTS
    assert told.megabytes < MOST_MEGABYTES
    assert set(KINDS) == set(told.written)
    assert OLD.encode() not in told.written.values()
    if code == 2:
        assert "not judged" == told.report["verdict"]
        demand_reasons(told)
    assert [] == leaks(told)


def demand_reasons(told: Told) -> None:
    """Fail where a report does not say that nothing was judged, and why."""
    why = told.report["not_judged"]
    shown = {kind: text.decode() for kind, text in told.written.items()}
    for kind in ("json", "har", "sarif"):
        assert json.dumps(why, ensure_ascii=False)[1:-1] in shown[kind], kind
    assert "<h1>Not judged</h1>" in shown["html"]
    assert html.escape(why) in shown["html"]
    assert shown["github"].startswith("::error title=not judged::")
    assert [why] == [each.get("message") for each in ElementTree.fromstring(shown["junit"]).iter("error")]  # noqa: S314


@pytest.mark.parametrize(("group", "name"), [(group, name) for group, cases in AT_ONCE.items() for name in cases])
def test_a_hostile_deployment_is_told_as_what_it_is(group: str, name: str, tmp_path: Path) -> None:
    """Hostile from the first answer on: a verdict with its reason, or exit code 2 with the reason and the cure."""
    script, code, reason = AT_ONCE[group][name]
    timeout = "0.3" if group == "slow" else "10"
    next(iter(script(0)), None)  # what is packed once takes its time
    with Hostile(script) as server:
        told = check(server.url, tmp_path, "--timeout", timeout, "--max-time", "8" if group == "busy" else "60")
    demand_clear(told, server, code, reason)


# --- TLS


def test_a_certificate_that_nobody_vouches_for(tls: ssl.SSLContext, tmp_path: Path) -> None:
    """Nothing is sent, and the reports say why."""
    with Hostile(always(whole()), tls) as server:
        told = check(server.url, tmp_path)
    demand_clear(told, server, 2, "its TLS certificate is not trusted")
    assert [] == server.requests


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (whole(status=400), "it does not speak TLS; begin the base URL with http://"),
        (b"\x15\x03\x03\x00\x02\x02\x28", "TLS failed ("),
        (b"", "it broke the connection off before an answer"),
    ],
    ids=["plain HTTP", "an alert", "nothing"],
)
def test_a_server_that_does_not_shake_hands(answer: bytes, reason: str, tmp_path: Path) -> None:
    """TLS spoken to a server without it ends with a reason."""
    with Hostile(always(answer)) as server:
        told = check(server.url.replace("http:", "https:"), tmp_path)
    demand_clear(told, server, 2, reason)


# --- hostile only later

ORGANIZATION = serving.organization("small")
OWNER = serving.world().api_key("owner", "small")
LOST = "questions were answered until then, and this one was not: curl -H"
LATER: Mapping[str, Case] = {
    "reset": (always(Act.RESET), 2, "it broke the connection off before an answer; check its log"),
    "closed": (always(), 2, "it closed the connection without an answer; check its log"),
    "garbage": (always(b"SSH-2.0-OpenSSH_9.6\r\n"), 2, "its answer is not HTTP"),
    "forever about to begin": (hostile.SILENT["forever about to begin"][0], 2, "its headers are larger than allowed"),
    "busy": (always(whole(status=429, retry_after=1)), 2, "it answers 429, too many requests"),
    "slow": (endlessly(head(content_length=9999), b" ", Act.PAUSE), 2, "nothing more could be asked"),
    "an endless stream": (
        endlessly(head(content_type="text/event-stream"), b"data: x\n\n", Act.PAUSE),
        2,
        "nothing more could be asked",
    ),
    "a gigabyte": (hostile.FLOODS["a gigabyte"], 1, "body of more than 8 MB"),
    "a gzip bomb": (hostile.FLOODS["gzip bomb"], 1, "body of more than 8 MB"),
    "HTML": (always(whole(b"<p>Log in", content_type="text/html")), 1, "the body begins b'<p>Log in'"),
    "redirects": (always(whole(status=302, location=f"http://127.0.0.1:9/{KEY}")), 1, "answered 302"),
}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> int:
    """Return how many requests the plan sends to a deployment that is right."""
    with Turning(sound({KEY: OWNER}), MOST_REQUESTS, always()) as server:
        told = check(server.url, tmp_path_factory.mktemp("planned"), "--examples", "0", organization_id=ORGANIZATION)
    assert 0 == told.code
    return len(server.requests)


def test_generated_questions_keep_to_the_limits(planned: int, tmp_path: Path) -> None:
    """What Schemathesis asks is sent by the deployment, counted with the rest, and leaves some for asking again."""
    most = planned + 30
    with Turning(sound({KEY: OWNER}), most, always()) as server:
        told = check(server.url, tmp_path, "--max-requests", str(most), organization_id=ORGANIZATION)
    assert (0, planned) == (told.code, told.report["requests"])
    assert planned + 24 == len(server.requests) == planned + told.report["generated_requests"]
    assert "generated questions were stopped" in told.report["cut_short"]
    assert all(b"User-Agent: freddy-contracts/" in each for each in server.requests)


UNFINISHED = ("slow", "an endless stream")
"""Answers that come, and take as long as they may."""


@pytest.mark.parametrize("name", LATER)
@pytest.mark.parametrize("phase", ["plan", "generated"])
def test_a_deployment_that_turns_hostile_is_told_as_what_it_is(
    name: str, phase: str, planned: int, tmp_path: Path
) -> None:
    """Lost in the midst of the plan or of the generated questions: that is told, and no verdict is made of it."""
    script, code, reason = LATER[name]
    next(iter(script(0)), None)
    times = planned - 15 if phase == "plan" else planned + 5
    most = times + (20 if phase == "plan" else 12) if name in UNFINISHED else MOST_REQUESTS
    timeout = "0.5" if name in UNFINISHED else "10"
    with Turning(sound({KEY: OWNER}), times, script) as server:
        options = ["--timeout", timeout, "--max-time", "300", "--max-requests", str(most)]
        options += ["--examples", "0" if phase == "plan" else "5"]
        told = check(server.url, tmp_path, *options, organization_id=ORGANIZATION)
    demand_clear(told, server, code, reason)
    assert len(server.requests) <= most
    if code == 2 and name not in UNFINISHED:
        assert f"; {times} {LOST}" in told.report["not_judged"]
