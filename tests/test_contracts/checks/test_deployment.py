"""A deployment asked over real sockets: what may be sent, to whom, and what comes of it."""

from __future__ import annotations

import threading

import pytest

from contracts.checks.asking.credentials import NO_CREDENTIALS, Credentials
from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.errors import OutOfReach, UsageError
from contracts.checks.asking.limits import Limits
from tests.test_contracts.checks import hostile
from tests.test_contracts.checks.asking import ASKED, BUSY, CREDENTIALS, KEY, PAGE, ask, deployment
from tests.test_contracts.checks.hostile import Act, Hostile, whole


def test_an_answer_is_an_exchange() -> None:
    """Status, headers in lower case, body, parsed body, URL and curl line are at hand."""
    exchange, requests = ask(hostile.always(whole(PAGE, x_trace="a")))
    assert requests == 1
    assert (exchange.status, exchange.body, exchange.unreadable) == (200, PAGE, None)
    assert exchange.headers == {"connection": "close", "content-length": str(len(PAGE)), "x-trace": "a"}
    assert exchange.assistants == ({"id": "asst_1"},)
    assert exchange.url.endswith("/v1/assistants?organization_id=org_abc123")
    assert f"curl -H \"X-API-Key: $FREDDY_API_KEY\" '{exchange.url}'" == exchange.curl
    assert exchange.seconds > 0


def test_a_method_that_could_change_data_is_not_sent() -> None:
    """Questions read only, unless the limits say otherwise."""
    with Hostile(hostile.always(whole(status=405))) as server:
        with deployment(server.url) as asked, pytest.raises(UsageError, match=r"^method: DELETE may change"):
            asked.ask(ASKED.with_(method="DELETE"))
        with Deployment(server.url, CREDENTIALS, Limits(methods=frozenset({"DELETE"}))) as asked:
            assert asked.ask(ASKED.with_(method="DELETE")).status == 405
    assert len(server.requests) == 1


def test_a_request_that_could_change_data_is_never_sent_twice() -> None:
    """Neither a broken connection nor a busy server makes a DELETE two."""
    allowed = Limits(methods=frozenset({"DELETE"}))
    with Hostile(hostile.in_turn(BUSY, Act.RESET)) as server:
        with Deployment(server.url, CREDENTIALS, allowed) as asked:
            with pytest.raises(OutOfReach, match="it answers 429"):
                asked.ask(ASKED.with_(method="DELETE"))
            with pytest.raises(OutOfReach, match="it broke the connection off"):
                asked.ask(ASKED.with_(method="DELETE"))
        assert len(server.requests) == 2


def test_unknown_credentials_are_refused_with_the_known_ones() -> None:
    """A label that nobody declared is a mistake, with the list of those that were."""
    with pytest.raises(UsageError, match=r"^credentials: unknown label 'third'; known: none, first$"):
        deployment("http://127.0.0.1:1").ask(ASKED.with_(credentials="third"))


def test_the_question_that_was_not_answered_is_told() -> None:
    """After other answers, the message says how many there were, and which question was not answered; no key."""
    with Hostile(hostile.in_turn(hostile.kept(PAGE), Act.RESET)) as server, deployment(server.url) as asked:
        asked.ask(ASKED)
        with pytest.raises(OutOfReach) as met:
            asked.ask(ASKED.vary(search=KEY))
    line = f"curl -H \"X-API-Key: $FREDDY_API_KEY\" '{server.url}/v1/assistants?organization_id=org_abc123&search=***'"
    assert str(met.value).endswith(f"; 1 questions were answered until then, and this one was not: {line}")


def test_threads_take_turns() -> None:
    """Questions from several threads are asked one after the other, and none is lost."""
    with Hostile(hostile.always(*hostile.kept())) as server, deployment(server.url) as asked:
        threads = [threading.Thread(target=asked.ask, args=(ASKED,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert 8 == asked.requests == len(server.requests)


def test_a_redirect_is_an_answer() -> None:
    """A loop goes round no time: the redirect itself is the exchange."""
    exchange, requests = ask(hostile.always(whole(status=302, location="/v1/assistants")))
    assert (exchange.status, exchange.headers["location"], requests) == (302, "/v1/assistants", 1)


def test_a_redirect_leads_to_no_other_host() -> None:
    """A key is never carried elsewhere: the other host hears nothing."""
    with Hostile(hostile.always(whole())) as other:
        exchange, _ = ask(hostile.always(whole(status=307, location=f"{other.url}/v1/assistants")))
        assert (exchange.status, other.requests) == (307, [])


def test_no_text_of_a_deployment_shows_a_secret() -> None:
    """`repr` tells the labels of the credentials, and `secrets` what to scrub."""
    asked = Deployment("http://a", {"first": Credentials.api_key(KEY), "second": Credentials.bearer("ey.token")})
    assert repr(asked) == "Deployment('http://a', credentials: none, first, second)"
    assert {KEY, "Bearer ey.token", "ey.token"} == set(asked.secrets)
    assert asked.credentials["none"] == NO_CREDENTIALS
