"""What was tried against a release: text that costs the square of its length, and answers that fill memory. A member or an
upstream does it; everybody else is still served, and the process stays as large as it was."""

import threading

import httpx
import pytest

from processes import Memory

MIB = 1 << 20
MARKS = "a" + "\u0301" * (MIB // 2)


@pytest.fixture
def served(alone):
    """Asks for another member's list all the while; the world, and how often that was answered."""
    bystander, over, answers = alone.member().client, threading.Event(), []

    def ask() -> None:
        while not over.is_set():
            answers.append(bystander.get("/backend-api/conversations").status_code)

    thread = threading.Thread(target=ask)
    thread.start()
    yield alone, answers
    over.set()
    thread.join()
    assert set(answers) == {200}


def test_marks_without_end_in_bodies_and_heads_are_refused_and_hold_nobody_up(served):
    world, answers = served
    member = world.member().client
    memory = Memory(world.server.process.pid)
    before = len(answers)
    for _ in range(8):
        for body in [{MARKS: 1}, {"model": MARKS}, {"messages": [{"content": {"parts": [MARKS]}}]}]:
            assert member.post("/backend-api/conversation", body).status_code == 400
        # Without a session, too; a body to sign in has 4 KiB.
        assert httpx.post(world.url + "/api/user/login", json={"username": MARKS[:500], "password": "x"}).status_code == 400
        for name in ["cookie", "accept-language", "x-forwarded-for", "content-type"]:
            head = {name: ("a" + "\u0301" * 7000).encode()}
            assert httpx.get(world.url + "/login", headers=head).status_code == 400
    assert len(answers) > before
    assert memory.peak() < 60 * MIB


def test_the_demo_answers_a_megabyte_with_a_page(served):
    world, answers = served
    demo = world.admin.data(world.admin.post("/api/channel/", {
        "mode": "single", "channel": {"name": "demo", "type": 1000, "models": "demo-reasoning"}}))["id"]
    member = world.member(account=demo).client
    memory = Memory(world.server.process.pid)
    before = len(answers)
    for text in ["write 5000 words " + "x" * (MIB - 100), "写5000字" + "漢" * (MIB // 3 - 100), "x " * (MIB // 2 - 100)]:
        turn = member.stream(
            "POST", "/backend-api/conversation", json=member.draft(text), until=lambda answer: len(answer.text) > 100)
        assert turn.status == 200
        assert member.post(f"/backend-api/conversation/{turn.conversation}/stop").status_code == 200
    assert len(answers) > before
    assert memory.peak() < 60 * MIB


@pytest.mark.long
def test_long_answers_do_not_stay_in_memory(served):
    world, _ = served
    world.upstream.release.set()
    member = world.member().client

    def read_one() -> None:
        draft = member.draft("[[kib=4096]]", supported_encodings=["v1"])
        with member.http.stream("POST", member.where("/backend-api/conversation"), json=draft) as answer:
            length = sum(len(piece) for piece in answer.iter_raw())
        assert length > 4 * MIB

    # What the process needs for such an answer it keeps.
    for _ in range(3):
        read_one()
    memory = Memory(world.server.process.pid)
    for _ in range(12):
        read_one()
    # They were 48 MiB, and each stood there twice while it was written.
    assert memory.growth() < 20 * MIB
