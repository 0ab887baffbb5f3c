"""`/readyz` tries what a message needs: a store that answers questions and takes nothing is missing."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import threading

import httpx
import pytest

from conftest import World, add_account, set_up
from server import Server
from streams import wait_for


def missing(url: str) -> list[str]:
    """What `/readyz` names; nothing when it is ready."""
    answer = httpx.get(url + "/readyz", timeout=15)
    names = answer.json()["missing"]
    assert answer.status_code == (503 if names else 200)
    return names


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own, of 24 MiB."""
    if os.getuid() != 0:
        pytest.skip("only root may mount a disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], check=True)
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def fill(disk: pathlib.Path) -> pathlib.Path:
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    assert shutil.disk_usage(disk).free == 0
    return ballast


def test_a_full_disk_is_missing_room_and_all_is_well_when_there_is_some(small_disk, upstream):
    server = Server(small_disk, upstream.port)
    # What it prints must not fill the disk, nor be lost.
    server.output, server.log = small_disk.parent / "output", small_disk.parent / "log"
    server.start()
    try:
        admin = set_up(server)
        world = World([server], upstream, admin, add_account(admin, upstream))
        member = world.member()
        assert member.client.send("Hello").is_done and missing(server.url) == []
        ballast = fill(small_disk)
        # What was allotted before holds a few more.
        answers = 0
        while (answer := member.client.send("Hello?")).status == 200:
            answers += 1
            assert answers < 1000, "the disk is not full"
        assert answer.status == 503 and answer.refusal["detail"]["what"] == "storage"
        wait_for(lambda: missing(server.url) == ["database"], "still ready", 15)
        assert member.client.get("/backend-api/conversations").status_code == 200
        ballast.unlink()
        wait_for(lambda: missing(server.url) == [], "not ready again", 15)
        assert member.client.send("Hello again").is_done
    finally:
        server.kill()


def test_a_database_that_takes_no_writes_is_missing(cluster):
    assert [missing(url) for url in cluster.urls] == [[], []]
    # Questions are answered, changes wait.
    lock = subprocess.Popen(
        [*cluster.mariadb.client, "--unbuffered"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    lock.stdin.write("FLUSH TABLES WITH READ LOCK; SELECT 'locked';\n")
    lock.stdin.flush()
    assert lock.stdout.readline().strip() == "locked"
    try:
        for url in cluster.urls:
            wait_for(lambda url=url: missing(url) == ["database"], "still ready", 15)
    finally:
        lock.communicate()
    for url in cluster.urls:
        wait_for(lambda url=url: missing(url) == [], "not ready again", 15)


def test_a_redis_that_takes_no_writes_is_missing(cluster):
    assert [missing(url) for url in cluster.urls] == [[], []]
    assert cluster.redis.command("REPLICAOF", "127.0.0.1", "1") == "OK"
    try:
        for url in cluster.urls:
            wait_for(lambda url=url: missing(url) == ["redis"], "still ready", 15)
    finally:
        cluster.redis.command("REPLICAOF", "NO", "ONE")
    for url in cluster.urls:
        wait_for(lambda url=url: missing(url) == [], "not ready again", 15)


@pytest.mark.parametrize("kind", ["alone", "cluster"])
def test_asking_often_costs_the_stores_little_and_leaves_nothing_behind(request, kind):
    world = request.getfixturevalue(kind)
    rows = "SELECT count(*), count(probe) FROM processes"
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(httpx.Client()) for _ in range(8)]

        def ask(client: httpx.Client) -> None:
            for number in range(50):
                assert client.get(world.urls[number % len(world.urls)] + "/readyz").status_code == 200

        threads = [threading.Thread(target=ask, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    count = len(world.servers)
    if world.mariadb:
        assert world.mariadb.sql(f"USE {world.database}; {rows}") == [[str(count), str(count)]]
    else:
        assert world.server.ledger(rows) == {count: count}
