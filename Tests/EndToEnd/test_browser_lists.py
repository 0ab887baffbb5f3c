"""A member's list of chats in a browser: pinned ones, projects, several at once, the trash, and titles that come by themselves."""

import re

import pytest
from playwright.sync_api import expect

from browser import assert_accessible, assert_fits
from chat_page import Chat
from conftest import ask_for_titles


def ask(member, *texts: str) -> None:
    for text in texts:
        member.client.send(text)


def of_three(alone, visits) -> Chat:
    """The page of a member with three chats."""
    member = alone.member()
    ask(member, "first", "second", "third")
    return Chat(visits.open(member.link))


def group(chat: Chat, name: str):
    return chat.sidebar.locator("section").filter(has=chat.page.get_by_role("heading", name=name, exact=True))


def test_chats_are_pinned_and_put_into_projects(alone, visits):
    chat = of_three(alone, visits)
    page = chat.page
    chat.row_menu("second", "Pin")
    expect(group(chat, "Pinned").locator(".conversation")).to_have_text(re.compile("second"))
    expect(group(chat, "Today").locator(".conversation")).to_have_count(2)

    page.get_by_role("button", name="New project").click()
    page.keyboard.type("Trip")
    page.keyboard.press("Enter")
    folder = chat.sidebar.get_by_role("button", name="Trip", exact=True)
    expect(folder).to_have_attribute("aria-expanded", "false")
    chat.row_menu("first", "Move to project")
    page.get_by_role("dialog", name="Move to a project").get_by_role("button", name="Trip").click()
    expect(group(chat, "Today").locator(".conversation")).to_have_count(1)
    folder.press("Enter")
    expect(group(chat, "Projects").get_by_role("link")).to_have_text(re.compile("first"))
    page.reload()
    expect(group(chat, "Projects").get_by_role("link")).to_have_text(re.compile("first"))
    assert_accessible(page, "lists")

    page.get_by_role("button", name="Menu of “first”").press("Enter")
    page.get_by_role("menuitem", name="Move to project").click()
    dialog = page.get_by_role("dialog", name="Move to a project")
    dialog.get_by_label("New project").fill("Other")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(chat.sidebar.get_by_role("button", name="Other", exact=True)).to_be_visible()
    page.get_by_role("button", name="Menu of the project “Other”").press("Enter")
    page.get_by_role("menuitem", name="Delete project").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete project").click()
    expect(group(chat, "Today").locator(".conversation")).to_have_count(2)


def test_several_are_deleted_by_keys_and_come_back_at_once(alone, visits):
    chat = of_three(alone, visits)
    page = chat.page
    chat.row_menu("third", "Select several")
    boxes = chat.sidebar.get_by_role("checkbox")
    expect(boxes.nth(0)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    bar = chat.sidebar.get_by_role("group", name="Select several")
    expect(bar.get_by_role("status")).to_have_text("2 selected")
    page.keyboard.press("Escape")
    expect(boxes).to_have_count(0)
    expect(chat.sidebar.get_by_role("link", name="third")).to_be_focused()
    chat.row_menu("third", "Select several")
    boxes.nth(1).check()
    bar.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("2 chats deleted")).to_be_visible()
    expect(chat.rows).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(chat.rows).to_have_count(3)


@pytest.mark.parametrize(("phone", "language", "words"), [
    (False, "en-US", {"trash": "Trash", "restore": "Restore “second", "erase": "Delete “first", "now": "Delete now", "empty": "The trash is empty.",
                      "open": "Open sidebar"}),
    (True, "zh-CN", {"trash": "回收站", "restore": "恢复“second", "erase": "立即删除“first", "now": "立即删除", "empty": "回收站是空的。",
                     "open": "打开侧边栏"}),
])
def test_the_trash_gives_back_and_forgets(alone, visits, phone, language, words):
    member = alone.member()
    ask(member, "first", "second")
    listed = member.client.get("/backend-api/conversations").json()["items"]
    answer = member.client.request("PATCH", "/backend-api/conversations", json={
        "conversation_ids": [item["id"] for item in listed], "is_visible": False})
    assert answer.status_code == 200
    page = visits.open(member.link, language=language, theme="dark" if phone else "light", phone=phone)
    if phone:
        page.get_by_role("button", name=words["open"]).tap()
    page.locator(".account").click()
    page.get_by_role("menuitem", name=words["trash"]).click()
    dialog = page.get_by_role("dialog", name=words["trash"])
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    assert_accessible(page, f"trash {language}")
    assert_fits(page, f"trash {language}")
    if phone:
        sizes = dialog.locator("li button").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
        assert min(sizes) >= 44, sizes
    dialog.get_by_role("button", name=words["restore"]).click()
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    dialog.get_by_role("button", name=words["erase"]).click()
    page.get_by_role("dialog").last.get_by_role("button", name=words["now"]).click()
    expect(dialog.get_by_text(words["empty"])).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".conversation")).to_have_text(re.compile("second"))


def test_a_title_that_the_upstream_finds_appears_by_itself_and_costs_nothing(world, visits):
    ask_for_titles(world.admin, True)
    world.upstream.title = "Lists put in order"
    member = world.member([{"window": "day", "limit": 5}])
    chat = Chat(visits.open(member.link))
    chat.ask("How do I sort a list? [[words=3]]")
    expect(chat.rows.first).to_contain_text("Lists put in order")
    expect(chat.page).to_have_title(re.compile("Lists put in order"))
    chat.ask("And then? [[words=1]]")
    assert len(world.upstream.requests) == 3
    assert world.reserved_turns()[member.id] == 2
