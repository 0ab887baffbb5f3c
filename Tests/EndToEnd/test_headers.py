"""Headers are allow-listed both ways: nothing of a client reaches the upstream, nothing of an upstream reaches a client."""

import json
import socket

import httpx
import pytest

from upstream import Upstream

CANARY = "CN-header-canary"
HOSTILE = {
    "Set-Cookie": f"session={CANARY}; Path=/", "Set-Cookie2": CANARY, "Location": f"https://evil.test/{CANARY}",
    "Refresh": f"0; url=https://evil.test/{CANARY}", "Content-Security-Policy": f"default-src * '{CANARY}'",
    "Content-Security-Policy-Report-Only": CANARY, "X-Content-Security-Policy": CANARY, "X-WebKit-CSP": CANARY,
    "Strict-Transport-Security": f"max-age=0; {CANARY}", "Public-Key-Pins": CANARY, "Expect-CT": CANARY,
    "Access-Control-Allow-Origin": CANARY, "Access-Control-Allow-Credentials": CANARY,
    "Access-Control-Allow-Headers": CANARY, "Access-Control-Allow-Methods": CANARY, "Access-Control-Max-Age": CANARY,
    "Access-Control-Expose-Headers": CANARY, "Access-Control-Allow-Private-Network": CANARY,
    "Timing-Allow-Origin": CANARY, "Cross-Origin-Opener-Policy": CANARY, "Cross-Origin-Embedder-Policy": CANARY,
    "Cross-Origin-Resource-Policy": CANARY, "Referrer-Policy": CANARY, "Permissions-Policy": CANARY,
    "Feature-Policy": CANARY, "X-Frame-Options": CANARY, "X-XSS-Protection": CANARY, "X-Content-Type-Options": CANARY,
    "X-Permitted-Cross-Domain-Policies": CANARY, "X-Download-Options": CANARY, "Clear-Site-Data": f'"{CANARY}"',
    "Service-Worker-Allowed": CANARY, "SourceMap": CANARY, "X-SourceMap": CANARY, "Link": f"<{CANARY}>; rel=preload",
    "NEL": CANARY, "Report-To": CANARY, "Reporting-Endpoints": CANARY, "Origin-Agent-Cluster": CANARY,
    "Document-Policy": CANARY, "Accept-CH": CANARY, "Critical-CH": CANARY, "Vary": CANARY, "ETag": f'"{CANARY}"',
    "Last-Modified": CANARY, "Cache-Control": f"public, {CANARY}", "Expires": CANARY, "Pragma": CANARY, "Age": CANARY,
    "Surrogate-Control": CANARY, "CDN-Cache-Control": CANARY, "WWW-Authenticate": f'Basic realm="{CANARY}"',
    "Proxy-Authenticate": CANARY, "Authentication-Info": CANARY, "Authorization": CANARY, "Server": CANARY,
    "X-Powered-By": CANARY, "Via": CANARY, "X-Request-Id": CANARY, "X-Accel-Redirect": f"/{CANARY}",
    "X-Sendfile": f"/{CANARY}", "X-Accel-Buffering": CANARY, "X-Accel-Expires": CANARY, "Content-Disposition": CANARY,
    "Content-Language": CANARY, "Content-Location": CANARY, "Alt-Svc": f'h2="{CANARY}"', "Trailer": CANARY,
    "Upgrade": CANARY, "Keep-Alive": CANARY, "OpenAI-Organization": CANARY, "X-RateLimit-Remaining": CANARY,
}
ALLOWED = {
    "cache-control", "connection", "content-length", "content-security-policy", "content-type",
    "cross-origin-opener-policy", "cross-origin-resource-policy", "date", "permissions-policy", "referrer-policy",
    "retry-after", "transfer-encoding", "x-accel-buffering", "x-content-type-options", "x-request-id",
}


class HeaderUpstream(Upstream):
    """Adds every hostile header to each of its answers, and trailers to none."""

    def __init__(self) -> None:
        super().__init__()
        handler = self.server.RequestHandlerClass
        end_headers = handler.end_headers

        def with_hostile_headers(self) -> None:
            for name, value in HOSTILE.items():
                self.send_header(name, value)
            end_headers(self)

        handler.end_headers = with_hostile_headers


@pytest.fixture
def upstream():
    upstream = HeaderUpstream()
    yield upstream
    upstream.close()


def check(response: httpx.Response) -> None:
    assert set(response.headers) <= ALLOWED, set(response.headers) - ALLOWED
    assert CANARY not in json.dumps(list(response.headers.items()))
    assert response.headers.get_list("content-security-policy") == ["default-src 'none'; frame-ancestors 'none'; sandbox"]
    assert CANARY not in response.text


@pytest.mark.parametrize("orders", ["[[words=3]]", "[[status=401]]", "[[status=302]]", "[[status=429]]", "[[html]]", "[[cut=0]]"])
def test_no_header_of_an_upstream_reaches_a_client(world, orders):
    assert len(HOSTILE) >= 60
    direct = httpx.post(world.upstream.url, json={"messages": [{"content": orders}], "stream": True})
    assert json.dumps(list(direct.headers.items())).count(CANARY) >= 60, "the upstream does not send them"
    member = world.member()
    for path in ["", "?encoding=v1"]:
        check(member.client.post("/backend-api/conversation" + path, member.client.draft(orders)))
    assert not any(CANARY in server.log.read_text() for server in world.servers)
    probe = world.admin.post(f"/api/channel/test/{world.account}")
    check(probe)
    assert not probe.cookies


def test_no_header_of_a_client_reaches_an_upstream(world):
    member = world.member()
    names = [*HOSTILE, "X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Api-Key", "X-Goog-Api-Key", "Api-Key", "OpenAI-Beta",
             "OpenAI-Project", "Referer", "Accept-Language", "TE", "Proxy-Authorization", "Priority", "DNT", "Traceparent"]
    # What means something to us, or to the connection, cannot be sent as it likes.
    skipped = {"Upgrade", "Keep-Alive", "Trailer", "TE"}
    headers = {name: CANARY for name in names if name not in skipped}
    headers["Connection"] = "keep-alive, X-Api-Key, Authorization"
    headers["User-Agent"] = CANARY
    body = {**member.client.draft("Hello"), "api_base": f"https://{CANARY}.test", "extra_headers": {"X": CANARY},
            "user": CANARY, "base_url": CANARY}
    answer = member.client.request("POST", "/backend-api/conversation", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    asked = world.upstream.requests[-1]
    sent = {name.lower(): value for name, value in asked["headers"].items()}
    assert set(sent) == {
        "host", "user-agent", "accept", "accept-encoding", "content-type", "content-length", "authorization"}
    assert sent["host"] == f"127.0.0.1:{world.upstream.port}"
    assert sent["accept"] == "text/event-stream" and sent["accept-encoding"] == "identity"
    assert sent["content-type"] == "application/json" and sent["authorization"] == "Bearer sk-canary-key"
    assert sent["user-agent"].startswith("chatmirror/")
    assert CANARY not in json.dumps(asked)
    assert set(asked["body"]) == {"model", "messages", "stream", "stream_options"}


def test_what_is_refused_before_it_is_a_request_says_nothing_of_itself(world):
    for head in ["GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.1\r\nX_Y: 1\r\nHost: a\r\n\r\n",
                 f"GET /{CANARY}\0 HTTP/1.1\r\nHost: a\r\n\r\n", f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {CANARY}\r\n\r\n"]:
        with socket.create_connection(("127.0.0.1", world.server.port), 5) as client:
            client.sendall(head.encode())
            answer = b""
            while piece := client.recv(4096):
                answer += piece
        assert answer.startswith(b"HTTP/1.1 400 ")
        names = {line.split(b":")[0].decode().lower() for line in answer.split(b"\r\n\r\n")[0].split(b"\r\n")[1:]}
        assert names == {"content-type", "date", "x-request-id", "content-length", "connection"}
        assert b"text/plain" in answer and CANARY.encode() not in answer


def test_a_key_is_never_sent_to_a_host_it_was_not_entered_for(world):
    other = HeaderUpstream()
    try:
        for server in world.servers:
            server.stop()
            server.environment["CHATMIRROR_UPSTREAM_ALLOW_PRIVATE"] += f",127.0.0.1:{other.port}"
            server.start()
        member = world.member()
        moved = world.admin.put("/api/channel/", {"id": world.account, "base_url": other.url})
        assert moved.json()["data"]["has_key"] is False
        world.admin.post(f"/api/channel/test/{world.account}")
        member.client.send("Hello")
        assert len(other.requests) == 2
        for asked in other.requests:
            assert "authorization" not in {name.lower() for name in asked["headers"]}
            assert "sk-canary-key" not in json.dumps(asked)
    finally:
        other.close()
