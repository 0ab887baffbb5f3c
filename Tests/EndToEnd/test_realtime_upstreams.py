"""Sessions over TLS and through proxies, and with upstreams that refuse, break off or break the rules."""

import json
import socket
import ssl

import pytest
from websockets.sync.client import connect

import namespace
from asking import logged, used
from conftest import World, set_up
from packaged import Caddy, Nginx
from server import Server
from sessions import MODEL, account, closing, open_session, refused
from sessions import lent, shared, world  # noqa: F401 (fixtures)
from streams import wait_for
from talking import RawUpstream, TalkingUpstream, Tunnel, agree, event, frame


# What stands on the way


@pytest.fixture(scope="module")
def trusting(tmp_path_factory):
    """A server that trusts the certificate of an nginx before an upstream; nginx offers HTTP/2 besides, which WebSocket cannot use."""
    folder = tmp_path_factory.mktemp("trusting")
    upstream = TalkingUpstream()
    front = Nginx(folder / "nginx", upstream.port)
    server = Server(folder, CHATMIRROR_UPSTREAM_ALLOW_PRIVATE="127.0.0.1")
    trust = f'mount --bind {front.folder / "fullchain.pem"} /etc/ssl/certs/ca-certificates.crt && exec "$@"'
    server.wrapper = [*namespace.apart("mount"), "sh", "-c", trust, "sh"]
    server.start()
    front.start(404)
    tunnel = Tunnel()
    yield World([server], upstream, set_up(server), 0), {"plain": upstream.url, "tls": front.url}, tunnel
    server.kill()
    front.stop()
    tunnel.close()
    upstream.close()


@pytest.mark.parametrize("through", ["nothing", "proxy"])
@pytest.mark.parametrize("way", ["plain", "tls"])
def test_upstreams_behind_tls_and_proxies(trusting, way, through):
    world, urls, tunnel = trusting
    proxy = f"http://127.0.0.1:{tunnel.port}" if through == "proxy" else ""
    member = world.member(account=account(world, f"{way} {through}", base_url=urls[way], proxy=proxy))
    asked = len(tunnel.asked)
    sound = "A" * (4 << 20)
    with open_session(world, member.key()) as session:
        session.recv()
        for _ in range(3):
            session.send(event("input_audio_buffer.append", audio=sound))
            assert json.loads(session.recv())["item"]["audio"] == sound
        session.send(event("response.create"))
        while json.loads(session.recv())["type"] != "response.done":
            pass
    assert not proxy or f"CONNECT {urls[way].split('//')[1]} HTTP/1.1" in tunnel.asked[asked:]


def test_a_proxy_that_refuses_and_a_certificate_that_is_not_trusted(trusting, shared):
    world, urls, tunnel = trusting
    sent_away = world.member(account=account(world, "sent away", base_url=urls["plain"], proxy=f"http://127.0.0.1:{tunnel.port}"))
    tunnel.refuses = True
    status, error = refused(world, sent_away.key())
    tunnel.refuses = False
    assert (status, error["code"]) == (502, "upstream_unreachable")
    # The other server trusts nobody's certificates but those of the world.
    strict = World([shared], world.upstream, shared.admin, 0, _names=shared.names)
    member = strict.member(account=account(strict, "not trusted", base_url=urls["tls"]))
    count = len(world.upstream.asked)
    assert refused(strict, member.key())[1]["code"] == "upstream_unreachable"
    assert len(world.upstream.asked) == count


def test_a_private_address_is_not_asked(shared):
    upstream = RawUpstream(lambda connection, head: None)
    world = World([shared], upstream, shared.admin, 0, _names=shared.names)
    for url in [f"http://localhost:{upstream.port}", f"https://[::1]:{upstream.port}", f"https://127.1:{upstream.port + 1}", "https://169.254.169.254"]:
        name = account(world, url, base_url=url) if "127.1" not in url else account(world, url, base_url="https://10.0.0.1")
        assert refused(world, world.member(account=name).key())[1]["code"] == "upstream_unreachable"
    assert upstream.count == 0
    upstream.close()


def test_azure_is_asked_in_its_own_way(lent):  # noqa: F811
    world = lent(TalkingUpstream(), type=3, other="2025-04-01-preview")
    with open_session(world, world.member().key()) as session:
        session.recv()
    asked = world.upstream.asked[0]
    assert asked["path"] == f"/openai/realtime?api-version=2025-04-01-preview&deployment={MODEL}"
    headers = {name.lower(): value for name, value in asked["headers"].items()}
    assert headers["api-key"] == "sk-of-the-account" and "authorization" not in headers


@pytest.mark.parametrize("kind", [Nginx, Caddy])
def test_a_session_through_the_sample_of_a_proxy(world, tmp_path, kind):
    proxy = kind(tmp_path / "proxy", world.server.port)
    proxy.start()
    try:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        url = proxy.url.replace("http", "ws") + f"/v1/realtime?model={MODEL}"
        key = world.member().key()
        options = {"ssl": context} if url.startswith("wss") else {}
        if kind is Caddy:
            # It tells its sites apart by the name.
            url = url.replace("127.0.0.1", "chat.example.org")
            options["sock"] = socket.create_connection(("127.0.0.1", proxy.port))
        with connect(url, subprotocols=["realtime", f"openai-insecure-api-key.{key}"], **options) as session:
            assert session.subprotocol == "realtime"
            session.recv()
            session.send(event("response.create"))
            while json.loads(session.recv())["type"] != "response.done":
                pass
            session.close(4000, "enough")
        wait_for(lambda: world.upstream.left == [(4000, "enough")], "the upstream is left")
        # The sample's requests keep their connections all the same.
        assert proxy.client().get("/healthz").status_code == 200
    finally:
        proxy.stop()
    assert "/v1/realtime" in proxy.written() and key not in proxy.written() and key[3:] not in proxy.written()


# Failures of the upstream


@pytest.mark.parametrize("status, shown, code", [
    (200, 502, "upstream_bad_answer"), (401, 503, "upstream_auth"), (429, 429, "no"), (500, 500, "no"), (400, 400, "no"), (302, 502, "upstream_bad_answer")])
def test_an_upstream_that_refuses_is_a_status(world, status, shown, code):
    member = world.member([{"window": "day", "limit": 1}])
    world.upstream.status = status
    told, error = refused(world, member.key())
    assert (told, error["code"]) == (shown, code)
    assert used(member) == 0
    row = logged(world, member)[0]
    assert (row["status"], row["units"]) == ("failed", 0)


def test_another_account_is_asked_before_the_upgrade(lent):
    broken = lent(TalkingUpstream())
    broken.upstream.status = 503
    world = lent(TalkingUpstream())
    member = world.member([{"window": "day", "limit": 3}])
    world.admin.data(world.admin.post("/api/binding/", {"user_id": member.id, "channel_id": broken.account, "mode": "shared", "priority": 9}))
    with open_session(world, member.key()) as session:
        session.recv()
        session.send(event("response.create"))
        while json.loads(session.recv())["type"] != "response.done":
            pass
    assert len(broken.upstream.asked) == len(world.upstream.asked) == 1
    assert used(member) == 1


def tell(*parts: bytes):
    """Agrees, and then says this."""
    def script(connection, head):
        connection.sendall(agree(head) + b"".join(parts))
        connection.settimeout(20)
        while connection.recv(65536):
            pass
    return script


def hang_up(*parts: bytes):
    def script(connection, head):
        connection.sendall(agree(head) + b"".join(parts))
    return script


@pytest.mark.parametrize("script", [
    hang_up(), hang_up(frame(b"x" * 10, announced=100)), hang_up(frame(b'{"type":"response.created","response":{"id":"r"}}', last=False)),
    tell(frame(b"{}", mask=b"abcd")), tell(frame(b"{}", opcode=2)), tell(frame(b"\xff\xfe")), tell(frame(b"{", announced=1 << 30)), tell(frame(b"", opcode=5)),
    tell(frame(b"a", last=False), *[frame(b"a", opcode=0, last=False)] * 5000),
], ids=["gone", "within a frame", "within an event", "masked", "binary", "not UTF-8", "a gigabyte", "unknown opcode", "pieces"])
def test_an_upstream_that_breaks_off_or_breaks_the_rules(lent, script):
    world = lent(RawUpstream(script))
    member = world.member([{"window": "day", "limit": 1}])
    with open_session(world, member.key()) as session:
        events, code, reason = closing(session)
    assert [said["error"]["code"] for said in events] == ["upstream_incomplete"]
    assert (code, reason) == (1011, "the upstream broke off")
    assert (logged(world, member)[0]["status"], used(member)) == ("failed", 0)


@pytest.mark.parametrize("answer", [
    lambda head: agree(head).replace(b"Accept: ", b"Accept: A"), lambda head: agree(head).replace(b"Upgrade: websocket", b"Upgrade: h2c"),
    lambda head: agree(head).replace(b"\r\n\r\n", b"\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"),
    lambda head: b"SSH-2.0-OpenSSH\r\n", lambda head: b"HTTP/1.1 101 X\r\n" + b"a: b\r\n" * 20_000, lambda head: b"x" * 70_000, lambda head: b"",
], ids=["proof", "protocol", "extension", "no HTTP", "long head", "long line", "nothing"])
def test_an_upstream_whose_handshake_is_none(lent, answer):
    world = lent(RawUpstream(lambda connection, head: connection.sendall(answer(head))))
    status, error = refused(world, world.member().key())
    assert status == 502 and error["code"] in ("upstream_bad_answer", "upstream_incomplete")


def test_an_upstream_that_breaks_off_within_an_answer_is_paid_for_it(lent):
    def script(_, connection):
        connection.recv()
        connection.send(event("response.created", response={"id": "r"}))
        connection.socket.shutdown(socket.SHUT_RDWR)

    world = lent(TalkingUpstream(script))
    member = world.member([{"window": "day", "limit": 1}])
    with open_session(world, member.key()) as session:
        session.recv()
        session.send(event("response.create"))
        events, code, _ = closing(session)
    assert [said["type"] for said in events] == ["response.created", "error"] and code == 1011
    assert (logged(world, member)[0]["status"], used(member)) == ("failed", 1)


def test_a_key_that_the_upstream_quotes_is_not_repeated(lent):
    def script(_, connection):
        connection.send(event("error", error={"message": "bad key sk-of-the-account"}))
        connection.close(3000, "bad key sk-of-the-account")

    world = lent(TalkingUpstream(script))
    with open_session(world, world.member().key()) as session:
        session.recv()
        events, code, reason = closing(session)
    assert events[0]["error"]["message"] == reason == "bad key ***" and code == 3000
