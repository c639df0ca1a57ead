"""What a person decides about the server: one value, read from the command line and the environment.

This is the only file that reads the environment. Every setting is an option, and a variable named after it
(`--log-format`, `FREDDY_MOCK_LOG_FORMAT`); an option wins over its variable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

PREFIX = "FREDDY_MOCK_"

_OF_KUBERNETES = PREFIX + r"(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_\w+)?)"


class UsageError(Exception):
    """A person's mistake: each argument is one line that names the place, the value and the cure."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be decided, with what holds when nothing is."""

    host: str = "127.0.0.1"
    port: int = 8080
    seed: int = 0
    scenario: str = "default"
    dialect: str = "documented"
    data: Path | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None
    cors_origin: tuple[str, ...] = ()
    defect: tuple[str, ...] = ()
    fault: tuple[str, ...] = ()
    fault_seed: int = 0
    control: bool = False
    control_token: str | None = None
    allowed_host: tuple[str, ...] = ()
    log_format: str = "text"
    workers: int = 1
    state: str | None = None


LOG_FORMATS = ("text", "json", "none")


def _whole(low: int, high: int, cure: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,20}", text) or not low <= int(text) <= high:
            raise ValueError(cure)
        return int(text)

    return read


def _file(what: str) -> Callable[[str], Path]:
    def read(text: str) -> Path:
        if not Path(text).is_file():
            raise ValueError(f"there is no such file, or it is none; name {what}")
        return Path(text)

    return read


def _host(text: str) -> str:
    if not text or "/" in text:
        raise ValueError("not a host; use an address or a name such as 127.0.0.1 or 0.0.0.0")
    return text.removeprefix("[").removesuffix("]")


def _origin(text: str) -> str:
    if text not in ("*", "null") and not re.fullmatch(r"[a-z][a-z0-9+.-]*://[^/?#\s]+", text, re.IGNORECASE):
        raise ValueError("not an origin; use scheme, host and port alone, such as http://localhost:3000")
    return text


def _origins(text: str) -> tuple[str, ...]:
    return tuple(_origin(each.strip()) for each in text.split(",") if each.strip())


def _names(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())


def _hosts(text: str) -> tuple[str, ...]:
    return tuple(_named_host(each) for each in _names(text))


def _named_host(text: str) -> str:
    bare = text.removeprefix("[").removesuffix("]")
    if not re.fullmatch(r"[^\[\]/?#@\s]+", bare) or bare.count(":") == 1:
        raise ValueError("not a host; use a name or an address without a port, such as mock.local")
    return bare


def _token(text: str) -> str:
    if not re.fullmatch("[A-Za-z0-9._~+/=-]{8,200}", text):
        raise ValueError("not a token; use 8 to 200 letters, digits or any of -._~+/=")
    return text


_FLAGS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def _flag(text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise ValueError("neither on nor off; use 1 or 0")
    return _FLAGS[text.lower()]


def _state(text: str) -> str:
    if not re.match("(redis|rediss|unix)://.", text):
        raise ValueError("not a Redis database; use redis://HOST:PORT/DATABASE, such as redis://127.0.0.1:6379/0")
    return text


def without_password(text: str) -> str:
    """Return a text with nothing of URLs in it that lets anybody in."""
    return re.sub(r"([?&](?:username|password)=)[^&\s]*", r"\1***", re.sub(r"(\w://)\S*@", r"\1***@", text))


def _log_format(text: str) -> str:
    if text not in LOG_FORMATS:
        raise ValueError(f"unknown; use one of {', '.join(LOG_FORMATS)}")
    return text


@dataclass(frozen=True, slots=True)
class Option:
    """How one setting is written: its reader raises ValueError with the cure."""

    read: Callable[[str], Any]
    metavar: str
    """Empty for one that is on when it is named."""
    help: str
    is_secret: bool = False
    """Whether its value is not to be told."""

    @staticmethod
    def flag(setting: str) -> str:
        """Return a setting's option."""
        return "--" + setting.replace("_", "-")

    @staticmethod
    def variable(setting: str) -> str:
        """Return a setting's environment variable."""
        return PREFIX + setting.upper()


OPTIONS: Mapping[str, Option] = {
    "port": Option(
        _whole(0, 65535, "not a port; use a number up to 65535, or 0 for any free one"),
        "N",
        "where to listen; 0 picks a free port",
    ),
    "host": Option(_host, "ADDRESS", "which address to listen on; 0.0.0.0 lets other machines in"),
    "seed": Option(_whole(0, 2**63 - 1, "not a seed; use a whole number from 0 on"), "N", "another one, another world"),
    "scenario": Option(str, "NAME", "a world for a purpose; see --list-scenarios"),
    "dialect": Option(str, "NAME|FILE", "how ambiguities of the documents are read: a name or a TOML file"),
    "data": Option(
        _file("an NDJSON or JSON file of assistants"),
        "FILE",
        "assistants from an NDJSON or JSON file instead of made-up ones; read again when it changes",
    ),
    "tls_cert": Option(_file("a PEM file with a certificate"), "FILE", "serve https with this certificate, PEM"),
    "tls_key": Option(_file("a PEM file with a private key"), "FILE", "the private key of the certificate, PEM"),
    "cors_origin": Option(
        _origins,
        "ORIGIN",
        "an origin whose pages may ask, instead of any port of localhost; repeatable, * for every origin",
    ),
    "defect": Option(_names, "NAME", "a defect to try a client against; repeatable, see --list-defects"),
    "fault": Option(_names, "TEXT", "what goes wrong on the way, such as drop@0.1; repeatable, see --list-faults"),
    "fault_seed": Option(
        _whole(0, 2**63 - 1, "not a seed; use a whole number from 0 on"), "N", "another one, other requests meet them"
    ),
    "control": Option(_flag, "", "let who has the token look at this mock and change it, under /_mock/"),
    "control_token": Option(_token, "TOKEN", "the token; without it, one is made up and shown", is_secret=True),
    "allowed_host": Option(_hosts, "HOST", "a further name of this machine for /_mock/; repeatable"),
    "log_format": Option(_log_format, "|".join(LOG_FORMATS), "one line a request on stderr; faults are always told"),
    "workers": Option(
        _whole(1, 64, "not a number of workers; use 1 to 64"), "N", "processes that answer; more than one need --state"
    ),
    "state": Option(_state, "URL", "a Redis database in which workers and replicas share what is changed"),
}
"""Setting -> how it is written, in the order of `--help`."""


def _is_of_kubernetes(name: str, value: str) -> bool:
    """Tell whether nobody chose a variable: a cluster gives every container some for a service named `freddy-mock`."""
    if not name.startswith(PREFIX):
        return False
    return bool(re.fullmatch(_OF_KUBERNETES, name)) or (name == Option.variable("port") and "://" in value)


def read_settings(given: Mapping[str, str | None], environ: Mapping[str, str]) -> Settings:
    """Return the settings of the options that were given, then of the environment, then the defaults.

    Raises `UsageError` with one line for each value that cannot be read and each unknown `FREDDY_MOCK_` variable.
    """
    environ = {name: value for name, value in environ.items() if not _is_of_kubernetes(name, value)}
    places = {Option.variable(each.name): each.name for each in fields(Settings)}
    mistakes = [
        f"{name}: unknown; known: {', '.join(places)}"
        for name in environ
        if name.startswith(PREFIX) and name not in places
    ]
    written = {setting: (place, environ[place]) for place, setting in places.items() if environ.get(place)}
    written |= {setting: (Option.flag(setting), text) for setting, text in given.items() if text is not None}
    values = {}
    for setting, (place, text) in written.items():
        try:
            values[setting] = OPTIONS[setting].read(text)
        except ValueError as error:
            mistakes.append(f"{place}: {'a secret' if OPTIONS[setting].is_secret else repr(text)}: {error}")
    if mistakes:
        raise UsageError(*mistakes)
    return Settings(**values)
