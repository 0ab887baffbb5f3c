"""Names of every length and script break no page, and notices cover nothing that can be pressed."""

import os

import pytest
from playwright.sync_api import Page, expect

import names
from browser import DESKTOP, PHONE
from conftest import World
from server import ROOT
from tour import sign_in

devices = pytest.mark.parametrize("device", ["desktop", "phone"])
DRAWS = bool(os.environ.get("CHATMIRROR_SCREENSHOTS"))


def look(page: Page, where: str) -> None:
    if DRAWS:
        (ROOT / "screenshots").mkdir(exist_ok=True)
        page.screenshot(path=ROOT / "screenshots" / f"names-{where}.png", animations="disabled")
    names.assert_all_inside(page, where)


@pytest.fixture
def named(alone) -> tuple[World, str]:
    return alone, names.furnish(alone)


@devices
def test_long_names_stay_inside_the_chat(named, visits, device):
    world, link = named
    page = visits.open(link, phone=device == "phone", theme="dark" if device == "phone" else "light")
    expect(page.locator(".greeting")).to_be_visible()
    look(page, f"greeting-{device}")

    def sidebar() -> None:
        if device == "phone" and not page.locator(".sidebar").is_visible():
            page.get_by_role("button", name="Open sidebar").tap()
        # It slides in.
        page.locator(".sidebar").evaluate("sidebar => Promise.all(sidebar.getAnimations().map(one => one.finished))")

    sidebar()
    expect(page.locator(".conversation")).to_have_count(len(names.ALL))
    look(page, f"sidebar-{device}")
    page.locator(".account").click()
    look(page, f"account-menu-{device}")
    page.keyboard.press("Escape")
    for entry in ("Rename", "Move to project…"):
        page.locator(".conversation").first.hover()
        page.locator(".conversation-menu").first.click()
        page.get_by_role("menuitem", name=entry).click()
        look(page, f"{entry.split()[0].lower()}-{device}")
        page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("v" * 256)
    look(page, f"search-{device}")
    page.keyboard.press("Escape")
    for place in range(len(names.ALL)):
        sidebar()
        page.locator(".conversation a").nth(place).click()
        expect(page.locator("article.answer")).to_be_visible()
        look(page, f"chat-{place}-{device}")
    page.locator(".model-button").click()
    look(page, f"models-{device}")
    page.get_by_role("menuitemradio").last.click()
    look(page, f"model-{device}")
    page.locator("#composer").fill(names.LATIN)
    look(page, f"composer-{device}")


@devices
def test_long_names_stay_inside_the_panel_and_tables_fit(named, visits, device):
    world, _ = named
    page = visits.open(world.url + "/login", phone=device == "phone", theme="light" if device == "phone" else "dark")
    sign_in(page)
    for name in ("", "members", "accounts", "bindings", "packages", "audit"):
        page.goto(f"{world.url}/admin/{name}".rstrip("/"))
        expect(page.locator("h1").first).to_be_visible()
        expect(page.locator(".skeleton")).to_have_count(0)
        look(page, f"{name or 'overview'}-{device}")
    for name in ("members", "accounts"):
        page.goto(f"{world.url}/admin/{name}")
        for place in range(len(names.ALL)):
            button = page.get_by_role("button", name="More for").nth(place)
            button.scroll_into_view_if_needed()
            button.click()
            look(page, f"{name}-menu-{place}-{device}")
            page.get_by_role("menuitem", name="Edit").click()
            expect(page.get_by_role("dialog")).to_be_visible()
            look(page, f"{name}-edit-{place}-{device}")
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)
        page.get_by_role("button", name="More for").first.click()
        page.get_by_role("menuitem", name="Delete").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        look(page, f"{name}-delete-{device}")
        page.keyboard.press("Escape")
    page.goto(f"{world.url}/admin/members")
    page.locator(".cell-button").last.click()
    expect(page.locator(".usage").first).to_be_visible()
    look(page, f"drawer-{device}")
    page.goto(f"{world.url}/admin/bindings?new=1")
    page.get_by_role("combobox", name="Account").last.click()
    expect(page.get_by_role("option").first).to_be_visible()
    look(page, f"picker-{device}")
    page.goto(f"{world.url}/admin/members?q={'w' * 200}")
    expect(page.locator(".empty-state")).to_be_visible()
    look(page, f"nothing-{device}")


def test_what_people_and_models_wrote_runs_in_its_own_direction(named, visits):
    world, link = named
    page = visits.open(link)
    row = page.locator(".conversation-title").filter(has_text=names.ARABIC[:20])
    expect(row).to_have_css("direction", "rtl")
    # A name in the middle of a sentence turns nothing around beside it.
    expect(page.locator(".greeting")).to_have_css("direction", "ltr")
    expect(page.locator(".greeting bdi")).to_have_count(1)
    row.click()
    expect(page.locator(".bubble")).to_have_css("direction", "rtl")
    page.locator("#composer").fill("مرحبا")
    expect(page.locator("#composer")).to_have_css("direction", "rtl")
    page.locator("#composer").fill("Hello")
    expect(page.locator("#composer")).to_have_css("direction", "ltr")
    # A text area is told its direction: what `auto` finds out takes minutes of a long text.
    unmarked = page.evaluate("""() => [...document.querySelectorAll("input:not([type=password]):not([type=checkbox]):not([type=file])")]
        .filter((each) => each.getAttribute("dir") !== "auto").map((each) => each.outerHTML)""")
    assert unmarked == []


@devices
def test_notices_cover_nothing_in_the_chat(alone, visits, device):
    member = alone.member()
    for number in range(3):
        answer = member.client.send(f"chat {number} [[words=200]]")
        member.client.request("PATCH", f"/backend-api/conversation/{answer.conversation}", json={"title": f"chat {number}"})
    page = visits.open(member.link, phone=device == "phone")
    if device == "phone":
        page.get_by_role("button", name="Open sidebar").tap()
    page.locator(".conversation a").filter(has_text="chat 0").click()
    expect(page.locator("article.answer")).to_be_visible()

    def menu(title: str, entry: str) -> None:
        if device == "phone" and not page.locator(".sidebar").is_visible():
            page.get_by_role("button", name="Open sidebar").tap()
        page.locator(".conversation").filter(has_text=title).hover()
        page.get_by_role("button", name=f"Menu of “{title}”").click()
        page.get_by_role("menuitem", name=entry).click()

    menu("chat 1", "Archive")
    names.assert_nothing_covered(page, f"one notice, {device}")
    menu("chat 2", "Delete")
    expect(page.get_by_text("Chat deleted")).to_be_visible()
    names.assert_nothing_covered(page, f"two notices, {device}")
    # What the notice offers can be pressed, also beside the open drawer.
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(".conversation").filter(has_text="chat 1")).to_have_count(1)
    names.assert_nothing_covered(page, f"a notice, {device}")
    if device == "phone":
        page.locator(".drawer-backdrop").tap(position={"x": 385, "y": 300})
        names.assert_nothing_covered(page, f"without the drawer, {device}")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".toast")).to_have_count(0)
    height = page.evaluate("document.querySelector('.app').offsetHeight === innerHeight")
    assert height


@devices
def test_notices_cover_nothing_in_a_dialog(alone, visits, device):
    member = alone.member()
    for number in range(12):
        answer = member.client.send(f"chat {number} [[words=1]]")
        member.client.request("PATCH", f"/backend-api/conversation/{answer.conversation}", json={"is_archived": True})
    page = visits.open(member.link, phone=device == "phone")
    page.set_viewport_size({**(PHONE if device == "phone" else DESKTOP), "height": 480})
    if device == "phone":
        page.get_by_role("button", name="Open sidebar").tap()
    page.locator(".account").click()
    page.get_by_role("menuitem", name="Archived chats").click()
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(12)
    page.route("**/backend-api/conversations", lambda route: route.fulfill(status=503, json={}))
    visits.forgive("status of 503")
    page.get_by_role("dialog").get_by_role("button", name="Unarchive").first.click()
    names.assert_nothing_covered(page, f"archived chats, {device}")
    expect(page.get_by_role("dialog").locator(".toast")).to_be_visible()


@devices
def test_notices_cover_nothing_in_the_panel(named, visits, device):
    world, _ = named
    page = visits.open(world.url + "/login", phone=device == "phone")
    sign_in(page)
    page.goto(world.url + "/admin/accounts")
    for place in range(3):
        page.get_by_role("button", name="More for").nth(place).click()
        page.get_by_role("menuitem", name="Disable").click()
        page.get_by_role("dialog").get_by_role("button", name="Disable").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator(".toast")).to_have_count(place + 1)
        names.assert_nothing_covered(page, f"{place + 1} notices, {device}")
    page.locator(".admin").evaluate("(panel) => panel.scrollTo(0, panel.scrollHeight)")
    names.assert_nothing_covered(page, f"at the end, {device}")
    names.assert_all_inside(page, f"notices, {device}")
