"""Settings: from options, then the environment, then the defaults."""

from __future__ import annotations

import ast
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from contracts.schema.dialect import DOCUMENTED
from fixtures.scenarios import DEFAULT
from mock_server.settings import OPTIONS, Option, Settings, UsageError, read_settings, without_password
from tests.test_mock_server.conftest import ROOT


def test_every_setting_is_an_option() -> None:
    """What can be decided can be written."""
    assert set(OPTIONS) == {each.name for each in fields(Settings)}


def test_defaults_need_nobody() -> None:
    """Only this machine, the documented port, the default world."""
    assert read_settings({}, {}) == Settings()
    assert (Settings().host, Settings().port) == ("127.0.0.1", 8080)
    assert (Settings().scenario, Settings().dialect) == (DEFAULT, DOCUMENTED.name)


WRITTEN: list[tuple[str, str, Any]] = [
    ("host", "0.0.0.0", "0.0.0.0"),  # noqa: S104 - read, not bound
    ("host", "[::1]", "::1"),
    ("port", "0", 0),
    ("port", "65535", 65535),
    ("seed", "42", 42),
    ("scenario", "ties", "ties"),
    ("dialect", "sdk", "sdk"),
    ("data", __file__, Path(__file__)),
    ("tls_cert", __file__, Path(__file__)),
    ("tls_key", __file__, Path(__file__)),
    ("cors_origin", "http://a.example, https://b.example:8443,", ("http://a.example", "https://b.example:8443")),
    ("cors_origin", "*", ("*",)),
    ("log_format", "json", "json"),
    ("defect", "offset_ignored, bare_array", ("offset_ignored", "bare_array")),
    ("fault", "drop@0.1, latency=50..400", ("drop@0.1", "latency=50..400")),
    ("fault_seed", "7", 7),
    ("control", "1", True),
    ("control", "off", False),
    ("control_token", "a-Token_0~+/=", "a-Token_0~+/="),
    ("allowed_host", "mock.local, [fe80::1], 10.0.0.1", ("mock.local", "fe80::1", "10.0.0.1")),
    ("workers", "4", 4),
    ("state", "redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
]


@pytest.mark.parametrize(("setting", "text", "value"), WRITTEN)
def test_option_and_variable_mean_the_same(setting: str, text: str, value: Any) -> None:
    """Either way of writing a setting reads alike."""
    by_option = read_settings({setting: text}, {})
    by_variable = read_settings({setting: None}, {Option.variable(setting): text})

    assert getattr(by_option, setting) == getattr(by_variable, setting) == value


def test_every_setting_is_read_in_these_tests() -> None:
    """A new setting needs a row above."""
    assert {setting for setting, _, _ in WRITTEN} == set(OPTIONS)


def test_option_wins_over_variable() -> None:
    """What was typed now counts more than what was exported once; an empty variable is none."""
    environ = {"FREDDY_MOCK_PORT": "1", "FREDDY_MOCK_SEED": "2", "FREDDY_MOCK_HOST": ""}

    got = read_settings({"port": "3"}, environ)

    assert (got.port, got.seed, got.host) == (3, 2, "127.0.0.1")


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        *(("port", text) for text in ("", "-1", "65536", "80a", " 80", "8_0", "１")),
        *(("seed", text) for text in ("x", "-1", "1.5", "1" * 21)),
        *(("host", text) for text in ("", "http://localhost")),
        *((name, "missing") for name in ("data", "tls_cert", "tls_key")),
        *(("cors_origin", text) for text in ("localhost:3000", "http://a.example/", "http://a/b", "http://a b")),
        ("log_format", "xml"),
        ("control", "maybe"),
        *(("allowed_host", text) for text in ("mock.local:80", "http://mock.local", "a b", "[::1]:80")),
        *(("workers", text) for text in ("0", "65", "two")),
        *(("state", text) for text in ("127.0.0.1:6379", "http://127.0.0.1", "redis://")),
    ],
)
def test_mistake_names_place_value_and_cure(setting: str, text: str) -> None:
    """One line that can be acted on."""
    with pytest.raises(UsageError) as caught:
        read_settings({setting: text}, {})

    (line,) = caught.value.args
    assert line.startswith(f"{Option.flag(setting)}: {text!r}: ")
    assert "use " in line or "name " in line


@pytest.mark.parametrize("text", ["short", "with space", "ünïcode-token", "x" * 201])
def test_a_token_is_not_told_again_though_it_is_wrong(text: str) -> None:
    """What is printed ends in logs."""
    with pytest.raises(UsageError) as caught:
        read_settings({}, {"FREDDY_MOCK_CONTROL_TOKEN": text})

    (line,) = caught.value.args
    assert line.startswith("FREDDY_MOCK_CONTROL_TOKEN: a secret: not a token; use 8 to 200 letters")
    assert text not in line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
        ("redis://:secret@host:1/0", "redis://***@host:1/0"),
        ("a 'rediss://user:sec/r@et@host/0' b", "a 'rediss://***@host/0' b"),
        ("unix:///tmp/redis?db=1&password=secret", "unix:///tmp/redis?db=1&password=***"),
        ("host@example.com is no URL", "host@example.com is no URL"),
    ],
)
def test_a_password_is_left_out(text: str, told: str) -> None:
    """Wherever a URL is told."""
    assert told == without_password(text)


def test_every_mistake_is_told_at_once() -> None:
    """Nobody corrects one only to meet the next; an unknown variable is a mistake as well."""
    with pytest.raises(UsageError) as caught:
        read_settings({"port": "x"}, {"FREDDY_MOCK_SEED": "y", "FREDDY_MOCK_PROT": "80", "FREDDY_API_KEY": "k"})

    assert [line.partition(":")[0] for line in caught.value.args] == [
        "FREDDY_MOCK_PROT",
        "FREDDY_MOCK_SEED",
        "--port",
    ]
    assert "known: FREDDY_MOCK_HOST, FREDDY_MOCK_PORT" in caught.value.args[0]


RUNNING = {
    *("eval", "exec", "compile", "__import__", "import_module"),
    *("pickle", "marshal", "runpy", "subprocess", "system"),
}
"""What runs a text, or bytes, as a program, or starts one; `re.compile` is none of them."""


def test_nothing_that_is_configured_is_run() -> None:
    """Options, files, headers and calls are values: nothing in the mock could run one."""
    found = set()
    for folder in ("mock_server", "contracts/schema"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                named = {getattr(node, part, None) for part in ("id", "name", "module")}
                named |= {getattr(node, "attr", None)} - {"compile"}
                found |= {(path.name, name) for name in named & RUNNING}
    assert found == set()


def test_variables_of_a_cluster_are_nobodys_choice() -> None:
    """Kubernetes gives these to every container beside a service named `freddy-mock`."""
    environ = {
        "FREDDY_MOCK_SERVICE_HOST": "10.0.0.7",
        "FREDDY_MOCK_SERVICE_PORT": "8080",
        "FREDDY_MOCK_SERVICE_PORT_HTTP": "8080",
        "FREDDY_MOCK_PORT": "tcp://10.0.0.7:8080",
        "FREDDY_MOCK_PORT_8080_TCP": "tcp://10.0.0.7:8080",
        "FREDDY_MOCK_PORT_8080_TCP_PROTO": "tcp",
        "FREDDY_MOCK_PORT_8080_TCP_PORT": "8080",
        "FREDDY_MOCK_PORT_8080_TCP_ADDR": "10.0.0.7",
    }
    assert read_settings({}, environ) == Settings()
    assert read_settings({}, {**environ, "FREDDY_MOCK_PORT": "9000"}).port == 9000
