"""Documents for tests, made by hand, the hostile ones, too."""

import io
import zipfile
import zlib

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(text: str = "The report", *, extra: str = "", content: bytes | None = None, more: list[bytes] = [], resources: bytes = b"") -> bytes:
    """A page with one line of text, or with other `content`, which is compressed."""
    stream = content if content is not None else f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode()
    packed = zlib.compress(stream, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 4 0 R>>" + resources + b">>/Contents 5 0 R>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed), *more,
    ]
    file, table = b"%PDF-1.4\n", b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for number, item in enumerate(objects):
        table += b"%010d 00000 n \n" % len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number + 1, item)
    trailer = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, extra.encode(), len(file))
    return file + table + trailer


def deep_pdf() -> bytes:
    """Forms within forms: drawing it whole takes 10^20 steps."""
    forms = []
    for level in range(20):
        inner = b"/F Do " * 10 if level < 19 else b""
        below = b"/Resources<</XObject<</F %d 0 R>>>>" % (7 + level) if level < 19 else b""
        forms.append(b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]%s/Length %d>>\nstream\n%s\nendstream" % (below, len(inner), inner))
    return pdf(content=b"/F Do", more=forms, resources=b"/XObject<</F 6 0 R>>")


def docx(*paragraphs: str, body: bytes | None = None, first: dict[str, bytes] = {}) -> bytes:
    """A Word document; `first` stands before what is needed, `body` instead of the paragraphs."""
    text = "".join(f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>' for text in paragraphs)
    document = body if body is not None else f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{text}</w:body></w:document>'.encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in first.items():
            archive.writestr(name, content)
        archive.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types/>')
        archive.writestr("word/document.xml", document)
    return file.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in entries.items():
            written.writestr(name, content)
    return file.getvalue()
