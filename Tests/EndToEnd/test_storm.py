"""The cancel storm: whatever is delayed, sliced, cut or left, no answer ever reaches another request."""

import asyncio
import collections
import random
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from chaos import ChaosProxy
from conftest import World, add_account, set_up
from server import Server

REQUESTS = 50_000
CLIENTS = 100
MEMBERS = 40
# Members' names and words carry their number; whoever reads another one's has been given another one's answer.
CANARY = re.compile(rb"canary-(\d+)-")


@pytest.fixture
def stormy(tmp_path, upstream, mariadb, redis):
    """A process whose stores stand behind proxies."""
    proxies = [ChaosProxy(tmp_path / "m", mariadb.socket, 1), ChaosProxy(tmp_path / "r", redis.socket, 2)]
    mariadb.sql("DROP DATABASE IF EXISTS storm; CREATE DATABASE storm")
    redis.command("FLUSHALL")
    server = Server(
        tmp_path, upstream.port, CHATMIRROR_DATABASE_TYPE="mysql", CHATMIRROR_DATABASE_HOST=str(proxies[0].path),
        CHATMIRROR_DATABASE_USER="mirror", CHATMIRROR_DATABASE_PASSWORD="sesame", CHATMIRROR_DATABASE_DATABASE="storm",
        CHATMIRROR_REDIS_URL=f"unix://{proxies[1].path}", CHATMIRROR_LOG_LEVEL="error")
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
        self.people: list[tuple[int, str, str]] = []  # number, cookie, conversation

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
        number, cookie, conversation = self.chance.choice(self.people)
        path = self.chance.choice([f"/backend-api/conversation/{conversation}", "/api/user/quota", "/backend-api/me",
                                   "/backend-api/conversations"])
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nCookie: session={cookie}\r\n\r\n".encode())
        if self.chance.random() < 0.3:
            await asyncio.sleep(self.chance.random() * 0.02)
            self.outcomes["left"] += 1
            return False
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
            body = await reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.outcomes["cut"] += 1
            return False
        self.judge(path, int(head.split(b" ", 2)[1]), body, number)
        return True

    def judge(self, path: str, status: int, body: bytes, number: int) -> None:
        self.outcomes[str(status)] += 1
        seen = {int(found) for found in CANARY.findall(body)}
        assert seen <= {number}, f"{path} of {number} answered {seen}"
        if status == 200 and path != "/backend-api/me":
            # The limit of each member is his own number: quotas cannot be mixed up unseen either.
            assert seen == {number} or f'"limit":{1000 + number}'.encode() in body, body[:200]

    async def run(self) -> None:
        await asyncio.gather(*(self.client() for _ in range(CLIENTS)))


def test_fifty_thousand_requests_and_no_answer_goes_astray(stormy):
    world, proxies = stormy
    storm = Storm(world.server.port, 11)
    for number in range(MEMBERS):
        member = world.member([{"window": "month", "limit": 1000 + number}])
        answer = member.client.send(f"I am canary-{number}- [[echo]]")
        member.client.post(f"/backend-api/conversation/gen_title/{answer.conversation}", {"message_id": "x"})
        storm.people.append((number, member.client.http.cookies["session"], answer.conversation))
    for proxy in proxies:
        proxy.rage()
    # A thread of its own: a browser that this worker drives may have left a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, storm.run()).result()
    for proxy in proxies:
        proxy.calm()
    outcomes = storm.outcomes
    assert sum(outcomes.values()) == REQUESTS
    assert outcomes["200"] > REQUESTS / 2, outcomes
    assert set(outcomes) <= {"200", "503", "left", "cut"}, outcomes
    assert outcomes["left"] > REQUESTS / 4
    descriptors = subprocess.run(["ls", f"/proc/{world.server.process.pid}/fd"], capture_output=True, text=True)
    assert len(descriptors.stdout.split()) < CLIENTS + 60
