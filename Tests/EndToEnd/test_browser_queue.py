"""Messages that are written while an answer is."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser import assert_accessible, assert_fits
from chat_page import Chat, words


@pytest.fixture
def chat(alone, visits):
    return Chat(visits.open(alone.member().link))


def queue(page: Page) -> Locator:
    return page.get_by_role("list", name="Messages that wait for the answer").get_by_role("listitem")


def test_messages_wait_for_the_answer_and_are_sent_one_after_the_other(alone, chat):
    chat.send("Tell me [[words=20]] [[hold=10]]")
    expect(chat.answer).to_have_text(words(10))
    for text in ("second [[words=2]]", "dropped [[words=9]]", "third [[words=3]]", "changed [[words=9]]"):
        chat.composer.fill(text)
        chat.composer.press("Enter")
        expect(chat.composer).to_have_value("")
    assert len(alone.upstream.requests) == 1
    queue(chat.page).nth(1).get_by_role("button", name="Do not send").click()
    queue(chat.page).last.get_by_role("button", name="Edit this message").click()
    expect(chat.composer).to_have_value("changed [[words=9]]")
    # A reload loses none of them.
    chat.page.reload()
    expect(queue(chat.page)).to_have_text(["second [[words=2]]", "third [[words=3]]"])
    expect(chat.composer).to_have_value("changed [[words=9]]")
    chat.composer.fill("fourth [[words=4]]")
    chat.page.get_by_role("button", name="Send when the answer is finished").click()
    alone.upstream.release.set()
    expect(chat.answers).to_have_text([re.compile(words(count)) for count in (20, 2, 3, 4)])
    expect(queue(chat.page)).to_have_count(0)
    chat.expect_finished()
    expect(chat.questions).to_have_text([re.compile(text) for text in ("Tell me", "second", "third", "fourth")])


def test_a_message_that_waits_can_be_sent_now_and_after_a_stop_none_is_sent_by_itself(alone, chat):
    chat.send("Tell me [[words=20]] [[hold=10]]")
    expect(chat.answer).to_have_text(words(10))
    for text in ("second [[words=2]]", "third [[words=3]] [[hold=1]]", "fourth [[words=4]]"):
        chat.composer.fill(text)
        chat.composer.press("Enter")
    queue(chat.page).nth(1).get_by_role("button", name="Stop the answer and send now").click()
    expect(chat.answers).to_have_count(2)
    expect(chat.questions.last).to_contain_text("third")
    expect(chat.answers.last).to_contain_text("word0")
    chat.page.get_by_role("button", name="Stop", exact=True).click()
    chat.expect_finished()
    expect(queue(chat.page)).to_have_text(["second [[words=2]]", "fourth [[words=4]]"])
    queue(chat.page).first.get_by_role("button", name="Stop the answer and send now").click()
    # It is answered, so the next one goes on by itself.
    expect(chat.answers.last).to_contain_text(words(4))
    expect(queue(chat.page)).to_have_count(0)


def test_of_a_hundred_messages_twenty_wait_and_what_was_refused_waits_on(alone, visits):
    counted = alone.member([{"window": "day", "limit": 2}])
    chat = Chat(visits.open(counted.link))
    chat.send("Tell me [[words=20]] [[hold=10]]")
    expect(chat.answer).to_have_text(words(10))
    for number in range(100):
        chat.composer.fill(f"message {number} [[words=1]]" if number else "a long one " * 40)
        chat.composer.press("Enter")
    expect(queue(chat.page)).to_have_count(20)
    expect(chat.page.get_by_role("status").filter(has_text="20 messages wait already")).to_be_visible()
    expect(chat.composer).to_have_value("message 99 [[words=1]]")
    for button in queue(chat.page).first.get_by_role("button").all():
        expect(button).to_be_in_viewport(ratio=0.9)
    alone.upstream.release.set()
    expect(chat.page.get_by_role("alert")).to_contain_text("limit")
    expect(queue(chat.page)).to_have_count(19)
    expect(queue(chat.page).first).to_have_text("message 1 [[words=1]]")
    assert_accessible(chat.page, "a queue")
    assert_fits(chat.page, "a queue")
