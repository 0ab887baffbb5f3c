"""The first five minutes: two printed links, nothing with a default password."""

import os
import stat
import subprocess

from client import Client
from conftest import PASSWORD, set_up
from server import BINARY


def test_an_empty_folder_prints_two_links_each_alone_on_a_line(server):
    server.start()
    assert len(server.lines) == 2, server.lines
    assert server.link("/setup") and server.link("/s")


def test_the_demo_member_chats_one_click_after_the_first_command(server):
    server.start()
    member = Client([server.url]).sign_in(server.link("/s"))
    answer = member.send("What is a quota ledger?")
    assert answer.is_done and answer.error is None
    assert "quota ledger" in answer.text and "```" in answer.text


def test_the_setup_link_changes_at_every_start_until_an_administrator_exists(server):
    first = server.start().link("/setup")
    server.stop()
    server.start()
    assert len(server.lines) == 1 and server.link("/setup") != first
    set_up(server)
    server.stop()
    server.start()
    assert server.lines == []
    answer = Client([server.url]).post("/api/setup", {"token": "x", "username": "eve", "password": PASSWORD})
    assert answer.status_code == 409


def test_a_wrong_setup_token_is_refused(server):
    server.start()
    answer = Client([server.url]).post("/api/setup", {"token": "guess", "username": "eve", "password": PASSWORD})
    assert answer.status_code == 403


def test_what_is_secret_belongs_to_the_owner_alone(server):
    server.start()
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
    for path in server.data.iterdir():
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


def test_a_forgotten_password_is_reset_on_the_machine(server):
    server.start()
    set_up(server)
    server.stop()
    reset = subprocess.run(
        [BINARY, "create-admin", "boss"], env=server.environment, input="a new password\n", text=True,
        capture_output=True, timeout=20)
    assert reset.returncode == 0, reset.stderr
    server.start()
    client = Client([server.url])
    assert client.post("/api/user/login", {"username": "boss", "password": PASSWORD}).status_code == 401
    client.data(client.post("/api/user/login", {"username": "boss", "password": "a new password"}))


def test_the_log_holds_no_token_and_no_word_of_a_conversation(alone):
    member = alone.member()
    member.client.send("the secret canary sentence [[echo]]")
    alone.server.stop()
    log = alone.server.log.read_text()
    assert "POST" in log and "/backend-api/conversation" in log, "the log says nothing, so this proves nothing"
    for secret in ["canary", member.link.split("#")[1], *member.client.http.cookies.values(), "sk-canary-key"]:
        assert secret not in log
    assert os.environ.get("HOME", "/nonexistent") not in member.link
