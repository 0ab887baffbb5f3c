"""What a start asks of a database that is not its own file: how it is reached, whose it is, who else is there."""

import subprocess
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
        answers = list(pool.map(lambda _: httpx.get(server.url + "/readyz").status_code, range(count * 10)))
    assert set(answers) == {200}
