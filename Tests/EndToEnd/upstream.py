"""A scripted OpenAI-compatible upstream. It takes its orders from the prompt: `[[cut=3]]`, `[[status=429]]` …"""

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = [f"word{number} " for number in range(2000)]


class Upstream:
    """Listens on loopback. `requests` holds what was asked: headers and body."""

    def __init__(self, port: int = 0) -> None:
        self.requests: list[dict] = []
        self.release = threading.Event()  # what `[[hold=N]]` waits for after N words
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                body = json.loads(self.rfile.read(length))
                outer.requests.append({"path": self.path, "headers": dict(self.headers), "body": body})
                try:
                    outer.answer(self, body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

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
        prompt = self.text(body["messages"][-1]["content"])
        orders = dict(re.findall(r"\[\[(\w[\w-]*)=?([^\]]*)\]\]", prompt))
        if "status" in orders:
            return self.refuse(handler, int(orders["status"]), orders)
        if "html" in orders:
            return self.whole(handler, 200, "text/html", b"<html><body>Just a moment...</body></html>")
        if "reset" in orders:
            # Read whole, and nothing said: it may have run.
            handler.close_connection = True
            return handler.connection.close()
        if not body.get("stream"):
            return self.whole(handler, 200, "application/json", json.dumps(self.completion(orders)).encode())
        self.stream(handler, orders, prompt)

    @staticmethod
    def text(content) -> str:
        if isinstance(content, str):
            return content
        return "".join(part.get("text", "") for part in content or [])

    @staticmethod
    def completion(orders: dict) -> dict:
        message = {"role": "assistant", "content": "ok", "refusal": None}
        if "tool" in orders:
            call = {"id": "call_1", "type": "function", "function": {"name": orders["tool"], "arguments": '{"city":"Paris"}'}}
            message |= {"content": None, "tool_calls": [call]}
        if "json" in orders:
            message["content"] = '{"city":"Paris","degrees":21}'
        if "reasoning" in orders:
            message["reasoning_content"] = "Let me think."
        return {
            "id": "x", "object": "chat.completion", "created": 1764300000, "model": "upstream-name",
            "choices": [{"index": 0, "message": message, "logprobs": None,
                         "finish_reason": "tool_calls" if "tool" in orders else "stop"}],
            "usage": {"prompt_tokens": 11, "completion_tokens": 2, "total_tokens": 13,
                      "prompt_tokens_details": {"cached_tokens": 4}},
            "x_own_field": {"kept": True},
        }

    def refuse(self, handler: BaseHTTPRequestHandler, status: int, orders: dict) -> None:
        error = {"error": {"message": f"refused with {status}", "type": "test", "code": orders.get("code")}}
        self.whole(handler, status, "application/json", json.dumps(error).encode())

    def whole(self, handler: BaseHTTPRequestHandler, status: int, kind: str, body: bytes) -> None:
        handler.send_response(status)
        handler.send_header("content-type", kind)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def stream(self, handler: BaseHTTPRequestHandler, orders: dict, prompt: str) -> None:
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
        if "tool" in orders:
            return self.stream_call(write, orders["tool"])
        if "reasoning" in orders:
            write(self.piece({"reasoning_content": "Let me think. "}))
            write(self.piece({"reasoning_content": "Done."}))
        if "echo" in orders:
            size = int(orders.get("pieces") or len(prompt))
            for at in range(0, len(prompt), size):
                write(self.piece({"content": prompt[at:at + size]}))
        count, delay = int(orders.get("words") or 5), float(orders.get("delay") or 0)
        if "kib" in orders:
            self.release.wait(60)
            for number in range(int(orders["kib"])):
                write(self.piece({"content": f"{number:1023} "}))
            count = 0
        for number in range(count):
            if orders.get("hold") == str(number):
                self.release.wait(120)
            if orders.get("cut") == str(number):
                return
            if orders.get("error") == str(number):
                write(b'data: {"error":{"message":"overloaded","type":"server_error"}}\n\n')
                return
            if orders.get("half") == str(number):
                write('data: {"choices":[{"index":0,"delta":{"content":"汉'.encode()[:-1] + b'"}}]}\n\n')
                continue
            write(self.piece({"content": WORDS[number]}))
            if delay:
                time.sleep(delay)
        write(self.piece({}, orders.get("finish") or "stop"))
        usage = {"choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": count, "total_tokens": 11 + count}}
        write(f"data: {json.dumps(usage)}\n\n".encode())
        write(b"data: [DONE]\n\n")

    def stream_call(self, write, name: str) -> None:
        call = {"index": 0, "id": "call_1", "type": "function", "function": {"name": name, "arguments": ""}}
        write(self.piece({"role": "assistant", "content": None, "tool_calls": [call]}))
        for piece in ('{"city":', '"Paris"}'):
            write(self.piece({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}))
        write(self.piece({}, "tool_calls"))
        write(b"data: [DONE]\n\n")

    @staticmethod
    def piece(delta: dict, finish: str | None = None) -> bytes:
        chunk = {"id": "x", "object": "chat.completion.chunk", "choices": [
            {"index": 0, "delta": delta, "finish_reason": finish}]}
        return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()
