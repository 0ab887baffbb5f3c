"""What programs ask with, whichever SDK they use, and what is recorded of it."""

import base64
import time

from streams import wait_for

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PICTURE = f"data:image/png;base64,{PNG}"
PICTURE_BYTES = base64.b64decode(PNG)
# The arguments of a tool, and the form of an answer.
CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": False}
PLACE = {"type": "object", "properties": {"city": {"type": "string"}, "degrees": {"type": "integer"}},
         "required": ["city", "degrees"], "additionalProperties": False}


def logged(world, member, count: int = 1) -> list[dict]:
    """Their newest calls; rows are written within a second."""
    deadline = time.monotonic() + 10
    while True:
        rows = member.client.data(member.client.get("/api/log/self?cursor="))["items"]
        if len(rows) >= count and all(row["status"] != "running" for row in rows):
            return rows
        assert time.monotonic() < deadline, rows
        time.sleep(0.1)


def used(member) -> int:
    windows = member.client.data(member.client.get("/api/user/quota"))["windows"]
    return windows[0]["used"]


def wait_for_cancelled(world, member, count: int = 1) -> None:
    """The upstream was hung up on, and the record says so."""
    wait_for(lambda: world.upstream.left >= count, "the upstream is cancelled")
    assert logged(world, member, count)[0]["status"] == "stopped"
