"""The first five minutes: two printed links, nothing with a default password."""

import os
import stat
import subprocess

from client import Client
from conftest import PASSWORD, set_up
from server import BINARY


def test_an_empty_folder_prints_two_links_each_alone_on_a_line(any_server):
    any_server.start()
    assert len(any_server.lines) == 2, any_server.lines
    assert any_server.link("/setup") and any_server.link("/s")


def test_the_demo_member_chats_one_click_after_the_first_command(any_server):
    any_server.start()
    member = Client([any_server.url]).sign_in(any_server.link("/s"))
    answer = member.send("What is a quota ledger?")
    assert answer.is_done and answer.error is None
    assert "quota ledger" in answer.text and "```" in answer.text


def test_the_setup_link_changes_at_every_start_until_an_administrator_exists(any_server):
    first = any_server.start().link("/setup")
    any_server.stop()
    any_server.start()
    assert len(any_server.lines) == 1 and any_server.link("/setup") != first
    set_up(any_server)
    any_server.stop()
    any_server.start()
    assert any_server.lines == []
    answer = Client([any_server.url]).post("/api/setup", {"token": "x", "username": "eve", "password": PASSWORD})
    assert answer.status_code == 409


def test_a_wrong_setup_token_is_refused(any_server):
    any_server.start()
    answer = Client([any_server.url]).post("/api/setup", {"token": "guess", "username": "eve", "password": PASSWORD})
    assert answer.status_code == 403


def test_what_is_secret_belongs_to_the_owner_alone(any_server):
    any_server.start()
    assert stat.S_IMODE(any_server.data.stat().st_mode) == 0o700
    for path in any_server.data.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_second_server_may_not_use_the_same_folder(server):
    server.start()
    environment = {**server.environment, "CHATMIRROR_SERVER_PORT": "1"}
    second = subprocess.run([BINARY, "serve"], env=environment, capture_output=True, text=True, timeout=20)
    assert second.returncode != 0 and str(server.data) in second.stderr


def test_a_second_server_may_not_use_the_same_port(server, tmp_path):
    server.start()
    environment = {**server.environment, "CHATMIRROR_DATA": str(tmp_path / "other")}
    second = subprocess.run([BINARY, "serve"], env=environment, capture_output=True, text=True, timeout=20)
    assert second.returncode != 0 and str(server.port) in second.stderr
    assert second.stdout == "", "a link that nobody can use was printed"


def test_a_forgotten_password_is_reset_on_the_machine(any_server):
    any_server.start()
    set_up(any_server)
    any_server.stop()
    reset = subprocess.run(
        [BINARY, "create-admin", "boss"], env=any_server.environment, input="a new password\n", text=True,
        capture_output=True, timeout=20)
    assert reset.returncode == 0, reset.stderr
    any_server.start()
    client = Client([any_server.url])
    assert client.post("/api/user/login", {"username": "boss", "password": PASSWORD}).status_code == 401
    client.data(client.post("/api/user/login", {"username": "boss", "password": "a new password"}))


def test_the_log_holds_no_token_and_no_word_of_a_conversation(world):
    member = world.member()
    member.client.send("the secret canary sentence [[echo]]")
    for server in world.servers:
        server.stop()
    log = "".join(server.log.read_text() for server in world.servers)
    assert "POST" in log and "/backend-api/conversation" in log, "the log says nothing, so this proves nothing"
    for secret in ["canary", member.link.split("#")[1], *member.client.http.cookies.values(), "sk-canary-key"]:
        assert secret not in log
    assert os.environ.get("HOME", "/nonexistent") not in member.link
