"""Run in a network namespace of its own, as its root: clients of many addresses before one server. Says as JSON what each was told.

    unshare -rmn python crowd.py FOLDER
"""

import json
import pathlib
import socket
import subprocess
import sys
import time

from server import Server

ADDRESSES = {"stranger": "10.9.0.1", "other": "10.9.0.2", "proxy": "10.9.0.3", "loopback": "127.0.0.1"}
REQUEST = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


def ask(connection: socket.socket) -> int:
    connection.sendall(REQUEST)
    answer = connection.recv(4096)
    return int(answer.split(b" ")[1])


def crowd(port: int, address: str, count: int) -> list[socket.socket]:
    return [socket.create_connection(("10.9.0.9", port), 5, (address, 0)) for _ in range(count)]


def main(folder: pathlib.Path) -> None:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in [*list(ADDRESSES.values())[:3], "10.9.0.9"]:
        subprocess.run(["ip", "address", "add", f"{address}/32", "dev", "lo"], check=True)
    server = Server(
        folder, CHATMIRROR_SERVER_HOST="0.0.0.0", CHATMIRROR_SERVER_TRUSTED_PROXIES="10.9.0.3",
    ).start()
    told: dict[str, dict[str, int]] = {}
    held, slowest = {}, 0.0
    for name, address in ADDRESSES.items():
        held[name] = crowd(server.port, address, 130)
        told[name] = {}
        for connection in held[name]:
            began = time.monotonic()
            # Who is turned away is told so without having asked.
            connection.settimeout(5)
            try:
                status = ask(connection)
            except (BrokenPipeError, ConnectionResetError):
                status = 0
            slowest = max(slowest, time.monotonic() - began)
            told[name][str(status)] = told[name].get(str(status), 0) + 1
    for connection in held["stranger"]:
        connection.close()
    time.sleep(0.5)
    again = ask(crowd(server.port, ADDRESSES["stranger"], 1)[0])
    server.stop()
    print(json.dumps({"told": told, "slowest": slowest, "again": again}))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
