"""The release binary as it is installed: in a folder of its own, with the front end and the templates beside it."""

import fcntl
import os
import pathlib
import shutil
import subprocess

import httpx
import pytest

from client import Client
from server import ROOT, Server, free_port
from services import DIES_WITH_US, program, wait_until


def released(product: str) -> pathlib.Path:
    """Built as what serves is."""
    # Tests run in several processes; one of them builds.
    with (ROOT / ".build/release.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run(
            ["bash", "-ec", f". scripts/lib/release.sh; build_release . {product}"], cwd=ROOT, check=True, capture_output=True)
    return ROOT / ".build/release" / product


@pytest.fixture(scope="session")
def installed(tmp_path_factory) -> pathlib.Path:
    """What an operator copies to the machine that is to serve."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(["strip", "-o", folder / "chatmirror", released("chatmirror")], check=True)
    shutil.copytree(ROOT / "frontend/dist", folder / "frontend/dist")
    shutil.copytree(ROOT / "templates", folder / "templates")
    return folder


class Installed(Server):
    """Runs the installed binary with an environment that holds our options and nothing else."""

    def __init__(self, installed: pathlib.Path, folder: pathlib.Path, upstream_port: int | None = None, **environment: str):
        super().__init__(folder, upstream_port, **environment)
        self.binary = installed / "chatmirror"
        self.environment = {k: v for k, v in self.environment.items() if k.startswith("CHATMIRROR_")}


class Proxy:
    """A proxy with its sample from config/, on a port of its own; everything that it writes is in its folder."""

    name: str
    url: str
    command: list[str]

    def __init__(self, folder: pathlib.Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    def sample(self, changes: dict[str, str]) -> str:
        """The sample with places and names of ours, and nothing else changed."""
        text = (ROOT / "config" / self.name).read_text()
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, new)
        return text

    def start(self, status: int = 200) -> None:
        """`status` is what `/healthz` answers through it."""
        with (self.folder / "output").open("a") as output:
            self.process = subprocess.Popen(
                [*DIES_WITH_US, *self.command], stdout=output, stderr=output,
                env={**os.environ, "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)})
        wait_until(lambda: self._status() == status, self.name, self.process)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)

    def client(self) -> Client:
        client = Client([self.url])
        client.http = httpx.Client(timeout=20, verify=False, headers={"Host": f"chat.example.org:{self.port}"})
        return client

    def written(self) -> str:
        """All that it has written, wherever."""
        return "\n".join(path.read_text(errors="replace") for path in self.folder.rglob("*") if path.is_file())

    def _status(self) -> int:
        try:
            return self.client().get("/healthz").status_code
        except httpx.HTTPError:
            return 0


class Nginx(Proxy):
    name = "nginx.conf"

    def __init__(self, folder: pathlib.Path, upstream_port: int) -> None:
        super().__init__(folder)
        self.url = f"https://127.0.0.1:{self.port}"
        self.plain_port = free_port()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
             "2", "-subj", "/CN=chat.example.org", "-addext", "subjectAltName=DNS:chat.example.org,IP:127.0.0.1",
             "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"], check=True, capture_output=True)
        (folder / "site").write_text(self.sample({
            "127.0.0.1:8080": f"127.0.0.1:{upstream_port}",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "/etc/letsencrypt/live/chat.example.org": str(folder),
            "/var/log/nginx/chatmirror.log": f"{folder}/access.log",
        }))
        places = "".join(
            f"{name}_temp_path {folder}/{name};" for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        user = "user root;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(
            f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log info; events {{}}"
            f" http {{ {places} include {folder}/site; }}")

    @property
    def command(self) -> list[str]:
        return [program("nginx"), "-e", str(self.folder / "error.log"), "-c", str(self.folder / "nginx.conf")]

    def start(self, status: int = 200) -> None:
        checked = subprocess.run([*self.command, "-t"], capture_output=True, text=True)
        assert checked.returncode == 0 and "[warn]" not in checked.stderr, checked.stderr
        super().start(status)


class Caddy(Proxy):
    """Without TLS, as nobody here would give it a certificate."""

    name = "Caddyfile"

    def __init__(self, folder: pathlib.Path, upstream_port: int) -> None:
        super().__init__(folder)
        self.url = f"http://127.0.0.1:{self.port}"
        (folder / "Caddyfile").write_text(self.sample({
            "127.0.0.1:8080": f"127.0.0.1:{upstream_port}",
            "\n{\n": "\n{\n\tadmin off\n",
            "\nchat.example.org {\n": f"\nhttp://chat.example.org:{self.port} {{\n\tbind 127.0.0.1\n",
            "/var/log/caddy": str(folder),
        }))

    @property
    def command(self) -> list[str]:
        return [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(self.folder / "Caddyfile")]
