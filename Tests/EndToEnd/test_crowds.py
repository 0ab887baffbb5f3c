"""More clients than there is room for: of one address, and than the process has descriptors."""

import socket
import time

import httpx

import namespace
from processes import cpu_seconds

DESCRIPTORS = 96


def test_an_address_has_a_hundred_connections_loopback_and_trusted_proxies_any_number(tmp_path):
    outcome = namespace.run("crowd.py", tmp_path)
    assert outcome["told"] == {
        "stranger": {"200": 100, "503": 30}, "other": {"200": 100, "503": 30}, "proxy": {"200": 130},
        "loopback": {"200": 130},
    }
    assert outcome["slowest"] < 0.5
    assert outcome["again"] == 200


def test_a_process_without_descriptors_waits_quietly_and_goes_on_when_there_are_some(server):
    server.wrapper = ["prlimit", f"--nofile={DESCRIPTORS}"]
    server.start()
    pid = server.process.pid
    with httpx.Client(timeout=5) as regular:
        assert regular.get(server.url + "/healthz").status_code == 200
        crowd = [socket.create_connection(("127.0.0.1", server.port), 5) for _ in range(3 * DESCRIPTORS)]
        time.sleep(0.3)
        # The premise: most of them wait at the door, where the kernel keeps them.
        crowd[-1].settimeout(0.5)
        crowd[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        try:
            answered = bool(crowd[-1].recv(100))
        except TimeoutError:
            answered = False
        assert not answered
        before, began = cpu_seconds(pid), time.monotonic()
        time.sleep(2)
        busy = (cpu_seconds(pid) - before) / (time.monotonic() - began)
        assert busy < 0.05, f"{busy:.0%} of a core while starved"
        # Whoever is in is served as ever.
        assert regular.get(server.url + "/healthz").status_code == 200
    for connection in crowd:
        connection.close()
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        try:
            answer = httpx.get(server.url + "/readyz", timeout=1)
            break
        except httpx.HTTPError:
            time.sleep(0.05)
    assert answer.status_code == 200
    assert server.stop() == 0
