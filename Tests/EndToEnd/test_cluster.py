"""Two processes over one MariaDB and one Redis behave as one, also when any of the four dies."""

import itertools
import signal
import threading
import time

import httpx
import pytest

from conftest import start_cluster
from streams import Stream, check_nothing_is_lost, wait_for

LIMITS = [{"window": window, "limit": 1000} for window in ("hour", "day", "week", "month")]


def begin(world, member, text: str, process: int, until: str) -> Stream:
    """A message sent through one process, read as far as `until`."""
    stream = Stream(member, text, world.urls[process])
    wait_for(lambda: until in stream.text, f"{until} did not come")
    return stream


def follow(client, url: str, conversation: str, after: str | None = None):
    query = f"?after={after}" if after else ""
    client.urls = [url]
    return client.stream("GET", f"/backend-api/conversation/{conversation}/stream{query}")


def followed_elsewhere(world, member, stream: Stream) -> list:
    """The rest of a held answer, as it is read on the second process."""
    other, results = browser(world, member), []
    reader = threading.Thread(target=lambda: results.append(follow(other, world.urls[1], stream.conversation)))
    reader.start()
    world.upstream.release.set()
    reader.join(20)
    return results


def browser(world, member, process: int = 1):
    """The member's browser, at one process."""
    client = world.client(process)
    client.http.cookies.update(member.client.http.cookies)
    return client


def test_an_answer_that_begins_on_one_process_is_resumed_on_the_other(cluster):
    member = cluster.member()
    stream = begin(cluster, member, "[[words=40]] [[hold=10]]", 0, "word9 ")
    results = followed_elsewhere(cluster, member, stream)
    stream.join(20)
    assert stream.is_done and results[0].is_done
    assert results[0].text == stream.text == "".join(f"word{number} " for number in range(40))


def test_a_resume_after_an_event_has_no_gap_and_no_duplicate(cluster):
    member = cluster.member()
    stream = begin(cluster, member, "[[words=30]] [[hold=10]]", 0, "word9 ")
    cluster.upstream.release.set()
    stream.join(20)
    for event in stream.ids[:: max(1, len(stream.ids) // 5)]:
        other = browser(cluster, member)
        assert follow(other, cluster.urls[1], stream.conversation, event).text == stream.text


def test_stop_on_the_other_process_acts_within_a_second(cluster):
    member = cluster.member()
    stream = begin(cluster, member, "[[words=40]] [[hold=10]]", 0, "word9 ")
    other = browser(cluster, member)
    assert other.post(f"/backend-api/conversation/{stream.conversation}/stop").status_code == 200
    told = time.monotonic()
    stream.join(10)
    assert time.monotonic() - told < 1 and stream.is_done
    kept = other.conversation(stream.conversation)
    assert kept["mapping"][kept["current_node"]]["message"]["status"] == "stopped"


def test_a_link_revoked_on_one_process_ends_the_stream_on_the_other(cluster):
    member = cluster.member()
    stream = begin(cluster, member, "[[words=40]] [[hold=10]]", 0, "word9 ")
    admin = cluster.client(1)
    admin.http.cookies.update(cluster.admin.http.cookies)
    admin.data(admin.delete(f"/api/user/{member.id}/share_link"))
    revoked = time.monotonic()
    stream.join(10)
    assert time.monotonic() - revoked < 2 and not stream.is_done


def lower_limit(admin, member):
    package = admin.data(admin.get(f"/api/user/{member.id}"))["package_id"]
    return admin.put("/api/package/", {"id": package, "limits": [{"window": "hour", "limit": 1}]})


CHANGES = {
    "disabled": (401, lambda admin, member: admin.post("/api/user/manage", {"id": member.id, "action": "disable"})),
    "link revoked": (401, lambda admin, member: admin.delete(f"/api/user/{member.id}/share_link")),
    "limit lowered": (429, lower_limit),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_one_process_remembers_of_a_member_gives_way_to_a_change_on_the_other(cluster, change):
    member = cluster.member(LIMITS)
    member.client.urls = [cluster.urls[0]]
    # The second is sent on what was read for the first.
    for text in ("one", "two"):
        assert member.client.send(text).is_done
    status, act = CHANGES[change]
    admin = cluster.client(1)
    admin.http.cookies.update(cluster.admin.http.cookies)
    admin.data(act(admin, member))
    asked = len(cluster.upstream.requests)
    assert member.client.send("three").status == status
    assert len(cluster.upstream.requests) == asked


def test_a_second_message_on_the_other_process_is_409_while_the_first_runs(cluster):
    member = cluster.member(LIMITS)
    stream = begin(cluster, member, "[[words=40]] [[hold=10]]", 0, "word9 ")
    other = browser(cluster, member)
    assert other.send("Me too", stream.conversation).refusal["detail"]["code"] == "turn_running"
    cluster.upstream.release.set()
    stream.join(10)
    assert other.quota()["day"]["used"] == 1


def test_two_processes_that_start_at_once_migrate_once(tmp_path, upstream, mariadb, redis):
    for number in range(3):
        (tmp_path / str(number)).mkdir()
        world = start_cluster(tmp_path / str(number), upstream, mariadb, redis, at_once=True)
        applied = mariadb.sql(f"SELECT version FROM {world.database}.schema_migrations ORDER BY version")
        assert applied == [[str(version)] for version in range(1, len(applied) + 1)] and applied
        for server in world.servers:
            server.kill()


def test_a_process_that_dies_is_taken_over_within_thirty_seconds(cluster):
    streams, member = [], cluster.member(LIMITS)
    for _ in range(5):
        streams.append(begin(cluster, member, "[[words=400]] [[delay=0.01]]", 0, "word20 "))
    cluster.servers[0].kill()
    died = time.monotonic()
    other = member.client
    other.urls = [cluster.urls[1]]
    for stream in streams:
        stream.join(10)
        wait_for(lambda stream=stream: status(other, stream.conversation) != "in_progress", "not taken over", 30)
    assert time.monotonic() - died < 31
    check_nothing_is_lost(streams)
    settled(cluster, member)


def status(client, conversation: str) -> str:
    kept = client.conversation(conversation)
    return kept["mapping"][kept["current_node"]]["message"]["status"]


def settled(world, member) -> None:
    """The counters are those of the ledger."""
    expected = world.reserved_turns().get(member.id, 0)
    wait_for(lambda: {window["used"] for window in member.client.quota().values()} == {expected},
             "a counter differs from the ledger", 20)


def test_a_process_killed_in_mid_stream_five_times_loses_nothing(cluster):
    member = cluster.member(LIMITS)
    streams: list[Stream] = []
    for round_number in range(5):
        victim = round_number % 2
        batch = [begin(cluster, member, "[[words=400]] [[delay=0.01]]", process, "word10 ") for process in (0, 1, victim)]
        cluster.servers[victim].kill()
        for stream in (batch[victim], batch[2]):
            stream.join(10)
        streams += batch
        cluster.servers[victim].start()
    died = time.monotonic()
    for stream in streams:
        stream.join(30)
        wait_for(lambda stream=stream: status(member.client, stream.conversation) != "in_progress", "left running", 30)
    assert time.monotonic() - died < 31
    check_nothing_is_lost(streams)
    settled(cluster, member)


def test_places_that_were_taken_but_never_stored_are_given_back_after_all_processes_were_killed(cluster):
    members = [cluster.member(LIMITS) for _ in range(8)]
    for number, member in enumerate(members):
        member.client.urls = [cluster.urls[number % 2]]
        # What is remembered of them lets the next send reserve before it asks the database.
        assert member.client.send("Hello").is_done
    cluster.mariadb.process.send_signal(signal.SIGSTOP)
    for member in members:
        Stream(member, "Never stored")
    wait_for(lambda: open_places(cluster) == len(members), "not reserved")
    for server in cluster.servers:
        server.kill()
    cluster.mariadb.process.send_signal(signal.SIGCONT)
    for server in cluster.servers:
        server.start()
    # The premise: they stand one above the ledger.
    assert open_places(cluster) == len(members)
    wait_for(lambda: open_places(cluster) == 0, "not given back", 40)
    for member in members:
        settled(cluster, member)
        assert member.client.quota()["day"]["used"] == 1


def open_places(world) -> int:
    """How many places in Redis are not settled."""
    tag = world.redis.command("GET", "cm:epoch").split()[0]
    return int(world.redis.command("HLEN", f"cm:open:{tag}"))


@pytest.mark.parametrize("service", ["redis", "mariadb"])
def test_a_store_killed_in_mid_stream_five_times_loses_nothing(cluster, service):
    member = cluster.member(LIMITS)
    store = getattr(cluster, service)
    streams: list[Stream] = []
    for round_number in range(5):
        batch = [begin(cluster, member, "[[words=120]] [[delay=0.01]]", process, "word10 ") for process in (0, 1)]
        store.kill()
        refused = refusals(member)
        store.start()
        for stream in batch:
            stream.join(30)
        streams += batch
        wait_for(lambda: all(ready(url) for url in cluster.urls), "not ready again", 30)
        assert refused <= {"unavailable"}, refused
    for stream in streams:
        wait_for(lambda stream=stream: status(member.client, stream.conversation) != "in_progress", "left running", 30)
    check_nothing_is_lost(streams)
    settled(cluster, member)


def test_a_restart_of_mariadb_cuts_no_reader(cluster):
    member = cluster.member(LIMITS)
    stream = begin(cluster, member, "[[words=150]] [[delay=0.04]]", 0, "word5 ")
    other, results, reads = browser(cluster, member), [], threading.Event()
    path = f"/backend-api/conversation/{stream.conversation}/stream"
    reader = threading.Thread(target=lambda: results.append(
        other.stream("GET", path, url=cluster.urls[1], until=lambda _: reads.set())))
    reader.start()
    assert reads.wait(10)
    cluster.mariadb.kill()
    # Long enough for every reader to be looked after twice.
    wait_for(lambda: "word70 " in stream.text or not stream.is_alive(), "the answer stands still")
    cluster.mariadb.start()
    stream.join(30)
    reader.join(30)
    whole = "".join(f"word{number} " for number in range(150))
    assert stream.is_done and stream.text == whole
    assert results and results[0].is_done and results[0].text == whole
    assert status(member.client, stream.conversation) == "finished_successfully"


def refusals(member) -> set[str]:
    """What is said to somebody who tries now; nothing may be asked of an upstream."""
    said = set()
    for _ in range(3):
        answer = member.client.send("[[status=500]] now?")
        if answer.status == 503:
            said.add(answer.refusal["detail"]["code"])
    return said


def ready(url: str) -> bool:
    try:
        return httpx.get(url + "/readyz", timeout=6).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.mark.parametrize(("service", "name"), [("redis", "redis"), ("mariadb", "database")])
def test_a_missing_store_is_named_and_no_upstream_is_asked(cluster, service, name):
    member = cluster.member(LIMITS)
    conversation = member.client.send("Hello").conversation
    asked = len(cluster.upstream.requests)
    store = getattr(cluster, service)
    store.kill()
    try:
        for url in cluster.urls:
            wait_for(lambda url=url: not ready(url), "still ready", 15)
            assert httpx.get(url + "/readyz", timeout=10).json()["missing"] == [name]
        answer = member.client.send("Hello?")
        assert answer.status == 503 and answer.refusal["detail"]["code"] == "unavailable"
        assert len(cluster.upstream.requests) == asked
        if service == "redis":
            assert member.client.get(f"/backend-api/conversation/{conversation}").status_code == 200
    finally:
        store.start()
    wait_for(lambda: all(ready(url) for url in cluster.urls), "not ready again", 30)
    wait_for(lambda: member.client.send("Hello again").status == 200, "not admitted again", 15)
    settled(cluster, member)


@pytest.mark.parametrize("accident", ["flushed", "without a log"])
def test_redis_is_rebuilt_before_anybody_is_admitted(cluster, accident):
    member = cluster.member([{"window": "day", "limit": 5}])
    for _ in range(5):
        assert member.client.send("Hello").status == 200
    if accident == "flushed":
        cluster.redis.command("FLUSHALL")
    else:
        cluster.redis.kill()
        cluster.redis.forget()
        cluster.redis.start()
    wait_for(lambda: all(ready(url) for url in cluster.urls), "not ready again", 30)
    statuses = {member.client.send("One more").status for _ in range(6)}
    assert statuses <= {429, 503} and 429 in statuses
    settled(cluster, member)


def test_a_process_that_stops_sends_the_viewers_of_other_turns_on(cluster):
    member = cluster.member()
    stream = begin(cluster, member, "[[words=40]] [[hold=10]]", 0, "word9 ")
    viewer = browser(cluster, member)
    path, answers, reads = f"/backend-api/conversation/{stream.conversation}/stream", [], threading.Event()

    def note(answer) -> bool:
        reads.set()
        return answer.is_sent_away

    reader = threading.Thread(
        target=lambda: answers.append(viewer.stream("GET", path, url=cluster.urls[1], until=note)))
    reader.start()
    assert reads.wait(10)
    cluster.servers[1].process.terminate()
    reader.join(5)
    assert answers and answers[0].is_sent_away and not answers[0].is_done
    # Nothing of its own runs: it need not wait for anybody.
    assert cluster.servers[1].process.wait(5) == 0
    cluster.upstream.release.set()
    rest = viewer.stream("GET", f"{path}?after={answers[0].last_id}", url=cluster.urls[0])
    assert rest.is_done and rest.text == "".join(f"word{number} " for number in range(40))


def test_a_rolling_restart_keeps_viewers_reading(cluster):
    member = cluster.member()
    stream = begin(cluster, member, "[[words=40]] [[hold=10]]", 0, "word9 ")
    cluster.servers[0].process.terminate()
    wait_for(lambda: not ready(cluster.urls[0]), "still ready")
    results = followed_elsewhere(cluster, member, stream)
    assert results and results[0].is_done and results[0].text.endswith("word39 ")
    assert cluster.servers[0].process.wait(15) == 0
    cluster.servers[0].start()
    names = itertools.cycle(cluster.urls)
    assert all(httpx.get(next(names) + "/readyz").status_code == 200 for _ in range(4))
