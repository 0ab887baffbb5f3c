"""Keeps a fuzzing corpus as one file, an input a line, and unpacks it into the folder that libFuzzer wants.

corpus.py unpack FILE FOLDER
corpus.py pack FOLDER FILE
"""

import base64
import hashlib
import pathlib
import sys


def unpack(file: pathlib.Path, folder: pathlib.Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for line in file.read_text().split() if file.exists() else []:
        content = base64.urlsafe_b64decode(line + "=" * (-len(line) % 4))
        (folder / hashlib.sha1(content).hexdigest()).write_bytes(content)


def pack(folder: pathlib.Path, file: pathlib.Path) -> None:
    inputs = sorted((path.read_bytes() for path in folder.iterdir()), key=lambda content: (len(content), content))
    lines = [base64.urlsafe_b64encode(content).decode().rstrip("=") for content in inputs if content]
    file.write_text("".join(line + "\n" for line in lines))


command, source, target = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
{"unpack": unpack, "pack": pack}[command](source, target)
