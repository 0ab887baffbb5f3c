"""Runs Swift tests and says what failed, and no more: swift_tests.py <test binary> [options of Swift Testing]

What fails is run once more and named in either case (decision 209). What fails twice fails, and what ends the process, or hangs, does at once.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

# Whatever hangs is ended, and said, long before somebody gives up on the whole run. Seconds.
LIMIT = 1500
# More than that is no pause of a busy machine.
RERUN_AT_MOST = 10


def run(binary: str, options: list[str]) -> tuple[int, list[str], dict[str, list[str]]]:
    """Exit code, the lines printed, and what was wrong with each test that failed, by `Module.Suite/name()`."""
    with tempfile.TemporaryDirectory() as folder:
        events = pathlib.Path(folder) / "events.jsonl"
        command = [binary, "--testing-library", "swift-testing", *options]
        command += ["--event-stream-version", "0", "--event-stream-output-path", str(events)]
        output = pathlib.Path(folder) / "output"
        with output.open("wb") as sink:
            try:
                code = subprocess.run(command, stdout=sink, stderr=subprocess.STDOUT, timeout=LIMIT).returncode
            except subprocess.TimeoutExpired:
                code = 124
        lines = output.read_text(errors="replace").splitlines()
        told = payloads(events.read_text(errors="replace").splitlines() if events.exists() else [])
        tell_slowest(told)
        return code, lines, failures(told)


def payloads(events: list[str]) -> list[dict]:
    told = []
    for line in events:
        try:
            told.append(json.loads(line)["payload"])
        except (ValueError, KeyError):
            continue  # the last line of a process that was ended
    return told


def name_of(payload: dict) -> str:
    """"Module.Suite/name()/File.swift:12:6" without its place."""
    return re.sub(r"/[^/]+\.swift:\d+:\d+$", "", payload.get("testID", "outside of every test"))


def tell_slowest(told: list[dict]) -> None:
    """What a run waits for."""
    began: dict[str, float] = {}
    took: dict[str, float] = {}
    for payload in told:
        # Of a suite: its name has no function.
        if payload.get("kind") not in ("testStarted", "testEnded") or "(" not in payload.get("testID", ""):
            continue
        moment = payload["instant"]["absolute"]
        if payload["kind"] == "testStarted":
            began[payload["testID"]] = moment
        elif payload["testID"] in began:
            took[name_of(payload)] = moment - began[payload["testID"]]
    slowest = sorted(((seconds, name) for name, seconds in took.items() if seconds > 10), reverse=True)[:10]
    print(*(f"{seconds:6.1f} s {name}" for seconds, name in slowest), sep="\n", flush=True)


def failures(told: list[dict]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for payload in told:
        if payload.get("kind") != "issueRecorded" or payload.get("issue", {}).get("isKnown"):
            continue
        name = name_of(payload)
        place = payload["issue"].get("sourceLocation", {})
        where = f"{place.get('fileID', place.get('_filePath', '?'))}:{place.get('line', '?')}"
        words = " ".join(message.get("text", "") for message in payload.get("messages", []))
        found.setdefault(name, []).append(f"{where}: {words[:600]}")
    return found


def tell(found: dict[str, list[str]]) -> None:
    for name, issues in found.items():
        print(f"✘ {name}", *(f"    {issue}" for issue in issues[:5]), sep="\n", flush=True)


def main() -> int:
    binary, options = sys.argv[1], sys.argv[2:]
    code, lines, found = run(binary, options)
    print(lines[-1] if lines else "nothing was printed", flush=True)
    if code == 0:
        return 0
    tell(found)
    if code in (124, 137) or code < 0 or not found or len(found) > RERUN_AT_MOST:
        print(*lines[-60:], f"exit code {code}", sep="\n")
        return 1
    again = "|".join("^" + re.escape(name) for name in found)
    code, lines, found = run(binary, ["--no-parallel", "--filter", again])
    print("once more:", lines[-1] if lines else "nothing was printed")
    tell(found)
    return 0 if code == 0 else 1


sys.exit(main())
