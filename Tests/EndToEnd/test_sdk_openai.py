"""OpenAI's SDK: Responses, Chat Completions, Completions and models, over upstreams of every kind."""

import json

import openai
import pydantic
import pytest

from asking import CITY, PICTURE, PLACE, logged, used, wait_for_cancelled

CHAT_TOOL = {"type": "function", "function": {"name": "get_weather", "description": "Weather of a city.", "parameters": CITY}}
TOOL = {"type": "function", "name": "get_weather", "description": "Weather of a city.", "parameters": CITY, "strict": True}


class Place(pydantic.BaseModel):
    city: str
    degrees: int


def sdk(world, key: str, **options) -> openai.OpenAI:
    return openai.OpenAI(base_url=world.url + "/v1", api_key=key, **{"max_retries": 0, "timeout": 30, **options})


def respond(client: openai.OpenAI, question, /, **fields):
    return client.responses.create(model="test-model", input=question, **fields)


@pytest.fixture
def world(any_upstream):
    return any_upstream


def test_a_whole_response(world):
    member = world.member([{"window": "day", "limit": 5}])
    answer = respond(sdk(world, member.key()), "hello", instructions="Be short.")
    assert answer.output_text == "ok" and answer.status == "completed" and answer.id.startswith("resp_")
    assert (answer.usage.input_tokens, answer.usage.input_tokens_details.cached_tokens, answer.usage.output_tokens) == (11, 4, 2)
    assert answer.model == "test-model" and answer.instructions == "Be short."
    row = logged(world, member)[0]
    assert (row["endpoint"], row["status"], row["prompt_tokens"], row["units"]) == ("responses", "finished", 11, 1)
    assert used(member) == 1


def test_a_streamed_response_as_the_helper_reads_it(world):
    with sdk(world, world.member().key()).responses.stream(model="test-model", input="[[words=3]]") as stream:
        events = list(stream)
        final = stream.get_final_response()
    assert final.output_text == "word0 word1 word2 " and final.usage.output_tokens == 3
    numbers = [event.sequence_number for event in events]
    assert numbers == list(range(len(numbers)))
    assert [event.type for event in events][:2] == ["response.created", "response.in_progress"]
    assert events[-1].type == "response.completed"


@pytest.mark.parametrize("calls", [1, 2])
@pytest.mark.parametrize("streamed", [False, True])
def test_tools_there_and_back(world, calls, streamed):
    client = sdk(world, world.member().key())
    question = [{"role": "user", "content": f"[[tool=get_weather]] [[calls={calls}]]"}]
    if streamed:
        with client.responses.stream(model="test-model", input=question, tools=[TOOL]) as stream:
            list(stream)
            answer = stream.get_final_response()
    else:
        answer = client.responses.create(model="test-model", input=question, tools=[TOOL])
    asked = [item for item in answer.output if item.type == "function_call"]
    assert [json.loads(call.arguments)["city"] for call in asked] == ["Paris", "Rome"][:calls]
    assert {call.name for call in asked} == {"get_weather"} and len({call.call_id for call in asked}) == calls
    results = [{"type": "function_call_output", "call_id": call.call_id, "output": "Sunny"} for call in asked]
    history = question + [item.model_dump(exclude_none=True) for item in answer.output] + results
    assert client.responses.create(model="test-model", input=history, tools=[TOOL]).output_text == "ok"


def test_two_calls_at_once_in_a_chat(world):
    client = sdk(world, world.member().key())
    messages = [{"role": "user", "content": "[[tool=get_weather]] [[calls=2]]"}]
    with client.chat.completions.stream(model="test-model", messages=messages, tools=[CHAT_TOOL]) as stream:
        list(stream)
        message = stream.get_final_completion().choices[0].message
    assert [json.loads(call.function.arguments)["city"] for call in message.tool_calls] == ["Paris", "Rome"]
    messages.append(message.model_dump(exclude_none=True, exclude={"parsed"}))
    for call in messages[-1]["tool_calls"]:
        call["function"].pop("parsed_arguments", None)
        messages.append({"role": "tool", "tool_call_id": call["id"], "content": "Sunny"})
    answer = client.chat.completions.create(model="test-model", messages=messages, tools=[CHAT_TOOL])
    assert answer.choices[0].message.content == "ok"


@pytest.mark.parametrize("streamed", [False, True])
def test_reasoning_comes_before_the_answer(world, streamed):
    client = sdk(world, world.member().key())
    fields = {"reasoning": {"effort": "low", "summary": "auto"}}
    if streamed:
        with client.responses.stream(model="test-model", input="[[reasoning]] [[words=1]]", **fields) as stream:
            list(stream)
            answer = stream.get_final_response()
    else:
        answer = respond(client, "[[reasoning]]", **fields)
    assert [item.type for item in answer.output] == ["reasoning", "message"]
    assert answer.output[0].summary[0].text.startswith("Let me think.")


def test_an_answer_in_a_schema(world):
    client = sdk(world, world.member().key())
    parsed = client.responses.parse(model="test-model", input="[[json]]", text_format=Place)
    assert parsed.output_parsed == Place(city="Paris", degrees=21)
    chat = client.chat.completions.parse(
        model="test-model", messages=[{"role": "user", "content": "[[json]]"}], response_format=Place)
    assert chat.choices[0].message.parsed == Place(city="Paris", degrees=21)
    form = {"format": {"type": "json_schema", "name": "place", "schema": PLACE, "strict": True}}
    assert json.loads(respond(client, "[[json]]", text=form).output_text)["city"] == "Paris"


def test_a_picture(world):
    content = [{"type": "input_text", "text": "what is it?"}, {"type": "input_image", "image_url": PICTURE, "detail": "low"}]
    answer = respond(sdk(world, world.member().key()), [{"role": "user", "content": content}])
    assert answer.output_text == "ok"
    assert PICTURE.split(",")[1] in json.dumps(world.upstream.requests[-1]["body"])


def test_completions_of_old(world):
    member = world.member()
    client = sdk(world, member.key())
    assert client.completions.create(model="test-model", prompt="hello").choices[0].text == "ok"
    pieces = client.completions.create(model="test-model", prompt="[[words=3]]", stream=True)
    assert "".join(piece.choices[0].text for piece in pieces) == "word0 word1 word2 "
    assert [row["endpoint"] for row in logged(world, member, 2)] == ["completions", "completions"]


def test_tokens_are_counted_without_asking_anybody(world):
    client = sdk(world, world.member([{"window": "day", "limit": 0}]).key())
    asked = len(world.upstream.requests)
    count = client.responses.input_tokens.count(model="test-model", input="x" * 400)
    assert count.object == "response.input_tokens" and count.input_tokens == 100
    assert len(world.upstream.requests) == asked


def test_models(world):
    client = sdk(world, world.member().key())
    assert [model.id for model in client.models.list()] == ["test-model"]
    assert client.models.retrieve("test-model").object == "model"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("org/other-model")


def test_each_error_is_the_sdks_own(world):
    member = world.member([{"window": "day", "limit": 1}])
    client = sdk(world, member.key())
    with pytest.raises(openai.AuthenticationError) as unknown:
        respond(sdk(world, "sk-" + "a" * 48), "x")
    assert unknown.value.code == "invalid_api_key" and unknown.value.request_id
    with pytest.raises(openai.NotFoundError) as missing:
        client.responses.create(model="nothing", input="x")
    assert missing.value.code == "model_not_found" and missing.value.param == "model"
    with pytest.raises(openai.BadRequestError) as bad:
        respond(client, [{"role": "boss", "content": "x"}])
    assert bad.value.param == "input[0].role"
    with pytest.raises(openai.BadRequestError) as kept:
        respond(client, "x", previous_response_id="resp_1")
    assert kept.value.param == "previous_response_id"
    with pytest.raises(openai.BadRequestError) as refused:
        respond(client, "[[status=400]]")
    assert "refused with 400" in refused.value.message
    assert used(member) == 0
    respond(client, "hello")
    with pytest.raises(openai.RateLimitError) as limited:
        respond(sdk(world, member.key(), max_retries=2), "hello")
    headers = limited.value.response.headers
    assert int(headers["retry-after"]) > 0 and headers["x-should-retry"] == "false"


@pytest.mark.parametrize("field, value, refusing", [
    ("n", 2, {"openai-responses", "codex", "anthropic", "gemini"}),
    ("stop", ["x"], {"openai-responses", "codex"}),
    ("frequency_penalty", 0.5, {"openai-responses", "codex", "anthropic"}),
    ("response_format", {"type": "json_object"}, {"anthropic"}),
    ("logprobs", True, {"openai-responses", "codex", "anthropic", "gemini"}),
    ("logit_bias", {"1": 1}, {"openai-responses", "codex", "anthropic", "gemini"}),
])
def test_what_a_kind_has_no_words_for_is_refused_by_its_name(world, field, value, refusing):
    client, asked = sdk(world, world.member().key()), len(world.upstream.requests)
    fields = {"model": "test-model", "messages": [{"role": "user", "content": "hello"}], field: value}
    if world.upstream.kind in refusing:
        with pytest.raises(openai.BadRequestError) as refused:
            client.chat.completions.create(**fields)
        assert (refused.value.code, refused.value.param) == ("unsupported_parameter", field)
        assert len(world.upstream.requests) == asked
    else:
        assert client.chat.completions.create(**fields).choices[0].message.content == "ok"


@pytest.mark.parametrize("field, value", [
    ("tools", [{"type": "file_search", "vector_store_ids": ["vs_1"]}]), ("top_logprobs", 2)])
def test_what_only_responses_say_is_refused_by_its_name(world, field, value):
    client = sdk(world, world.member().key())
    speaks = {"openai-responses", "azure"} | ({"codex"} if field == "tools" else set())
    if world.upstream.kind in speaks:
        assert respond(client, "hello", **{field: value}).output_text == "ok"
        assert world.upstream.requests[-1]["body"][field] == value
    else:
        with pytest.raises(openai.BadRequestError) as refused:
            respond(client, "hello", **{field: value})
        assert refused.value.code == "unsupported_parameter" and refused.value.param.startswith(field)


@pytest.mark.parametrize("order", ["error", "cut"])
def test_a_stream_that_breaks_is_an_error(world, order):
    client = sdk(world, world.member().key())
    events = list(respond(client, f"[[{order}=2]]", stream=True))
    assert events[-1].type == "response.failed" and events[-1].response.status == "failed"
    assert events[-1].response.error.code == "server_error"
    seen = []
    with pytest.raises(openai.APIError):
        for chunk in client.chat.completions.create(
                model="test-model", messages=[{"role": "user", "content": f"[[{order}=2]]"}], stream=True):
            seen.append(chunk.choices[0].delta.content or "")
    assert "".join(seen) == "word0 word1 "


def test_another_kind_answers_for_one_that_is_limited(world, limited):
    member, other = limited
    client = sdk(world, member.key())
    assert respond(client, "hello").output_text == "ok"
    chunks = client.chat.completions.create(
        model="test-model", messages=[{"role": "user", "content": "[[words=2]]"}], stream=True)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == "word0 word1 "
    # The limited one is asked once, and then let alone.
    assert (len(world.upstream.requests), len(other.upstream.requests)) == (1, 2) and used(member) == 2


def test_the_sdk_tries_again_after_a_failure(world):
    member = world.member([{"window": "day", "limit": 5}])
    answer = respond(sdk(world, member.key(), max_retries=2), "[[once=500]]")
    assert answer.output_text == "ok" and used(member) == 1
    assert [row["status"] for row in logged(world, member, 2)] == ["finished", "failed"]


def test_whoever_leaves_cancels_the_upstream(world):
    member = world.member()
    stream = respond(sdk(world, member.key()), "[[words=2000]] [[delay=0.01]]", stream=True)
    for _ in zip(range(5), stream):
        pass
    stream.close()
    wait_for_cancelled(world, member)
