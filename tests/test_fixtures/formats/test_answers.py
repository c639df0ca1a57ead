"""Pages and HAR hold the answers that the mock gives."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from contracts.schema.dialect import DIALECTS, DOCUMENTED
from fixtures import make_world
from fixtures.formats import pages
from fixtures.formats.styles import UnwritableError
from fixtures.jobs import Job
from mock_server.app import create_app
from tests.test_fixtures.formats.made import bytes_of


def made(**given: Any) -> dict[str, bytes]:
    """Return the files of a job."""
    job = Job(format="pages", **given)
    return pages.pages(job, job.open())


@pytest.mark.parametrize("name", DIALECTS)
@pytest.mark.parametrize("caller", ["owner", "member"])
def test_pages_are_the_mocks_answers(name: str, caller: str) -> None:
    """Byte for byte, in every dialect, for whoever asks; an index says which file answers which query."""
    client = create_app(make_world(), DIALECTS[name]).test_client()
    files = made(dialect=DIALECTS[name].differences, caller=caller)
    index = json.loads(files.pop("index.json"))
    assert [entry["file"] for entry in index] == list(files)
    for entry in index:
        answer = client.get(f"/v1/assistants?{entry['query']}", headers={"X-API-Key": f"ak_mock_{caller}_main"})
        assert (entry["status"], entry["query"]) == (answer.status_code, entry["query"])
        if answer.status_code == 200:
            assert files[entry["file"]] == answer.data, entry
        else:
            assert json.loads(files[entry["file"]])["error"]["code"] == answer.json["error"]["code"]


def test_queries_of_ones_own_have_names_of_their_own() -> None:
    """Whatever a query holds, its file's name is plain, and no two are equal."""
    files = made(queries=("search=a/b", "search=a?b", "search=%C3%A9", "limit=2&offset=3"))
    assert list(files) == [
        "index.json",
        "list__search-a-b.json",
        "list__search-a-b~2.json",
        "list__search-C3-A9.json",
        "list__limit-2__offset-3.json",
    ]


def test_a_caller_without_a_key_asks_with_a_token() -> None:
    """The outsider is told that the organization is none of theirs."""
    files = made(caller="outsider", queries=("limit=1",))
    assert json.loads(files["list__limit-1.json"])["error"]["code"] == "ORGANIZATION_ACCESS_DENIED"


def test_a_har_holds_the_exchanges() -> None:
    """Each query once, at the address given, with the bodies of the pages."""
    har = json.loads(bytes_of(Job(format="har", base_url="https://staging.example.com/")))
    files = made()
    index = {entry["query"]: entry for entry in json.loads(files["index.json"])}
    entries = har["log"]["entries"]
    assert len(entries) == len(index)
    for entry in entries:
        url = urlsplit(entry["request"]["url"])
        assert (url.netloc, url.path) == ("staging.example.com", "/v1/assistants")
        assert files[index[url.query]["file"]].decode() == entry["response"]["content"]["text"]
        assert index[url.query]["status"] == entry["response"]["status"]


def test_too_many_assistants_are_refused() -> None:
    """The reference looks at one row after the other."""
    with pytest.raises(UnwritableError, match="100,000 assistants are too many for list answers; take at most 20,000"):
        made(scenario="large")


def test_an_unknown_caller_is_refused() -> None:
    """The message names those there are."""
    with pytest.raises(ValueError, match="--caller: 'nobody' is unknown; use one of owner, editor"):
        made(caller="nobody")


def test_documented_is_the_default() -> None:
    """No dialect is the documented one."""
    assert DOCUMENTED == Job().spoken
