"""What is left of accounts is read without anybody asking; logins are renewed with a session's cookie; and renewals that fail for many are
held back until somebody has looked."""

import json
import time

import pytest

from conftest import World, add_account, set_up
from server import Server
from streams import wait_for
from test_codex import add, shown
from upstream import Upstream

COOKIE = "__Secure-next-auth.session-token"


def test_a_balance_is_read_by_hand_and_by_the_server(world):
    told = []

    def subscription(headers):
        told.append(headers["authorization"])
        return 200, {}, {"object": "billing_subscription", "has_payment_method": True, "hard_limit_usd": 20.0}

    world.upstream.told["/v1/dashboard/billing/subscription"] = subscription
    world.upstream.told["/v1/dashboard/billing/usage"] = lambda _: (200, {}, {"object": "list", "total_usage": 1050.0})
    asked = len(world.upstream.requests)
    answer = world.admin.get(f"/api/channel/update_balance/{world.account}", headers={"x-chatmirror": "1"})
    if answer.status_code == 403:
        answer = world.admin.post(f"/api/channel/update_balance/{world.account}", {})
    assert answer.json() == {"success": True, "message": "", "balance": 9.5, "currency": "USD"}
    row = world.admin.data(world.admin.get(f"/api/channel/{world.account}"))
    assert (row["balance"], row["balance_currency"]) == (9.5, "USD") and time.time() - row["balance_updated_time"] < 60
    world.upstream.told["/v1/dashboard/billing/usage"] = lambda _: (500, {}, {"error": {"message": "oops"}})
    failed = world.admin.post(f"/api/channel/update_balance/{world.account}", {}).json()
    assert failed["success"] is False and "oops" in failed["message"]
    row = world.admin.data(world.admin.get(f"/api/channel/{world.account}"))
    assert row["balance"] == 9.5 and row["health"]["state"] == "healthy"
    assert len(world.upstream.requests) == asked, "a question was asked"
    # A process reads by itself what was never read.
    world.upstream.told["/v1/dashboard/billing/usage"] = lambda _: (200, {}, {"total_usage": 0})
    other = add_account(world.admin, world.upstream, "other")
    for server in world.servers:
        server.stop()
    for server in world.servers:
        server.start()
    wait_for(lambda: world.admin.data(world.admin.get(f"/api/channel/{other}"))["balance"] == 20, "it was read", 40)
    assert len(world.upstream.requests) == asked, "a question was asked"


def test_the_windows_of_an_account_that_nobody_asks_are_read(with_logins, codex):
    world = with_logins
    account = add(world, codex, codex.auth_json("ada"))
    world.server.stop()
    world.server.start()
    wait_for(lambda: shown(world, account)["windows"], "its windows were read", 40)
    assert shown(world, account)["windows"][0]["used_percent"] == 12.5
    assert not codex.questions


def test_renewals_that_fail_for_many_are_held_back_until_somebody_resumes_them(with_logins, codex):
    world = with_logins
    accounts = [add(world, codex, codex.auth_json(user, life=200), name=user) for user in ("ada", "bob", "eve")]
    usual = codex.renew
    codex.renew = lambda handler, form: codex.say(handler, 500, {"error": "oops"})
    world.server.stop()
    world.server.start()

    def held():
        return world.admin.data(world.admin.get("/api/channel/renewals"))["held_back"]

    wait_for(held, "they are held back", 40)
    assert held()["accounts"] == 3 and "HTTP 500" in held()["reason"] and held()["until"] > time.time()
    events = world.admin.data(world.admin.get(f"/api/channel/{accounts[0]}/health"))["items"]
    assert events[0]["is_aside"] and events[0]["reason"].startswith("Renewals are held back")
    tries = len(codex.renewals)
    codex.renew = usual
    assert world.admin.post("/api/channel/renewals/resume", {}).status_code == 200
    assert held() is None
    wait_for(lambda: len(codex.renewals) == tries + 3, "all three are renewed", 40)
    wait_for(lambda: all(shown(world, each)["login"]["expires_at"] > time.time() + 800_000 for each in accounts), "for long")


@pytest.fixture
def page():
    upstream = Upstream(kind="chatgpt-web", is_strict=True)
    yield upstream
    upstream.close()


def test_a_sessions_cookie_is_a_login_and_the_one_that_replaces_it_survives_a_restart(tmp_path, page):
    server = Server(tmp_path, page.port).start()
    admin = set_up(server)
    sessions = [f"eyJ.canary{number}.a.b.c" for number in range(3)]
    state = {"good": sessions[0]}

    def session(headers):
        cookies = dict(part.split("=", 1) for part in headers.get("cookie", "").split("; ") if part)
        if cookies.get(COOKIE) != state["good"]:
            return 200, {}, {}
        state["good"] = sessions[sessions.index(state["good"]) + 1]
        return 200, {"set-cookie": f"{COOKIE}={state['good']}; Path=/; HttpOnly; Secure"}, {
            "accessToken": page.format.secret, "expires": "2099-01-01T00:00:00.000Z", "user": {"email": "ada@example.org"}}

    page.told["/api/auth/session"] = session
    fields = {"name": "web", "type": 1001, "base_url": page.url, "models": "test-model", "key": f"Cookie: theme=dark; {COOKIE}={sessions[0]}"}
    made = admin.data(admin.post("/api/channel/", {"mode": "single", "channel": fields}))
    assert made["login"]["renews"] is True and made["key"] == ""
    world = World([server], page, admin, made["id"])
    member = world.member()
    answer = member.client.send("Hello [[words=2]]")
    assert answer.text == "word0 word1 ", (answer, shown(world, made["id"]), page.asked)
    assert state["good"] == sessions[1]
    paths = [request["path"] for request in page.asked]
    assert set(paths) == {"/api/auth/session"}
    assert all(request["headers"]["user-agent"].startswith("chatmirror") for request in page.asked)
    server.kill()
    server.start()
    # What was given in its place is what the next login is bought with.
    admin.data(admin.post(f"/api/channel/{made['id']}/retry"))
    page.told["/api/auth/session"] = lambda headers: (403, {"content-type": "text/html"}, b"<html><title>Just a moment...</title>")
    page.failing = 401
    refused = member.client.send("Again [[words=2]]")
    assert refused.text == ""
    health = admin.data(admin.get(f"/api/channel/{made['id']}"))["health"]
    assert health["state"] == "needs_attention" and "a page" in health["reason"], health
    assert f"{COOKIE}={sessions[1]}" in page.asked[-1]["headers"]["cookie"]
    texts = [server.log.read_text(), json.dumps(health), admin.get("/api/channel/").text, admin.get("/api/audit/").text]
    assert not [text for text in texts if "canary" in text]
    server.kill()
