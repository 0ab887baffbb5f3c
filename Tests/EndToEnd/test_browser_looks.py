"""How it looks: no serious fault for screen readers, nothing wider than the screen, two languages, two themes.

With CHATMIRROR_SCREENSHOTS=1 every stop of every walk is drawn into `screenshots/`, for eyes."""

import itertools
import os
import re

import pytest
from playwright.sync_api import Page, expect

import tour
from browser import assert_accessible, assert_fits
from chat_page import Chat
from conftest import World
from one_world import world  # noqa: F401 (fixture)
from server import ROOT

DRAWS = bool(os.environ.get("CHATMIRROR_SCREENSHOTS"))
# Each theme, device and language once is enough for the machine; eyes want all of them.
WALKS = (
    list(itertools.product(("light", "dark"), ("desktop", "phone"), (tour.ENGLISH, tour.CHINESE)))
    if DRAWS else [("light", "desktop", tour.ENGLISH), ("dark", "phone", tour.CHINESE)]
)
walks = pytest.mark.parametrize(("theme", "device", "language"), WALKS)


def look(page: Page, area: str, stop: str, theme: str, device: str, language: str) -> None:
    where = f"{area}-{stop}-{device}-{theme}-{language[:2]}"
    if DRAWS:
        (ROOT / "screenshots").mkdir(exist_ok=True)
        page.screenshot(path=ROOT / "screenshots" / f"{where}.png", animations="disabled")
    assert_accessible(page, where)
    assert_fits(page, where)


@walks
def test_the_welcome_pages_look_right(alone, visits, theme, device, language):
    page = visits.open(alone.url + "/login", theme=theme, phone=device == "phone", language=language)
    for stop in tour.welcome(page, alone):
        look(page, "welcome", stop, theme, device, language)


@walks
def test_the_set_up_page_looks_right(server, visits, theme, device, language):
    server.start()
    page = visits.open(server.link("/setup"), theme=theme, phone=device == "phone", language=language)
    for stop in tour.set_up(page):
        look(page, "welcome", stop, theme, device, language)


@walks
def test_the_chat_looks_right(alone, visits, theme, device, language):
    links = tour.furnish(alone, language)
    page = visits.open(links["ada"], theme=theme, phone=device == "phone", language=language)
    for stop in tour.chat(page, language, device == "phone"):
        look(page, "chat", stop, theme, device, language)


@walks
def test_the_chat_looks_right_in_trouble_too(alone, visits, theme, device, language):
    member = alone.member()
    page = visits.open(member.link, theme=theme, phone=device == "phone", language=language)
    for stop in tour.troubles(page, alone, member):
        look(page, "trouble", stop, theme, device, language)


@walks
def test_the_panel_looks_right(alone, visits, theme, device, language):
    tour.furnish(alone, language)
    page = visits.open(alone.url + "/login", theme=theme, phone=device == "phone", language=language)
    for stop in tour.admin(page, alone):
        look(page, "admin", stop, theme, device, language)


@pytest.mark.parametrize(("theme", "device", "language"), WALKS if DRAWS else WALKS[-1:])
def test_the_panel_looks_right_right_after_the_set_up(server, visits, theme, device, language):
    from conftest import set_up

    server.start()
    bare = World([server], None, set_up(server), 0)
    page = visits.open(server.url + "/login", theme=theme, phone=device == "phone", language=language)
    for stop in tour.bare_admin(page, bare):
        look(page, "admin", stop, theme, device, language)


def test_a_violated_policy_does_not_go_unheard(world, visits):
    page = visits.open(world.url + "/login")
    page.evaluate("try { document.body.innerHTML = 'x' } catch {}")
    expect(page.locator("form")).to_be_visible()
    assert any("trusted" in complaint.lower() for complaint in visits.complaints), visits.complaints
    visits.complaints.clear()


def test_the_language_of_the_browser_is_kept_until_another_is_chosen(world, visits):
    page = visits.open(world.member().link, language="zh-CN")
    expect(page.get_by_role("button", name="新对话").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    Chat(page).choose_setting("语言", "en")
    expect(page.get_by_role("button", name="New chat").first).to_be_visible()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="New chat").first).to_be_visible()


def test_a_chosen_theme_is_there_before_the_first_paint(world, visits):
    page = visits.open(world.member().link, theme="light")
    expect(page.locator("#composer")).to_be_visible()
    Chat(page).choose_setting("Theme", "dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(28, 29, 32)")
    assert 'class="dark"' in page.request.get(world.url + "/").text()


def test_the_chat_works_with_a_thumb(world, visits):
    page = visits.open(world.member().link, phone=True)
    page.locator("#composer").tap()
    page.locator("#composer").fill("Hello [[words=4]]")
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(page.locator("article.answer .markdown")).to_have_text("word0 word1 word2 word3")
    for name in ("Copy", "Answer again"):
        box = page.locator("article.answer").get_by_role("button", name=name, exact=True).bounding_box()
        assert box and box["width"] >= 44 and box["height"] >= 44, name
    page.get_by_role("button", name="Open sidebar").tap()
    expect(page.get_by_role("complementary").get_by_role("link", name="Hello")).to_be_visible()
    page.get_by_role("complementary").get_by_role("button", name="New chat", exact=True).tap()
    expect(page.get_by_role("complementary")).not_to_be_visible()
    expect(page.locator("article.answer")).to_have_count(0)


def test_the_keyboard_alone_gets_everywhere(world, visits):
    page = visits.open(world.member().link)
    expect(page.locator("#composer")).to_be_focused()
    page.keyboard.type("Hello [[words=2]]")
    page.keyboard.press("Enter")
    expect(page.locator("article.answer .markdown")).to_have_text("word0 word1")
    page.get_by_role("button", name=re.compile("settings and sign-out")).focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("menu")
    expect(menu).to_be_visible()
    page.keyboard.press("End")
    expect(menu.get_by_role("menuitem", name="Sign out")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("settings and sign-out"))).to_be_focused()
