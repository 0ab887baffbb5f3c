"""Images in messages: they reach every kind of upstream, belong to their member, and go with their chat."""

import base64
import json
import pathlib
import subprocess

from pictures import message_with, png, upload
from server import BINARY, Server


def test_an_image_reaches_every_kind_of_upstream_as_a_part_of_the_message(any_upstream):
    world = any_upstream
    member, picture = world.member(), png(31, 17)
    answer = member.client.send("", **message_with(upload(member.client, picture), "What is it? [[words=2]]"))
    assert (answer.status, answer.text, answer.error) == (200, "word0 word1 ", None)
    data = base64.b64encode(picture).decode()
    url = f"data:image/png;base64,{data}"
    part = {
        "openai-chat": {"type": "image_url", "image_url": {"url": url}},
        "azure": {"type": "image_url", "image_url": {"url": url}},
        "openai-responses": {"type": "input_image", "image_url": url, "detail": "auto"},
        "codex": {"type": "input_image", "image_url": url, "detail": "auto"},
        "anthropic": {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": data}},
        "gemini": {"inlineData": {"mimeType": "image/png", "data": data}},
    }[world.upstream.kind]
    body = world.upstream.requests[-1]["body"]
    messages = body.get("messages") or body.get("input") or body["contents"]
    content = messages[-1].get("content") or messages[-1]["parts"]
    assert content[0] == part and "What is it?" in json.dumps(content[1]), content
    # And again with the next message.
    tree = member.client.conversation(answer.conversation)
    member.client.send("And now? [[words=1]]", answer.conversation, tree["current_node"])
    assert json.dumps(part) in json.dumps(world.upstream.requests[-1]["body"])


def test_an_image_is_read_on_every_process_by_its_owner_and_goes_with_its_chat(world):
    member, other, picture = world.member(), world.member(), png(400, 300)
    file = upload(member.client, picture)
    answer = member.client.send("", **message_with(file, "Look [[words=1]]"))
    assert answer.text == "word0 ", answer
    path = f"/backend-api/files/{file}/content"
    for _ in world.urls:
        read = member.client.get(path)
        assert (read.status_code, read.content) == (200, picture)
        assert read.headers["content-disposition"].startswith("attachment")
        assert other.client.get(path).status_code == 404
    folder = pathlib.Path(world.server.environment.get("CHATMIRROR_FILES_FOLDER", world.server.data / "files"))
    stored = [path for path in folder.rglob("*") if path.is_file()]
    assert len(stored) == 1 and b"IHDR" not in stored[0].read_bytes()
    gone = member.client.request("PATCH", f"/backend-api/conversation/{answer.conversation}", json={"is_visible": False})
    assert gone.status_code == 200
    assert member.client.request("DELETE", f"/backend-api/trash/{answer.conversation}").status_code == 200
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert member.client.get(path).status_code == 404


def test_an_upload_that_breaks_off_leaves_nothing_and_can_be_made_again(alone):
    member = alone.member()
    picture = png(500, 500) + bytes(300_000)
    announced = member.client.post("/backend-api/files", {"file_name": "a.png", "file_size": len(picture)}).json()

    def half():
        yield picture[:150_000]
        raise ConnectionError

    try:
        member.client.http.put(announced["upload_url"], content=half(), headers={"content-length": str(len(picture))})
    except ConnectionError:
        pass
    assert member.client.http.put(announced["upload_url"], content=picture).status_code == 201
    assert len([path for path in (alone.server.data / "files").rglob("*") if path.is_file()]) == 1


def test_a_start_that_shares_its_counters_must_say_which_folder_all_share(tmp_path, upstream):
    server = Server(tmp_path, upstream.port, CHATMIRROR_REDIS_URL="redis://127.0.0.1:1")
    ended = subprocess.run([BINARY, "serve"], env=server.environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode != 0 and "files.folder" in ended.stderr, ended
