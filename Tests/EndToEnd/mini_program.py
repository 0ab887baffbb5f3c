"""What tests of the mini-program's backend stand on: a world whose start names two applications, and how they call."""

import json

import httpx
import pytest

from conftest import World, add_account, set_up, start_cluster
from server import Server
from test_passed_calls import tell

KEYS = {"shop": "app-key-of-the-shop", "club": "app-key-of-the-club"}
# The payer is the first member that a test makes.
OPTIONS = {
    "CHATMIRROR_MINIPROGRAM_APP_KEYS": ", ".join(f"{name}:{key}" for name, key in KEYS.items()),
    "CHATMIRROR_MINIPROGRAM_USER": "member1", "OPENAI_MODEL": "test-model", "CHATMIRROR_MINIPROGRAM_IMAGE_MODEL": "test-model",
}
HELLO = [{"role": "user", "content": "你好"}]


@pytest.fixture(params=["alone", "cluster"])
def mini(request, tmp_path, upstream):
    """A world whose start names two applications."""
    if request.param == "cluster":
        world = start_cluster(tmp_path, upstream, request.getfixturevalue("mariadb"), request.getfixturevalue("redis"), **OPTIONS)
    else:
        server = Server(tmp_path, upstream.port, **OPTIONS).start()
        admin = set_up(server)
        world = World([server], upstream, admin, add_account(admin, upstream))
    upstream.passed["/v1/chat/completions"] = echo(upstream)
    yield world
    for server in world.servers:
        server.kill()
    if world.front:
        world.front.close()


def echo(upstream):
    """Answers with the last question."""
    def answer(handler, body) -> None:
        said = f"you said {body['messages'][-1]['content']}"
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": said}}
        usage = {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}
        whole = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
        upstream.whole(handler, 200, "application/json", json.dumps(whole).encode())
    return answer


class App:
    """An application that asks the processes of a world in turn."""

    def __init__(self, world, name: str = "shop") -> None:
        self.headers = {"x-app-key": KEYS[name]}
        self.urls = world.urls
        self.count = 0

    def ask(self, method: str, path: str, body=None, **options) -> httpx.Response:
        self.count += 1
        url = self.urls[self.count % len(self.urls)]
        headers = {**self.headers, **options.pop("headers", {})}
        return httpx.request(method, url + path, json=body, headers=headers, timeout=60, **options)

    def data(self, method: str, path: str, body=None) -> dict:
        answer = self.ask(method, path, body)
        assert answer.status_code == 200, answer.text
        assert answer.json().keys() == {"code", "msg", "data"} and answer.json()["code"] == 0 and answer.json()["msg"] == "ok"
        return answer.json()["data"]

    def refused(self, method: str, path: str, body=None, **options) -> tuple[int, str]:
        answer = self.ask(method, path, body, **options)
        told = answer.json()
        assert told.keys() == {"code", "msg"} and told["code"] == answer.status_code, told
        return told["code"], told["msg"]

    def chat(self, text: str, openid: str = "test") -> str:
        return self.data("POST", "/api/chat", {"openid": openid, "messages": [{"role": "user", "content": text}]})["reply"]

    def history(self, openid: str = "test") -> list[tuple[str, str]]:
        return [(item["role"], item["content"]) for item in self.data("GET", f"/api/history/{openid}")["history"]]


def pictures(world, *items: dict):
    return tell(world.upstream, "application/json", json.dumps({"created": 1, "data": list(items)}).encode())


def linking(world, *links: str):
    world.upstream.passed["/v1/images/generations"] = pictures(world, *({"url": link} for link in links))
