"""A refresh token is good for one renewal, and a second use ends the login: however many need a new one at once, in however many
processes, and whichever of them is killed, no account is lost."""

import concurrent.futures
import os
import threading

import httpx
import pytest

from codex_upstream import CodexUpstream
from conftest import World, login_options, start_cluster
from test_codex import MODEL, add, shown

# All of it takes minutes: `CHATMIRROR_ROUNDS=100`.
ROUNDS = int(os.environ.get("CHATMIRROR_ROUNDS", "4"))
WAITERS = 200


@pytest.fixture
def two(tmp_path, upstream, codex, mariadb, redis):
    world = start_cluster(tmp_path, upstream, mariadb, redis, **login_options(codex))
    yield world
    for server in world.servers:
        server.kill()
    world.front.close()


@pytest.fixture
def one(with_logins):
    return with_logins


# One for all: each has to read the system's certificates. There is room for all to both processes, and nothing expires: httpcore would
# close a connection that another thread has just been given.
programs = httpx.Client(
    timeout=120,
    limits=httpx.Limits(max_connections=2 * WAITERS, max_keepalive_connections=2 * WAITERS, keepalive_expiry=None))


def question(world: World, key: str, number: int) -> httpx.Response:
    """Through one process or the other."""
    return programs.post(
        world.urls[number % len(world.urls)] + "/v1/chat/completions", headers={"authorization": f"Bearer {key}"},
        json={"model": MODEL, "messages": [{"role": "user", "content": "Hi?"}]})


def said(response: httpx.Response) -> str:
    assert response.status_code == 200, response.text
    return response.json()["choices"][0]["message"]["content"]


@pytest.mark.long
def test_whoever_waits_for_a_new_token_one_is_bought_a_generation(two, codex):
    key = two.member(account=add(two, codex, codex.auth_json("ada"))).key()
    with concurrent.futures.ThreadPoolExecutor(WAITERS) as pool:
        for number in range(ROUNDS):
            codex.revoke("ada")
            answers = list(pool.map(lambda at: said(question(two, key, at)), range(WAITERS)))
            assert answers == ["Hello from ada"] * WAITERS
            assert len(codex.renewals) == number + 1
    tokens = [request["body"] for request in codex.renewals]
    assert len(set(tokens)) == ROUNDS, "a token was used twice"


@pytest.fixture(params=["one", "two"])
def world(request) -> World:
    return request.getfixturevalue(request.param)


def kill_while_it_is_told(world: World, codex: CodexUpstream, key: str) -> None:
    """Every process is killed between the provider's answer and the moment in which anybody could have kept it."""
    is_killed = threading.Event()

    def kill() -> None:
        codex.before_telling = lambda: None
        for server in world.servers:
            server.kill()
        is_killed.set()

    codex.before_telling = kill
    codex.revoke("ada")
    with pytest.raises(httpx.TransportError):
        question(world, key, 0)
    assert is_killed.wait(30)
    for server in world.servers:
        server.start()


@pytest.mark.long
def test_a_process_that_is_killed_before_it_kept_the_pair_loses_no_login_of_a_forgiving_provider(world, codex):
    codex.is_forgiving = True
    account = add(world, codex, codex.auth_json("ada"))
    key = world.member(account=account).key()
    assert said(question(world, key, 0)) == "Hello from ada"
    kill_while_it_is_told(world, codex, key)
    # In the other process the claim of the dead one may have to run out first.
    assert said(question(world, key, 1)) == "Hello from ada"
    first, second = [request["body"] for request in codex.renewals]
    assert first == second, "the stored token is the one before"
    assert shown(world, account)["health"]["state"] == "healthy"
    # What was bought is kept: the next one is bought with it.
    codex.revoke("ada")
    assert said(question(world, key, 0)) == "Hello from ada"
    assert len(codex.renewals) == 3 and codex.renewals[2]["body"] != first


def test_a_strict_provider_wants_a_person_and_nothing_else_is_touched(one, codex):
    lost, other = (add(one, codex, codex.auth_json(name), name) for name in ("ada", "bob"))
    key, second = one.member(account=lost).key(), one.member(account=other).key()
    assert said(question(one, key, 0)) == "Hello from ada"
    kill_while_it_is_told(one, codex, key)
    refused = question(one, key, 0)
    assert refused.status_code == 503, refused.text
    health = shown(one, lost)["health"]
    assert health["state"] == "needs_login" and health["until"] is None and "Sign in again" in health["reason"]
    assert said(question(one, second, 0)) == "Hello from bob"
    assert shown(one, other)["health"]["state"] == "healthy"
    renewals = len(codex.renewals)
    for _ in range(3):
        assert question(one, key, 0).status_code == 503
    assert len(codex.renewals) == renewals == 2


def test_a_process_that_is_killed_after_its_answer_left_has_kept_the_pair(one, codex):
    key = one.member(account=add(one, codex, codex.auth_json("ada"))).key()
    codex.revoke("ada")
    assert said(question(one, key, 0)) == "Hello from ada"
    one.server.kill()
    one.server.start()
    assert said(question(one, key, 0)) == "Hello from ada"
    codex.revoke("ada")
    assert said(question(one, key, 0)) == "Hello from ada"
    assert len({request["body"] for request in codex.renewals}) == len(codex.renewals) == 2
