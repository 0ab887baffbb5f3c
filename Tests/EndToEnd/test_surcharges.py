"""What costs something beside tokens: sizes of pictures, seconds of sound, an upstream's own tools; and what a key tells of all that."""

import io
import json
import struct

import httpx
import pytest

from asking import logged
from conftest import add_account
from streams import wait_for
from test_prices import set_option
from test_sdk_openai import sdk


@pytest.fixture
def priced(world):
    """The price is known to every process once a request is charged by it."""
    yield world
    for option in ("ModelPrice", "SecondPrice", "ModelRatio"):
        set_option(world, option, {})
    world.upstream.passed.clear()


def answers(world, path: str, content: bytes, kind: str = "application/json") -> None:
    world.upstream.passed[path] = lambda handler, _: world.upstream.whole(handler, 200, kind, content)


def wav(seconds: float) -> bytes:
    samples = b"\0" * int(48_000 * seconds)
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 0xFFFFFFFF, b"WAVE", b"fmt ", 16, 1, 1, 24_000, 48_000, 2, 16, b"data", 0xFFFFFFFF)
    return head + samples


def charged(world, member, call, units: int) -> dict:
    """Asks until it is charged so: the other process hears of a price within a second."""
    def is_charged() -> bool:
        call()
        return logged(world, member)[0]["quota"] == units
    wait_for(is_charged, f"a request costs {units}", 15)
    return json.loads(logged(world, member)[0]["other"])


def test_speech_costs_by_the_second_that_comes_back(priced):
    world = priced
    assert set_option(world, "SecondPrice", {"test-model": 0.0002}) == 200
    answers(world, "/v1/audio/speech", wav(2.5), "audio/wav")
    member = world.member()
    client = sdk(world, member.key())
    other = charged(world, member, lambda: client.audio.speech.create(model="test-model", input="Hello", voice="alloy", response_format="wav"), 250)
    assert other["second_price"] == 0.0002 and other["sound_ms"] == 2500


@pytest.mark.parametrize("answer", [
    {"text": "Hi", "usage": {"type": "duration", "seconds": 30}},
    {"task": "transcribe", "language": "english", "duration": 30.0, "text": "Hi"},
], ids=["counted", "said"])
def test_a_transcription_costs_the_seconds_that_the_upstream_says(priced, answer):
    world = priced
    assert set_option(world, "SecondPrice", {"test-model": 0.0001}) == 200
    answers(world, "/v1/audio/transcriptions", json.dumps(answer).encode())
    member = world.member()
    client = sdk(world, member.key())

    def call():
        client.audio.transcriptions.create(model="test-model", file=("a.wav", io.BytesIO(wav(0.1))), response_format="json")
    assert charged(world, member, call, 1500)["sound_ms"] == 30_000


def test_the_upstreams_own_searches_and_pictures_are_charged_and_told(priced):
    world = priced
    output = [
        {"type": "web_search_call", "id": "ws_1", "status": "completed"}, {"type": "web_search_call", "id": "ws_2", "status": "completed"},
        {"type": "image_generation_call", "id": "ig_1", "status": "completed", "quality": "medium", "size": "1536x1024", "result": "AA=="},
        {"type": "message", "id": "m", "role": "assistant", "content": [{"type": "output_text", "text": "Hi", "annotations": []}]},
    ]
    whole = {"id": "resp_1", "object": "response", "status": "completed", "output": output, "usage": {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}}
    answers(world, "/v1/responses", json.dumps(whole).encode())
    # xAI's kind speaks Responses, too, at whatever address.
    account = add_account(world.admin, world.upstream, "searcher", "searching", type=48, base_url=world.upstream.url)
    assert set_option(world, "ModelRatio", {"searching": 1}) == 200
    member = world.member(account=account)
    key = member.key()

    def call():
        httpx.post(f"{world.url}/v1/responses", json={"model": "searching", "input": "hi"}, headers={"authorization": f"Bearer {key}"}, timeout=30)
    # 10 + 5 tokens; two searches of 0.025 USD, a picture of 0.063.
    other = charged(world, member, call, 15 + 25_000 + 31_500)
    assert other["web_search_call_count"] == 2 and other["web_search_price"] == 25
    assert other["image_generation_medium-wide_count"] == 1


def test_a_key_tells_what_it_spent_by_itself(priced):
    world = priced
    assert set_option(world, "ModelPrice", {"test-model": 0.02}) == 200
    answers(world, "/v1/images/generations", json.dumps({"created": 1, "data": [{"b64_json": "AA=="}]}).encode())
    member = world.member()
    key = member.key()
    client = sdk(world, key)
    charged(world, member, lambda: client.images.generate(model="test-model", prompt="a cat"), 10_000)
    spent = sum(row["quota"] for row in member.client.data(member.client.get("/api/log/self?p=1&page_size=100"))["items"])
    headers = {"authorization": f"Bearer {key}", "origin": "https://keys.example"}

    def told(path: str) -> dict:
        answer = httpx.get(world.url + path, headers=headers)
        assert answer.status_code == 200 and answer.headers["access-control-allow-origin"] == "*"
        return answer.json()
    usage = told("/api/usage/token/")
    assert usage["code"] is True and usage["data"]["total_used"] == spent and usage["data"]["unlimited_quota"] is True
    assert told("/v1/dashboard/billing/usage?start_date=2026-1-1&end_date=2026-12-31")["total_usage"] == pytest.approx(spent / 5000)
    assert told("/dashboard/billing/subscription")["hard_limit_usd"] == 100_000_000
    assert httpx.get(world.url + "/api/usage/token/").status_code == 401
    assert httpx.get(world.url + "/api/pricing").status_code == 401
