"""Work that people wait for, over two processes: seen and cancelled on either, ended when its process dies."""

import signal
import time

import pytest

from conftest import add_account
from streams import wait_for

LEASES = {
    "account_probes", "login_renewals", "refresh_tokens", "account_readings", "lost_reservations", "expired_rows", "folded_conversations",
    "deleted_files", "usage_sums", "alerts", "alert_deliveries",
}


@pytest.fixture
def held(cluster):
    """The cluster with three accounts: the demo's, one that works, and one whose upstream does not answer before it is released."""
    answer = cluster.upstream.answer

    def hold(handler, body):
        if body["model"] == "held":
            cluster.upstream.release.wait(60)
        answer(handler, body)

    cluster.upstream.answer = hold
    add_account(cluster.admin, cluster.upstream, "held", "held")
    return cluster


def at(world, process: int):
    """The administrator, at one process."""
    client = world.client(process)
    client.http.cookies.update(world.admin.http.cookies)
    return client


def begin(client) -> str:
    answer = client.post("/api/channel/test_all")
    assert answer.status_code == 202, answer.text
    return answer.json()["data"]["job_id"]


def job(client, identifier: str) -> dict:
    return client.data(client.get(f"/api/job/{identifier}"))


def test_a_job_of_one_process_is_followed_and_cancelled_on_the_other(held):
    first, second = at(held, 0), at(held, 1)
    identifier = begin(first)
    wait_for(lambda: job(second, identifier)["done"] == 2, "no progress")
    seen = job(second, identifier)
    assert seen["status"] == "running" and seen["total"] == 3
    assert {item["name"] for item in seen["report"]["accounts"]} == {"Demo", "upstream"}
    assert second.post("/api/channel/test_all").json()["code"] == "job_running"
    second.data(second.delete(f"/api/job/{identifier}"))
    asked = time.monotonic()
    wait_for(lambda: job(second, identifier)["status"] == "failed", "not cancelled", 5)
    assert time.monotonic() - asked < 3
    ended = job(first, identifier)
    assert ended["error"] == "cancelled" and ended["done"] == 2
    assert [item["success"] for item in ended["report"]["accounts"]] == [True, True]


def test_a_job_whose_process_dies_is_interrupted_and_another_may_begin(held):
    first, second = at(held, 0), at(held, 1)
    identifier = begin(first)
    wait_for(lambda: job(second, identifier)["done"] == 2, "no progress")
    held.servers[0].kill()
    wait_for(lambda: job(second, identifier)["status"] == "failed", "left running", 30)
    assert job(second, identifier)["error"] == "interrupted"
    held.upstream.release.set()
    again = begin(second)
    wait_for(lambda: job(second, again)["status"] == "done", "not done")
    assert job(second, again)["report"]["passed"] == 3


def test_a_job_whose_process_stops_is_interrupted_at_once(held):
    first, second = at(held, 0), at(held, 1)
    identifier = begin(first)
    wait_for(lambda: job(second, identifier)["done"] == 2, "no progress")
    held.servers[0].process.send_signal(signal.SIGTERM)
    wait_for(lambda: job(second, identifier)["status"] == "failed", "left running", 5)
    assert job(second, identifier)["error"] == "interrupted"


def test_one_process_has_each_lease_and_the_other_goes_on_when_it_stops(cluster):
    def holders() -> set[str]:
        rows = cluster.mariadb.sql(f"USE {cluster.database}; SELECT name, holder FROM leases")
        names = {name for name, _ in rows}
        return {holder for _, holder in rows} if names == LEASES else set()

    wait_for(lambda: len(holders()) > 0, "no leases", 20)
    # The first to start looks first.
    before = holders()
    assert len(before) == 1
    cluster.servers[0].stop()
    wait_for(lambda: len(holders()) == 1 and not holders() & before, "nobody goes on", 12)
