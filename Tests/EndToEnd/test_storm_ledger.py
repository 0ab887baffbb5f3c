"""A hundred thousand reservations by 64 tasks in two processes, half of twelve counters each and half of balances that administrators
change meanwhile, while Redis and the processes are killed: never more than a limit says, nobody refused who has room, nothing lost, and
at the end the counters are the rows, and a balance is what was given less what was spent."""

import collections
import itertools
import os
import pathlib
import signal
import subprocess
import threading
import time

import pytest

from server import ROOT
from services import DIES_WITH_US
from streams import wait_for

# The whole storm takes minutes: `CHATMIRROR_STORM=100000`.
SIZE = int(os.environ.get("CHATMIRROR_STORM", "5000"))
KILLS = 5
# Those whose balances are changed (MoneyStorm.swift); those of the last two are only added to.
PAYERS = range(101, 107)
BINARY = pathlib.Path(os.environ.get("CHATMIRROR_STORM_BINARY", ROOT / ".build/debug/quota-storm"))
# Of the people with less than they ask for (StormPlan.swift): what may be kept in a day.
MOST = {"user_id": 40, "key_id": 42, "account_id": 100, "user_group": 70}


class Process:
    """Half of the tasks. What it says is read as it says it."""

    _names = itertools.count(1)

    def __init__(self, storm: "Storm") -> None:
        self.storm, self.name = storm, f"p{next(self._names)}"
        self.process = subprocess.Popen(
            [*DIES_WITH_US, BINARY, "run", *storm.places, str(SIZE), self.name], stdout=subprocess.PIPE, text=True)
        self.ended = None
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self) -> None:
        for line in self.process.stdout:
            # One that was killed may have said half a line, which ends where its pipe does.
            word, _, rest = line.strip().partition(" ")
            match word:
                case "taken": self.storm.count(int(rest))
                case "kept": self.storm.kept.append(rest)
                case "fault": self.storm.faults.append(rest)
                case "end": self.ended = [int(number) for number in rest.split()]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.reader.join()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) == 0
        self.reader.join()


class Storm:
    def __init__(self, mariadb, redis) -> None:
        self.mariadb, self.redis, self.database = mariadb, redis, "ledgerstorm"
        mariadb.sql(f"DROP DATABASE IF EXISTS {self.database}; CREATE DATABASE {self.database}")
        redis.command("FLUSHALL")
        self.places = [str(mariadb.socket), self.database, str(redis.socket), str(int(time.time() * 1000))]
        self.taken = 0
        self.kept: list[str] = []
        self.faults: list[str] = []
        self.lock = threading.Lock()
        subprocess.run([BINARY, "migrate", *self.places[:2]], check=True)
        self.sql("".join(
            "INSERT INTO users (id, username, display_name, role, status, user_group, remark, created_at) "
            f"VALUES ({payer}, 'payer{payer}', '', 1, 1, 'default', '', 0);" for payer in PAYERS))
        self.processes = [Process(self), Process(self)]

    def count(self, number: int) -> None:
        with self.lock:
            self.taken += number

    def sql(self, query: str) -> list[list[str]]:
        return self.mariadb.sql(f"USE {self.database}; {query}")

    def look(self) -> None:
        """No subject has more than its limit of those who were told that they may ask an upstream."""
        for column, most in MOST.items():
            over = self.sql(
                f"SELECT {column}, count(*) AS n FROM charges WHERE quota <> 'refunded' AND first_output_at IS NOT NULL "
                f"AND account_id < 3 GROUP BY {column} HAVING n > {most}")
            assert not over, (column, over)
        self.look_at_balances()

    def look_at_balances(self) -> None:
        rows = self.sql(
            "SELECT u.id, u.granted, COALESCE((SELECT SUM(amount) FROM wallet_entries w WHERE w.user_id = u.id), 0), "
            "COALESCE((SELECT cost FROM spendings s WHERE s.kind = 'member' AND s.subject_id = u.id), 0), "
            "COALESCE((SELECT SUM(cost) FROM charges c WHERE c.user_id = u.id AND c.quota = 'committed'), 0) FROM users u")
        assert len(rows) == len(PAYERS)
        for payer, *numbers in rows:
            granted, given, spent, cost = map(int, numbers)
            assert (granted, spent) == (given, cost), payer
            if int(payer) in PAYERS[-2:]:
                assert granted >= spent, payer

    def kill_redis(self) -> None:
        self.redis.kill()
        self.redis.start()

    def kill_process(self, number: int) -> None:
        dead = self.processes[number]
        dead.kill()
        self.processes[number] = Process(self)
        # The others would wait a quarter of a minute for its next sign of life.
        self.sql(f"DELETE FROM processes WHERE id = '{dead.name}'")

    def rage(self) -> None:
        blows = itertools.cycle([self.kill_redis, lambda: self.kill_process(0), self.kill_redis, lambda: self.kill_process(1)])
        for number, blow in zip(range(2 * KILLS), blows):
            self.wait(SIZE * (number + 1) // (2 * KILLS + 1))
            self.look()
            blow()
        self.wait(SIZE)
        for process in self.processes:
            process.stop()
        self.look()

    def wait(self, taken: int) -> None:
        wait_for(lambda: self.taken >= taken or self.faults, f"it stands still at {self.taken}", 300)
        assert not self.faults, self.faults


@pytest.mark.timeout(1800)
def test_never_over_no_phantom_refusal_nothing_lost_and_the_counters_are_the_rows(mariadb, redis):
    storm = Storm(mariadb, redis)
    began = time.monotonic()
    storm.rage()
    took = time.monotonic() - began
    ended = [sum(numbers) for numbers in zip(*(process.ended for process in storm.processes))]
    storm.sql("DELETE FROM processes")
    said = subprocess.run([BINARY, "check", *storm.places], check=True, capture_output=True, text=True).stdout
    lines = collections.defaultdict(list)
    for line in said.splitlines():
        word, _, rest = line.partition(" ")
        lines[word].append(rest)
    assert not lines["fault"], lines["fault"]
    assert len(lines["used"]) == 8 and len(lines["filled"]) == 6 and len(lines["balance"]) == 6
    storm.look_at_balances()
    # The premise: money was spent, given and taken.
    kinds = {kind for [kind] in storm.sql("SELECT DISTINCT kind FROM wallet_entries")}
    assert kinds == {"opened", "added", "subtracted", "set"}
    assert int(storm.sql("SELECT COUNT(*) FROM charges WHERE cost > 0")[0][0]) > SIZE / 10
    # The premise: places were kept, some were refused, stores were away.
    assert len(storm.kept) > 100 and ended[1] > 0
    standings = dict(storm.sql("SELECT id, quota FROM charges"))
    lost = [charge for charge in storm.kept if standings.get(charge) != "committed"]
    assert not lost, lost
    print(f"{storm.taken} places in {took:.0f} s, {len(storm.kept)} kept; of the last two processes {ended}")
