"""Google's SDK: generateContent in every version of the address, counts and models, over upstreams of every kind."""

import json
import re

import httpx
import pytest
from google import genai
from google.genai import errors, types

from asking import CITY, PICTURE_BYTES, PLACE, PNG, logged, used, wait_for_cancelled
from speech.gemini import Gemini

TOOL = types.Tool(function_declarations=[types.FunctionDeclaration(
    name="get_weather", description="Weather of a city.", parameters_json_schema=CITY)])
# Calls are answered by the test, not by the SDK.
BY_HAND = types.AutomaticFunctionCallingConfig(disable=True)


def sdk(world, key: str, **options) -> genai.Client:
    # Its retries wait for long.
    options = {"base_url": world.url, "timeout": 30_000, "retry_options": types.HttpRetryOptions(attempts=1), **options}
    return genai.Client(api_key=key, vertexai=False, http_options=types.HttpOptions(**options))


def ask(client: genai.Client, contents, **config):
    return client.models.generate_content(
        model="test-model", contents=contents, config=types.GenerateContentConfig(**config))


def stream(client: genai.Client, contents, **config):
    """Asks when the first piece is wanted: until then the client must stay."""
    return client.models.generate_content_stream(
        model="test-model", contents=contents, config=types.GenerateContentConfig(**config))


@pytest.fixture
def world(any_upstream):
    return any_upstream


def test_a_whole_answer(world):
    member = world.member([{"window": "day", "limit": 5}])
    answer = ask(sdk(world, member.key()), "hello", system_instruction="Be short.", max_output_tokens=100)
    assert answer.text == "ok" and answer.candidates[0].finish_reason == types.FinishReason.STOP
    assert answer.model_version == "test-model" and answer.response_id
    usage = answer.usage_metadata
    assert (usage.prompt_token_count, usage.cached_content_token_count, usage.candidates_token_count) == (11, 4, 2)
    row = logged(world, member)[0]
    assert (row["endpoint"], row["status"], row["prompt_tokens"], row["units"]) == ("generateContent", "finished", 11, 1)
    assert used(member) == 1


@pytest.mark.parametrize("version", ["v1", "v1beta", "v1alpha"])
def test_every_version_of_the_address(world, version):
    client = sdk(world, world.member().key(), api_version=version)
    assert ask(client, "hello").text == "ok"
    assert client.models.generate_content(model="models/test-model", contents="hello").text == "ok"


def test_a_key_in_the_address(world):
    key = world.member().key()
    hello, body = ({"contents": [{"parts": [{"text": text}]}]} for text in ("hello", "[[words=2]]"))
    path = "/v1beta/models/test-model"
    whole = httpx.post(f"{world.url}{path}:generateContent?key={key}", json=hello, timeout=20)
    assert whole.json()["candidates"][0]["content"]["parts"] == [{"text": "ok"}]
    # Without alt=sse a stream is one array.
    pieces = httpx.post(f"{world.url}{path}:streamGenerateContent?key={key}", json=body, timeout=20)
    assert pieces.headers["content-type"] == "application/json"
    texts = [part["text"] for piece in pieces.json() for part in piece["candidates"][0]["content"].get("parts", [])]
    assert "".join(texts) == "word0 word1 "
    wrong = httpx.post(f"{world.url}{path}:predict?key={key}", json=body, timeout=20)
    assert wrong.status_code == 404 and wrong.json()["error"]["status"] == "NOT_FOUND" and key[3:] not in wrong.text
    for request in world.upstream.requests:
        assert key[3:] not in json.dumps(request)


def test_a_stream(world):
    client = sdk(world, world.member().key())
    chunks = list(stream(client, "[[words=3]]"))
    assert "".join(chunk.text or "" for chunk in chunks) == "word0 word1 word2 "
    assert chunks[-1].candidates[0].finish_reason == types.FinishReason.STOP
    assert chunks[-1].usage_metadata.candidates_token_count == 3


@pytest.mark.parametrize("calls", [1, 2])
@pytest.mark.parametrize("streamed", [False, True])
def test_tools_there_and_back(world, calls, streamed):
    client = sdk(world, world.member().key())
    question = types.Content(role="user", parts=[types.Part(text=f"[[tool=get_weather]] [[calls={calls}]]")])
    fields = {"tools": [TOOL], "automatic_function_calling": BY_HAND}
    if streamed:
        chunks = list(stream(client, [question], **fields))
        parts = [part for chunk in chunks for part in chunk.candidates[0].content.parts or []]
    else:
        parts = ask(client, [question], **fields).candidates[0].content.parts
    asked = [part.function_call for part in parts if part.function_call]
    assert [call.args["city"] for call in asked] == ["Paris", "Rome"][:calls]
    results = [types.Part(function_response=types.FunctionResponse(
        id=call.id, name=call.name, response={"output": "Sunny"})) for call in asked]
    history = [question, types.Content(role="model", parts=parts), types.Content(role="user", parts=results)]
    assert ask(client, history, **fields).text == "ok"


def test_the_sdk_calls_a_function_by_itself(world):
    asked = []

    def get_weather(city: str) -> str:
        """Weather of a city."""
        asked.append(city)
        return "Sunny"

    answer = ask(sdk(world, world.member().key()), "[[tool=get_weather]]", tools=[get_weather])
    assert asked == ["Paris"] and answer.text == "ok"


@pytest.mark.parametrize("streamed", [False, True])
def test_reasoning_comes_before_the_answer(world, streamed):
    client = sdk(world, world.member().key())
    wish = types.ThinkingConfig(include_thoughts=True, thinking_level="LOW")
    if streamed:
        chunks = list(stream(client, "[[reasoning]] [[words=1]]", thinking_config=wish))
        parts = [part for chunk in chunks for part in chunk.candidates[0].content.parts or []]
    else:
        parts = ask(client, "[[reasoning]]", thinking_config=wish).candidates[0].content.parts
    assert parts[0].thought and parts[0].text.startswith("Let me think.")
    assert not parts[-1].thought


def test_an_answer_in_a_schema(world):
    answer = ask(sdk(world, world.member().key()), "[[json]]", response_mime_type="application/json",
                 response_json_schema=PLACE)
    assert json.loads(answer.text) == {"city": "Paris", "degrees": 21}


def test_a_picture(world):
    picture = types.Part.from_bytes(data=PICTURE_BYTES, mime_type="image/png")
    assert ask(sdk(world, world.member().key()), [picture, "what is it?"]).text == "ok"
    # The SDK writes the alphabet of addresses, which Google reads; others read the standard one.
    data = PNG.replace("+", "-").replace("/", "_") if isinstance(world.upstream.format, Gemini) else PNG
    assert data in json.dumps(world.upstream.requests[-1]["body"])


def test_tokens_are_counted_without_asking_anybody(world):
    client = sdk(world, world.member([{"window": "day", "limit": 0}]).key())
    asked = len(world.upstream.requests)
    assert client.models.count_tokens(model="test-model", contents="x" * 400).total_tokens == 100
    assert len(world.upstream.requests) == asked


def test_models(world):
    client = sdk(world, world.member().key())
    assert [model.name for model in client.models.list()] == ["models/test-model"]
    for name in ["test-model", "models/test-model"]:
        model = client.models.get(model=name)
        assert model.name == "models/test-model" and "generateContent" in model.supported_actions
    with pytest.raises(errors.ClientError) as missing:
        client.models.get(model="other-model")
    assert missing.value.code == 404


def test_each_error_is_the_sdks_own(world):
    member = world.member([{"window": "day", "limit": 1}])
    client = sdk(world, member.key())
    with pytest.raises(errors.ClientError) as unknown:
        ask(sdk(world, "sk-" + "a" * 48), "x")
    assert (unknown.value.code, unknown.value.status) == (401, "UNAUTHENTICATED")
    with pytest.raises(errors.ClientError) as missing:
        client.models.generate_content(model="nothing", contents="x")
    assert (missing.value.code, missing.value.status) == (404, "NOT_FOUND")
    with pytest.raises(errors.ClientError) as bad:
        ask(client, types.Content(role="boss", parts=[types.Part(text="x")]))
    assert bad.value.status == "INVALID_ARGUMENT" and "contents[0].role" in bad.value.message
    with pytest.raises(errors.ClientError) as refused:
        ask(client, "[[status=400]]")
    assert "refused with 400" in refused.value.message
    assert used(member) == 0
    ask(client, "hello")
    with pytest.raises(errors.ClientError) as limited:
        ask(client, "hello")
    assert (limited.value.code, limited.value.status) == (429, "RESOURCE_EXHAUSTED")
    assert int(limited.value.response.headers["retry-after"]) > 0


@pytest.mark.parametrize("field, value, refusing", [
    ("candidate_count", 2, {"openai-chat", "openai-responses", "anthropic", "codex", "azure"}),
    ("stop_sequences", ["x"], {"openai-responses", "codex"}),
    ("presence_penalty", 0.5, {"openai-responses", "anthropic", "codex"}),
    ("response_logprobs", True, {"openai-chat", "openai-responses", "anthropic", "codex", "azure"}),
    ("tools", [types.Tool(code_execution=types.ToolCodeExecution())],
     {"openai-chat", "openai-responses", "anthropic", "codex", "azure"}),
])
def test_what_a_kind_has_no_words_for_is_refused_by_its_name(world, field, value, refusing):
    client, asked = sdk(world, world.member().key()), len(world.upstream.requests)
    if world.upstream.kind in refusing:
        with pytest.raises(errors.ClientError) as refused:
            ask(client, "hello", **{field: value})
        # Their names are Python's here, Google's there.
        name = re.sub("_(.)", lambda match: match[1].upper(), field)
        assert refused.value.status == "INVALID_ARGUMENT" and name in refused.value.message
        assert len(world.upstream.requests) == asked
    else:
        assert ask(client, "hello", **{field: value}).text == "ok"


@pytest.mark.parametrize("order", ["error", "cut"])
def test_a_stream_that_breaks_is_an_error(world, order):
    client, seen = sdk(world, world.member().key()), []
    with pytest.raises((errors.ServerError, errors.ClientError)):
        for chunk in stream(client, f"[[{order}=2]]"):
            seen.append(chunk.text)
    assert "".join(seen) == "word0 word1 "


def test_another_kind_answers_for_one_that_is_limited(world, limited):
    member, other = limited
    client = sdk(world, member.key())
    assert ask(client, "hello").text == "ok"
    assert "".join(chunk.text or "" for chunk in stream(client, "[[words=2]]")) == "word0 word1 "
    # The limited one is asked once, and then let alone.
    assert (len(world.upstream.requests), len(other.upstream.requests)) == (1, 2) and used(member) == 2


def test_the_sdk_tries_again_after_a_failure(world):
    member = world.member([{"window": "day", "limit": 5}])
    retries = types.HttpRetryOptions(attempts=3, initial_delay=0.1, max_delay=0.5)
    answer = ask(sdk(world, member.key(), retry_options=retries), "[[once=500]]")
    assert answer.text == "ok" and used(member) == 1


def test_whoever_leaves_cancels_the_upstream(world):
    member = world.member()
    client = sdk(world, member.key())
    pieces = stream(client, "[[words=2000]] [[delay=0.01]]")
    for _ in zip(range(5), pieces):
        pass
    pieces.close()
    wait_for_cancelled(world, member)
