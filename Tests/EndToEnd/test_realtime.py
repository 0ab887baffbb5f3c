"""Sessions in which a program and an upstream speak with each other: through OpenAI's SDK, and with whatever else may come."""

import itertools
import json
import socket
import ssl
import subprocess
import threading
import time

import httpx
import openai
import pytest
import websockets
from websockets.sync.client import connect

from asking import logged, used
from conftest import World, add_account, set_up
from packaged import Caddy, Nginx
from processes import Memory
from server import Server
from streams import wait_for
from talking import RawUpstream, TalkingUpstream, Tunnel, agree, event, frame, say
from test_sdk_openai import sdk

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
        name = f"account{next(shared.names)}"
        channel = {"name": name, "type": 1, "base_url": upstream.url, "key": "sk-of-the-account", "models": MODEL, **fields}
        account = shared.admin.data(shared.admin.post("/api/channel/", {"mode": "single", "channel": channel}))["id"]
        return World([shared], upstream, shared.admin, account, _names=shared.names)

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


# As it should be


def test_a_session_through_the_sdk(world):
    member = world.member([{"window": "day", "limit": 5}])
    with sdk(world, member.key()).realtime.connect(model=MODEL) as session:
        assert session.recv().type == "session.created"
        session.session.update(session={"type": "realtime", "model": MODEL, "instructions": "Be short."})
        assert session.recv().type == "conversation.item.added"
        for count in range(2):
            session.response.create()
            kinds, text = [], ""
            for said in session:
                kinds.append(said.type)
                text += getattr(said, "delta", "")
                if said.type == "response.done":
                    assert said.response.usage.input_tokens == 20
                    break
            assert text == "Hello there" and kinds[0] == "response.created"
    # The SDK has said goodbye, and the upstream heard it.
    wait_for(lambda: world.upstream.left == [(1000, "")], "the upstream is left")
    rows = logged(world, member, 2)
    assert [(row["endpoint"], row["model_name"], row["status"], row["prompt_tokens"], row["completion_tokens"], row["units"]) for row in rows] \
        == [("realtime", MODEL, "finished", 20, 10, 1)] * 2
    assert used(member) == 2


def test_what_the_upstream_gets(lent):
    world = lent(TalkingUpstream(), model_mapping=json.dumps({MODEL: "Their model"}))
    key = world.member().key()
    with open_session(world, key) as session:
        session.recv()
        session.send(event("session.update", session={"type": "realtime", "model": MODEL}))
        assert json.loads(session.recv())["item"]["session"]["model"] == "Their model"
    asked = world.upstream.asked[0]
    assert asked["path"] == "/v1/realtime?model=Their%20model"
    headers = {name.lower(): value for name, value in asked["headers"].items()}
    assert headers["authorization"] == "Bearer sk-of-the-account"
    assert headers["user-agent"].startswith("chatmirror")
    assert "openai-beta" not in headers and "sec-websocket-protocol" not in headers and key not in str(asked)


@pytest.mark.parametrize("offered", [["realtime", "openai-insecure-api-key.{}", "openai-beta.realtime-v1"], ["openai-insecure-api-key.{}"]])
def test_a_page_sends_its_key_as_a_sub_protocol(world, offered):
    key = world.member().key()
    names = [name.format(key) for name in offered]
    if "realtime" in offered:
        with open_session(world, "", subprotocols=names) as session:
            assert session.subprotocol == "realtime"
            session.recv()
    else:
        with open_session(world, "", subprotocols=names) as session:
            assert session.subprotocol is None
    asked = {name.lower(): value for name, value in world.upstream.asked[0]["headers"].items()}
    assert asked.get("openai-beta") == ("realtime=v1" if len(offered) > 1 else None)
    assert key not in str(asked) and "sec-websocket-protocol" not in asked


def test_what_a_page_may_not_get_elsewhere_is_refused(world):
    assert refused(world, "", subprotocols=["realtime", "openai-insecure-api-key.sk-wrong"])[0] == 401
    assert world.upstream.asked == []


@pytest.mark.parametrize("code, reason", [(1000, ""), (3001, "done"), (4999, "enough for today")])
@pytest.mark.parametrize("first", ["asker", "upstream"])
def test_goodbyes_are_passed_on(lent, first, code, reason):
    def script(_, connection):
        connection.recv()
        if first == "upstream":
            connection.close(code, reason)
        connection.recv()

    world = lent(TalkingUpstream(script))
    with open_session(world, world.member().key()) as session:
        session.recv()
        session.send(event("input_audio_buffer.commit"))
        if first == "asker":
            session.close(code, reason)
        else:
            assert closing(session) == ([], code, reason)
    wait_for(lambda: world.upstream.left == [(code, reason)], "the upstream is left")


def test_long_events_and_pieces_of_them(world):
    sound = "A" * (4 << 20)
    with open_session(world, world.member().key()) as session:
        session.recv()
        whole = event("input_audio_buffer.append", audio=sound)
        session.send(whole)
        assert json.loads(session.recv())["item"]["audio"] == sound
        session.send(whole[start:start + 1000_000] for start in range(0, len(whole), 1000_000))
        assert json.loads(session.recv())["item"]["audio"] == sound
    assert world.upstream.seen == [whole, whole]


# Refused before the upgrade


def test_a_wrong_key_is_told_before_the_upgrade(world):
    assert refused(world, "sk-wrong") == (401, {"message": "The API key is unknown, expired or switched off.", "type": "authentication_error", "param": None, "code": "invalid_api_key"})
    assert refused(world, "")[0] == 401
    with pytest.raises(websockets.InvalidStatus), sdk(world, "sk-wrong").realtime.connect(model=MODEL):
        pass
    assert world.upstream.asked == []


def test_models_that_cannot_be_had_are_told_before_the_upgrade(world):
    member = world.member()
    assert refused(world, member.key(), "")[:1] == (400,)
    assert refused(world, member.key(), "?model=")[0] == 400
    status, error = refused(world, member.key(), "?model=other")
    assert (status, error["code"]) == (404, "model_not_found")
    bound = member.key(model_limits_enabled=True, model_limits="another")
    assert refused(world, bound)[0] == 403
    assert world.upstream.asked == []


def test_an_ordinary_request_is_told_to_upgrade(world):
    answer = httpx.get(f"{world.url}/v1/realtime?model={MODEL}", headers={"Authorization": f"Bearer {world.member().key()}"})
    assert answer.status_code == 426 and answer.headers["sec-websocket-version"] == "13"
    assert answer.json()["error"]["code"] == "upgrade_required"


def test_accounts_of_other_formats_are_not_asked(lent):
    world = lent(TalkingUpstream(), type=14)
    status, error = refused(world, world.member().key())
    assert (status, error["code"]) == (400, "unsupported_endpoint")


# What stands on the way


@pytest.fixture(scope="module")
def trusting(tmp_path_factory):
    """A server that trusts the certificate of an nginx before an upstream; nginx offers HTTP/2 besides, which WebSocket cannot use."""
    folder = tmp_path_factory.mktemp("trusting")
    upstream = TalkingUpstream()
    front = Nginx(folder / "nginx", upstream.port)
    server = Server(folder, CHATMIRROR_UPSTREAM_ALLOW_PRIVATE="127.0.0.1")
    trust = f'mount --bind {front.folder / "fullchain.pem"} /etc/ssl/certs/ca-certificates.crt && exec "$@"'
    apart = ["unshare", "--map-root-user", "--mount"]
    if subprocess.run([*apart, "true"], capture_output=True).returncode:
        pytest.skip("this machine gives no mount namespaces")
    server.wrapper = [*apart, "sh", "-c", trust, "sh"]
    server.start()
    front.start(426)
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
    assert tunnel.asked[asked:] == ([f"CONNECT {urls[way].split('//')[1]} HTTP/1.1"] if proxy else [])


def account(world, name: str, **fields) -> int:
    channel = {"name": name, "type": 1, "key": "sk-of-the-account", "models": MODEL, **fields}
    return world.admin.data(world.admin.post("/api/channel/", {"mode": "single", "channel": channel}))["id"]


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


# Quotas


def test_each_answer_is_one_message_and_the_one_too_many_ends_it(world):
    member = world.member([{"window": "day", "limit": 2}])
    key = member.key()
    with open_session(world, key) as session:
        session.recv()
        for _ in range(2):
            session.send(event("response.create"))
            assert [json.loads(session.recv())["type"] for _ in range(4)][-1] == "response.done"
            # Who has the end of an answer finds it counted.
        assert used(member) == 2
        session.send(event("response.create"))
        events, code, reason = closing(session)
    assert [said["type"] for said in events] == ["error"]
    assert events[0]["error"]["code"] == "rate_limit_exceeded" and events[0]["event_id"].startswith("event_")
    assert "Window: day, limit: 2, used: 2." in events[0]["error"]["message"]
    assert (code, reason) == (1008, "quota_exceeded")
    assert used(member) == 2
    status, error = refused(world, key)
    assert (status, error["code"]) == (429, "rate_limit_exceeded")
    assert len(logged(world, member, 2)) == 2


def test_answers_that_nobody_asked_for_count_too(lent):
    """As when the upstream hears that somebody has stopped speaking; and several may run at once."""
    def script(_, connection):
        for name in ["one", "two"]:
            connection.send(event("response.created", response={"id": name}))
        for name in ["two", "one"]:
            connection.send(event("response.done", response={"id": name, "status": "cancelled" if name == "two" else "completed", "usage": {"input_tokens": 1, "output_tokens": len(name)}}))
        # Of one that was never seen to begin; and once more, which is no other.
        for _ in range(2):
            connection.send(event("response.done", response={"id": "late", "status": "completed"}))
        connection.recv()

    world = lent(TalkingUpstream(script))
    member = world.member([{"window": "day", "limit": 5}])
    with open_session(world, member.key()) as session:
        for _ in range(7):
            session.recv()
        assert used(member) == 3
    rows = logged(world, member, 3)
    assert sorted((row["status"], row["prompt_tokens"]) for row in rows) == [("finished", 0), ("finished", 1), ("stopped", 1)]


def test_a_session_without_an_answer_costs_nothing(world):
    member = world.member([{"window": "day", "limit": 1}])
    for _ in range(2):
        with open_session(world, member.key()) as session:
            session.recv()
            session.send(event("input_audio_buffer.append", audio="AAAA"))
            session.recv()
    wait_for(lambda: used(member) == 0, "the places are given back")
    assert [row["units"] for row in logged(world, member, 2)] == [0, 0]


def test_an_answer_that_failed_before_a_word_costs_nothing(lent):
    def script(_, connection):
        connection.recv()
        say(connection, "resp", usage=None, status="failed")
        connection.recv()

    world = lent(TalkingUpstream(script))
    member = world.member([{"window": "day", "limit": 1}])
    with open_session(world, member.key()) as session:
        session.recv()
        session.send(event("response.create"))
        while json.loads(session.recv())["type"] != "response.done":
            pass
        assert used(member) == 0
    assert logged(world, member)[0]["status"] == "failed"


def test_another_model_cannot_be_had_in_a_session(world):
    with open_session(world, world.member().key()) as session:
        session.recv()
        session.send(event("session.update", session={"model": "gpt-expensive"}))
        events, code, _ = closing(session)
    assert (events[0]["error"]["param"], code) == ("session.model", 1008) and world.upstream.seen == []
    with open_session(world, world.member().key()) as session:
        session.recv()
        session.send('{"type":"nothing","type":"session.update","session":{"model":"gpt-expensive"}}')
        assert closing(session)[1] == 1008 and world.upstream.seen == []


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


# Ended from elsewhere


def test_a_deleted_key_ends_its_session(world):
    member = world.member()
    key = member.key()
    with open_session(world, key) as session:
        session.recv()
        identifier = member.client.data(member.client.get("/api/token/?p=0"))["items"][0]["id"]
        assert member.client.delete(f"/api/token/{identifier}").status_code == 200
        assert closing(session) == ([], 1001, "the session was ended")
    wait_for(lambda: world.upstream.left == [(1001, "")], "the upstream is left")


def test_a_disabled_member_is_sent_away(world):
    member = world.member()
    with open_session(world, member.key()) as session:
        session.recv()
        world.admin.data(world.admin.put("/api/user/?status_only=true", {"id": member.id, "status": 2}))
        assert closing(session)[1] == 1001


def test_a_server_that_stops_says_goodbye_to_both(alone):
    upstream = TalkingUpstream()
    channel = {"name": "talks", "type": 1, "base_url": upstream.url, "key": "sk-of-the-account", "models": "spoken"}
    alone.server.environment["CHATMIRROR_UPSTREAM_ALLOW_PRIVATE"] = "127.0.0.1"
    alone.server.stop()
    alone.server.start()
    account = alone.admin.data(alone.admin.post("/api/channel/", {"mode": "single", "channel": channel}))["id"]
    member = alone.member(account=account)
    with open_session(alone, member.key(), "?model=spoken") as session:
        session.recv()
        begun = time.monotonic()
        assert alone.server.stop() == 0
        assert closing(session) == ([], 1001, "the session was ended")
        assert time.monotonic() - begun < 8
    wait_for(lambda: upstream.left == [(1001, "")], "the upstream is left")
    upstream.close()


# Hostile askers


def raw_session(world, key: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", world.server.port), 30)
    connection.sendall((f"GET /v1/realtime?model={MODEL} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nUpgrade: websocket\r\n"
                        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode())
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(1)
    assert head.startswith(b"HTTP/1.1 101 ")
    return connection


def goodbye(connection: socket.socket) -> int | None:
    """The code of the last frame until the server closes."""
    seen = b""
    while piece := connection.recv(65536):
        seen = (seen + piece)[-127:]
    place = seen.rfind(b"\x88")
    return int.from_bytes(seen[place + 2:place + 4]) if place >= 0 and len(seen) >= place + 4 else None


MASK = b"abcd"


@pytest.mark.parametrize("sent, code", [
    (frame(b"{}"), 1002), (frame(b"\xff", mask=MASK), 1007), (frame(b"{}", opcode=2, mask=MASK), 1003), (frame(b"x", mask=MASK, announced=1 << 30), 1009),
    (frame(b"", last=False, mask=MASK) + frame(b"a", opcode=0, last=False, mask=MASK) * 500_000, 1008),
    (frame(b"", last=False, mask=MASK) + frame(b"a" * 60_000, opcode=0, last=False, mask=MASK) * 300, 1009),
], ids=["not masked", "not UTF-8", "binary", "a gigabyte", "half a million pieces", "pieces without end"])
def test_an_asker_that_breaks_the_rules_is_sent_away(world, sent, code):
    memory = Memory(world.server.process.pid)
    with raw_session(world, world.member().key()) as connection:
        sender = threading.Thread(target=lambda: send_all(connection, sent), daemon=True)
        sender.start()
        assert goodbye(connection) == code
    wait_for(lambda: len(world.upstream.left) == 1, "the upstream is left")
    assert memory.peak() < 48 << 20


def send_all(connection: socket.socket, content: bytes) -> None:
    try:
        connection.sendall(content)
    except OSError:
        pass


def test_pings_whose_answers_are_not_read_fill_nothing(world):
    """The server stops reading instead."""
    with raw_session(world, world.member().key()) as connection:
        memory = Memory(world.server.process.pid)
        connection.settimeout(2)
        with pytest.raises(TimeoutError):
            while True:
                connection.sendall(frame(b"x" * 100, opcode=9, mask=MASK) * 10_000)
        assert memory.peak() < 16 << 20


@pytest.mark.parametrize("slow", ["asker", "upstream"])
def test_a_side_that_does_not_read_slows_the_other_down(lent, slow):
    """A hundred events of a mebibyte each go nowhere, and stay nowhere."""
    piece = event("input_audio_buffer.append", audio="A" * (1 << 20))
    sent = []

    def flood(connection):
        try:
            for _ in range(100):
                connection.send(piece)
                sent.append(1)
        except (websockets.ConnectionClosed, OSError):
            pass

    done = threading.Event()

    def script(_, connection):
        if slow == "asker":
            flood(connection)
        done.wait(30)

    upstream = TalkingUpstream(script)
    world = lent(upstream)
    key = world.member().key()
    memory = Memory(world.server.process.pid)
    if slow == "asker":
        with raw_session(world, key):
            wait_until_still(sent)
    else:
        with open_session(world, key, max_queue=1) as session:
            session.recv()
            threading.Thread(target=flood, args=[session], daemon=True).start()
            wait_until_still(sent)
            session.socket.shutdown(socket.SHUT_RDWR)
    done.set()
    assert len(sent) < 60
    assert memory.peak() < 24 << 20


def wait_until_still(sent: list) -> None:
    """Until nothing more leaves."""
    count = -1
    while count != len(sent) or not sent:
        count = len(sent)
        time.sleep(1)
