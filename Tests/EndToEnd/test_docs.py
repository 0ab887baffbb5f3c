"""What the documents name exists."""

import re

import pytest

from server import ROOT

PATHS = ["docs/architecture.md", "docs/operations.md", "docs/security.md", "README.md", "CONTRIBUTING.md"]


@pytest.mark.parametrize("document", PATHS)
def test_every_file_that_a_document_names_is_there(document):
    text = (ROOT / document).read_text()
    named = set(re.findall(r"`((?:Sources|Tests|frontend|templates|config|scripts|docs)/[\w./+-]+)`", text))
    named |= set(re.findall(r"\]\(((?:\.\./)?[\w./-]+)\)", text)) - {"https://swift.org"}
    assert len(named) >= 3
    folder = (ROOT / document).parent
    missing = [name for name in named if not (ROOT / name).exists() and not (folder / name).exists()]
    assert missing == []


def rows(document, columns):
    """The rows of a document's tables of so many columns, without their heads."""
    found = []
    lines = (ROOT / document).read_text().splitlines()
    for line, following in zip(lines, [*lines[1:], ""]):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == columns and not following.startswith("|--"):
            found.append(cells)
    return found


@pytest.fixture(scope="module")
def tests():
    """The text of every file with tests, by its name."""
    return {path.name: path.read_text() for folder in ["Tests", "frontend/test"] for path in (ROOT / folder).rglob("*.*")
            if path.suffix in {".swift", ".py", ".ts"}}


def named_tests(text, tests):
    """The tests that a text names, and those of them that do not exist."""
    named = re.findall(r"`([\w+.-]+)` “([^”]+)”", text)
    missing = [f"{file}: {name}" for file, name in named
               if not any(form in tests.get(file, "") for form in (f"func `{name}`", f"def {name}(", f'test("{name}"'))]
    return named, missing


def test_every_test_that_the_security_list_names_is_there(tests):
    count, faults = 0, []
    for asked, done, proof in rows("docs/security.md", 3):
        named, missing = named_tests(proof, tests)
        count += len(named)
        faults += missing
        # What no test proves is not built, or not there to be built for.
        if not named and not re.search(r"not (built|asked for)|is no |are (none|neither)", done):
            faults.append(f"no test: {asked}")
    assert faults == []
    assert count >= 80


def test_every_invariant_names_a_test_that_is_there(tests):
    faults = []
    invariants = rows("docs/invariants.md", 2)
    for invariant, proof in invariants:
        named, missing = named_tests(proof, tests)
        faults += missing
        if not named:
            faults.append(f"no test: {invariant}")
    assert faults == []
    assert len(invariants) >= 80


def test_every_name_of_the_glossary_is_in_the_code():
    sources = "\n".join(path.read_text() for path in (ROOT / "Sources").rglob("*") if path.suffix in {".swift", ".sql"})
    terms = rows("docs/glossary.md", 3)
    names = {part for _, _, code in terms for name in re.findall(r"`([^`]+)`", code) for part in name.split(".")}
    declared = set(re.findall(r"\b(?:struct|class|enum|protocol|actor|typealias|func|case|let|var|CREATE TABLE) (\w+)", sources))
    assert names - declared == set()
    assert [term for term, _, code in terms if "`" not in code] == []
    assert len(terms) >= 50


def test_the_table_of_modules_is_that_of_the_package():
    package = (ROOT / "Package.swift").read_text()
    written = {cells[1].strip("`"): set(re.findall(r"\w+", cells[3])) for cells in rows("docs/architecture.md", 4)
               if re.fullmatch(r"[1-7]", cells[0])}
    # A quoted name that begins with C and a capital letter is a library of the system.
    real = {name: {one for one in re.findall(r'"(\w+)"', imports) if not re.match("C[A-Z]", one)}
            for name, imports in re.findall(r'module\(\s*"(\w+)"(?:,\s*imports: \[([^\]]*)\])?', package)}
    del real["TestKit"]
    assert written == real
