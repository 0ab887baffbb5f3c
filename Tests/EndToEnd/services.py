"""Real MariaDB and Redis servers on private sockets in a temporary folder. They die with the test process."""

import os
import pathlib
import shutil
import subprocess
import time

import pytest

from server import free_port

# Whoever starts these must not leave them behind, however it ends.
DIES_WITH_US = ["setpriv", "--pdeathsig", "KILL"]


def wait_until(condition, what: str, process: subprocess.Popen, patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert process.poll() is None, f"{what} ended"
        assert time.monotonic() < deadline, f"{what} did not start"
        time.sleep(0.02)


def program(name: str) -> str:
    path = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")
    assert path, f"{name} is not installed"
    return path


class MariaDB:
    """One server; every test has a database of its own in it. It listens on a socket alone,
    or on a port, too, which speaks TLS or does not."""

    def __init__(self, folder: pathlib.Path, tls: bool | None = None) -> None:
        self.folder = folder
        self.socket = folder / "s"
        self.process: subprocess.Popen | None = None
        # Only root may say who is to run the server, and only root needs to.
        self.user = ["--user=root"] if os.getuid() == 0 else []
        # One that starts clears its temporary folder, also of what another one keeps there.
        (folder / "tmp").mkdir()
        self.port = 0 if tls is None else free_port()
        self.certificate = folder / "certificate.pem"
        self.network = ["--skip-networking"] if tls is None else ["--bind-address=127.0.0.1", f"--port={self.port}"]
        if tls:
            self._make_certificate()
            self.network += [f"--ssl-cert={self.certificate}", f"--ssl-key={folder}/key.pem"]
        self._install()
        self.start()
        self.sql("CREATE USER 'mirror'@'localhost' IDENTIFIED BY 'sesame'; GRANT ALL ON *.* TO 'mirror'@'localhost'")

    def _install(self) -> None:
        folder = self.folder
        subprocess.run(
            [program("mariadb-install-db"), "--no-defaults", f"--datadir={folder}/data", f"--tmpdir={folder}/tmp",
             "--auth-root-authentication-method=normal",
             "--skip-test-db", *self.user], check=True, capture_output=True)

    def _make_certificate(self) -> None:
        """Its own authority. 0.0.0.0 is this machine without being spelled as a loopback address: it counts as remote."""
        subprocess.run(
            [program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=IP:0.0.0.0", "-keyout",
             self.folder / "key.pem", "-out", self.certificate], check=True, capture_output=True)

    def start(self) -> None:
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [*DIES_WITH_US, program("mariadbd"), "--no-defaults", f"--datadir={self.folder}/data",
                 f"--tmpdir={self.folder}/tmp", f"--socket={self.socket}", *self.network,
                 "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=16M", "--performance-schema=OFF", "--max-connections=200", *self.user],
                stdout=log, stderr=log)
        wait_until(lambda: self.answers(), "MariaDB", self.process)

    def answers(self) -> bool:
        return subprocess.run([*self.client, "-e", "SELECT 1"], capture_output=True).returncode == 0

    @property
    def client(self) -> list[str]:
        return [program("mariadb"), "--no-defaults", f"--socket={self.socket}", "-uroot", "--batch", "--skip-column-names"]

    def sql(self, text: str) -> list[list[str]]:
        done = subprocess.run([*self.client, "-e", text], check=True, capture_output=True, text=True)
        return [line.split("\t") for line in done.stdout.splitlines()]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


class Redis:
    """One server; append-only, as ours demands of an operator."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.socket = folder / "r"
        self.process: subprocess.Popen | None = None
        self.start()

    def start(self) -> None:
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [*DIES_WITH_US, program("redis-server"), "--port", "0", "--unixsocket", str(self.socket), "--dir",
                 str(self.folder), "--appendonly", "yes", "--appendfsync", "everysec", "--save", "",
                 "--maxmemory-policy", "noeviction"], stdout=log, stderr=log)
        wait_until(lambda: self.command("PING") == "PONG", "Redis", self.process)

    def command(self, *words: str) -> str:
        done = subprocess.run(
            [program("redis-cli"), "-s", str(self.socket), *words], capture_output=True, text=True)
        return done.stdout.strip()

    def forget(self) -> None:
        """Loses what is on the disk; not running."""
        shutil.rmtree(self.folder / "appendonlydir", ignore_errors=True)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def mariadb(tmp_path_factory):
    server = MariaDB(tmp_path_factory.mktemp("m"))
    yield server
    server.kill()


@pytest.fixture(scope="session")
def redis(tmp_path_factory):
    server = Redis(tmp_path_factory.mktemp("r"))
    yield server
    server.kill()
