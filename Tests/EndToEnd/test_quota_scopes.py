"""A limit of each scope, asked for by many at once through the chat page and with keys: exactly as many are answered as it says."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from conftest import add_account

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
@pytest.mark.parametrize("window", ["day", "5h"])
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
