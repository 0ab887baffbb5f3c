"""Accounts with several keys: each rests alone, whoever asks, and none is ever shown."""

import openai
import pytest

from conftest import PASSWORD
from streams import wait_for

KEYS = ["sk-canary-refused-0001", "sk-canary-limited-0002", "sk-canary-works-0003"]


def answer_by_key(upstream) -> None:
    """The first key is not accepted, the second has enough for now, others are answered."""
    usual = upstream.answer

    def answer(handler, body) -> None:
        key = handler.headers["authorization"].removeprefix("Bearer ")
        if "refused" in key:
            return upstream.refuse(handler, 401, {}, f"no such key: {key}")
        if "limited" in key:
            return upstream.refuse(handler, 429, {"after": "120"}, "slow down")
        return usual(handler, body)

    upstream.answer = answer


@pytest.fixture
def many(world):
    """The world with an account of three keys, which a member asks first."""
    answer_by_key(world.upstream)
    channel = {"name": "many", "type": 1, "base_url": world.upstream.url, "key": "\r\n".join([*KEYS, "", KEYS[0]]), "models": "test-model"}
    made = world.admin.data(world.admin.post("/api/channel/", {
        "mode": "multi_to_single", "multi_key_mode": "polling", "channel": channel}))
    assert made["channel_info"]["multi_key_size"] == 3 and made["key"] == ""
    return made["id"]


def manage(world, account: int, action: str, **fields):
    return world.admin.post("/api/channel/multi_key/manage", {"channel_id": account, "action": action, **fields})


def states(world, account: int, process: int | None = None) -> list[str]:
    admin = world.admin
    if process is not None:
        admin.urls, urls = [world.urls[process]], admin.urls
        try:
            return states(world, account)
        finally:
            admin.urls = urls
    return [key["state"] for key in admin.data(manage(world, account, "get_key_status"))["keys"]]


def keys_asked(world) -> list[str]:
    return [request["headers"].get("Authorization", "").rsplit("-", 1)[-1] for request in world.upstream.requests]


def test_each_key_rests_alone_and_the_account_answers_with_the_others(world, many):
    member = world.member([{"window": "day", "limit": 9}], account=many)
    answer = member.client.send("Hello [[words=3]]")
    assert (answer.status, answer.text, answer.error) == (200, "word0 word1 word2 ", None)
    client = openai.OpenAI(base_url=world.url + "/v1", api_key=member.key(), max_retries=0, timeout=30)
    said = client.chat.completions.create(model="test-model", messages=[{"role": "user", "content": "Hi"}])
    assert said.choices[0].message.content == "ok"
    assert member.client.data(member.client.get("/api/user/quota"))["windows"][0]["used"] == 2
    # Every process learns of both.
    for process in range(len(world.urls)):
        wait_for(lambda: states(world, many, process)[:1] == ["needs_login"], "a key that is refused rests everywhere")
        assert states(world, many, process)[2] == "healthy"
    shown = world.admin.data(world.admin.get(f"/api/channel/{many}"))
    assert shown["health"]["state"] == "healthy" and shown["channel_info"]["multi_key_status_list"]["0"] == 3
    wait_for(lambda: len(world.admin.data(world.admin.get("/api/log/?cursor="))["items"]) == 2, "the usage log")
    rows = world.admin.data(world.admin.get("/api/log/?cursor="))["items"]
    tried = [[attempt["key"] for attempt in row["attempts"]] for row in rows]
    assert all(keys[-1] == 3 or keys[-1] is None for keys in tried) and any(keys[:1] == [1] for keys in tried), tried
    # No key stands anywhere but in what the upstream was sent.
    texts = [world.admin.get(path).text for path in (
        "/api/channel/", f"/api/channel/{many}", f"/api/channel/{many}/health", "/api/audit/", "/api/log/", "/api/channel/failing")]
    texts += [manage(world, many, "get_key_status").text, *(server.log.read_text() for server in world.servers)]
    assert not [text for text in texts if "canary" in text]
    assert set(keys_asked(world)) <= {"0001", "0002", "0003"}


def test_keys_are_switched_added_and_removed(world, many):
    member = world.member(account=many)
    assert manage(world, many, "disable_key", key_index=2).status_code == 200
    wait_for(lambda: all(states(world, many, process)[2] == "disabled" for process in range(len(world.urls))), "everywhere")
    refused = member.client.send("Hello [[words=3]]")
    assert refused.text == "" and refused.error
    wait_for(lambda: all(states(world, many, process) == ["needs_login", "limited", "disabled"] for process in range(len(world.urls))),
             "both processes know all three")
    shown = world.admin.data(world.admin.get(f"/api/channel/{many}"))["health"]
    assert shown["state"] in ("limited", "needs_login") and shown["until"] and shown["reason"].startswith("No key can be used")
    asked = len(world.upstream.requests)
    assert member.client.send("Hello again").status == 503
    assert len(world.upstream.requests) == asked
    added = world.admin.put("/api/channel/", {"id": many, "key": "sk-canary-new-0004", "key_mode": "append"})
    assert world.admin.data(added)["health"]["state"] == "healthy"
    assert manage(world, many, "delete_key", key_number=1).status_code == 200
    numbers = [key["number"] for key in world.admin.data(manage(world, many, "get_key_status"))["keys"]]
    assert numbers == [2, 3, 4]
    answer = member.client.send("Now? [[words=1]]")
    assert answer.text == "word0 ", answer
    assert keys_asked(world)[-1] == "0004"


def test_no_key_follows_the_account_to_another_host(alone):
    world = alone
    account = world.admin.data(world.admin.post("/api/channel/", {"mode": "single", "channel": {
        "name": "many", "type": 1, "base_url": world.upstream.url, "key": "\n".join(KEYS), "models": "test-model"}}))["id"]
    world.admin.post("/api/user/confirm", {"password": PASSWORD})
    moved = world.admin.data(world.admin.put("/api/channel/", {"id": account, "base_url": "https://elsewhere.example"}))
    assert moved["has_key"] is False and moved["channel_info"]["is_multi_key"] is False
