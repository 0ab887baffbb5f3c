"""Run in a network namespace of its own, as its root: a name server that changes its mind, a public address that is ours, and
a canary on the loopback. Says as JSON what the server did with accounts whose names it answers for.

    unshare -rmn python rebinding.py FOLDER
"""

import json
import pathlib
import selectors
import socket
import struct
import subprocess
import sys
import threading

from conftest import set_up
from server import Server

# Of a block of the public internet; nothing in this namespace but our own socket has it.
PUBLIC = "93.184.215.14"
PORT = 8443


class Names(threading.Thread):
    """Answers questions for addresses as it is told to, for no longer than it takes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.answers: dict[tuple[str, int], list[str]] = {}
        self.asked: list[str] = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 53))

    def run(self) -> None:
        while True:
            question, sender = self.socket.recvfrom(512)
            self.socket.sendto(self.answer(question), sender)

    def answer(self, question: bytes) -> bytes:
        labels, at = [], 12
        while question[at]:
            labels.append(question[at + 1:at + 1 + question[at]].decode())
            at += 1 + question[at]
        name, kind = ".".join(labels), struct.unpack(">H", question[at + 1:at + 3])[0]
        self.asked.append(name)
        addresses = self.answers.get((name, kind), [])
        family = socket.AF_INET if kind == 1 else socket.AF_INET6
        head = question[:2] + struct.pack(">HHHHH", 0x8180, 1, len(addresses), 0, 0)
        records = b"".join(
            b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 0, len(packed)) + packed
            for packed in (socket.inet_pton(family, address) for address in addresses))
        return head + question[12:at + 5] + records


class Visits:
    """Listens on addresses and counts who comes; everybody is sent away again, at once or when they are counted."""

    def __init__(self, *addresses: str, at_once: bool = False) -> None:
        self.selector = selectors.DefaultSelector()
        self.number = 0
        for address in addresses:
            listener = socket.create_server((address, PORT), family=socket.AF_INET6 if ":" in address else socket.AF_INET)
            listener.setblocking(False)
            self.selector.register(listener, selectors.EVENT_READ)
        self.is_served = at_once
        if at_once:
            threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            self.accept(self.selector.select())

    def accept(self, ready: list) -> None:
        for key, _ in ready:
            self.number += 1
            key.fileobj.accept()[0].close()

    def count(self) -> int:
        """Since the last question."""
        while not self.is_served and (ready := self.selector.select(0)):
            self.accept(ready)
        number, self.number = self.number, 0
        return number


def sh(*command: str) -> None:
    subprocess.run(command, check=True)


def main(folder: pathlib.Path) -> None:
    sh("ip", "link", "set", "lo", "up")
    sh("ip", "address", "add", f"{PUBLIC}/32", "dev", "lo")
    resolver = folder / "resolv.conf"
    resolver.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    sh("mount", "--bind", str(resolver), "/etc/resolv.conf")
    names = Names()
    names.start()
    canary, public = Visits("127.0.0.1", "127.0.0.2", "::1"), Visits(PUBLIC, at_once=True)
    # Names that are local from the beginning, and names that hide the local address behind or before a public one.
    names.answers = {
        ("changes.test", 1): [PUBLIC], ("loops.test", 1): ["127.0.0.1"], ("six.test", 28): ["::1"],
        ("mapped.test", 28): ["::ffff:127.0.0.1"], ("zero.test", 1): ["0.0.0.0"],
        ("public-first.test", 1): ["93.184.215.15", "127.0.0.1", "127.0.0.2"],
        ("public-last.test", 1): ["127.0.0.1", PUBLIC], ("both.test", 1): [PUBLIC], ("both.test", 28): ["::1"],
    }
    server = Server(folder).start()
    admin = set_up(server)
    accounts = {}
    for name in sorted({name for name, _ in names.answers}):
        channel = {"name": name, "type": 1, "base_url": f"https://{name}:{PORT}", "key": "sk-canary", "models": "m"}
        accounts[name] = admin.data(admin.post("/api/channel/", {"mode": "single", "channel": channel}))["id"]
    outcomes = {}

    def ask(name: str, label: str) -> None:
        answer = admin.post(f"/api/channel/test/{accounts[name]}").json()
        outcomes[label] = {
            "success": answer["success"], "message": answer["message"], "asked": name in names.asked,
            "canary": canary.count(), "public": public.count(),
        }

    for name in accounts:
        ask(name, name)
    # The next start knows no address any more, and the name has changed its mind.
    assert server.stop() == 0
    names.answers["changes.test", 1] = ["127.0.0.1"]
    names.asked.clear()
    server.start()
    ask("changes.test", "changes.test again")
    server.stop()
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
