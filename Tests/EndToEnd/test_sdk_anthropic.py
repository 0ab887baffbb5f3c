"""Anthropic's SDK: messages, counts and models, over upstreams of every kind."""

import json

import anthropic
import httpx
import pytest

from asking import CITY, PLACE, PNG, logged, used, wait_for_cancelled

TOOL = {"name": "get_weather", "description": "Weather of a city.", "input_schema": CITY}


def sdk(world, key: str, **options) -> anthropic.Anthropic:
    return anthropic.Anthropic(base_url=world.url, **{"api_key": key, "max_retries": 0, "timeout": 30, **options})


def ask(client: anthropic.Anthropic, content, **fields):
    return client.messages.create(
        model="test-model", max_tokens=100, messages=[{"role": "user", "content": content}], **fields)


@pytest.fixture
def world(any_upstream):
    return any_upstream


def test_a_whole_answer(world):
    member = world.member([{"window": "day", "limit": 5}])
    answer = ask(sdk(world, member.key()), "hello", system="Be short.")
    assert [block.text for block in answer.content] == ["ok"] and answer.stop_reason == "end_turn"
    assert answer.id.startswith("msg_") and answer.model == "test-model" and answer._request_id
    assert (answer.usage.input_tokens, answer.usage.cache_read_input_tokens, answer.usage.output_tokens) == (7, 4, 2)
    row = logged(world, member)[0]
    assert (row["endpoint"], row["status"], row["prompt_tokens"], row["units"]) == ("messages", "finished", 11, 1)
    assert used(member) == 1


@pytest.mark.parametrize("place", ["auth_token", "api_key", "x-api-key"])
def test_a_key_in_each_place(world, place):
    key = world.member().key()
    if place == "x-api-key":
        # As older SDKs and Claude Code send it.
        headers = {"x-api-key": key, "anthropic-version": "2023-06-01"}
        body = {"model": "test-model", "max_tokens": 9, "messages": [{"role": "user", "content": "hello"}]}
        answer = httpx.post(world.url + "/v1/messages?beta=true", headers=headers, json=body, timeout=20)
        assert answer.json()["content"] == [{"type": "text", "text": "ok"}] and answer.headers["request-id"]
        return
    assert ask(anthropic.Anthropic(base_url=world.url, **{place: key}), "hello").content[0].text == "ok"


def test_a_stream_as_the_helper_reads_it(world):
    client = sdk(world, world.member().key())
    with client.messages.stream(
        model="test-model", max_tokens=100, messages=[{"role": "user", "content": "[[words=3]]"}]
    ) as stream:
        assert "".join(stream.text_stream) == "word0 word1 word2 "
        final = stream.get_final_message()
    assert final.stop_reason == "end_turn" and final.usage.output_tokens == 3 and final.usage.input_tokens == 11
    names = [event.type for event in ask(client, "[[words=1]]", stream=True)]
    assert names[0] == "message_start" and names[-2:] == ["message_delta", "message_stop"]


def test_unfinished_features_are_asked_for_in_the_head(world):
    client = sdk(world, world.member().key())
    answer = client.beta.messages.create(
        model="test-model", max_tokens=100, messages=[{"role": "user", "content": "hello"}],
        betas=["context-management-2025-06-27"])
    assert answer.content[0].text == "ok"


@pytest.mark.parametrize("calls", [1, 2])
@pytest.mark.parametrize("streamed", [False, True])
def test_tools_there_and_back(world, calls, streamed):
    client = sdk(world, world.member().key())
    messages = [{"role": "user", "content": f"[[tool=get_weather]] [[calls={calls}]]"}]
    fields = {"model": "test-model", "max_tokens": 100, "tools": [TOOL]}
    if streamed:
        with client.messages.stream(messages=messages, **fields) as stream:
            answer = stream.get_final_message()
    else:
        answer = client.messages.create(messages=messages, **fields)
    asked = [block for block in answer.content if block.type == "tool_use"]
    assert answer.stop_reason == "tool_use" and [call.input["city"] for call in asked] == ["Paris", "Rome"][:calls]
    assert {call.name for call in asked} == {"get_weather"} and len({call.id for call in asked}) == calls
    results = [{"type": "tool_result", "tool_use_id": call.id, "content": "Sunny"} for call in asked]
    messages += [{"role": "assistant", "content": answer.content}, {"role": "user", "content": results}]
    assert client.messages.create(messages=messages, **fields).content[0].text == "ok"


@pytest.mark.parametrize("streamed", [False, True])
def test_reasoning_comes_before_the_answer(world, streamed):
    client = sdk(world, world.member().key())
    thinking = {"type": "adaptive", "display": "summarized"}
    if streamed:
        with client.messages.stream(
            model="test-model", max_tokens=100, thinking=thinking,
            messages=[{"role": "user", "content": "[[reasoning]] [[words=1]]"}]
        ) as stream:
            answer = stream.get_final_message()
    else:
        answer = ask(client, "[[reasoning]]", thinking=thinking)
    assert [block.type for block in answer.content] == ["thinking", "text"]
    assert answer.content[0].thinking.startswith("Let me think.")
    # It goes back as it came.
    again = client.messages.create(
        model="test-model", max_tokens=100, thinking=thinking, messages=[
            {"role": "user", "content": "x"}, {"role": "assistant", "content": answer.content},
            {"role": "user", "content": "and?"}])
    assert again.content[0].text == "ok"


def test_an_answer_in_a_schema(world):
    form = {"format": {"type": "json_schema", "schema": PLACE}}
    answer = ask(sdk(world, world.member().key()), "[[json]]", output_config=form)
    assert json.loads(answer.content[0].text) == {"city": "Paris", "degrees": 21}


def test_a_picture(world):
    content = [{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PNG}},
               {"type": "text", "text": "what is it?"}]
    assert ask(sdk(world, world.member().key()), content).content[0].text == "ok"
    assert PNG in json.dumps(world.upstream.requests[-1]["body"])


def test_tokens_are_counted_without_asking_anybody(world):
    client = sdk(world, world.member([{"window": "day", "limit": 0}]).key())
    asked = len(world.upstream.requests)
    messages = [{"role": "user", "content": "x" * 400}]
    bare = client.messages.count_tokens(model="test-model", messages=messages).input_tokens
    assert bare == 100
    assert client.messages.count_tokens(model="test-model", messages=messages, tools=[TOOL]).input_tokens > bare
    assert len(world.upstream.requests) == asked


def test_models(world):
    client = sdk(world, world.member().key())
    page = client.models.list(limit=1)
    assert [model.id for model in page.data] == ["test-model"] and page.has_more is False
    assert [model.id for model in client.models.list()] == ["test-model"]
    model = client.models.retrieve("test-model")
    assert model.type == "model" and model.lifecycle == "active" and model.created_at.year > 2000
    with pytest.raises(anthropic.NotFoundError):
        client.models.retrieve("other-model")


def test_each_error_is_the_sdks_own(world):
    member = world.member([{"window": "day", "limit": 1}])
    client = sdk(world, member.key())
    with pytest.raises(anthropic.AuthenticationError) as unknown:
        ask(sdk(world, "sk-" + "a" * 48), "x")
    assert unknown.value.body["error"]["type"] == "authentication_error" and unknown.value.request_id
    assert unknown.value.body["request_id"] == unknown.value.request_id
    with pytest.raises(anthropic.NotFoundError):
        client.messages.create(model="nothing", max_tokens=9, messages=[{"role": "user", "content": "x"}])
    with pytest.raises(anthropic.BadRequestError) as bad:
        client.messages.create(model="test-model", max_tokens=9, messages=[{"role": "boss", "content": "x"}])
    assert "messages[0].role" in bad.value.message
    with pytest.raises(anthropic.BadRequestError) as refused:
        ask(client, "[[status=400]]")
    assert "refused with 400" in refused.value.message
    with pytest.raises(anthropic.NotFoundError):
        client.messages.batches.list()
    assert used(member) == 0
    ask(client, "hello")
    with pytest.raises(anthropic.RateLimitError) as limited:
        ask(sdk(world, member.key(), max_retries=2), "hello")
    assert int(limited.value.response.headers["retry-after"]) > 0
    assert limited.value.body["error"]["type"] == "rate_limit_error"


@pytest.mark.parametrize("field, value, refusing", [
    ("stop_sequences", ["x"], {"openai-responses", "codex"}),
    ("tools", [{"type": "code_execution_20250825", "name": "code_execution"}], {"openai-chat", "openai-responses", "gemini", "codex", "azure"}),
])
def test_what_a_kind_has_no_words_for_is_refused_by_its_name(world, field, value, refusing):
    client, asked = sdk(world, world.member().key()), len(world.upstream.requests)
    if world.upstream.kind in refusing:
        with pytest.raises(anthropic.BadRequestError) as refused:
            ask(client, "hello", **{field: value})
        assert refused.value.body["error"]["type"] == "invalid_request_error" and field in refused.value.message
        assert len(world.upstream.requests) == asked
    else:
        assert ask(client, "hello", **{field: value}).content[0].text == "ok"


@pytest.mark.parametrize("order", ["error", "cut"])
def test_a_stream_that_breaks_is_an_error(world, order):
    client = sdk(world, world.member().key())
    seen = []
    with pytest.raises(anthropic.APIStatusError):
        for event in ask(client, f"[[{order}=2]]", stream=True):
            seen.append(event.type)
    assert "content_block_delta" in seen and "message_stop" not in seen


def test_another_kind_answers_for_one_that_is_limited(world, limited):
    member, other = limited
    client = sdk(world, member.key())
    assert ask(client, "hello").content[0].text == "ok"
    with client.messages.stream(
        model="test-model", max_tokens=100, messages=[{"role": "user", "content": "[[words=2]]"}]
    ) as stream:
        assert "".join(stream.text_stream) == "word0 word1 "
    # The limited one is asked once, and then let alone.
    assert (len(world.upstream.requests), len(other.upstream.requests)) == (1, 2) and used(member) == 2


def test_the_sdk_tries_again_after_a_failure(world):
    member = world.member([{"window": "day", "limit": 5}])
    answer = ask(sdk(world, member.key(), max_retries=2), "[[once=500]]")
    assert answer.content[0].text == "ok" and used(member) == 1


def test_whoever_leaves_cancels_the_upstream(world):
    member = world.member()
    stream = ask(sdk(world, member.key()), "[[words=2000]] [[delay=0.01]]", stream=True)
    for _ in zip(range(5), stream):
        pass
    stream.close()
    wait_for_cancelled(world, member)
