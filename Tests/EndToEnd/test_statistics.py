"""The numbers of the dashboard are those of the log, and calls are seen as they begin and end, in every process."""

import json
import queue
import threading
import time

import httpx

from asking import logged
from client import events
from conftest import PASSWORD
from programs import ask
from streams import Stream, wait_for


class Watcher(threading.Thread):
    """Reads the stream of calls of one process until it ends."""

    def __init__(self, client, url: str, path: str = "/api/stats/live") -> None:
        super().__init__(daemon=True)
        self.client, self.address = client, url + path
        self.snapshot: queue.Queue = queue.Queue()
        self.calls: list[dict] = []
        self.start()
        self.first = self.snapshot.get(timeout=20)

    def run(self) -> None:
        try:
            with self.client.http.stream("GET", self.address, timeout=60) as response:
                if response.status_code != 200:
                    return self.snapshot.put(response.status_code)
                for event in events(response.iter_lines()):
                    data = json.loads(event["data"])
                    self.snapshot.put(data) if event["event"] == "snapshot" else self.calls.append(data)
        except httpx.HTTPError:
            pass

    def states(self, member, endpoint: str) -> list[str]:
        return [call["status"] for call in self.calls if call["username"] == member.name and call["endpoint"] == endpoint]


def numbers(rows: list[dict]) -> dict:
    """What rows of the log come to."""
    def whole(row: dict) -> bool:
        return row["status"] == "finished" or row["status"] == "stopped" and row["first_token_ms"] is not None

    return {
        "requests": len(rows), "succeeded": sum(whole(row) for row in rows),
        "failed": sum(row["status"] in ("failed", "interrupted") for row in rows),
        **{name: sum(row[name] for row in rows) for name in ("prompt_tokens", "completion_tokens", "cached_tokens", "quota")},
    }


def same(sums: dict, rows: list[dict]) -> bool:
    return {name: sums[name] for name in numbers([])} == numbers(rows)


def everything(world) -> list[dict]:
    return world.admin.data(world.admin.get("/api/log/?p=1&page_size=100"))["items"]


def unsummed(world) -> int:
    query = "SELECT 1, count(*) FROM charges WHERE is_summed = 0"
    if world.mariadb:
        return int(world.mariadb.sql(f"USE {world.database}; {query}")[0][1])
    return world.server.ledger(query)[1]


def test_sums_are_those_of_the_log_after_successes_failures_and_stops(world):
    members = [world.member(), world.member()]
    keys = [member.key() for member in members]
    assert world.admin.put("/api/option/", {"key": "ModelRatio", "value": '{"test-model": 2}'}).status_code == 200
    for number in range(6):
        assert ask(world, keys[number % 2], f"[[words={number + 1}]]") == 200
    assert ask(world, keys[0], "[[status=400]]") == 400
    assert members[1].client.send("[[words=4]]").is_done
    assert members[1].client.send("[[status=400]]").error
    stopped = Stream(members[0], "[[hold=3]]")
    wait_for(lambda: "word2" in stopped.text, "the answer has begun")
    members[0].client.post(f"/backend-api/conversation/{stopped.conversation}/stop")
    stopped.join(20)
    logged(world, members[0], 5)
    logged(world, members[1], 5)
    rows = everything(world)
    assert len(rows) == 10

    def check() -> None:
        now = world.admin.data(world.admin.get("/api/stats/now"))
        assert same(now["today"], rows), now["today"]
        trend = world.admin.data(world.admin.get("/api/stats/trend?unit=hour"))["items"]
        assert sum(item["requests"] for item in trend) == len(rows)
        ranking = world.admin.data(world.admin.get("/api/stats/ranking?by=member"))
        assert same(ranking["total"], rows)
        for item in ranking["items"]:
            assert same(item, [row for row in rows if row["user_id"] == item["id"]]), item
        for member in members:
            own = [row for row in rows if row["user_id"] == member.id]
            assert same(member.client.data(member.client.get("/api/stats/now/self"))["today"], own)
            mine = member.client.data(member.client.get("/api/stats/ranking/self?by=key"))
            assert same(mine["total"], own) and {item["name"] for item in mine["items"]} == {"program", ""}

    check()
    wait_for(lambda: unsummed(world) == 0, "all is summed", 30)
    check()


def test_calls_and_turns_are_seen_to_begin_and_end_in_every_process(world):
    member, other = world.member(), world.member()
    key = member.key()
    assert ask(world, key, "[[words=1]]") == 200
    logged(world, member, 1)
    watchers = [Watcher(world.admin, url) for url in world.urls]
    own = Watcher(other.client, world.urls[0], "/api/stats/live/self")
    for watcher in watchers:
        assert [call["username"] for call in watcher.first] == [member.name]
    assert own.first == []
    running = Stream(member, "secret-question [[hold=3]]")
    program = threading.Thread(target=lambda: ask(world, key, "secret-question [[hold=2]]", stream=True), daemon=True)
    program.start()
    for watcher in watchers:
        # The other process has a program's call in the log after some seconds.
        for endpoint in ("chat", "chat/completions"):
            wait_for(lambda: watcher.states(member, endpoint) == ["in_progress"], f"{endpoint} begins", 15)
    time_of_release = time.monotonic()
    world.upstream.release.set()
    running.join(20)
    program.join(20)
    for watcher in watchers:
        for endpoint in ("chat", "chat/completions"):
            wait_for(lambda: watcher.states(member, endpoint) == ["in_progress", "completed"], f"{endpoint} ends", 15)
    assert time.monotonic() - time_of_release < 40
    told = json.dumps([watcher.calls for watcher in watchers])
    assert "secret-question" not in told and "word1" not in told
    assert own.calls == []


def test_a_disabled_administrator_watches_no_longer(world):
    fields = {"username": "second", "password": PASSWORD, "role": 10}
    identifier = world.admin.data(world.admin.post("/api/user/", fields))["id"]
    second = world.client()
    assert second.post("/api/user/login", {"username": "second", "password": PASSWORD}).status_code == 200
    watchers = [Watcher(second, url) for url in world.urls]
    assert all(watcher.is_alive() for watcher in watchers)
    world.admin.data(world.admin.post("/api/user/manage", {"id": identifier, "action": "disable"}))
    for watcher in watchers:
        watcher.join(10)
        assert not watcher.is_alive()
