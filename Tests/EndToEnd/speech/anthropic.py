"""Anthropic's Messages."""

import json

from speech.said import OPAQUE, Asked, Call, Kind, Said, Voice, event, require, require_known, text_of

FIELDS = {
    "model", "messages", "max_tokens", "system", "stream", "stop_sequences", "temperature", "top_p", "top_k", "tools", "tool_choice",
    "thinking", "output_config", "metadata", "service_tier", "container", "context_management", "mcp_servers", "cache_control",
}
ERRORS = {400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error",
          413: "request_too_large", 429: "rate_limit_error", 529: "overloaded_error"}
STOPS = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use"}


class Anthropic(Kind):
    account_type = 14
    model = "claude-opus-4-8"
    key_header = "x-api-key"
    path = r"/v1/messages"

    # Questions

    def prompt(self, body: dict) -> str:
        return text_of(body["messages"][-1]["content"])

    def check(self, asked: Asked) -> None:
        body = asked.body
        require_known(body, FIELDS)
        require(asked.headers.get("anthropic-version"), "anthropic-version: header is required")
        require(isinstance(body.get("max_tokens"), int), "max_tokens: Field required")
        require(body.get("messages") and body["messages"][0]["role"] == "user", "messages: first message must use the user role")
        require(body.get("tools") or "tool_choice" not in body, "tool_choice may only be specified while providing tools.")
        open_calls: set[str] = set()
        for message in body["messages"]:
            content = message["content"]
            require(content, "messages: text content blocks must be non-empty")
            blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
            results = {block["tool_use_id"] for block in blocks if block["type"] == "tool_result"}
            require(results == open_calls, "`tool_use` ids were found without `tool_result` blocks immediately after, or the other way round")
            open_calls = {block["id"] for block in blocks if block["type"] == "tool_use"}
            for block in blocks:
                self.check_block(block)

    @staticmethod
    def check_block(block: dict) -> None:
        require(block["type"] != "text" or block["text"].strip(), "messages: text content blocks must contain non-whitespace text")
        require(block["type"] != "thinking" or block["signature"] == OPAQUE, "Invalid `signature` in `thinking` block")
        require(block["type"] != "tool_use" or isinstance(block["input"], dict), "tool_use.input: Input should be a valid dictionary")
        require(None not in block.values(), "Input should not be null")

    # Answers

    def whole(self, said: Said, body: dict) -> dict:
        content = [{"type": "thinking", "thinking": said.reasoning, "signature": OPAQUE}] if said.reasoning else []
        content += [{"type": "text", "text": said.text}] if said.text else []
        content += [{"type": "tool_use", "id": call.id, "name": call.name, "input": json.loads(call.arguments)} for call in said.calls]
        return {**head(body, said.usage), "content": content, "stop_reason": "tool_use" if said.calls else "end_turn"}

    def refusal(self, status: int, message: str, code: str | None = None) -> dict:
        return {"type": "error", "error": {"type": ERRORS.get(status, "api_error"), "message": message}, "request_id": "req_1"}

    def models(self, names: list[str]) -> dict:
        return {"data": [{"id": name, "type": "model", "display_name": name} for name in names], "has_more": False}

    def voice(self, body: dict) -> "AnthropicVoice":
        return AnthropicVoice(body)


def head(body: dict, usage: tuple[int, int, int]) -> dict:
    read, cached, written = usage
    return {
        "id": "msg_upstream", "type": "message", "role": "assistant", "model": body.get("model"), "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": {
            "input_tokens": read - cached, "cache_creation_input_tokens": 0, "cache_read_input_tokens": cached,
            "output_tokens": written}}


class AnthropicVoice(Voice):
    """Blocks come one after the other."""

    def __init__(self, body: dict) -> None:
        self.body = body
        self.index, self.open = -1, None

    def begin(self) -> bytes:
        return self.say("message_start", message=head(self.body, (11, 0, 1))) + self.say("ping")

    def text(self, piece: str) -> bytes:
        return self.block({"type": "text", "text": ""}) + self.delta("text_delta", text=piece)

    def reasoning(self, piece: str) -> bytes:
        return self.block({"type": "thinking", "thinking": "", "signature": ""}) + self.delta("thinking_delta", thinking=piece)

    def calls(self, calls: list[Call]) -> list[bytes]:
        pieces = []
        for call in calls:
            pieces += [self.close(), self.block({"type": "tool_use", "id": call.id, "name": call.name, "input": {}})]
            pieces += [self.delta("input_json_delta", partial_json=part) for part in ("", call.arguments[:8], call.arguments[8:])]
        return pieces

    def failure(self) -> bytes:
        return self.say("error", error={"type": "overloaded_error", "message": "Overloaded"})

    def end(self, finish: str, tokens: tuple[int, int, int]) -> bytes:
        """What was read has been said at the beginning."""
        delta = {"stop_reason": STOPS[finish], "stop_sequence": None}
        return self.close() + self.say("message_delta", delta=delta, usage={"output_tokens": tokens[2]}) + self.say("message_stop")

    # Blocks

    def block(self, block: dict) -> bytes:
        if self.open == block["type"]:
            return b""
        end = self.close()
        self.index, self.open = self.index + 1, block["type"]
        return end + self.say("content_block_start", index=self.index, content_block=block)

    def close(self) -> bytes:
        if not self.open:
            return b""
        proof = self.delta("signature_delta", signature=OPAQUE) if self.open == "thinking" else b""
        self.open = None
        return proof + self.say("content_block_stop", index=self.index)

    def delta(self, kind: str, **fields: str) -> bytes:
        return self.say("content_block_delta", index=self.index, delta={"type": kind, **fields})

    @staticmethod
    def say(kind: str, **fields: object) -> bytes:
        return event({"type": kind, **fields}, kind)
