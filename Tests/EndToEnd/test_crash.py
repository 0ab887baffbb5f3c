"""What was acknowledged survives `kill -9`, a full disk and an orderly stop."""

import random
import re
import time

import httpx
import pytest

from streams import Stream, check_nothing_is_lost, wait_for

LIMITS = [{"window": window, "limit": 1000} for window in ("hour", "day", "week", "month")]


def test_kill_in_mid_stream_ten_times_loses_nothing_that_was_acknowledged(alone):
    chance = random.Random(7)
    members = [alone.member(LIMITS) for _ in range(3)]
    acknowledged: list[Stream] = []
    for _ in range(10):
        streams = [Stream(member, f"[[words=400]] [[delay=0.01]] {member.name}") for member in members for _ in range(2)]
        reach = chance.randint(1, 60)
        wait_for(lambda: all(len(stream.seen) > reach // 10 for stream in streams), "no stream began")
        wait_for(lambda: any(f"word{reach} " in stream.text for stream in streams), "no stream got far")
        alone.server.kill()
        for stream in streams:
            stream.join(10)
        acknowledged += [stream for stream in streams if stream.conversation]
        alone.server.start()
    assert len(acknowledged) == 60
    check_nothing_is_lost(acknowledged)
    for member in members:
        used = {window["used"] for window in member.client.quota().values()}
        assert used == {alone.reserved_turns().get(member.id, 0)}, "a counter differs from the ledger"


def test_after_an_interruption_the_conversation_goes_on(world):
    member = world.member(LIMITS)
    stream = Stream(member, "[[words=400]] [[delay=0.01]]", world.server.url)
    wait_for(lambda: "word5 " in stream.text, "the stream did not begin")
    world.server.kill()
    stream.join(10)
    world.server.start()
    # Among several processes nobody knows at once that one has died.
    answers = []
    wait_for(lambda: answers.append(member.client.send("Are you there?", stream.conversation))
             or answers[-1].status != 409, "the turn is still running", 30)
    assert answers[-1].status == 200 and answers[-1].error is None and answers[-1].is_done


def stopping(world, member) -> Stream:
    """An answer that is held after three words, on a process that was told to stop and is no longer ready."""
    stream = Stream(member, "[[words=20]] [[hold=3]]", world.server.url)
    wait_for(lambda: "word2" in stream.text, "the stream did not begin")
    world.server.process.terminate()
    wait_for(lambda: not answers_ready(world.server), "still ready")
    return stream


def test_an_orderly_stop_waits_for_running_answers(world):
    stream = stopping(world, world.member(LIMITS))
    world.upstream.release.set()
    stream.join(10)
    assert stream.is_done and stream.seen[-1].endswith("word19 ")
    assert world.server.process.wait(10) == 0


@pytest.mark.long
def test_a_stop_does_not_wait_longer_than_a_minute(world):
    member = world.member(LIMITS)
    stream = Stream(member, "[[words=20]] [[hold=3]]", world.server.url)
    wait_for(lambda: "word2" in stream.text, "the stream did not begin")
    told = time.monotonic()
    world.server.process.terminate()
    assert world.server.process.wait(70) == 0
    assert 55 < time.monotonic() - told < 65
    stream.join(5)
    world.server.start()
    kept = member.client.conversation(stream.conversation)
    answer = kept["mapping"][kept["current_node"]]["message"]
    assert answer["status"] == "interrupted" and answer["content"]["parts"] == ["word0 word1 word2 "]
    used = {window["used"] for window in member.client.quota().values()}
    assert used == {1}, "a turn that gave an answer is paid for"


def test_a_second_signal_is_obeyed_at_once(world):
    stream = stopping(world, world.member(LIMITS))
    world.server.process.terminate()
    assert world.server.process.wait(5) == 0
    stream.join(5)


def test_work_in_the_background_stops_in_the_reverse_order_of_its_start(any_server):
    any_server.environment["CHATMIRROR_LOG_LEVEL"] = "debug"
    any_server.start()
    assert any_server.stop() == 0
    started, stopped = (
        re.findall(rf" debug service {word} service=(\S+)\n", any_server.log.read_text()) for word in ("started", "stopped"))
    assert started[0] == "heartbeat-beat" and len(started) > 5
    assert stopped == started[::-1]


def answers_ready(server) -> bool:
    try:
        return httpx.get(server.url + "/readyz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def test_a_full_disk_refuses_new_messages_and_recovers(alone, tmp_path):
    alone.server.stop()
    database = alone.server.data / "chatmirror.db"
    size = sum(path.stat().st_size for path in alone.server.data.glob("chatmirror.db*"))
    # Writes beyond the size fail as on a full disk; the signal that goes with the limit is ignored.
    alone.server.wrapper = ["env", "--ignore-signal=XFSZ", "prlimit", f"--fsize={size + 300_000}"]
    alone.server.start()
    member = alone.member([{"window": "day", "limit": 100}])
    statuses, text = [], "x" * 100_000
    for _ in range(20):
        answer = member.client.send(text)
        statuses.append(answer.status)
        if answer.status != 200:
            break
    assert statuses[-1] == 503 and answer.refusal["detail"]["code"] == "unavailable"
    assert member.client.get("/backend-api/conversations").status_code == 200, "reading must go on"
    accepted = statuses.count(200)
    assert len(alone.upstream.requests) == accepted, "the upstream was asked for a message that was not saved"
    alone.server.stop()
    alone.server.wrapper = []
    alone.server.start()
    assert member.client.send("Room again?").status == 200
    assert database.exists()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_supervisor_is_answered(world, path):
    for url in world.urls:
        assert httpx.get(url + path, headers={"host": "elsewhere"}).status_code == 200
