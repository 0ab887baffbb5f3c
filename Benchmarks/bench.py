"""Measures ours and nginx side by side, interleaved, in one run. See docs/performance.md for what it told.

scripts/bench [start] [get] [turn] [relay] [first] [slow] [calls] [soak] [log] [stats] [ledger] [search] [longchat] [--rounds 3] [--seconds 3] [--turns 200] [--streams 2000] [--stores]

start  from the command to the first answer on an empty folder, and memory when idle
get    GET /healthz over 64 and 4 connections; nginx answers the same bytes
turn   a chat turn of 50 pieces, 8 at a time; nginx proxies the same stream of the model
relay  a program's call with a key, three windows that count it, and its row in the log: as a whole, and in 50 pieces, 8 at a
       time; nginx proxies the same call to the model. Then the same with another format at one end: asked in Anthropic's of a model
       that speaks OpenAI's, and the other way round; nginx proxies what the model speaks
first  50 members who ask within a second, a tenth of it and so on, down to the very same instant, so that all their answers
       are open together: when their first word comes; nginx and the model itself likewise; and members who never asked before
slow   members with an open answer each, a piece a second; nginx proxies as many
calls  programs with an open answer each, likewise. Only when named
soak   answers that start and end for --seconds: memory and descriptors at every tenth of it. Only when named

log    pages of the panel over --rows rows of the usage log (ten million). Only when named
stats  the statistics of the panel over --rows rows, before and after they are summed. Only when named
ledger CPU of one admission in twelve counters, in memory and over Redis, for ten and up to --members members. Only when named
search words in a hundred thousand messages of one member. Only when named
longchat a chat of a thousand messages in Chromium: until it is there, here and over 1.6 Mbit/s, and what a key costs. Only when named

--stores: ours over MariaDB and Redis instead of SQLite
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

from formats import CHAT, MESSAGES, Format
from ledger import ledger
from log import log
from longchat import longchat
from measure import cpu_seconds, kib, quantile
from readers import Crowd
from search import search
from stage import Direct, Model, Nginx, Ours, Stores, program
from stats import stats

# Seconds within which fifty members ask; 0 is the very same instant.
PACES = (2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0)
# Those at which members are asked for, too, who never asked before.
STRANGERS_PACES = (1, 0.1)


def start(folder: pathlib.Path, model: Model, options: argparse.Namespace) -> None:
    times = []
    for number in range(options.rounds):
        ours = Ours(folder / f"start{number}", model)
        times.append(ours.ready)
        time.sleep(2)
        idle = kib(ours.pid, "Rss"), kib(ours.pid)
        ours.close()
    print(f"start: ready after {statistics.median(times) * 1000:.0f} ms (median of {len(times)}), "
          f"idle RSS {idle[0] / 1024:.1f} MiB, PSS {idle[1] / 1024:.1f} MiB")


def get(pair: list, options: argparse.Namespace) -> None:
    for connections in (64, 4):
        costs: dict[str, list[float]] = {}
        for _ in range(options.rounds):
            for side in pair:
                before = cpu_seconds(side.pid)
                shown = subprocess.run(
                    [program("wrk"), "-t1", f"-c{connections}", f"-d{options.seconds}s", "--latency",
                     f"http://127.0.0.1:{side.port}/healthz"], capture_output=True, text=True, check=True).stdout
                count = int(re.search(r"(\d+) requests in", shown)[1])
                assert "Non-2xx" not in shown and "Socket errors" not in shown, shown
                name = type(side).__name__
                costs.setdefault(name, []).append((cpu_seconds(side.pid) - before) * 1e6 / count)
                tail = re.search(r"99%\s+(\S+)", shown)[1]
                print(f"  {name:6} c={connections}: {costs[name][-1]:6.1f} CPU-µs a request, "
                      f"{count / options.seconds:8.0f}/s, p99 {tail}")
        report(f"get, {connections} connections", costs, "CPU-µs a request")


def turn(pair: list, options: argparse.Namespace) -> None:
    costs: dict[str, list[float]] = {}
    words = "[[pieces=50 every=2]]"
    for _ in range(options.rounds):
        for side in pair:
            before = cpu_seconds(side.pid)
            readings = Crowd(side.port, width=8).read([side.ask(words, n % 8) for n in range(options.turns)])
            name = type(side).__name__
            costs.setdefault(name, []).append((cpu_seconds(side.pid) - before) * 1e6 / options.turns)
            assert all(reading.is_whole for reading in readings), f"{name}: broken streams"
            firsts = [reading.first * 1000 for reading in readings]
            print(f"  {name:6}: {costs[name][-1]:7.0f} CPU-µs a turn, first word p50 {quantile(firsts, .5):.1f} ms, "
                  f"p99 {quantile(firsts, .99):.1f} ms, {readings[0].length} bytes")
    report("turn of 50 pieces", costs, "CPU-µs")


def relay(pair: list, options: argparse.Namespace) -> None:
    pair[0].have_key()
    for asked, spoken in [(CHAT, CHAT), (MESSAGES, CHAT), (CHAT, MESSAGES), (MESSAGES, MESSAGES)]:
        relay_formats(pair, asked, spoken, options)


def relay_formats(pair: list, asked: Format, spoken: Format, options: argparse.Namespace) -> None:
    formats = "" if asked == spoken == CHAT else f"{asked.name} of {spoken.name}, "
    for what, words, streams in [("whole", "[[pieces=50 every=0]]", False), ("50 pieces", "[[pieces=50 every=2]]", True)]:
        costs: dict[str, list[float]] = {}
        count = options.turns * (1 if streams else 5)
        for _ in range(options.rounds):
            for side in pair:
                before = cpu_seconds(side.pid)
                end = side.answered(asked, spoken).end(streams)
                readings = Crowd(side.port, width=8, end=end).read([side.call(words, streams, asked, spoken)] * count)
                name = type(side).__name__
                costs.setdefault(name, []).append((cpu_seconds(side.pid) - before) * 1e6 / count)
                assert all(reading.is_whole for reading in readings), f"{name}: broken answers"
                firsts = [reading.first * 1000 for reading in readings]
                print(f"  {name:6}: {costs[name][-1]:7.0f} CPU-µs a call, first word p50 {quantile(firsts, .5):.1f} ms, "
                      f"p99 {quantile(firsts, .99):.1f} ms, {readings[0].length} bytes")
        report(f"relay, {formats}{what}", costs, "CPU-µs")


SLOWLY = "[[pieces=10 every=1000]]"


def slow(pair: list, options: argparse.Namespace) -> None:
    slow_streams("slow", pair, options, lambda side, number: side.ask(SLOWLY, number))


def calls(pair: list, options: argparse.Namespace) -> None:
    pair[0].have_key()
    slow_streams("calls", pair, options, lambda side, _: side.call(SLOWLY, True))


def slow_streams(what: str, pair: list, options: argparse.Namespace, request) -> None:
    for side in pair:
        name = type(side).__name__
        base, peak = kib(side.pid), []
        before = cpu_seconds(side.pid)
        crowd = Crowd(side.port, ramp=options.streams / 500)
        readings = crowd.read(
            [request(side, n) for n in range(options.streams)], halfway=lambda: peak.append(kib(side.pid)))
        whole = sum(reading.is_whole for reading in readings)
        firsts = [reading.first * 1000 for reading in readings if reading.first is not None]
        print(f"{what}: {name:6} {whole} of {options.streams} whole, {(peak[0] - base) / options.streams:.1f} KiB a stream, "
              f"{cpu_seconds(side.pid) - before:.2f} CPU-s, first word p50 {quantile(firsts, .5):.1f} ms, "
              f"p99 {quantile(firsts, .99):.1f} ms")


def first(pair: list, options: argparse.Namespace) -> None:
    print(f"  a write that is synced takes {fsync_time() * 1000:.2f} ms here (median)")
    ours, stranger = pair[0], 50

    def ask(side, ramp: float, members: range) -> list[float]:
        readings = Crowd(side.port, ramp=ramp).read([side.ask("[[pieces=10 every=100]]", n) for n in members])
        assert all(reading.is_whole for reading in readings)
        return [reading.first * 1000 for reading in readings]

    for ramp in PACES:
        times: dict[str, list[float]] = {}
        for _ in range(options.rounds):
            for side in [*pair, options.direct]:
                times.setdefault(type(side).__name__, []).extend(ask(side, ramp, range(50)))
            if ramp in STRANGERS_PACES:
                times.setdefault("who never asked", []).extend(ask(ours, ramp, range(stranger, stranger + 50)))
                stranger += 50
        own = quantile(times.pop("Direct"), .5)
        shown = ", ".join(
            f"{name} {quantile(all_, .5) - own:+.2f} (p99 {quantile(all_, .99):.1f})" for name, all_ in times.items())
        print(f"first word, 50 members within {ramp} s: the model {own:.2f} ms, {shown}", flush=True)


def soak(pair: list, options: argparse.Namespace) -> None:
    ours = pair[0]
    began, count = time.monotonic(), 0
    for tenth in range(11):
        while time.monotonic() - began < options.seconds * tenth / 10:
            readings = Crowd(ours.port, width=16).read([ours.ask("[[pieces=20 every=100]]", n % 8) for n in range(32)])
            assert all(reading.is_whole for reading in readings)
            count += len(readings)
        descriptors = len(list(pathlib.Path(f"/proc/{ours.pid}/fd").iterdir()))
        threads = len(list(pathlib.Path(f"/proc/{ours.pid}/task").iterdir()))
        print(f"soak: {time.monotonic() - began:5.0f} s, {count:7} answers, RSS {kib(ours.pid, 'Rss') / 1024:.1f} MiB, "
              f"{descriptors} descriptors, {threads} threads", flush=True)


def fsync_time() -> float:
    """Seconds that a small write and its sync take where temporary files are."""
    times = []
    with tempfile.TemporaryFile() as file:
        for _ in range(100):
            began = time.monotonic()
            file.write(bytes(4096))
            file.flush()
            os.fdatasync(file.fileno())
            times.append(time.monotonic() - began)
    return statistics.median(times)


def report(what: str, costs: dict[str, list[float]], unit: str) -> None:
    ours, nginx = (statistics.median(costs[name]) for name in ("Ours", "Nginx"))
    print(f"{what}: {ours:.1f} {unit}, nginx {nginx:.1f}: {ours / nginx:.2f}×")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", default=[])
    for name, value in {"rounds": 3, "seconds": 3, "turns": 200, "streams": 2000, "rows": 10_000_000, "members": 100_000}.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--stores", action="store_true")
    options = parser.parse_args()
    cases = options.cases or ["start", "get", "turn", "relay", "first", "slow"]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        model = Model()
        if "start" in cases:
            start(folder, model, options)
        if "log" in cases:
            log(folder, model, options)
        if "stats" in cases:
            stats(folder, model, options)
        if "ledger" in cases:
            ledger(folder, options)
        if "search" in cases:
            search(folder, model, options)
        if "longchat" in cases:
            longchat(folder, model, options)
        if not {"get", "turn", "relay", "first", "slow", "calls", "soak"} & set(cases):
            return model.close()
        options.direct = Direct(model)
        stores = Stores(folder) if options.stores else None
        ours = Ours(folder / "ours", model, **(stores.options if stores else {}))
        nginx = Nginx(folder, model, like=ours)
        try:
            strangers = 50 * options.rounds * len(STRANGERS_PACES) if "first" in cases else 0
            ours.have_members(max(options.streams if "slow" in cases else 0, 50 + strangers))
            for case in [get, turn, relay, first, slow, calls, soak]:
                if case.__name__ in cases:
                    case([ours, nginx], options)
        finally:
            for each in (ours, nginx, model, stores):
                if each:
                    each.close()


if __name__ == "__main__":
    main()
