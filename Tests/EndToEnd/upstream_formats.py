"""Upstreams that speak the formats of providers, for tests of what is asked in one format and answered in another.

    upstream = FormatUpstream("anthropic")      # one of KINDS
    upstream.address                            # the base URL, as it is typed into the panel
    upstream.type, upstream.key                 # the number of its kind in the panel, and the key that it takes
    upstream.channel("claude", models="m")      # the fields of an account that asks it, for POST /api/channel/
    upstream.asked[-1].body                     # what it was asked: method, path, query, headers (lower case), body (JSON)
    upstream.close()

**What it answers** is a golden case (`Tests/Fixtures/golden/<case>`): its stream, or its whole where no stream was asked for. In this order:
`upstream.answers[model]`, the name of a case; the model's name where it is one of a case; a marker in the last thing that the user said,
`[[reasoning]]`; else `plain`. So `tool-call` is one call, `two-tools` two in parallel, `text-then-tool` both, `reasoning` a thought and a
text, `usage-cached` a usage with cached tokens, `length`, `filter`, `refusal`, `image` … After the results of tools the answer is `plain`
whatever was said before, so that loops of SDKs end.

**What goes wrong** is a marker, too: `[[status=429]]` refuses in the format's own words; `[[error]]` breaks a stream off with the format's
error after its first text; `[[error-first]]` begins with it; `[[error-json]]` is a JSON error under a 200; `[[cut]]` ends without the
mark of an end; `[[hold]]` waits after the first text until `upstream.release` is set. `upstream.failing = 503` refuses everything.

It is strict where the provider is: a wrong key is 401, an unknown path 404, and what the provider requires (`max_tokens` and
`anthropic-version`; `stream` and `store:false` of Codex; `api-version` of Azure …) is 400, each in the format's own words (`speech`).
Lists of models are answered as well.
"""

import json
import pathlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from speech import KINDS, Asked, Refused

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "Fixtures/golden"
# The name of its format in the names of golden files.
FORMATS = {kind: "openai-chat" if kind == "azure" else kind for kind in KINDS}
# Those that every kind can answer with.
CASES = sorted(
    folder.name for folder in GOLDEN.iterdir()
    if all((folder / f"stream.{name}.sse").exists() for name in set(FORMATS.values()))
    and all((folder / f"response.{name}.json").exists() for name in set(FORMATS.values()) - {"codex"}))


class FormatUpstream:
    """One upstream of a kind, on loopback."""

    def __init__(self, kind: str) -> None:
        self.kind, self.format = kind, KINDS[kind]()
        self.type, self.key = self.format.account_type, self.format.secret
        self.asked: list[Asked] = []
        self.answers: dict[str, str] = {}
        self.failing: int | None = None
        self.release = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def channel(self, name: str, models: str = "m", **fields) -> dict:
        return {"name": name, **self.format.account(self.address), "key": self.key, "models": models, **fields}

    def close(self) -> None:
        self.release.set()
        self.server.shutdown()
        self.server.server_close()

    # What is answered

    def case(self, model: str, text: str) -> str:
        if model in self.answers:
            return self.answers[model]
        if model in CASES:
            return model
        return next((case for case in CASES if f"[[{case}]]" in text), "plain")

    def golden(self, case: str, whole: bool) -> bytes:
        form = FORMATS[self.kind]
        name = f"response.{form}.json" if whole else f"stream.{form}.sse"
        return (GOLDEN / case / name).read_bytes()

    def events(self, case: str) -> list[bytes]:
        return [event + b"\n\n" for event in self.golden(case, whole=False).split(b"\n\n") if event.strip()]

    def error(self, status: int, message: str) -> dict:
        return self.format.refusal(status, message)

    def error_event(self) -> bytes:
        """The format's way to say in a stream that it is overloaded."""
        return self.format.voice({}).failure()


def handler_of(upstream: FormatUpstream) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_) -> None:
            pass

        def do_GET(self) -> None:
            self.note({})
            if not re.fullmatch(r"/(?:v1|v1beta|openai|backend-api/codex)/models", urlsplit(self.path).path):
                return self.whole(404, upstream.error(404, "no such path"))
            self.whole(200, upstream.format.models(["m", "n"]))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])) or b"{}")
            try:
                self.answer(self.note(body))
            except Refused as error:
                self.whole(error.status, upstream.error(error.status, str(error)))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def note(self, body: dict) -> Asked:
            asked = Asked.of(self, body)
            upstream.asked.append(asked)
            return asked

        def answer(self, asked: Asked) -> None:
            match = upstream.format.admit(asked)
            said = upstream.format.prompt(asked.body)
            status = re.search(r"\[\[status=(\d+)\]\]", said)
            if upstream.failing or status:
                raise Refused(upstream.failing or int(status.group(1)), "as was ordered")
            if "[[error-json]]" in said:
                return self.whole(200, upstream.error(503, "Overloaded"))
            case = upstream.case(match.groupdict().get("model") or asked.body.get("model", ""), said)
            if upstream.format.wants_stream(asked.path, asked.body):
                return self.stream(case, said)
            self.whole(200, json.loads(upstream.golden(case, whole=True)))

        def stream(self, case: str, said: str) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("connection", "close")
            self.end_headers()
            self.close_connection = True
            events = upstream.events(case)
            if "[[error-first]]" in said:
                events = [upstream.error_event()]
            middle = next((index + 1 for index, event in enumerate(events) if is_text(event)), 0)
            if "[[error]]" in said:
                events = [*events[:middle], upstream.error_event()]
            if "[[cut]]" in said:
                events = events[:middle]
            for index, event in enumerate(events):
                self.wfile.write(event)
                if index + 1 == middle and "[[hold]]" in said:
                    self.wfile.flush()
                    upstream.release.wait(120)

        def whole(self, status: int, body: dict) -> None:
            content = json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler


def is_text(event: bytes) -> bool:
    """Whether an event of any format says a piece of the answer's text."""
    signs = (b'"text_delta"', b"response.output_text.delta", b'"parts":[{"text"')
    return any(sign in event for sign in signs) or re.search(rb'"content":"[^"]', event) is not None
