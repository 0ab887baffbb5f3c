"""A disk without room for files: what does not fit is refused and leaves nothing, all else goes on, and room that is made is room."""

import base64
import json
import os

import pytest

import namespace
from asking import used
from conftest import World, add_account, set_up
from pictures import message_with, png, upload
from streams import wait_for

ROOM = 2 << 20
LARGE = 1_400_000


@pytest.fixture
def cramped(server, upstream):
    """Files lie on a disk of two mebibytes, which the database does not share."""
    files = server.data / "files"
    files.mkdir(parents=True)
    mount = f'mount -t tmpfs -o size={ROOM} tmpfs {files} && exec "$@"'
    server.wrapper = [*namespace.apart("mount"), "sh", "-c", mount, "sh"]
    server.start()
    admin = set_up(server)
    return World([server], upstream, admin, add_account(admin, upstream))


def picture(size: int) -> bytes:
    """A PNG of so many bytes: what follows its end does not matter."""
    return png() + os.urandom(size - len(png()))


def drop(member, conversation: str) -> None:
    member.client.request("PATCH", f"/backend-api/conversation/{conversation}", json={"is_visible": False})
    assert member.client.request("DELETE", f"/backend-api/trash/{conversation}").status_code == 200


def test_an_upload_that_does_not_fit_is_refused_and_takes_nothing(cramped):
    member = cramped.member([{"window": "day", "limit": 20}])
    first = upload(member.client, picture(LARGE))
    answer = member.client.send("What is it? [[words=1]]", **message_with(first, "What is it? [[words=1]]"))
    assert answer.status == 200, answer
    for _ in range(3):
        announced = member.client.post("/backend-api/files", {"file_name": "b.png", "file_size": LARGE, "use_case": "multimodal"}).json()
        filled = member.client.http.put(announced["upload_url"], content=picture(LARGE), headers={"content-type": "image/png"})
        assert filled.status_code == 503, filled.text
        assert filled.json()["detail"]["code"] == "unavailable"
    # All else goes on, and what is there can be read.
    assert member.client.send("Hello [[words=1]]").status == 200
    assert len(member.client.get(f"/backend-api/files/{first}/content").content) == LARGE
    # What was refused took nothing: room that is made is enough for as much again.
    drop(member, answer.conversation)
    wait_for(lambda: member.client.get(f"/backend-api/files/{first}/content").status_code == 404, "the file is gone")
    second = upload(member.client, picture(LARGE))
    assert len(member.client.get(f"/backend-api/files/{second}/content").content) == LARGE


def test_a_picture_that_does_not_fit_is_said_and_costs_nothing(cramped):
    member = cramped.member([{"window": "day", "limit": 20}])
    account = add_account(cramped.admin, cramped.upstream, "drawer", "gpt-image-1")
    cramped.admin.data(cramped.admin.post("/api/binding/", {"user_id": member.id, "channel_id": account, "mode": "shared"}))
    items = [{"b64_json": base64.b64encode(picture(LARGE)).decode()} for _ in range(2)]

    def draw(handler, body) -> None:
        cramped.upstream.whole(handler, 200, "application/json", json.dumps({"created": 1, "data": items[:body["n"]]}).encode())
    cramped.upstream.passed["/v1/images/generations"] = draw

    def drawn(count: int) -> tuple[dict, str]:
        answer = member.client.send("A cat", model="gpt-image-1", picture={"count": count})
        tree = member.client.conversation(answer.conversation)
        return tree["mapping"][tree["current_node"]]["message"], answer.conversation
    # Of two that come one is kept, so there was an answer.
    message, conversation = drawn(2)
    assert message["metadata"]["error"]["code"] == "pictures_lost" and len(message["metadata"]["attachments"]) == 1
    assert used(member) == 1
    message, _ = drawn(1)
    assert message["metadata"]["error"]["code"] == "pictures_lost" and "attachments" not in message["metadata"]
    assert used(member) == 1, "where nothing is kept, nothing is charged"
    drop(member, conversation)
    message, _ = drawn(1)
    assert message["status"] == "finished_successfully" and len(message["metadata"]["attachments"]) == 1
