"""What is asked and said, in no format, and what all formats have."""

import json
import re
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

# What only the upstream can read, as it stands in the golden files. It must come back as it was sent.
OPAQUE = "U0lHTkFUVVJFLTE="


@dataclass
class Call:
    id: str
    name: str
    arguments: str


@dataclass
class Said:
    """An answer in no format."""

    text: str | None = "ok"
    reasoning: str | None = None
    calls: list[Call] = field(default_factory=list)
    # Tokens: read, of these from a cache, written.
    usage: tuple[int, int, int] = (11, 4, 2)

    @staticmethod
    def by(orders: dict) -> "Said":
        said = Said()
        cities = ["Paris", "Rome", "Oslo"][:int(orders.get("calls") or 1)]
        if "tool" in orders:
            said.text = None
            said.calls = [Call(f"call_{number}", orders["tool"], f'{{"city":"{city}"}}')
                          for number, city in enumerate(cities, 1)]
        if "json" in orders:
            said.text = '{"city":"Paris","degrees":21}'
        if "reasoning" in orders:
            said.reasoning = "Let me think."
        return said


@dataclass(frozen=True)
class Asked:
    """A request. The names of its headers are in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: dict

    @staticmethod
    def of(handler: BaseHTTPRequestHandler, body: dict) -> "Asked":
        parts = urlsplit(handler.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        headers = {name.lower(): ", ".join(handler.headers.get_all(name)) for name in handler.headers}
        return Asked(handler.command, parts.path, query, headers, body)


class Refused(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def require(condition: object, message: str) -> None:
    """Refuses as a provider refuses a request that it cannot read."""
    if not condition:
        raise Refused(400, message)


def require_known(body: dict, names: set[str]) -> None:
    """For providers that refuse a field they do not know."""
    unknown = sorted(body.keys() - names)
    require(not unknown, f"Unknown parameter: {unknown}")


def event(data: dict, name: str | None = None) -> bytes:
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def text_of(content: str | list | None) -> str:
    """The text of what may be a text or a list of parts."""
    return content if isinstance(content, str) else "".join(part.get("text") or "" for part in content or [])


class Kind:
    """What a kind of upstream is; what is not said here is said by each of its own."""

    # The account's type in the panel.
    account_type = 1
    # What else the panel is told of such an account.
    settings: dict | None = None
    # The name under which it knows its model.
    model = "upstream-model"
    # What its key is in its requests, and a pattern of the paths on which it is asked.
    secret = "sk-canary-key"
    key_header = "authorization"
    path = ""

    @property
    def key(self) -> str:
        """What is typed into the panel."""
        return self.secret

    def account(self, url: str) -> dict:
        fields = {"type": self.account_type, "base_url": url, "key": self.key}
        return {**fields, "settings": self.settings} if self.settings else fields

    # Whether it answers in pieces alone.
    always_streams = False

    def spoken(self, body: dict) -> "Kind":
        """The format of a request, of those that the kind speaks."""
        return self

    def wants_stream(self, path: str, body: dict) -> bool:
        return body.get("stream") is True

    def admit(self, asked: Asked) -> re.Match[str]:
        """Refuses what the provider would refuse. Returns what its path says."""
        if asked.headers.get(self.key_header, "").removeprefix("Bearer ") != self.secret:
            raise Refused(401, "the key is wrong")
        match = re.fullmatch(self.path, asked.path)
        if not match:
            raise Refused(404, f"no such path: {asked.path}")
        self.check(asked)
        return match


class Voice:
    """One answer in pieces. `begin` is said before anything else."""

    def half_a_character(self) -> bytes:
        return self.text("汉").replace("汉".encode(), "汉".encode()[:-1])

    def begin(self) -> bytes:
        return b""
