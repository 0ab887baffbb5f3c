"""What a start asks of a database that is not its own file: how it is reached, whose it is, who else is there."""

import os
import shutil
import subprocess
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from server import Server
from services import MariaDB


@pytest.fixture(scope="module")
def encrypting(tmp_path_factory):
    """A MariaDB that speaks TLS on a port, with a certificate that vouches for itself."""
    server = MariaDB(tmp_path_factory.mktemp("t"), tls=True)
    yield server
    server.kill()


@pytest.fixture
def process(tmp_path):
    """Makes processes over one server, each with its own data folder; they end with the test."""
    made: list[Server] = []

    def make(database: MariaDB, name: str, data: str = "one", **options: str) -> Server:
        folder = tmp_path / data
        folder.mkdir(exist_ok=True)
        environment = {
            "CHATMIRROR_DATABASE_TYPE": "mysql", "CHATMIRROR_DATABASE_HOST": str(database.socket),
            "CHATMIRROR_DATABASE_USER": "mirror", "CHATMIRROR_DATABASE_PASSWORD": "sesame",
            "CHATMIRROR_DATABASE_DATABASE": name, **options,
        }
        made.append(Server(folder, name=f"{len(made)}", **environment))
        return made[-1]

    yield make
    for server in made:
        server.kill()


def new_database(server: MariaDB) -> str:
    name = f"d{uuid.uuid4().hex}"
    server.sql(f"CREATE DATABASE {name}")
    return name


def refusal(server: Server) -> str:
    """What a start that is refused says."""
    done = subprocess.run([server.binary, "serve"], env=server.environment, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1, done.stderr
    return done.stderr.splitlines()[-1]


def connections(server: MariaDB, database: str) -> int:
    return int(server.sql(f"SELECT COUNT(*) FROM information_schema.processlist WHERE db = '{database}'")[0][0])


def by_port(server: MariaDB, host: str, **options: str) -> dict[str, str]:
    return {"CHATMIRROR_DATABASE_HOST": host, "CHATMIRROR_DATABASE_PORT": str(server.port), **options}


def test_a_remote_database_must_prove_who_it_is(encrypting, process):
    name = new_database(encrypting)
    # The premise: nothing is wrong with this way as long as it stays on the machine, and it needs no cipher there.
    process(encrypting, name, **by_port(encrypting, "127.0.0.1")).start().stop()
    encrypting.sql(
        "CREATE USER 'ciphered'@'localhost' IDENTIFIED BY 'sesame' REQUIRE SSL; GRANT ALL ON *.* TO 'ciphered'@'localhost'")
    ciphered = {"CHATMIRROR_DATABASE_USER": "ciphered"}
    assert "Access denied" in refusal(process(encrypting, name, **by_port(encrypting, "127.0.0.1", **ciphered)))
    words = refusal(process(encrypting, name, **by_port(encrypting, "0.0.0.0", **ciphered)))
    assert "certificate" in words and "sesame" not in words
    proof = {"CHATMIRROR_DATABASE_TLS_CA": str(encrypting.certificate), **ciphered}
    assert process(encrypting, name, **by_port(encrypting, "0.0.0.0", **proof)).start().stop() == 0


def test_a_remote_database_that_speaks_no_tls_is_refused(tmp_path, process):
    (tmp_path / "m").mkdir()
    server = MariaDB(tmp_path / "m", tls=False)
    try:
        name = new_database(server)
        process(server, name, **by_port(server, "127.0.0.1")).start().stop()
        words = refusal(process(server, name, **by_port(server, "0.0.0.0")))
        assert ("SSL" in words or "TLS" in words) and "sesame" not in words
    finally:
        server.kill()


def test_a_process_opens_no_more_connections_than_it_may(mariadb, process):
    counts = {}
    for most in (2, 6):
        name = new_database(mariadb)
        server = process(mariadb, name, CHATMIRROR_DATABASE_CONNECTIONS=str(most)).start()
        hold(server, 24)
        counts[most] = connections(mariadb, name)
        assert server.stop() == 0
    assert counts[2] <= 2 < counts[6] <= 6, counts


def hold(server: Server, count: int) -> None:
    """So many questions at once that each needs the database."""
    with ThreadPoolExecutor(count) as pool:
        # It asks whether there is an administrator.
        answers = list(pool.map(lambda _: httpx.get(server.url + "/").status_code, range(count * 10)))
    assert set(answers) == {303}


def test_a_process_with_another_key_file_is_refused(tmp_path, mariadb, redis, process):
    name = new_database(mariadb)
    shared = {"CHATMIRROR_REDIS_URL": f"unix://{redis.socket}", "CHATMIRROR_FILES_FOLDER": str(tmp_path / "files")}
    process(mariadb, name, **shared).start()
    stranger = process(mariadb, name, data="other", **shared)
    # Without any, none is made: it would be another one.
    words = refusal(stranger)
    assert f"{stranger.data}/key is missing, and the database mirror@{mariadb.socket}/{name} was used" in words, words
    assert not list(stranger.data.glob("key*"))
    (stranger.data / "key").touch(0o600)
    (stranger.data / "key").write_bytes(os.urandom(32))
    words = refusal(stranger)
    assert f"{stranger.data}/key does not fit the database mirror@{mariadb.socket}/{name}" in words, words
    assert "sesame" not in words
    shutil.copy(stranger.data.parent.parent / "one/data/key", stranger.data / "key")
    assert stranger.start().stop() == 0


def test_of_two_keys_that_come_first_at_once_one_wins(tmp_path, mariadb, redis, process):
    shared = {"CHATMIRROR_REDIS_URL": f"unix://{redis.socket}", "CHATMIRROR_FILES_FOLDER": str(tmp_path / "files")}
    name = new_database(mariadb)
    pair = [process(mariadb, name, data=data, **shared) for data in ("one", "other")]
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(started, pair))
    assert sorted(outcomes) == [False, True]
    loser = pair[outcomes.index(False)]
    # It came after the other one, or it made a key file and took it back.
    assert f"{loser.data}/key is missing" in loser.log.read_text()
    assert not list(loser.data.glob("key*"))


def started(server: Server) -> bool:
    try:
        server.start()
    except AssertionError:
        return False
    return True


def command(server: Server, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([server.binary, *words], env=server.environment, capture_output=True, text=True, timeout=60,
                          input="correct horse battery\n")


def test_a_key_file_that_is_missing_or_replaced_stops_every_command_and_none_is_made(tmp_path):
    server = Server(tmp_path).start()
    server.stop()
    key = server.data / "key"
    right = key.read_bytes()
    commands = [["create-admin", "boss"], ["keys", "rotate"], ["keys", "rekey", "--to", str(tmp_path / "new")]]
    key.unlink()
    assert f"{key} is missing, and the database {server.data}/chatmirror.db was used with one" in refusal(server)
    for words in commands:
        done = command(server, *words)
        assert done.returncode == 1 and f"{key} is missing" in done.stderr, done.stderr
    assert command(server, "audit", "verify").returncode == 0
    assert not list(server.data.glob("key*")) and not (tmp_path / "new").exists()

    key.touch(0o600)
    key.write_bytes(os.urandom(32))
    assert f"{key} does not fit the database {server.data}/chatmirror.db" in refusal(server)
    for words in commands:
        done = command(server, *words)
        assert done.returncode == 1 and "does not fit the database" in done.stderr, done.stderr
    key.write_bytes(right)
    assert command(server, "create-admin", "boss").returncode == 0
    assert server.start().stop() == 0


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True)])
def test_who_counts_in_memory_has_nobody_beside_it(tmp_path, mariadb, redis, process, first, second):
    name = new_database(mariadb)
    given = {"CHATMIRROR_REDIS_URL": f"unix://{redis.socket}", "CHATMIRROR_FILES_FOLDER": str(tmp_path / "files")}
    options = [given if shared else {} for shared in (first, second)]
    living = process(mariadb, name, **options[0]).start()
    other = process(mariadb, name, **options[1])
    words = refusal(other)
    assert "another process uses the database" in words and "redis.url" in words and "15 seconds" in words, words
    assert httpx.get(living.url + "/readyz").status_code == 200
    assert living.stop() == 0
    assert other.start().stop() == 0


def test_a_process_that_was_killed_is_waited_for_no_longer_than_its_time_out(mariadb, process):
    name = new_database(mariadb)
    server = process(mariadb, name).start()
    server.kill()
    began = time.monotonic()
    server.start()
    assert time.monotonic() - began < 18
    assert "counts as dead" in server.log.read_text()
