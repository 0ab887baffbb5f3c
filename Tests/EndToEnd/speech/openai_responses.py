"""OpenAI's Responses, and what ChatGPT accounts make of them."""

import base64
import json
import re
import time

from speech.said import OPAQUE, Asked, Call, Kind, Refused, Said, Voice, event, require, require_known, text_of

FIELDS = {
    "model", "input", "instructions", "max_output_tokens", "temperature", "top_p", "top_logprobs", "reasoning", "include", "text", "tools",
    "tool_choice", "parallel_tool_calls", "max_tool_calls", "user", "safety_identifier", "prompt_cache_key", "metadata", "service_tier",
    "store", "stream", "stream_options", "truncation", "background",
}


class OpenAIResponses(Kind):
    settings = {"endpoint_types": ["openai-response"]}
    model = "gpt-5.4"
    path = r"/v1/responses"

    # Questions

    def prompt(self, body: dict) -> str:
        said = body["input"]
        return said if isinstance(said, str) else text_of(said[-1].get("content"))

    def check(self, asked: Asked) -> None:
        body = asked.body
        require_known(body, FIELDS)
        require(body.get("input"), "Missing required parameter: 'input'.")
        require(body.get("tools") or not {"tool_choice", "parallel_tool_calls"} & body.keys(), "Tool choice needs tools.")
        if not isinstance(body["input"], str):
            self.check_items(body["input"])

    @staticmethod
    def check_items(items: list[dict]) -> None:
        calls: set[str] = set()
        for item in items:
            kind = item.get("type", "message")
            if kind == "function_call":
                calls.add(item["call_id"])
                require(isinstance(item["arguments"], str), "arguments: expected a string")
            if kind == "function_call_output":
                require(item["call_id"] in calls, f"No tool call found for function call output with call_id {item['call_id']}.")
                calls.remove(item["call_id"])
            require(kind != "reasoning" or item.get("encrypted_content") in (OPAQUE, None), "The encrypted content could not be verified.")
            wanted = "output_text" if item.get("role") == "assistant" else "input_text"
            texts = {part["type"] for part in item.get("content") or [] if isinstance(part, dict) and "text" in part}
            require(kind != "message" or texts <= {wanted}, f"Invalid value: {texts}. Supported values are: '{wanted}'.")
        require(not calls, f"No tool output found for function call {calls}.")

    # Answers

    def whole(self, said: Said, body: dict) -> dict:
        output = [thought(said.reasoning)] if said.reasoning else []
        output += [message(said.text)] if said.text else []
        output += [called(call, index) for index, call in enumerate(said.calls)]
        return {**response(body, "completed"), "output": output, "usage": usage(*said.usage)}

    def refusal(self, status: int, message: str, code: str | None = None) -> dict:
        kind = "server_error" if status >= 500 else "invalid_request_error"
        return {"error": {"message": message, "type": kind, "param": None, "code": code}}

    def models(self, names: list[str]) -> dict:
        return {"object": "list", "data": [{"id": name, "object": "model"} for name in names]}

    def voice(self, body: dict) -> "ResponsesVoice":
        return ResponsesVoice(body)


def token(claims: dict) -> str:
    """An access token as the provider signs it, but for the signature."""
    parts = [{"alg": "none"}, claims]
    text = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*text, "signature"])


class Codex(OpenAIResponses):
    """ChatGPT accounts: Responses in pieces alone, under a login instead of a key."""

    account_type = 57
    settings = None
    path = r"/backend-api/codex/responses"
    workspace = "acc-kind"
    always_streams = True

    def __init__(self) -> None:
        self.secret = token({
            "exp": int(time.time()) + 864_000, "jti": "jti-kind", "client_id": "app_scripted", "https://api.openai.com/auth": {
                "chatgpt_account_id": self.workspace, "chatgpt_user_id": "user-kind", "chatgpt_plan_type": "plus"}})

    @property
    def key(self) -> str:
        """The file that a CLI keeps."""
        tokens = {"access_token": self.secret, "refresh_token": "rt-canary-kind", "account_id": self.workspace}
        return json.dumps({"auth_mode": "chatgpt", "OPENAI_API_KEY": None, "tokens": tokens})

    def admit(self, asked: Asked) -> re.Match[str]:
        if asked.headers.get("chatgpt-account-id") != self.workspace:
            raise Refused(401, "Unauthorized")
        return super().admit(asked)

    def check(self, asked: Asked) -> None:
        body = asked.body
        require(body.get("stream") is True, "Stream must be set to true")
        require(body.get("store") is False, "Store must be set to false")
        require(isinstance(body.get("instructions"), str), "Instructions are required")
        for name in ("max_output_tokens", "temperature", "top_p", "user", "metadata", "truncation", "top_logprobs", "background"):
            require(name not in body, f"Unsupported parameter: {name}")
        require(isinstance(body.get("input"), list), "Input must be a list")
        require(all(item.get("role") != "system" for item in body["input"]), "System messages are not allowed")
        require_known(body, FIELDS)
        self.check_items(body["input"])

    def refusal(self, status: int, message: str, code: str | None = None) -> dict:
        if status == 429:
            return {"error": {"type": "usage_limit_reached", "message": message, "plan_type": "plus", "resets_at": int(time.time()) + 600}}
        return {"detail": message}

    def models(self, names: list[str]) -> dict:
        return {"models": [{"slug": name, "display_name": name, "visibility": "list"} for name in names]}

    def voice(self, body: dict) -> "CodexVoice":
        return CodexVoice(body)


# Parts of answers

def response(body: dict, status: str) -> dict:
    """A response without an output. It repeats what was asked."""
    return {
        "id": "resp_upstream", "object": "response", "created_at": 1764300000, "status": status, "background": False, "error": None,
        "incomplete_details": None, "instructions": body.get("instructions"), "max_output_tokens": body.get("max_output_tokens"),
        "model": body.get("model"), "output": [], "parallel_tool_calls": body.get("parallel_tool_calls", True),
        "previous_response_id": None, "reasoning": {"effort": None, "summary": None, **(body.get("reasoning") or {})},
        "store": body.get("store", True), "temperature": body.get("temperature"), "text": {"format": {"type": "text"}, **(body.get("text") or {})},
        "tool_choice": body.get("tool_choice", "auto"), "tools": body.get("tools") or [], "top_p": body.get("top_p"),
        "truncation": "disabled", "usage": None, "user": None, "metadata": body.get("metadata") or {}}


def usage(read: int, cached: int, written: int) -> dict:
    return {"input_tokens": read, "input_tokens_details": {"cached_tokens": cached, "cache_write_tokens": 0}, "output_tokens": written,
            "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": read + written}


def text_part(text: str) -> dict:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def message(text: str | None, status: str = "completed", index: int = 0) -> dict:
    content = [] if text is None else [text_part(text)]
    return {"type": "message", "id": f"msg_{index}", "role": "assistant", "status": status, "content": content}


def thought(text: str, index: int = 0) -> dict:
    return {"type": "reasoning", "id": f"rs_{index}", "summary": [{"type": "summary_text", "text": text}], "encrypted_content": OPAQUE}


def called(call: Call, index: int, status: str = "completed") -> dict:
    arguments = call.arguments if status == "completed" else ""
    return {"type": "function_call", "id": f"fc_{index}", "call_id": call.id, "name": call.name, "arguments": arguments, "status": status}


class ResponsesVoice(Voice):
    """Items are opened, filled and closed; what was closed is repeated at the end."""

    def __init__(self, body: dict) -> None:
        self.body, self.number, self.output = body, 0, []
        # The item under way: its type and what was said of it.
        self.open, self.said = None, ""

    def begin(self) -> bytes:
        started = response(self.body, "in_progress")
        return self.say("response.created", response=started) + self.say("response.in_progress", response=started)

    def text(self, piece: str) -> bytes:
        head = b""
        if self.open != "message":
            head = self.close()
            head += self.begin_item("message", message(None, "in_progress", len(self.output)))
            head += self.of_item("response.content_part.added", content_index=0, part=text_part(""))
        self.said += piece
        return head + self.of_item("response.output_text.delta", content_index=0, delta=piece, logprobs=[])

    def reasoning(self, piece: str) -> bytes:
        head = b""
        if self.open != "reasoning":
            head = self.close()
            head += self.begin_item("reasoning", {"type": "reasoning", "id": f"rs_{len(self.output)}", "summary": []})
            head += self.of_item("response.reasoning_summary_part.added", summary_index=0, part={"type": "summary_text", "text": ""})
        self.said += piece
        return head + self.of_item("response.reasoning_summary_text.delta", summary_index=0, delta=piece)

    def calls(self, calls: list[Call]) -> list[bytes]:
        """Their pieces mixed, as this format may."""
        pieces, first = [self.close()], len(self.output)
        places = list(enumerate(calls, first))
        pieces += [self.say("response.output_item.added", output_index=at, item=called(call, at, "in_progress")) for at, call in places]
        for part in (slice(0, 8), slice(8, None)):
            pieces += [self.of_call("delta", at, delta=call.arguments[part]) for at, call in places]
        for at, call in places:
            pieces.append(self.of_call("done", at, name=call.name, arguments=call.arguments))
            pieces.append(self.done(called(call, at)))
        return pieces

    def failure(self) -> bytes:
        failed = {**response(self.body, "failed"), "error": {"code": "server_error", "message": "overloaded"}, "output": self.output}
        return self.say("response.failed", response=failed)

    def end(self, finish: str, tokens: tuple[int, int, int]) -> bytes:
        rest = self.close()
        status = "incomplete" if finish == "length" else "completed"
        ended = {**response(self.body, status), "output": self.kept_output, "usage": usage(*tokens)}
        if finish == "length":
            ended["incomplete_details"] = {"reason": "max_output_tokens"}
        return rest + self.say(f"response.{status}", response=ended)

    @property
    def kept_output(self) -> list[dict]:
        return self.output

    # Items

    def begin_item(self, kind: str, item: dict) -> bytes:
        self.open, self.said = kind, ""
        return self.say("response.output_item.added", output_index=len(self.output), item=item)

    def close(self) -> bytes:
        if self.open == "message":
            item = message(self.said, index=len(self.output))
            words = self.of_item("response.output_text.done", content_index=0, text=self.said, logprobs=[])
            words += self.of_item("response.content_part.done", content_index=0, part=text_part(self.said))
        elif self.open == "reasoning":
            item = thought(self.said, len(self.output))
            words = self.of_item("response.reasoning_summary_text.done", summary_index=0, text=self.said)
            words += self.of_item("response.reasoning_summary_part.done", summary_index=0, part=item["summary"][0])
        else:
            return b""
        self.open = None
        return words + self.done(item)

    def done(self, item: dict) -> bytes:
        self.output.append(item)
        return self.say("response.output_item.done", output_index=len(self.output) - 1, item=item)

    def of_item(self, kind: str, **fields: object) -> bytes:
        prefix = "msg" if self.open == "message" else "rs"
        return self.say(kind, item_id=f"{prefix}_{len(self.output)}", output_index=len(self.output), **fields)

    def of_call(self, kind: str, at: int, **fields: object) -> bytes:
        return self.say(f"response.function_call_arguments.{kind}", item_id=f"fc_{at}", output_index=at, **fields)

    def say(self, kind: str, **fields: object) -> bytes:
        self.number += 1
        return event({"type": kind, "sequence_number": self.number - 1, **fields}, kind)


class CodexVoice(ResponsesVoice):
    """Nothing is repeated at the end, and in between stands how much of the account is used."""

    def begin(self) -> bytes:
        window = {"used_percent": 12.5, "window_minutes": 300, "reset_at": int(time.time()) + 600}
        limits = {"allowed": True, "limit_reached": False, "primary": window, "secondary": None}
        return super().begin() + event({"type": "codex.rate_limits", "plan_type": "plus", "rate_limits": limits}, "codex.rate_limits")

    @property
    def kept_output(self) -> list[dict]:
        return []
