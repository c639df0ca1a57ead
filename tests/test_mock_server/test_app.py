"""The Flask edge in process: routes, refusals, ETag, compression, CORS."""

from __future__ import annotations

import gzip
import json
import logging
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from contracts.schema.dialect import DOCUMENTED
from fixtures.world import World
from mock_server import app as edge
from mock_server.answers import Answers
from mock_server.app import create_app
from tests.test_mock_server.conftest import HEADERS, KEY, MAIN, NOW, PAGE

LOCAL = {"Origin": "http://localhost:3000"}
VOLATILE = {"date"}


def headers_of(response: TestResponse) -> dict[str, str]:
    """Return what can be compared between two answers."""
    return {name.lower(): value for name, value in response.headers if name.lower() not in VOLATILE}


def test_page_is_answered_as_json_with_the_bytes_of_the_answers(client: FlaskClient, world: World) -> None:
    """The edge passes the body on as it is."""
    expected = Answers(world, clock=lambda: NOW).answer(f"organization_id={MAIN}".encode(), KEY, None)

    response = client.get(PAGE, headers=HEADERS)

    assert (response.status_code, response.content_type, response.data) == (200, "application/json", expected.body)


def test_query_string_reaches_the_answers_as_bytes(client: FlaskClient) -> None:
    """Raw UTF-8 in the query means what it means percent-encoded."""
    raw = {"QUERY_STRING": f"organization_id={MAIN}&search=é".encode().decode("latin-1")}

    response = client.get("/v1/assistants", headers=HEADERS, environ_overrides=raw)

    assert response.get_json()["filters_applied"]["search"] == "é"


def test_head_has_the_headers_of_get_and_no_body(client: FlaskClient) -> None:
    """Length and ETag included, compressed or not."""
    for sent in (HEADERS, HEADERS | {"Accept-Encoding": "gzip"}, {}):
        got, head = client.get(PAGE, headers=sent), client.head(PAGE, headers=sent)
        assert (head.status_code, headers_of(head), head.data) == (got.status_code, headers_of(got), b"")


# --- what no route takes


@pytest.mark.parametrize("path", ["/v1", "/v1/assistants/asst_abc123", "/v1/threads", "/v1//assistants", "/v2", "/%ff"])
def test_unknown_path_is_404_and_says_what_is_served(client: FlaskClient, path: str) -> None:
    """The framework's own body by default, never HTML."""
    response = client.get(path, headers=HEADERS)

    assert (response.status_code, response.content_type) == (404, "application/json")
    assert response.get_json()["detail"] == "Not Found"
    assert "GET /v1/assistants" in response.get_json()["reason"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_other_method_is_405_and_allows_the_served_ones(client: FlaskClient, method: str) -> None:
    """RFC 9110: a 405 must name the methods that are allowed."""
    response = client.open(PAGE, method=method, headers=HEADERS)

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.get_json()["detail"] == "Method Not Allowed"


def test_unmatched_body_follows_the_dialect(world: World) -> None:
    """A deployment may answer 404 and 405 in the shape of its other errors."""
    client = create_app(world, DOCUMENTED.replace("other", unmatched_body="error_body")).test_client()

    codes = [client.get("/v1/x").get_json()["error"]["code"], client.post(PAGE).get_json()["error"]["code"]]

    assert codes == ["NOT_FOUND", "METHOD_NOT_ALLOWED"]


def test_trailing_slash_redirects_and_keeps_the_query(client: FlaskClient) -> None:
    """307 to the documented path; nothing in the query can end the header."""
    response = client.get("/v1/assistants/?a=%0d%0aX:1&b=%C3%A9&b=")

    assert (response.status_code, response.headers["Location"]) == (307, "/v1/assistants?a=%0d%0aX:1&b=%C3%A9&b=")
    assert response.data == b""


def test_trailing_slash_follows_the_dialect(world: World) -> None:
    """404 in the other reading."""
    client = create_app(world, DOCUMENTED.replace("other", trailing_slash="not_found")).test_client()

    assert client.get("/v1/assistants/").status_code == 404


def test_redirect_of_a_further_route_is_no_refusal(world: World) -> None:
    """Whoever adds a route with a slash gets what Flask does."""
    app = create_app(world)
    app.add_url_rule("/more/", "more", lambda: "")

    assert app.test_client().get("/more").status_code == 308


def test_fault_is_the_documented_500_and_its_traceback_is_logged_without_keys(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer says nothing of the inside; the log does, without the caller's key."""

    def fail(_: Answers, query: bytes, key: str, __: object) -> None:
        raise RuntimeError(f"broken by {key}")

    monkeypatch.setattr(Answers, "answer", fail)
    with caplog.at_level(logging.ERROR):
        response = create_app(world).test_client().get(PAGE, headers={"X-API-Key": "canary", **LOCAL})

    error = response.get_json()["error"]
    assert (response.status_code, error["code"], error["type"]) == (500, "INTERNAL_ERROR", "server_error")
    assert "RuntimeError" not in response.text
    assert response.headers["Access-Control-Allow-Origin"] == LOCAL["Origin"]
    logged = "\n".join(str(vars(record)) for record in caplog.records)
    assert "RuntimeError: broken by ***" in logged
    assert "canary" not in logged


def test_fault_while_headers_are_added_is_the_documented_500(world: World) -> None:
    """Flask handles it elsewhere; the body is the same."""
    app = create_app(world)
    app.after_request(lambda _: 1 // 0)  # type: ignore[arg-type,return-value]

    response = app.test_client().get(PAGE, headers=LOCAL)

    assert (response.status_code, response.content_type) == (500, "application/json")
    assert response.get_json()["error"]["code"] == "INTERNAL_ERROR"


@pytest.mark.parametrize("key", ["\xff\xfe", "ключ".encode().decode("latin-1"), "a, b", '"', "\x7f", "k" * 9000])
def test_odd_key_is_401(client: FlaskClient, key: str) -> None:
    """Header bytes that are no key are an unknown key."""
    response = client.get(PAGE, environ_overrides={"HTTP_X_API_KEY": key})

    assert (response.status_code, response.get_json()["error"]["code"]) == (401, "INVALID_API_KEY")


@pytest.mark.parametrize("scheme", ["bearer", "Basic", "Bearer", ""])
def test_odd_authorization_is_401(client: FlaskClient, scheme: str) -> None:
    """Another scheme is no credential; an unknown token is refused."""
    assert client.get(PAGE, environ_overrides={"HTTP_AUTHORIZATION": f"{scheme} \xff"}).status_code == 401


# --- ETag


def etag_of(client: FlaskClient, **sent: str) -> str:
    """Return the ETag of the page."""
    return client.get(PAGE, headers=HEADERS | sent).headers["ETag"]


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"a" , W/{}, "b"', "*"])
def test_known_answer_is_304_without_body(client: FlaskClient, form: str) -> None:
    """RFC 9110: lists, weak comparison, and the star."""
    tag = etag_of(client)

    response = client.get(PAGE, headers=HEADERS | {"If-None-Match": form.format(tag)})

    assert (response.status_code, response.data, response.headers["ETag"]) == (304, b"", tag)
    assert set(response.vary) == {"Accept-Encoding", "Origin", "Prefer"}
    assert "Content-Type" not in response.headers


@pytest.mark.parametrize("form", ['"other"', "", "nonsense", ",,", '"', "\xff"])
def test_unknown_answer_is_sent(client: FlaskClient, form: str) -> None:
    """A tag that is not this answer's changes nothing."""
    assert client.get(PAGE, headers=HEADERS, environ_overrides={"HTTP_IF_NONE_MATCH": form}).status_code == 200


def test_refusal_is_never_304(client: FlaskClient) -> None:
    """A star does not turn an error into "not modified"."""
    assert client.get(PAGE, headers={"If-None-Match": "*"}).status_code == 401
    assert "ETag" not in client.get(PAGE).headers


def test_etag_names_bytes(client: FlaskClient) -> None:
    """Another page, another caller and another coding have other bytes, so other tags; a strong tag each."""
    tags = [
        etag_of(client),
        etag_of(client, **{"Accept-Encoding": "gzip"}),
        client.get(PAGE + "&limit=1", headers=HEADERS).headers["ETag"],
        client.get(PAGE, headers={"X-API-Key": "ak_mock_member_main"}).headers["ETag"],
    ]

    assert len(set(tags)) == len(tags)
    assert all(re.fullmatch(r'"[^"]+"', tag) for tag in tags)


def test_etag_of_each_coding_is_confirmed_for_that_coding_only(client: FlaskClient) -> None:
    """A client that holds the plain bytes does not hold the compressed ones."""
    plain, packed = {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip"}

    def status(tag: str, coding: dict[str, str]) -> int:
        return client.get(PAGE, headers=HEADERS | coding | {"If-None-Match": tag}).status_code

    assert [status(etag_of(client, **a), b) for a in (plain, packed) for b in (plain, packed)] == [304, 200, 200, 304]


# --- compression


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("gzip, deflate, br", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("*;q=0", False),
        ("br, deflate", False),
        ("identity", False),
        ("gzip;q=0.5, identity;q=0.4", True),
        ("gzip;q=0.4, identity;q=0.5", False),
        ("gzip;q=0.5, *", False),
        ("gzip;q=banana", False),
    ],
)
def test_gzip_follows_the_clients_preference(client: FlaskClient, accepted: str | None, compressed: bool) -> None:
    """RFC 9110, Accept-Encoding: weights count, 0 means no."""
    plain = client.get(PAGE, headers=HEADERS).data

    response = client.get(PAGE, headers=HEADERS | ({} if accepted is None else {"Accept-Encoding": accepted}))

    assert response.headers.get("Content-Encoding") == ("gzip" if compressed else None)
    assert (gzip.decompress(response.data) if compressed else response.data) == plain
    assert response.headers["Content-Length"] == str(len(response.data))
    assert "accept-encoding" in response.vary


def test_compressed_bytes_are_the_same_at_any_time(client: FlaskClient) -> None:
    """No time in the stream: the same answer is the same bytes."""
    first, second = (client.get(PAGE, headers=HEADERS | {"Accept-Encoding": "gzip"}).data for _ in range(2))

    assert first == second
    assert first[4:8] == bytes(4)


def test_small_bodies_stay_plain(client: FlaskClient) -> None:
    """An error is not worth compressing."""
    assert "Content-Encoding" not in client.get("/v1/x", headers={"Accept-Encoding": "gzip"}).headers


# --- CORS


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://localhost", True),
        ("http://localhost:3000", True),
        ("https://127.0.0.1:8443", True),
        ("http://[::1]:5173", True),
        ("HTTP://LOCALHOST:3000", True),
        ("http://localhost.evil.com", False),
        ("http://evil.com/http://localhost", False),
        ("http://127.0.0.1.evil.com:80", False),
        ("http://127x0.0.1", False),
        ("http://localhost:3000\n", False),
        ("null", False),
    ],
)
def test_pages_of_this_machine_may_ask(client: FlaskClient, origin: str, allowed: bool) -> None:
    """Any port of localhost, and no look-alike."""
    response = client.get(PAGE, headers=HEADERS, environ_overrides={"HTTP_ORIGIN": origin})

    assert response.headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)
    assert "origin" in response.vary


@pytest.mark.parametrize(
    ("named", "origin", "allowed"),
    [
        ("https://app.example.com", "https://app.example.com", True),
        ("https://app.example.com", "https://appxexample.com", False),
        ("https://app.example.com", "https://app.example.com.evil.com", False),
        ("https://app.example.com", "http://localhost:3000", False),
        ("http://[fd00::1]:3000", "http://[fd00::1]:3000", True),
        ("http://localhost:3000/", "http://localhost:3000", True),
        ("*", "https://anywhere.example", True),
        ("null", "null", True),
    ],
)
def test_named_origins_may_ask_and_no_other(world: World, named: str, origin: str, allowed: bool) -> None:
    """What the developer names is compared whole."""
    client = create_app(world, cors_origins=[named]).test_client()

    response = client.get(PAGE, headers=HEADERS | {"Origin": origin})

    assert response.headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)


def test_preflight_allows_the_documented_headers(client: FlaskClient) -> None:
    """A browser asks first, without a key."""
    asked = ", ".join(name.lower() for name in edge.ASKED_HEADERS)

    response = client.options(
        PAGE,
        headers=LOCAL | {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": f"{asked}, x-other"},
    )

    assert response.status_code == 200
    assert set(response.headers["Access-Control-Allow-Headers"].split(", ")) == set(asked.split(", "))
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response.headers["Access-Control-Max-Age"] == "600"


@pytest.mark.parametrize(("path", "status"), [(PAGE, 401), ("/v1/x", 404), ("/v1/assistants/", 307)])
def test_refusals_carry_the_cors_headers(client: FlaskClient, path: str, status: int) -> None:
    """A page could not read an error without them."""
    response = client.get(path, headers=LOCAL)

    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (status, LOCAL["Origin"])
    assert {"ETag", "X-Request-Id", "X-RateLimit-Limit"} <= set(
        response.headers["Access-Control-Expose-Headers"].split(", ")
    )


# --- other headers


def test_request_id_is_the_trace_id_of_an_error(client: FlaskClient) -> None:
    """A bug report may name either."""
    response = client.get(PAGE)

    assert response.headers["X-Request-Id"] == response.get_json()["error"]["trace_id"]


def test_browsers_ask_again(client: FlaskClient) -> None:
    """A page may be kept but must be confirmed; an error is not kept."""
    got = [client.get(PAGE, headers=sent).headers["Cache-Control"] for sent in (HEADERS, {})]

    assert got == ["private, no-cache", "no-store"]


# --- for people


def test_index_tells_what_is_served(client: FlaskClient) -> None:
    """The bare address is what people open first."""
    body = client.get("/").get_json()

    assert (body["mock"], body["dialect"], body["organizations"][MAIN]) == ("GET /v1/assistants", "documented", 200)


@pytest.mark.parametrize(
    ("host", "server"),
    [("localhost:8080", "http://localhost:8080"), ("[::1]:80", "http://[::1]"), ('a"b', "/"), ("", "/")],
)
def test_openapi_document_names_the_server_that_was_asked(client: FlaskClient, host: str, server: str) -> None:
    """The documentation page asks this very server."""
    document: dict[str, Any] = client.get("/openapi.json", environ_overrides={"HTTP_HOST": host}).get_json()

    assert document["servers"] == [{"url": server}]
    assert list(document["paths"]) == ["/v1/assistants"]


def test_openapi_document_is_that_of_the_dialect(world: World) -> None:
    """Another dialect, another document."""
    client = create_app(world, DOCUMENTED.replace("other", default_limit="twenty")).test_client()

    parameters = client.get("/openapi.json").get_json()["paths"]["/v1/assistants"]["get"]["parameters"]

    assert next(each for each in parameters if each["name"] == "limit")["schema"]["default"] == 20


@pytest.mark.parametrize("path", ["/docs", "/docs/"])
def test_documentation_page_needs_no_other_host(client: FlaskClient, path: str) -> None:
    """Everything the page loads is served here, and it holds a key to paste."""
    page = client.get(path)

    loaded = re.findall(r'(?:src|href|url:)[ =]*"([^"]+)"', page.text)
    assert len(loaded) == 4
    assert [client.get(each, buffered=True).status_code for each in loaded] == [200] * 4
    assert "//" not in re.sub(r"<script.*?</script>", "", page.text, flags=re.DOTALL)
    assert "Signed in as <code>ak_mock_owner_abc123</code>" in page.text


@pytest.mark.parametrize("name", ["missing.js", "../flask_swagger_ui.py", "%2e%2e/__init__.py"])
def test_documentation_gives_no_other_file(client: FlaskClient, name: str) -> None:
    """Only Swagger UI's own files."""
    assert client.get(f"/docs/{name}").status_code == 404


# --- anything at all

NAMES = ["organization_id", "limit", "offset", "search", "access_mode", "include_inactive", "sort_by", "sort_order"]
WORDS = ["", "0", "-1", "1e3", "%00", "%ED%A0%80", "%FF", "\xff", "%", "%zz", "+", "true", "private", "nope", MAIN]
VALUES = st.sampled_from(WORDS) | st.text(max_size=9)
PARTS = st.tuples(st.sampled_from([*NAMES, "fields", "vector_store_id", "x", ""]), VALUES).map("=".join)
QUERIES = st.lists(PARTS, max_size=6).map("&".join) | st.text()
DOCUMENTED_STATUSES = {200, 401, 403, 422}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(query=QUERIES, signed=st.booleans(), complete=st.booleans())
def test_any_query_string_has_a_documented_answer(
    client: FlaskClient, query: str, signed: bool, complete: bool
) -> None:
    """Whatever the bytes: a documented status with a documented body, never a 500."""
    sent = f"organization_id={MAIN}&{query}" if complete else query
    raw = {"QUERY_STRING": sent.encode("utf-8").decode("latin-1")}

    response = client.get("/v1/assistants", headers=HEADERS if signed else {}, environ_overrides=raw)

    assert response.status_code in DOCUMENTED_STATUSES
    body = json.loads(response.data)
    assert ("assistants" in body) == (response.status_code == 200)
    assert response.status_code == 200 or body["error"]["status"] == response.status_code
