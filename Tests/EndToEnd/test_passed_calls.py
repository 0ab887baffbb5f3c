"""Calls of programs that are no conversation, through OpenAI's SDK: they go to the account as they came, and the answer comes back as it is."""

import base64
import json
import random
import struct

import httpx
import openai
import pytest

from asking import logged, used
from processes import Memory
from test_sdk_openai import sdk

# As most as one call asks for: more values than the server would build of JSON.
MANY = [[random.Random(number).uniform(-1, 1) for _ in range(1536)] for number in range(100)]


def tell(upstream, kind: str, content: bytes):
    return lambda handler, _: upstream.whole(handler, 200, kind, content)


def embeddings(upstream):
    """As the provider gives them: numbers, or their bytes in base64."""
    def answer(handler, body) -> None:
        vectors = MANY[:len(body["input"])]
        if body.get("encoding_format") == "base64":
            shown = [base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode() for vector in vectors]
        else:
            shown = vectors
        data = [{"object": "embedding", "index": number, "embedding": vector} for number, vector in enumerate(shown)]
        usage = {"prompt_tokens": 7 * len(vectors), "total_tokens": 7 * len(vectors)}
        upstream.whole(handler, 200, "application/json", json.dumps({"object": "list", "data": data, "model": body["model"], "usage": usage}).encode())
    return answer


@pytest.mark.parametrize("form", ["float", "base64"])
def test_a_hundred_embeddings_of_1536_numbers(world, form):
    world.upstream.passed["/v1/embeddings"] = embeddings(world.upstream)
    member = world.member([{"window": "day", "limit": 5}])
    answer = sdk(world, member.key()).embeddings.create(model="test-model", input=[f"text {number}" for number in range(100)], encoding_format=form)
    assert len(answer.data) == 100
    # The SDK hands base64 on when it was asked for by name.
    first = answer.data[99].embedding
    numbers = first if form == "float" else struct.unpack("<1536f", base64.b64decode(first))
    assert list(numbers) == pytest.approx(MANY[99], abs=1e-6)
    assert answer.usage.prompt_tokens == 700
    row = logged(world, member)[0]
    assert (row["endpoint"], row["prompt_tokens"], row["units"], row["status"]) == ("embeddings", 700, 1, "finished")
    assert used(member) == 1


def test_embeddings_of_more_numbers_than_are_built(world):
    world.upstream.passed["/v1/embeddings"] = embeddings(world.upstream)
    tokens = [list(range(1500)) for _ in range(100)]
    answer = sdk(world, world.member().key()).embeddings.create(model="test-model", input=tokens)
    assert len(answer.data) == 100
    assert world.upstream.requests[-1]["body"]["input"] == tokens


def test_a_model_has_the_accounts_own_name_upstream(world):
    world.upstream.passed["/v1/moderations"] = lambda handler, body: world.upstream.whole(
        handler, 200, "application/json", json.dumps({"id": "m", "model": body["model"], "results": [
            {"flagged": True, "categories": {}, "category_scores": {}, "category_applied_input_types": {}}]}).encode())
    world.admin.data(world.admin.put("/api/channel/", {"id": world.account, "model_mapping": '{"test-model":"Their \\"model\\""}'}))
    answer = sdk(world, world.member().key()).moderations.create(model="test-model", input="harmless")
    assert answer.results[0].flagged
    sent = world.upstream.requests[-1]
    assert sent["body"] == {"model": 'Their "model"', "input": "harmless"}
    assert sent["headers"]["User-Agent"].startswith("chatmirror/")


def test_pictures(world):
    picture = base64.b64encode(b"\x89PNG picture").decode()
    usage = {"total_tokens": 30, "input_tokens": 10, "output_tokens": 20, "input_tokens_details": {"text_tokens": 10, "image_tokens": 0}}
    content = json.dumps({"created": 1, "data": [{"b64_json": picture}], "usage": usage}).encode()
    world.upstream.passed["/v1/images/generations"] = tell(world.upstream, "application/json", content)
    member = world.member([{"window": "day", "limit": 5}])
    answer = sdk(world, member.key()).images.generate(model="test-model", prompt="a cat", size="1024x1024", n=1)
    assert answer.data[0].b64_json == picture
    row = logged(world, member)[0]
    assert (row["endpoint"], row["prompt_tokens"], row["completion_tokens"]) == ("images/generations", 10, 20)
    assert used(member) == 1


def test_speech_as_it_is_spoken(world):
    sound = bytes(range(256)) * 4000
    world.upstream.passed["/v1/audio/speech"] = tell(world.upstream, "audio/mpeg", sound)
    client = sdk(world, world.member().key())
    with client.audio.speech.with_streaming_response.create(model="test-model", voice="alloy", input="Hello") as answer:
        assert answer.headers["content-type"] == "audio/mpeg"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert b"".join(answer.iter_bytes()) == sound


def test_a_page_of_an_upstreams_is_no_page_of_ours(world):
    world.upstream.passed["/v1/audio/speech"] = tell(world.upstream, "text/html", b"<script>alert(1)</script>")
    answer = httpx.post(f"{world.url}/v1/audio/speech", json={"model": "test-model", "input": "x"}, headers={"authorization": f"Bearer {world.member().key()}"})
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/octet-stream"


def test_a_hundred_mebibytes_go_through_and_stay_nowhere(alone):
    """The very bytes, while the server holds a fraction of them."""
    piece = bytes(range(256)) * 4096

    def answer(handler, _) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "audio/wav")
        handler.send_header("content-length", str(100 * len(piece)))
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(piece)

    alone.upstream.passed["/v1/audio/speech"] = answer
    memory = Memory(alone.server.process.pid)
    length = 0
    request = {"json": {"model": "test-model", "input": "x"}, "headers": {"authorization": f"Bearer {alone.member().key()}"}}
    with httpx.stream("POST", f"{alone.url}/v1/audio/speech", timeout=60, **request) as answer:
        for part in answer.iter_bytes(1 << 20):
            assert part == piece
            length += len(part)
    assert length == 100 << 20
    assert memory.peak() < 24 << 20


def test_an_upstream_that_closes_in_the_middle_leaves_no_whole_file(world):
    def answer(handler, _) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "audio/mpeg")
        handler.send_header("content-length", "1000000")
        handler.end_headers()
        handler.wfile.write(b"x" * 200_000)
        handler.close_connection = True

    world.upstream.passed["/v1/audio/speech"] = answer
    member = world.member([{"window": "day", "limit": 5}])
    request = {"json": {"model": "test-model", "input": "x"}, "headers": {"authorization": f"Bearer {member.key()}"}}
    with pytest.raises(httpx.TransportError):
        httpx.post(f"{world.url}/v1/audio/speech", timeout=20, **request)
    assert logged(world, member)[0]["status"] == "failed"


def test_another_account_is_asked_before_the_first_byte(world):
    world.upstream.passed["/v1/embeddings"] = embeddings(world.upstream)
    member = world.member([{"window": "day", "limit": 5}])
    fields = {"name": "dead", "type": 1, "base_url": f"{world.upstream.url}/dead", "key": "sk-old", "models": "test-model"}
    world.upstream.passed["/dead/v1/embeddings"] = lambda handler, _: world.upstream.refuse(handler, 401, {})
    dead = world.admin.data(world.admin.post("/api/channel/", {"mode": "single", "channel": fields}))["id"]
    world.admin.data(world.admin.post("/api/binding/", {"user_id": member.id, "channel_id": dead, "mode": "shared", "priority": 9}))
    answer = sdk(world, member.key()).embeddings.create(model="test-model", input=["x"])
    assert len(answer.data) == 1
    assert [path["path"] for path in world.upstream.requests[-2:]] == ["/dead/v1/embeddings", "/v1/embeddings"]
    assert used(member) == 1


def test_what_an_upstream_refuses_is_told_in_its_words_and_costs_nothing(world):
    world.upstream.passed["/v1/images/generations"] = lambda handler, _: world.upstream.refuse(handler, 400, {}, "Your prompt was rejected by our safety system.")
    member = world.member([{"window": "day", "limit": 5}])
    with pytest.raises(openai.BadRequestError, match="safety system"):
        sdk(world, member.key()).images.generate(model="test-model", prompt="something of mine")
    assert used(member) == 0


def test_rerank(world):
    result = {"results": [{"index": 1, "relevance_score": 0.9}], "usage": {"prompt_tokens": 9, "total_tokens": 9}}
    world.upstream.passed["/v1/rerank"] = tell(world.upstream, "application/json", json.dumps(result).encode())
    request = {"json": {"model": "test-model", "query": "q", "documents": ["a", "b"]}, "headers": {"authorization": f"Bearer {world.member().key()}"}}
    assert httpx.post(f"{world.url}/v1/rerank", **request).json() == result
