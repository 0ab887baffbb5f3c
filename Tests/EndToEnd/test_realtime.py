"""Sessions in which a program and an upstream speak with each other: through OpenAI's SDK, and with whatever else may come."""

import itertools
import json
import socket
import threading
import time

import httpx
import openai
import pytest
import websockets
from websockets.sync.client import connect

from asking import logged, used
from conftest import World, add_account, set_up
from processes import Memory
from server import Server
from streams import wait_for
from talking import RawUpstream, TalkingUpstream, agree, event, frame, say
from test_sdk_openai import sdk

MODEL = "test-model"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("realtime"), CHATMIRROR_UPSTREAM_ALLOW_PRIVATE="127.0.0.1").start()
    server.admin = set_up(server)
    server.names = itertools.count(1)
    yield server
    server.kill()


@pytest.fixture
def lent(server):
    """Makes accounts of upstreams, and worlds around them."""
    made = []

    def lend(upstream, **fields) -> World:
        made.append(upstream)
        name = f"account{next(server.names)}"
        channel = {"name": name, "type": 1, "base_url": upstream.url, "key": "sk-of-the-account", "models": MODEL, **fields}
        account = server.admin.data(server.admin.post("/api/channel/", {"mode": "single", "channel": channel}))["id"]
        return World([server], upstream, server.admin, account, _names=server.names)

    yield lend
    for upstream in made:
        upstream.close()


@pytest.fixture
def world(lent):
    return lent(TalkingUpstream())


def open_session(world, key: str, query: str = f"?model={MODEL}", **options):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return connect(world.url.replace("http", "ws") + "/v1/realtime" + query, **{"additional_headers": headers, "max_size": None, "compression": None, **options})


def refused(world, key: str, query: str = f"?model={MODEL}", **options) -> tuple[int, dict]:
    with pytest.raises(websockets.InvalidStatus) as caught:
        open_session(world, key, query, **options)
    return caught.value.response.status_code, json.loads(caught.value.response.body)["error"]


def closing(session) -> tuple[list[dict], int, str]:
    """What still came, and the goodbye."""
    events = []
    with pytest.raises(websockets.ConnectionClosed):
        while True:
            events.append(json.loads(session.recv(20)))
    return events, session.close_code, session.close_reason


# As it should be


def test_a_session_through_the_sdk(world):
    member = world.member([{"window": "day", "limit": 5}])
    with sdk(world, member.key()).realtime.connect(model=MODEL) as session:
        assert session.recv().type == "session.created"
        session.session.update(session={"type": "realtime", "model": MODEL, "instructions": "Be short."})
        assert session.recv().type == "conversation.item.added"
        for count in range(2):
            session.response.create()
            kinds, text = [], ""
            for said in session:
                kinds.append(said.type)
                text += getattr(said, "delta", "")
                if said.type == "response.done":
                    assert said.response.usage.input_tokens == 20
                    break
            assert text == "Hello there" and kinds[0] == "response.created"
    # The SDK has said goodbye, and the upstream heard it.
    wait_for(lambda: world.upstream.left == [(1000, "")], "the upstream is left")
    rows = logged(world, member, 2)
    assert [(row["endpoint"], row["model_name"], row["status"], row["prompt_tokens"], row["completion_tokens"], row["units"]) for row in rows] \
        == [("realtime", MODEL, "finished", 20, 10, 1)] * 2
    assert used(member) == 2


def test_what_the_upstream_gets(lent):
    world = lent(TalkingUpstream(), model_mapping=json.dumps({MODEL: "Their model"}))
    key = world.member().key()
    with open_session(world, key) as session:
        session.recv()
        session.send(event("session.update", session={"type": "realtime", "model": MODEL}))
        assert json.loads(session.recv())["item"]["session"]["model"] == "Their model"
    asked = world.upstream.asked[0]
    assert asked["path"] == "/v1/realtime?model=Their%20model"
    headers = {name.lower(): value for name, value in asked["headers"].items()}
    assert headers["authorization"] == "Bearer sk-of-the-account"
    assert headers["user-agent"].startswith("chatmirror")
    assert "openai-beta" not in headers and "sec-websocket-protocol" not in headers and key not in str(asked)


@pytest.mark.parametrize("offered", [["realtime", "openai-insecure-api-key.{}", "openai-beta.realtime-v1"], ["openai-insecure-api-key.{}"]])
def test_a_page_sends_its_key_as_a_sub_protocol(world, offered):
    key = world.member().key()
    names = [name.format(key) for name in offered]
    if "realtime" in offered:
        with open_session(world, "", subprotocols=names) as session:
            assert session.subprotocol == "realtime"
            session.recv()
    else:
        with open_session(world, "", subprotocols=names) as session:
            assert session.subprotocol is None
    asked = {name.lower(): value for name, value in world.upstream.asked[0]["headers"].items()}
    assert asked.get("openai-beta") == ("realtime=v1" if len(offered) > 1 else None)
    assert key not in str(asked) and "sec-websocket-protocol" not in asked


def test_what_a_page_may_not_get_elsewhere_is_refused(world):
    assert refused(world, "", subprotocols=["realtime", "openai-insecure-api-key.sk-wrong"])[0] == 401
    assert world.upstream.asked == []


@pytest.mark.parametrize("code, reason", [(1000, ""), (3001, "done"), (4999, "enough for today")])
@pytest.mark.parametrize("first", ["asker", "upstream"])
def test_goodbyes_are_passed_on(lent, first, code, reason):
    def script(_, connection):
        connection.recv()
        if first == "upstream":
            connection.close(code, reason)
        connection.recv()

    world = lent(TalkingUpstream(script))
    with open_session(world, world.member().key()) as session:
        session.recv()
        session.send(event("input_audio_buffer.commit"))
        if first == "asker":
            session.close(code, reason)
        else:
            assert closing(session) == ([], code, reason)
    wait_for(lambda: world.upstream.left == [(code, reason)], "the upstream is left")


def test_long_events_and_pieces_of_them(world):
    sound = "A" * (4 << 20)
    with open_session(world, world.member().key()) as session:
        session.recv()
        whole = event("input_audio_buffer.append", audio=sound)
        session.send(whole)
        assert json.loads(session.recv())["item"]["audio"] == sound
        session.send(whole[start:start + 1000_000] for start in range(0, len(whole), 1000_000))
        assert json.loads(session.recv())["item"]["audio"] == sound
    assert world.upstream.seen == [whole, whole]


# Refused before the upgrade


def test_a_wrong_key_is_told_before_the_upgrade(world):
    assert refused(world, "sk-wrong") == (401, {"message": "The API key is unknown, expired or switched off.", "type": "authentication_error", "param": None, "code": "invalid_api_key"})
    assert refused(world, "")[0] == 401
    with pytest.raises(websockets.InvalidStatus), sdk(world, "sk-wrong").realtime.connect(model=MODEL):
        pass
    assert world.upstream.asked == []


def test_models_that_cannot_be_had_are_told_before_the_upgrade(world):
    member = world.member()
    assert refused(world, member.key(), "")[:1] == (400,)
    assert refused(world, member.key(), "?model=")[0] == 400
    status, error = refused(world, member.key(), "?model=other")
    assert (status, error["code"]) == (404, "model_not_found")
    bound = member.key(model_limits_enabled=True, model_limits="another")
    assert refused(world, bound)[0] == 403
    assert world.upstream.asked == []


def test_an_ordinary_request_is_told_to_upgrade(world):
    answer = httpx.get(f"{world.url}/v1/realtime?model={MODEL}", headers={"Authorization": f"Bearer {world.member().key()}"})
    assert answer.status_code == 426 and answer.headers["sec-websocket-version"] == "13"
    assert answer.json()["error"]["code"] == "upgrade_required"


def test_accounts_of_other_formats_are_not_asked(lent):
    world = lent(TalkingUpstream(), type=14)
    status, error = refused(world, world.member().key())
    assert (status, error["code"]) == (400, "unsupported_endpoint")
