"""No reader of text from outside takes more than its share of time: instructions grow with the length, whatever the text is."""

import os
import pathlib
import re
import subprocess

import pytest

from packaged import released

# Four times as long: what takes the square of its length takes sixteen times as much.
SHORT, LONG = 512, 2 << 10
WHOLE = 256 << 10
# Tables that grow by doubling, hashes that collide once, output that is cut at a bound.
FACTOR = 1.6
# Below this many instructions everything is start-up.
NOISE = 1_000_000
# A bound on what a byte may cost, so that nothing hides in a constant. A case may read a text in five places and write it in every
# format: the dearest takes a third of it.
PER_BYTE = 50_000

# With the build, and valgrind, which takes fifty times as long.
pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="session")
def probe() -> pathlib.Path:
    return released("complexity-probe")


@pytest.mark.long
def test_instructions_grow_with_the_length_of_hostile_text_and_no_faster(probe, tmp_path):
    cases = subprocess.run([probe, "cases"], check=True, capture_output=True, text=True).stdout.splitlines()
    # Each in a process of its own: callgrind writes all that it has seen so far after every run.
    for number, case in enumerate(cases):
        out = tmp_path / f"callgrind.{number}"
        subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", probe, str(SHORT), str(LONG), case],
            check=True, capture_output=True, cwd=tmp_path, env={**os.environ, "SWIFT_BACKTRACE": "enable=no"}, timeout=300,
        )
    counts: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for file in tmp_path.glob("callgrind.*.*"):
        text = file.read_text(errors="replace")
        name = re.search(r"^desc: Trigger: Client Request: (.*)\|(.*)\|(\d+)$", text, re.M)
        total = re.search(r"^(?:summary|totals): (\d+)", text, re.M)
        if name and total:
            counts.setdefault((name[1], name[2]), []).append((int(name[3]), int(total[1])))
    assert len(counts) > 200, "the probe measured next to nothing"
    faults = []
    for (reader, text), runs in sorted(counts.items()):
        (short, few), (long, many) = sorted(runs)
        if many > NOISE and many / max(few, NOISE / 16) > long / short * FACTOR:
            faults.append(f"{reader} on {text}: {few} instructions for {short} bytes, {many} for {long}")
        if many / long > PER_BYTE:
            faults.append(f"{reader} on {text}: {many // long} instructions a byte")
    assert not faults, "\n".join(faults)


def test_every_reader_gets_to_the_end_of_a_long_hostile_text(probe):
    # The time-out is a watchdog: what takes the square of its length would take hours.
    done = subprocess.run([probe, "1024", str(WHOLE)], check=True, capture_output=True, text=True, timeout=600)
    assert len(done.stdout.splitlines()) > 200
