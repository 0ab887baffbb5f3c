"""Whatever an account does wrong before its first piece, the next one answers; after it, nobody else is asked."""

import socket
import threading
import time

import openai
import pytest

from conftest import add_account
from upstream import Upstream

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
ERROR = b'data: {"error":{"message":"overloaded","type":"server_error"}}\n\n'


def status(code: int, *headers: bytes) -> bytes:
    body = b'{"error":{"message":"no","type":"test","code":null}}'
    lines = [f"HTTP/1.1 {code} No".encode(), b"content-type: application/json",
             b"content-length: %d" % len(body), b"connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


# What is answered to a whole request. None: nothing, the connection is reset.
BEFORE_THE_FIRST_PIECE = {
    "401": status(401), "403": status(403), "429": status(429), "500": status(500), "503": status(503), "529": status(529),
    "error in the stream": HEAD + ERROR, "no event": HEAD, "a page": HEAD.replace(b"event-stream", b"html") + b"<html>",
    "garbage": HEAD + b"data: not json\n\n", "role and then an error": HEAD + (
        b'data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}\n\n') + ERROR,
    "json error with 200": status(200),
    "a challenge": status(403, b"cf-mitigated: challenge"),
}


class Broken:
    """An upstream that says one thing to whoever asks."""

    def __init__(self, answer: bytes | None) -> None:
        self.answer = answer
        self.count = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self) -> None:
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            with peer:
                self.read(peer)
                self.count += 1
                if self.answer is None:
                    # A reset, not an end.
                    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                else:
                    peer.sendall(self.answer)

    @staticmethod
    def read(peer: socket.socket) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            data += peer.recv(65536)
        head, body = data.split(b"\r\n\r\n", 1)
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
        while len(body) < length:
            body += peer.recv(65536)

    def close(self) -> None:
        self.listener.close()


class Pair:
    """A member who may use a broken account first, and then one that works."""

    def __init__(self, world, broken_url: str, port: int) -> None:
        self.world = world
        admin = world.admin
        admin.post("/api/user/confirm", {"password": "correct horse battery"})
        fields = {"name": f"broken {port}", "type": 1, "base_url": broken_url, "key": "sk-b", "models": "test-model",
                  "priority": 9}
        self.broken = admin.data(admin.post("/api/channel/", {"mode": "single", "channel": fields}))["id"]
        self.member = world.member([{"window": "day", "limit": 9}], account=self.broken)
        admin.data(admin.post("/api/binding/", {
            "user_id": self.member.id, "channel_id": world.account, "mode": "shared", "priority": 0}))

    def used(self) -> int:
        return self.member.client.data(self.member.client.get("/api/user/quota"))["windows"][0]["used"]

    def program(self) -> openai.OpenAI:
        return openai.OpenAI(base_url=self.world.url + "/v1", api_key=self.member.key(), max_retries=0, timeout=30)

    def health(self) -> dict:
        return self.world.admin.data(self.world.admin.get(f"/api/channel/{self.broken}"))["health"]


@pytest.fixture
def lenient(tmp_path, upstream):
    """A server that may ask every port of this machine."""
    from conftest import World, set_up
    from server import Server

    server = Server(tmp_path, CHATMIRROR_UPSTREAM_ALLOW_PRIVATE="127.0.0.1")
    server.start()
    admin = set_up(server)
    yield World([server], upstream, admin, add_account(admin, upstream))
    server.kill()


@pytest.mark.parametrize("case", [*BEFORE_THE_FIRST_PIECE, "refused", "dns", "tls"])
def test_the_next_account_answers_for_one_charge(lenient, case):
    broken = Broken(BEFORE_THE_FIRST_PIECE[case]) if case in BEFORE_THE_FIRST_PIECE else None
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = broken.port if broken else closed.getsockname()[1]
    # Who speaks plainly where TLS is expected; a name that nobody has.
    url = {"tls": f"https://127.0.0.1:{lenient.upstream.port}", "dns": "https://nobody.invalid"}.get(case, f"http://127.0.0.1:{port}")
    pair = Pair(lenient, url, port)
    answer = pair.member.client.send("[[words=2]]")
    assert answer.text == "word0 word1 "
    assert pair.used() == 1
    time_was = pair.health()
    assert time_was["state"] in {"cooling", "limited", "needs_login", "needs_attention"}
    assert time_was["reason"] and time_was["since"]
    # The broken one rests now: the program finds it so, or asks it again.
    lenient.admin.data(lenient.admin.post(f"/api/channel/{pair.broken}/retry"))
    client = pair.program()
    messages = [{"role": "user", "content": "[[words=2]]"}]
    chunks = list(client.chat.completions.create(model="test-model", messages=messages, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == "word0 word1 "
    assert client.chat.completions.create(model="test-model", messages=messages).choices[0].message.content == "ok"
    assert pair.used() == 3
    if broken:
        assert broken.count >= 2
        broken.close()


def test_a_request_that_was_sent_whole_without_a_status_is_sent_nowhere_else(lenient):
    broken = Broken(None)
    pair = Pair(lenient, broken.url, broken.port)
    count = len(lenient.upstream.requests)
    answer = pair.member.client.send("[[words=2]]")
    assert answer.error and answer.error["code"] == "upstream_incomplete"
    lenient.admin.data(lenient.admin.post(f"/api/channel/{pair.broken}/retry"))
    with pytest.raises(openai.InternalServerError) as failed:
        pair.program().chat.completions.create(model="test-model", messages=[{"role": "user", "content": "x"}])
    assert failed.value.response.headers["x-should-retry"] == "false"
    assert broken.count == 2
    assert len(lenient.upstream.requests) == count
    assert pair.used() == 0
    broken.close()


@pytest.mark.parametrize("order", ["cut", "error"])
def test_after_the_first_piece_nobody_else_is_asked(lenient, order):
    second = Upstream()
    pair = Pair(lenient, second.url, second.port)
    count = len(lenient.upstream.requests)
    chunks = []
    with pytest.raises((openai.APIError, openai.APIConnectionError)):
        for chunk in pair.program().chat.completions.create(
                model="test-model", messages=[{"role": "user", "content": f"[[{order}=2]]"}], stream=True):
            chunks.append(chunk.choices[0].delta.content or "")
    assert "".join(chunks) == "word0 word1 "
    assert len(second.requests) == 1 and len(lenient.upstream.requests) == count
    assert pair.used() == 1
    second.close()


def test_what_fails_is_told_and_comes_back_by_itself(lenient):
    second = Upstream()
    port = second.port
    second.close()
    pair = Pair(lenient, f"http://127.0.0.1:{port}", port)
    assert pair.member.client.send("[[words=1]]").text == "word0 "
    failing = lenient.admin.data(lenient.admin.get("/api/channel/failing"))["items"]
    assert [item["id"] for item in failing] == [pair.broken]
    assert failing[0]["affected"] == [pair.member.name] and failing[0]["affected_count"] == 1
    assert failing[0]["health"]["state"] == "cooling"
    back = Upstream(port)
    deadline = time.monotonic() + 40
    # Nobody asks it but the server itself.
    while pair.health()["state"] != "healthy":
        assert time.monotonic() < deadline, pair.health()
        time.sleep(0.2)
    assert lenient.admin.data(lenient.admin.get("/api/channel/failing"))["items"] == []
    assert pair.member.client.send("[[words=1]]").text == "word0 "
    assert back.requests[-1]["body"]["messages"][-1]["content"] == "[[words=1]]"
    back.close()


def test_health_survives_a_restart(lenient):
    broken = Broken(status(401))
    pair = Pair(lenient, broken.url, broken.port)
    assert pair.member.client.send("[[words=1]]").text == "word0 "
    assert pair.health()["state"] == "needs_login"
    lenient.server.stop()
    lenient.server.start()
    assert pair.health()["state"] == "needs_login"
    count = broken.count
    assert pair.member.client.send("[[words=1]]").text == "word0 "
    assert broken.count == count, "an account without a login was asked before its time"
    broken.close()
