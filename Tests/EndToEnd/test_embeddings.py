"""Embeddings in every coding, for OpenAI's programs and Google's, on accounts of every kind that have them."""

import base64
import json
import random
import struct

import httpx
import openai
import pytest
from google import genai
from google.genai import errors, types

import test_sdk_gemini
from asking import logged, used
from test_sdk_openai import sdk

VECTORS = [[struct.unpack("<f", struct.pack("<f", random.Random(number).uniform(-1, 1)))[0] for _ in range(1536)] for number in range(100)]
# Where accounts of each kind are asked.
ADDRESSES = {"openai-chat": "/v1/embeddings", "openai-responses": "/v1/embeddings", "gemini": "/v1beta/openai/embeddings"}


def coded(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


class Embedder:
    """An upstream that knows one coding, whatever it is asked for; keeps what it is asked."""

    def __init__(self, upstream, coding: str = "float") -> None:
        self.upstream, self.coding, self.asked = upstream, coding, []

    def __call__(self, handler, body: dict) -> None:
        self.asked.append(body)
        vectors = VECTORS[:len(body["input"])] if isinstance(body["input"], list) else VECTORS[:1]
        data = [{"object": "embedding", "index": number, "embedding": coded(vector) if self.coding == "base64" else vector} for number, vector in enumerate(vectors)]
        usage = {"prompt_tokens": 7 * len(vectors), "total_tokens": 7 * len(vectors)}
        self.upstream.whole(handler, 200, "application/json", json.dumps({"object": "list", "data": data, "model": body["model"], "usage": usage}).encode())


@pytest.fixture(params=list(ADDRESSES))
def embedding(request, kinds):
    """A world before an upstream of that kind, with an embedder of floats."""
    world = kinds[request.param]
    world.upstream.requests.clear()
    world.embedder = world.upstream.passed[ADDRESSES[request.param]] = Embedder(world.upstream)
    yield world
    world.upstream.passed.clear()


@pytest.mark.parametrize("given", ["float", "base64"])
@pytest.mark.parametrize("wanted", ["float", "base64", None])
def test_vectors_come_as_they_are_wanted(embedding, given, wanted):
    """By itself the SDK asks for base64."""
    embedding.embedder.coding = given
    member = embedding.member([{"window": "day", "limit": 5}])
    options = {"encoding_format": wanted} if wanted else {}
    answer = sdk(embedding, member.key()).embeddings.create(model="test-model", input=[f"text {number}" for number in range(100)], **options)
    found = [base64_floats(item.embedding) if isinstance(item.embedding, str) else list(item.embedding) for item in answer.data]
    assert isinstance(answer.data[0].embedding, str) == (wanted == "base64")
    assert found == VECTORS
    assert embedding.embedder.asked[-1]["model"] == embedding.upstream.format.model
    row = logged(embedding, member)[0]
    assert (row["endpoint"], row["prompt_tokens"], row["units"], row["status"]) == ("embeddings", 700, 1, "finished")
    assert used(member) == 1


def base64_floats(text: str) -> list[float]:
    return list(struct.unpack("<1536f", base64.b64decode(text)))


def test_a_coding_that_is_unknown_is_refused(embedding):
    with pytest.raises(openai.BadRequestError, match="encoding_format"):
        sdk(embedding, embedding.member().key()).embeddings.create(model="test-model", input="x", encoding_format="int8")
    assert embedding.embedder.asked == []


@pytest.mark.parametrize("count", [1, 100])
def test_googles_programs(embedding, count):
    member = embedding.member([{"window": "day", "limit": 5}])
    client = test_sdk_gemini.sdk(embedding, member.key())
    texts = [f"text {number}" for number in range(count)]
    answer = client.models.embed_content(model="test-model", contents=texts, config=types.EmbedContentConfig(output_dimensionality=1536, task_type="RETRIEVAL_DOCUMENT"))
    assert [list(item.values) for item in answer.embeddings] == VECTORS[:count]
    asked = embedding.embedder.asked[-1]
    assert (asked["input"], asked["dimensions"], asked["model"]) == (texts, 1536, embedding.upstream.format.model)
    row = logged(embedding, member)[0]
    assert (row["endpoint"], row["prompt_tokens"]) == ("embeddings", 7 * count)
    assert used(member) == 1


def google(world, action: str, body: dict, key: str) -> httpx.Response:
    return httpx.post(f"{world.url}/v1beta/models/test-model:{action}", json=body, headers={"x-goog-api-key": key})


@pytest.mark.parametrize("given", ["float", "base64"])
def test_one_text_is_asked_for_by_the_older_name(embedding, given):
    embedding.embedder.coding = given
    answer = google(embedding, "embedContent", {"content": {"parts": [{"text": "x"}]}}, embedding.member().key())
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/json"
    assert answer.json() == {"embedding": {"values": pytest.approx(VECTORS[0], abs=1e-9)}}


def test_googles_programs_are_refused_in_googles_words(embedding):
    answer = google(embedding, "batchEmbedContents", {"requests": [{"content": {"parts": [{"inlineData": {"mimeType": "image/png", "data": ""}}]}}]}, embedding.member().key())
    assert answer.status_code == 400 and answer.json()["error"]["status"] == "INVALID_ARGUMENT"
    assert "requests[0].content.parts[0]" in answer.json()["error"]["message"]
    client: genai.Client = test_sdk_gemini.sdk(embedding, embedding.member().key())
    with pytest.raises(errors.ClientError) as refusal:
        client.models.embed_content(model="nobody", contents="x")
    assert refusal.value.code == 404


@pytest.mark.parametrize("content", [b"<html>", b"{}", b'{"data":[]}', b'{"data":[{"embedding":[1,nul'])
def test_an_answer_without_embeddings_is_a_failure(embedding, content):
    embedding.upstream.passed[next(path for path in embedding.upstream.passed)] = lambda handler, _: embedding.upstream.whole(handler, 200, "application/json", content)
    try:
        assert google(embedding, "embedContent", {"content": {"parts": [{"text": "x"}]}}, embedding.member().key()).status_code == 502
    except httpx.RemoteProtocolError:
        # The beginning of a vector had left already.
        assert content.endswith(b"nul")


@pytest.mark.parametrize("kind", ["anthropic", "codex"])
def test_accounts_that_have_none_are_not_asked(kinds, kind):
    world = kinds[kind]
    with pytest.raises(openai.BadRequestError, match="offers /v1/embeddings"):
        sdk(world, world.member().key()).embeddings.create(model="test-model", input="x")
