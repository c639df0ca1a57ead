"""A recorded data set keeps what matters of a list, and nothing that can be read."""

import json
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.schema.dialect import DIALECTS, DOCUMENTED, Dialect
from contracts.schema.models.assistant import Assistant
from fixtures import assistants, make_world, read_rows, world_of_rows
from fixtures.cli import main
from fixtures.edge import CASES
from fixtures.recording.disguise import FIELD_RULES, KEPT, Disguise
from fixtures.recording.leaks import LeakError, demand_nothing_left, texts
from fixtures.recording.letters import WORD, alphabet, folded
from fixtures.recording.reading import stored
from fixtures.recording.record import NEVER_KEPT, recording
from fixtures.recording.secret import Secret
from fixtures.recording.words import Words
from fixtures.rows import FIELDS, Row
from fixtures.world import World
from mock_server.app import create_app
from tests.serving import served

SALT = "a salt that nobody else knows"
OTHER_SALT = "another salt nobody else knows"
DEFAULT = make_world().named("main").rows()
CANARY = "Quokkazanzibar"


def disguised(rows: list[Row], salt: str = SALT, *, ordered: bool = True) -> tuple[Row, ...]:
    """Return the rows as they are recorded."""
    return recording(rows, rows[0]["organization_id"] if rows else "org_1", Secret(salt), ordered=ordered).rows


@cache
def scenario_disguised(scenario: str) -> tuple[list[Row], tuple[Row, ...]]:
    """Return the rows of a scenario, and those rows as they are recorded; made once."""
    rows = make_world(scenario=scenario).named("main").rows()
    return rows, disguised(rows)


# --- nothing of the original is left


def planted(value: Any, place: str) -> Any:
    """Return a JSON value with a canary of its own in every text, keys of free objects included, and every number."""
    if isinstance(value, str):
        return f"{value} {CANARY}{place}"
    if isinstance(value, dict):
        return {f"{CANARY}{place}{at}": planted(each, f"{place}{at}x") for at, each in enumerate(value.values())}
    if isinstance(value, list):
        return [planted(each, f"{place}{at}y") for at, each in enumerate(value)]
    return value


TEXTS = (
    "name", "description", "instructions", "avatar_id", "icon_id", "instructions_thread_id", "created_by",
    "default_model_key",
)  # fmt: skip
LISTED = (
    "allowed_model_providers", "stopSequences", "access_departments", "access_users", "editable_by_users",
    "visible_in_chat_to_users", "editable_by_roles", "visible_to_roles", "vector_store_ids", "rule_ids",
    "preset_prompts",
)  # fmt: skip


def canaries() -> Row:
    """Return an assistant with a canary in every text that the contract leaves free."""
    text = f"Dr. {CANARY} Müller"
    server = {
        "serverLabel": text,
        "type": "mcp",
        "allowedTools": [text],
        "authorization": f"Bearer {CANARY}",
        "headers": {f"X-{CANARY}": CANARY},
        "requireApproval": {"always": {"toolNames": [text]}, "never": {"toolNames": [text]}},
        "serverDescription": text,
        "serverUrl": f"https://{CANARY}.example.org/{CANARY}?key={CANARY}",
    }
    by_connector = {
        "serverLabel": CANARY,
        "type": "mcp",
        "connectorId": f"connector_{CANARY}",
        "allowedTools": {"toolNames": [text]},
    }
    free = planted({"a": ["b", {"c": "d"}], "e": {"f": "g"}}, "z") | {"phone": 4179123456789, "part": 0.123456789}
    said = [text, {"url": text, CANARY: 77345611}]
    schema = {**dict.fromkeys(("id", "name", "description"), text), "schemaObject": {"enum": [CANARY], CANARY: {}}}
    fields: dict[str, Any] = {
        **dict.fromkeys(TEXTS, text),
        **{key: [text, CANARY] for key in LISTED},
        "id": f"asst_{CANARY}",
        "organization_id": f"org_{CANARY}",
        "icon_type": "upload",
        "icon_data": CANARY * 10,
        "icon_url": f"https://cdn.example.org/{CANARY}.png",
        "tool_configurations": {
            "systemTools": {}, "mcpTools": [server, by_connector], "streamlineTools": [f"automation_{CANARY}"],
        },
        "system_message": [{"texts": said, "images": said, "audio": said, "files": said}],
        "json_schemas": [schema],
        "logit_bias": {CANARY: 1, "50256": -100},
        "metadata": free,
        "text_config": free,
    }  # fmt: skip
    row = assistants(1, **{name: value for name, value in fields.items() if name != "organization_id"})[0]
    return row | {"organization_id": fields["organization_id"]}


NUMBERS = ("4179123456789", "0.123456789", "77345611", "50256")


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("salt", [SALT, OTHER_SALT])
def test_no_canary_survives(ordered: bool, salt: str) -> None:
    """Neither in names nor in instructions, metadata, tools, addresses, headers, keys or numbers."""
    row = canaries()
    Assistant.model_validate(row)
    (made,) = disguised([row], salt, ordered=ordered)
    written = json.dumps(made, ensure_ascii=False).casefold()
    assert [] == [piece for piece in (CANARY.casefold(), "müller", *NUMBERS) if piece in written]


def test_canaries_are_in_every_text_that_is_free() -> None:
    """The test above looks at every field that is not kept as it is, but for times."""
    row = canaries()
    free = set(FIELDS) - KEPT - {"created_at", "updated_at", "deleted_at"}
    assert [] == [field for field in sorted(free) if CANARY not in json.dumps(row[field])]


def test_every_field_has_a_rule() -> None:
    """A property that the contract gains is replaced or kept for a reason, not by chance."""
    assert set(FIELDS) == set(FIELD_RULES)


@pytest.mark.parametrize("scenario", ["default", "unicode", "extremes", "dense", "long-text", "edges", "ties"])
def test_no_text_of_a_scenario_survives(scenario: str) -> None:
    """Not one free text of several words is there as it was, and every assistant keeps to the contract."""
    rows, made = scenario_disguised(scenario)
    for row in made:
        Assistant.model_validate(row)
    for field in ("name", "description", "instructions", "created_by", "id", "vector_store_ids"):
        before = {
            text for row in rows for text in texts(row[field]) if any(len(word) > 5 for word in WORD.findall(text))
        }
        assert set() == before & {text for row in made for text in texts(row[field])}, field


def test_a_word_that_is_left_stops_everything() -> None:
    """The last look compares word by word, whatever the rules did."""
    row = canaries()
    with pytest.raises(LeakError, match="words of the list would be left; nothing is written"):
        demand_nothing_left([row], [row])


# --- what matters is kept


def test_settings_are_kept() -> None:
    """Every number, flag and word of the contract, in the order listed."""
    made = disguised(DEFAULT)
    for field in KEPT:
        assert [row[field] for row in DEFAULT] == [row[field] for row in made], field


@pytest.mark.parametrize(
    "field",
    ["name", "description", "instructions", "created_by", "vector_store_ids", "access_users", "access_departments",
     "rule_ids", "created_at", "updated_at", "deleted_at", "icon_id", "avatar_id", "metadata", "preset_prompts"],
)  # fmt: skip
def test_equal_values_stay_equal_and_others_different(field: str) -> None:
    """Who shares a name, a store, a creator or a second still does, and nobody else does."""
    made = disguised(DEFAULT)
    first: dict[str, str] = {}
    pairs = {(json.dumps(old[field]), json.dumps(new[field])) for old, new in zip(DEFAULT, made, strict=True)}
    assert len({old for old, _ in pairs}) == len(pairs) == len({new for _, new in pairs})
    assert all(first.setdefault(old, new) == new for old, new in pairs)


def test_unset_and_empty_stay() -> None:
    """Null, the empty text and the empty list are themselves, and lists keep their lengths."""
    for old, new in zip(DEFAULT, disguised(DEFAULT), strict=True):
        for field in FIELDS:
            assert (old[field] in (None, "", [])) == (new[field] in (None, "", [])), field
            if isinstance(old[field], list):
                assert len(old[field]) == len(new[field])


@pytest.mark.parametrize("scenario", ["default", "unicode", "edges", "long-text"])
def test_texts_keep_length_script_and_form(scenario: str) -> None:
    """As many characters and bytes; spaces, marks and punctuation where they were; letters of the same alphabet."""
    for old, new in zip(*scenario_disguised(scenario), strict=True):
        for field in ("name", "description", "instructions"):
            one, other = old[field] or "", new[field] or ""
            assert (len(one), len(one.encode())) == (len(other), len(other.encode()))
            assert WORD.sub("w", one) == WORD.sub("w", other)
            assert all(alphabet(a) == alphabet(b) for a, b in zip(one, other, strict=True) if a.casefold() == a)


def test_lists_sort_as_they_did() -> None:
    """By both times exactly; by name but for a few words, which the recording counts."""
    made = disguised(DEFAULT)
    places = range(len(DEFAULT))
    for field in ("created_at", "updated_at", "id"):
        assert sorted(places, key=lambda at: DEFAULT[at][field]) == sorted(places, key=lambda at: made[at][field])
    names = [made[at]["name"].casefold() for at in sorted(places, key=lambda at: DEFAULT[at]["name"].casefold())]
    assert sum(one > other for one, other in pairwise(names)) <= 1


def test_times_move_by_whole_weeks_together() -> None:
    """Days of the week, hours and distances stay; the dates do not."""
    moved = {old["created_at"] - new["created_at"] for old, new in zip(DEFAULT, disguised(DEFAULT), strict=True)}
    assert len(moved) == 1
    assert moved.pop() % (7 * 86_400) == 0
    assert moved != {0}


def test_a_search_finds_as_many() -> None:
    """Each word of the names has a stand-in that occurs in the same assistants."""
    made = disguised(DEFAULT)

    def holders(rows: Any, word: str) -> list[int]:
        return [
            at for at, row in enumerate(rows) if word in WORD.findall(f"{row['name']} {row['description']}".casefold())
        ]

    for at in range(0, 200, 10):
        if DEFAULT[at]["name"].isascii():
            old, new = (WORD.findall(rows[at]["name"].casefold())[-1] for rows in (DEFAULT, made))
            assert holders(DEFAULT, old) == holders(made, new)


def test_documented_words_are_kept() -> None:
    """Everyone, common roles, known models and providers are the contract's, not somebody's."""
    row = assistants(1, editable_by_users=["*"], visible_to_roles=["viewer"], default_model_key="gpt-4o")[0]
    (made,) = disguised([row])
    assert (made["editable_by_users"], made["visible_to_roles"], made["default_model_key"]) == (
        ["*"],
        ["viewer"],
        "gpt-4o",
    )


def test_a_salt_decides() -> None:
    """The same gives the same bytes, another one others; without it nothing can be tried out."""
    assert disguised(DEFAULT) == disguised(DEFAULT)
    names = zip(disguised(DEFAULT), disguised(DEFAULT, OTHER_SALT), strict=True)
    assert not any(one["id"] == other["id"] for one, other in names)


@given(st.lists(st.text(max_size=12), max_size=12))
def test_any_words_keep_their_order_and_differences(names: list[str]) -> None:
    """Whatever the names: length and form stay; equal ones stay equal, different ones nearly always different."""
    words = Words(Secret(SALT), "test", names)
    others = [words.replace(name) for name in names]
    assert [len(name) for name in names] == [len(other) for other in others]
    assert others == [words.replace(name) for name in names]


@given(st.sets(st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=9), max_size=30))
def test_plain_words_sort_as_before(known: set[str]) -> None:
    """Words of one alphabet: exactly, as stand-ins that begin alike where the words do."""
    words = Words(Secret(SALT), "test", known)
    ordered = [words.replace(word) for word in sorted(known)]
    moved = [word for word in known if words.replace(word) == word]
    assert moved == []
    assert ordered == sorted(ordered)


def test_folding_keeps_lengths() -> None:
    """A word that folding would lengthen is its own."""
    assert (folded("STRASSE"), folded("Straße")) == ("strasse", "Straße")


# --- from a deployment


def command(url: str, world: World, output: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    """Record the main organization of a served world."""
    monkeypatch.setenv("FREDDY_SALT", SALT)
    short_name = next(name for name in ("main", "other", *world.short_names) if name in world.short_names)
    monkeypatch.setenv("FREDDY_API_KEY", world.api_key("owner", short_name))
    monkeypatch.setenv("FREDDY_ORG_ID", world.named(short_name).id)
    return main(["record", "--base-url", url, "--rate-limit", "1000/s", "--output", str(output), *more])


@pytest.mark.parametrize(
    "dialect",
    [
        *DIALECTS.values(),
        DOCUMENTED.replace("bare", unset_optionals="absent", unset_lists="null", tool_members="absent"),
    ],
    ids=lambda dialect: dialect.name,
)
def test_a_deployment_is_recorded_in_any_dialect(
    dialect: Dialect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Walked by the kit's client; the file can be served again and has as many of everything."""
    world = make_world()
    with served(create_app(world, dialect=dialect)) as url:
        assert command(url, world, tmp_path / "data.ndjson", monkeypatch) == 0
    rows = read_rows(tmp_path / "data.ndjson")
    shown = [row for row in DEFAULT if row["deleted_at"] is None]
    assert f"{len(rows)} assistants recorded; not kept:\n" in capsys.readouterr().err
    assert 60 < len(rows) < len(shown)
    modes = Counter(row["access_mode"] for row in rows)
    assert set(modes) == {row["access_mode"] for row in shown}
    assert world_of_rows(rows).organizations[0].rows() == rows
    if not dialect.differences:
        temperatures = {row["name"]: row["temperature"] for row in rows}
        assert len(temperatures) > 60


def test_neither_salt_nor_key_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Into no file and no message; nor is a canary that went over the wire."""
    world = world_of_rows([canaries()])
    with served(create_app(world)) as url:
        assert command(url, world, tmp_path / "data.ndjson", monkeypatch) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["data.ndjson"]
    captured = capsys.readouterr()
    written = (tmp_path / "data.ndjson").read_text("utf-8") + captured.out + captured.err
    key = world.api_key("owner", next(iter(world.short_names)))
    assert len(written) > 1000
    assert [] == [piece for piece in (SALT, key, CANARY, CANARY.casefold()) if piece in written]
    assert all(line in captured.err for line in NEVER_KEPT)
    assert SALT not in repr(Secret(SALT))


@pytest.mark.parametrize(
    ("arguments", "salt", "message"),
    [
        ([], None, "--salt-file: is missing; write a secret"),
        ([], "short", "--salt-file: salt: has 5 characters; take at least 16"),
        (["--salt-file", "nowhere"], None, "--salt-file: nowhere cannot be read: No such file or directory"),
        ([], SALT, "--base-url: is missing; give --base-url http://host:port, or set FREDDY_BASE_URL"),
        (["--base-url", "http://127.0.0.1:1"], SALT, "http://127.0.0.1:1: it takes no connections"),
    ],
)
def test_a_mistake_gets_one_line(
    arguments: list[str],
    salt: str | None,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The place and the cure; exit code 2."""
    for name in ("FREDDY_SALT", "FREDDY_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    if salt is not None:
        monkeypatch.setenv("FREDDY_SALT", salt)
    monkeypatch.setenv("FREDDY_API_KEY", "ak_secret")
    monkeypatch.setenv("FREDDY_ORG_ID", "org_1")
    assert main(["record", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(f"freddy-fixtures: {message}")
    assert captured.err.count("\n") == 1


def test_a_refused_key_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the kit's own words, without the key; nothing is written."""
    world = make_world()
    with served(create_app(world)) as url:
        assert command(url, world, tmp_path / "data.ndjson", monkeypatch, "--api-key", "ak_nobody") == 2
    assert "the key is not accepted" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("item", "lost"),
    [
        ({"workflow_id": None}, ["workflow_id: is not documented"]),
        ({"reasoning": {"effort": "maximum"}}, ["reasoning.effort: maximum is not documented, high stands for it"]),
        ({"output_mode": "json"}, ["output_mode: json is not documented, json_object stands for it"]),
        ({"safety_level": "paranoid"}, ["safety_level: the contract does not allow its value"]),
        ({"id": "ASS_1"}, ["id: the contract does not allow its value"]),
        ({"logit_bias": 0, "stop_sequences": ["x"], "created_at": "2025-01-01T00:00:00Z"}, []),
    ],
)
def test_what_cannot_be_stored_is_listed(item: dict[str, Any], lost: list[str]) -> None:
    """A property or word that the documents do not know, and a value that the contract forbids."""
    whole = {"id": "asst_1", "name": "x", **item}
    assert lost == stored(whole, "org_1")[1]
    made = recording([whole], "org_1", Secret(SALT), ordered=False)
    Assistant.model_validate(made.rows[0])
    assert all(f"{problem} (1 of 1 assistants)" in made.lost for problem in lost)


def test_edge_cases_do_not_break_a_recording() -> None:
    """All of them, each in every text."""
    assert len(disguised(make_world(scenario="edges").named("main").rows())) == len(CASES)
    assert disguised([]) == ()
    assert Disguise(Secret(SALT), []).earlier == 0
