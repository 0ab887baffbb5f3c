"""Two members on one shared account: neither sees anything of the other, whatever id he guesses."""

import contextlib
import time
import uuid

import httpx
import pytest

CANARY = "canary-7f3a"


@pytest.fixture
def pair(world):
    first, second = world.member(), world.member()
    message = str(uuid.uuid4())
    answer = first.client.send(f"My {CANARY} [[echo]]", message_id=message)
    assert CANARY in answer.text
    return first, second, answer.conversation, message, answer.message["id"]


def test_lists_hold_only_ones_own(pair):
    first, second, conversation, *_ = pair
    assert [item["id"] for item in first.client.get("/backend-api/conversations").json()["items"]] == [conversation]
    theirs = second.client.get("/backend-api/conversations").json()
    assert theirs["items"] == [] and theirs["total"] == 0


def test_a_foreign_conversation_answers_byte_for_byte_as_one_that_never_was(pair):
    _, second, conversation, message, answer = pair
    calls = [
        ("GET", "conversation/{}", None),
        ("PATCH", "conversation/{}", {"title": "mine now"}),
        ("PATCH", "conversation/{}", {"is_visible": False}),
        ("POST", "conversation/{}/stop", {}),
        ("GET", "conversation/{}/stream", None),
        ("POST", "conversation/gen_title/{}", {"message_id": answer}),
    ]
    for method, path, body in calls:
        foreign, missing = (
            second.client.request(method, "/backend-api/" + path.format(identifier), json=body)
            for identifier in (conversation, str(uuid.uuid4())))
        own = ("x-request-id", "date")
        assert foreign.status_code == missing.status_code == 404, path
        assert foreign.content == missing.content, path
        assert [pair for pair in foreign.headers.items() if pair[0] not in own] == [
            pair for pair in missing.headers.items() if pair[0] not in own], path


def test_a_foreign_conversation_cannot_be_continued_or_answered_again(world, pair):
    first, second, conversation, message, answer = pair
    before = first.client.conversation(conversation)
    asked = len(world.upstream.requests)
    assert second.client.send("Go on", conversation, parent=answer).status == 404
    for action in ("variant", "continue"):
        refused = second.client.post("/backend-api/conversation", {
            "action": action, "conversation_id": conversation, "parent_message_id": message, "messages": []})
        assert refused.status_code == 404
    assert first.client.conversation(conversation) == before
    assert len(world.upstream.requests) == asked


def test_a_foreign_message_id_is_a_new_message_of_ones_own(world, pair):
    first, second, conversation, message, _ = pair
    before = first.client.conversation(conversation)
    answer = second.client.send("Hello [[echo]]", message_id=message)
    assert answer.status == 200 and answer.conversation != conversation and CANARY not in answer.text
    assert first.client.conversation(conversation) == before
    assert CANARY not in str(world.upstream.requests[-1]["body"]), "another member's text went into the prompt"


def test_an_administrator_does_not_read_conversations(world, pair):
    _, _, conversation, *_ = pair
    assert world.admin.get(f"/backend-api/conversation/{conversation}").status_code == 404
    assert world.admin.get("/backend-api/conversations").json()["total"] == 0


def test_a_member_never_reaches_the_panel(pair):
    _, second, *_ = pair
    for path in ("/api/user/", "/api/channel/", "/api/binding/", "/api/package/", "/admin"):
        assert second.client.get(path).status_code == 403, path


def test_disabling_a_member_ends_his_stream_and_his_session(world):
    member = world.member()
    client = member.client
    with client.http.stream("POST", client.where("/backend-api/conversation"), json={"action": "next", "messages": [{
            "author": {"role": "user"}, "content": {"content_type": "text", "parts": ["[[hold=2]]"]}}]}) as response:
        lines = response.iter_lines()
        assert any("word1" in line for line in lines)
        world.admin.data(world.admin.post("/api/user/manage", {"id": member.id, "action": "disable"}))
        started = time.monotonic()
        with contextlib.suppress(httpx.RemoteProtocolError):
            assert not any("word2" in line for line in lines)
        assert time.monotonic() - started < 2.5
    assert client.get("/backend-api/conversations").status_code == 401
    answer = client.post("/api/session/share", {"share_token": member.link.split("#")[1]})
    assert answer.status_code == 401


def test_revoking_a_link_ends_its_sessions(world):
    member = world.member()
    assert member.client.get("/backend-api/me").status_code == 200
    world.admin.data(world.admin.delete(f"/api/user/{member.id}/share_link"))
    assert member.client.get("/backend-api/me").status_code == 401


def test_a_dedicated_account_takes_no_second_member(world):
    from conftest import add_account

    account = add_account(world.admin, world.upstream, "own")
    member = world.member(mode="dedicated", account=account)
    other = world.member()
    refused = world.admin.post("/api/binding/", {"user_id": other.id, "channel_id": account, "mode": "shared"})
    assert refused.status_code == 409 and refused.json()["success"] is False
    assert member.client.send("Hello").status == 200
