"""Sessions in which a program and an upstream speak with each other: through OpenAI's SDK and by hand, and what they count as."""

import base64
import json
import time

import httpx
import pytest
import websockets

from asking import logged, used
from sessions import MODEL, closing, open_session, refused
from sessions import lent, shared, world  # noqa: F401 (fixtures)
from streams import wait_for
from talking import TalkingUpstream, event, say
from test_sdk_openai import sdk


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


# Quotas


def test_each_answer_is_one_message_and_the_one_too_many_ends_it(world):
    member = world.member([{"window": "day", "limit": 2}])
    key = member.key()
    with open_session(world, key) as session:
        session.recv()
        for _ in range(2):
            session.send(event("response.create"))
            assert [json.loads(session.recv())["type"] for _ in range(4)][-1] == "response.done"
            # Who has the end of an answer finds it counted.
        assert used(member) == 2
        session.send(event("response.create"))
        events, code, reason = closing(session)
    assert [said["type"] for said in events] == ["error"]
    assert events[0]["error"]["code"] == "rate_limit_exceeded" and events[0]["event_id"].startswith("event_")
    assert "Window: day, limit: 2, used: 2." in events[0]["error"]["message"]
    assert (code, reason) == (1008, "quota_exceeded")
    assert used(member) == 2
    status, error = refused(world, key)
    assert (status, error["code"]) == (429, "rate_limit_exceeded")
    assert len(logged(world, member, 2)) == 2


def test_answers_that_nobody_asked_for_count_too(lent):
    """As when the upstream hears that somebody has stopped speaking; and several may run at once."""
    def script(_, connection):
        for name in ["one", "two"]:
            connection.send(event("response.created", response={"id": name}))
        for name in ["two", "one"]:
            connection.send(event("response.done", response={"id": name, "status": "cancelled" if name == "two" else "completed", "usage": {"input_tokens": 1, "output_tokens": len(name)}}))
        # Of one that was never seen to begin; and once more, which is no other.
        for _ in range(2):
            connection.send(event("response.done", response={"id": "late", "status": "completed"}))
        connection.recv()

    world = lent(TalkingUpstream(script))
    member = world.member([{"window": "day", "limit": 5}])
    with open_session(world, member.key()) as session:
        for _ in range(7):
            session.recv()
        assert used(member) == 3
    rows = logged(world, member, 3)
    assert sorted((row["status"], row["prompt_tokens"]) for row in rows) == [("finished", 0), ("finished", 1), ("stopped", 1)]


def test_a_session_without_an_answer_costs_nothing(world):
    member = world.member([{"window": "day", "limit": 1}])
    for _ in range(2):
        with open_session(world, member.key()) as session:
            session.recv()
            session.send(event("input_audio_buffer.append", audio="AAAA"))
            session.recv()
    wait_for(lambda: used(member) == 0, "the places are given back")
    assert [row["units"] for row in logged(world, member, 2)] == [0, 0]


def test_an_answer_that_failed_before_a_word_costs_nothing(lent):
    def script(_, connection):
        connection.recv()
        say(connection, "resp", usage=None, status="failed")
        connection.recv()

    world = lent(TalkingUpstream(script))
    member = world.member([{"window": "day", "limit": 1}])
    with open_session(world, member.key()) as session:
        session.recv()
        session.send(event("response.create"))
        while json.loads(session.recv())["type"] != "response.done":
            pass
        assert used(member) == 0
    assert logged(world, member)[0]["status"] == "failed"


def test_what_an_upstream_does_not_count_is_estimated_and_marked(lent):
    """A second of sound is 27 tokens where it is heard and 13 where it is said; and a session that is cut off in an answer."""
    second = base64.b64encode(bytes(48_000)).decode()

    def script(_, connection):
        connection.recv()
        for name in ["one", "two"]:
            connection.send(event("response.created", response={"id": name}))
            connection.send(event("response.output_audio.delta", response_id=name, delta=second))
            if name == "one":
                connection.send(event("response.done", response={"id": name, "status": "completed"}))
        connection.recv()

    world = lent(TalkingUpstream(script))
    member = world.member([{"window": "day", "unit": "tokens", "limit": 1_000_000}])
    with open_session(world, member.key()) as session:
        session.recv()
        session.send(event("input_audio_buffer.append", audio=second))
        for _ in range(5):
            session.recv()
    rows = logged(world, member, 2)
    assert sorted((row["prompt_tokens"], row["completion_tokens"], row["is_estimate"]) for row in rows) == [(0, 13, True), (27, 13, True)]
    assert used(member) == 53


def test_another_model_cannot_be_had_in_a_session(world):
    with open_session(world, world.member().key()) as session:
        session.recv()
        session.send(event("session.update", session={"model": "gpt-expensive"}))
        events, code, _ = closing(session)
    assert (events[0]["error"]["param"], code) == ("session.model", 1008) and world.upstream.seen == []
    with open_session(world, world.member().key()) as session:
        session.recv()
        session.send('{"type":"nothing","type":"session.update","session":{"model":"gpt-expensive"}}')
        assert closing(session)[1] == 1008 and world.upstream.seen == []


def test_what_changes_meanwhile_holds_for_the_next_answer(world):  # noqa: F811
    """Limits are those of now; so are the accounts."""
    member = world.member([{"window": "day", "limit": 5}])
    with open_session(world, member.key()) as session:
        session.recv()
        session.send(event("response.create"))
        while json.loads(session.recv())["type"] != "response.done":
            pass
        package = world.admin.data(world.admin.post("/api/package/", {"name": f"small of {member.name}", "limits": [{"window": "day", "limit": 1}]}))
        world.admin.data(world.admin.put("/api/user/", {"id": member.id, "package_id": package["id"]}))
        time.sleep(2)
        session.send(event("response.create"))
        events, code, _ = closing(session)
    assert events[-1]["error"]["code"] == "rate_limit_exceeded" and code == 1008


def test_a_session_of_transcripts_counts_each(lent):  # noqa: F811
    """Beside answers they are free; where there are none they are what was asked for."""
    usage = {"type": "tokens", "total_tokens": 9, "input_tokens": 7, "output_tokens": 2}

    def script(_, connection):
        said = "conversation.item.input_audio_transcription.completed"
        connection.send(event(said, item_id="free", transcript="hello", usage=usage))
        connection.send(event("session.updated", session={"type": "transcription"}))
        for number in range(2):
            connection.send(event(said, item_id=f"item_{number}", transcript="hello", usage=usage))
        connection.recv()

    world = lent(TalkingUpstream(script))
    member = world.member([{"window": "day", "limit": 5}])
    with open_session(world, member.key()) as session:
        for _ in range(5):
            session.recv()
        assert used(member) == 2
    assert [(row["prompt_tokens"], row["completion_tokens"]) for row in logged(world, member, 2)] == [(7, 2)] * 2
