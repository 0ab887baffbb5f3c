"""File < environment < flag, and a start that stops at what it does not understand."""

import subprocess

import pytest

from server import BINARY, Server


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BINARY, *arguments], env={"PATH": "/usr/bin:/bin", **environment}, capture_output=True, text=True, timeout=20)


def test_a_flag_goes_before_the_environment_and_the_environment_before_the_file(tmp_path):
    file = tmp_path / "c.yaml"
    file.write_text("server:\n  host: 127.0.0.2\n  port: 1001\ndata: from-file\n")
    shown = run("check-config", "--config", str(file), "--server.port", "1003", CHATMIRROR_SERVER_PORT="1002",
                CHATMIRROR_DATA="from-environment").stdout
    assert "server.port: 1003" in shown
    assert "data: from-environment" in shown
    assert "server.host: 127.0.0.2" in shown
    assert "server.public_url: http://127.0.0.2:1003" in shown


def test_secrets_are_not_printed_and_may_stand_in_a_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hunter2\n")
    shown = run("check-config", CHATMIRROR_DATABASE_PASSWORD_FILE=str(secret)).stdout
    assert "database.password: ***" in shown and "hunter2" not in shown


@pytest.mark.parametrize(("text", "complaint"), [
    ("server:\n  prot: 1\n", ":2: there is no option server.prot"),
    ("server:\n  port: eighty\n", ":2: server.port “eighty”: must be a number from 1 to 65535"),
    ("server:\n  port: 80\n  port: 81\n", ":3: server.port stands on line 2 already"),
    ("log:\n  level: loud\n", ":2: log.level “loud”: must be one of debug, info, warn, error"),
    ("server: [\n", ":2: "),
    ("database:\n  connections: 1\n", ":2: database.connections “1”: must be a number from 2 to 200"),
    ("database:\n  connections: 201\n", ":2: database.connections “201”: must be a number from 2 to 200"),
    ("database:\n  tls_ca: /nowhere.pem\n", ":2: database.tls_ca “/nowhere.pem”: is no readable file of PEM certificates"),
    ("database:\n  tls_ca: /etc/hostname\n", ":2: database.tls_ca “/etc/hostname”: is no readable file of PEM certificates"),
    ("time_zone: Mars/Olympus\n", ":1: time_zone “Mars/Olympus”"),
    ("data:\n  folder: x\n", ":2: there is no option data.folder"),
])
def test_a_fault_in_the_file_is_named_with_its_line(tmp_path, text, complaint):
    file = tmp_path / "c.yaml"
    file.write_text(text)
    result = run("serve", "--config", str(file))
    assert result.returncode != 0
    assert f"{file}{complaint}" in result.stderr


@pytest.mark.parametrize(("url", "is_warned"), [
    ("http://chat.example.org", True), ("http://192.168.1.20:8080", True), ("http://localhost.example.org", True),
    ("http://127.0.0.1.example.org", True), ("http://[2001:db8::1]:8080", True), ("http://0.0.0.0:8080", True),
    ("http://localhost:8080", False), ("http://chat.localhost", False), ("http://127.9.9.9", False),
    ("http://[::1]:8080", False), ("https://chat.example.org", False),
])
def test_plain_http_beyond_this_machine_is_warned_of(tmp_path, url, is_warned):
    server = Server(tmp_path, CHATMIRROR_SERVER_PUBLIC_URL=url).start()
    server.kill()
    assert ("warn plain http beyond this machine" in server.log.read_text()) is is_warned


def test_an_unknown_flag_or_command_stops_the_start():
    assert "there is no option sever.port" in run("serve", "--sever.port", "1").stderr
    result = run("dance")
    assert result.returncode != 0 and "dance" in result.stderr


def test_the_example_documents_every_option_and_is_valid():
    from server import ROOT

    example = ROOT / "config/chatmirror.example.yaml"
    text = example.read_text()
    shown = run("check-config", "--config", str(example))
    assert shown.returncode == 0, shown.stderr
    names = [line.split(":")[0] for line in shown.stdout.splitlines()]
    assert len(names) > 10
    for name in names:
        assert name.split(".")[-1] + ":" in text, name
        assert "CHATMIRROR_" + name.upper().replace(".", "_") in text, name
