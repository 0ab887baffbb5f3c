"""What every end-to-end test stands on: a server, an upstream, an administrator, members."""

import itertools
from dataclasses import dataclass

import pytest

from browser import chromium, playwright_driver, visits  # noqa: F401 (fixtures)
from client import Client
from server import Server
from upstream import Upstream

PASSWORD = "correct horse battery"


@dataclass
class World:
    """A server that an administrator has set up, with one upstream account."""

    server: Server
    upstream: Upstream
    admin: Client
    account: int

    _names = itertools.count(1)

    def member(self, limits: list[dict] | None = None, mode: str = "shared", account: int | None = None) -> "Member":
        """A new member, bound and signed in by his link."""
        name = f"member{next(self._names)}"
        fields: dict = {"username": name}
        if limits is not None:
            package = self.admin.data(self.admin.post("/api/package/", {"name": f"of {name}", "limits": limits}))
            fields["package_id"] = package["id"]
        identifier = self.admin.data(self.admin.post("/api/user/", fields))["id"]
        binding = {"user_id": identifier, "channel_id": account or self.account, "mode": mode}
        self.admin.data(self.admin.post("/api/binding/", binding))
        link = self.admin.data(self.admin.post(f"/api/user/{identifier}/share_link", {}))["link"]
        return Member(identifier, name, link, Client(self.server.url).sign_in(link))


@dataclass
class Member:
    id: int
    name: str
    link: str
    client: Client


def set_up(server: Server) -> Client:
    """The first administrator, signed in."""
    admin = Client(server.url)
    token = server.link("/setup").split("#")[1]
    answer = admin.post("/api/setup", {"token": token, "username": "boss", "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return admin


def add_account(admin: Client, upstream: Upstream, name: str = "upstream", models: str = "test-model") -> int:
    channel = {"name": name, "type": 1, "base_url": upstream.url, "key": "sk-canary-key", "models": models}
    return admin.data(admin.post("/api/channel/", {"mode": "single", "channel": channel}))["id"]


@pytest.fixture
def upstream():
    upstream = Upstream()
    yield upstream
    upstream.close()


@pytest.fixture
def server(tmp_path, upstream):
    server = Server(tmp_path, upstream.port)
    yield server
    server.kill()


@pytest.fixture
def world(server, upstream):
    server.start()
    admin = set_up(server)
    return World(server, upstream, admin, add_account(admin, upstream))
