"""What is installed runs without a toolchain, and the samples in config/ are what they claim to be."""

import contextlib
import re
import socket
import ssl
import subprocess

import httpx
import pytest
import yaml

from client import Client
from conftest import PASSWORD, add_account, set_up
from packaged import Caddy, Installed, Nginx, Proxy, installed  # noqa: F401 (fixture)
from server import ROOT, free_port
from services import program

CONFIG = ROOT / "config"
# Every Debian has them.
BASE = {"libc6", "libgcc-s1"}

# With the build.
pytestmark = pytest.mark.timeout(1200)


@pytest.fixture
def packaged(installed, tmp_path, upstream):  # noqa: F811
    server = Installed(installed, tmp_path, upstream.port)
    yield server
    server.kill()


def test_the_binary_needs_no_toolchain(packaged):
    linked = subprocess.run(["ldd", packaged.binary], capture_output=True, text=True, check=True, env={}).stdout
    assert "libcurl" in linked, linked
    assert "swift" not in linked.lower() and "Foundation" not in linked and "not found" not in linked, linked
    packaged.start()
    # It says what it has mapped: nothing of a toolchain, nothing of the checkout.
    mapped = {line.split()[-1] for line in open(f"/proc/{packaged.process.pid}/maps") if "/" in line}
    assert not [path for path in mapped if "swift" in path.lower() or path.startswith(f"{ROOT}/")], mapped


def test_the_installed_service_serves_its_pages_and_answers(packaged, upstream):
    packaged.start()
    admin = set_up(packaged)
    page = Client([packaged.url]).get("/login")
    script = re.search(r'src="(/assets/[^"]+\.js)"', page.text)
    assert page.status_code == 200 and script, page.text
    assert admin.get(script[1]).status_code == 200
    add_account(admin, upstream)
    assert packaged.stop() == 0


def test_the_version_is_told(packaged):
    shown = subprocess.run([packaged.binary, "--version"], env={}, capture_output=True, text=True, timeout=20)
    assert shown.returncode == 0 and re.fullmatch(r"chatmirror \d+\.\d+\.\d+\n", shown.stdout), shown
    newest = re.search(r"^## ([\d.]+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert shown.stdout == f"chatmirror {newest[1]}\n"


def test_the_image_holds_every_library_that_the_binary_needs(packaged):
    image = (CONFIG / "Dockerfile").read_text()
    final = image.split("\nFROM ")[-1]
    headers = subprocess.run(["objdump", "-p", packaged.binary], capture_output=True, text=True, check=True).stdout
    needed = re.findall(r"NEEDED\s+(\S+)", headers)
    assert len(needed) > 4
    for library in needed:
        found = subprocess.run(["dpkg-query", "-S", f"*/{library}"], capture_output=True, text=True, check=True).stdout
        packages = {line.split(":")[0] for line in found.splitlines()}
        assert packages & BASE or any(re.search(rf"[\s]{re.escape(name)}[\s]", final) for name in packages), library
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", image, re.MULTILINE):
        assert all((ROOT / name).exists() for name in copied.split()), copied


# systemd

def test_the_unit_is_valid_and_shuts_out_what_it_can(packaged, tmp_path):
    unit = tmp_path / "chatmirror.service"
    text = (CONFIG / "chatmirror.service").read_text()
    assert "/usr/local/lib/chatmirror/chatmirror serve" in text
    unit.write_text(text.replace("/usr/local/lib/chatmirror/chatmirror", str(packaged.binary)))
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert verified.returncode == 0 and unit.name not in verified.stderr, verified.stderr
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=15", "--no-pager", unit],
        capture_output=True, text=True)
    assert judged.returncode == 0, judged.stdout.splitlines()[-1]


def test_the_server_makes_no_system_call_that_the_unit_forbids(packaged, upstream, tmp_path):
    allowed = system_calls("@system-service") - system_calls("@privileged") - system_calls("@resources")
    assert {"epoll_wait", "fsync"} <= allowed and not {"mount", "ptrace", "setrlimit"} & allowed
    trace = tmp_path / "trace"
    packaged.wrapper = [program("strace"), "-D", "-f", "-qq", "-o", str(trace)]
    packaged.start()
    admin = set_up(packaged)
    admin.data(admin.post(f"/api/channel/test/{add_account(admin, upstream)}"))
    packaged.stop()
    # The numbers of threads, then the call's name.
    made = set(re.findall(r"^\d+ +(\w+)\(", trace.read_text(), re.MULTILINE))
    assert {"epoll_wait", "accept4", "fsync"} & made, made
    # Refused, these change nothing: the runtime's threads keep their priority, only as root does SQLite give its files an owner, and
    # without a box of bubblewrap's documents are read under limits alone.
    box = {"capset", "mount", "pivot_root", "umount2"}
    assert made - allowed <= {"setpriority", "fchown", *box}, made - allowed


def system_calls(group: str) -> set[str]:
    """The calls of one of systemd's groups, with the groups inside it."""
    shown = subprocess.run(
        ["systemd-analyze", "syscall-filter", "--no-pager", group], capture_output=True, text=True, check=True).stdout
    names = [line.strip() for line in shown.splitlines()[1:] if line.strip() and not line.strip().startswith("#")]
    inner = [system_calls(name) for name in names if name.startswith("@")]
    return {name for name in names if not name.startswith("@")}.union(*inner)


def test_the_service_runs_where_no_memory_may_become_code(packaged):
    """`MemoryDenyWriteExecute=yes`, asked of the kernel directly, where it can be."""
    packaged.wrapper = [program("python3"), "-c", REFUSE_NEW_CODE]
    packaged.start()
    assert set_up(packaged).get("/readyz").status_code == 200


REFUSE_NEW_CODE = """
import ctypes, os, sys
PR_SET_MDWE, REFUSE_EXEC_GAIN = 65, 1
if ctypes.CDLL(None).prctl(PR_SET_MDWE, REFUSE_EXEC_GAIN, 0, 0, 0):
    print("this kernel cannot refuse it (Linux 6.3 can)", file=sys.stderr)
os.execv(sys.argv[1], sys.argv[1:])
"""


# Proxies

@pytest.fixture
def nginx(tmp_path, packaged):
    """The sample with a certificate of ours, on free ports, in front of the installed service."""
    proxy = Nginx(tmp_path / "nginx", packaged.port)
    yield proxy
    proxy.stop()


def test_an_answer_streams_through_nginx_as_it_comes(packaged, upstream, nginx):
    packaged.environment["CHATMIRROR_SERVER_PUBLIC_URL"] = f"https://chat.example.org:{nginx.port}"
    packaged.environment["CHATMIRROR_SERVER_TRUSTED_PROXIES"] = "127.0.0.1/32"
    packaged.start()
    nginx.start()
    admin = nginx.client()
    token = re.search(r"/setup#(\S+)", packaged.lines[0])[1]
    assert admin.post("/api/setup", {"token": token, "username": "boss", "password": PASSWORD}).status_code == 200
    session = admin.http.cookies.jar
    assert session and all(cookie.secure for cookie in session), "the server does not know that it is behind TLS"
    account = add_account(admin, upstream)
    member = admin.data(admin.post("/api/user/", {"username": "alice"}))["id"]
    admin.data(admin.post("/api/binding/", {"user_id": member, "channel_id": account, "mode": "shared"}))
    link = admin.data(admin.post(f"/api/user/{member}/share_link", {}))["link"]
    seen: list[str] = []

    def is_first_half(answer) -> bool:
        seen.append(answer.text)
        if "word1" in answer.text:
            # The upstream goes on only when the first words are here: a proxy that waits for more waits for ever.
            upstream.release.set()
        return answer.is_done

    alice = nginx.client().sign_in(link)
    body = alice.draft("slowly [[hold=2]]")
    answer = alice.stream("POST", "/backend-api/conversation", json=body, until=is_first_half)
    assert answer.is_done and "word4" in answer.text and len(seen) > 3
    assert "share_token" not in (nginx.folder / "access.log").read_text()


@pytest.mark.parametrize("kind", [Nginx, Caddy])
def test_no_log_of_a_proxy_holds_a_personal_link(tmp_path, kind):
    """While chatmirror is down: then proxies say most. Errors are the proxy's own, and browsers repeat an address to icons."""
    proxy: Proxy = kind(tmp_path / "proxy", free_port())
    proxy.start(502)
    try:
        client = proxy.client()
        canary = "share_token=CANARY"
        for path in [f"/?{canary}", f"//?a&{canary}", f"/?share%5Ftoken=CANARY", f"/s?x=%zz&{canary}", f"/c/1?{canary}#{canary}"]:
            assert client.get(path, headers={"Cookie": "session=CANARY", "Authorization": "CANARY"}).status_code == 502
        assert client.get("/favicon.ico", headers={"Referer": f"{proxy.url}/?{canary}"}).status_code == 502
        # More than a proxy takes, and what it does not understand.
        big = client.http.post(f"{proxy.url}/?{canary}", content=b"x" * (9 << 20))
        assert big.status_code in (413, 502)
        raw(proxy, f"GET /?{canary} HTTP/1.1\r\nHost: chat.example.org:{proxy.port}\r\nbad header\r\n\r\n")
        raw(proxy, f"GET /?{canary}{'x' * 70_000} HTTP/1.1\r\nHost: chat.example.org:{proxy.port}\r\n\r\n")
        if isinstance(proxy, Nginx):
            plain = httpx.get(f"http://127.0.0.1:{proxy.plain_port}/?{canary}", headers={"Host": "chat.example.org"})
            assert plain.status_code == 301
    finally:
        proxy.stop()
    written = proxy.written()
    # It did write down what it was asked, and that nobody answered.
    assert written.count("502") >= 7 and "/favicon.ico" in written
    assert "CANARY" not in written, [line for line in written.splitlines() if "CANARY" in line]


def raw(proxy: Proxy, request: str) -> None:
    """What no client sends."""
    with socket.create_connection(("127.0.0.1", proxy.port), 10) as plain, contextlib.suppress(OSError):
        connection = plain
        if proxy.url.startswith("https"):
            trusting = ssl.create_default_context()
            trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
            connection = trusting.wrap_socket(plain, server_hostname="chat.example.org")
        connection.sendall(request.encode())
        while connection.recv(4096):
            pass


def test_caddy_takes_its_sample(tmp_path):
    sample = tmp_path / "Caddyfile"
    sample.write_text((CONFIG / "Caddyfile").read_text().replace("/var/log/caddy", str(tmp_path)))
    checked = subprocess.run(
        [program("caddy"), "validate", "--adapter", "caddyfile", "--config", sample], capture_output=True, text=True,
        env={"HOME": str(tmp_path)})
    assert checked.returncode == 0, checked.stderr
    adapted = subprocess.run(
        [program("caddy"), "adapt", "--adapter", "caddyfile", "--config", sample], capture_output=True, text=True,
        env={"HOME": str(tmp_path)}).stdout
    assert '"flush_interval":-1' in adapted and '"read_timeout":3600000000000' in adapted


# Compose

def test_the_compose_file_starts_what_the_server_needs_as_it_needs_it(packaged):
    services = yaml.safe_load((CONFIG / "compose.yaml").read_text())["services"]
    assert set(services) == {"chatmirror", "mariadb", "redis"}
    redis = services["redis"]["command"]
    assert redis[redis.index("--maxmemory-policy") + 1] == "noeviction"
    assert redis[redis.index("--appendonly") + 1] == "yes"
    assert "--innodb-flush-log-at-trx-commit=1" in services["mariadb"]["command"]
    ours = services["chatmirror"]
    assert (ROOT / ours["build"]["dockerfile"]).exists()
    assert set(ours["depends_on"]) == {"mariadb", "redis"}
    # Our own check of the options it sets; those that name a secret name a file that is not here.
    options = {
        name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", str(value)) for name, value in ours["environment"].items()
        if not name.endswith("_FILE")
    }
    assert "CHATMIRROR_DATABASE_PASSWORD_FILE" in ours["environment"]
    shown = subprocess.run([packaged.binary, "check-config"], env=options, capture_output=True, text=True, timeout=20)
    assert shown.returncode == 0, shown.stderr
    for name in options:
        assert name in shown.stdout, f"{name} says nothing to the server"
