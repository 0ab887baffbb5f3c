"""What a browser or an administrator does, over plain HTTP."""

import itertools
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx


class Client:
    """A browser without a page: keeps its cookies, talks to one server."""

    def __init__(self, urls: list[str]) -> None:
        self.http = httpx.Client(timeout=20)
        self.urls = urls
        self._turn = itertools.count()

    def where(self, path: str) -> str:
        """The processes are asked in turn."""
        return self.urls[next(self._turn) % len(self.urls)] + path

    def request(self, method: str, path: str, **options) -> httpx.Response:
        return self.http.request(method, self.where(path), **options)

    def get(self, path: str, **options) -> httpx.Response:
        return self.request("GET", path, **options)

    def put(self, path: str, body: dict) -> httpx.Response:
        return self.request("PUT", path, json=body)

    def delete(self, path: str) -> httpx.Response:
        return self.request("DELETE", path)

    def post(self, path: str, body: dict | None = None, **options) -> httpx.Response:
        return self.request("POST", path, json=body if body is not None else {}, **options)

    def data(self, response: httpx.Response):
        """The `data` of New API's envelope; a failure fails the test."""
        assert response.status_code == 200, response.text
        envelope = response.json()
        assert envelope["success"] is True, envelope
        return envelope["data"]

    def sign_in(self, link: str) -> "Client":
        answer = self.post("/api/session/share", {"share_token": link.split("#")[1]})
        assert answer.status_code == 200, answer.text
        return self

    # Chat

    def send(self, text: str, conversation: str | None = None, parent: str | None = None, **fields) -> "Answer":
        return self.stream("POST", "/backend-api/conversation", json=self.draft(text, conversation, parent, **fields))

    @staticmethod
    def draft(text: str, conversation: str | None = None, parent: str | None = None, **fields) -> dict:
        message = fields.pop("message_id", None) or str(uuid.uuid4())
        body = {
            "action": "next",
            "messages": [
                {"id": message, "author": {"role": "user"}, "content": {"content_type": "text", "parts": [text]}}
            ],
            "parent_message_id": parent or "client-created-root",
            "model": "auto",
            **fields,
        }
        if conversation:
            body["conversation_id"] = conversation
        return body

    def stream(self, method: str, path: str, until=None, url: str | None = None, **options) -> "Answer":
        """Reads a stream to its end, or until `until(answer)` says so."""
        with self.http.stream(method, url + path if url else self.where(path), **options) as response:
            answer = Answer(response.status_code)
            if response.status_code != 200:
                response.read()
                answer.refusal = response.json()
                answer.headers = response.headers
                return answer
            for event in events(lines(response)):
                answer.take(event)
                if until and until(answer):
                    break
            return answer

    def conversation(self, identifier: str) -> dict:
        response = self.get(f"/backend-api/conversation/{identifier}")
        assert response.status_code == 200, response.text
        return response.json()

    def quota(self) -> dict[str, dict]:
        return {window["window"]: window for window in self.data(self.get("/api/user/quota"))["windows"]}


def lines(response: httpx.Response) -> Iterator[str]:
    """Its lines. What httpx takes for ends of lines besides, as U+2028, are letters in an answer."""
    rest = b""
    for piece in response.iter_bytes():
        *whole, rest = (rest + piece).split(b"\n")
        yield from (line.decode().removesuffix("\r") for line in whole)
    if rest:
        yield rest.decode()


def events(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    """Server-Sent Events, as far as a test needs them."""
    event: dict[str, str] = {}
    for line in lines:
        if not line:
            if event:
                yield event
            event = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            event[name] = event[name] + "\n" + value if name == "data" and name in event else value


@dataclass
class Answer:
    """What a classic stream said."""

    status: int
    refusal: dict | None = None
    headers: httpx.Headers | None = None
    conversation: str | None = None
    message: dict = field(default_factory=dict)
    error: dict | None = None
    is_done: bool = False
    is_sent_away: bool = False
    """The process stops, another one goes on."""
    last_id: str | None = None

    def take(self, event: dict[str, str]) -> None:
        self.last_id = event.get("id", self.last_id)
        if event.get("data") == "[DONE]":
            self.is_done = True
            return
        self.is_sent_away |= event.get("event") == "server_restarting"
        data = json.loads(event["data"])
        if not isinstance(data, dict):
            return
        self.conversation = data.get("conversation_id") or self.conversation
        if event.get("event") == "error":
            self.error = data["error"]
        message = data.get("message")
        if message and message["author"]["role"] == "assistant" and message["content"]["content_type"] == "text":
            self.message = message

    @property
    def text(self) -> str:
        return self.message["content"]["parts"][0] if self.message else ""
