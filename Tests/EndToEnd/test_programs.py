"""What programs get with a key: the openai SDK as people use it, in both worlds."""

import concurrent.futures
import json
import time

import httpx
import openai
import pytest

from asking import PICTURE, logged, used
from conftest import World, set_up
from server import Server

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather", "description": "Current weather of a city.", "strict": True,
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
                       "additionalProperties": False},
    },
}


def sdk(world, key: str, server: int = 0) -> openai.OpenAI:
    return openai.OpenAI(base_url=world.urls[server] + "/v1", api_key=key, max_retries=0, timeout=30)


def ask(client: openai.OpenAI, text: str, **fields):
    return client.chat.completions.create(
        model="test-model", messages=[{"role": "user", "content": text}], **fields)


def test_models_are_those_of_the_chat_page(world):
    member = world.member()
    client = sdk(world, member.key())
    page = [model["slug"] for model in member.client.get("/backend-api/models").json()["models"]]
    assert [model.id for model in client.models.list()] == page == ["test-model"]
    assert client.models.retrieve("test-model").id == "test-model"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("org/other-model")


def test_a_whole_answer_comes_as_the_upstream_gave_it(world):
    member = world.member([{"window": "day", "limit": 5}])
    answer = ask(sdk(world, member.key()), "hello", temperature=0.3, extra_body={"own_field": {"a": [1, None]}})
    assert answer.choices[0].message.content == "ok"
    assert answer.model == "test-model", "the name that was asked for"
    assert answer.usage.total_tokens == 13 and answer.usage.prompt_tokens_details.cached_tokens == 4
    assert answer.model_extra["x_own_field"] == {"kept": True}
    request = world.upstream.requests[-1]
    assert request["body"] == {
        "messages": [{"role": "user", "content": "hello"}], "model": "test-model", "temperature": 0.3,
        "own_field": {"a": [1, None]}}
    assert request["headers"]["Authorization"] == "Bearer sk-canary-key"
    assert request["headers"]["User-Agent"].startswith("chatmirror/")
    row = logged(world, member)[0]
    assert (row["prompt_tokens"], row["completion_tokens"], row["cached_tokens"], row["units"]) == (11, 2, 4, 1)
    assert (row["token_name"], row["status"], row["stop_reason"]) == ("program", "finished", "stop")
    assert used(member) == 1


@pytest.mark.parametrize("wants_usage", [False, True])
def test_a_stream_comes_as_the_upstream_gave_it(world, wants_usage):
    member = world.member()
    options = {"stream_options": {"include_usage": True}} if wants_usage else {}
    chunks = list(ask(sdk(world, member.key()), "[[words=3]]", stream=True, **options))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == "word0 word1 word2 "
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert [chunk.usage is not None for chunk in chunks].count(True) == wants_usage
    # It is asked for in any case: it is counted.
    assert world.upstream.requests[-1]["body"]["stream_options"] == {"include_usage": True}
    assert logged(world, member)[0]["completion_tokens"] == 3


def test_tools_there_and_back(world):
    member = world.member()
    client = sdk(world, member.key())
    messages = [{"role": "user", "content": "[[tool=get_weather]]"}]
    for stream in (False, True):
        fields = {"model": "test-model", "messages": messages, "tools": [WEATHER], "tool_choice": "required"}
        if stream:
            calls = [chunk.choices[0].delta.tool_calls for chunk in client.chat.completions.create(**fields, stream=True)
                     if chunk.choices]
            call = [piece[0] for piece in calls if piece]
            assert call[0].id == "call_1" and call[0].function.name == "get_weather"
            assert json.loads("".join(piece.function.arguments or "" for piece in call)) == {"city": "Paris"}
        else:
            call = client.chat.completions.create(**fields).choices[0].message.tool_calls[0]
            assert call.function.name == "get_weather" and json.loads(call.function.arguments) == {"city": "Paris"}
        assert world.upstream.requests[-1]["body"]["tools"] == [WEATHER]
        assert world.upstream.requests[-1]["body"]["tool_choice"] == "required"
    result = [*messages, {"role": "assistant", "content": None, "tool_calls": [
        {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": '{"city":"Paris"}'}}]},
        {"role": "tool", "tool_call_id": "call_1", "content": "Sunny"}]
    client.chat.completions.create(model="test-model", messages=result, tools=[WEATHER])
    assert world.upstream.requests[-1]["body"]["messages"] == result


def test_images_and_a_json_schema_pass(world):
    member = world.member()
    content = [{"type": "text", "text": "[[json]] what is it?"},
               {"type": "image_url", "image_url": {"url": PICTURE, "detail": "low"}}]
    schema = {"type": "json_schema", "json_schema": {"name": "place", "strict": True, "schema": {
        "type": "object", "properties": {"city": {"type": "string"}, "degrees": {"type": "integer"}}}}}
    answer = sdk(world, member.key()).chat.completions.create(
        model="test-model", messages=[{"role": "user", "content": content}], response_format=schema)
    assert json.loads(answer.choices[0].message.content)["degrees"] == 21
    assert world.upstream.requests[-1]["body"]["messages"][0]["content"] == content
    assert world.upstream.requests[-1]["body"]["response_format"] == schema


def test_reasoning_is_kept(world):
    member = world.member()
    client = sdk(world, member.key())
    assert ask(client, "[[reasoning]]").choices[0].message.model_extra["reasoning_content"] == "Let me think."
    deltas = [chunk.choices[0].delta for chunk in ask(client, "[[reasoning]] [[words=1]]", stream=True) if chunk.choices]
    assert "".join((delta.model_extra or {}).get("reasoning_content", "") for delta in deltas) == "Let me think. Done."


def test_each_error_is_the_sdks_own(world):
    member = world.member([{"window": "day", "limit": 1}])
    key = member.key()
    client = sdk(world, key)
    with pytest.raises(openai.AuthenticationError):
        sdk(world, "sk-" + "a" * 48).models.list()
    with pytest.raises(openai.NotFoundError) as unknown:
        client.chat.completions.create(model="nothing", messages=[{"role": "user", "content": "x"}])
    assert unknown.value.code == "model_not_found"
    with pytest.raises(openai.PermissionDeniedError):
        ask(sdk(world, member.key(model_limits_enabled=True, model_limits="another")), "x")
    with pytest.raises(openai.BadRequestError) as bad:
        client.chat.completions.create(model="test-model", messages=[{"role": "boss", "content": "x"}])
    assert bad.value.param == "messages[0].role"
    with pytest.raises(openai.BadRequestError) as refused:
        ask(client, "[[status=400]] [[code=odd]]")
    assert refused.value.code == "odd" and "refused with 400" in refused.value.message
    assert used(member) == 0
    ask(client, "hello")
    with pytest.raises(openai.RateLimitError) as limited:
        ask(client, "hello")
    headers = limited.value.response.headers
    assert headers["x-ratelimit-limit-requests"] == "1" and int(headers["retry-after"]) > 0
    assert "day" in limited.value.message
    assert world.admin.post("/api/user/manage", {"id": member.id, "action": "disable"}).status_code == 200
    deadline = time.monotonic() + 2
    for server in range(len(world.urls)):
        while True:
            try:
                sdk(world, key, server).models.list()
            except openai.PermissionDeniedError:
                break
            assert time.monotonic() < deadline, "a disabled member's key works for more than two seconds"


def test_a_deleted_key_works_nowhere_within_two_seconds(world):
    member = world.member()
    key = member.key()
    for server in range(len(world.urls)):
        sdk(world, key, server).models.list()
    identifier = member.client.data(member.client.get("/api/token/"))["items"][0]["id"]
    assert member.client.delete(f"/api/token/{identifier}").status_code == 200
    deadline = time.monotonic() + 2
    for server in range(len(world.urls)):
        while True:
            try:
                sdk(world, key, server).models.list()
            except openai.AuthenticationError:
                break
            assert time.monotonic() < deadline


def test_whoever_leaves_stops_the_upstream_and_pays_for_what_came(world):
    member = world.member([{"window": "day", "limit": 9}])
    stream = ask(sdk(world, member.key()), "[[words=2000]] [[delay=0.01]]", stream=True)
    for _ in zip(range(5), stream):
        pass
    stream.close()
    row = logged(world, member)[0]
    assert row["status"] == "stopped" and row["units"] == 1 and row["duration_ms"] < 10_000
    assert used(member) == 1
    # Before the first piece it costs nothing.
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            world.url + "/v1/chat/completions", timeout=1, headers={"authorization": f"Bearer {member.key()}"},
            json={"model": "test-model", "stream": True, "messages": [{"role": "user", "content": "[[stall]]"}]})
    rows = logged(world, member, 2)
    assert rows[0]["status"] == "stopped" and rows[0]["units"] == 0
    assert used(member) == 1


def test_an_admin_sees_masked_keys_and_ends_them(world):
    member = world.member()
    key = member.key()
    sdk(world, key).models.list()
    listed = world.admin.data(world.admin.get(f"/api/token/?user_id={member.id}"))["items"]
    assert [item["username"] for item in listed] == [member.name]
    assert key[3:] not in json.dumps(listed) and "*" in listed[0]["key"]
    assert world.admin.get(f"/api/token/{listed[0]['id']}").status_code == 404, "no admin reads a foreign key"
    other = world.member()
    assert other.client.get("/api/token/?user_id=0").status_code == 403
    assert other.client.delete(f"/api/token/{listed[0]['id']}").status_code == 404
    assert world.admin.delete(f"/api/token/{listed[0]['id']}").status_code == 200
    audit = world.admin.data(world.admin.get("/api/audit/?page_size=50"))["items"]
    assert {"key.created", "key.deleted"} <= {row["action"] for row in audit}
    assert key[3:] not in json.dumps(audit)


def test_many_at_once_are_counted_exactly(world):
    member = world.member([{"window": "hour", "limit": 20}, {"window": "day", "limit": 100}])
    key = member.key()

    def one(number: int) -> int:
        client = sdk(world, key, number % len(world.urls))
        try:
            if number % 2:
                list(ask(client, "[[words=1]]", stream=True))
            else:
                ask(client, "hello")
            return 200
        except openai.RateLimitError:
            return 429

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(one, range(60)))
    assert outcomes.count(200) == 20
    assert sum(row["units"] for row in logged(world, member, 20)) == 20


def test_a_chatmirror_may_be_the_upstream_of_another(alone, tmp_path):
    (tmp_path / "second").mkdir()
    second = Server(tmp_path / "second", alone.server.port).start()
    try:
        admin = set_up(second)
        channel = {"name": "the first", "type": 1, "base_url": alone.url, "key": alone.member().key(), "models": "test-model"}
        found = admin.post("/api/channel/fetch_models", channel).json()
        assert found["data"] == ["test-model"]
        account = admin.data(admin.post("/api/channel/", {"mode": "single", "channel": channel}))["id"]
        assert admin.post(f"/api/channel/test/{account}", {}).json()["success"] is True
        other = World([second], alone.upstream, admin, account)
        member = other.member()
        answer = member.client.send("[[reasoning]] [[words=3]]")
        assert answer.text == "word0 word1 word2 " and answer.is_done
        assert ask(sdk(other, member.key()), "hello").choices[0].message.content == "ok"
        assert alone.upstream.requests[-1]["headers"]["Authorization"] == "Bearer sk-canary-key"
    finally:
        second.kill()
