"""Viewers that stop reading: what each costs, and what they cost the turn and everybody else (nothing)."""

import pathlib
import socket
import statistics
import time

import pytest

from processes import Memory
from streams import wait_for

KIB = 1 << 10
ANSWER = 3072  # KiB
VIEWERS = 48


def stuck_viewer(world, member, conversation: str, query: str) -> socket.socket:
    """Asks for the stream, takes the beginning of its head and then nothing more."""
    viewer = socket.socket()
    viewer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    viewer.connect(("127.0.0.1", world.server.port))
    cookie = "; ".join(f"{name}={value}" for name, value in member.client.http.cookies.items())
    viewer.sendall(
        f"GET /backend-api/conversation/{conversation}/stream?{query} HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{world.server.port}\r\nCookie: {cookie}\r\n\r\n".encode())
    assert viewer.recv(12) == b"HTTP/1.1 200"
    return viewer


def begin(world, member) -> str:
    world.upstream.release.clear()
    began = member.client.stream(
        "POST", "/backend-api/conversation", json=member.client.draft(f"[[kib={ANSWER}]]"),
        until=lambda answer: answer.conversation)
    assert began.conversation
    return began.conversation


def finish(world, member, conversation: str) -> float:
    """Lets the upstream speak; seconds until the answer is stored whole."""
    started = time.monotonic()
    world.upstream.release.set()
    kept: dict = {}

    def is_over() -> bool:
        kept.update(member.client.conversation(conversation))
        message = kept["mapping"][kept["current_node"]]["message"]
        return message["author"]["role"] == "assistant" and message["status"] != "in_progress"

    wait_for(is_over, "the turn did not end", 60)
    message = kept["mapping"][kept["current_node"]]["message"]
    assert message["status"] == "finished_successfully" and len(message["content"]["parts"][0]) == ANSWER * KIB
    return time.monotonic() - started


def queued(port: int) -> list[int]:
    """Bytes that the kernel holds for each client of the server, from /proc/net/tcp."""
    rows = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [int(row[4].split(":")[0], 16) for row in rows if int(row[1].split(":")[1], 16) == port and row[3] == "01"]


@pytest.fixture
def world(alone):
    """The page of one process."""
    return alone


@pytest.mark.parametrize("query", ["encoding=v1", "encoding=classic"])
def test_a_viewer_that_stops_reading_costs_a_quarter_of_a_mebibyte_at_most_and_slows_nobody(world, query):
    member, other = world.member(), world.member()
    finish(world, member, begin(world, member))  # What the first long answer makes the process keep.
    pid = world.server.process.pid

    # One viewer who is stuck holds the log of the answer, as all of them do together.
    conversation = begin(world, member)
    memory = Memory(pid)
    first = stuck_viewer(world, member, conversation, query)
    alone_seconds, alone_growth = finish(world, member, conversation), memory.growth()
    first.close()

    conversation = begin(world, member)
    memory = Memory(pid)
    viewers = [stuck_viewer(world, member, conversation, query) for _ in range(VIEWERS)]
    seconds = finish(world, member, conversation)
    growth = memory.growth()
    print(f"alone {alone_seconds:.2f} s, {alone_growth // KIB} KiB; with {VIEWERS} stuck viewers {seconds:.2f} s, "
          f"{growth // KIB} KiB: {(growth - alone_growth) // VIEWERS // KIB} KiB each; kernel {max(queued(world.server.port))}")
    # What one long answer takes and gives back differs from time to time by several times its length.
    assert (growth - max(alone_growth, 6 * ANSWER * KIB)) / VIEWERS <= 256 * KIB
    assert seconds < 2 * alone_seconds + 1
    # They are stuck, and the kernel holds no more for them either.
    stuck = [count for count in queued(world.server.port) if count > 0]
    assert len(stuck) >= VIEWERS
    assert max(stuck) <= 256 * KIB
    # Others do not notice.
    times = []
    for _ in range(50):
        begun = time.monotonic()
        assert other.client.get("/backend-api/me").status_code == 200
        times.append(time.monotonic() - begun)
    assert statistics.median(times) < 0.05 and max(times) < 1
    for viewer in viewers:
        viewer.close()


@pytest.mark.parametrize("encoding", ["v1", "classic"])
def test_who_comes_back_to_a_long_answer_and_reads_nothing_costs_no_more(world, encoding):
    member = world.member()
    conversation = begin(world, member)
    finish(world, member, conversation)
    last = member.client.stream("GET", f"/backend-api/conversation/{conversation}/stream?encoding=v1").last_id
    # The first one has the log of the answer put back, for all.
    first = stuck_viewer(world, member, conversation, f"encoding={encoding}&after={last}")
    memory = Memory(world.server.process.pid)
    viewers = [stuck_viewer(world, member, conversation, f"encoding={encoding}&after={last}") for _ in range(VIEWERS)]
    wait_for(lambda: sum(count > 0 for count in queued(world.server.port)) >= VIEWERS, "the viewers are not stuck", 30)
    growth = memory.growth()
    print(f"{VIEWERS} stuck viewers: {growth // VIEWERS // KIB} KiB each")
    assert growth / VIEWERS <= 256 * KIB
    for viewer in [first, *viewers]:
        viewer.close()
