"""Three hundred ways to write an address of our own network, as the address of an account, as its proxy and as the place where its login
is renewed: none is asked anything."""

import itertools
import json
import socket
import threading

import pytest

from conftest import set_up
from server import Server

PRIVATE = ["127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"]
SIX = ["::1", "::", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "fe80::1", "fd00::1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "::127.0.0.1"]


def number(address: str) -> int:
    first, second, third, fourth = (int(part) for part in address.split("."))
    return first << 24 | second << 16 | third << 8 | fourth


def spellings(address: str) -> list[str]:
    parts = [int(part) for part in address.split(".")]
    whole = number(address)
    return [
        address, str(whole), hex(whole), oct(whole).replace("0o", "0"), ".".join(hex(part) for part in parts),
        ".".join(f"0{part:o}" for part in parts), f"{parts[0]}.{whole & 0xFFFFFF}", f"{parts[0]}.{parts[1]}.{whole & 0xFFFF}",
        ".".join(f"{part:04d}" for part in parts), f"{address}.", f"[::ffff:{address}]", f"[::{address}]",
        address.replace("1", "１"), address.replace(".", "。"), f"user@{address}", f"user:pw@{address}", f"example.org@{address}",
        f"{address}%00.example.org", f"{address}#.example.org", f"{address}\\.example.org", f"{address}?.example.org", f"%31{address[1:]}",
    ]


def hosts() -> list[str]:
    names = ["localhost", "LOCALHOST", "localhost.", "sub.localhost", "localhost.localdomain", "ip6-localhost", "[::1]", "ⓛocalhost"]
    return [*itertools.chain.from_iterable(map(spellings, PRIVATE)), *(f"[{address}]" for address in SIX), *names]


def urls(port: int) -> list[str]:
    found = [f"{scheme}://{host}:{port}" for host in hosts() for scheme in ("http", "https")]
    for scheme in ("file", "gopher", "dict", "ftp", "ldap", "tftp", "unix", "javascript", "data", "jar"):
        found += [f"{scheme}://127.0.0.1:{port}/x", f"{scheme}:127.0.0.1:{port}"]
    return found


@pytest.fixture
def canary():
    """Counts who connects."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    listener.settimeout(0.1)
    taken: list[tuple] = []
    is_over = threading.Event()

    def accept() -> None:
        while not is_over.is_set():
            try:
                connection, peer = listener.accept()
            except TimeoutError:
                continue
            taken.append(peer)
            connection.close()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield listener.getsockname()[1], taken
    is_over.set()
    thread.join()
    listener.close()


@pytest.fixture
def admin(tmp_path):
    server = Server(tmp_path).start()
    yield set_up(server), server
    server.kill()


def login(token_url: str | None = None) -> dict:
    tokens = {"access_token": "", "refresh_token": "rt-secret-word", "account_id": "acc"}
    fields = {"type": 57, "base_url": "https://chatgpt.example", "key": json.dumps({"tokens": tokens}), "models": "m"}
    return fields if token_url is None else {**fields, "settings": {"token_url": token_url}}


KINDS = {
    "account": lambda url: {"type": 1, "base_url": url, "key": "sk-secret-word", "models": "m"},
    "proxy": lambda url: {"type": 1, "base_url": "https://93.184.215.14", "proxy": url, "key": "sk-secret-word", "models": "m"},
    "token endpoint": lambda url: login(url),
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_address_of_our_own_network_is_asked(admin, canary, kind):
    client, server = admin
    port, taken = canary
    tried = urls(port)
    assert len(tried) >= 300
    for at, url in enumerate(tried):
        fields = {"name": f"a{at}", **KINDS[kind](url)}
        answer = client.post("/api/channel/", {"mode": "single", "channel": fields})
        assert answer.status_code in (200, 400), (url, answer.text)
        if answer.status_code == 400:
            continue
        # What is taken because a name could lead anywhere is refused when it is asked.
        account = answer.json()["data"]["id"]
        tested = client.post(f"/api/channel/test/{account}", {})
        assert tested.json()["success"] is False, (url, tested.text)
    assert taken == []
    # The premise: somebody who does connect is counted.
    socket.create_connection(("127.0.0.1", port)).close()
    for _ in range(100):
        if taken:
            return
        threading.Event().wait(0.05)
    raise AssertionError("the canary counts nobody")
