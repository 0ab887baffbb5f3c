"""ChatGPT accounts: entered by a login, asked by the chat page and by programs, renewed, and passed over when somebody must sign in again."""

import concurrent.futures
import json
import time

import httpx
import openai
import pytest

from codex_upstream import CodexUpstream
from conftest import World
from streams import wait_for

MODEL = "gpt-5.4"


@pytest.fixture
def world(with_logins):
    return with_logins


def add(world: World, codex: CodexUpstream, key: str, name: str = "codex", priority: int = 0) -> int:
    fields = {"name": name, "type": 57, "base_url": codex.url, "key": key, "models": MODEL, "priority": priority}
    return world.admin.data(world.admin.post("/api/channel/", {"mode": "single", "channel": fields}))["id"]


def shown(world: World, account: int) -> dict:
    return world.admin.data(world.admin.get(f"/api/channel/{account}"))


def program(world: World, member) -> openai.OpenAI:
    return openai.OpenAI(base_url=world.url + "/v1", api_key=member.key(), max_retries=0, timeout=30)


def ask(client: openai.OpenAI, **fields) -> str:
    answer = client.chat.completions.create(
        model=MODEL, messages=[{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi?"}], **fields)
    return answer.choices[0].message.content


def no_secret_is_told(world: World) -> None:
    answers = [world.admin.get(path).text for path in (
        "/api/channel/", "/api/channel/failing", "/api/audit/", "/api/log/", "/api/channel/search?keyword=codex")]
    assert not [text for text in answers if "rt-canary" in text or "eyJ" in text]


def test_the_chat_page_and_programs_are_answered(world, codex):
    account = add(world, codex, codex.auth_json("ada"))
    member = world.member(account=account)
    answer = member.client.send("Hi?", model=MODEL)
    assert answer.text == "Hello from ada", answer
    again = member.client.send("And?", conversation=answer.conversation, parent=answer.message["id"], model=MODEL)
    assert again.text == "Hello from ada"
    client = program(world, member)
    assert ask(client, temperature=0.3, max_tokens=50) == "Hello from ada"
    stream = client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": "Hi?"}], stream=True)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices) == "Hello from ada"
    with client.responses.stream(model=MODEL, input="Hi?") as events:
        assert events.get_final_response().output_text == "Hello from ada"

    first, second, third = codex.questions[:3]
    name = first["headers"]["session-id"]
    assert name == json.loads(first["body"])["prompt_cache_key"] == second["headers"]["session-id"]
    assert answer.conversation not in first["body"] and "session-id" not in third["headers"]
    for request in codex.requests:
        assert request["headers"]["user-agent"].startswith("chatmirror/")
        assert not {"originator", "version", "openai-beta"} & set(request["headers"])
    row = shown(world, account)
    assert row["login"]["email"] == "ada@example.org" and row["login"]["plan"] == "plus"
    assert [(window["name"], window["used_percent"]) for window in row["windows"]] == [("5h", 12.5)]
    no_secret_is_told(world)


def test_a_refused_token_is_renewed_once_for_all_who_ask(world, codex):
    member = world.member(account=add(world, codex, codex.auth_json("ada")))
    client = program(world, member)
    assert ask(client) == "Hello from ada"
    codex.revoke("ada")
    with concurrent.futures.ThreadPoolExecutor(24) as pool:
        answers = list(pool.map(lambda _: ask(client), range(48)))
    assert answers == ["Hello from ada"] * 48
    assert len(codex.renewals) == 1
    form = codex.renewals[0]["body"]
    assert "grant_type=refresh_token" in form and "client_id=app_scripted" in form
    assert member.client.send("Hi?", model=MODEL).text == "Hello from ada"
    no_secret_is_told(world)


def test_a_new_token_survives_a_restart(world, codex):
    member = world.member(account=add(world, codex, codex.auth_json("ada")))
    client = program(world, member)
    codex.revoke("ada")
    assert ask(client) == "Hello from ada"
    assert len(codex.renewals) == 1
    world.server.kill()
    world.server.start()
    assert ask(client) == "Hello from ada"
    assert len(codex.renewals) == 1
    # The next one is bought with the second refresh token, which only the database knew.
    codex.revoke("ada")
    assert ask(client) == "Hello from ada"
    assert "refresh_token=rt-canary-ada-2" in codex.renewals[1]["body"]


def test_a_token_that_has_ended_is_renewed_before_anything_is_asked(world, codex):
    member = world.member(account=add(world, codex, codex.auth_json("ada", life=1)))
    assert ask(program(world, member)) == "Hello from ada"
    assert [request["path"] for request in codex.requests] == ["/oauth/token", "/backend-api/codex/responses"]


def test_a_login_that_has_ended_needs_a_person_and_others_take_over(world, codex):
    dead = add(world, codex, codex.auth_json("dead"), "dead", priority=9)
    alive = add(world, codex, codex.auth_json("alive"), "alive")
    member = world.member(account=dead)
    world.admin.data(world.admin.post("/api/binding/", {"user_id": member.id, "channel_id": alive, "mode": "shared"}))
    client = program(world, member)
    assert ask(client) == "Hello from dead"
    codex.revoke("dead", everything=True)
    assert [ask(client) for _ in range(3)] == ["Hello from alive"] * 3
    assert member.client.send("Hi?", model=MODEL).text == "Hello from alive"
    assert len(codex.renewals) == 1
    health = shown(world, dead)["health"]
    assert health["state"] == "needs_login" and health["until"] is None and "Sign in again" in health["reason"]
    failing = world.admin.data(world.admin.get("/api/channel/failing"))["items"]
    assert [item["name"] for item in failing] == ["dead"]

    # It stays so over a restart, and ends with a new login.
    world.server.kill()
    world.server.start()
    assert ask(client) == "Hello from alive"
    world.admin.data(world.admin.put("/api/channel/", {"id": dead, "key": codex.auth_json("dead")}))
    assert shown(world, dead)["health"]["state"] == "healthy"
    assert ask(client) == "Hello from dead"
    no_secret_is_told(world)


def test_a_used_up_account_rests_until_its_window_begins_anew(world, codex):
    account = add(world, codex, codex.auth_json("ada"))
    member = world.member(account=account)
    codex.limited_until = int(time.time()) + 7200
    answer = httpx.post(
        world.url + "/v1/chat/completions", json={"model": MODEL, "messages": [{"role": "user", "content": "Hi?"}]},
        headers={"authorization": f"Bearer {member.key()}"}, timeout=30)
    assert answer.status_code in (429, 503), answer.text
    health = shown(world, account)["health"]
    assert health["state"] == "limited" and abs(health["until"] - codex.limited_until) <= 5
    # What is given back early is found by a test, which costs nothing.
    codex.limited_until = 0
    before = len(codex.questions)
    verdict = world.admin.post(f"/api/channel/test/{account}").json()
    assert verdict["success"] is True and len(codex.questions) == before
    assert shown(world, account)["health"]["state"] == "healthy"


def test_models_are_fetched_and_logins_are_imported(world, codex):
    typed = {"type": 57, "base_url": codex.url, "key": codex.auth_json("eve")}
    assert world.admin.post("/api/channel/fetch_models", typed).json()["data"] == [MODEL]
    tokens = {"tokens": [codex.issue("one"), codex.issue("two"), codex.issue("one")]}
    preview = world.admin.data(world.admin.post("/api/channel/import/preview", tokens))["items"]
    assert [item["outcome"] for item in preview] == ["new", "new", "duplicate"]
    assert [item["email"] for item in preview] == ["one@example.org", "two@example.org", "one@example.org"]
    begun = world.admin.post("/api/channel/import", tokens)
    assert begun.status_code == 202, begun.text
    job = f"/api/job/{begun.json()['data']['job_id']}"
    wait_for(lambda: world.admin.data(world.admin.get(job))["status"] == "done", "the import ends")
    assert world.admin.data(world.admin.get(job))["report"]["new"] == 2
    names = [item["name"] for item in world.admin.data(world.admin.get("/api/channel/"))["items"]]
    assert {"one@example.org", "two@example.org"} <= set(names)
    no_secret_is_told(world)
