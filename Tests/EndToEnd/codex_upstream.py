"""A scripted ChatGPT backend with its token endpoint: refresh tokens are good for one renewal, and reuse ends the login."""

import itertools
import json
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from canaries import canaries
from speech import Asked, Codex, Refused
from speech.openai_responses import token


class CodexUpstream:
    """Listens on loopback. `requests` holds what was asked: path, headers and body."""

    def __init__(self) -> None:
        self.format = Codex()
        self.requests: list[dict] = []
        self.lock = threading.Lock()
        self.numbers = itertools.count(1)
        # By refresh token: whose it is. By access token: the same.
        self.refresh: dict[str, str] = {}
        self.spent: set[str] = set()
        self.access: dict[str, str] = {}
        self.used_percent = 12.5
        self.limited_until = 0
        # Gives the same pair again for a token that is used twice, as long as nothing was bought with that pair.
        self.is_forgiving = False
        self.given: dict[str, dict] = {}
        # Called when a pair was made and before it is told.
        self.before_telling = lambda: None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.take(self, b"")

            def do_POST(self) -> None:
                outer.take(self, self.rfile.read(int(self.headers["content-length"])))

            def log_message(self, *_) -> None:
                pass

        class Listener(ThreadingHTTPServer):
            # Many connect at once.
            request_queue_size = 256

        self.server = Listener(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    # Logins

    def issue(self, user: str, life: int = 864_000) -> dict:
        """A new pair for a user, as the token endpoint gives it."""
        with self.lock:
            number = next(self.numbers)
            access = token({
                "exp": int(time.time()) + life, "iat": int(time.time()), "jti": f"jti-{number}", "client_id": "app_scripted",
                "https://api.openai.com/auth": {
                    "chatgpt_account_id": f"acc-{user}", "chatgpt_user_id": f"user-{user}", "chatgpt_plan_type": "plus"},
                "https://api.openai.com/profile": {"email": f"{user}@example.org"},
            })
            refresh = f"rt-canary-{user}-{number}"
            self.access[access] = user
            self.refresh[refresh] = user
            canaries.note_account(access, refresh)
            return {"access_token": access, "refresh_token": refresh, "expires_in": life}

    def auth_json(self, user: str, life: int = 864_000) -> str:
        """What the CLI keeps."""
        pair = self.issue(user, life)
        return json.dumps({"auth_mode": "chatgpt", "OPENAI_API_KEY": None, "tokens": {
            "access_token": pair["access_token"], "refresh_token": pair["refresh_token"], "account_id": f"acc-{user}"}}, indent=2)

    def revoke(self, user: str, everything: bool = False) -> None:
        """Their access tokens are refused from now on; with `everything` their refresh tokens, too."""
        with self.lock:
            self.access = {access: owner for access, owner in self.access.items() if owner != user}
            if everything:
                self.refresh = {refresh: owner for refresh, owner in self.refresh.items() if owner != user}

    def asked(self, path: str) -> list[dict]:
        return [request for request in self.requests if request["path"].split("?")[0] == path]

    @property
    def renewals(self) -> list[dict]:
        return self.asked("/oauth/token")

    @property
    def questions(self) -> list[dict]:
        return self.asked("/backend-api/codex/responses")

    # Answers

    def take(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.requests.append({"path": handler.path, "headers": headers, "body": body.decode()})
        if handler.path == "/oauth/token":
            return self.renew(handler, dict(urllib.parse.parse_qsl(body.decode())))
        user = self.access.get(headers.get("authorization", "").removeprefix("Bearer "))
        if user and handler.path == "/backend-api/me":
            return self.say(handler, 200, {
                "id": f"user-{user}", "name": user.title(), "email": f"{user}@example.org", "phone_number": "+1 canary"})
        if user and handler.path.startswith("/backend-api/accounts/check/"):
            return self.say(handler, 200, {"accounts": {
                f"free-{user}": {"account": {"plan_type": "free"}}, f"acc-{user}": {"account": {"plan_type": "team"}}}})
        if user is None or headers.get("chatgpt-account-id") != f"acc-{user}":
            return self.say(handler, 401, {"detail": "Unauthorized"})
        path = handler.path.split("?")[0]
        if path == "/backend-api/wham/usage":
            return self.say(handler, 200, self.usage())
        if path == "/backend-api/codex/models":
            return self.say(handler, 200, {"models": [
                {"slug": "gpt-5.4", "visibility": "list"}, {"slug": "gpt-hidden", "visibility": "hide"}]})
        if path == "/backend-api/codex/responses":
            return self.answer(handler, Asked.of(handler, json.loads(body)), user)
        self.say(handler, 404, {"detail": "Not Found"})

    def renew(self, handler: BaseHTTPRequestHandler, form: dict) -> None:
        with self.lock:
            old = form.get("refresh_token", "")
            again = self.given.get(old)
            if self.is_forgiving and again and again["refresh_token"] in self.refresh:
                return self.say(handler, 200, again)
            user = self.refresh.pop(old, None)
            if user is None and old in self.spent:
                # Whoever uses it twice may have stolen it: all that the login bought is good for nothing.
                self.end_family(old)
            self.spent.add(old)
        if user is None:
            return self.say(handler, 401, {"error": {"code": "refresh_token_reused", "message": f"{old} was used"}})
        self.given[old] = self.issue(user)
        self.before_telling()
        self.say(handler, 200, self.given[old])

    def end_family(self, refresh: str) -> None:
        user = refresh.split("-")[2]
        for tokens in (self.refresh, self.access):
            for token in [token for token, owner in tokens.items() if owner == user]:
                del tokens[token]

    def usage(self) -> dict:
        is_limited = self.limited_until > time.time()
        window = {"used_percent": 100 if is_limited else self.used_percent, "limit_window_seconds": 18_000,
                  "reset_after_seconds": 60, "reset_at": self.limited_until or int(time.time()) + 60}
        return {"plan_type": "plus", "rate_limit": {
            "allowed": not is_limited, "limit_reached": is_limited, "primary_window": window, "secondary_window": None}}

    def answer(self, handler: BaseHTTPRequestHandler, asked: Asked, user: str) -> None:
        try:
            self.format.check(asked)
        except Refused as error:
            return self.say(handler, error.status, self.format.refusal(error.status, str(error)))
        if self.limited_until > time.time():
            return self.say(handler, 429, {"error": {
                "type": "usage_limit_reached", "message": "The usage limit has been reached",
                "plan_type": "plus", "resets_at": self.limited_until}})
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.send_header("x-codex-primary-used-percent", str(self.used_percent))
        handler.send_header("x-codex-primary-window-minutes", "300")
        handler.send_header("x-codex-primary-reset-at", str(int(time.time()) + 600))
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.close_connection = True
        voice = self.format.voice(asked.body)
        for piece in (voice.begin(), *map(voice.text, ["Hello ", "from ", user]), voice.end("stop", (7, 0, 3))):
            handler.wfile.write(piece)

    @staticmethod
    def say(handler: BaseHTTPRequestHandler, status: int, answer: dict) -> None:
        body = json.dumps(answer).encode()
        handler.send_response(status)
        handler.send_header("content-type", "application/json")
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
