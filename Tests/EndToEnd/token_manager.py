"""What tests of the refresh-token manager stand on: worlds whose start has its secret, and how programs call."""

import httpx

from codex_upstream import CodexUpstream
from conftest import World, login_options

SECRET = "my-api-secret-2025"


def options(codex: CodexUpstream) -> dict[str, str]:
    return {
        **login_options(codex), "CHATMIRROR_RT_API_SECRET": SECRET, "CHATMIRROR_UPSTREAM_CHATGPT_BASE_URL": codex.url,
    }


def managed(world: World, path: str, body: dict | None = None):
    """As the administrator does it in the panel."""
    return told(world.admin.post(f"/internalweb/v1/{path}", body))


def add(world: World, codex: CodexUpstream, name: str, **fields) -> dict:
    """A row with a refresh token that buys."""
    token = codex.issue(name)["refresh_token"]
    return managed(world, "rts/create", {"rt_token": token, "biz_id": name, **fields})


def row(world: World, name: str) -> dict:
    return managed(world, "rts/list", {"biz_id": name})["items"][0]


def call(world: World, path: str, body: dict, number: int = 0, secret: str | None = SECRET) -> httpx.Response:
    """A program's call, through one process or the other."""
    headers = {"X-API-Secret": secret} if secret is not None else {}
    return httpx.post(f"{world.urls[number % len(world.urls)]}/public-api/{path}", json=body, headers=headers, timeout=60)


def told(response: httpx.Response) -> dict:
    assert response.status_code == 200, response.text
    assert response.json()["success"] is True
    return response.json().get("data")
