"""OpenAI's Chat Completions, as their imitators speak them too, and as Azure does."""

from speech.openai_responses import OpenAIResponses
from speech.said import Asked, Call, Kind, Said, Voice, event, require, text_of


class OpenAIChat(Kind):
    path = r"/v1/chat/completions"

    # Questions

    def prompt(self, body: dict) -> str:
        """The last thing that was said."""
        return text_of(body["messages"][-1]["content"])

    def check(self, asked: Asked) -> None:
        body = asked.body
        require(body.get("messages"), "Missing required parameter: 'messages'.")
        require(body.get("tools") or not {"tool_choice", "parallel_tool_calls"} & body.keys(), "'tool_choice' is only allowed with 'tools'.")
        open_calls: set[str] = set()
        for message in body["messages"]:
            if message["role"] == "tool":
                require(message["tool_call_id"] in open_calls, "'tool' must be a response to a preceding message with 'tool_calls'.")
                open_calls.remove(message["tool_call_id"])
                continue
            require(not open_calls, "'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.")
            open_calls = {call["id"] for call in message.get("tool_calls") or []}

    # Answers

    def whole(self, said: Said, body: dict) -> dict:
        message = {"role": "assistant", "content": said.text, "refusal": None}
        if said.calls:
            message["tool_calls"] = [
                {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
                for call in said.calls]
        if said.reasoning:
            message["reasoning_content"] = said.reasoning
        return {
            "id": "x", "object": "chat.completion", "created": 1764300000, "model": "upstream-name",
            "choices": [{"index": 0, "message": message, "logprobs": None,
                         "finish_reason": "tool_calls" if said.calls else "stop"}],
            "usage": usage(*said.usage),
            "x_own_field": {"kept": True},
        }

    def refusal(self, status: int, message: str, code: str | None = None) -> dict:
        return {"error": {"message": message, "type": "test", "code": code}}

    def models(self, names: list[str]) -> dict:
        return {"object": "list", "data": [{"id": name, "object": "model"} for name in names]}

    def voice(self, body: dict) -> "ChatVoice":
        return ChatVoice()

    @staticmethod
    def chunk(delta: dict, finish: str | None = None) -> bytes:
        return event({"id": "x", "object": "chat.completion.chunk", "choices": [
            {"index": 0, "delta": delta, "finish_reason": finish}]})


def usage(read: int, cached: int, written: int) -> dict:
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written,
            "prompt_tokens_details": {"cached_tokens": cached}}


class ChatVoice(Voice):
    def text(self, piece: str) -> bytes:
        return OpenAIChat.chunk({"content": piece})

    def reasoning(self, piece: str) -> bytes:
        return OpenAIChat.chunk({"reasoning_content": piece})

    def calls(self, calls: list[Call]) -> list[bytes]:
        """Their pieces mixed, as this format may."""
        heads = [OpenAIChat.chunk({"role": "assistant", "content": None})] + [
            OpenAIChat.chunk({"tool_calls": [
                {"index": index, "id": call.id, "type": "function", "function": {"name": call.name, "arguments": ""}}]})
            for index, call in enumerate(calls)]
        halves = [(call.arguments[:8], call.arguments[8:]) for call in calls]
        return heads + [
            OpenAIChat.chunk({"tool_calls": [{"index": index, "function": {"arguments": half[part]}}]})
            for part in (0, 1) for index, half in enumerate(halves)]

    def failure(self) -> bytes:
        return event({"error": {"message": "overloaded", "type": "server_error"}})

    def end(self, finish: str, tokens: tuple[int, int, int]) -> bytes:
        """`finish`: `stop`, `length`, `tool_calls`."""
        return OpenAIChat.chunk({}, finish) + event({"choices": [], "usage": usage(*tokens)}) + b"data: [DONE]\n\n"


class Azure(OpenAIChat):
    """The same by deployment, whose name stands in the address; and Responses."""

    account_type = 3
    key_header = "api-key"
    path = r"/openai/deployments/(?P<model>[^/]+)/chat/completions|/openai/v1/responses"
    responses = OpenAIResponses()

    def spoken(self, body: dict) -> Kind:
        return self.responses if "input" in body else self

    def check(self, asked: Asked) -> None:
        require(asked.query.get("api-version"), "api-version is required")
        if "input" in asked.body:
            return self.responses.check(asked)
        super().check(asked)
