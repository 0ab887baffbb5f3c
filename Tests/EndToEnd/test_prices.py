"""What requests cost, and that it is counted for everybody: prices, receipts, and sums that are those of the rows."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest

from asking import logged
from programs import ask
from streams import wait_for
from test_sdk_openai import sdk


def set_option(world, key: str, value: dict | str) -> int:
    text = value if isinstance(value, str) else json.dumps(value)
    return world.admin.put("/api/option/", {"key": key, "value": text}).status_code


def priced(world, model_ratio: float, **options: dict) -> None:
    for key, value in {"ModelRatio": {"test-model": model_ratio}, **options}.items():
        assert set_option(world, key, value) == 200


def wait_until_known(world, member, key: str, status) -> None:
    """The other process hears of a price a moment later: asks until a request is charged by it."""
    def is_charged() -> bool:
        assert ask(world, key, "[[words=1]]") == 200
        return status(logged(world, member)[0])
    wait_for(is_charged, "the price holds", 15)


def all_rows(member) -> list[dict]:
    """Those that have ended."""
    rows = member.client.data(member.client.get("/api/log/self?p=1&page_size=100"))["items"]
    return [row for row in rows if row["status"] != "running"]


def half_up(number: Fraction) -> int:
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def test_every_sum_is_that_of_its_rows(world):
    priced(world, 1.7, CompletionRatio={"test-model": 3.3}, GroupRatio={"default": 1, "vip": 0.35, "svip": 1})
    members = [world.member() for _ in range(3)]
    world.admin.data(world.admin.put("/api/user/", {"id": members[2].id, "group": "vip"}))
    keys = [member.key() for member in members]
    for member, key in zip(members, keys):
        wait_until_known(world, member, key, lambda row: row["quota"] > 0)
    before = [len(all_rows(member)) for member in members]

    def one(number: int) -> None:
        orders = "[[words=3]] [[status=400]]" if number % 5 == 4 else f"[[words={number % 7 + 1}]]"
        assert ask(world, keys[number % 3], f"hello {'x' * number} {orders}") in (200, 400)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(60)))
    total = 0
    for member, key, count in zip(members, keys, before):
        wait_for(lambda member=member, count=count: len(all_rows(member)) == count + 20, "every call has a row", 10)
        rows = all_rows(member)
        for row in rows:
            group = Fraction("0.35") if member is members[2] else 1
            result = half_up((row["prompt_tokens"] + row["completion_tokens"] * Fraction("3.3")) * Fraction("1.7") * group)
            if row["quota"]:
                assert row["quota"] == max(1, result), row
        assert any(row["status"] == "failed" and row["quota"] == 0 for row in rows)
        spent = sum(row["quota"] for row in rows)
        total += spent
        me = member.client.data(member.client.get("/api/user/self"))
        assert me["used_quota"] == spent
        assert me["request_count"] == sum(row["status"] != "failed" for row in rows)
        assert me["unlimited_balance"] is True
        own = member.client.data(member.client.get("/api/token/?p=1"))["items"]
        assert [token["used_quota"] for token in own] == [spent] and own[0]["unlimited_quota"] is True
        listed = world.admin.data(world.admin.get("/api/user/?p=1&page_size=100"))["items"]
        assert next(user for user in listed if user["id"] == member.id)["used_quota"] == spent
    account = world.admin.data(world.admin.get(f"/api/channel/{world.account}"))
    assert account["used_quota"] == total > 0


@pytest.mark.parametrize("count", [1, 3])
def test_a_price_of_a_call_is_one_for_each_picture(world, count):
    assert set_option(world, "ModelPrice", {"test-model": 0.04}) == 200
    picture = {"b64_json": base64.b64encode(b"\x89PNG").decode()}
    content = json.dumps({"created": 1, "data": [picture] * count}).encode()
    world.upstream.passed["/v1/images/generations"] = lambda handler, _: world.upstream.whole(handler, 200, "application/json", content)
    member = world.member()
    client = sdk(world, member.key())

    def cost() -> int:
        client.images.generate(model="test-model", prompt="a cat", n=count)
        return logged(world, member)[0]["quota"]
    wait_for(lambda: cost() == 20_000 * count, "a picture costs its price", 15)
    other = json.loads(logged(world, member)[0]["other"])
    assert other["model_price"] == 0.04 and other.get("calls", 1) == count


def test_a_price_that_is_none_changes_nothing_and_is_named(alone):
    priced(alone, 2)
    for value in ('{"test-model":-1}', '{"test-model":"1"}', '{"test-model":1e300}', "[]", "nonsense"):
        answer = alone.admin.put("/api/option/", {"key": "ModelRatio", "value": value})
        assert answer.status_code == 400
        if "test-model" in value:
            assert "test-model" in answer.text
    # A model that nobody offers may have one: it is known later.
    assert set_option(alone, "ModelRatio", {"test-model": 2, "not-here-yet": 9}) == 200
    rows = alone.admin.get("/api/pricing").json()["data"]
    assert {row["model_name"]: row["model_ratio"] for row in rows if row["model_name"] == "test-model"} == {"test-model": 2}
    assert all(row["model_name"] != "not-here-yet" for row in rows)
