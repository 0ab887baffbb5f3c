"""What processes cost: CPU-seconds and memory of whole process trees, from /proc."""

import os
import pathlib

TICKS = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> set[int]:
    """The process and all that descends from it."""
    children: dict[int, list[int]] = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, open_ = set(), [root]
    while open_:
        process = open_.pop()
        found.add(process)
        open_ += children.get(process, [])
    return found


def stat(process: int) -> list[str] | None:
    """The fields after the command's name; nothing once the process has gone."""
    try:
        text = pathlib.Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return None
    return text[text.rindex(")") + 2:].split()


def cpu_seconds(root: int) -> float:
    fields = [stat(process) for process in tree(root)]
    return sum(int(each[11]) + int(each[12]) for each in fields if each) / TICKS


def kib(root: int, name: str = "Pss") -> int:
    """Memory of the tree: `Pss` shares what is shared, `Rss` does not."""
    total = 0
    for process in tree(root):
        for line in pathlib.Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith(f"{name}:"):
                total += int(line.split()[1])
    return total


def quantile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")
