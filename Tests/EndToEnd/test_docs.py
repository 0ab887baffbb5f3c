"""What the documents name exists."""

import re

import pytest

from server import ROOT


@pytest.mark.parametrize("document", ["docs/architecture.md", "docs/operations.md", "docs/security.md", "README.md"])
def test_every_file_that_a_document_names_is_there(document):
    text = (ROOT / document).read_text()
    named = set(re.findall(r"`((?:Sources|Tests|frontend|templates|config|scripts|docs)/[\w./+-]+)`", text))
    named |= set(re.findall(r"\]\(((?:\.\./)?[\w./-]+)\)", text)) - {"https://swift.org"}
    assert len(named) >= 3
    folder = (ROOT / document).parent
    missing = [name for name in named if not (ROOT / name).exists() and not (folder / name).exists()]
    assert missing == []


def test_every_test_that_the_security_list_names_is_there():
    rows = [line for line in (ROOT / "docs/security.md").read_text().splitlines() if line.startswith("| ")]
    files = {path.name: path.read_text() for folder in ["Tests", "frontend/test"] for path in (ROOT / folder).rglob("*.*")
             if path.suffix in {".swift", ".py", ".ts"}}
    count, faults = 0, []
    for row in rows:
        asked, done, proof = (cell.strip() for cell in row.strip("|").split("|"))
        named = re.findall(r"`([\w+.-]+)` “([^”]+)”", proof)
        count += len(named)
        faults += [f"{file}: {name}" for file, name in named
                   if not any(form in files.get(file, "") for form in (f"func `{name}`", f"def {name}(", f'test("{name}"'))]
        # What no test proves is not built, or not there to be built for.
        if not named and asked != "asked for" and not re.search(r"not (built|asked for)|is no |are (none|neither)", done):
            faults.append(f"no test: {asked}")
    assert faults == []
    assert count >= 80
