"""Balances over real sockets and stores: what is left, whom that stops, and that no unit is spent twice."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import openai
import pytest

from asking import logged
from programs import ask
from streams import wait_for
from test_prices import all_rows, priced
from test_sdk_openai import sdk


def pay(world, member, mode: str, value: int | None = None) -> None:
    body = {"id": member.id, "action": "add_quota", "mode": mode, "note": "a test"}
    world.admin.data(world.admin.post("/api/user/manage", body if value is None else {**body, "value": value}))


def me(member) -> dict:
    return member.client.data(member.client.get("/api/user/self"))


def refuses(world, key: str) -> bool:
    """By every process: a change is known to each within a second or two."""
    return all(ask(world, key, "[[words=1]]") == 403 for _ in range(4))


def test_a_balance_ends_calls_and_chats_and_an_addition_lets_them_go_on(world):
    priced(world, 1)
    member = world.member()
    key = member.key()
    wait_for(lambda: ask(world, key, "[[words=1]]") == 200 and logged(world, member)[0]["quota"] > 0, "the price holds", 15)
    pay(world, member, "override", 0)
    wait_for(lambda: refuses(world, key), "an empty balance refuses", 10)
    with pytest.raises(openai.PermissionDeniedError) as refusal:
        sdk(world, key).chat.completions.create(model="test-model", messages=[{"role": "user", "content": "hello"}])
    assert refusal.value.code == "insufficient_user_quota"
    chat = member.client.send("hello")
    assert chat.status == 402 and chat.refusal["detail"]["code"] == "insufficient_balance"
    asked = len(world.upstream.asked)
    assert refuses(world, key) and len(world.upstream.asked) == asked
    pay(world, member, "add", 1_000_000)
    wait_for(lambda: not refuses(world, key), "money lets in", 10)
    assert member.client.send("[[words=2]]").is_done
    left = me(member)
    assert left["quota"] + left["used_quota"] == 1_000_000 + spent_before(member)


def spent_before(member) -> int:
    """What was spent before the balance was given: it is the first entry."""
    entries = member.client.data(member.client.get("/api/user/balance"))["items"]
    return sum(entry["amount"] for entry in entries if entry["kind"] in ("opened", "set"))


def test_of_many_at_once_on_one_answer_one_is_answered(world):
    priced(world, 1)
    members = [world.member() for _ in range(3)]
    for member in members:
        keys = [member.key(name="one"), member.key(name="two")]
        pay(world, member, "override", 12)
        wait_for(lambda member=member: me(member)["unlimited_balance"] is False, "the balance is there", 5)
        # Standings of keys are at most a second or two old.
        wait_for(lambda keys=keys: all(held(world, key) for key in keys), "each key knows of it", 10)
        pay(world, member, "override", 12)

        def one(number: int) -> int:
            return ask(world, keys[number % 2], "[[words=1]]")

        with ThreadPoolExecutor(16) as pool:
            statuses = list(pool.map(one, range(16)))
        assert set(statuses) <= {200, 403}, statuses
        wait_for(lambda member=member: not any(row["status"] == "running" for row in all_rows(member)), "all have ended", 10)
        left = me(member)["quota"]
        most = max((row["quota"] for row in all_rows(member)), default=0)
        assert left > -most, (left, most)
        entries = member.client.data(member.client.get("/api/user/balance"))["items"]
        spent = sum(row["quota"] for row in all_rows(member))
        assert left == sum(entry["amount"] for entry in entries) - spent


def held(world, key: str) -> bool:
    """Whether a request that is sure to cost more than there is is refused, by every process."""
    return all(ask(world, key, "word " * 400) == 403 for _ in range(4))


def test_a_key_ends_with_what_it_may_spend_and_its_sdk_is_told(world):
    priced(world, 1)
    member = world.member()
    body = {"name": "limited", "expired_time": -1, "remain_quota": 30, "unlimited_quota": False,
            "model_limits_enabled": False, "model_limits": "", "allow_ips": "", "group": ""}
    made = member.client.data(member.client.post("/api/token/", body))
    key = "sk-" + made["key"]
    wait_for(lambda: ask(world, key, "[[words=3]]") == 403, "it is used up", 20)
    with pytest.raises(openai.PermissionDeniedError) as refusal:
        sdk(world, key).chat.completions.create(model="test-model", messages=[{"role": "user", "content": "hello"}])
    assert refusal.value.code == "pre_consume_token_quota_failed"
    me(member)
    [row] = member.client.data(member.client.get("/api/token/?p=1"))["items"]
    assert row["used_quota"] + row["remain_quota"] == 30 and row["unlimited_quota"] is False
    assert me(member)["unlimited_balance"] is True


def test_nobody_else_sees_or_changes_a_balance(world):
    member, other = world.member(), world.member()
    pay(world, member, "add", 7)
    assert other.client.get(f"/api/user/{member.id}/balance").status_code == 403
    assert other.client.post("/api/user/manage", {"id": member.id, "action": "add_quota", "mode": "add", "value": 9}).status_code == 403
    assert other.client.data(other.client.get("/api/user/balance"))["items"] == []
    assert httpx.get(world.url + "/api/user/balance").status_code == 401
    assert me(member)["quota"] == 7 and me(other)["quota"] == 0
