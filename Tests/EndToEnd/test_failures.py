"""Whatever goes wrong upstream or in a request: one outcome each, the message kept, nothing charged for nothing."""

import json
import socket
import threading
import uuid

import pytest

from programs import ask, await_record
from streams import wait_for

DAY = [{"window": "day", "limit": 5}]

BEFORE_OUTPUT = [
    ("[[status=401]]", "upstream_auth"),
    ("[[status=403]]", "upstream_auth"),
    ("[[status=404]]", "upstream_model_not_found"),
    ("[[status=429]]", "upstream_rate_limited"),
    ("[[status=400]]", "upstream_refused"),
    ("[[status=500]]", "upstream_error"),
    ("[[status=503]]", "upstream_error"),
    ("[[html]]", "upstream_bad_answer"),
    ("[[error=0]]", "upstream_error"),
    ("[[cut=0]]", "upstream_incomplete"),
    ("[[status=400]] [[code=context_length_exceeded]]", "context_too_long"),
]


@pytest.mark.parametrize(("order", "code"), BEFORE_OUTPUT)
def test_a_failure_before_the_first_piece_costs_nothing(world, order, code):
    member = world.member(DAY)
    answer = member.client.send(f"Hello {order}")
    assert answer.status == 200 and answer.is_done
    assert answer.error["code"] == code and answer.error["message"]
    assert member.client.quota()["day"]["used"] == 0
    kept = member.client.conversation(answer.conversation)
    texts = [node["message"]["content"]["parts"][0] for node in kept["mapping"].values() if node["message"]
             and node["message"]["author"]["role"] == "user"]
    assert texts == [f"Hello {order}"]
    last = kept["mapping"][kept["current_node"]]["message"]
    assert last["status"] == "error" and last["metadata"]["error"]["code"] == code


@pytest.mark.parametrize(("order", "code"), [("[[error=3]]", "upstream_error"), ("[[cut=3]]", "upstream_incomplete")])
def test_a_failure_in_mid_stream_keeps_what_came_and_is_charged(world, order, code):
    member = world.member(DAY)
    answer = member.client.send(f"Hello {order}")
    assert answer.error["code"] == code and answer.is_done
    assert answer.text == "word0 word1 word2 "
    assert member.client.quota()["day"]["used"] == 1
    kept = member.client.conversation(answer.conversation)
    assert kept["mapping"][kept["current_node"]]["message"]["content"]["parts"] == ["word0 word1 word2 "]


def test_whatever_fails_leaves_one_line_in_the_log_with_its_cause(world):
    member = world.member()
    order = "Hello [[status=503]]"
    assert member.client.send(order).error["code"] == "upstream_error"
    assert ask(world, member.key(), order) == 503
    assert ask(world, member.key(), "Hello [[cut=2]]", stream=True) == 200
    await_record(member, 3)
    rows = world.admin.data(world.admin.get("/api/log/?cursor="))["items"]
    for row, what, code, status in zip(
            rows, ["call", "call", "turn"], ["upstream_incomplete", "upstream_error", "upstream_error"], [200, 503, 503], strict=True):
        begin = f" warn {what} failed "

        def lines() -> list[str]:
            log = "".join(server.log.read_text() for server in world.servers)
            return [line for line in log.splitlines() if begin in line and f" request={row['request_id']} " in line]

        wait_for(lambda: len(lines()) == 1, f"one line for {row['request_id']}", 5)
        assert f"account={world.account} " in lines()[0] and f" code={code} upstream_status={status}" in lines()[0]


def test_half_a_character_becomes_a_replacement_character(world):
    answer = world.member().client.send("Hello [[half=1]]")
    assert answer.error is None
    assert answer.text == "word0 \ufffdword2 word3 word4 "


def test_an_upstream_that_is_not_there(world):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # The port is free again, and not named in upstream.allow_private either: both are "unreachable" to a member.
    channel = {"name": "gone", "type": 1, "base_url": f"http://127.0.0.1:{port}", "key": "k", "models": "m"}
    account = world.admin.data(world.admin.post("/api/channel/", {"mode": "single", "channel": channel}))["id"]
    member = world.member(DAY, account=account)
    answer = member.client.send("Hello")
    assert answer.error["code"] == "upstream_unreachable"
    assert member.client.quota()["day"]["used"] == 0


def test_the_page_learns_of_its_turn_while_the_upstream_still_thinks(world):
    answer = world.member().client.stream(
        "POST", "/backend-api/conversation", until=lambda answer: answer.conversation,
        json={"action": "next", "messages": [{"author": {"role": "user"}, "content": {
            "content_type": "text", "parts": ["[[stall]]"]}}]})
    assert answer.conversation and not answer.is_done


def test_the_reason_is_told_in_the_readers_language(world):
    member = world.member()
    member.client.http.headers["accept-language"] = "zh-CN,zh;q=0.9"
    chinese = member.client.send("Hello [[status=500]]").error["message"]
    member.client.http.headers["accept-language"] = "en-GB"
    english = member.client.send("Hello [[status=500]]").error["message"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese) and english.isascii()


def turn_body(**changes) -> dict:
    message = {"id": str(uuid.uuid4()), "author": {"role": "user"}, "content": {"content_type": "text", "parts": ["Hi"]}}
    return {"action": "next", "messages": [message], "model": "auto", **changes}


def content(*parts) -> dict:
    return {"author": {"role": "user"}, "content": {"content_type": "text", "parts": list(parts)}}


@pytest.mark.parametrize(("body", "status", "code"), [
    (turn_body(model="gpt-unheard-of"), 400, "unknown_model"),
    (turn_body(conversation_id=str(uuid.uuid4())), 404, "not_found"),
    (turn_body(conversation_id=7), 400, "invalid_request"),
    (turn_body(messages="Hi"), 400, "invalid_request"),
    (turn_body(messages=[]), 400, "invalid_request"),
    (turn_body(messages=[content("")]), 400, "invalid_request"),
    (turn_body(messages=[content(" \n ")]), 400, "invalid_request"),
    (turn_body(messages=[content(5)]), 400, "invalid_request"),
    (turn_body(messages=[{**content("Hi"), "id": "no/such id"}]), 400, "invalid_request"),
    (turn_body(messages=[{**content("Hi"), "author": {"role": "system"}}]), 400, "invalid_request"),
    (turn_body(action="dance"), 400, "invalid_request"),
    (turn_body(messages=[content("x" * (2 << 20))]), 413, "too_large"),
])
def test_a_bad_request_is_refused_before_anything_happens(world, body, status, code):
    member = world.member(DAY)
    answer = member.client.post("/backend-api/conversation", body)
    assert (answer.status_code, answer.json()["detail"]["code"]) == (status, code)
    assert member.client.quota()["day"]["used"] == 0
    assert member.client.get("/backend-api/conversations").json()["total"] == 0
    assert world.upstream.requests == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"a":1,"a":2}', b"[" * 100_000])
def test_malformed_json_is_400(world, body):
    answer = world.member().client.request(
        "POST", "/backend-api/conversation", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400 and answer.json()["detail"]["code"] == "invalid_request"


def test_an_unknown_parent_is_404(world):
    client = world.member().client
    first = client.send("Hello")
    answer = client.send("And?", first.conversation, parent=str(uuid.uuid4()))
    assert answer.status == 404 and answer.refusal["detail"]["code"] == "unknown_parent"


def test_a_repeated_send_is_the_same_turn(world):
    member = world.member(DAY)
    message = str(uuid.uuid4())
    first = member.client.send("Hello", message_id=message)
    again = member.client.send("Hello", message_id=message)
    assert (again.conversation, again.text) == (first.conversation, first.text)
    assert member.client.quota()["day"]["used"] == 1
    assert len(world.upstream.requests) == 1


def test_repeats_at_once_are_one_turn(world):
    member = world.member([{"window": "day", "limit": 1}])
    message, answers = str(uuid.uuid4()), []
    threads = [threading.Thread(target=lambda: answers.append(member.client.send("Hello", message_id=message)))
               for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status for answer in answers} == {200}
    assert len({answer.conversation for answer in answers}) == 1
    assert len(world.upstream.requests) == 1 and member.client.quota()["day"]["used"] == 1


def test_a_second_send_while_an_answer_runs_is_409(world):
    client = world.member(DAY).client
    first = client.stream("POST", "/backend-api/conversation", until=lambda answer: "word1" in answer.text,
                          json=turn_body(messages=[content("[[hold=2]]")]))
    answer = client.send("Me too", first.conversation)
    assert answer.status == 409 and answer.refusal["detail"]["code"] == "turn_running"
    assert client.quota()["day"]["used"] == 1
    world.upstream.release.set()


def test_stop_keeps_the_text_so_far_and_ends_the_upstream(world):
    client = world.member().client
    answer = client.stream("POST", "/backend-api/conversation", until=lambda answer: "word1" in answer.text,
                           json=turn_body(messages=[content("[[hold=2]]")]))
    assert client.post(f"/backend-api/conversation/{answer.conversation}/stop").status_code == 200
    rest = client.stream("GET", f"/backend-api/conversation/{answer.conversation}/stream")
    assert rest.is_done and rest.message["status"] == "stopped" and rest.text == "word0 word1 "
    assert client.post(f"/backend-api/conversation/{answer.conversation}/stop").status_code == 200


def test_an_expired_or_forged_session_is_401(world):
    client = world.member().client
    client.http.cookies.set("session", "forged", domain="127.0.0.1")
    client.http.cookies.clear()
    client.http.cookies.set("session", "forged")
    answer = client.get("/backend-api/conversations")
    assert answer.status_code == 401 and answer.json()["detail"]["code"] == "unauthorized"


def test_no_binding_means_no_account(world):
    user = world.admin.data(world.admin.post("/api/user/", {"username": "lonely"}))["id"]
    link = world.admin.data(world.admin.post(f"/api/user/{user}/share_link", {}))["link"]
    from client import Client

    client = world.client().sign_in(link)
    assert client.get("/backend-api/models").json()["models"] == []
    answer = client.send("Hello")
    assert answer.status == 409 and answer.refusal["detail"]["code"] == "no_account"


def test_the_upstream_is_asked_honestly(world):
    world.member().client.send("Hello")
    asked = world.upstream.requests[0]
    headers = {name.lower(): value for name, value in asked["headers"].items()}
    assert asked["path"] == "/v1/chat/completions"
    assert headers["user-agent"].startswith("chatmirror/")
    assert headers["authorization"] == "Bearer sk-canary-key"
    assert asked["body"]["stream_options"] == {"include_usage": True}
    assert json.dumps(asked["body"]["messages"]) == '[{"role": "user", "content": "Hello"}]'
    assert not {"cookie", "x-forwarded-for", "referer", "origin"} & set(headers)


def test_a_probe_tells_the_latency_or_the_exact_failure(world):
    channel = world.admin.post(f"/api/channel/test/{world.account}").json()
    assert channel["success"] is True and 0 < channel["time"] < 20
    fields = {"name": "html", "type": 1, "base_url": world.upstream.url + "/nowhere", "key": "k", "models": "[[status=401]]"}
    world.upstream.server.RequestHandlerClass.do_POST = lambda handler: handler.send_error(418)
    account = world.admin.data(world.admin.post("/api/channel/", {"mode": "single", "channel": fields}))["id"]
    channel = world.admin.post(f"/api/channel/test/{account}").json()
    assert channel["success"] is False and "418" in channel["message"]
