"""The search: what is found, where it leads, and that the keyboard, an input method and a phone can do it."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser import another_tab, assert_accessible, assert_fits
from chat_page import Chat


@pytest.fixture
def chat(alone, visits):
    return Chat(visits.open(alone.member().link))


def search(chat: Chat, text: str) -> Page:
    """Types at once, as a hand does that knows the key."""
    chat.page.keyboard.press("Control+k")
    chat.page.keyboard.type(text)
    return chat.page


def marked(page: Page):
    return page.get_by_role("option").locator("mark")


def test_words_in_questions_answers_and_titles_are_found_and_lead_there(chat, visits):
    for name in ("white whales", "birds", "退款政策"):
        chat.page.keyboard.press("Control+Shift+O")
        chat.ask(f"About {name} [[words=400]]")
    page = search(chat, "WHITE")
    expect(page.get_by_role("option")).to_have_count(2)
    expect(page.get_by_role("option").first).to_have_text(re.compile("^About white whales"))
    expect(marked(page)).to_have_text(["white"])
    field = page.get_by_role("combobox", name="Search chats")
    field.fill("“whales [[words”")
    expect(page.get_by_role("status").filter(has_text="2 results")).to_be_visible()
    field.fill("no such words anywhere")
    expect(page.get_by_text("Nothing was found for “no such words anywhere”.")).to_be_visible()
    field.fill("before:soon")
    expect(page.get_by_text("“before:” and “after:” need a day")).to_be_visible()
    visits.forgive("status of 400")
    field.fill("款政")
    expect(marked(page)).to_have_text(["款政"])
    field.fill("word399 birds")
    expect(page.get_by_text("Nothing was found")).to_be_visible()
    # The newest first.
    field.fill("word399")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("white whales")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(chat.questions).to_contain_text("About white whales")
    expect(chat.answers).to_be_focused()


def test_a_message_on_another_branch_and_far_up_is_shown(alone, visits):
    chat = Chat(visits.open(alone.member().link))
    page = chat.page
    chat.ask("needle of the first try [[words=300]]")
    page.get_by_role("button", name="Edit", exact=True).click()
    editor = page.get_by_role("textbox", name="Edit", exact=True)
    editor.fill("second try [[words=300]]")
    editor.press("Enter")
    expect(page.get_by_role("group", name="Version 2 of 2")).to_be_visible()
    chat.expect_finished()
    chat.ask("more [[words=300]]")
    page.keyboard.press("Control+Shift+O")
    # From elsewhere, in a window that does not hold the chat.
    page = another_tab(page)
    chat = Chat(page)
    expect(chat.rows).to_have_count(1)
    search(chat, "needle")
    expect(page.get_by_role("option").filter(has_text="You")).to_have_count(1)
    page.get_by_role("option").filter(has_text="You").click()
    expect(chat.questions).to_have_count(1)
    expect(chat.questions).to_contain_text("needle of the first try")
    expect(chat.questions).to_be_in_viewport()
    expect(page.get_by_role("group", name="Version 1 of 2")).to_be_visible()


def test_an_input_method_is_not_searched_before_its_word_is_chosen_and_escape_leads_back(chat):
    chat.ask("两个字的词 [[words=1]]")
    asked = []
    chat.page.on("request", lambda request: "/search?" in request.url and asked.append(request.url))
    page = search(chat, "")
    expect(page.get_by_role("option")).to_have_count(1)
    field = page.get_by_role("combobox", name="Search chats")
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "liangge", "selectionStart": 7, "selectionEnd": 7})
    expect(field).to_have_value("liangge")
    expect(page.get_by_text("Recent chats")).to_be_visible()
    with page.expect_response("**/conversations/search?**"):
        session.send("Input.insertText", {"text": "两个"})
    assert all("liangge" not in url for url in asked)
    expect(marked(page)).to_have_text(["两个"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Search chats").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Search chats")).to_be_focused()


def test_a_member_finds_nothing_of_another(alone, visits):
    mine, other = (Chat(visits.open(alone.member().link)) for _ in range(2))
    mine.ask("the secret plan [[words=1]]")
    page = search(other, "secret")
    expect(page.get_by_text("Nothing was found")).to_be_visible()
    page = search(mine, "secret")
    expect(marked(page).first).to_have_text("secret")


@pytest.mark.parametrize(
    ("language", "theme", "phone", "send", "words"),
    [("en-US", "light", False, "Send", "2 results"), ("zh-CN", "dark", True, "发送", "2 条结果")], ids=["desktop", "phone"])
def test_the_search_fits_and_has_no_fault(alone, visits, language, theme, phone, send, words):
    page = visits.open(alone.member().link, language=language, theme=theme, phone=phone)
    chat = Chat(page)
    chat.type("退款政策是什么 long-" + "x" * 300 + " [[words=3]]")
    page.get_by_role("button", name=send, exact=True).click()
    expect(chat.answers).to_have_count(1)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option")).to_have_count(1)
    assert_accessible(page, "recent chats")
    page.keyboard.type("政策")
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()
    assert_accessible(page, "results")
    assert_fits(page, "results")
