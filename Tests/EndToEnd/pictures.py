"""Images for tests, made by hand: nothing has to be installed for them."""

import struct
import zlib


def png(width: int = 60, height: int = 40, colour: tuple[int, int, int] = (200, 60, 60)) -> bytes:
    """A plain PNG."""
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def upload(client, contents: bytes, name: str = "picture.png") -> str:
    """Uploads as a client of ChatGPT's page does; returns the file's id."""
    announced = client.post("/backend-api/files", {"file_name": name, "file_size": len(contents), "use_case": "multimodal"}).json()
    filled = client.http.put(
        announced["upload_url"], content=contents, headers={"x-ms-blob-type": "BlockBlob", "content-type": "image/png"})
    assert filled.status_code == 201, filled.text
    done = client.post(f"/backend-api/files/{announced['file_id']}/uploaded").json()
    assert done["status"] == "success", done
    return announced["file_id"]


def message_with(file: str, text: str) -> dict:
    """The fields of a draft whose message has an image."""
    return {"messages": [{
        "author": {"role": "user"},
        "content": {"content_type": "multimodal_text", "parts": [
            {"content_type": "image_asset_pointer", "asset_pointer": f"file-service://{file}"}, text]},
        "metadata": {"attachments": [{"id": file, "name": "picture.png"}]},
    }]}
