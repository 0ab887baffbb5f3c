"""Programs in namespaces of their own: of the network, where every address of the world can be given to oneself; of the disks."""

import json
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).parent


def apart(*kinds: str) -> list[str]:
    """What a command begins with that is to run in namespaces of those kinds. Containers often forbid them: then the tests that need one
    are skipped, and named as skipped at the end of the run."""
    command = ["unshare", "--map-root-user", *(f"--{kind}" for kind in kinds)]
    if subprocess.run([*command, "true"], capture_output=True).returncode:
        pytest.skip(f"this machine gives no namespaces: {', '.join(kinds)}")
    return command


def run(program: str, folder: pathlib.Path) -> dict:
    """What the program printed, as JSON."""
    result = subprocess.run(
        [*apart("mount", "net"), sys.executable, HERE / program, folder], cwd=HERE, capture_output=True, text=True, timeout=90)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)
