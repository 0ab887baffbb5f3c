"""What a released version wrote opens with everything in place: `Tests/Fixtures/upgrade` has a data folder and a dump of MariaDB of each,
made by running it."""

import contextlib
import json
import shutil
import sqlite3
import subprocess
import time

import pytest

from client import Client
from conftest import PASSWORD, ask_for_titles, stores
from server import BINARY, ROOT, Server

VERSIONS = sorted(path.name for path in (ROOT / "Tests/Fixtures/upgrade").iterdir())
# The turns of the fixture are old; here they are of a moment ago, so that the windows of today count them.
AGE = "(SELECT max(created_at) FROM turns)"


def to_today(execute) -> None:
    now = int(time.time() * 1000) - 1000
    newest = int(execute(AGE.strip("()"))[0][0])
    for column in ["created_at", "first_output_at", "ended_at"]:
        execute(f"UPDATE turns SET {column} = {column} + {now - newest}")


class Opened:
    """A fixture, copied, with a server of today over it that was not started yet."""

    def __init__(self, server: Server, facts: dict) -> None:
        self.server = server
        self.facts = facts


@pytest.fixture(params=[(version, engine) for version in VERSIONS for engine in ("sqlite", "mariadb")], ids="-".join)
def opened(request, tmp_path, upstream):
    version, engine = request.param
    folder = ROOT / "Tests/Fixtures/upgrade" / version
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    shutil.copy(folder / engine / "key", data / "key")
    (data / "key").chmod(0o600)
    options = {}
    if engine == "sqlite":
        shutil.copy(folder / engine / "chatmirror.db", data)
        with contextlib.closing(sqlite3.connect(data / "chatmirror.db")) as database, database:
            to_today(lambda statement: database.execute(statement).fetchall())
    else:
        mariadb = request.getfixturevalue("mariadb")
        options = stores(mariadb, request.getfixturevalue("redis"))
        name = options["CHATMIRROR_DATABASE_DATABASE"]
        subprocess.run([*mariadb.client, name], stdin=(folder / engine / "chatmirror.sql").open(), check=True)
        to_today(lambda statement: mariadb.sql(f"USE {name}; {statement}"))
    server = Server(tmp_path, upstream.port, **options)
    yield Opened(server, json.loads((folder / "facts.json").read_text())[engine])
    server.kill()


def test_what_a_release_wrote_opens_with_everything_in_place(opened, upstream):
    facts, server = opened.facts, opened.server
    # Before anything of today is added to it.
    verified = subprocess.run([BINARY, "audit", "verify"], env=server.environment, capture_output=True, text=True, timeout=30)
    assert verified.returncode == 0, verified.stderr
    server.start()
    admin = Client([server.url])
    admin.data(admin.post("/api/user/login", {"username": "boss", "password": PASSWORD}))
    members = {member["username"]: member for member in admin.data(admin.get("/api/user/"))["items"]}
    assert {"boss", "member1", "member2"} <= set(members)
    account = admin.data(admin.get(f"/api/channel/{facts['account']}"))
    assert account["name"] == "old upstream" and account["has_key"] and account["status"] == 1
    assert account["options"]["stream"] is True and account["lessons"] == []

    alice, bob = (Client([server.url]).sign_in("/s#" + facts[name]["link"]) for name in ("alice", "bob"))
    used = {window["window"]: window["used"] for window in alice.data(alice.get("/api/user/quota"))["windows"]}
    assert used == facts["alice"]["used"] and used["month"] == 2
    kept = alice.conversation(facts["alice"]["conversation"])
    said = [node["message"]["content"]["parts"][0] for node in kept["mapping"].values()
            if node.get("message") and node["message"]["content"].get("parts")]
    assert sorted(said) == sorted(facts["texts"])
    # Nobody sees what is another's.
    assert bob.get(f"/backend-api/conversation/{facts['alice']['conversation']}").status_code == 404
    assert len(bob.get("/backend-api/conversations").json()["items"]) == 1

    # The stored key is sent, and the chat goes on where it was.
    url = {"id": facts["account"], "base_url": upstream.url, "key": "sk-canary-key"}
    admin.post("/api/user/confirm", {"password": PASSWORD})
    admin.data(admin.put("/api/channel/", url))
    ask_for_titles(admin, False)
    answer = alice.send("and now [[words=2]]", facts["alice"]["conversation"], kept["current_node"])
    assert answer.text == "word0 word1 "
    assert len(upstream.requests[-1]["body"]["messages"]) >= 3
    used = {window["window"]: window["used"] for window in alice.data(alice.get("/api/user/quota"))["windows"]}
    assert used["month"] == 3
    assert server.stop() == 0
    verified = subprocess.run([BINARY, "audit", "verify"], env=server.environment, capture_output=True, text=True, timeout=30)
    assert verified.returncode == 0, verified.stderr
