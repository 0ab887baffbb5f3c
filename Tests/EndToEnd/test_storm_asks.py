"""Two thousand asks, half of the chat page and half of programs, while Redis and a process are killed: nobody is given what he has no
place for, nobody is refused who has one, and the ledger is what was acknowledged."""

import collections
import itertools
import random
import threading
import time

import httpx
import pytest

from client import Client
from streams import wait_for

ASKS, CLIENTS, KILLS = 2000, 64, 5
# Of six members two may have all they ask for, four less than that.
PLENTY, SCARCE = 10_000, 120


class Asker:
    def __init__(self, world) -> None:
        self.world = world
        self.people = []
        for number in range(6):
            member = world.member([{"window": window, "limit": PLENTY if number < 2 else SCARCE}
                                   for window in ("hour", "day", "month")])
            self.people.append((member, member.key(), number < 2))
        self.left = itertools.count()
        self.lock = threading.Lock()
        self.outcomes: collections.Counter[tuple[str, str, bool]] = collections.Counter()
        self.acknowledged: list[tuple[int, str]] = []
        self.done = 0

    def run(self, seed: int) -> None:
        chance = random.Random(seed)
        clients = {member.id: self.browser(member) for member, _, _ in self.people}
        with httpx.Client(timeout=30) as http:
            while (number := next(self.left)) < ASKS:
                member, key, has_plenty = self.people[chance.randrange(len(self.people))]
                way = "chat" if number % 2 else "call"
                outcome = self.chat(clients[member.id], member) if number % 2 else self.call(http, key, chance)
                with self.lock:
                    self.outcomes[way, outcome, has_plenty] += 1
                    self.done += 1
                # Whoever is told that a store is away comes back a moment later.
                if outcome == "away":
                    time.sleep(0.2)

    def browser(self, member) -> Client:
        client = Client(self.world.urls)
        client.http.cookies = member.client.http.cookies
        return client

    def chat(self, client: Client, member) -> str:
        try:
            answer = client.send("[[words=3]]")
        except httpx.HTTPError:
            return "broken"
        if answer.conversation:
            with self.lock:
                self.acknowledged.append((member.id, answer.conversation))
        if answer.status != 200:
            return self.refusal(answer.status, answer.refusal["detail"]["code"])
        return "answered" if answer.is_done and not answer.error else "broken"

    def call(self, http: httpx.Client, key: str, chance: random.Random) -> str:
        body = {"model": "test-model", "messages": [{"role": "user", "content": "[[words=3]]"}],
                "stream": chance.random() < 0.5}
        try:
            answer = http.post(
                chance.choice(self.world.urls) + "/v1/chat/completions", json=body,
                headers={"authorization": f"Bearer {key}"})
        except httpx.HTTPError:
            return "broken"
        if answer.status_code != 200:
            return self.refusal(answer.status_code, answer.json()["error"]["code"])
        return "answered"

    @staticmethod
    def refusal(status: int, code: str) -> str:
        if status == 429 and code in ("quota_exceeded", "rate_limit_exceeded"):
            return "refused"
        # Sixteen answers at once is a member's own limit.
        return "away" if status == 503 or code == "too_many_running" else f"{status} {code}"


@pytest.mark.timeout(600)
def test_nobody_is_over_nobody_is_refused_who_has_a_place_and_no_chat_is_lost(cluster):
    asker = Asker(cluster)
    threads = [threading.Thread(target=asker.run, args=(seed,), daemon=True) for seed in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for kill in range(KILLS):
        reach = ASKS * (kill + 1) // (KILLS + 1)
        wait_for(lambda reach=reach: asker.done >= reach, "the asks stand still", 120)
        cluster.redis.kill()
        time.sleep(0.2)
        cluster.redis.start()
        cluster.servers[kill % 2].kill()
        cluster.servers[kill % 2].start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive()
    outcomes = asker.outcomes
    assert {outcome for _, outcome, _ in outcomes} <= {"answered", "refused", "away", "broken"}, outcomes
    assert not any(outcome == "refused" and has_plenty for _, outcome, has_plenty in outcomes), "a phantom refusal"
    assert sum(count for (way, outcome, _), count in outcomes.items() if outcome == "answered") > ASKS // 4, outcomes

    # What a dead process left is settled, and the counters are the ledger.
    for member, _, has_plenty in asker.people:
        def ledger(member=member) -> int:
            return cluster.reserved_turns().get(member.id, 0)

        wait_for(lambda member=member: {window["used"] for window in member.client.quota().values()} == {ledger()},
                 "a counter differs from the ledger", 60)
        assert ledger() <= (PLENTY if has_plenty else SCARCE), "more than there was"

    # Every chat that was acknowledged is there, with a turn that counts or was given back.
    for user, conversation in asker.acknowledged:
        rows = cluster.mariadb.sql(
            f"SELECT quota FROM {cluster.database}.charges WHERE user_id = {user} AND conversation_id = '{conversation}'")
        assert rows in ([["committed"]], [["refunded"]]), (conversation, rows)

    # Whoever has places left gets exactly those.
    member, key, _ = asker.people[2]
    left = SCARCE - cluster.reserved_turns().get(member.id, 0)
    with httpx.Client(timeout=30) as http:
        outcomes = [asker.call(http, key, random.Random(1)) for _ in range(min(left, 20) + 1)]
    expected = ["answered"] * left + ["refused"] if left < 20 else ["answered"] * 21
    assert outcomes == expected
