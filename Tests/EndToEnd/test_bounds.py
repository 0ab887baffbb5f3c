"""A hostile upstream: whatever it sends too much of, the turn ends with a clean error and the process stays small."""

import gzip
import re
import socket
import threading

import pytest

from processes import Memory
from speech import OpenAIChat

MIB = 1 << 20
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n"
ZEROS = b"\0" * MIB


def bomb() -> bytes:
    """A gzip file of a mebibyte that holds a gibibyte."""
    return b"".join(gzip.compress(ZEROS) for _ in range(1024))


def hostile(kind: str):
    """What is sent, piece by piece."""
    yield b"HTTP/1.1 200 OK\r\n" if kind in ("header", "headers") else HEAD + (
        b"content-encoding: gzip\r\n\r\n" if kind == "gzip" else b"\r\n")
    if kind in ("gzip", "unnamed gzip"):
        yield bomb()
    if kind == "header":
        yield b"x-long: " + b"a" * (64 << 10) + b"\r\n\r\n"
    if kind == "headers":
        yield from (b"x-%d: %s\r\n" % (number, b"a" * 1000) for number in range(200))
    if kind == "line":
        yield from [b"data: "] + [b"x" * MIB] * 40
    if kind == "event":
        yield from [b"data: " + b"x" * (MIB - 8) + b"\n"] * 40
    if kind == "values":
        yield b'data: {"choices":[],"more":[' + b"0," * (3 * MIB) + b"0]}\n\n"
    if kind == "nested":
        yield b"data: " + b"[" * (4 * MIB) + b"\n\n"
    if kind == "events":
        yield from [b"data: 0\n\n" * 10_000] * 110
    if kind == "json":
        yield from [b'{"choices":['] + [b"0," * (MIB // 2)] * 40


class Hostile:
    """An upstream that sends what the question names, as fast as it is taken."""

    format = OpenAIChat()

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.answer, args=(client,), daemon=True).start()

    def answer(self, client: socket.socket) -> None:
        with client:
            request = b""
            while not (order := re.search(rb"\[\[send=([\w ]+)\]\]", request)):
                if not (piece := client.recv(65_536)):
                    return
                request += piece
            try:
                for piece in hostile(order[1].decode()):
                    client.sendall(piece)
            except OSError:
                pass  # The other side has had enough.


@pytest.fixture
def upstream():
    upstream = Hostile()
    yield upstream
    upstream.listener.close()


@pytest.mark.long
@pytest.mark.timeout(900)
def test_no_part_of_an_answer_is_read_beyond_its_bound(world):
    member = world.member()
    # One process is watched.
    member.client.urls = world.urls[:1]
    # A debug build reads 32 MiB, and says nothing meanwhile.
    member.client.http.timeout = 300
    # What the process needs for its first message it keeps.
    member.client.send("[[send=header]]")
    growth = {}
    kinds = ["gzip", "unnamed gzip", "header", "headers", "line", "event", "values", "nested", "events", "json"]
    for kind in kinds:
        memory = Memory(world.server.process.pid)
        answer = member.client.send(f"[[send={kind}]]")
        assert answer.error and answer.error["code"] == "upstream_bad_answer", (kind, answer)
        assert answer.text == ""
        growth[kind] = memory.peak()
    print({kind: f"{bytes / MIB:.1f} MiB" for kind, bytes in growth.items()})
    # The two that are kept whole until they end hold 8 and 32 MiB, and twice that while they grow.
    allowed = {"line": 28, "event": 28, "values": 28, "nested": 28, "json": 84}
    assert {kind: bytes // MIB for kind, bytes in growth.items() if bytes > allowed.get(kind, 20) * MIB} == {}
    assert member.client.get("/api/user/quota").status_code == 200
