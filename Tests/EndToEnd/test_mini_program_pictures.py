"""The mini-program's pictures: whatever an upstream gives, they come as data; and no link leads into our own network."""

import base64
import socket

import httpx
import pytest

from asking import PICTURE, PICTURE_BYTES, used
from conftest import World, add_account, set_up
from mini_program import OPTIONS, App, linking, mini  # noqa: F401 (mini is a fixture)
from server import Server
from upstream import Upstream


@pytest.fixture
def canary():
    """Another server of our own network, which tells a picture to whoever asks; and who did."""
    other = Upstream()
    other.told["/a.png"] = lambda _: (200, {"content-type": "image/png"}, PICTURE_BYTES)
    yield other
    other.close()


def test_pictures_come_as_data(mini):
    mini.member()
    mini.upstream.told["/pictures/a.png"] = lambda _: (200, {"content-type": "image/png"}, PICTURE_BYTES)
    linking(mini, f"{mini.upstream.url}/pictures/a.png", PICTURE)
    images = App(mini).data("POST", "/api/image", {"prompt": "a cat", "n": 2, "size": "512x512"})["images"]
    assert images == [PICTURE, PICTURE] and base64.b64decode(images[0].split(",")[1]) == PICTURE_BYTES
    sent = next(request for request in mini.upstream.requests if request["path"] == "/v1/images/generations")
    assert sent["body"] == {"model": "test-model", "prompt": "a cat", "n": 2, "size": "512x512"}
    fetched = next(asked for asked in mini.upstream.asked if asked["path"] == "/pictures/a.png")
    # No key goes where a link leads.
    assert "authorization" not in fetched["headers"] and fetched["headers"]["user-agent"].startswith("chatmirror")


def test_no_link_leads_into_our_own_network(mini, canary):
    """Not to who listens there, though another account may; the account's own host is another port's."""
    member = mini.member([{"window": "day", "limit": 99}])
    app = App(mini)
    here = socket.gethostbyname("localhost")
    for link in (f"{canary.url}/a.png", f"https://127.0.0.1:{canary.port}/a.png", f"http://localhost:{canary.port}/a.png",
                 f"http://{here}.:{canary.port}/a.png", f"http://[::ffff:127.0.0.1]:{canary.port}/a.png", "http://169.254.169.254/latest",
                 f"{mini.upstream.url}@127.0.0.1:{canary.port}/a.png", f"http://2130706433:{canary.port}/a.png",
                 f"{mini.upstream.url}:{canary.port}/a.png", "file:///etc/passwd", f"gopher://127.0.0.1:{canary.port}/a.png", ""):
        linking(mini, link)
        assert app.refused("POST", "/api/image", {"prompt": "a cat"}) == (500, "AI服务异常"), link
    assert canary.asked == [] and used(member) == 0
    # The premise: it would have told a picture.
    assert httpx.get(f"{canary.url}/a.png").content == PICTURE_BYTES and len(canary.asked) == 1


def test_another_accounts_private_host_is_not_reached_either(tmp_path, upstream, canary):
    private = {"CHATMIRROR_UPSTREAM_ALLOW_PRIVATE": f"127.0.0.1:{canary.port}"}
    server = Server(tmp_path, upstream.port, **OPTIONS, **private).start()
    admin = set_up(server)
    world = World([server], upstream, admin, add_account(admin, upstream))
    world.member()
    linking(world, f"{canary.url}/a.png")
    assert App(world).refused("POST", "/api/image", {"prompt": "a cat"}) == (500, "AI服务异常")
    assert canary.asked == []
    server.kill()


@pytest.mark.parametrize("told", [
    (200, {"content-type": "text/html"}, PICTURE_BYTES), (404, {"content-type": "image/png"}, PICTURE_BYTES),
    (302, {"content-type": "image/png", "location": "/pictures/b.png"}, b""), (200, {"content-type": "image/png"}, bytes((20 << 20) + 1)),
    (200, {"content-type": "image/png"}, b""),
])
def test_what_is_no_picture_or_too_large_is_none(mini, told):
    member = mini.member([{"window": "day", "limit": 5}])
    mini.upstream.told["/pictures/a.png"] = lambda _: told
    mini.upstream.told["/pictures/b.png"] = lambda _: (200, {"content-type": "image/png"}, PICTURE_BYTES)
    linking(mini, f"{mini.upstream.url}/pictures/a.png")
    assert App(mini).refused("POST", "/api/image", {"prompt": "a cat"}) == (500, "AI服务异常")
    assert used(member) == 0 and not any(asked["path"] == "/pictures/b.png" for asked in mini.upstream.asked)
