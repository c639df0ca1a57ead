"""The table of peers: where each comes from, how it is started, what it is asked for.

Every peer serves the same items; what differs is how much of a question it heeds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from measuring import configuring, questions
from measuring.installing import Installed, Npm, Pip, find
from measuring.material import FULL, HEADERS, OURS, PAGE, Material, mock
from measuring.questions import Question
from measuring.running import HOST, Launch, Target

APPS = Path(__file__).parent / "apps"
QUIET = {"NODE_ENV": "production", "NO_UPDATE_NOTIFIER": "1"}
MOCK = "freddy-mock"


@dataclass(frozen=True, slots=True)
class Peer:
    """A server that people put in the place of the real one."""

    name: str
    heeds: str
    package: Npm | Pip | Installed
    files: Callable[[Material], Mapping[str, bytes]]
    command: Callable[[Path, Path, int], Sequence[str]]
    """From where it is installed, where its files are, and the port."""

    hot: Target
    full: Target | None = None
    different: Callable[[Question], str] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)

    def launch(self, installed: Path, folder: Path, material: Material) -> Launch:
        """Write its files into a folder, and return how it is started there."""
        for name, body in self.files(material).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        home = installed if isinstance(self.package, Installed) else self.package.home(installed)
        return Launch(lambda port: self.command(home, folder, port), folder, self.environment)


def _npm(home: Path, name: str) -> str:
    return str(home / "node_modules" / ".bin" / name)


def _nginx(_: Path, folder: Path, port: int) -> Sequence[str]:
    configuration = folder / f"nginx-{port}.conf"
    configuration.write_text(configuring.nginx(port))
    # Without -e it complains about its usual log, which only root may write.
    return (find("nginx"), "-e", "stderr", "-p", str(folder), "-c", str(configuration))


def _granian(home: Path, _: Path, port: int) -> Sequence[str]:
    options = ("--interface", "wsgi", "--workers", "1", "--blocking-threads", "1", "--runtime-threads", "1", "--no-ws")
    address = ("--host", HOST, "--port", str(port), "--log-level", "error", "--no-access-log")
    return (str(home / "bin" / "granian"), *options, *address, "--working-dir", str(APPS), "wsgi:app")


def _uvicorn(home: Path, _: Path, port: int) -> Sequence[str]:
    address = ("--host", HOST, "--port", str(port), "--log-level", "error", "--no-access-log")
    return (str(home / "bin" / "uvicorn"), *address, "--app-dir", str(APPS), "fastapi_bytes:app")


def _flask(home: Path, _: Path, port: int) -> Sequence[str]:
    return (str(home / "bin" / "python"), str(APPS / "flask_bytes.py"), str(port))


def _json_server(home: Path, _: Path, port: int) -> Sequence[str]:
    return (_npm(home, "json-server"), "--host", HOST, "--port", str(port), "db.json")


def _mockoon(home: Path, _: Path, port: int) -> Sequence[str]:
    address = ("--hostname", HOST, "--port", str(port), "--disable-log-to-file", "--disable-admin-api")
    return (_npm(home, "mockoon-cli"), "start", "--data", "environment.json", *address)


def _prism(*options: str) -> Callable[[Path, Path, int], Sequence[str]]:
    # Not told that this is production, where it would start several processes.
    def command(home: Path, _: Path, port: int) -> Sequence[str]:
        address = ("--host", HOST, "--port", str(port), "--verboseLevel", "silent")
        return (_npm(home, "prism"), "mock", *address, *options, "openapi.json")

    return command


def _wiremock(home: Path, _: Path, port: int) -> Sequence[str]:
    jar = next((home / "node_modules" / "wiremock" / "build").glob("*.jar"))
    quiet = ("--no-request-journal", "--disable-request-logging", "--disable-banner", "--disable-gzip")
    return (find("java"), "-jar", str(jar), "--bind-address", HOST, "--port", str(port), *quiet)


def _mock(_: Path, __: Path, port: int) -> Sequence[str]:
    return mock(port)


def _documented(question: Question) -> str:
    return f"{PAGE}&{questions.documented(question)}"


PAGED = Target(PAGE, HEADERS)
BYTES = {"PAGE": "page.json", "FULL": "full.json"}
"""For the apps: which files of their folder they answer with."""

PRISM = Npm("@stoplight/prism-cli", "5.16.0")
PEERS: Sequence[Peer] = (
    Peer(
        name=MOCK,
        heeds="all that is documented",
        package=Installed((sys.executable, "-m", "mock_server", "--version")),
        files=lambda _: {},
        command=_mock,
        hot=PAGED,
        full=Target(FULL, HEADERS),
        different=_documented,
        environment=OURS,
    ),
    Peer(
        name="nginx",
        heeds="nothing: a file",
        package=Installed(("nginx", "-v")),
        files=configuring.bodies,
        command=_nginx,
        hot=Target("/page.json", HEADERS),
        full=Target("/full.json", HEADERS),
    ),
    Peer(
        name="WSGI on Granian",
        heeds="nothing: bytes",
        package=Pip(("granian==2.8.9",)),
        files=configuring.bodies,
        command=_granian,
        hot=PAGED,
        full=Target("/full", HEADERS),
        environment=BYTES,
    ),
    Peer(
        name="FastAPI on uvicorn",
        heeds="nothing: bytes",
        package=Pip(("fastapi==0.165.0", "uvicorn[standard]==0.54.0")),
        files=configuring.bodies,
        command=_uvicorn,
        hot=PAGED,
        full=Target("/full", HEADERS),
        different=_documented,
        environment=BYTES,
    ),
    Peer(
        name="Flask on Werkzeug",
        heeds="nothing: bytes",
        package=Pip(("flask==3.1.3", "werkzeug==3.1.9")),
        files=configuring.bodies,
        command=_flask,
        hot=PAGED,
        full=Target("/full", HEADERS),
        different=_documented,
        environment=BYTES,
    ),
    Peer(
        name="json-server",
        heeds="pages, a sort, filters, a search in one field",
        package=Npm("json-server", "1.0.0-beta.15"),
        files=configuring.json_server,
        command=_json_server,
        hot=Target("/assistants?_page=1&_per_page=50", HEADERS),
        full=Target("/full?_page=1&_per_page=100", HEADERS),
        different=lambda question: f"/assistants?{questions.json_server(question)}",
        environment=QUIET,
    ),
    Peer(
        name="Prism, static",
        heeds="valid or not; the example",
        package=PRISM,
        files=configuring.prism,
        command=_prism(),
        hot=PAGED,
        full=Target(FULL, {**HEADERS, "Prefer": "example=full"}),
        different=_documented,
    ),
    Peer(
        name="Prism, dynamic",
        heeds="valid or not; random values",
        package=PRISM,
        files=configuring.prism,
        command=_prism("--dynamic"),
        hot=PAGED,
    ),
    Peer(
        name="Mockoon",
        heeds="pages, a sort, filters, a search",
        package=Npm("@mockoon/cli", "9.9.0"),
        files=configuring.mockoon,
        command=_mockoon,
        hot=Target("/assistants?page=1&limit=50", HEADERS),
        full=Target("/full?page=1&limit=100", HEADERS),
        different=lambda question: f"/assistants?{questions.mockoon(question)}",
        environment=QUIET,
    ),
    Peer(
        name="WireMock",
        heeds="which stub",
        package=Npm("wiremock", "3.13.2", needs=("java", "npm")),
        files=configuring.wiremock,
        command=_wiremock,
        hot=PAGED,
        full=Target(FULL, HEADERS),
        different=_documented,
    ),
)
"""The mock first, then from the least work to the most."""
