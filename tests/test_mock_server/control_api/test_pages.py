"""The console's files, and the document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from mock_server.control_api import pages
from mock_server.control_api.document import failing
from mock_server.control_api.table import OPERATIONS
from tests.test_mock_server.control_api.calling import DOCUMENT, Caller


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Put a folder of our own in the console's place."""
    for name in ("index.html", "console.js", "console.css", "icon.svg", "secret.txt"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(pages, "CONSOLE", tmp_path)
    pages.files.cache_clear()
    yield tmp_path
    pages.files.cache_clear()


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("", "index.html", "text/html; charset=utf-8"),
        ("?fresh=1", "index.html", "text/html; charset=utf-8"),
        ("console/console.js", "console.js", "text/javascript; charset=utf-8"),
        ("console/console.css", "console.css", "text/css; charset=utf-8"),
        ("console/icon.svg", "icon.svg", "image/svg+xml"),
    ],
)
def test_the_console_is_given_to_anybody(caller: Caller, console: Path, path: str, text: str, kind: str) -> None:
    """Its files tell nothing; the token comes later, from the page."""
    response = caller.client.get(f"/_mock/{path}")
    assert (200, text, kind) == (response.status_code, response.text, response.headers["Content-Type"])
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "name", ["secret.txt", "none.js", "..%2Fapp.py", "%2Fetc%2Fpasswd", "..", "%2e%2e", "console.js%00", "__init__.py"]
)
def test_nothing_else_is_given(caller: Caller, console: Path, name: str) -> None:
    """A name is looked up among the files that there are; it is never a path."""
    assert caller.client.get(f"/_mock/console/{name}").status_code in (401, 404)


def test_without_files_there_is_no_console(caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest works all the same."""
    monkeypatch.setattr(pages, "CONSOLE", tmp_path / "none")
    pages.files.cache_clear()
    assert "index.html" in caller.refused(404, "GET", "")[0]
    pages.files.cache_clear()


def test_the_document_is_valid_and_given(caller: Caller) -> None:
    """OpenAPI 3.1, by the judge of the specification."""
    validate(DOCUMENT)
    assert DOCUMENT == caller.get("openapi.json")


def test_every_route_is_documented_and_every_path_routed(caller: Caller) -> None:
    """Flask's routes are the document's paths."""
    rules = [each for each in caller.app.url_map.iter_rules() if each.endpoint.startswith("control.")]
    routed = {
        (method, "".join(f"{{{part}}}" if is_place else part for is_place, part in each._trace if part != "|"))
        for each in rules
        for method in (each.methods or set()) - {"HEAD", "OPTIONS"}
    }
    documented = {(method.upper(), path) for path, each in DOCUMENT["paths"].items() for method in each}
    assert routed == documented
    assert len(OPERATIONS) == len(documented)


def test_every_operation_says_what_it_does() -> None:
    """A summary, what it answers, and how it refuses, once each."""
    named = [each for path in DOCUMENT["paths"].values() for each in path.values()]
    assert len(named) == len({each["operationId"] for each in named})
    assert all(each["summary"].endswith(".") for each in named)
    for operation, told in zip(OPERATIONS, _in_order(), strict=True):
        assert {str(operation.status), *map(str, failing(operation))} == set(told["responses"])


def _in_order() -> Iterator[dict[str, dict[str, str]]]:
    for each in OPERATIONS:
        path = each.path.replace("path:", "").replace("<", "{").replace(">", "}")
        yield DOCUMENT["paths"][path][each.method.lower()]
