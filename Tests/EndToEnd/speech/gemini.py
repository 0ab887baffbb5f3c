"""Google's generateContent."""

import json

from speech.said import OPAQUE, Asked, Call, Kind, Said, Voice, event, require, require_known

FIELDS = {"contents", "systemInstruction", "generationConfig", "tools", "toolConfig", "safetySettings", "cachedContent", "labels"}
ERRORS = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
          429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED"}
FINISHES = {"stop": "STOP", "length": "MAX_TOKENS", "tool_calls": "STOP"}


class Gemini(Kind):
    account_type = 24
    model = "gemini-3-pro"
    key_header = "x-goog-api-key"
    path = r"/v1(?:beta|alpha)?/models/(?P<model>[^/:]+):(?P<action>generateContent|streamGenerateContent)"

    # Questions

    def prompt(self, body: dict) -> str:
        return "".join(part.get("text") or "" for part in body["contents"][-1]["parts"])

    def wants_stream(self, path: str, body: dict) -> bool:
        return ":streamGenerateContent" in path

    def check(self, asked: Asked) -> None:
        body = asked.body
        # The SDK writes some names as Python does, and Google reads both.
        require_known({"systemInstruction" if name == "system_instruction" else name: None for name in body}, FIELDS)
        require(body.get("contents"), "contents is not specified")
        require(":stream" not in asked.path or asked.query.get("alt") == "sse", "a stream is wanted as events")
        names: list[str] = []
        for content in body["contents"]:
            parts = content.get("parts")
            require(parts, "contents.parts must not be empty.")
            require(all(part.keys() - {"thought", "thoughtSignature"} for part in parts), "required oneof field 'data' must have one initialized field")
            results = [part["functionResponse"]["name"] for part in parts if "functionResponse" in part]
            require(sorted(results) == sorted(names), "the number of function response parts must equal that of the function call parts")
            names = [part["functionCall"]["name"] for part in parts if "functionCall" in part]
            require(all(isinstance(part["functionResponse"]["response"], dict) for part in parts if "functionResponse" in part), "not an object")
            # Older models sign nothing.
            if f"/{self.model}:" in asked.path:
                self.check_signature([part for part in parts if "functionCall" in part])

    @staticmethod
    def check_signature(calls: list[dict]) -> None:
        known = (OPAQUE, "skip_thought_signature_validator")
        require(not calls or calls[0].get("thoughtSignature") in known, "Function call is missing a thought_signature in functionCall parts.")

    # Answers

    def whole(self, said: Said, body: dict) -> dict:
        parts = [{"text": said.reasoning, "thought": True}] if said.reasoning else []
        parts += [signed({"text": said.text}, said.reasoning)] if said.text else []
        parts += called(said.calls)
        return {"candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": "STOP", "index": 0}],
                "usageMetadata": usage(*said.usage), **HEAD}

    def refusal(self, status: int, message: str, code: str | None = None) -> dict:
        return {"error": {"code": status, "message": message, "status": ERRORS.get(status, "INTERNAL")}}

    def models(self, names: list[str]) -> dict:
        methods = ["generateContent", "countTokens"]
        return {"models": [{"name": f"models/{name}", "displayName": name, "supportedGenerationMethods": methods} for name in names]}

    def voice(self, body: dict) -> "GeminiVoice":
        return GeminiVoice()


HEAD = {"modelVersion": "upstream-name", "responseId": "upstream"}


def usage(read: int, cached: int, written: int) -> dict:
    counts = {"promptTokenCount": read, "candidatesTokenCount": written, "totalTokenCount": read + written}
    return {**counts, "cachedContentTokenCount": cached} if cached else counts


def signed(part: dict, is_thought_out: object = True) -> dict:
    return {**part, "thoughtSignature": OPAQUE} if is_thought_out else part


def called(calls: list[Call]) -> list[dict]:
    """Without ids, as older models say them. Only the first of a step is signed."""
    return [signed({"functionCall": {"name": call.name, "args": json.loads(call.arguments)}}, index == 0) for index, call in enumerate(calls)]


class GeminiVoice(Voice):
    def __init__(self) -> None:
        self.has_thought = False

    def text(self, piece: str) -> bytes:
        part = signed({"text": piece}, self.has_thought)
        self.has_thought = False
        return self.say([part])

    def reasoning(self, piece: str) -> bytes:
        self.has_thought = True
        return self.say([{"text": piece, "thought": True}])

    def calls(self, calls: list[Call]) -> list[bytes]:
        """A call comes whole."""
        return [self.say([part]) for part in called(calls)]

    def failure(self) -> bytes:
        return event({"error": {"code": 503, "message": "overloaded", "status": "UNAVAILABLE"}})

    def end(self, finish: str, tokens: tuple[int, int, int]) -> bytes:
        return self.say([], finishReason=FINISHES[finish], usage=usage(*tokens))

    @staticmethod
    def say(parts: list[dict], usage: dict | None = None, **fields: str) -> bytes:
        chunk = {"candidates": [{"content": {"role": "model", "parts": parts}, "index": 0, **fields}], **HEAD}
        return event({**chunk, "usageMetadata": usage} if usage else chunk)
