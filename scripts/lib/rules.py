"""House rules that no compiler checks: sizes, Foundation's place, and the allow-lists of risky words."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILE_LINES, FUNCTION_LINES = 400, 60
WITHOUT_FOUNDATION = ["JSON", "Wire", "Domain", "Transport", "Dialects", "HTTP", "Database", "Upstream", "Storage", "Live"]

# Where an unstructured task may start, and why.
TASKS = {
    "Sources/Transport": "the loop starts tasks",
    "Sources/TestKit": "a test has no loop",
}
# Where a promise to the compiler may stand: each line says what protects it.
UNCHECKED = ["Sources/Transport/", "Sources/Database/"]

faults: list[str] = []


def fault(path: pathlib.Path, line: int, words: str) -> None:
    faults.append(f"{path.relative_to(ROOT)}:{line}: {words}")


def swift_function_sizes(path: pathlib.Path, lines: list[str]) -> None:
    """A function runs from its `func`/`init` line to the closing brace at the same indentation."""
    start = re.compile(r"^(\s*)(?:@\w+(?:\(.*\))?\s+)*(?:[\w()]+\s+)*(?:func\b|init\b[?(<]|deinit\b)")
    for number, line in enumerate(lines):
        match = start.match(line)
        if not match or line.lstrip().startswith(("//", "self.init", "super.init")):
            continue
        if line.rstrip().endswith("}") and "{" in line:
            continue
        close = match.group(1) + "}"
        for end in range(number + 1, len(lines)):
            if lines[end].startswith(close) and not lines[end].startswith(close + " else"):
                if end - number + 1 > FUNCTION_LINES:
                    fault(path, number + 1, f"a function of {end - number + 1} lines (at most {FUNCTION_LINES})")
                break
            if lines[end].strip() and len(lines[end]) - len(lines[end].lstrip()) < len(match.group(1)):
                break


def script_function_sizes(path: pathlib.Path, lines: list[str]) -> None:
    """As in Swift. A line that closes and opens again, as between a signature's two halves, is not the end."""
    keywords = r"(?!(?:if|for|while|switch|catch|else|do|return|await|throw)\b)"
    method = re.compile(r"^\s+(?:(?:private|public|static|async|override|get|set|readonly)\s+)*" + keywords + r"[\w#]+(?:<.*>)?\(.*[{(]$")
    for number, line in enumerate(lines):
        if not (re.search(r"\bfunction\b.*[({]$|=> *[({]$", line) or method.match(line)) or line.lstrip().startswith(("//", "*", "/*")):
            continue
        indent = line[: len(line) - len(line.lstrip())]
        for end in range(number + 1, len(lines)):
            if lines[end].startswith((indent + "}", indent + ")")) and not lines[end].endswith(("{", "(", "[")):
                if end - number + 1 > FUNCTION_LINES:
                    fault(path, number + 1, f"a function of {end - number + 1} lines (at most {FUNCTION_LINES})")
                break
            if lines[end].strip() and len(lines[end]) - len(lines[end].lstrip()) < len(indent):
                break


def check_swift(path: pathlib.Path) -> None:
    relative = path.relative_to(ROOT).as_posix()
    lines = path.read_text().splitlines()
    swift_function_sizes(path, lines)
    module = relative.split("/")[1]
    for number, line in enumerate(lines, 1):
        code = line.split("//")[0]
        if re.search(r"^\s*(public |internal |package |@\w+ )*import Foundation", code) and module in WITHOUT_FOUNDATION:
            fault(path, number, f"Foundation in {module}")
        if "@unchecked Sendable" in code and not relative.startswith(tuple(UNCHECKED)) and relative.startswith("Sources"):
            fault(path, number, "@unchecked Sendable outside Transport and Database")
        if re.search(r"\bTask(\.detached)?(<[^>]*>)?\s*(\([^)]*\)\s*)?\{", code) and relative.startswith("Sources"):
            if "executorPreference" not in code and not relative.startswith(tuple(TASKS)):
                fault(path, number, "a task that leaves the loop (no executorPreference)")
        if re.search(r"\b(TODO|FIXME|XXX)\b", line):
            fault(path, number, "unfinished business")


def check_size(path: pathlib.Path) -> None:
    count = len(path.read_text(errors="replace").splitlines())
    if count > FILE_LINES:
        fault(path, count, f"{count} lines (at most {FILE_LINES})")


def sources(*suffixes: str) -> list[pathlib.Path]:
    folders = ["Sources", "Tests", "frontend/src", "frontend/styles", "frontend/test", "scripts", "Benchmarks"]
    found = []
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and path.is_file() and "node_modules" not in path.parts:
                found.append(path)
    return found


for path in sources(".swift"):
    check_swift(path)
for path in sources(".ts", ".tsx"):
    script_function_sizes(path, path.read_text().splitlines())
for path in sources(".swift", ".ts", ".tsx", ".css", ".py", ".sh"):
    check_size(path)
for words in faults:
    print(words)
sys.exit(1 if faults else 0)
