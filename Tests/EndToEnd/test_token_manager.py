"""The refresh-token manager: what programs with its secret fetch, in both worlds, before a provider that takes each token once."""

import base64
import concurrent.futures
import json
import os
import subprocess
import threading

import httpx
import pytest

from conftest import PASSWORD, World, set_up, start_cluster
from server import Server
from streams import wait_for
from test_codex import MODEL
from test_codex import add as add_account
from test_configuration import run
from token_manager import SECRET, add, call, managed, options, row, told

ROUNDS = int(os.environ.get("CHATMIRROR_ROUNDS", "4"))
CALLERS = 64


@pytest.fixture(params=["alone", "cluster"])
def world(request, tmp_path, upstream, codex):
    if request.param == "cluster":
        world = start_cluster(
            tmp_path, upstream, request.getfixturevalue("mariadb"), request.getfixturevalue("redis"), **options(codex))
    else:
        server = Server(tmp_path, upstream.port, **options(codex)).start()
        world = World([server], upstream, set_up(server), 0)
    yield world
    for server in world.servers:
        server.kill()
    if world.front:
        world.front.close()


def curl(world: World, path: str, body: str) -> str:
    """As the reference's own page says it (README of oai-rt)."""
    return subprocess.run(
        ["curl", "-sS", "-X", "POST", f"{world.urls[0]}/public-api/{path}", "-H", "Content-Type: application/json",
         "-H", f"X-API-Secret: {SECRET}", "-d", body], check=True, capture_output=True, text=True, timeout=30).stdout


def test_the_four_calls_of_the_reference(world, codex):
    add(world, codex, "user001")
    by_name, by_email = '{\n    "biz_id": "user001"\n  }', '{\n    "email": "user001@example.org"\n  }'
    first = json.loads(curl(world, "refresh", by_name))
    assert first["success"] and first["msg"] == "刷新成功"
    pair = first["data"]
    assert codex.access[pair["access_token"]] == "user001" and codex.refresh[pair["refresh_token"]] == "user001"
    assert pair["email"] == "user001@example.org" and pair["biz_id"] == "user001" and pair["type"] == "plus"
    second = json.loads(curl(world, "refresh", by_email))["data"]
    assert second["access_token"] != pair["access_token"] and second["refresh_token"] != pair["refresh_token"]
    asked = len(codex.renewals)
    for body in (by_name, by_email):
        stored = json.loads(curl(world, "get-at", body))
        assert stored["msg"] == "获取成功" and stored["data"] == second
    assert len(codex.renewals) == asked == 2


def test_many_callers_at_once_use_no_token_twice(world, codex):
    add(world, codex, "ada")
    with concurrent.futures.ThreadPoolExecutor(CALLERS) as pool:
        for _ in range(ROUNDS):
            before = len(codex.renewals)
            pairs = list(pool.map(lambda at: told(call(world, "refresh", {"biz_id": "ada"}, at)), range(CALLERS)))
            bought = len(codex.renewals) - before
            # Those who asked at once share what was bought; the strict provider would have ended the login at the first reuse. Whoever
            # finds that the other process has bought anew meanwhile answers with that.
            assert 1 <= len({pair["access_token"] for pair in pairs}) <= bought < CALLERS
    tokens = [request["body"] for request in codex.renewals]
    assert len(set(tokens)) == len(tokens), "a token was used twice"
    last = told(call(world, "get-at", {"biz_id": "ada"}))
    assert last["access_token"] in codex.access and last["refresh_token"] in codex.refresh


def test_a_row_and_the_account_that_lends_it_have_one_login(world, codex):
    for number in range(ROUNDS):
        # Its access token ends too soon to be sent: whoever asks a model must buy one, too.
        account = add_account(world, codex, codex.auth_json(f"ada{number}", life=20), f"account {number}")
        key = world.member(account=account).key()
        name = row(world, f"account-{account}")["biz_id"]

        def ask(at: int, key: str = key) -> httpx.Response:
            return httpx.post(
                world.urls[at % len(world.urls)] + "/v1/chat/completions", timeout=60, headers={"authorization": f"Bearer {key}"},
                json={"model": MODEL, "messages": [{"role": "user", "content": "Hi?"}]})

        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            asked = [pool.submit(ask, at) for at in range(16)]
            fetched = [pool.submit(call, world, "refresh", {"biz_id": name}, at) for at in range(16)]
            refused = [one.result().text for one in asked + fetched if one.result().status_code != 200]
        assert not refused
    tokens = [request["body"] for request in codex.renewals]
    assert len(tokens) >= ROUNDS and len(set(tokens)) == len(tokens), "a token was used twice"


def test_a_refusal_changes_nothing_and_says_no_token(world, codex):
    add(world, codex, "ada")
    good = told(call(world, "refresh", {"biz_id": "ada"}))
    codex.revoke("ada", everything=True)
    failed = call(world, "refresh", {"biz_id": "ada"})
    assert failed.status_code == 500 and failed.json()["success"] is False
    assert failed.json()["msg"].startswith("刷新失败: ") and "rt-" not in failed.text and "eyJ" not in failed.text
    assert told(call(world, "get-at", {"biz_id": "ada"}, 1)) == good
    shown = row(world, "ada")
    assert "login ended" in shown["refresh_result"] and good["refresh_token"] not in str(shown)
    for body, status in [({}, 400), ({"biz_id": "nobody"}, 404), ({"email": "nobody@example.org"}, 404)]:
        assert call(world, "refresh", body).status_code == call(world, "get-at", body).status_code == status
    for secret in (None, "", SECRET + "x"):
        assert call(world, "get-at", {"biz_id": "ada"}, secret=secret).status_code == 401


def test_a_process_that_is_killed_in_a_refresh_loses_no_login_of_a_forgiving_provider(world, codex):
    codex.is_forgiving = True
    add(world, codex, "ada")
    is_killed = threading.Event()

    def kill() -> None:
        codex.before_telling = lambda: None
        for server in world.servers:
            server.kill()
        is_killed.set()

    codex.before_telling = kill
    with pytest.raises(httpx.TransportError):
        call(world, "refresh", {"biz_id": "ada"})
    assert is_killed.wait(30)
    for server in world.servers:
        server.start()
    # In the other process the claim of the dead one may have to run out first.
    pair = told(httpx.post(
        f"{world.urls[-1]}/public-api/refresh", json={"biz_id": "ada"}, headers={"X-API-Secret": SECRET}, timeout=90))
    assert pair["access_token"] in codex.access
    assert told(call(world, "refresh", {"biz_id": "ada"}))["refresh_token"] in codex.refresh


def test_the_schedule_refreshes_what_is_enabled_in_one_process(world, codex):
    add(world, codex, "on", enabled=True)
    add(world, codex, "off")
    managed(world, "configs/save-system", {"configs": {"auto_refresh_enabled": "true", "auto_refresh_interval": "1"}})
    wait_for(lambda: row(world, "on")["refresh_result"] == "ok", "the schedule refreshes", 60)
    # Whose it is is asked after that.
    wait_for(lambda: row(world, "on")["user_name"] == "On", "its owner is known", 60)
    done = row(world, "on")
    assert done["user_name"] == "On" and done["email"] == "on@example.org" and done["type"] == "team"
    assert "canary" not in done["user_info"] and row(world, "off")["refresh_result"] == ""
    # A start does not do it again before its time.
    for server in world.servers:
        server.kill()
    for server in world.servers:
        server.start()
    add(world, codex, "later", enabled=True)
    wait_for(lambda: row(world, "later")["refresh_result"] == "ok", "the schedule goes on", 60)
    assert len(codex.renewals) == 2


def test_without_a_secret_the_paths_are_those_of_nothing(tmp_path, upstream):
    server = Server(tmp_path, upstream.port).start()
    try:
        unknown = httpx.get(f"{server.url}/nothing-here")
        for path in ("/public-api/health", "/public-api/get-at"):
            answer = httpx.get(server.url + path, headers={"X-API-Secret": ""})
            assert answer.status_code == unknown.status_code == 404
        health = httpx.get(f"{server.url}/health")
        assert health.status_code == 200 and health.json()["status"] == "ok" and "message" in health.json()
    finally:
        server.kill()


@pytest.mark.parametrize("name, value, words", [
    ("API_SECRET", "fifteen-letters", "at least 16 characters"), ("API_SECRET", "sixteen letters!", "without spaces"),
    ("PUBLIC_API_PREFIX", "/internalweb", "something else here has"), ("PUBLIC_API_PREFIX", "/health", "something else here has"),
    ("PUBLIC_API_PREFIX", "public", "must look like"), ("CORS_ORIGINS", "*", "must be a list"),
])
def test_what_cannot_be_meant_ends_the_start(name, value, words):
    ended = run("serve", **{f"CHATMIRROR_RT_{name}": value})
    assert ended.returncode != 0 and words in ended.stderr
    assert name != "API_SECRET" or value not in ended.stderr


def test_a_program_signs_in_by_name_and_password_on_every_process(world, codex):
    add(world, codex, "user001")
    given = {"username": "boss", "password": PASSWORD}
    answer = httpx.post(f"{world.urls[0]}/internalweb/v1/auth/login", json=given, timeout=30)
    assert answer.status_code == 200 and set(answer.json()) == {"token", "username"}
    headers = {"Authorization": f"Bearer {answer.json()['token']}"}

    def ask(number: int, path: str = "rts/list", bearer: dict = headers) -> httpx.Response:
        return httpx.post(f"{world.urls[number % len(world.urls)]}/internalweb/v1/{path}", json={}, headers=bearer, timeout=30)
    for number in range(2):
        assert ask(number).json()["data"]["total"] == 1
    assert ask(0, "user/info").json()["username"] == "boss"
    wrong = httpx.post(f"{world.urls[0]}/internalweb/v1/auth/login", json=given | {"password": "x"}, timeout=30)
    assert wrong.status_code == 401 and set(wrong.json()) == {"error"}
    head, claims, _ = headers["Authorization"].removeprefix("Bearer ").split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    for forged in (f"{none}.{claims}.", f"{head}.{claims}.AAAA"):
        assert ask(0, bearer={"Authorization": f"Bearer {forged}"}).status_code == 401
    world.admin.data(world.admin.post("/api/user/logout_everywhere", {}))
    for number in range(2):
        assert ask(number).status_code == 401
