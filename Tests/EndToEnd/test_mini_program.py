"""The mini-program's backend, row by row (docs/mini-program.md), in both worlds; and what its users keep."""

import json
import subprocess
import threading

import httpx
import pytest

from asking import PICTURE, logged, used
from canaries import dump
from mini_program import HELLO, KEYS, OPTIONS, App, mini, pictures  # noqa: F401 (mini is a fixture)
from server import BINARY, Server

SIX = [("POST", "/api/chat"), ("POST", "/api/image"), ("GET", "/api/history/test"), ("GET", "/api/user/test"),
       ("POST", "/api/token/refresh"), ("GET", "/api/balance")]


def test_the_contract_row_by_row(mini):
    mini.member()
    app = App(mini)
    assert app.data("POST", "/api/chat", {"openid": "test", "messages": HELLO}) == {"reply": "you said 你好"}
    sent = next(request for request in mini.upstream.requests if request["path"] == "/v1/chat/completions")
    assert sent["body"] == {"model": "test-model", "messages": HELLO}
    for body in ({"openid": "test"}, {"messages": HELLO}, {"openid": " ", "messages": HELLO}, {"openid": "x" * 129, "messages": HELLO},
                 {"openid": "test", "messages": {"role": "user"}}, {"openid": "test", "messages": []}):
        assert app.refused("POST", "/api/chat", body) == (400, "参数错误")
    assert app.refused("POST", "/api/image", {"n": 1}) == (400, "参数错误")
    assert app.refused("POST", "/api/chat", {"openid": "test", "messages": [{"role": "user", "content": "x" * (1 << 20)}]})[0] == 413
    assert app.data("GET", "/api/history/new") == {"history": []}
    history = app.data("GET", "/api/history/test")["history"]
    assert [item.pop("time") > 1_700_000_000 for item in history] == [True, True]
    assert history == [{"role": "user", "content": "你好"}, {"role": "assistant", "content": "you said 你好"}]
    for openid in ("self", "1", "new_user-1"):
        user = app.data("GET", f"/api/user/{openid}")
        assert user.keys() == {"openid", "nickname", "avatar", "created_at"} and user["openid"] == openid
        assert app.data("GET", f"/api/user/{openid}") == user
    assert app.refused("GET", "/api/user/a%2Fb") == (400, "参数错误")
    tokens = [app.data("POST", "/api/token/refresh", body)["token"] for body in (None, {"openid": "test"})]
    assert len(set(tokens)) == 2 and all(len(token) > 30 for token in tokens)
    assert app.data("GET", "/api/balance") == {"total_limit": 100_000_000, "total_usage": 0, "remaining": 100_000_000}
    for method, path in (("GET", "/api/unknown"), ("GET", "/api/chat"), ("PUT", "/api/user/test"), ("GET", "/api/user/a/b")):
        assert app.refused(method, path) == (404, "接口不存在")
    assert app.refused("GET", "/api/balance", headers={"x-app-key": "another-key-of-the-shop"}) == (401, "未授权")
    assert app.data("DELETE", "/api/history/test") == {}
    assert app.history() == []
    # Without the header a path is the panel's.
    assert httpx.get(f"{mini.url}/api/unknown").json()["success"] is False
    assert mini.admin.data(mini.admin.get("/api/user/1"))["id"] == 1


def test_the_line_of_the_seed(mini):
    """As its documentation has it, with the header that says whose call it is."""
    mini.member()
    line = ["curl", "-s", "-X", "POST", f"{mini.url}/api/chat", "-H", "Content-Type: application/json", "-H", f"X-App-Key: {KEYS['shop']}",
            "-d", '{"openid":"test","messages":[{"role":"user","content":"你好"}]}']
    said = subprocess.run(line, capture_output=True, text=True, timeout=60, check=True).stdout
    assert json.loads(said) == {"code": 0, "msg": "ok", "data": {"reply": "you said 你好"}}


def test_pages_of_other_sites_may_call_it(mini):
    app = App(mini)
    asked = httpx.options(f"{mini.url}/api/chat", headers={
        "origin": "https://servicewechat.com", "access-control-request-method": "POST", "access-control-request-headers": "content-type,x-app-key"})
    assert asked.status_code == 204 and asked.headers["access-control-allow-origin"] == "*"
    assert "x-app-key" in asked.headers["access-control-allow-headers"] and "POST" in asked.headers["access-control-allow-methods"]
    assert app.ask("GET", "/api/unknown", headers={"origin": "https://a.example"}).headers["access-control-allow-origin"] == "*"
    plain = httpx.options(f"{mini.url}/api/chat", headers={"origin": "https://a.example", "access-control-request-method": "POST"})
    assert "access-control-allow-origin" not in plain.headers


def test_a_browser_lets_a_page_of_another_site_ask_and_read(mini, chromium):
    """What uniApp makes for the web; the page of another site, that comes with a cookie, reads nothing of the panel."""
    mini.member()
    mini.upstream.told["/page"] = lambda _: (200, {"content-type": "text/html"}, b"<title>app</title>")
    call = """([url, headers, body]) => fetch(url, {method: body ? "POST" : "GET", headers, body}).then(
        (answer) => answer.json(), (error) => String(error))"""
    own = {"x-app-key": KEYS["shop"], "content-type": "application/json"}
    body = json.dumps({"openid": "test", "messages": HELLO})
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{mini.upstream.url}/page")
        assert page.evaluate(call, [f"{mini.url}/api/chat", own, body]) == {"code": 0, "msg": "ok", "data": {"reply": "you said 你好"}}
        assert page.evaluate(call, [f"{mini.url}/api/chat", {**own, "x-app-key": "x"}, body]) == {"code": 401, "msg": "未授权"}
        assert page.evaluate(call, [f"{mini.url}/api/user/self", {}, None]).startswith("TypeError")


def test_histories_survive_a_kill(mini):
    mini.member()
    app = App(mini)
    for number in range(3):
        app.chat(f"question {number}")
    before, user = app.history(), app.data("GET", "/api/user/test")
    assert len(before) == 6
    for server in mini.servers:
        server.kill()
    for server in mini.servers:
        server.start()
    assert app.history() == before and app.data("GET", "/api/user/test") == user
    app.chat("one more")
    assert app.history() == [*before, ("user", "one more"), ("assistant", "you said one more")]


def test_a_process_that_dies_in_an_answer_leaves_neither_half(mini):
    mini.member()
    app = App(mini)
    app.chat("question 0")
    begun = threading.Event()

    def never(handler, body) -> None:
        begun.set()
        mini.upstream.release.wait(60)

    answers = mini.upstream.passed
    usual, answers["/v1/chat/completions"] = answers["/v1/chat/completions"], never
    call = threading.Thread(target=lambda: pytest.raises(httpx.TransportError, app.chat, "question 1"))
    call.start()
    assert begun.wait(30)
    for server in mini.servers:
        server.kill()
    call.join(30)
    mini.upstream.release.set()
    answers["/v1/chat/completions"] = usual
    for server in mini.servers:
        server.start()
    assert app.history() == [("user", "question 0"), ("assistant", "you said question 0")]
    app.chat("question 2")
    assert len(app.history()) == 4


def test_calls_at_once_keep_their_pairs_together(mini):
    mini.member()
    apps = [App(mini) for _ in range(12)]
    for number, app in enumerate(apps):
        app.count = number
    calls = [threading.Thread(target=app.chat, args=(f"question {number}",)) for number, app in enumerate(apps)]
    for call in calls:
        call.start()
    for call in calls:
        call.join()
    history = App(mini).history()
    questions, answers = history[::2], history[1::2]
    assert sorted(questions) == sorted(("user", f"question {number}") for number in range(12))
    assert answers == [("assistant", f"you said {question}") for _, question in questions]


def test_of_a_long_history_the_newest_hundred_messages_stay(mini):
    mini.member()
    app = App(mini)
    for number in range(53):
        app.chat(f"question {number}")
    history = app.history()
    assert len(history) == 100 and history[0] == ("user", "question 3") and history[-1] == ("assistant", "you said question 52")


def test_another_application_sees_nothing(mini):
    mini.member()
    shop, club = App(mini), App(mini, "club")
    shop.chat("mine alone")
    assert club.history() == []
    assert club.data("DELETE", "/api/history/test") == {}
    club.chat("something else")
    assert [content for _, content in shop.history()] == ["mine alone", "you said mine alone"]
    assert [content for _, content in club.history()] == ["something else", "you said something else"]


def test_it_costs_the_member_who_is_named(mini):
    member = mini.member([{"window": "day", "limit": 2}])
    mini.upstream.passed["/v1/images/generations"] = pictures(mini, {"b64_json": PICTURE.split(",")[1]})
    app = App(mini)
    app.chat("question one")
    app.data("POST", "/api/image", {"prompt": "a cat"})
    answer = app.ask("POST", "/api/chat", {"openid": "test", "messages": HELLO})
    assert answer.json() == {"code": 429, "msg": "配额已用完"} and int(answer.headers["retry-after"]) > 0
    assert used(member) == 2
    rows = logged(mini, member, 2)
    assert {row["endpoint"] for row in rows} == {"mini-program/chat", "mini-program/image"} and all(row["token_id"] == 0 for row in rows)
    chat = next(row for row in rows if row["endpoint"] == "mini-program/chat")
    assert (chat["prompt_tokens"], chat["completion_tokens"], chat["model_name"]) == (5, 3, "test-model")


def test_sixty_calls_a_minute_of_one_openid_in_all_processes(mini):
    mini.member()
    app = App(mini)
    for _ in range(60):
        app.history()
    answer = app.ask("GET", "/api/history/test")
    assert answer.json() == {"code": 429, "msg": "请求过于频繁"} and 1 <= int(answer.headers["retry-after"]) <= 60
    assert app.refused("GET", "/api/user/test")[0] == 429
    assert app.history("other") == [] and App(mini, "club").history() == []


def test_a_failure_says_its_kind_and_nothing_of_the_upstream(mini):
    member = mini.member([{"window": "day", "limit": 5}])
    app = App(mini)
    mini.upstream.failing = 500
    assert app.refused("POST", "/api/chat", {"openid": "test", "messages": HELLO}) == (500, "AI服务异常")
    assert app.history() == [] and used(member) == 0


def test_an_upstream_that_is_down_is_500(mini):
    mini.member()
    mini.upstream.close()
    app = App(mini)
    assert app.refused("POST", "/api/chat", {"openid": "test", "messages": HELLO}) == (500, "AI服务异常")
    assert app.refused("GET", "/api/balance") == (500, "AI服务异常")
    assert app.history() == []


def test_nobody_pays_until_the_member_is_there(mini):
    app = App(mini)
    for method, path, body in (("POST", "/api/chat", {"openid": "test", "messages": HELLO}), ("POST", "/api/image", {"prompt": "x"}),
                               ("GET", "/api/balance", None), ("GET", "/api/user/test", None)):
        assert app.refused(method, path, body) == (500, "未配置")
    assert app.history() == []
    mini.member()
    assert app.chat("now then") == "you said now then"


def test_what_is_kept_is_sealed_and_goes_with_the_member(mini, tmp_path):
    member = mini.member()
    app = App(mini)
    app.chat("a-canary-of-a-question")
    app.chat("sparrow", openid="other")
    if mini.mariadb:
        kept = [dump(mini.server.environment)]
    else:
        kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and "chatmirror" in path.name]
    assert kept and not any(b"a-canary" in content for content in kept)
    assert any(b"app_turns" in content for content in kept)
    mini.admin.data(mini.admin.delete(f"/api/user/{member.id}"))
    assert app.history() == [] and app.history("other") == []
    assert app.refused("POST", "/api/chat", {"openid": "test", "messages": HELLO}) == (500, "未配置")


def test_the_balance_is_that_of_the_account_which_serves_the_member(mini):
    mini.member()
    app = App(mini)
    subscription = {"object": "billing_subscription", "has_payment_method": True, "hard_limit_usd": 20.0}
    mini.upstream.told["/v1/dashboard/billing/subscription"] = lambda _: (200, {}, subscription)
    mini.upstream.told["/v1/dashboard/billing/usage"] = lambda _: (200, {}, {"object": "list", "total_usage": 1050.0})
    assert app.data("GET", "/api/balance") == {"total_limit": 20, "total_usage": 10.5, "remaining": 9.5}
    mini.upstream.told["/v1/dashboard/billing/usage"] = lambda _: (500, {}, {"error": {"message": "sk-canary-oops"}})
    assert app.refused("GET", "/api/balance") == (500, "AI服务异常")
    assert app.chat("still there") == "you said still there"


# The start


def test_where_no_application_is_named_nothing_is_there(alone):
    alone.member()
    for method, path in SIX:
        answer = httpx.request(method, alone.url + path, headers={"x-app-key": KEYS["shop"], "origin": "https://a.example"})
        assert answer.status_code == 404 and answer.json() == {"code": 404, "msg": "接口不存在"}, path
        assert "access-control-allow-origin" not in answer.headers
    asked = httpx.options(f"{alone.url}/api/chat", headers={"origin": "https://a.example", "access-control-request-headers": "x-app-key"})
    assert asked.status_code == 404 and "access-control-allow-origin" not in asked.headers


@pytest.mark.parametrize(("keys", "complaint"), [
    ("shop:a-short-one-canary"[:20], "the key of shop is shorter than 16 characters"),
    ("shop:" + "canary-" * 40, "the key of shop is longer than 256 characters"),
    ("shop-canary-of-a-key", "entry 1 is no name:key"), ("shop:canary-canary-canary,sh op:canary-canary-canary", "entry 2 is no name:key"),
    ("shop:canary-canary-canary,shop:canary-canary-other", "shop stands there twice"),
    ("shop:canary-canary-canary,club:canary-canary-canary", "shop and club have the same key"),
    ("shop:canary canary canary", "entry 1 is no name:key"),
])
def test_a_list_of_keys_that_is_none_stops_the_start_without_being_shown(tmp_path, keys, complaint):
    environment = {"PATH": "/usr/bin:/bin", "CHATMIRROR_DATA": str(tmp_path), "CHATMIRROR_MINIPROGRAM_APP_KEYS": keys}
    done = subprocess.run([BINARY, "serve"], env=environment, capture_output=True, text=True, timeout=20)
    assert done.returncode != 0 and f"miniprogram.app_keys: {complaint}" in done.stderr
    assert "canary" not in done.stderr + done.stdout


def test_variables_of_the_system_before_are_read_or_said_not_to_be(tmp_path, upstream):
    old = {"OPENAI_API_KEY": "sk-canary-old", "OPENAI_BASE_URL": "https://api.openai.com"}
    server = Server(tmp_path, upstream.port, **OPTIONS, **old).start()
    server.kill()
    log = server.log.read_text()
    assert "OPENAI_BASE_URL, OPENAI_API_KEY" in log and "sk-canary" not in log

    def model(**environment: str) -> str:
        done = subprocess.run([BINARY, "check-config"], env={"PATH": "/usr/bin:/bin", **environment}, capture_output=True, text=True, timeout=20)
        return next(line for line in done.stdout.splitlines() if line.startswith("miniprogram.model"))

    assert model() == "miniprogram.model: gpt-4o-all  # default"
    assert model(OPENAI_MODEL="a") == "miniprogram.model: a  # OPENAI_MODEL"
    assert model(OPENAI_MODEL="a", CHATMIRROR_MINIPROGRAM_MODEL="b") == "miniprogram.model: b  # CHATMIRROR_MINIPROGRAM_MODEL"
