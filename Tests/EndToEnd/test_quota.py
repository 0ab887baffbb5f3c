"""Quotas are exact, and a refusal says which window and until when."""

import threading
import time
import uuid

import pytest


def storm(member, clients: int) -> list:
    """So many sends at the same moment, each a conversation of its own."""
    start, answers = threading.Barrier(clients), []

    def send() -> None:
        start.wait()
        answers.append(member.client.send("Hello"))

    threads = [threading.Thread(target=send) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("window", ["hour", "day", "week", "month"])
def test_64_clients_at_once_on_a_limit_of_7_are_exactly_7(world, window):
    member = world.member([{"window": window, "limit": 7}])
    answers = storm(member, 64)
    statuses = [answer.status for answer in answers]
    assert statuses.count(200) == 7 and statuses.count(429) == 57
    usage = member.client.quota()[window]
    assert (usage["used"], usage["remaining"]) == (7, 0)
    assert len(world.upstream.requests) == 7


def test_a_refusal_names_the_window_and_the_moment(world):
    member = world.member([{"window": "hour", "limit": 1}, {"window": "day", "limit": 9}])
    before = time.time()
    assert member.client.send("Hello").status == 200
    refused = member.client.send("Hello again")
    detail = refused.refusal["detail"]
    assert refused.status == 429
    assert {key: detail[key] for key in ("code", "scope", "window", "limit", "used")} == {
        "code": "quota_exceeded", "scope": "member", "window": "hour", "limit": 1, "used": 1}
    assert before + 3590 < detail["resets_at"] < time.time() + 3602
    assert 3590 < int(refused.headers["retry-after"]) <= 3602
    assert member.client.quota()["day"]["used"] == 1, "a refused message took a place elsewhere"


def test_raising_a_limit_takes_effect_at_once_and_lowering_never_shows_less_than_nothing(world):
    member = world.member([{"window": "day", "limit": 1}])
    package = world.admin.data(world.admin.get(f"/api/user/{member.id}"))["package_id"]
    assert member.client.send("one").status == 200
    assert member.client.send("two").status == 429
    world.admin.data(world.admin.put("/api/package/", {"id": package, "limits": [{"window": "day", "limit": 2}]}))
    assert member.client.send("two").status == 200
    world.admin.data(world.admin.put("/api/package/", {"id": package, "limits": [{"window": "day", "limit": 1}]}))
    usage = member.client.quota()["day"]
    assert (usage["used"], usage["remaining"]) == (2, 0)


def test_a_limit_of_zero_blocks(world):
    member = world.member([{"window": "month", "limit": 0}])
    assert member.client.send("Hello").status == 429


def test_what_was_used_before_the_package_counts(world):
    member = world.member()
    assert member.client.send("Hello").status == 200
    package = world.admin.data(world.admin.post("/api/package/", {
        "name": str(uuid.uuid4()), "limits": [{"window": "week", "limit": 1}]}))
    world.admin.data(world.admin.put("/api/user/", {"id": member.id, "package_id": package["id"]}))
    assert member.client.send("Hello").status == 429


def test_a_regenerated_answer_costs_one_and_a_title_nothing(world):
    member = world.member([{"window": "day", "limit": 3}])
    message = str(uuid.uuid4())
    answer = member.client.send("Hello", message_id=message)
    again = member.client.stream("POST", "/backend-api/conversation", json={
        "action": "variant", "conversation_id": answer.conversation, "parent_message_id": message, "messages": []})
    assert again.is_done and again.error is None
    title = member.client.post(f"/backend-api/conversation/gen_title/{answer.conversation}", {
        "message_id": again.message["id"]})
    assert title.json()["title"] == "Hello"
    assert member.client.quota()["day"]["used"] == 2
    node = member.client.conversation(answer.conversation)["mapping"][message]
    assert len(node["children"]) == 2


def test_counters_survive_a_restart(world):
    member = world.member([{"window": window, "limit": 9} for window in ("hour", "day", "week", "month")])
    for _ in range(3):
        member.client.send("Hello")
    member.client.send("Hello [[status=500]]")
    before = member.client.quota()
    for server in world.servers:
        server.stop()
    for server in world.servers:
        server.start()
    assert member.client.quota() == before
    assert {window["used"] for window in before.values()} == {3}
