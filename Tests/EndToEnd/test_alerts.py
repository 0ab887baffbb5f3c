"""Alerts on their way: seven kinds of channels on the wire, what they do wrong, and what is told when an account dies or a database goes."""

import threading

import pytest

from alert_channels import KINDS, SECRET, ChatPrograms, MailServer, fields
from conftest import World, set_up, start_cluster
from programs import add_failing
from server import Server
from streams import wait_for


@pytest.fixture
def programs():
    programs = ChatPrograms()
    yield programs
    if isinstance(programs.mood, threading.Event):
        programs.mood.set()
    programs.close()


@pytest.fixture
def mail():
    server = MailServer()
    yield server
    server.close()


@pytest.fixture(params=["alone", "cluster"])
def told(request, tmp_path, upstream, programs, mail):
    """A world whose channels are the scripted ones."""
    options = {"CHATMIRROR_UPSTREAM_ALLOW_PRIVATE": f"127.0.0.1:{programs.port},127.0.0.1:{mail.port}"}
    if request.param == "cluster":
        world = start_cluster(
            tmp_path, upstream, request.getfixturevalue("mariadb"), request.getfixturevalue("redis"),
            CHATMIRROR_UPSTREAM_ALLOW_PRIVATE=f"{options['CHATMIRROR_UPSTREAM_ALLOW_PRIVATE']}")
    else:
        from conftest import add_account
        server = Server(tmp_path, upstream.port, **options).start()
        admin = set_up(server)
        world = World([server], upstream, admin, add_account(admin, upstream))
    yield world
    for server in world.servers:
        server.kill()
    if world.front:
        world.front.close()


def add(world: World, new: dict) -> int:
    return world.admin.data(world.admin.post("/api/alerts/channels", new))["id"]


def try_out(world: World, channel: int) -> dict:
    return world.admin.data(world.admin.post(f"/api/alerts/channels/{channel}/test"))


def deliveries(world: World) -> list[dict]:
    return world.admin.data(world.admin.get("/api/alerts/deliveries"))["items"]


def open_kinds(world: World) -> list[str]:
    return [item["kind"] for item in world.admin.data(world.admin.get("/api/alerts/"))["items"]]


def heard(kind: str, programs: ChatPrograms, mail: MailServer) -> list[str]:
    return mail.texts if kind == "mail" else programs.texts[kind]


def test_an_account_that_dies_is_told_through_all_seven_kinds_once(told, programs, mail):
    for kind in KINDS:
        add(told, fields(kind, programs, mail))
    member = told.member()
    account = add_failing(told, member)
    told.admin.data(told.admin.put("/api/channel/", {"id": told.account, "status": 2}))
    member.client.send("[[words=1]]")
    wait_for(lambda: all(heard(kind, programs, mail) for kind in KINDS), "not all were told", patience=60)
    for kind in KINDS:
        fired = [text for text in heard(kind, programs, mail) if "team-02" in text]
        assert len(fired) == 1, (kind, heard(kind, programs, mail))
        words = ("需要重新登录", "受影响成员 1 位", "1 位没有其他可用账号") if kind == "mail" else (
            "needs a new login", "Members affected: 1", "without another account that works: 1")
        for word in words:
            assert word in fired[0], (kind, fired)
        assert f"{told.url}/admin/alerts" in fired[0] or kind == "webhook"
    sender, receivers, message = mail.mails[0]
    assert (sender, receivers) == ("alerts@mirror.example", ["boss@mirror.example", "night@mirror.example"])
    assert message["Auto-Submitted"] == "auto-generated" and message["Message-ID"]
    assert not programs.refused
    wait_for(lambda: all(item["state"] == "delivered" for item in deliveries(told)), "the log")
    ids = {one["headers"]["X-Chatmirror-Id"] for one in programs.taken["webhook"]}
    assert len(ids) == len(programs.taken["webhook"])
    # The account is mended: the end is told, too.
    told.admin.data(told.admin.put("/api/channel/", {"id": account, "status": 2}))
    told.admin.data(told.admin.put("/api/channel/", {"id": told.account, "status": 1}))
    wait_for(lambda: any("Over: " in text for text in programs.texts["slack"]), "no recovery", patience=150)
    wait_for(lambda: not open_kinds(told), "an alert is left open", patience=60)
    for server in told.servers:
        assert SECRET not in server.log.read_text()


def test_a_test_says_what_a_channel_answers(told, programs, mail):
    channels = {kind: add(told, fields(kind, programs, mail)) for kind in KINDS}
    for kind, channel in channels.items():
        assert try_out(told, channel)["state"] == "delivered", kind
        assert len(heard(kind, programs, mail)) == 1, kind
    for mood, words in (("down", "HTTP 503"), ("redirect", "redirects"), ("error", "refused")):
        programs.mood = mood
        asked = programs.asked
        for kind in ("feishu", "dingtalk", "wecom"):
            verdict = try_out(told, channels[kind])
            assert verdict["state"] == "failed" and words in verdict["result"], (mood, kind, verdict)
        assert programs.asked == asked + 3, "it was tried again, or followed"
    programs.mood = None
    told.admin.data(told.admin.put("/api/alerts/channels", {"id": channels["dingtalk"], "secret": "another secret"}))
    assert "310000 sign not match" in try_out(told, channels["dingtalk"])["result"]
    told.admin.data(told.admin.put("/api/alerts/channels", {"id": channels["mail"], "secret": "another secret"}))
    assert "535" in try_out(told, channels["mail"])["result"] or "refused" in try_out(told, channels["mail"])["result"]


def test_a_channel_that_is_slow_or_in_our_own_network_is_given_up_and_said_so(told, programs, mail):
    slow = add(told, fields("slack", programs, mail))
    programs.mood = threading.Event()
    verdict = try_out(told, slow)
    assert verdict["state"] == "failed" and "No answer in time" in verdict["result"]
    programs.mood.set()
    asked = programs.asked
    for number, url in enumerate(
        [f"https://127.0.0.1:{told.server.port}/healthz", "https://169.254.169.254/latest", "https://[::1]/", "https://10.0.0.8/x"]):
        own = add(told, {"name": f"own {number}", "kind": "webhook", "url": url})
        assert "private network" in try_out(told, own)["result"], url
    own = add(told, {
        "name": "own mail", "kind": "mail", "url": f"smtp://127.0.0.1:{told.server.port}", "from": "a@b.example", "to": ["c@d.example"]})
    assert "private network" in try_out(told, own)["result"]
    assert programs.asked == asked
    shown = told.admin.get("/api/alerts/channels").text
    assert "services/T/B" not in shown


@pytest.mark.timeout(600)
def test_a_database_that_goes_is_told_once_and_written_down_when_it_is_back(
    tmp_path, upstream, programs, mail, mariadb, redis):
    world = start_cluster(
        tmp_path, upstream, mariadb, redis,
        CHATMIRROR_UPSTREAM_ALLOW_PRIVATE=f"127.0.0.1:{programs.port},127.0.0.1:{mail.port}")
    try:
        add(world, fields("webhook", programs, mail))
        world.admin.data(world.admin.put("/api/alerts/rules", {"kind": "store_gone", "threshold": 5}))
        # Each process reads what it needs to tell without a database, every few seconds: two rounds of both.
        for statement in ("TRUNCATE mysql.general_log", "SET GLOBAL log_output = 'TABLE'", "SET GLOBAL general_log = 1"):
            mariadb.sql(statement)
        read = "SELECT COUNT(*) FROM mysql.general_log WHERE command_type = 'Execute' AND argument LIKE '%FROM alert!_channels%' ESCAPE '!'"
        wait_for(lambda: int(mariadb.sql(read)[0][0]) >= 4, "the processes read the channels", patience=150)
        mariadb.kill()
        wait_for(lambda: programs.texts["webhook"], "nobody told", patience=150)
        mariadb.start()

        def is_written_down() -> bool:
            # One process is back before the other.
            answer = world.admin.get("/api/alerts/history")
            return answer.status_code == 200 and any(item["kind"] == "store_gone" for item in answer.json()["data"]["items"])

        wait_for(is_written_down, "it was not written down", patience=150)
        titles = [text.split("\n")[0] for text in programs.texts["webhook"]]
        assert titles.count("The database does not answer") == 1, titles
        assert titles.count("Over: The database does not answer") == 1, titles
    finally:
        for server in world.servers:
            server.kill()
        world.front.close()
