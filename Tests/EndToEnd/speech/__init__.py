"""How an upstream speaks, by its kind: what it is asked, what it refuses, and its answers, whole and in pieces. What it says is the same
in every format; a new kind is a class with the same members."""

from speech.anthropic import Anthropic
from speech.chatgpt_web import ChatGPTWeb
from speech.gemini import Gemini
from speech.openai_chat import Azure, OpenAIChat
from speech.openai_responses import Codex, OpenAIResponses
from speech.said import Asked, Refused, Said, Voice

KINDS = {
    "openai-chat": OpenAIChat, "openai-responses": OpenAIResponses, "anthropic": Anthropic, "gemini": Gemini, "codex": Codex,
    "azure": Azure,
}
# With the one that neither calls nor counts.
SPEAKING = {**KINDS, "chatgpt-web": ChatGPTWeb}

__all__ = ["KINDS", "SPEAKING", "Asked", "Codex", "OpenAIChat", "Refused", "Said", "Voice"]
