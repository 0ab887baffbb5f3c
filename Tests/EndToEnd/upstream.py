"""A scripted upstream of any kind. It takes its orders from the prompt: `[[cut=3]]`, `[[status=429]]` …"""

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from speech import SPEAKING, Asked, OpenAIChat, Refused, Said, Voice

WORDS = [f"word{number} " for number in range(2000)]


class Upstream:
    """Listens on loopback. `requests` holds what was asked: headers and body. `kind`: which format it speaks. `is_strict`: it refuses what
    its provider would."""

    def __init__(self, port: int = 0, kind: str = "openai-chat", is_strict: bool = False) -> None:
        self.kind, self.format = kind, SPEAKING[kind]()
        self.is_strict = is_strict
        # A status with which everything is refused.
        self.failing: int | None = None
        self.requests: list[dict] = []
        # What is told to a GET, by its path: the headers of the request make a status, headers and a JSON value or bytes.
        self.told: dict = {}
        self.asked: list[dict] = []
        # What writes the answers to calls that are no conversation, by their path.
        self.passed: dict = {}
        # How many were cut off by whoever asked.
        self.left = 0
        # What it calls a chat whose title it is asked for; those questions are in `requests`, too.
        self.title = ""
        # What `[[once=N]]` was said to.
        self.failed: set[str] = set()
        self.release = threading.Event()  # what `[[hold=N]]` waits for after N words
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                # A form is read by whoever answers: 200 of them at once fit into no memory.
                is_form = self.headers["content-type"].startswith("multipart/form-data")
                body = None if is_form else json.loads(self.rfile.read(length))
                outer.requests.append({"path": self.path, "headers": dict(self.headers), "body": body})
                try:
                    outer.answer(self, body)
                except (BrokenPipeError, ConnectionResetError):
                    outer.left += 1
                    self.close_connection = True

            def do_GET(self) -> None:
                path = self.path.split("?")[0]
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.asked.append({"path": path, "headers": headers})
                tell = outer.told.get(path, lambda _: (404, {}, {"error": {"message": "not here"}}))
                status, extra, body = tell(headers)
                outer.tell(self, status, extra, body if isinstance(body, bytes) else json.dumps(body).encode())

            def log_message(self, *_) -> None:
                pass

        class Listener(ThreadingHTTPServer):
            # Many connect at once.
            request_queue_size = 128

        self.server = Listener(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.release.set()
        self.server.shutdown()
        self.server.server_close()

    # Answers

    def answer(self, handler: BaseHTTPRequestHandler, body: dict) -> None:
        if self.failing:
            return self.refuse(handler, self.failing, {})
        if passed := self.passed.get(handler.path):
            return passed(handler, body)
        if self.is_strict:
            try:
                self.format.admit(Asked.of(handler, body))
            except Refused as error:
                return self.refuse(handler, error.status, {}, str(error))
        format = self.format.spoken(body)
        prompt = format.prompt(body)
        if self.title and "Write a title" in prompt:
            return self.name(handler, format.voice(body))
        orders = dict(re.findall(r"\[\[(\w[\w-]*)=?([^\]]*)\]\]", prompt))
        if "once" in orders and prompt not in self.failed:
            self.failed.add(prompt)
            return self.refuse(handler, int(orders["once"]), orders)
        if "status" in orders:
            return self.refuse(handler, int(orders["status"]), orders)
        if "html" in orders:
            return self.whole(handler, 200, "text/html", b"<html><body>Just a moment...</body></html>")
        if "reset" in orders:
            # Read whole, and nothing said: it may have run.
            handler.close_connection = True
            return handler.connection.close()
        if not format.always_streams and not format.wants_stream(handler.path, body):
            answer = format.whole(Said.by(orders), body)
            return self.whole(handler, 200, "application/json", json.dumps(answer).encode())
        if format.always_streams and not orders.keys() & {"words", "cut", "error", "stall", "empty"}:
            # It may have been asked for in one piece, which is said so here.
            orders["whole"] = ""
        self.stream(handler, orders, prompt, format.voice(body))

    def name(self, handler: BaseHTTPRequestHandler, voice: Voice) -> None:
        self.whole(handler, 200, "text/event-stream", voice.begin() + voice.text(self.title) + voice.end("stop", (11, 0, 3)))

    def refuse(self, handler: BaseHTTPRequestHandler, status: int, orders: dict, words: str | None = None) -> None:
        error = self.format.refusal(status, words or f"refused with {status}", orders.get("code"))
        self.whole(handler, status, "application/json", json.dumps(error).encode(), orders.get("after"))

    def whole(
        self, handler: BaseHTTPRequestHandler, status: int, kind: str, body: bytes, retry_after: str | None = None,
    ) -> None:
        handler.send_response(status)
        handler.send_header("content-type", kind)
        handler.send_header("content-length", str(len(body)))
        if retry_after:
            handler.send_header("retry-after", retry_after)
        handler.end_headers()
        handler.wfile.write(body)

    @staticmethod
    def tell(handler: BaseHTTPRequestHandler, status: int, headers: dict, body: bytes) -> None:
        handler.send_response(status)
        for name, value in {"content-type": "application/json", **headers, "content-length": str(len(body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def stream(self, handler: BaseHTTPRequestHandler, orders: dict, prompt: str, voice: Voice) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.close_connection = True
        write = handler.wfile.write
        if "stall" in orders:
            self.release.wait(120)
            return
        if "empty" in orders:
            return
        write(voice.begin())
        if "reasoning" in orders:
            write(voice.reasoning("Let me think. "))
            write(voice.reasoning("Done."))
        if "tool" in orders:
            for piece in voice.calls(Said.by(orders).calls):
                write(piece)
            write(voice.end("tool_calls", (11, 0, 2)))
            return
        if orders.keys() & {"json", "whole"}:
            said = Said.by(orders)
            write(voice.text(said.text))
            write(voice.end("stop", said.usage))
            return
        if "echo" in orders:
            size = int(orders.get("pieces") or len(prompt))
            for at in range(0, len(prompt), size):
                write(voice.text(prompt[at:at + size]))
        count, delay = int(orders.get("words") or 5), float(orders.get("delay") or 0)
        if "kib" in orders:
            self.release.wait(60)
            for number in range(int(orders["kib"])):
                write(voice.text(f"{number:1023} "))
            count = 0
        for number in range(count):
            if orders.get("hold") == str(number):
                self.release.wait(120)
            if orders.get("cut") == str(number):
                return
            if orders.get("error") == str(number):
                write(voice.failure())
                return
            if orders.get("half") == str(number):
                write(voice.half_a_character())
                continue
            write(voice.text(WORDS[number]))
            if delay:
                time.sleep(delay)
        write(voice.end(orders.get("finish") or "stop", (11, 0, count)))

    @staticmethod
    def piece(delta: dict, finish: str | None = None) -> bytes:
        """A chunk of Chat Completions."""
        return OpenAIChat.chunk(delta, finish)
