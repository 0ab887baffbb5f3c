"""Programs that ask with a key, what is recorded of them, and accounts that fail them; and the words of the pages about all that."""

import httpx
from playwright.sync_api import Locator, Page

import tour
from conftest import World
from streams import wait_for


def dialog(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=name, exact=True)


def button(place: Locator | Page, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def from_menu(page: Page, name: str) -> Locator:
    """What the member's own menu opens."""
    page.get_by_role("button", name="settings and sign-out").click()
    page.get_by_role("menuitem", name=name, exact=True).click()
    return dialog(page, name)


def ask(world: World, key: str, text: str = "hello", **fields) -> int:
    """The status that a program gets."""
    body = {"model": "test-model", "messages": [{"role": "user", "content": text}], **fields}
    headers = {"authorization": f"Bearer {key}"}
    return httpx.post(f"{world.url}/v1/chat/completions", json=body, headers=headers, timeout=20).status_code


def wait_for_status(world: World, key: str, status: int) -> None:
    """The other process hears of a change a moment later."""
    wait_for(lambda: ask(world, key) == status, f"the key answers {status}", 5)


def await_record(member, count: int) -> None:
    """Rows are written within a second."""
    def is_there() -> bool:
        rows = member.client.data(member.client.get("/api/log/self?cursor="))["items"]
        return len(rows) >= count and all(each["status"] != "running" for each in rows)

    wait_for(is_there, f"{count} rows in the record", 10)


def add_failing(world: World, member, name: str = "team-02") -> int:
    """An account that a member is asked to use first, and that no longer has a login."""
    tour.refuse_under(world.upstream, "/refusing")
    fields = {"name": name, "type": 1, "base_url": f"{world.upstream.url}/refusing", "key": "sk-old", "models": "test-model"}
    account = world.admin.data(world.admin.post("/api/channel/", {"mode": "single", "channel": fields}))["id"]
    binding = {"user_id": member.id, "channel_id": account, "mode": "shared", "priority": 9}
    world.admin.data(world.admin.post("/api/binding/", binding))
    return account
