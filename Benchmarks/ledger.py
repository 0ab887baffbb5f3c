"""What an admission costs our process: a place in twelve counters of six scopes, reserved and settled (`Benchmarks/Ledger`)."""

import pathlib
import subprocess

from stage import Redis

ROOT = pathlib.Path(__file__).resolve().parent.parent
ADMISSIONS = 50_000


def ledger(folder: pathlib.Path, options) -> None:
    build = ["swift", "build", "--package-path", ROOT, "-c", "release", "--product", "ledger-bench"]
    subprocess.run(build, check=True, capture_output=True)
    (folder / "ledger").mkdir()
    redis = Redis(folder / "ledger")
    try:
        members = 10
        while members <= options.members:
            for where in ("memory", "redis"):
                redis.command("FLUSHALL")
                command = [ROOT / ".build/release/ledger-bench", where, str(members), str(ADMISSIONS), str(redis.socket)]
                shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                print(f"ledger: {members:8} members, {where}: {float(shown):.1f} CPU-µs an admission", flush=True)
            members *= 100 if members == 10 else 10
    finally:
        redis.kill()
