"""A chatmirror process for a test: its own data folder, its own port, ended with the test."""

import contextlib
import os
import pathlib
import random
import socket
import sqlite3
import subprocess
import time

import httpx

from canaries import canaries

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("CHATMIRROR_BINARY", ROOT / ".build/debug/chatmirror"))


def free_port() -> int:
    """Below what the system hands out by itself, so that no connection of a test beside this one takes it meanwhile."""
    while True:
        # Browsers refuse 10080.
        port = random.randrange(10_100, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Server:
    """`start()` returns when the server answers; `lines` is what it printed on standard output until then."""

    def __init__(
        self, folder: pathlib.Path, upstream_port: int | None = None, name: str = "server", port: int | None = None,
        **environment: str,
    ) -> None:
        self.data = folder / "data"
        self.log = folder / f"{name}.log"
        self.output = folder / f"{name}.output"
        self.port = port or free_port()
        self.environment = {
            **os.environ,
            "CHATMIRROR_SERVER_PORT": str(self.port),
            "CHATMIRROR_DATA": str(self.data),
            "CHATMIRROR_TIME_ZONE": "Asia/Shanghai",
            **environment,
        }
        if upstream_port:
            also = environment.get("CHATMIRROR_UPSTREAM_ALLOW_PRIVATE", "")
            self.environment["CHATMIRROR_UPSTREAM_ALLOW_PRIVATE"] = f"127.0.0.1:{upstream_port},{also}".rstrip(",")
        self.binary = BINARY
        # What runs the binary, as strace or prlimit would. (Python's own way, a function between fork and exec, may hang where
        # other threads run, and here they do.)
        self.wrapper: list[str] = []
        self.process: subprocess.Popen | None = None
        self.lines: list[str] = []
        canaries.servers.append(self)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def public_url(self) -> str:
        return self.environment.get("CHATMIRROR_SERVER_PUBLIC_URL") or self.url

    def start(self) -> "Server":
        with self.log.open("a") as log, self.output.open("w") as output:
            self.process = subprocess.Popen(
                [*self.wrapper, self.binary, "serve"], env=self.environment, stdout=output, stderr=log)
        self._await_answer()
        # Printed before anybody is answered, so all of it is there.
        self.lines = self.output.read_text().splitlines()
        return self

    def _await_answer(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}:\n{self.log.read_text()}")
            with contextlib.suppress(OSError, httpx.HTTPError):
                if httpx.get(self.url + "/healthz", timeout=2).status_code == 200:
                    return
            time.sleep(0.02)
        raise AssertionError("the server did not answer")

    def link(self, path: str) -> str:
        """The printed line that begins with the public address and `path`."""
        found = [line for line in self.lines if line.startswith(f"{self.public_url}{path}#")]
        assert len(found) == 1, self.lines
        return found[0]

    def ledger(self, query: str) -> dict[int, int]:
        """Rows of two numbers from the SQLite file, read beside the running server."""
        with contextlib.closing(sqlite3.connect(f"file:{self.data}/chatmirror.db?mode=ro", uri=True)) as database:
            return dict(database.execute(query).fetchall())

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def stop(self, patience: float = 15) -> int:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError("the server did not end after SIGTERM") from None
        return self.process.returncode if self.process else 0
