"""Sessions of `/v1/realtime` for tests: a server for a module, accounts whose upstreams speak, and programs that open sessions."""

import itertools
import json

import pytest
import websockets
from websockets.sync.client import connect

from conftest import World, set_up
from server import Server
from talking import TalkingUpstream

MODEL = "test-model"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("realtime"), CHATMIRROR_UPSTREAM_ALLOW_PRIVATE="127.0.0.1").start()
    server.admin = set_up(server)
    server.names = itertools.count(1)
    yield server
    server.kill()


@pytest.fixture
def lent(shared):
    """Makes accounts of upstreams, and worlds around them."""
    made = []

    def lend(upstream, **fields) -> World:
        made.append(upstream)
        world = World([shared], upstream, shared.admin, 0, _names=shared.names)
        world.account = account(world, f"account{next(shared.names)}", **{"base_url": upstream.url, **fields})
        return world

    yield lend
    for upstream in made:
        upstream.close()


@pytest.fixture
def world(lent):
    return lent(TalkingUpstream())


def open_session(world, key: str, query: str = f"?model={MODEL}", **options):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return connect(world.url.replace("http", "ws") + "/v1/realtime" + query, **{"additional_headers": headers, "max_size": None, "compression": None, **options})


def refused(world, key: str, query: str = f"?model={MODEL}", **options) -> tuple[int, dict]:
    with pytest.raises(websockets.InvalidStatus) as caught:
        open_session(world, key, query, **options)
    return caught.value.response.status_code, json.loads(caught.value.response.body)["error"]


def closing(session) -> tuple[list[dict], int, str]:
    """What still came, and the goodbye."""
    events = []
    with pytest.raises(websockets.ConnectionClosed):
        while True:
            events.append(json.loads(session.recv(20)))
    return events, session.close_code, session.close_reason


def account(world, name: str, **fields) -> int:
    channel = {"name": name, "type": 1, "key": "sk-of-the-account", "models": MODEL, **fields}
    return world.admin.data(world.admin.post("/api/channel/", {"mode": "single", "channel": channel}))["id"]
