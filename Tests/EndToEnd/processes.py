"""What a running process takes of the machine, read from /proc."""

import os
import pathlib


def status(pid: int) -> dict[str, int]:
    """The numbers of /proc/PID/status, in bytes where they are sizes."""
    numbers = {}
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        words = value.split()
        if words and words[0].isdigit():
            numbers[name] = int(words[0]) * (1024 if words[-1] == "kB" else 1)
    return numbers


def cpu_seconds(pid: int) -> float:
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Memory:
    """By how much a process grew at most since this was made, in bytes."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        # 5: the peak begins anew at what is used now.
        pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")
        self.before = status(pid)["VmRSS"]

    def peak(self) -> int:
        return status(self.pid)["VmHWM"] - self.before

    def growth(self) -> int:
        return status(self.pid)["VmRSS"] - self.before
