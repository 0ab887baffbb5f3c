"""What the documents name exists."""

import re

import pytest

from server import ROOT


@pytest.mark.parametrize("document", ["docs/architecture.md", "docs/operations.md", "README.md"])
def test_every_file_that_a_document_names_is_there(document):
    text = (ROOT / document).read_text()
    named = set(re.findall(r"`((?:Sources|Tests|frontend|templates|config|scripts|docs)/[\w./+-]+)`", text))
    named |= set(re.findall(r"\]\(((?:\.\./)?[\w./-]+)\)", text)) - {"https://swift.org"}
    assert len(named) >= 3
    folder = (ROOT / document).parent
    missing = [name for name in named if not (ROOT / name).exists() and not (folder / name).exists()]
    assert missing == []
