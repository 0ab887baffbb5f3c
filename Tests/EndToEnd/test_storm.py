"""The cancel storm: whatever is delayed, sliced, cut or left, no answer ever reaches another request."""

import asyncio
import collections
import itertools
import json
import os
import random
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from chaos import ChaosProxy
from client import Client
from conftest import World, add_account, set_up
from server import Server

# The whole storm takes minutes: `CHATMIRROR_STORM_REQUESTS=50000`.
REQUESTS = int(os.environ.get("CHATMIRROR_STORM_REQUESTS", "12000"))
CLIENTS = 100
MEMBERS = 40
CONVERSATIONS = 10
# The words of every conversation carry its member's number and its own. What is asked for must be in the answer, and nothing
# of anybody, or anything, else: whoever reads that has been given the answer to another question.
CANARY = re.compile(rb"canary-(\d+)-(\d+)-")


@pytest.fixture
def stormy(tmp_path, upstream, mariadb, redis):
    """A process whose stores stand behind proxies."""
    proxies = [ChaosProxy(tmp_path / "m", mariadb.socket, 1), ChaosProxy(tmp_path / "r", redis.socket, 2)]
    mariadb.sql("DROP DATABASE IF EXISTS storm; CREATE DATABASE storm")
    redis.command("FLUSHALL")
    server = Server(
        tmp_path, upstream.port, CHATMIRROR_DATABASE_TYPE="mysql", CHATMIRROR_DATABASE_HOST=str(proxies[0].path),
        CHATMIRROR_DATABASE_USER="mirror", CHATMIRROR_DATABASE_PASSWORD="sesame", CHATMIRROR_DATABASE_DATABASE="storm",
        CHATMIRROR_REDIS_URL=f"unix://{proxies[1].path}", CHATMIRROR_LOG_LEVEL="error",
        CHATMIRROR_FILES_FOLDER=str(tmp_path / "files"))
    server.start()
    admin = set_up(server)
    yield World([server], upstream, admin, add_account(admin, upstream), "storm", mariadb, redis), proxies
    server.kill()
    for proxy in proxies:
        proxy.close()


class Storm:
    def __init__(self, port: int, seed: int) -> None:
        self.port = port
        self.chance = random.Random(seed)
        self.outcomes: collections.Counter[str] = collections.Counter()
        self.left = REQUESTS
        self.people: list[tuple[int, str, list[str]]] = []  # number, cookie, conversations
        self.sent = itertools.count(CONVERSATIONS)

    async def client(self) -> None:
        connection = None
        while self.left > 0:
            self.left -= 1
            if connection is None:
                connection = await asyncio.open_connection("127.0.0.1", self.port)
            if not await self.ask(*connection):
                connection[1].close()
                connection = None
        if connection:
            connection[1].close()

    async def ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection can be used again."""
        number, cookie, conversations = self.chance.choice(self.people)
        which, nonce = self.chance.randrange(CONVERSATIONS), None
        kind = self.chance.choices(["conversation", "quota", "list", "send"], [60, 20, 18, 2])[0]
        path = {"conversation": f"/backend-api/conversation/{conversations[which]}", "quota": "/api/user/quota",
                "list": "/backend-api/conversations?limit=100", "send": "/backend-api/conversation"}[kind]
        if kind == "send":
            which = next(self.sent)
            words = json.dumps(Client.draft(f"canary-{number}-{which}- [[echo]]"))
            writer.write(f"POST {path} HTTP/1.1\r\nHost: x\r\nCookie: session={cookie}\r\n"
                         f"Content-Type: application/json\r\nContent-Length: {len(words)}\r\n\r\n{words}".encode())
        else:
            writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nCookie: session={cookie}\r\n\r\n".encode())
        if self.chance.random() < 0.3:
            await asyncio.sleep(self.chance.random() * 0.02)
            self.outcomes["left"] += 1
            return False
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            body = await (reader.readexactly(int(length[1])) if length else reader.readuntil(b"\r\n0\r\n\r\n"))
        except (asyncio.IncompleteReadError, ConnectionError):
            self.outcomes["cut"] += 1
            return False
        self.judge(kind, int(head.split(b" ", 2)[1]), body, number, which)
        return True

    def judge(self, kind: str, status: int, body: bytes, number: int, which: int) -> None:
        self.outcomes[str(status)] += 1
        seen = {(int(member), int(own)) for member, own in CANARY.findall(body)}
        if status != 200 or kind == "quota":
            assert not seen, f"{kind} of {number} answered {seen}"
        if status != 200:
            return
        if b"event: error" in body:
            # Begun, and then a store was gone: it may lack its own words, but never has another's.
            assert kind == "send" and seen <= {(number, which)}, f"{kind} {number} {which} answered {seen}"
            return
        match kind:
            case "conversation" | "send":
                assert seen == {(number, which)}, f"{kind} {number} {which} answered {seen}: {body[-1000:]}"
            case "list": assert {member for member, _ in seen} == {number}, f"list of {number} answered {seen}"
            # The limit of each member is his own: quotas cannot be mixed up unseen either.
            case "quota": assert f'"limit":{1000 + number}'.encode() in body, body[:200]
        self.outcomes[kind] += 1

    async def run(self) -> None:
        await asyncio.gather(*(self.client() for _ in range(CLIENTS)))


@pytest.mark.long
@pytest.mark.timeout(900)
def test_tens_of_thousands_of_requests_and_no_answer_goes_astray(stormy):
    world, proxies = stormy
    storm = Storm(world.server.port, 11)
    for number in range(MEMBERS):
        member = world.member([{"window": "month", "limit": 1000 + number}])
        said = [member.client.send(f"canary-{number}-{which}- [[echo]]") for which in range(CONVERSATIONS)]
        # The list shows titles.
        member.client.post(f"/backend-api/conversation/gen_title/{said[0].conversation}", {"message_id": "x"})
        storm.people.append(
            (number, member.client.http.cookies["session"], [answer.conversation for answer in said]))
    for proxy in proxies:
        proxy.rage()
    # A thread of its own: a browser that this worker drives may have left a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, storm.run()).result()
    for proxy in proxies:
        proxy.calm()
    kinds = {kind: storm.outcomes.pop(kind) for kind in ("conversation", "quota", "list", "send")}
    outcomes = storm.outcomes
    assert sum(outcomes.values()) == REQUESTS and min(kinds.values()) > REQUESTS / 200, kinds
    assert outcomes["200"] > REQUESTS / 2, outcomes
    assert set(outcomes) <= {"200", "503", "left", "cut"}, outcomes
    assert outcomes["left"] > REQUESTS / 4
    descriptors = subprocess.run(["ls", f"/proc/{world.server.process.pid}/fd"], capture_output=True, text=True)
    assert len(descriptors.stdout.split()) < CLIENTS + 60
