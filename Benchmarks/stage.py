"""The processes that are compared: ours, nginx, and the model behind both."""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import time
import uuid

from formats import CHAT, MESSAGES, Format

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests/EndToEnd"))

from client import Client  # noqa: E402
from conftest import set_up, stores  # noqa: E402
from readers import post  # noqa: E402
from server import Server, free_port  # noqa: E402
from services import DIES_WITH_US, MariaDB, Redis, program, wait_until  # noqa: E402


class Model:
    def __init__(self) -> None:
        self.port = free_port()
        self.process = subprocess.Popen([*DIES_WITH_US, sys.executable, HERE / "model.py", str(self.port)])

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


class Nginx:
    """Answers `/healthz` with the bytes that ours answers, proxies everything else to the model, and logs like ours."""

    def __init__(self, folder: pathlib.Path, model: Model, like: "Ours") -> None:
        self.port = free_port()
        answer = Client([like.server.url]).get("/healthz")
        same = "".join(
            f'add_header {name} "{value}";' for name, value in answer.headers.items()
            if name not in ("content-type", "content-length", "date", "connection"))
        places = "".join(
            f"{name}_temp_path {folder}/{name};" for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        body = answer.text.replace("\n", "\\n")
        (folder / "nginx.conf").write_text(f"""
            {"user root;" if os.getuid() == 0 else ""} daemon off; worker_processes 2; pid {folder}/pid;
            error_log {folder}/error.log; worker_rlimit_nofile 20000; events {{ worker_connections 16000; }}
            http {{ access_log {folder}/access.log; keepalive_requests 100000000; {places}
              upstream model {{ server 127.0.0.1:{model.port}; keepalive 512; keepalive_requests 100000000; }}
              server {{ listen 127.0.0.1:{self.port} backlog=8192;
                location = /healthz {{ default_type {answer.headers["content-type"]}; {same} return 200 "{body}"; }}
                location / {{ proxy_pass http://model; proxy_http_version 1.1;
                  proxy_set_header Connection ""; proxy_buffering off; proxy_read_timeout 300s; }} }} }}""")
        command = [program("nginx"), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
        self.process = subprocess.Popen([*DIES_WITH_US, *command])
        wait_until(self._answers, "nginx", self.process)

    def _answers(self) -> bool:
        with contextlib.suppress(Exception):
            return Client([f"http://127.0.0.1:{self.port}"]).get("/healthz").status_code == 200
        return False

    @property
    def pid(self) -> int:
        return self.process.pid

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def ask(self, words: str, _: int) -> bytes:
        """The request that ours would have made of the question."""
        return self.call(words, True)

    def call(self, words: str, streams: bool, _: Format = CHAT, spoken: Format = CHAT) -> bytes:
        return post(spoken.path, spoken.body(words, streams, spoken.model))

    def answered(self, _: Format, spoken: Format) -> Format:
        return spoken


class Direct:
    """The model itself, asked as nginx is."""

    def __init__(self, model: Model) -> None:
        self.port = model.port

    ask = Nginx.ask
    call = Nginx.call


class Stores:
    """A MariaDB and a Redis for ours."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folders = [folder / "mariadb", folder / "redis"]
        for each in self.folders:
            each.mkdir()
        self.mariadb, self.redis = MariaDB(self.folders[0]), Redis(self.folders[1])

    @property
    def options(self) -> dict[str, str]:
        self.options_given = stores(self.mariadb, self.redis)
        return self.options_given

    def close(self) -> None:
        self.mariadb.kill()
        self.redis.kill()


class Ours:
    """Our release binary with an account on the model and as many members as are wanted."""

    def __init__(self, folder: pathlib.Path, model: Model, **options: str) -> None:
        folder.mkdir()
        self.server = Server(folder, model.port, **options)
        self.server.binary = HERE.parent / ".build/release/chatmirror"
        self.server.wrapper = DIES_WITH_US
        started = time.monotonic()
        self.server.start()
        self.ready = time.monotonic() - started
        self.admin = set_up(self.server)
        self.accounts = [self.have_account(model, format) for format in (CHAT, MESSAGES)]
        self.cookies: list[str] = []
        self.key = ""

    @property
    def port(self) -> int:
        return self.server.port

    @property
    def pid(self) -> int:
        return self.server.process.pid

    def close(self) -> None:
        self.server.kill()

    def have_account(self, model: Model, format: Format) -> int:
        channel = {"name": format.name, "type": format.type, "base_url": f"http://127.0.0.1:{model.port}", "key": "sk-bench",
                   "models": format.model}
        return self.admin.data(self.admin.post("/api/channel/", {"mode": "single", "channel": channel}))["id"]

    def bind(self, member: int) -> None:
        for account in self.accounts:
            self.admin.data(self.admin.post("/api/binding/", {"user_id": member, "channel_id": account, "mode": "shared"}))

    def have_members(self, count: int) -> None:
        while len(self.cookies) < count:
            name = f"m{len(self.cookies)}"
            member = self.admin.data(self.admin.post("/api/user/", {"username": name}))["id"]
            self.bind(member)
            link = self.admin.data(self.admin.post(f"/api/user/{member}/share_link", {}))["link"]
            browser = Client([self.server.url])
            browser.sign_in(link)
            self.cookies.append("; ".join(f"{name}={value}" for name, value in browser.http.cookies.items()))
            browser.http.close()

    def have_key(self) -> None:
        """A program's, whose calls three windows count."""
        limits = [{"window": window, "limit": most} for window, most in
                  (("day", 10**9), ("week", 10**9), ("month", 10**9))]
        package = self.admin.data(self.admin.post("/api/package/", {"name": "three windows", "limits": limits}))["id"]
        member = self.admin.data(self.admin.post("/api/user/", {"username": "program", "package_id": package}))["id"]
        self.bind(member)
        link = self.admin.data(self.admin.post(f"/api/user/{member}/share_link", {}))["link"]
        owner = Client([self.server.url]).sign_in(link)
        self.key = "sk-" + owner.data(owner.post("/api/token/", {"name": "bench"}))["key"]

    def call(self, words: str, streams: bool, asked: Format = CHAT, spoken: Format = CHAT) -> bytes:
        return post(asked.path, asked.body(words, streams, spoken.model), Authorization=f"Bearer {self.key}")

    def answered(self, asked: Format, _: Format) -> Format:
        return asked

    def ask(self, words: str, number: int) -> bytes:
        """What a browser sends: as the page does, it wants deltas."""
        body = {
            "action": "next", "parent_message_id": "client-created-root", "model": CHAT.model,
            "supported_encodings": ["v1"],
            "messages": [{"id": str(uuid.uuid4()), "author": {"role": "user"},
                          "content": {"content_type": "text", "parts": [words]}}],
        }
        return post("/backend-api/conversation", json.dumps(body).encode(), Cookie=self.cookies[number])
