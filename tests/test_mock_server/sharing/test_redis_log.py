"""Changes that replicas share: at once, whole, and never lost once they were acknowledged."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager

import pytest

from fixtures.world import make_world
from mock_server.commands import Edit, Load, Remove, Reset
from mock_server.mock import Mock
from mock_server.settings import UsageError
from mock_server.sharing import scripts
from mock_server.sharing.client import Client, key
from mock_server.sharing.joining import check
from mock_server.sharing.log import Unavailable
from mock_server.sharing.start import start_of
from mock_server.state import State
from tests.test_mock_server.conftest import MAIN
from tests.test_mock_server.sharing.changes import added, total
from tests.test_mock_server.sharing.conftest import STATE, Redis, Replicate, eventually


@pytest.fixture
def pair(redis: Redis, replicate: Replicate) -> Iterator[tuple[Mock, Mock]]:
    """Return two replicas."""
    url = redis.url()
    return replicate(url), replicate(url)


def test_an_acknowledged_change_is_seen_at_once(pair: tuple[Mock, Mock]) -> None:
    """Two hundred writes, each looked for at the other replica: never stale."""
    here, there = pair
    seen = []
    for number in range(200):
        here.do(added(number))
        seen.append(there.live.version)
    assert list(range(1, 201)) == seen
    assert total(here) == total(there) == 200


def test_both_may_write_at_once(pair: tuple[Mock, Mock]) -> None:
    """Whoever comes second catches up and tries again: nothing is lost, and both are in the same state."""

    def write(mock: Mock, name: str) -> None:
        for number in range(15):
            mock.do(added(f"{name}_{number}"))

    threads = [threading.Thread(target=write, args=(mock, name)) for mock, name in zip(pair, "ab", strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [30, 30] == [total(mock) for mock in pair]
    assert [30, 30] == [mock.live.version for mock in pair]
    assert pair[0].live.state.world.organizations == pair[1].live.state.world.organizations


def test_a_wrong_change_is_refused_and_not_written_down(pair: tuple[Mock, Mock]) -> None:
    """What the one has removed, the other cannot remove again."""
    here, there = pair
    here.do(added(1))
    there.do(Remove(organization_id=MAIN, assistant_id="asst_1"))
    with pytest.raises(KeyError, match="asst_1"):
        here.do(Remove(organization_id=MAIN, assistant_id="asst_1"))
    assert here.live.version == 2


def test_who_comes_later_makes_all_changes(redis: Redis, replicate: Replicate) -> None:
    """Also after a reset, before which nothing is kept."""
    url = redis.url()
    here = replicate(url)
    for command in (added(1), added(2), Reset(), added(3)):
        here.do(command)
    assert len(kept(url)) == 2
    later = replicate(url)
    assert (4, 1) == (later.live.version, total(later))
    later.do(added(4))
    assert total(here) == 2


def test_a_reset_goes_back_to_the_same_file_everywhere(redis: Redis, replicate: Replicate) -> None:
    """Also for who comes after it, when what came before is kept no more, and for whoever of them resets again."""
    url = redis.url()
    here, there = replicate(url), replicate(url)
    for command in (Load(assistants=[added("mine").assistant]), added(2), Reset()):
        here.do(command)
    assert len(kept(url)) == 1
    later = replicate(url)
    assert [{"asst_mine"}] * 3 == [ids(mock) for mock in (here, there, later)]
    later.do(added(3))
    later.do(Reset())
    assert [{"asst_mine"}] * 3 == [ids(mock) for mock in (here, there, later)]
    assert here.live.state == there.live.state == later.live.state


def test_times_are_the_same_everywhere(redis: Redis, replicate: Replicate) -> None:
    """Also for who makes the changes later: a change tells when it was done."""
    url = redis.url()
    here, there = replicate(url), replicate(url)
    here.do(added(1))
    there.do(Edit(organization_id=MAIN, assistant_id="asst_1", changes={"name": "Edited"}))
    time.sleep(1.1)
    later = replicate(url)
    assert here.live.state.world == there.live.state.world == later.live.state.world


def kept(url: str) -> list[object]:
    """Return the changes that a log holds."""
    with closing(Client(url)) as client:
        return list(client.one(lambda redis: redis.xrange(key("log"))))


@contextmanager
def overlooking(mock: Mock) -> Iterator[None]:
    """Have a replica overlook what others change, while it goes on telling how far it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mock.log, "_made", lambda link: True)
        yield


@pytest.mark.usefixtures("short_lease")
@pytest.mark.parametrize("held_up", [lambda mock: mock.changing, overlooking], ids=["silent", "overlooking"])
def test_nobody_answers_from_before_an_acknowledged_change(
    pair: tuple[Mock, Mock], held_up: Callable[[Mock], AbstractContextManager[object]]
) -> None:
    """A replica that cannot make it holds it up for as long as it may answer, and then answers nobody."""
    here, there = pair
    with held_up(there), ThreadPoolExecutor(1) as pool:
        writing = pool.submit(here.do, added(1))
        # Whether it is done is asked first: what holds afterwards held when it was acknowledged.
        while not writing.done():
            assert there.live.version == 0
        for _ in range(20):
            assert there.log.trouble() is not None
            time.sleep(0.01)
        assert writing.result().version == 1
    assert eventually(lambda: there.log.trouble() is None)
    assert total(there) == 1


@pytest.mark.usefixtures("short_lease")
def test_a_silent_replica_is_waited_for_once(redis: Redis, replicate: Replicate) -> None:
    """It is struck off the list, so that the next change need not wait."""
    url = redis.url()
    mock = replicate(url)
    with closing(Client(url)) as client:
        client.one(lambda redis: redis.hset(key("members"), "gone", "0 0 1"))
        mock.do(added(1))
        assert not client.one(lambda redis: redis.hexists(key("members"), "gone"))


def test_a_replica_that_was_heard_again_is_not_struck_off(redis: Redis) -> None:
    """Only what said nothing at all can be sure to be silent."""
    with closing(Client(redis.url())) as client:
        client.one(lambda redis: redis.hset(key("members"), "there", "0 0 2"))
        assert client.script(scripts.DROP, ["members"], ["there", "0 0 1"]) == 0
        assert client.script(scripts.DROP, ["members"], ["there", "0 0 2"]) == 1


@pytest.mark.usefixtures("short_lease")
def test_without_redis_nobody_is_answered(frail_redis: Redis, replicate: Replicate) -> None:
    """The reason is told; a change is refused; when Redis is back, all goes on."""
    mock = replicate(frail_redis.url())
    mock.do(added(1))
    frail_redis.hold()
    assert eventually(lambda: mock.log.trouble() is not None)
    assert eventually(lambda: "out of reach" in (mock.log.trouble() or ""))
    with pytest.raises(Unavailable, match="out of reach"):
        mock.do(added(2))
    frail_redis.release()
    assert eventually(lambda: mock.log.trouble() is None)
    mock.do(added(3))
    assert total(mock) == 2


@pytest.mark.usefixtures("short_lease")
def test_what_redis_loses_the_replicas_put_back(frail_redis: Redis, replicate: Replicate) -> None:
    """A Redis that keeps nothing on disk is killed and started again: all that was acknowledged is there."""
    url = frail_redis.url()
    here, there = replicate(url), replicate(url)
    for number in range(3):
        here.do(added(number))
    frail_redis.end()
    assert eventually(lambda: here.log.trouble() is not None and there.log.trouble() is not None)
    frail_redis.begin()
    assert eventually(lambda: here.log.trouble() is None and there.log.trouble() is None)
    there.do(added(3))
    later = replicate(url)
    assert [4, 4, 4] == [total(mock) for mock in (here, there, later)]
    assert [4, 4, 4] == [mock.live.version for mock in (here, there, later)]


def test_a_replica_that_parted_begins_again(redis: Redis, replicate: Replicate) -> None:
    """Where the log holds another change than was made here, the log counts."""
    url = redis.url()
    mock = replicate(url)
    mock.do(added(1))
    change = {"name": "x", "after": "", "command": added("other").model_dump_json(), "anew": "0"}
    with closing(Client(url)) as client:
        client.together(
            lambda redis: redis.delete(key("log")),
            lambda redis: redis.xadd(key("log"), change, id="1-0"),
            lambda redis: redis.set(key("tail"), "1 x"),
        )
    assert eventually(lambda: "asst_other" in ids(mock))
    assert "asst_1" not in ids(mock)
    mock.do(added(2))
    assert mock.live.version == 2


def ids(mock: Mock) -> set[str]:
    """Return the ids of the main organization's assistants."""
    organization = mock.live.state.world.organization(MAIN)
    assert organization is not None
    return {row["id"] for row in organization.rows()}


def test_other_options_are_refused(redis: Redis, replicate: Replicate) -> None:
    """The message names what differs, and the cure."""
    url = redis.url()
    replicate(url)
    check(url, STATE)
    with pytest.raises(UsageError, match=r"--state: .* seed 0 \(here 1\).* same options, or .* another number"):
        check(url, State(make_world(seed=1)))


def test_a_database_that_another_mock_took_over_is_told(redis: Redis, replicate: Replicate) -> None:
    """Nobody is answered from a state that is shared no more."""
    url = redis.url()
    mock = replicate(url)
    with closing(Client(url)) as client:
        client.one(lambda redis: redis.set(key("start"), start_of(State(make_world(seed=1)))))
    assert eventually(lambda: "seed 1 (here 0)" in (mock.log.trouble() or ""))


@pytest.mark.usefixtures("short_lease")
def test_a_change_that_cannot_be_made_is_told(pair: tuple[Mock, Mock], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is answered from a state that the others do not have; when it can be made, all goes on."""
    here, there = pair

    def fail(version: int, command: object) -> None:
        raise RuntimeError("no memory")

    with monkeypatch.context() as patch:
        patch.setattr(there, "follow", fail)
        here.do(added(1))
        assert eventually(lambda: "cannot make a change" in (there.log.trouble() or ""))
    assert eventually(lambda: there.log.trouble() is None)
    assert total(there) == 1


def test_the_package_redis_is_asked_for_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra; the message has the command."""
    monkeypatch.delitem(sys.modules, "mock_server.sharing.client")
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(UsageError, match=r"--state: .*pip install 'freddy-kit\[redis\]'"):
        check("redis://127.0.0.1:1/0", STATE)


@pytest.mark.parametrize(
    "url", ["redis://:secret@127.0.0.1:1/0", "redis://:sec/ret@127.0.0.1/0", "redis://127.0.0.1:x"]
)
def test_a_database_out_of_reach_is_told_without_its_password(url: str) -> None:
    """One line, whatever is wrong with it."""
    with pytest.raises(UsageError) as caught:
        check(url, STATE)
    (line,) = caught.value.args
    assert line.startswith("--state: ")
    assert "sec" not in line
