"""Text files, PDF and Word documents: models get their text, whatever the file is called, and a hostile one harms nobody."""

import concurrent.futures
import http.client
import json

import pytest

from client import Client
from documents import WORD, archive, deep_pdf, docx, pdf
from pictures import png, upload
from processes import Memory


def attached(*files: str, text: str) -> dict:
    return {"messages": [{
        "author": {"role": "user"}, "content": {"content_type": "text", "parts": [text]},
        "metadata": {"attachments": [{"id": file} for file in files]},
    }]}


def try_upload(client, contents: bytes, name: str):
    announced = client.post("/backend-api/files", {"file_name": name, "file_size": len(contents)}).json()
    return announced["file_id"], client.http.put(announced["upload_url"], content=contents)


def test_documents_reach_every_kind_of_upstream_as_text(any_upstream):
    world = any_upstream
    member = world.member()
    files = [
        upload(member.client, contents, name) for contents, name in [
            ("第一行\nsecond".encode("gb18030"), "notes.txt"), (pdf("In the report"), "report.pdf"),
            (docx("First paragraph", "第二段"), "letter.docx")]]
    answer = member.client.send("", **attached(*files, text="Sum up [[words=2]]"))
    assert (answer.status, answer.text) == (200, "word0 word1 "), answer
    sent = json.dumps(world.upstream.requests[-1]["body"], ensure_ascii=False)
    for part in ("第一行\\nsecond", "In the report", "First paragraph\\n第二段", 'name=\\"letter.docx\\"', "Sum up"):
        assert part in sent, sent
    # And again with the next message, from another process where there is one.
    tree = member.client.conversation(answer.conversation)
    member.client.send("And now? [[words=1]]", answer.conversation, tree["current_node"])
    assert "In the report" in json.dumps(world.upstream.requests[-1]["body"])


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi"))
    + f']><w:document xmlns:w="{WORD}"><w:p><w:t>&i;</w:t></w:p></w:document>').encode()
FILE_ENTITY = (
    f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{WORD}"><w:p><w:t>&f;</w:t></w:p></w:document>').encode()


@pytest.mark.parametrize("name, contents, status, code", [
    ("lies.png", b"\x7fELF\x02\x01\x01" + bytes(100), 415, "file_unknown_kind"),
    ("sheet.xlsx", archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}), 415, "file_unknown_kind"),
    ("up.docx", archive({"../../word/document.xml": b"<x/>", "/word/document.xml": b"<x/>"}), 415, "file_unknown_kind"),
    ("many.docx", archive({f"{number}.xml": b"" for number in range(10_000)}), 415, "file_unknown_kind"),
    ("old.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000), 415, "file_unknown_kind"),
    ("laughs.docx", docx(body=LAUGHS), 422, "file_damaged"), ("entity.docx", docx(body=FILE_ENTITY), 422, "file_damaged"),
    ("broken.docx", docx(body=b"<w:document"), 422, "file_damaged"), ("cut.docx", docx("words")[:-30], 415, "file_unknown_kind"),
    ("deep.docx", docx(body=b"<a>" * 100_000), 422, "file_damaged"),
    ("cut.pdf", pdf()[:200], 422, "file_damaged"), ("noise.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20, 422, "file_damaged"),
    ("locked.pdf", pdf(extra="/Encrypt<</Filter/Standard/V 1/R 2/O<" + "00" * 32 + ">/U<" + "00" * 32 + ">/P -4>>/ID[<00><00>]"), 422, "file_locked"),
    ("memory.pdf", pdf(content=b"q " * 20_000_000), 422, "file_too_complex"), ("time.pdf", deep_pdf(), 422, "file_too_complex"),
    ("huge.png", png()[:16] + (40_000).to_bytes(4, "big") * 2 + png()[24:], 422, "file_too_many_pixels"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_what_cannot_be_read_is_refused_with_its_reason(alone, name, contents, status, code):
    member = alone.member()
    file, answer = try_upload(member.client, contents, name)
    assert (answer.status_code, answer.json()["detail"]["code"]) == (status, code), answer.text
    assert member.client.get(f"/backend-api/files/{file}/content").status_code == 409
    assert member.client.send("", **attached(file, text="?")).status == 409
    assert [path for path in (alone.server.data / "files").rglob("*") if path.is_file()] == []
    # Whoever comes next is not kept waiting.
    assert upload(member.client, pdf(), "next.pdf")


@pytest.mark.parametrize("name, contents, kind, words", [
    ("picture.png", pdf("A lie"), "application/pdf", "A lie"), ("page.pdf", b"<svg onload='alert(1)'/>", "text/plain", "alert(1)"),
    ("bomb.docx", docx(body=(f'<w:document xmlns:w="{WORD}"><w:p><w:t>' + "bomb " * 40_000_000 + "</w:t></w:p></w:document>").encode()),
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "bomb bomb"),
    ("table.docx", docx(body=f'<w:document xmlns:w="{WORD}"><w:tbl><w:tr><w:tc><w:p><w:t>a</w:t></w:p></w:tc><w:tc><w:p><w:t>b</w:t><w:br/><w:t>c</w:t></w:p></w:tc></w:tr></w:tbl></w:document>'.encode()),
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a\n\tb\nc"),
    ("late.docx", docx("behind others", first={f"media/{number}.xml": b"x" for number in range(300)}),
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "behind others"),
    ("empty.pdf", pdf(content=b""), "application/pdf", "No text could be read from it"),
    ("wide.txt", "wide 文字".encode("utf-16"), "text/plain", "wide 文字"),
], ids=lambda value: value if isinstance(value, str) and "." in value and len(value) < 20 else "")
def test_a_file_is_what_it_holds_and_is_served_to_be_saved(alone, name, contents, kind, words):
    member, other = alone.member(), alone.member()
    file = upload(member.client, contents, name)
    read = member.client.get(f"/backend-api/files/{file}/content")
    assert (read.content, read.headers["content-type"]) == (contents, kind)
    assert read.headers["content-disposition"].startswith("attachment") and read.headers["x-content-type-options"] == "nosniff"
    member.client.send("", **attached(file, text="Read it [[words=1]]"))
    assert words in alone.upstream.requests[-1]["body"]["messages"][-1]["content"]
    for client in (other.client, alone.client()):
        answers = [
            client.request(method, f"/backend-api/files/{file}{rest}", json=body).status_code
            for method, rest, body in [("GET", "", None), ("GET", "/content", None), ("PATCH", "", {"encoding": "Big5"}), ("GET", "/download", None)]]
        assert set(answers) == {404 if client is other.client else 401}, answers
    assert other.client.get("/backend-api/files").json()["items"] == []


@pytest.mark.parametrize("contents", [png(), pdf(), docx("words"), "文字".encode("gb18030")], ids=["png", "pdf", "docx", "text"])
def test_a_file_that_ends_early_at_any_byte_is_refused_or_read_and_nothing_breaks(alone, contents):
    member = alone.member()
    for length in sorted({*range(1, 12), *range(1, len(contents), max(1, len(contents) // 25))} - {*range(len(contents), 12)}):
        file, answer = try_upload(member.client, contents[:length], "cut")
        assert answer.status_code in (201, 415, 422), (length, answer.text)
        # Its size is another one than was announced.
        announced = member.client.post("/backend-api/files", {"file_name": "x", "file_size": len(contents)}).json()
        assert member.client.http.put(announced["upload_url"], content=contents[:length]).status_code == 400


def test_many_documents_at_once_are_all_read(world):
    from concurrent.futures import ThreadPoolExecutor

    members = [world.member() for _ in range(4)]

    def one(number: int) -> str:
        client = members[number % 4].client
        file = upload(client, pdf(f"number {number}") if number % 2 else docx(f"number {number}"), f"{number}")
        return client.get(f"/backend-api/files/{file}").json()["text"]["bytes"]

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(one, range(48))) == [len(f"number {number}") for number in range(48)]


def test_fifty_uploads_of_25_mebibytes_at_once_stay_in_no_memory(alone):
    """All are sent but for their last byte before one of them may end, so that the server takes them all at once."""
    size = 25 << 20
    piece = (b"A line of a long text, which is one of many.\n" * 30_000)[:1 << 20]
    members = [alone.member() for _ in range(2)]
    port = int(alone.url.rsplit(":", 1)[1])
    memory = Memory(alone.server.process.pid)

    def begin(number: int) -> tuple[Client, str, http.client.HTTPConnection]:
        client = members[number % 2].client
        file = client.post("/backend-api/files", {"file_name": f"{number}.txt", "file_size": size}).json()["file_id"]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=240)
        connection.putrequest("PUT", f"/backend-api/files/{file}/content")
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.http.cookies.jar)
        for name, value in {"cookie": cookies, "origin": alone.url, "content-type": "application/octet-stream", "content-length": str(size)}.items():
            connection.putheader(name, value)
        connection.endheaders()
        for _ in range(24):
            connection.send(piece)
        connection.send(piece[:-1])
        return client, file, connection

    def end(begun: tuple[Client, str, http.client.HTTPConnection]) -> int:
        client, file, connection = begun
        connection.send(piece[-1:])
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        assert answer.status == 201, text
        shown = client.get(f"/backend-api/files/{file}").json()
        assert shown["text"]["is_cut"] and shown["file_size_bytes"] == size, shown
        return answer.status

    with concurrent.futures.ThreadPoolExecutor(8) as workers:
        begun = list(workers.map(begin, range(50)))
        assert list(workers.map(end, begun)) == [201] * 50
    assert memory.peak() < 64 << 20
