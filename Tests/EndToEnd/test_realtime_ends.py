"""Sessions that are ended from elsewhere, and askers that break the rules or fill the memory."""

import json
import pathlib
import socket
import threading
import time

import pytest
import websockets
from websockets.sync.client import connect

from asking import logged, used
from client import Client
from conftest import start_cluster
from processes import Memory
from services import mariadb, redis  # noqa: F401 (fixtures)
from sessions import MODEL, account, closing, open_session
from sessions import lent, shared, world  # noqa: F401 (fixtures)
from streams import wait_for
from talking import RawUpstream, TalkingUpstream, event, frame


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


def test_an_answer_is_heard_to_its_end_by_a_server_that_stops(alone):
    heard = threading.Event()

    def script(_, connection):
        connection.send(event("response.created", response={"id": "r"}))
        heard.wait(20)
        connection.send(event("response.done", response={"id": "r", "status": "completed"}))
        connection.recv()

    upstream = TalkingUpstream(script)
    alone.server.environment["CHATMIRROR_UPSTREAM_ALLOW_PRIVATE"] = "127.0.0.1"
    alone.server.stop()
    alone.server.start()
    member = alone.member(account=account(alone, "talks", base_url=upstream.url, models="spoken"))
    with open_session(alone, member.key(), "?model=spoken") as session:
        assert [json.loads(session.recv())["type"] for _ in range(2)][-1] == "response.created"
        alone.server.process.terminate()
        wait_for(lambda: "stopping" in alone.server.log.read_text().split("serving")[-1], "the server stops")
        with pytest.raises(TimeoutError):
            session.recv(1)
        heard.set()
        events, code, _ = closing(session)
    assert [said["type"] for said in events] == ["response.done"] and code == 1001
    assert alone.server.stop() == 0
    assert alone.reserved_turns()[member.id] == 1
    upstream.close()


@pytest.fixture
def processes(tmp_path, upstream, mariadb, redis):  # noqa: F811
    """Two over one MariaDB and one Redis, with an account that speaks."""
    cluster = start_cluster(tmp_path, upstream, mariadb, redis, CHATMIRROR_UPSTREAM_ALLOW_PRIVATE="127.0.0.1")
    cluster.upstream = TalkingUpstream()
    cluster.account = account(cluster, "talks", base_url=cluster.upstream.url)
    yield cluster
    cluster.upstream.close()
    for server in cluster.servers:
        server.kill()
    cluster.front.close()


def test_answers_at_two_processes_count_together_and_end_with_the_key(processes):
    """The last place is had by one of two sessions; a key that is deleted at one process ends what the other one has."""
    member = processes.member([{"window": "day", "limit": 3}])
    key = member.key()
    address = f"/v1/realtime?model={MODEL}"
    headers = {"Authorization": f"Bearer {key}"}
    first, second = (connect(url.replace("http", "ws") + address, additional_headers=headers) for url in processes.urls)
    with first, second:
        for session in [first, second]:
            session.recv()
            session.send(event("response.create"))
            while json.loads(session.recv())["type"] != "response.done":
                pass
        first.send(event("response.create"))
        while json.loads(first.recv())["type"] != "response.done":
            pass
        second.send(event("response.create"))
        events, code, _ = closing(second)
        assert events[-1]["error"]["code"] == "rate_limit_exceeded" and code == 1008
        assert used(member) == 3
        other = Client([processes.urls[1]])
        other.http.cookies = member.client.http.cookies
        identifier = other.data(other.get("/api/token/?p=0"))["items"][0]["id"]
        assert other.delete(f"/api/token/{identifier}").status_code == 200
        assert closing(first)[1] == 1001
    assert len(logged(processes, member, 3)) == 3


# Hostile askers


def handshake(key: str) -> bytes:
    return (f"GET /v1/realtime?model={MODEL} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode()


def raw_session(world, key: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", world.server.port), 30)
    connection.sendall(handshake(key))
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


def test_an_asker_that_leaves_before_the_upgrade_leaves_the_upstream_too(lent):  # noqa: F811
    """The upstream takes its time; when nobody waits any more, it is hung up on, and nothing is charged."""
    left = threading.Event()

    def script(connection, head):
        connection.settimeout(20)
        if not connection.recv(1):
            left.set()

    world = lent(RawUpstream(script))
    member = world.member([{"window": "day", "limit": 1}])
    with socket.create_connection(("127.0.0.1", world.server.port), 10) as connection:
        connection.sendall(handshake(member.key()))
        wait_for(lambda: world.upstream.count > 0, "the upstream is asked")
    assert left.wait(10)
    row = logged(world, member)[0]
    assert (row["status"], row["units"], used(member)) == ("stopped", 0, 0)


def test_a_thousand_sessions_one_after_the_other_leave_nothing_behind(world):  # noqa: F811
    """Neither memory nor descriptors."""
    key = world.member().key()

    def talk(count: int) -> None:
        for number in range(count):
            with open_session(world, key) as session:
                session.recv()
                session.send(event("response.create"))
                while json.loads(session.recv())["type"] != "response.done":
                    pass
                if number % 3 == 0:
                    session.socket.shutdown(socket.SHUT_RDWR)

    def descriptors() -> int:
        return len(list(pathlib.Path(f"/proc/{world.server.process.pid}/fd").iterdir()))

    talk(100)
    wait_for(lambda: len(world.upstream.left) == 100, "all are over")
    memory, before = Memory(world.server.process.pid), descriptors()
    talk(900)
    wait_for(lambda: len(world.upstream.left) == 1000, "all are over")
    # Some are of files that are opened when many ask at once; a leak would be of hundreds.
    wait_for(lambda: descriptors() <= before + 50, "what they had is given back")
    assert memory.growth() < 8 << 20
