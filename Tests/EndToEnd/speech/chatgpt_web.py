"""What ChatGPT's own page speaks: the words of a user, and messages that come whole again and again, or what changes in them."""

import re
import uuid

from speech.openai_responses import Codex
from speech.said import Asked, Call, Kind, Refused, Said, Voice, event, require, require_known

FIELDS = {
    "action", "messages", "parent_message_id", "model", "timezone_offset_min", "history_and_training_disabled", "conversation_mode",
    "force_use_sse"}
# Nobody but the upstream may see it.
CONVERSATION = "6a1f0c2e-7d55-4b7e-9a10-c0ffee00c0de"


class ChatGPTWeb(Kind):
    account_type = 1001
    path = r"/backend-api/conversation"
    always_streams = True
    # Whether answers come as changes.
    in_changes = False

    def __init__(self) -> None:
        login = Codex()
        self.secret, self._key = login.secret, login.key

    @property
    def key(self) -> str:
        return self._key

    # Questions

    def whole_prompt(self, body: dict) -> str:
        return body["messages"][0]["content"]["parts"][0]

    def prompt(self, body: dict) -> str:
        """The last turn of the user."""
        text = self.whole_prompt(body)
        turns = re.split(r"\n\n\[[0-9a-f]{8} (?:user|end)\]\n?", text)
        return turns[-2] if len(turns) > 2 else text

    def check(self, asked: Asked) -> None:
        body = asked.body
        require_known(body, FIELDS)
        require(body["history_and_training_disabled"] is True, "this account is shared")
        require(body["action"] == "next" and len(body["messages"]) == 1, "one message")
        require(body["messages"][0]["author"] == {"role": "user"}, "only a user speaks")
        for identifier in (body["messages"][0]["id"], body["parent_message_id"]):
            require(uuid.UUID(identifier).version == 4, "no id")
        if not asked.headers["user-agent"].startswith("chatmirror"):
            raise Refused(403, "the User-Agent is another's")

    # Answers

    def whole(self, said: Said, body: dict) -> dict:
        return message(said.text or "", "finished_successfully", True)

    def refusal(self, status: int, message: str, code: str | None = None) -> dict:
        if status == 429:
            return {"detail": {"message": message, "clears_in": 600, "code": "model_cap_exceeded"}}
        return {"detail": message}

    def models(self, names: list[str]) -> dict:
        return {"models": [{"slug": name, "title": name, "max_tokens": 8191} for name in names], "categories": []}

    def voice(self, body: dict) -> Voice:
        return ChangesVoice() if self.in_changes else SnapshotVoice()


def message(text: str, status: str = "in_progress", ends: bool | None = None, identifier: str = "answer", **content: object) -> dict:
    content = content or {"content_type": "text", "parts": [text]}
    return {
        "message": {
            "id": identifier, "author": {"role": "assistant", "name": None, "metadata": {}}, "create_time": 1764300000.5, "content": content,
            "status": status, "end_turn": ends, "weight": 1, "metadata": {"model_slug": "theirs"}, "recipient": "all"},
        "conversation_id": CONVERSATION, "error": None}


class SnapshotVoice(Voice):
    """Each message whole, again and again."""

    def __init__(self) -> None:
        self.said, self.thought = "", ""

    def text(self, piece: str) -> bytes:
        self.said += piece
        return event(message(self.said))

    def reasoning(self, piece: str) -> bytes:
        self.thought += piece
        return event(message("", identifier="thought", content_type="thoughts", thoughts=[{"summary": "", "content": self.thought}]))

    def calls(self, calls: list[Call]) -> list[bytes]:
        raise AssertionError("it calls nothing")

    def failure(self) -> bytes:
        return event({"message": None, "conversation_id": CONVERSATION, "error": "Something went wrong"})

    def end(self, finish: str, tokens: tuple[int, int, int]) -> bytes:
        return event(message(self.said, "finished_successfully", True)) + b"data: [DONE]\n\n"


class ChangesVoice(SnapshotVoice):
    """The delta encoding."""

    def begin(self) -> bytes:
        first = {"p": "", "o": "add", "v": message(""), "c": 0}
        return b'event: delta_encoding\ndata: "v1"\n\n' + event(first, "delta")

    def text(self, piece: str) -> bytes:
        head = {} if self.said else {"p": "/message/content/parts/0", "o": "append"}
        self.said += piece
        return event({**head, "v": piece}, "delta")

    def end(self, finish: str, tokens: tuple[int, int, int]) -> bytes:
        changes = [{"p": "/message/status", "o": "replace", "v": "finished_successfully"},
                   {"p": "/message/end_turn", "o": "replace", "v": True}]
        return event({"p": "", "o": "patch", "v": changes}, "delta") + b"data: [DONE]\n\n"
