"""What every end-to-end test stands on: servers, an upstream, an administrator, members; in both worlds."""

import functools
import itertools
import os
import pathlib
import threading
from dataclasses import dataclass, field

import httpx._transports.default as transports
import pytest

from canaries import canaries, watch_httpx
from browser import chromium, playwright_driver, visits  # noqa: F401 (fixtures)
from client import Client
from line import Line
from codex_upstream import CodexUpstream
from server import Server, free_port
from services import MariaDB, Redis, mariadb, redis  # noqa: F401 (fixtures)
from upstream import Upstream
from speech import KINDS

PASSWORD = "correct horse battery"


def pytest_configure(config):
    watch_httpx()
    # A client that is made reads all authorities that it trusts, the SDKs' too: more work than most requests here, and always the same.
    transports.create_ssl_context = functools.lru_cache(transports.create_ssl_context)
    config.addinivalue_line("markers", "long: takes minutes, so it begins first and the others run beside it")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_runtest_logreport(report):
    """Says at once what failed: whoever ends the run before its end would not know."""
    if report.outcome in ("failed", "rerun") and "PYTEST_XDIST_WORKER" not in os.environ:
        reason = getattr(getattr(report.longrepr, "reprcrash", None), "message", "").split("\n")[0][:300]
        print(f"\n{report.outcome} in {report.duration:.0f} s: {report.nodeid} ({report.when}): {reason}", flush=True)


@dataclass
class World:
    """A service that an administrator has set up, with one upstream account: one process with everything in it,
    or two over one MariaDB and one Redis."""

    servers: list[Server]
    upstream: Upstream
    admin: Client
    account: int
    database: str = ""
    mariadb: MariaDB | None = None
    redis: Redis | None = None
    # What stands before the processes.
    front: Line | None = None

    _names: itertools.count = field(default_factory=lambda: itertools.count(1))

    @property
    def server(self) -> Server:
        return self.servers[0]

    @property
    def url(self) -> str:
        """The one address that people know."""
        return self.server.public_url

    @property
    def urls(self) -> list[str]:
        return [server.url for server in self.servers]

    def client(self, only: int | None = None) -> Client:
        """A browser that asks the processes in turn, or one of them."""
        return Client(self.urls if only is None else [self.urls[only]])

    def member(self, limits: list[dict] | None = None, mode: str = "shared", account: int | None = None) -> "Member":
        """A new member, bound and signed in by his link."""
        name = f"member{next(self._names)}"
        fields: dict = {"username": name}
        if limits is not None:
            package = self.admin.data(self.admin.post("/api/package/", {"name": f"of {name}", "limits": limits}))
            fields["package_id"] = package["id"]
        identifier = self.admin.data(self.admin.post("/api/user/", fields))["id"]
        binding = {"user_id": identifier, "channel_id": account or self.account, "mode": mode}
        self.admin.data(self.admin.post("/api/binding/", binding))
        link = self.admin.data(self.admin.post(f"/api/user/{identifier}/share_link", {}))["link"]
        return Member(identifier, name, link, self.client().sign_in(link))

    def reserved_turns(self) -> dict[int, int]:
        """The rows of the ledger that count, by member."""
        query = "SELECT user_id, count(*) FROM charges WHERE quota <> 'refunded' GROUP BY user_id"
        if self.mariadb:
            return {int(user): int(count) for user, count in self.mariadb.sql(f"USE {self.database}; {query}")}
        return self.server.ledger(query)


@dataclass
class Member:
    id: int
    name: str
    link: str
    client: Client

    def key(self, **fields) -> str:
        """A new key of his for programs."""
        return "sk-" + self.client.data(self.client.post("/api/token/", {"name": "program", **fields}))["key"]


def set_up(server: Server) -> Client:
    """The first administrator, signed in."""
    admin = Client([server.url])
    token = server.link("/setup").split("#")[1]
    answer = admin.post("/api/setup", {"token": token, "username": "boss", "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    # Upstreams here are asked what a test asks, and nothing more; tests of titles switch it on.
    ask_for_titles(admin, False)
    return admin


def ask_for_titles(admin: Client, is_on: bool) -> None:
    admin.data(admin.put("/api/option/", {"key": "UpstreamTitlesEnabled", "value": str(is_on).lower()}))


def add_account(admin: Client, upstream: Upstream, name: str = "upstream", models: str = "test-model", **fields) -> int:
    channel = {"name": name, "models": models, **upstream.format.account(upstream.url), **fields}
    return admin.data(admin.post("/api/channel/", {"mode": "single", "channel": channel}))["id"]


@pytest.fixture(autouse=True)
def nothing_secret_is_left():
    """Of every test: what it leaves behind holds no secret (canaries.py). It ends last, when the processes have."""
    canaries.begin()
    yield
    canaries.search()


@pytest.fixture
def upstream():
    upstream = Upstream()
    yield upstream
    upstream.close()


@pytest.fixture
def server(tmp_path, upstream):
    server = Server(tmp_path, upstream.port)
    yield server
    server.kill()


@pytest.fixture(scope="module")
def kinds(tmp_path_factory):
    """By kind: the embedded world before a strict upstream of it. All are one server, as it takes long to start; a test has members of
    its own."""
    upstreams = {kind: Upstream(kind=kind, is_strict=True) for kind in KINDS}
    private = ",".join(f"127.0.0.1:{upstream.port}" for upstream in upstreams.values())
    server = Server(tmp_path_factory.mktemp("kinds"), CHATMIRROR_UPSTREAM_ALLOW_PRIVATE=private).start()
    admin = set_up(server)
    names = itertools.count(1)
    yield {
        kind: World([server], upstream, admin, add_kind(admin, upstream, kind), _names=names)
        for kind, upstream in upstreams.items()}
    server.kill()
    for upstream in upstreams.values():
        upstream.close()


def add_kind(admin: Client, upstream: Upstream, kind: str) -> int:
    """An account that knows the model by the name which its provider would give it."""
    return add_account(admin, upstream, kind, model_mapping={"test-model": upstream.format.model})


@pytest.fixture(params=KINDS)
def any_upstream(request, kinds):
    """The embedded world before an upstream of each kind."""
    world = kinds[request.param]
    world.upstream.left = 0
    yield world
    world.upstream.failing = None
    world.admin.data(world.admin.post(f"/api/channel/{world.account}/retry"))


@pytest.fixture
def limited(any_upstream, kinds):
    """A member of an account that has no more to give, and of one of the next kind; and the world before that one."""
    names = list(kinds)
    other = kinds[names[(names.index(any_upstream.upstream.kind) + 1) % len(names)]]
    member = any_upstream.member([{"window": "day", "limit": 5}])
    binding = {"user_id": member.id, "channel_id": other.account, "mode": "shared", "priority": -1}
    any_upstream.admin.data(any_upstream.admin.post("/api/binding/", binding))
    any_upstream.upstream.failing = 429
    any_upstream.upstream.requests.clear()
    other.upstream.requests.clear()
    return member, other


@pytest.fixture
def alone(server, upstream):
    """The embedded world, for what has no meaning in another."""
    server.start()
    admin = set_up(server)
    return World([server], upstream, admin, add_account(admin, upstream))


_databases = itertools.count(1)


@pytest.fixture
def cluster(tmp_path, upstream, mariadb, redis):  # noqa: F811
    """Two processes over one MariaDB and one Redis."""
    world = start_cluster(tmp_path, upstream, mariadb, redis)
    yield world
    for server in world.servers:
        server.kill()
    world.front.close()


def stores(mariadb: MariaDB, redis: Redis) -> dict[str, str]:  # noqa: F811
    """The options of a process over a new database and an empty Redis."""
    database = f"mirror{next(_databases)}"
    mariadb.sql(f"CREATE DATABASE {database}")
    redis.command("FLUSHALL")
    return {
        "CHATMIRROR_DATABASE_TYPE": "mysql", "CHATMIRROR_DATABASE_HOST": str(mariadb.socket),
        "CHATMIRROR_DATABASE_USER": "mirror", "CHATMIRROR_DATABASE_PASSWORD": "sesame",
        "CHATMIRROR_DATABASE_DATABASE": database, "CHATMIRROR_REDIS_URL": f"unix://{redis.socket}",
        "CHATMIRROR_FILES_FOLDER": str(mariadb.socket.parent / f"files-{database}"),
    }


def start_cluster(
    folder: pathlib.Path, upstream: Upstream, mariadb: MariaDB, redis: Redis, at_once: bool = False, **more: str  # noqa: F811
) -> World:
    options = {**stores(mariadb, redis), **more}
    ports = [free_port(), free_port()]
    front = Line(*ports)
    options["CHATMIRROR_SERVER_PUBLIC_URL"] = front.url
    servers = [
        Server(folder, upstream.port, name=name, port=port, **options) for name, port in zip("ab", ports, strict=True)]
    if at_once:
        starts = [threading.Thread(target=server.start) for server in servers]
        for start in starts:
            start.start()
        for start in starts:
            start.join()
    else:
        for server in servers:
            server.start()
    admin = set_up(servers[0])
    admin.urls = [server.url for server in servers]
    database = options["CHATMIRROR_DATABASE_DATABASE"]
    return World(servers, upstream, admin, add_account(admin, upstream), database, mariadb, redis, front)


@pytest.fixture
def codex():
    upstream = CodexUpstream()
    yield upstream
    upstream.close()


def login_options(codex: CodexUpstream) -> dict[str, str]:
    """Of a process that renews logins there."""
    return {
        "CHATMIRROR_UPSTREAM_CODEX_TOKEN_URL": f"{codex.url}/oauth/token",
        "CHATMIRROR_UPSTREAM_ALLOW_PRIVATE": f"127.0.0.1:{codex.port}",
    }


@pytest.fixture
def with_logins(tmp_path, upstream, codex):
    """One process, whose accounts are those that somebody signed in to; none yet."""
    server = Server(tmp_path, upstream.port, **login_options(codex)).start()
    yield World([server], upstream, set_up(server), 0)
    server.kill()


@pytest.fixture(params=["sqlite", "mysql"])
def any_server(request, tmp_path, upstream):
    """A server that was never started, over either database."""
    options = {}
    if request.param == "mysql":
        options = stores(request.getfixturevalue("mariadb"), request.getfixturevalue("redis"))
    server = Server(tmp_path, upstream.port, **options)
    yield server
    server.kill()


@pytest.fixture(params=["alone", "cluster"])
def world(request):
    return request.getfixturevalue(request.param)
