"""The live mock: what a request meets, what is counted, and what is remembered of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fixtures.world import make_world
from mock_server.asked import Asked, Headers
from mock_server.commands import Add, ClockSetting, Edit, FaultSetting, Remove, Replace, Reset, Set
from mock_server.mock import Mock, Outcome
from mock_server.state import State
from tests.test_mock_server.conftest import KEY, MAIN, NOW

WORLD = make_world()
NEW = {"id": "asst_new", "organization_id": MAIN, "name": "Brand New", "access_mode": "public"}


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now


@pytest.fixture
def time() -> Time:
    """A clock at the time of the tests."""
    return Time()


@pytest.fixture
def mock(time: Time) -> Mock:
    """A mock of the default world."""
    return Mock(State(WORLD), clock=time)


def asked(query: str = "", *, key: str | None = KEY, prefer: str | None = None) -> Asked:
    """Return a request for the main organization."""
    sent = {"HTTP_X_API_KEY": key, "HTTP_PREFER": prefer}
    path, headers = "/v1/assistants", Headers({name: value for name, value in sent.items() if value is not None})
    return Asked("GET", path, path, f"organization_id={MAIN}&{query}".encode(), headers, "127.0.0.1:5")


def body(outcome: Outcome) -> Any:
    """Return what the body holds."""
    return json.loads(outcome.reply.body)


def header(outcome: Outcome, name: str) -> str | None:
    """Return a header of the answer."""
    return dict(outcome.reply.headers).get(name)


# --- what can be given again


def test_a_right_answer_depends_on_the_request_and_the_moment(mock: Mock) -> None:
    """So it may be given again as long as the mock is what it is."""
    assert mock.handle(asked()).live is mock.live


@pytest.mark.parametrize(
    ("setting", "request_"),
    [
        ({}, asked(key=None)),
        ({}, asked("limit=0")),
        ({}, asked(prefer="wait=1")),
        ({}, asked(prefer="code=429")),
        ({}, asked(prefer="fault=truncate")),
        ({}, asked(prefer="defect=cached_without_offset")),
        ({"defects": ["offset_ignored"]}, asked()),
        ({"faults": FaultSetting(faults=["drop@0.5"])}, asked()),
        ({"faults": FaultSetting(faults=["rate_limit=9/9"])}, asked()),
    ],
    ids=["401", "422", "wait", "code", "truncate", "defect", "all defect", "chance", "counted"],
)
def test_what_holds_time_chance_or_memory_is_never_given_again(
    mock: Mock, setting: dict[str, Any], request_: Asked
) -> None:
    """Each request of these is answered anew."""
    mock.do(Set(**setting))
    assert mock.handle(request_).live is None


@pytest.mark.parametrize("prefer", ["scenario=one-over", "dialect=example"])
def test_another_world_or_dialect_for_one_request_may_be_given_again(mock: Mock, prefer: str) -> None:
    """They are functions of the request as well."""
    assert mock.handle(asked(prefer=prefer)).live is mock.live


# --- preferences


def test_preferences_are_for_one_request(mock: Mock) -> None:
    """Another world with another fault, told in the answer and the journal; the next request meets neither."""
    plain = body(mock.handle(asked()))
    preferred = mock.handle(asked(key="ak_mock_member_main", prefer="scenario=one-over, defect=has_more_always_true"))

    assert body(preferred)["pagination"]["total"] == 101
    assert header(preferred, "Preference-Applied") == "scenario=one-over, defect=has_more_always_true"
    assert preferred.record.record().applied == ("scenario=one-over", "defect=has_more_always_true")
    assert body(mock.handle(asked())) == plain


def test_a_preferred_defect_remembers_from_one_request_to_the_next(mock: Mock) -> None:
    """A fault of memory needs one; other preferences have a memory of their own."""
    first, second = (
        body(mock.handle(asked(f"limit=1&offset={at}", prefer="defect=cached_without_offset"))) for at in (0, 1)
    )
    assert first["assistants"] == second["assistants"]


def test_many_preferences_cost_no_more_memory(mock: Mock) -> None:
    """What single requests prefer is remembered up to a bound."""
    for scenario in ("one", "empty", "ties"):
        for defect in ("offset_ignored", "limit_ignored", "has_more_always_true"):
            for dialect in ("example", "sdk", "legacy"):
                mock.handle(asked(prefer=f"scenario={scenario}, defect={defect}, dialect={dialect}"))
    assert len(mock.live._variants) <= 16


def test_a_preference_that_cannot_be_had_is_refused(mock: Mock) -> None:
    """With 400, which no parameter gets, and the cure."""
    refused = mock.handle(asked(prefer="scenario=one-ovr"))
    assert (refused.reply.status, "one-over" in refused.reply.body.decode()) == (400, True)


def test_a_wait_is_the_servers_matter(mock: Mock) -> None:
    """The answer is made at once, and says how long to hold it back."""
    assert mock.handle(asked(prefer="wait=2")).delivery.wait == 2


# --- faults and limits


def test_faults_can_be_repeated_from_the_first_request(mock: Mock) -> None:
    """Setting them again begins at the same number, so the same requests are hit."""
    setting = Set(faults=FaultSetting(faults=["error=503@0.5"], seed=3))

    def run() -> list[int]:
        mock.do(Reset())
        mock.do(setting)
        return [mock.handle(asked()).reply.status for _ in range(30)]

    first = run()
    assert (set(first), run()) == ({200, 503}, first)


def test_other_changes_do_not_begin_the_faults_again(mock: Mock) -> None:
    """Chance goes on where it was."""
    mock.do(Set(faults=FaultSetting(faults=["error=503@0.5"], seed=3)))
    numbers = mock.live.numbers
    mock.do(Add(assistant=NEW))
    assert mock.live.numbers is numbers


def test_a_rate_limit_counts_each_caller_and_is_told(mock: Mock, time: Time) -> None:
    """Two requests in ten seconds, then 429 until the window has passed; another caller has a window of its own."""
    mock.do(Set(faults=FaultSetting(faults=["rate_limit=2/10"])))
    found = [mock.handle(asked()) for _ in range(3)]

    assert [each.reply.status for each in found] == [200, 200, 429]
    assert [header(each, "X-RateLimit-Remaining") for each in found] == ["1", "0", "0"]
    assert header(found[2], "Retry-After") == "10"
    assert found[2].record.record().applied == ("rate_limit=2/10",)
    assert mock.handle(asked(key="ak_mock_member_main")).reply.status == 200
    time.now += timedelta(seconds=10)
    assert mock.handle(asked()).reply.status == 200


def test_a_rate_limit_counts_by_the_clock_of_the_mock(mock: Mock, time: Time) -> None:
    """While it stands still no window ends, however long one waits; moved ahead it ends, as it is told to."""
    frozen = datetime(2030, 1, 1, tzinfo=UTC)
    mock.do(Set(faults=FaultSetting(faults=["rate_limit=1/10"])))
    mock.do(Set(clock=ClockSetting(frozen=frozen)))
    first = mock.handle(asked())
    time.now += timedelta(hours=1)
    second = mock.handle(asked())
    assert [each.reply.status for each in (first, second)] == [200, 429]
    reset = str(int(frozen.timestamp()) + 10)
    assert [header(each, "X-RateLimit-Reset") for each in (first, second)] == [reset, reset]
    assert header(second, "Retry-After") == "10"

    mock.do(Set(clock=ClockSetting(frozen=frozen + timedelta(seconds=6))))
    assert header(mock.handle(asked()), "Retry-After") == "4"
    mock.do(Set(clock=ClockSetting(frozen=frozen + timedelta(seconds=10))))
    assert mock.handle(asked()).reply.status == 200


def test_a_window_ends_when_the_clock_is_moved_past_it(mock: Mock) -> None:
    """Nobody needs to wait for it."""
    mock.do(Set(faults=FaultSetting(faults=["rate_limit=1/10"])))
    found = []
    for ahead in (0, 9, 10):
        mock.do(Set(clock=ClockSetting(ahead=ahead)))
        found.append(mock.handle(asked()).reply.status)
    assert found == [200, 429, 200]


def test_nobody_known_is_not_counted(mock: Mock) -> None:
    """401 comes before 429."""
    mock.do(Set(faults=FaultSetting(faults=["rate_limit=1/10"])))
    assert [mock.handle(asked(key=None)).reply.status for _ in range(3)] == [401, 401, 401]


def test_a_change_of_the_world_gives_no_new_window(mock: Mock) -> None:
    """The limit counts on."""
    mock.do(Set(faults=FaultSetting(faults=["rate_limit=1/10"])))
    mock.handle(asked())
    mock.do(Add(assistant=NEW))
    assert mock.handle(asked()).reply.status == 429


# --- commands


def test_a_command_is_seen_by_the_next_request_and_reset_undoes_it(mock: Mock) -> None:
    """Each change counts one version."""
    search = "search=brand+new"
    before = body(mock.handle(asked(search)))["total"]
    versions = [mock.do(Add(assistant=NEW)).version]
    assert body(mock.handle(asked(search)))["total"] == before + 1
    versions.append(mock.do(Remove(organization_id=MAIN, assistant_id="asst_new")).version)
    assert body(mock.handle(asked(search)))["total"] == before
    versions.append(mock.do(Set(scenario="empty", dialect="example", defects=["offset_ignored"])).version)
    versions.append(mock.do(Reset()).version)
    assert (versions, mock.live.state) == ([1, 2, 3, 4], mock.initial)


def test_settings_that_are_left_out_stay(mock: Mock) -> None:
    """Each switch alone."""
    mock.do(Set(dialect={"base": "sdk", "readings": {"default_limit": "twenty"}}))
    mock.do(Set(seed=7))
    mock.do(Set(scenario="ties"))
    state = mock.live.state
    found = (state.world.seed, state.world.scenario, state.dialect["default_limit"], state.dialect["tool_keys"])
    assert found == (7, "ties", "twenty", "snake_case")


def test_other_assistants_take_the_place_of_all(mock: Mock) -> None:
    """Organizations and keys with them."""
    mock.do(Replace(assistants=[NEW | {"organization_id": "org_mine"}]))
    assert [each.id for each in mock.live.state.world.organizations] == ["org_mine"]
    with pytest.raises(ValueError, match=r"assistants\[0\]: name: is missing"):
        mock.do(Replace(assistants=[{"id": "a", "organization_id": "org_a"}]))


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (ClockSetting(frozen=datetime(2030, 1, 1, tzinfo=UTC)), "2030-01-01T00:00:00Z"),
        (ClockSetting(ahead=3600), "2025-11-11T11:30:00Z"),
        (ClockSetting(), "2025-11-11T10:30:00Z"),
    ],
    ids=["frozen", "ahead", "real"],
)
def test_the_clock_can_be_moved(mock: Mock, setting: ClockSetting, expected: str) -> None:
    """Errors tell the mock's time."""
    mock.do(Set(clock=setting))
    assert body(mock.handle(asked(key=None)))["error"]["timestamp"] == expected


def times(mock: Mock, assistant_id: str = "asst_new") -> tuple[int, int]:
    """Return when an assistant of the main organization was created and modified."""
    found = mock.live.state.world.organization(MAIN)
    assert found is not None
    row = next(each for each in found.rows() if each["id"] == assistant_id)
    return row["created_at"], row["updated_at"]


def edit(**changes: Any) -> Edit:
    """Return a command that edits the new assistant."""
    return Edit(organization_id=MAIN, assistant_id="asst_new", changes=changes)


def test_changes_happen_at_the_time_of_the_mock(mock: Mock) -> None:
    """An assistant is created when it is added, and modified when it is edited."""
    now = int(NOW.timestamp())
    mock.do(Add(assistant=NEW))
    assert times(mock) == (now, now)
    mock.do(Set(clock=ClockSetting(ahead=60)))
    mock.do(edit(name="Other"))
    assert times(mock) == (now, now + 60)


def test_times_that_are_given_stay(mock: Mock) -> None:
    """Of what is added and of what is edited; who gives one time of two gets what was the other's default."""
    mock.do(Add(assistant={**NEW, "created_at": 5}))
    assert times(mock) == (5, 5)
    mock.do(edit(updated_at=9))
    assert times(mock) == (5, 9)
    mock.do(Add(assistant={**NEW, "id": "asst_other", "updated_at": 2_000_000_000}))
    assert times(mock, "asst_other") == (1_728_057_600, 2_000_000_000)


def test_nothing_is_modified_before_it_was_created(mock: Mock) -> None:
    """Whatever the clock says; and no time is before 1970."""
    mock.do(Add(assistant={**NEW, "created_at": 5}))
    mock.do(Set(clock=ClockSetting(ahead=-9e9)))
    mock.do(edit(name="Other"))
    assert times(mock) == (5, 5)
    mock.do(edit(created_at=7))
    assert times(mock) == (7, 7)
    mock.do(Add(assistant={**NEW, "id": "asst_old"}))
    assert times(mock, "asst_old") == (0, 0)


@pytest.mark.parametrize(
    "command",
    [
        Set(scenario="nope"),
        Set(dialect="nope"),
        Set(dialect={"readings": {"nope": "x"}}),
        Set(defects=["nope"]),
        Set(faults=FaultSetting(faults=["nope"])),
        Set(faults=FaultSetting(faults=["rate_limit=1/1", "rate_limit=2/1"])),
        Replace(assistants=[]),
    ],
    ids=lambda command: str(command)[:40],
)
def test_a_wrong_command_changes_nothing(mock: Mock, command: Any) -> None:
    """It is refused with a reason."""
    live = mock.live
    with pytest.raises(ValueError, match=r"\w"):
        mock.do(command)
    assert mock.live is live


def test_switching_faults_keeps_what_the_answers_remember(mock: Mock) -> None:
    """Indexes of a large world are not made again."""
    answers = mock.live.answers
    mock.do(Set(faults=FaultSetting(faults=["latency=5"])))
    assert mock.live.answers is answers
    mock.do(Set(scenario="ties"))
    assert mock.live.answers is not answers


# --- the record


def test_the_record_of_a_request_holds_no_key(mock: Mock) -> None:
    """Neither in headers nor in the query, wherever it was put; it says that one stood in the URL."""
    outcome = mock.handle(asked("api_key=canary&limit=1"))
    record = outcome.record.record()

    assert (record.key_in_url, record.status, record.body) == (True, 200, outcome.reply.body)
    assert record.user_id == WORLD.callers["owner"].user_id
    assert "canary" not in repr(record)
    assert KEY not in repr(record)


# --- the tag


def test_a_tag_names_the_bytes(mock: Mock) -> None:
    """Other pages, other projections and a body that does not parse have other tags; the same page has the same."""
    queries = ["limit=3", "limit=4", "limit=3&fields=full", "limit=3&offset=1", "limit=3&search=zzzz"]
    tags = [header(mock.handle(asked(query)), "ETag") for query in queries]
    tags.append(header(mock.handle(asked("limit=3", prefer="fault=malformed_json")), "ETag"))
    assert len(set(tags)) == len(tags)
    assert header(mock.handle(asked("limit=3&x=1")), "ETag") == tags[0]
