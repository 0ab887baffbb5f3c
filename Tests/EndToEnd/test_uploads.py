"""Forms with files, through OpenAI's SDK: they go to the account byte for byte, but for the model's name, and are whole in no memory."""

import concurrent.futures
import email
import email.policy
import hashlib
import http.client
import json
import os
import pathlib

import httpx
import openai
import pytest

from asking import logged, used
from processes import Memory
from test_sdk_openai import sdk

SOUND = os.urandom(300_000)
PATHS = {"transcriptions": "/v1/audio/transcriptions", "translations": "/v1/audio/translations", "edits": "/v1/images/edits"}


class Forms:
    """Answers forms, and keeps them."""

    def __init__(self, upstream, answer: dict | str, kind: str = "application/json", status: int = 200) -> None:
        self.upstream, self.kind, self.status = upstream, kind, status
        self.content = (json.dumps(answer) if isinstance(answer, dict) else answer).encode()
        self.bodies: list[bytes] = []
        self.types: list[str] = []

    def __call__(self, handler, _) -> None:
        self.types.append(handler.headers["content-type"])
        self.bodies.append(handler.rfile.read(int(handler.headers["content-length"])))
        self.upstream.whole(handler, self.status, self.kind, self.content)

    def parts(self, number: int = -1) -> list[tuple[str, str | None, bytes]]:
        """Name, file's name and content of each, as another reader of forms finds them."""
        head = f"Content-Type: {self.types[number]}\r\n\r\n".encode()
        form = email.message_from_bytes(head + self.bodies[number], policy=email.policy.HTTP)
        return [(part.get_param("name", header="content-disposition"), part.get_filename(), part.get_payload(decode=True)) for part in form.iter_parts()]


def form(boundary: str, *parts: tuple[str, bytes, str]) -> bytes:
    """Of (name and more, content, other lines)."""
    return b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; name={name}\r\n{more}\r\n".encode() + content + b"\r\n"
        for name, content, more in parts
    ) + f"--{boundary}--\r\n".encode()


def post(world, path: str, body, boundary: str = "x", **headers: str) -> httpx.Response:
    """Posts a form as it stands."""
    headers = {"content-type": f"multipart/form-data; boundary={boundary}", "authorization": f"Bearer {world.key}"} | headers
    return httpx.post(f"{world.url}{path}", content=body, headers=headers, timeout=60)


@pytest.fixture
def asking(world):
    """A member's key on `key`."""
    world.member_asking = world.member([{"window": "day", "limit": 50}])
    world.key = world.member_asking.key()
    return world


def test_a_file_is_transcribed(asking):
    forms = asking.upstream.passed[PATHS["transcriptions"]] = Forms(asking.upstream, {"text": "Hello.", "usage": {"type": "tokens", "input_tokens": 14, "output_tokens": 3, "total_tokens": 17}})
    answer = sdk(asking, asking.key).audio.transcriptions.create(
        model="test-model", file=("talk.mp3", SOUND), language="en", prompt="A talk.", timestamp_granularities=["word", "segment"], response_format="json")
    assert answer.text == "Hello."
    parts = forms.parts()
    assert ("file", "talk.mp3", SOUND) in parts and ("model", None, b"test-model") in parts
    assert [content for name, _, content in parts if name == "timestamp_granularities[]"] == [b"word", b"segment"]
    row = logged(asking, asking.member_asking)[0]
    assert (row["endpoint"], row["prompt_tokens"], row["completion_tokens"], row["units"], row["is_stream"]) == ("audio/transcriptions", 14, 3, 1, False)
    assert used(asking.member_asking) == 1


def test_words_come_as_they_are_understood(asking):
    events = [{"type": "transcript.text.delta", "delta": "Hel"}, {"type": "transcript.text.delta", "delta": "lo"}, {"type": "transcript.text.done", "text": "Hello", "usage": {"type": "tokens", "input_tokens": 5, "output_tokens": 2, "total_tokens": 7}}]
    told = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    asking.upstream.passed[PATHS["transcriptions"]] = Forms(asking.upstream, told, "text/event-stream")
    stream = sdk(asking, asking.key).audio.transcriptions.create(model="test-model", file=("a.wav", SOUND), stream=True)
    assert [event.type for event in stream] == [event["type"] for event in events]
    row = logged(asking, asking.member_asking)[0]
    assert (row["is_stream"], row["prompt_tokens"]) == (True, 5)


def test_seconds_are_counted_as_tokens_and_marked(asking):
    """A minute is a thousand, as New API has it; what is counted in nothing, by what was said."""
    asking.upstream.passed[PATHS["transcriptions"]] = Forms(asking.upstream, {"text": "Hello.", "usage": {"type": "duration", "seconds": 60.2}})
    client = sdk(asking, asking.key)
    client.audio.transcriptions.create(model="test-model", file=("a.wav", SOUND))
    row = logged(asking, asking.member_asking)[0]
    assert (row["prompt_tokens"], row["completion_tokens"], row["is_estimate"]) == (1017, 0, True)
    asking.upstream.passed["/v1/audio/speech"] = lambda handler, _: asking.upstream.whole(handler, 200, "audio/mpeg", b"sound")
    client.audio.speech.create(model="test-model", voice="alloy", input="a" * 400)
    row = logged(asking, asking.member_asking, 2)[0]
    assert row["is_estimate"] and 100 <= row["prompt_tokens"] < 130


def test_text_formats_come_as_they_are(asking):
    asking.upstream.passed[PATHS["transcriptions"]] = Forms(asking.upstream, "1\n00:00 --> 00:01\nHello\n", "text/plain; charset=utf-8")
    answer = sdk(asking, asking.key).audio.transcriptions.create(model="test-model", file=("a.wav", SOUND), response_format="srt")
    assert answer == "1\n00:00 --> 00:01\nHello\n"


def test_a_file_is_translated(asking):
    asking.upstream.passed[PATHS["translations"]] = Forms(asking.upstream, {"text": "Good morning."})
    assert sdk(asking, asking.key).audio.translations.create(model="test-model", file=("a.wav", SOUND)).text == "Good morning."
    assert logged(asking, asking.member_asking)[0]["endpoint"] == "audio/translations"


def test_pictures_are_edited(asking):
    forms = asking.upstream.passed[PATHS["edits"]] = Forms(asking.upstream, {"created": 1, "data": [{"b64_json": "eA=="}]})
    pictures = [("one.png", b"\x89PNG one"), ("two.png", b"\x89PNG two")]
    answer = sdk(asking, asking.key).images.edit(model="test-model", image=pictures, mask=("mask.png", b"\x89PNG mask"), prompt="a hat", n=1)
    assert answer.data[0].b64_json == "eA=="
    files = [(name, content) for name, filename, content in forms.parts() if filename]
    assert files == [("image[]", b"\x89PNG one"), ("image[]", b"\x89PNG two"), ("mask", b"\x89PNG mask")]


def test_edits_may_be_asked_for_in_json(asking):
    result = {"created": 1, "data": []}
    asking.upstream.passed[PATHS["edits"]] = lambda handler, body: asking.upstream.whole(handler, 200, "application/json", json.dumps(result).encode())
    answer = httpx.post(f"{asking.url}{PATHS['edits']}", json={"model": "test-model", "prompt": "x", "image": "https://e.example/x.png"}, headers={"authorization": f"Bearer {asking.key}"})
    assert answer.json() == result


@pytest.mark.parametrize("model_last", [True, False])
def test_nothing_but_the_models_name_is_another(asking, model_last):
    """Whatever stands around it, and whatever lines the file has that look like a form's."""
    forms = asking.upstream.passed[PATHS["transcriptions"]] = Forms(asking.upstream, {"text": "x"})
    asking.admin.data(asking.admin.put("/api/channel/", {"id": asking.account, "model_mapping": '{"test-model":"a quite different name"}'}))
    file = ('"file"; filename="Ä \'quoted\'.wav"', b"\r\n--\r\n--y--\r\n--almost\r\nmodel\r\n" + SOUND + b"\r\n-", "X-Odd: kept\r\nContent-Type: audio/x-odd\r\n")
    model = ('"model"', b"test-model", "")
    parts = [("temperature", b" 0.50", ""), *([file, model] if model_last else [model, file]), ('"extra"', b"", "")]
    body = form("almost-a-boundary", *parts)
    assert post(asking, PATHS["transcriptions"], body, "almost-a-boundary").status_code == 200
    assert forms.bodies == [body.replace(b"test-model", b"a quite different name")]
    assert forms.types == ["multipart/form-data; boundary=almost-a-boundary"]


def test_the_usual_model_is_asked_where_none_is_named(asking):
    asking.admin.data(asking.admin.put("/api/channel/", {"id": asking.account, "models": "test-model,whisper-1"}))
    forms = asking.upstream.passed[PATHS["transcriptions"]] = Forms(asking.upstream, {"text": "x"})
    body = form("b", ('"file"; filename="a.wav"', SOUND, ""))
    assert post(asking, PATHS["transcriptions"], body, "b").status_code == 200
    assert forms.parts() == [("model", None, b"whisper-1"), ("file", "a.wav", SOUND)]
    assert forms.bodies[0].endswith(body)


FILE = ('"file"; filename="a.wav"', b"sound", "")
MODEL = ('"model"', b"test-model", "")


@pytest.mark.parametrize(("body", "kind", "status", "param"), [
    (form("x", MODEL), None, 400, "file"),
    (form("x", ('"file"', b"sound", ""), MODEL), None, 400, "file"),
    (form("x", ('"sound"; filename="a.wav"', b"sound", ""), MODEL), None, 400, "file"),
    (form("x", FILE, MODEL, MODEL), None, 400, "model"),
    (form("x", FILE, ('"model"; filename="m"', b"test-model", "")), None, 400, "model"),
    (form("x", FILE, ('"model"', b"", "")), None, 400, "model"),
    (form("x", FILE, ('"model"', b"\xff\xfe", "")), None, 400, "model"),
    (form("x", FILE, ('"model"', b"m" * 3000, "")), None, 400, "model"),
    (form("x", FILE, ('"model"', b"nobody", "")), None, 404, "model"),
    (form("x", FILE, MODEL)[:-9], None, 400, "body"),
    (form("x", FILE, MODEL) + b"more", None, 400, "body"),
    (b"", None, 400, "body"),
    (b"{}", "application/json", 400, "body"),
    (form("x", FILE, MODEL), "multipart/form-data", 400, "body"),
    (form("x", *[('"field"', b"", "")] * 200, FILE, MODEL), None, 400, "body"),
])
def test_what_is_no_form_is_refused_before_anything_is_taken(asking, body, kind, status, param):
    answer = post(asking, PATHS["transcriptions"], body, **({"content-type": kind} if kind else {}))
    assert (answer.status_code, answer.json()["error"]["param"]) == (status, param)
    assert asking.upstream.requests == [] and used(asking.member_asking) == 0


def test_a_form_that_is_packed_is_refused(asking):
    assert post(asking, PATHS["transcriptions"], b"x", **{"content-encoding": "gzip"}).status_code == 415


def test_a_form_that_is_too_large_is_refused(alone):
    member = alone.member([{"window": "day", "limit": 5}])
    alone.key = member.key()
    body = form("x", MODEL, ('"file"; filename="a.wav"', bytes(60_000_000), ""))
    try:
        answer = post(alone, PATHS["transcriptions"], body)
        assert answer.status_code == 413 and "32 MiB" in answer.json()["error"]["message"]
    except httpx.WriteError:
        # It was answered and closed while we still wrote.
        pass
    assert used(member) == 0


def test_what_is_no_sound_is_the_upstreams_to_refuse_and_costs_nothing(asking):
    words = {"error": {"message": "Invalid file format.", "type": "invalid_request_error", "param": "file", "code": None}}
    asking.upstream.passed[PATHS["transcriptions"]] = Forms(asking.upstream, words, status=400)
    with pytest.raises(openai.BadRequestError, match="Invalid file format"):
        sdk(asking, asking.key).audio.transcriptions.create(model="test-model", file=("a.txt", b"no sound"))
    assert used(asking.member_asking) == 0


def test_another_account_is_sent_all_of_it(asking):
    """The first has taken the whole form before it refuses."""
    refuses = asking.upstream.passed["/dead" + PATHS["transcriptions"]] = Forms(asking.upstream, {"error": {"message": "no"}}, status=401)
    forms = asking.upstream.passed[PATHS["transcriptions"]] = Forms(asking.upstream, {"text": "Hello."})
    fields = {"name": "dead", "type": 1, "base_url": f"{asking.upstream.url}/dead", "key": "sk-old", "models": "test-model"}
    dead = asking.admin.data(asking.admin.post("/api/channel/", {"mode": "single", "channel": fields}))["id"]
    asking.admin.data(asking.admin.post("/api/binding/", {"user_id": asking.member_asking.id, "channel_id": dead, "mode": "shared", "priority": 9}))
    assert sdk(asking, asking.key).audio.transcriptions.create(model="test-model", file=("a.wav", SOUND)).text == "Hello."
    assert refuses.bodies == forms.bodies and SOUND in forms.bodies[0]
    assert used(asking.member_asking) == 1


def test_nothing_stays_in_the_folder(alone):
    alone.upstream.passed[PATHS["transcriptions"]] = Forms(alone.upstream, {"text": "x"})
    alone.key = alone.member().key()
    assert post(alone, PATHS["transcriptions"], form("x", FILE, MODEL)).status_code == 200
    assert os.listdir(f"{alone.server.data}/uploads") == []


def test_a_folder_that_takes_nothing_is_told_and_logged(alone):
    member = alone.member([{"window": "day", "limit": 5}])
    alone.key = member.key()
    pathlib.Path(alone.server.data, "uploads").write_text("no folder")
    answer = post(alone, PATHS["transcriptions"], form("x", FILE, MODEL))
    assert answer.status_code == 503 and answer.json()["error"]["code"] == "unavailable"
    assert "uploads failed" in alone.server.log.read_text() and used(member) == 0


def test_two_hundred_files_of_25_mebibytes_at_once_stay_in_no_memory(alone):
    """All are sent but for their last bytes before one of them may end, so that the server holds them all."""
    piece = os.urandom(1 << 20)
    expected = hashlib.sha256(piece * 25).hexdigest()
    seen: list[str] = []

    def answer(handler, _) -> None:
        left, digest = int(handler.headers["content-length"]), hashlib.sha256()
        # The file stands last: what comes before it is of one length.
        head = handler.rfile.read(left - (25 << 20) - len(b"\r\n--x--\r\n"))
        assert b"test-model" in head
        for _ in range(25):
            digest.update(handler.rfile.read(1 << 20))
        handler.rfile.read(len(b"\r\n--x--\r\n"))
        seen.append(digest.hexdigest())
        alone.upstream.whole(handler, 200, "application/json", b'{"text":"Hello."}')

    alone.upstream.passed[PATHS["transcriptions"]] = answer
    key, port = alone.member().key(), int(alone.url.rsplit(":", 1)[1])
    whole = form("x", MODEL, ('"file"; filename="a.wav"', b"", ""))
    head, tail = whole[:-len(b"\r\n--x--\r\n")], b"\r\n--x--\r\n"
    memory = Memory(alone.server.process.pid)

    def begin(_) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.putrequest("POST", PATHS["transcriptions"])
        for name, value in {"content-type": "multipart/form-data; boundary=x", "authorization": f"Bearer {key}", "content-length": str(len(head) + (25 << 20) + len(tail))}.items():
            connection.putheader(name, value)
        connection.endheaders(head)
        for _ in range(25):
            connection.send(piece)
        return connection

    def end(connection: http.client.HTTPConnection) -> int:
        connection.send(tail)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    with concurrent.futures.ThreadPoolExecutor(16) as workers:
        connections = list(workers.map(begin, range(200)))
        assert seen == []
        assert list(workers.map(end, connections)) == [200] * 200
    assert seen == [expected] * 200
    assert memory.peak() < 64 << 20
