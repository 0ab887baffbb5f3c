"""Changing the keys that secrets are sealed with: with whatever is cut off, every account's key reaches its upstream."""

import contextlib
import sqlite3
import subprocess
import time

import pytest

from client import Client
from conftest import add_account, set_up
from server import BINARY, Server
from services import DIES_WITH_US

ACCOUNTS = 40


def keys(server: Server, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BINARY, "keys", *words], env=server.environment, capture_output=True, text=True, timeout=60)


def is_alone(server: Server) -> bool:
    return "CHATMIRROR_DATABASE_HOST" not in server.environment


def number(server: Server, mariadb, query: str) -> int:
    if not is_alone(server):
        return int(mariadb.sql(f"USE {server.environment['CHATMIRROR_DATABASE_DATABASE']}; {query}")[0][0])
    with contextlib.closing(sqlite3.connect(server.data / "chatmirror.db")) as database:
        return database.execute(query).fetchone()[0]


class Accounts:
    """Accounts with a key and a proxy password each, and what their upstream must see."""

    def __init__(self, server: Server, upstream) -> None:
        self.admin: Client = set_up(server)
        self.upstream = upstream
        self.keys: dict[int, str] = {}
        for place in range(ACCOUNTS):
            channel = {"name": f"account {place}", "type": 1, "base_url": upstream.url, "key": f"sk-first-{place}",
                       "models": "test-model"}
            answer = self.admin.post("/api/channel/", {"mode": "single", "channel": channel})
            self.keys[self.admin.data(answer)["id"]] = channel["key"]

    def change(self, identifier: int, key: str) -> None:
        self.admin.data(self.admin.put("/api/channel/", {"id": identifier, "key": key}))
        self.keys[identifier] = key

    def check(self) -> None:
        """Every key as it was entered last, as the upstream gets it."""
        for identifier, key in self.keys.items():
            self.upstream.requests.clear()
            answer = self.admin.post(f"/api/channel/test/{identifier}")
            assert answer.status_code == 200 and answer.json()["success"], answer.text
            sent = {name.lower(): value for name, value in self.upstream.requests[-1]["headers"].items()}
            assert sent["authorization"] == f"Bearer {key}"


def test_a_rotation_killed_twenty_times_loses_no_key(any_server, upstream, request):
    """Over MariaDB the server goes on meanwhile, and is given new keys."""
    server = any_server
    mariadb = None if is_alone(server) else request.getfixturevalue("mariadb")
    server.start()
    accounts = Accounts(server, upstream)
    accounts.check()
    if is_alone(server):
        server.stop()
    begun = time.monotonic()
    done = keys(server, "rotate")
    took = time.monotonic() - begun
    assert done.returncode == 0, done.stderr
    assert f"data key 2: {ACCOUNTS} sealed anew" in done.stdout

    # At moments all over the time that it took, again and again: on a busy machine many come too early or too late.
    mixtures, killed, turn = 0, 0, 0
    while (killed < 20 or mixtures < 5) and turn < 200:
        turn += 1
        process = subprocess.Popen(
            [*DIES_WITH_US, BINARY, "keys", "rotate"], env=server.environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        begun = time.monotonic()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(took * (turn % 20 + 1) / 20)
            # It was quicker than the first.
            took = min(took, time.monotonic() - begun)
        killed += process.poll() is None
        process.kill()
        process.wait()
        if not is_alone(server):
            accounts.change(list(accounts.keys)[turn % ACCOUNTS], f"sk-changed-{turn}")
        mixtures += number(server, mariadb, "SELECT COUNT(DISTINCT SUBSTR(sealed_key, 1, 10)) FROM accounts") > 1
    assert killed >= 20 and mixtures >= 5, (killed, mixtures)

    if is_alone(server):
        server.start()
    accounts.check()
    if is_alone(server):
        server.stop()
    done = keys(server, "rotate")
    assert done.returncode == 0, done.stderr
    newest = number(server, mariadb, "SELECT MAX(id) FROM data_keys")
    assert f"data key {newest}: {ACCOUNTS} sealed anew" in done.stdout
    assert number(server, mariadb, "SELECT COUNT(DISTINCT SUBSTR(sealed_key, 1, 10)) FROM accounts") == 1
    server.stop()
    server.start()
    accounts.check()


def test_another_key_file_takes_over(any_server, upstream, tmp_path):
    server = any_server
    server.start()
    accounts = Accounts(server, upstream)
    if is_alone(server):
        server.stop()
    new = tmp_path / "new-key"
    done = keys(server, "rekey", "--to", str(new))
    assert done.returncode == 0, done.stderr
    assert f"mv {new} {server.data}/key" in done.stdout
    if not is_alone(server):
        # It goes on with the data keys that it knows.
        accounts.check()
        server.stop()
    with pytest.raises(AssertionError, match="does not fit the database"):
        server.start()
    new.rename(server.data / "key")
    server.start()
    accounts.check()
    last = accounts.admin.data(accounts.admin.get("/api/audit/?action=keys.rekeyed"))["items"]
    assert [row["username"] for row in last] == ["chatmirror keys rekey"]


def add_member(server: Server, admin: Client, name: str, account: int) -> Client:
    """Signed in, and bound to the account alone."""
    identifier = admin.data(admin.post("/api/user/", {"username": name}))["id"]
    admin.data(admin.post("/api/binding/", {"user_id": identifier, "channel_id": account, "mode": "shared"}))
    return Client([server.url]).sign_in(admin.data(admin.post(f"/api/user/{identifier}/share_link", {}))["link"])


def flip(server: Server, table: str, column: str, identifier: int) -> None:
    """One bit of one cell, as a bad disk does it."""
    with contextlib.closing(sqlite3.connect(server.data / "chatmirror.db")) as database, database:
        value = bytearray(database.execute(f"SELECT {column} FROM {table} WHERE id = ?", [identifier]).fetchone()[0])
        value[-1] ^= 1
        database.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", [bytes(value), identifier])


def test_one_flipped_bit_costs_one_account_and_not_the_start(server, upstream):
    server.start()
    admin = set_up(server)
    hit, sound = (add_account(admin, upstream, name=name) for name in ("hit", "sound"))
    hurt, well = (add_member(server, admin, name, account) for name, account in (("hurt", hit), ("well", sound)))
    server.stop()
    flip(server, "accounts", "sealed_key", hit)
    server.start()
    assert f"an account cannot be read: enter it again account={hit} what=key" in server.log.read_text()
    shown = {item["name"]: item for item in admin.data(admin.get("/api/channel/"))["items"]}
    assert (shown["hit"]["status"], shown["sound"]["status"]) == (3, 1)
    assert shown["hit"]["status_reason"] == "Its key cannot be read. Enter it again."
    refused = hurt.send("hello")
    assert refused.status == 409 and refused.refusal["detail"]["code"] == "no_account"
    assert well.send("hello").is_done
    server.stop()

    # A data key, too, and changing keys names both and goes on.
    assert keys(server, "rotate").returncode == 0
    flip(server, "data_keys", "wrapped", 1)
    done = keys(server, "rotate")
    assert done.returncode == 0 and "Passed over, as nothing opens it: data key 1." in done.stdout, done
    assert f"Passed over, as nothing opens it: the key of account {hit}." in done.stdout
    server.start()
    assert well.send("hello").is_done
    admin.data(admin.put("/api/channel/", {"id": hit, "key": "sk-again"}))
    assert hurt.send("hello").is_done


@pytest.mark.parametrize("words", [["turn"], ["rekey"], ["rotate", "--to", "x"], ["rekey", "--to="], ["rotate", "x"]])
def test_what_keys_cannot_do_is_said_and_not_done(server, words):
    server.start().stop()
    done = keys(server, *words)
    assert done.returncode == 1 and "rekey --to NEWFILE" in done.stderr
