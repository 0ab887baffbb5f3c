"""Programs in a network namespace of their own, where every address of the world can be given to oneself."""

import json
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).parent
NAMESPACE = ["unshare", "--map-root-user", "--mount", "--net"]
# Containers often forbid them. Then the tests that need one are skipped, and named as skipped at the end of the run.


def run(program: str, folder: pathlib.Path) -> dict:
    """What the program printed, as JSON."""
    if subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode:
        pytest.skip("this machine gives no network namespaces")
    result = subprocess.run(
        [*NAMESPACE, sys.executable, HERE / program, folder], cwd=HERE, capture_output=True, text=True, timeout=90)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)
