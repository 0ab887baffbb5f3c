"""The places where alerts arrive: chat programs and webhooks, each checking what it is sent as its own documents say, and a mail server."""

import base64
import email
import email.policy
import hashlib
import hmac
import json
import socketserver
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KINDS = ["mail", "webhook", "feishu", "dingtalk", "wecom", "telegram", "slack"]
SECRET = "SEC-of-the-channels-1234"
BOT = "123456:AA-bot-token"


def keyed(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


class ChatPrograms:
    """One server for the six kinds that are spoken to over HTTP, by the first part of the path. `taken` has what was taken, by kind."""

    def __init__(self) -> None:
        self.taken: dict[str, list[dict]] = {kind: [] for kind in KINDS}
        self.texts: dict[str, list[str]] = {kind: [] for kind in KINDS}
        self.refused: list[str] = []
        # How it behaves instead: `down`, `error`, `redirect` or a `threading.Event` to wait for.
        self.mood: object = None
        self.asked = 0
        programs = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                programs.asked += 1
                status, headers, answer = programs.answer(self.path, self.headers, body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer.encode())

            def do_GET(self) -> None:
                programs.asked += 1
                programs.refused.append(f"GET {self.path}")
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, target: str, headers, body: bytes) -> tuple[int, dict, str]:
        if isinstance(self.mood, threading.Event):
            self.mood.wait(60)
        if self.mood == "down":
            return 503, {}, ""
        if self.mood == "redirect":
            return 302, {"Location": f"{self.url}/elsewhere"}, ""
        kind, text = self.read(target, headers, body)
        if not kind or self.mood == "error":
            self.refused.append(target)
            return 200, {}, json.dumps(
                {"code": 19021, "msg": "sign match fail", "errcode": 310000, "errmsg": "sign not match", "ok": False})
        self.taken[kind].append({"headers": dict(headers), "body": json.loads(body)})
        self.texts[kind].append(text)
        if kind == "slack":
            return 200, {}, "ok"
        return 200, {}, json.dumps(
            {"webhook": {}, "feishu": {"code": 0, "msg": "success"}, "telegram": {"ok": True, "result": {}}}.get(
                kind, {"errcode": 0, "errmsg": "ok"}))

    def read(self, target: str, headers, body: bytes) -> tuple[str | None, str]:
        """The kind, where the signature is right, and what people read."""
        path, _, query = target.partition("?")
        said = json.loads(body)
        asked = dict(urllib.parse.parse_qsl(query))
        if path == "/webhook":
            moment = headers["X-Chatmirror-Timestamp"]
            right = "sha256=" + keyed(SECRET.encode(), f"{moment}.".encode() + body).hex()
            fits = headers["X-Chatmirror-Signature"] == right and said["id"] == headers["X-Chatmirror-Id"]
            return ("webhook" if fits else None), said["title"] + "\n" + said["text"]
        if path == "/open-apis/bot/v2/hook/x":
            right = base64.b64encode(keyed(f"{said['timestamp']}\n{SECRET}".encode(), b"")).decode()
            return ("feishu" if said["sign"] == right and said["msg_type"] == "text" else None), said["content"]["text"]
        if path == "/robot/send":
            right = base64.b64encode(keyed(SECRET.encode(), f"{asked['timestamp']}\n{SECRET}".encode())).decode()
            fits = asked["sign"] == right and asked["access_token"] == "t" and len(asked["timestamp"]) == 13
            return ("dingtalk" if fits and said["msgtype"] == "text" else None), said["text"]["content"]
        if path == "/cgi-bin/webhook/send":
            return ("wecom" if asked["key"] == "k" and said["msgtype"] == "text" else None), said["text"]["content"]
        if path == f"/bot{BOT}/sendMessage":
            return ("telegram" if said["chat_id"] == "-1001" else None), said["text"]
        if path == "/services/T/B/x":
            return "slack", said["text"]
        return None, ""


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail from one user, by AUTH PLAIN or LOGIN. `mails` has who it was from, to whom, and the message."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], email.message.EmailMessage]] = []
        self.users: list[str] = []
        super().__init__(("127.0.0.1", 0), MailHandler)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.shutdown()
        self.server_close()

    @property
    def texts(self) -> list[str]:
        return [f"{mail['Subject']}\n{mail.get_content()}" for _, _, mail in self.mails]


class MailHandler(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def hear(self) -> str:
        return self.rfile.readline().decode().rstrip("\r\n")

    def handle(self) -> None:
        self.say("220 mail.test ESMTP")
        sender, receivers, is_known = "", [], False
        while line := self.hear():
            word = line.upper()
            if word.startswith("EHLO"):
                self.say("250-mail.test")
                self.say("250 AUTH PLAIN LOGIN")
            elif word.startswith("AUTH PLAIN"):
                given = line[10:].strip()
                if not given:
                    self.say("334 ")
                    given = self.hear()
                is_known = base64.b64decode(given) == f"\0alerts\0{SECRET}".encode()
                self.say("235 ok" if is_known else "535 no")
            elif word.startswith("MAIL FROM:"):
                sender, receivers = line[10:].split()[0].strip("<>"), []
                self.say("250 ok" if is_known else "530 who are you")
            elif word.startswith("RCPT TO:"):
                receivers.append(line[8:].strip().strip("<>"))
                self.say("250 ok")
            elif word == "DATA":
                self.say("354 go on")
                lines = []
                while (text := self.hear()) != ".":
                    lines.append(text.removeprefix(".") if text.startswith("..") else text)
                message = email.message_from_string("\n".join(lines), policy=email.policy.default)
                self.server.mails.append((sender, receivers, message))
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


def fields(kind: str, programs: ChatPrograms, mail: MailServer) -> dict:
    """What an administrator enters."""
    paths = {
        "webhook": "/webhook", "feishu": "/open-apis/bot/v2/hook/x", "dingtalk": "/robot/send?access_token=t",
        "wecom": "/cgi-bin/webhook/send?key=k", "telegram": "", "slack": "/services/T/B/x",
    }
    if kind == "mail":
        return {
            "name": kind, "kind": kind, "language": "zh", "url": f"smtp://127.0.0.1:{mail.port}", "user": "alerts",
            "secret": SECRET, "from": "alerts@mirror.example", "to": ["boss@mirror.example", "night@mirror.example"],
        }
    secrets = {"telegram": BOT, "wecom": "", "slack": ""}
    new = {"name": kind, "kind": kind, "language": "en", "url": programs.url + paths[kind]}
    if secret := secrets.get(kind, SECRET):
        new["secret"] = secret
    if kind == "telegram":
        new["to"] = ["-1001"]
    return new
