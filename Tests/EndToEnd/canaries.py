"""Secrets that a test gives or is given, and what is said in its conversations: looked for wherever the servers of the test leave something.

What is looked for is noted by itself, from what goes over `httpx`; a scripted provider notes the logins that it gives out."""

import json
import os
import pathlib
import re
import subprocess
from collections.abc import Iterable, Iterator

import httpx

# Keys and tokens, as providers shape them.
OF_PROVIDERS = re.compile(r"\b(?:sk|rt)-[\w-]{6,}|\beyJ[\w-]{20,}\.[\w-]+\.[\w-]+|\bAIza[\w-]{6,}")
# What a person enters or is shown once.
OF_PEOPLE = {"password", "original_password", "share_token", "token"}
# A storm has thousands; the first show what there is to see.
MOST = 200


class Canaries:
    def __init__(self) -> None:
        # Keys and logins of accounts: nobody is told. Those that a test types into a page begin so.
        self.of_accounts: set[bytes] = {b"sk-canary", b"rt-canary"}
        # Links, sessions, passwords and keys of programs: their owner is told, and nothing is written down.
        self.of_people: set[bytes] = set()
        # What somebody asked: it stands with the conversation and in no log.
        self.words: set[bytes] = set()
        self.servers: list = []
        self.told: list[str] = []

    def begin(self) -> None:
        """What fixtures share between tests stays."""
        self.of_people, self.words, self.told = set(), set(), []

    def note_account(self, *secrets: str) -> None:
        self._note(self.of_accounts, secrets)

    def note_person(self, *secrets: str) -> None:
        self._note(self.of_people, secrets)

    def note_words(self, *texts: str) -> None:
        # Single words may stand in a log for another reason.
        self._note(self.words, (text[:100] for text in texts if len(text) > 12 and " " in text))

    @staticmethod
    def _note(noted: set[bytes], texts: Iterable[str]) -> None:
        for text in texts:
            if len(text) >= 8 and len(noted) < MOST:
                noted.add(text.encode())

    # What goes over the wire

    def see_request(self, request: httpx.Request) -> None:
        if request.method == "GET" or "json" not in request.headers.get("content-type", ""):
            return
        path, text = request.url.path, request.content.decode(errors="replace")
        if path.startswith("/api/channel"):
            self.note_account(*OF_PROVIDERS.findall(text.replace("\\n", "\n")))
        try:
            body = json.loads(text)
        except (ValueError, RecursionError):
            return
        if key := request.headers.get("x-app-key"):
            # What a mini-program says is said to a model, too.
            self.note_person(key)
            self.note_words(*(value for _, value in texts(body)))
        elif path.startswith("/public-api/"):
            self.note_person(request.headers.get("x-api-secret", ""))
        elif path.startswith(("/api/", "/internalweb/")):
            self.note_person(*(value for name, value in texts(body) if name in OF_PEOPLE))
        else:
            self.note_words(*(value for _, value in texts(body)))

    def see_answer(self, response: httpx.Response) -> None:
        """A whole answer, or the head of one that comes in pieces."""
        self.note_person(*(value for name, value in response.cookies.items() if name.endswith("session")))
        self.look(response.request.method, str(response.request.url), str(response.headers).encode())
        if not response.is_closed or not response.headers.get("content-type", "").startswith("application/json"):
            return
        try:
            body = json.loads(response.content)
        except (ValueError, RecursionError):
            return
        for name, value in texts(body):
            if name == "link":
                self.note_person(value.partition("#")[2])
            elif name == "key" and response.request.url.path.startswith("/api/token"):
                self.note_person(value)

    def look(self, method: str, url: str, sent: bytes) -> None:
        """In what was answered: headers, or a body, or both."""
        # An export is what a person asks for who has given their password.
        # So is what is revealed; and what programs fetch with the secret of the refresh-token manager are tokens.
        tells = ("/api/channel/export", "/internalweb/v1/rts/reveal", "/public-api/refresh", "/public-api/get-at")
        if httpx.URL(url).path in tells:
            return
        for secret in self.of_accounts:
            if secret in sent:
                self.told.append(f"the answer to {method} {url}")

    # What is left behind

    def search(self) -> None:
        found = list(self.told)
        for server in self.servers:
            found += self._search(f"the log of {server.log}", [server.log], self.of_accounts | self.of_people | self.words)
            # It prints the links of its first start.
            found += self._search(f"the output of {server.output}", [server.output], self.of_accounts | self.words)
            secrets = self.of_accounts | self.of_people
            if server.environment.get("CHATMIRROR_DATABASE_TYPE") == "mysql":
                found += [f"a dump: {secret!r}" for secret in inside(secrets, dump(server.environment))]
            elif server.data.is_dir():
                found += self._search("the data folder", server.data.iterdir(), secrets)
        # Those of a whole module go on.
        self.servers = [server for server in self.servers if server.process and server.process.poll() is None]
        assert not found, found

    @staticmethod
    def _search(what: str, paths: Iterable[pathlib.Path], secrets: set[bytes]) -> list[str]:
        contents = [path.read_bytes() for path in paths if path.is_file()]
        return [f"{what}: {secret!r}" for content in contents for secret in inside(secrets, content)]


def inside(secrets: set[bytes], content: bytes) -> list[bytes]:
    return [secret for secret in secrets if secret in content]


def texts(value, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside a JSON value, with the name of its field."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, name)


def dump(environment: dict[str, str]) -> bytes:
    """All rows of a database; nothing where it is away."""
    socket = environment["CHATMIRROR_DATABASE_HOST"]
    if not os.path.exists(socket):
        return b""
    answer = subprocess.run(
        ["mariadb-dump", "--no-defaults", "-u", "root", f"--socket={socket}", "--skip-lock-tables", "--skip-comments", "--compact",
         "--no-create-info", environment["CHATMIRROR_DATABASE_DATABASE"]], capture_output=True)
    return answer.stdout


canaries = Canaries()


def watch_httpx() -> None:
    """Every client of this process is watched, those inside SDKs, too."""
    send, pieces = httpx.Client.send, httpx.Response.iter_bytes

    def watched_send(self, request, **options):
        # One that is sent in pieces is nobody's form.
        if isinstance(request.stream, httpx.ByteStream):
            canaries.see_request(request)
        response = send(self, request, **options)
        canaries.see_answer(response)
        return response

    def watched_pieces(self, chunk_size=None):
        tail = b""
        for piece in pieces(self, chunk_size):
            canaries.look(self.request.method, str(self.request.url), tail + piece)
            tail = (tail + piece)[-4096:]
            yield piece

    httpx.Client.send, httpx.Response.iter_bytes = watched_send, watched_pieces
