"""Two of the formats that programs ask in, as far as the cases need them."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    name: str
    path: str
    # What New API calls the type of an account that speaks it.
    type: int
    # What comes last: of a stream, and of a whole answer.
    ends: tuple[bytes, bytes]

    @property
    def model(self) -> str:
        return f"bench-{self.name}"

    def end(self, streams: bool) -> bytes:
        return self.ends[0 if streams else 1]

    def body(self, words: str, streams: bool, model: str) -> bytes:
        fields = {"stream": True} if streams else {}
        if self is MESSAGES:
            fields["max_tokens"] = 1000
        return json.dumps({"model": model, **fields, "messages": [{"role": "user", "content": words}]}).encode()


CHAT = Format("chat", "/v1/chat/completions", 1, (b"[DONE]", b"total_tokens"))
MESSAGES = Format("messages", "/v1/messages", 14, (b"message_stop", b"output_tokens"))
