"""Answers that are read while something happens to the servers, and what must be true of them afterwards."""

import threading
import time

import httpx


class Stream(threading.Thread):
    """Sends one message and reads until the connection ends, however it ends."""

    def __init__(self, member, text: str, url: str | None = None) -> None:
        super().__init__(daemon=True)
        self.member, self.question, self.seen, self.ids = member, text, [], []
        self.url = url or member.client.where("")
        self.conversation: str | None = None
        self.is_done = False
        self.start()

    def run(self) -> None:
        try:
            answer = self.member.client.stream(
                "POST", "/backend-api/conversation", until=self.note, url=self.url,
                json={"action": "next", "messages": [{
                    "author": {"role": "user"}, "content": {"content_type": "text", "parts": [self.question]}}]})
            self.is_done = answer.is_done
        except httpx.HTTPError:
            pass

    def note(self, answer) -> bool:
        self.conversation = answer.conversation
        self.seen.append(answer.text)
        self.ids.append(answer.last_id)
        return False

    @property
    def text(self) -> str:
        return self.seen[-1] if self.seen else ""


def wait_for(condition, what: str, patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


def check_nothing_is_lost(streams: list[Stream]) -> None:
    """Every acknowledged message is there once, with an answer that has ended and holds what was read, but for a second's worth."""
    for stream in streams:
        assert stream.conversation, "never acknowledged"
        kept = stream.member.client.conversation(stream.conversation)
        messages = [node["message"] for node in kept["mapping"].values() if node["message"]]
        questions = [message for message in messages if message["author"]["role"] == "user"]
        assert [message["content"]["parts"][0] for message in questions] == [stream.question]
        answers = [message for message in messages if message["author"]["role"] == "assistant"]
        assert len(answers) == 1
        text = answers[0]["content"]["parts"][0]
        assert answers[0]["status"] in ("interrupted", "finished_successfully")
        assert stream.text.startswith(text) or text.startswith(stream.text)
        # A second's worth at a word a hundredth of a second, or 4 KiB; twice that for a busy machine.
        assert len(stream.text) - len(text) < 2 * 4096
