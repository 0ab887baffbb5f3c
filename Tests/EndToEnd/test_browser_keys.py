"""The keyboard, on glass and off it: what sends, what opens, where the focus goes; and what cannot be sent."""

import pytest
from playwright.sync_api import expect

from chat_page import Chat, words


@pytest.fixture
def chat(alone, visits):
    return Chat(visits.open(alone.member().link))


def set_send_key(chat: Chat, name: str) -> None:
    chat.open_settings().get_by_role("radio", name=name, exact=True).check()
    chat.page.keyboard.press("Escape")


def test_enter_on_a_touch_keyboard_makes_a_new_line(alone, visits):
    chat = Chat(visits.open(alone.member().link, phone=True))
    expect(chat.page.get_by_role("button", name="Model: test-model")).to_be_visible()
    chat.composer.tap()
    chat.page.keyboard.type("one [[words=2]]")
    chat.page.keyboard.press("Enter")
    chat.page.keyboard.type("two")
    expect(chat.composer).to_have_value("one [[words=2]]\ntwo")
    assert chat.composer.get_attribute("enterkeyhint") == "enter"
    chat.page.get_by_role("button", name="Send", exact=True).tap()
    expect(chat.answer).to_have_text(words(2))
    # The same in the editor of a question.
    chat.page.get_by_role("button", name="Edit", exact=True).tap()
    editor = chat.page.get_by_role("textbox", name="Edit", exact=True)
    editor.press("Enter")
    expect(editor).to_have_value("one [[words=2]]\ntwo\n")
    # A keyboard that has Ctrl has a way to send.
    editor.press("Control+Enter")
    expect(chat.page.get_by_role("group", name="Version 2 of 2")).to_be_visible()


def test_the_send_key_is_chosen_and_remembered(chat):
    set_send_key(chat, "Ctrl+Enter")
    for _ in range(2):
        chat.composer.press("Enter")
        expect(chat.composer).to_have_value("\n")
        chat.composer.fill("")
        chat.page.reload()
        expect(chat.composer).to_be_visible()
    chat.type("Hello [[words=3]]")
    for composing in ({"isComposing": True}, {"keyCode": 229}):
        chat.composer.dispatch_event("keydown", {"key": "Enter", "ctrlKey": True, "bubbles": True, "cancelable": True, **composing})
    expect(chat.questions).to_have_count(0)
    chat.composer.press("Control+Enter")
    expect(chat.answer).to_have_text(words(3))
    chat.expect_finished()
    set_send_key(chat, "Enter")
    chat.type("Again [[words=4]]")
    chat.composer.press("Enter")
    expect(chat.answer).to_have_text(words(4))


def test_the_focus_comes_back_after_renaming_and_after_an_edit_that_is_left(chat):
    chat.ask("Something [[words=1]]")
    page, link = chat.page, chat.rows.first.get_by_role("link")
    for key in ("Enter", "Escape"):
        chat.rows.first.hover()
        chat.rows.first.get_by_role("button").click()
        page.get_by_role("menuitem", name="Rename").click()
        expect(page.get_by_role("textbox", name="New title")).to_be_focused()
        page.keyboard.press(key)
        expect(link).to_be_focused()
    edit = page.get_by_role("button", name="Edit", exact=True)
    edit.click()
    page.keyboard.press("Escape")
    expect(edit).to_be_focused()
    edit.click()
    page.get_by_role("button", name="Cancel").click()
    expect(edit).to_be_focused()
    chat.composer.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(chat.composer).to_be_focused()


def test_a_title_is_as_long_as_the_server_lets_it_be_and_not_longer(chat):
    chat.ask("Something [[words=1]]")
    for character in ("👍", "汉", "é"):
        chat.rows.first.hover()
        chat.rows.first.get_by_role("button").click()
        chat.page.get_by_role("menuitem", name="Rename").click()
        field = chat.page.get_by_role("textbox", name="New title")
        field.fill(character * 201)
        field.press("Enter")
        expect(chat.page.get_by_role("alert")).to_contain_text("At most 200 characters; these are 201.")
        field.fill(character * 200)
        expect(chat.page.get_by_role("alert")).to_have_count(0)
        field.press("Enter")
        expect(chat.rows.first).to_have_text(character * 200)
        chat.page.reload()
        expect(chat.rows.first).to_have_text(character * 200)


@pytest.mark.parametrize(("order", "says"), [
    ("[[words=3]]", "The answer is finished"),
    ("[[cut=0]]", "The upstream broke off in the middle of the answer."),
    ("[[words=0]]", "The model ended its answer without writing anything."),
])
def test_how_an_answer_ended_is_read_out(chat, order, says):
    chat.send(f"Tell me {order}")
    expect(chat.page.get_by_role("status").filter(has_text=says)).to_have_count(1)


def test_that_an_answer_was_stopped_or_interrupted_is_read_out(alone, chat, visits):
    visits.forgive("ERR_INCOMPLETE_CHUNKED", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "ERR_SOCKET")

    def said(words: str) -> None:
        expect(chat.page.locator("main > [role=status]").filter(has_text=words)).to_have_count(1)

    chat.send("Tell me [[words=20]] [[hold=10]]")
    expect(chat.answer).to_have_text(words(10))
    said("The answer is being written")
    chat.page.get_by_role("button", name="Stop", exact=True).click()
    said("Stopped")
    chat.page.get_by_role("button", name="New chat", exact=True).first.click()
    chat.send("Tell me more [[words=20]] [[hold=10]]")
    expect(chat.answer).to_have_text(words(10))
    alone.server.kill()
    alone.server.start()
    expect(chat.answers.last).to_contain_text("The answer was interrupted.")
    said("The answer was interrupted.")
