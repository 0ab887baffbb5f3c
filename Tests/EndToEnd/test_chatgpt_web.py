"""Accounts that are asked as ChatGPT's own page asks: by the chat and by programs, and passed over when a browser is wanted."""

import json

import openai
import pytest

from conftest import World, add_account, set_up
from server import Server
from speech.chatgpt_web import CONVERSATION
from upstream import Upstream


@pytest.fixture(params=["messages", "changes"])
def web(request):
    upstream = Upstream(kind="chatgpt-web", is_strict=True)
    upstream.format.in_changes = request.param == "changes"
    yield upstream
    upstream.close()


@pytest.fixture
def world(tmp_path, upstream, web):
    server = Server(
        tmp_path, CHATMIRROR_UPSTREAM_CODEX_TOKEN_URL=f"{web.url}/oauth/token",
        CHATMIRROR_UPSTREAM_ALLOW_PRIVATE=f"127.0.0.1:{upstream.port},127.0.0.1:{web.port}").start()
    admin = set_up(server)
    yield World([server], upstream, admin, add_account(admin, web, "web"))
    server.kill()


def test_a_chat_and_a_program_are_answered(world, web):
    member = world.member()
    first = member.client.send("Hello [[words=3]]")
    assert (first.status, first.text, first.error) == (200, "word0 word1 word2 ", None)
    mapping = member.client.conversation(first.conversation)
    second = member.client.send("And now? [[words=2]]", first.conversation, mapping["current_node"])
    assert (second.text, second.error) == ("word0 word1 ", None)
    said = web.format.whole_prompt(web.requests[-1]["body"])
    assert said.index("Hello [[words=3]]") < said.index("word0 word1 word2") < said.index("And now?")
    client = openai.OpenAI(base_url=world.url + "/v1", api_key=member.key(), max_retries=0)
    answer = client.chat.completions.create(
        model="test-model", messages=[{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi [[words=2]]"}])
    assert answer.choices[0].message.content == "word0 word1 "
    with pytest.raises(openai.BadRequestError) as refused:
        client.chat.completions.create(model="test-model", n=2, messages=[{"role": "user", "content": "Hi"}])
    assert refused.value.param == "n"
    # Its own conversation is nobody's: not in an answer, in the log or in another question.
    texts = [json.dumps(mapping), json.dumps(member.client.conversation(first.conversation)), answer.model_dump_json()]
    texts += [world.server.log.read_text(), *(json.dumps(request["body"]) for request in web.requests)]
    assert not [text for text in texts if CONVERSATION in text]
    assert {request["path"] for request in web.requests} == {"/backend-api/conversation"}


@pytest.mark.parametrize("order", ["status=403", "html", "status=429", "status=401"])
def test_another_account_answers_when_this_one_does_not(world, web, order):
    other = add_account(world.admin, world.upstream, "other")
    member = world.member()
    world.admin.data(world.admin.post("/api/binding/", {
        "user_id": member.id, "channel_id": other, "mode": "shared", "priority": -1}))
    # The second one has no such order.
    web.format.refusal = lambda status, *_: {"detail": {"message": "No.", "clears_in": 600}} if status == 429 else {
        "detail": "Unusual activity has been detected." if status == 403 else "Unauthorized"}
    if order == "html":
        web.is_strict = False
        web.answer = lambda handler, body: web.whole(handler, 200, "text/html", b"<html>Just a moment...</html>")
    else:
        web.failing = int(order.removeprefix("status="))
    answer = member.client.send("Hello [[words=2]]")
    assert (answer.status, answer.text, answer.error) == (200, "word0 word1 ", None)
    health = world.admin.data(world.admin.get(f"/api/channel/{world.account}"))["health"]
    wanted = {"status=403": "needs_attention", "html": "needs_attention", "status=429": "limited", "status=401": "cooling"}[order]
    assert health["state"] == wanted, health
    if wanted == "needs_attention":
        assert "browser" in health["reason"]
