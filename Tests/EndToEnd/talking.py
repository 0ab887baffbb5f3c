"""Upstreams that speak with whoever opens a session: over WebSocket as OpenAI does, or with bytes that break every rule."""

import base64
import hashlib
import json
import socket
import threading
from http import HTTPStatus

import websockets
from websockets.sync.server import serve

USAGE = {"total_tokens": 30, "input_tokens": 20, "output_tokens": 10,
         "input_token_details": {"cached_tokens": 5, "text_tokens": 8, "audio_tokens": 12},
         "output_token_details": {"text_tokens": 4, "audio_tokens": 6}}


def event(kind: str, **fields) -> str:
    return json.dumps({"type": kind, "event_id": f"event_{kind}", **fields})


class TalkingUpstream:
    """`script` is called with each session; what it was asked with stands in `asked`. `status`: it refuses every handshake so."""

    def __init__(self, script=None) -> None:
        self.script = script or answer
        self.status = 0
        self.asked: list[dict] = []
        self.seen: list = []
        self.left: list[tuple[int, str]] = []
        self.server = serve(self._talk, "127.0.0.1", 0, process_request=self._shake_hands, max_size=32 << 20, compression=None)
        self.port = self.server.socket.getsockname()[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.server.shutdown()

    def _shake_hands(self, connection, request):
        if "/realtime?" not in request.path:
            # The server asks accounts for models and balances by itself.
            return connection.respond(HTTPStatus.NOT_FOUND, "")
        self.asked.append({"path": request.path, "headers": dict(request.headers.raw_items())})
        if self.status:
            body = json.dumps({"error": {"message": "not today", "type": "server_error", "code": "no", "param": None}})
            return connection.respond(HTTPStatus(self.status), body)

    def _talk(self, connection) -> None:
        try:
            connection.send(event("session.created", session={"id": "sess_1", "type": "realtime"}))
            self.script(self, connection)
        except websockets.ConnectionClosed:
            pass
        finally:
            connection.close()
            self.left.append((connection.close_code, connection.close_reason))


def answer(upstream: TalkingUpstream, connection) -> None:
    """Answers each `response.create` in words, and repeats what else is sent."""
    count = 0
    for message in connection:
        upstream.seen.append(message)
        asked = json.loads(message)
        if asked["type"] != "response.create":
            connection.send(event("conversation.item.added", item=asked))
            continue
        count += 1
        say(connection, f"resp_{count}")


def say(connection, name: str, usage: dict | None = USAGE, status: str = "completed") -> None:
    response = {"id": name, "object": "realtime.response", "output": []}
    connection.send(event("response.created", response={**response, "status": "in_progress", "usage": None}))
    for word in ["Hello ", "there"]:
        connection.send(event("response.output_text.delta", response_id=name, item_id="item_1", output_index=0, content_index=0, delta=word))
    connection.send(event("response.done", response={**response, "status": status, "usage": usage}))


class Listener:
    """Accepts connections; `_answer` has each, on a thread of its own."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=[connection], daemon=True).start()


class RawUpstream(Listener):
    """Accepts connections and does what `script` does with each socket, after the head of the request was read."""

    def __init__(self, script) -> None:
        self.script = script
        self.count = 0
        super().__init__()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _answer(self, connection: socket.socket) -> None:
        self.count += 1
        with connection:
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            try:
                self.script(connection, head.decode())
            except OSError:
                pass


class Tunnel(Listener):
    """An HTTP proxy that knows CONNECT alone, and refuses that, too, if told so. `asked` holds what it was asked for."""

    def __init__(self) -> None:
        self.refuses = False
        self.asked: list[str] = []
        super().__init__()

    def _answer(self, near: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += near.recv(1)
        line = head.decode().split("\r\n")[0]
        self.asked.append(line)
        if self.refuses or not line.startswith("CONNECT "):
            near.sendall(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
            return near.close()
        host, port = line.split()[1].split(":")
        far = socket.create_connection((host, int(port)))
        near.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        threading.Thread(target=self._copy, args=[near, far], daemon=True).start()
        self._copy(far, near)

    @staticmethod
    def _copy(source: socket.socket, sink: socket.socket) -> None:
        try:
            while piece := source.recv(65536):
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def proof(head: str) -> str:
    key = next(line.split(": ")[1] for line in head.split("\r\n") if line.lower().startswith("sec-websocket-key"))
    return base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()


def agree(head: str) -> bytes:
    """The answer of a server that knows how."""
    return f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {proof(head)}\r\n\r\n".encode()


def frame(payload: bytes, opcode: int = 1, last: bool = True, mask: bytes = b"", announced: int | None = None) -> bytes:
    length = len(payload) if announced is None else announced
    start = bytes([(0x80 if last else 0) | opcode])
    bit = 0x80 if mask else 0
    if length < 126:
        start += bytes([bit | length])
    elif length < 1 << 16:
        start += bytes([bit | 126]) + length.to_bytes(2)
    else:
        start += bytes([bit | 127]) + length.to_bytes(8)
    if mask:
        payload = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
    return start + mask + payload
