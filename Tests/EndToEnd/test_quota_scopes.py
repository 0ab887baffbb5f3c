"""A limit of each scope, asked for by many at once through the chat page and with keys: exactly as many are answered as it says."""

import collections
import itertools
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from conftest import add_account
from streams import wait_for

PLACES, ASKS = 30, 100


def ask(world, member, key: str, number: int) -> str:
    """Half of all ask with a key, at one process or the other."""
    url = world.urls[number % len(world.urls)]
    if number // 2 % 2:
        answer = httpx.post(
            f"{url}/v1/chat/completions", timeout=30, headers={"authorization": f"Bearer {key}"},
            json={"model": "test-model", "messages": [{"role": "user", "content": "[[words=1]]"}]})
        return "answered" if answer.status_code == 200 else answer.json()["error"]["code"]
    answer = world.client(number % len(world.urls))
    answer.http.cookies = member.client.http.cookies
    said = answer.send("[[words=1]]")
    return "answered" if said.is_done else said.refusal["detail"]["code"]


def crowd(world, people) -> dict[str, int]:
    turns = list(itertools.islice(itertools.cycle(people), ASKS))
    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(lambda each: ask(world, *each[1], each[0]), enumerate(turns)))
    # Sixteen answers at once is a member's own limit.
    assert set(told) <= {"answered", "quota_exceeded", "rate_limit_exceeded", "too_many_running"}, set(told)
    return {"answered": told.count("answered"), "refused": ASKS - told.count("answered")}


@pytest.mark.parametrize("scope", ["member", "member_account", "key", "account", "global"])
@pytest.mark.parametrize("window", ["5h"])
def test_a_limit_of_each_scope_lets_exactly_as_many_pass(cluster, scope, window):
    account = add_account(cluster.admin, cluster.upstream, "other")
    limit = {"scope": scope, "window": window, "limit": PLACES}
    # Somebody else uses another account, and is nobody's business but everybody's.
    other = cluster.member(account=account)
    for _ in range(3):
        assert ask(cluster, other, "", 0) == "answered"
    people = [cluster.member([limit]) for _ in range(2 if scope in ("account", "global") else 1)]
    # What came without a key is in no key's counter.
    only_keys = scope == "key"
    people = [(member, member.key()) for member in people]
    if only_keys:
        told = [ask(cluster, *people[0], 2 + number % 2) for number in range(PLACES + 3)]
        assert told == ["answered"] * PLACES + ["rate_limit_exceeded"] * 3
        assert ask(cluster, *people[0], 0) == "answered"
        return
    expected = PLACES - 3 if scope == "global" else PLACES
    assert crowd(cluster, people)["answered"] == expected
    # And nobody more.
    assert ask(cluster, *people[0], 0) == "quota_exceeded"
    refused = people[0][0].client.send("x").refusal["detail"]
    assert (refused["scope"], refused["window"], refused["limit"], refused["used"]) == (scope, window, PLACES, PLACES)


# Two thousand asks by 64 at once, 340 of each scope: who asks, and how many of them are answered.
EACH = 340


def alone_with(world, scope: str, places: int):
    """A member with an account of their own and a key."""
    account = add_account(world.admin, world.upstream, f"of {scope}")
    member = world.member([{"scope": scope, "window": "day", "limit": places}], account=account)
    return [(member, member.key())]


def on_two_accounts(world, scope: str, places: int):
    people = alone_with(world, scope, places)
    second = add_account(world.admin, world.upstream, f"second of {scope}")
    world.admin.data(world.admin.post(
        "/api/binding/", {"user_id": people[0][0].id, "channel_id": second, "mode": "shared"}))
    return people


def with_two_keys(world, scope: str, places: int):
    """Who never asks without one."""
    people = alone_with(world, scope, places)
    return [(None, people[0][1]), (None, people[0][0].key())]


def on_one_account(world, scope: str, places: int):
    account = add_account(world.admin, world.upstream, f"of {scope}")
    members = [world.member([{"scope": scope, "window": "day", "limit": places}], account=account) for _ in range(2)]
    return [(member, member.key()) for member in members]


def in_one_group(world, scope: str, places: int):
    """Two members with an account each, whom only their group's package limits."""
    package = world.admin.data(world.admin.post(
        "/api/package/", {"name": f"of {scope}", "limits": [{"scope": scope, "window": "day", "limit": places}]}))
    for key, value in (("GroupRatio", {"default": 1, scope: 1}), ("GroupPackageIds", {scope: package["id"]})):
        world.admin.data(world.admin.put("/api/option/", {"key": key, "value": json.dumps(value)}))
    people = []
    for number in range(2):
        member = world.member(account=add_account(world.admin, world.upstream, f"of {scope} {number}"))
        world.admin.data(world.admin.put("/api/user/", {"id": member.id, "group": scope}))
        people.append((member, member.key()))
    return people


# Scope, who asks, the limit, and how often it fits.
CROWDS = [
    ("member", alone_with, 60, 1),
    ("member_account", on_two_accounts, 40, 2),
    ("key", with_two_keys, 50, 2),
    ("account", on_one_account, 70, 1),
    ("group", in_one_group, 80, 1),
]


class Thousands:
    """Asks of many people in any order, over a few kept connections."""

    def __init__(self, world, crowds: dict[str, list]) -> None:
        self.world = world
        self.asks = [(scope, number, *people[number % len(people)]) for number in range(EACH)
                     for scope, people in crowds.items()]
        self.answered: collections.Counter[str] = collections.Counter()
        self.refused: collections.Counter[str] = collections.Counter()
        self.local = threading.local()

    def run(self) -> "Thousands":
        with ThreadPoolExecutor(64) as pool:
            for scope, outcome in pool.map(self.ask, self.asks):
                (self.answered if outcome == "answered" else self.refused)[scope] += 1
        return self

    def ask(self, each) -> tuple[str, str]:
        scope, number, member, key = each
        url = self.world.urls[number % 2]
        by_chat = member and number // 2 % 2
        while True:
            outcome = self.chat(member, number % 2, scope) if by_chat else self.call(url, key)
            # Sixteen answers at once is a member's own limit: they come back.
            if outcome != "too_many_running":
                return scope, outcome
            time.sleep(0.02)

    def http(self) -> httpx.Client:
        if not hasattr(self.local, "http"):
            self.local.http, self.local.browsers = httpx.Client(timeout=60), {}
        return self.local.http

    def chat(self, member, process: int, scope: str) -> str:
        self.http()
        browser = self.local.browsers.get((member.id, process))
        if not browser:
            browser = self.local.browsers[member.id, process] = self.world.client(process)
            browser.http.cookies = member.client.http.cookies
        said = browser.send("[[words=1]]")
        if said.status == 200:
            assert said.is_done and not said.error
            return "answered"
        detail = said.refusal["detail"]
        assert detail["code"] == "too_many_running" or detail["scope"] == scope, detail
        return detail["code"]

    def call(self, url: str, key: str) -> str:
        answer = self.http().post(
            f"{url}/v1/chat/completions", headers={"authorization": f"Bearer {key}"},
            json={"model": "test-model", "messages": [{"role": "user", "content": "[[words=1]]"}]})
        code = "answered" if answer.status_code == 200 else answer.json()["error"]["code"]
        assert code in ("answered", "rate_limit_exceeded", "too_many_running"), code
        return code


@pytest.mark.timeout(600)
def test_of_two_thousand_asks_exactly_as_many_are_answered_as_each_scope_says(cluster):
    crowds = {scope: who(cluster, scope, places) for scope, who, places, _ in CROWDS}
    outcomes = Thousands(cluster, crowds).run()
    due = {scope: places * fits for scope, _, places, fits in CROWDS}
    assert outcomes.answered == due
    assert outcomes.refused == {scope: EACH - count for scope, count in due.items()}
    # Everybody's together: what was answered before counts.
    before = sum(due.values())
    everybody = {"global": alone_with(cluster, "global", before + 50) + alone_with(cluster, "global", before + 50)}
    outcomes = Thousands(cluster, everybody).run()
    assert outcomes.answered == {"global": 50} and outcomes.refused == {"global": EACH - 50}
    # Rows of calls are written within a second.
    wait_for(lambda: sum(cluster.reserved_turns().values()) >= before + 50, "a row each")
    assert sum(cluster.reserved_turns().values()) == before + 50
    assert len(cluster.upstream.requests) == before + 50
