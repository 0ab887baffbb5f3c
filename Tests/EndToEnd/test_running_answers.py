"""A member who starts as many answers as he can: sixteen are written, the others are refused, and nothing grows."""

import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx

from conftest import World, add_account, set_up
from processes import Memory
from streams import wait_for

MOST = 16
HOLD = "[[words=40]] [[hold=10]]"


class Flood:
    """Sends messages of one member at once. Answers that began are held open until `release`."""

    def __init__(self, member, urls: list[str]) -> None:
        self.member, self.urls = member, urls
        self.http = httpx.Client(
            cookies=member.client.http.cookies, timeout=60, limits=httpx.Limits(max_connections=None))
        self.statuses: Counter = Counter()
        self.codes: Counter = Counter()
        self._released = threading.Event()
        self._lock = threading.Lock()

    def send(self, count: int, workers: int) -> None:
        """Returns when every message was refused or its answer has begun."""
        # An answer that begins keeps its worker.
        pool = ThreadPoolExecutor(workers + 2 * MOST)
        begun = threading.Semaphore(0)
        for number in range(count):
            pool.submit(self._send, number, begun)
        for _ in range(count):
            assert begun.acquire(timeout=60), f"neither begun nor refused: {self.statuses}"

    def _send(self, number: int, begun: threading.Semaphore) -> None:
        body = self.member.client.draft(HOLD)
        url = self.urls[number % len(self.urls)] + "/backend-api/conversation"
        try:
            with self.http.stream("POST", url, json=body) as answer:
                self._note(answer)
                begun.release()
                if answer.status_code == 200:
                    self._released.wait(60)
        except httpx.HTTPError:
            begun.release()

    def _note(self, answer: httpx.Response) -> None:
        code = "" if answer.status_code == 200 else json.loads(answer.read())["detail"]["code"]
        with self._lock:
            self.statuses[answer.status_code] += 1
            self.codes[code] += 1

    def release(self) -> None:
        self._released.set()


def test_of_fifteen_hundred_messages_at_once_sixteen_are_answered_and_the_process_stays_small(alone):
    member = alone.member()
    assert member.client.send("Hello").is_done
    memory = Memory(alone.server.process.pid)
    flood = Flood(member, alone.urls)
    flood.send(1500, workers=48)
    assert flood.statuses == {200: MOST, 429: 1500 - MOST}
    assert flood.codes == {"": MOST, "too_many_running": 1500 - MOST}
    # The first message was asked, too.
    assert len(alone.upstream.requests) == 1 + MOST
    assert alone.server.ledger("SELECT count(*), count(running) FROM charges WHERE quota <> 'refunded'") == {1 + MOST: MOST}
    assert memory.peak() < 64 << 20
    alone.upstream.release.set()
    flood.release()
    wait_for(lambda: member.client.send("And now?").status == 200, "not admitted again")


def test_of_a_hundred_messages_at_once_to_two_processes_sixteen_are_answered(cluster):
    member = cluster.member([{"window": "day", "limit": 1000}])
    flood = Flood(member, cluster.urls)
    flood.send(100, workers=100)
    assert flood.statuses == {200: MOST, 429: 100 - MOST}
    assert set(flood.codes) == {"", "too_many_running"}
    rows = f"SELECT count(*) FROM {cluster.database}.charges WHERE user_id = {member.id} AND running IS NOT NULL"
    assert cluster.mariadb.sql(rows) == [[str(MOST)]]
    # Nothing of the refused ones is left, nor charged.
    assert member.client.quota()["day"]["used"] == MOST == cluster.reserved_turns()[member.id]
    cluster.upstream.release.set()
    flood.release()
    wait_for(lambda: member.client.send("And now?").status == 200, "not admitted again")


def test_the_number_is_an_option_and_none_is_no_bound(server, upstream):
    server.environment["CHATMIRROR_LIMITS_RUNNING_ANSWERS"] = "0"
    server.start()
    admin = set_up(server)
    world = World([server], upstream, admin, add_account(admin, upstream))
    flood = Flood(world.member(), world.urls)
    flood.send(2 * MOST, workers=0)
    assert flood.statuses == {200: 2 * MOST}
    upstream.release.set()
    flood.release()
