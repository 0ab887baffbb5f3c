"""Temporary chats: a restart loses none, and the end of its time takes one away, from the disk too."""

import contextlib
import sqlite3

from streams import wait_for


def holds(data, word: str) -> bool:
    return any(word.encode() in file.read_bytes() for file in data.glob("chatmirror.db*"))


def test_a_temporary_chat_outlives_a_restart_and_goes_with_its_time(alone):
    member, server = alone.member(), alone.server
    answer = member.client.send("canary-of-a-temporary-chat", history_and_training_disabled=True)
    path = f"/backend-api/conversation/{answer.conversation}"
    server.stop()
    server.start()
    found = member.client.get(path)
    assert found.status_code == 200 and "canary-of-a-temporary-chat" in found.text
    assert member.client.get("/backend-api/conversations").json()["total"] == 0
    server.stop()
    assert holds(server.data, "canary-of-a-temporary-chat")
    with contextlib.closing(sqlite3.connect(server.data / "chatmirror.db")) as database:
        database.execute("UPDATE conversations SET expires_at = 1 WHERE expires_at IS NOT NULL")
        database.commit()
    server.start()
    wait_for(lambda: member.client.get(path).status_code == 404, "the chat goes")
    wait_for(lambda: not holds(server.data, "canary-of-a-temporary-chat"), "its words go")
