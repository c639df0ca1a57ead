"""Changes and questions at the same time: every answer is one of a whole state."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from fixtures.rows import complete
from fixtures.world import world_of_rows
from tests.test_mock_server.control_api.calling import Caller

ORGANIZATION = "org_small"
FIRST = {"id": "asst_first", "organization_id": ORGANIZATION, "name": "First", "access_mode": "public"}
TURNS = 15


def test_every_answer_is_of_a_whole_state_while_assistants_come_and_go() -> None:
    """Totals count what is listed, by the mocked API and by the control API, and no change is lost."""
    caller = Caller(world_of_rows([complete(FIRST)]))
    key = caller.get("state")["organizations"][0]["keys"][0]["key"]
    done = threading.Event()

    def change(worker: int) -> None:
        for turn in range(TURNS):
            row = {**FIRST, "id": f"asst_{worker}_{turn}"}
            assert caller.call("POST", "assistants", row).status_code == 201
            if turn % 3:
                assert caller.call("DELETE", f"assistants/{ORGANIZATION}/{row['id']}").status_code == 204

    def list_pages() -> int:
        asked = 0
        while not done.is_set() or not asked:
            body = caller.page(key, organization_id=ORGANIZATION, limit=100).get_json()
            ids = [each["id"] for each in body["assistants"]]
            assert body["total"] == len(ids) == len(set(ids))
            assert "asst_first" in ids
            asked += 1
        return asked

    def look() -> int:
        looks = 0
        while not done.is_set() or not looks:
            told = caller.get(f"assistants?organization_id={ORGANIZATION}")
            assert told["total"] == len(told["assistants"])
            caller.get("journal?limit=3")
            looks += 1
        return looks

    with ThreadPoolExecutor() as pool:
        asking = [pool.submit(each) for each in (list_pages, list_pages, look)]
        changing = [pool.submit(change, worker) for worker in range(3)]
        outcomes: list[Callable[[], object]] = [each.result for each in changing]
        try:
            for outcome in outcomes:
                outcome()
        finally:
            done.set()
        assert all(each.result() for each in asking)

    kept = {f"asst_{worker}_{turn}" for worker in range(3) for turn in range(0, TURNS, 3)}
    told = caller.get(f"assistants?organization_id={ORGANIZATION}")
    assert {"asst_first", *kept} == {each["id"] for each in told["assistants"]}
    assert 3 * (TURNS + TURNS - TURNS // 3) == caller.get("state")["version"]
