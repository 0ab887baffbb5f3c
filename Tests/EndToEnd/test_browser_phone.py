"""What the chat does while an answer is written, as a Chinese-speaking member sees it on a phone in the dark."""

import pytest
from playwright.sync_api import expect

from browser import another_tab, assert_accessible, assert_fits
from chat_page import Chat, words

PHONE = {"language": "zh-CN", "phone": True, "theme": "dark"}


@pytest.fixture
def member(alone):
    return alone.member()


@pytest.fixture
def chat(member, visits):
    chat = Chat(visits.open(member.link, **PHONE))
    expect(chat.composer).to_be_visible()
    return chat


def send(chat: Chat, text: str) -> None:
    chat.type(text)
    # On a touch screen Enter begins a new line.
    chat.page.get_by_role("button", name="发送", exact=True).tap()
    expect(chat.composer).to_have_value("")


def finished(chat: Chat) -> None:
    expect(chat.answers.last.get_by_role("button", name="复制", exact=True).last).to_be_visible()
    expect(chat.page.get_by_role("button", name="停止", exact=True)).to_have_count(0)


def test_an_answer_goes_on_after_a_reload(alone, chat):
    send(chat, "讲个故事 [[words=40]] [[hold=20]]")
    expect(chat.answer).to_have_text(words(20))
    chat.page.reload()
    expect(chat.answer).to_have_text(words(20))
    assert_fits(chat.page, "an answer that grows")
    assert_accessible(chat.page, "an answer that grows")
    alone.upstream.release.set()
    expect(chat.answer).to_have_text(words(40))
    finished(chat)


def test_messages_wait_for_the_answer(alone, chat):
    send(chat, "第一条 [[words=20]] [[hold=10]]")
    expect(chat.answer).to_have_text(words(10))
    for text in ("第二条 [[words=2]]", "第三条 [[words=3]]"):
        chat.type(text)
        chat.page.get_by_role("button", name="回答完成后发送").tap()
        expect(chat.composer).to_have_value("")
    waiting = chat.page.get_by_role("list", name="等待回答完成的消息").get_by_role("listitem")
    expect(waiting).to_have_count(2)
    assert_fits(chat.page, "messages that wait")
    assert_accessible(chat.page, "messages that wait")
    waiting.last.get_by_role("button", name="不发送").tap()
    expect(waiting).to_have_count(1)
    alone.upstream.release.set()
    expect(chat.answers).to_have_count(2)
    expect(chat.answer).to_have_text(words(2))
    finished(chat)


def test_a_stale_window_shows_the_newer_messages_first(member, chat, visits):
    send(chat, "第一条 [[words=3]]")
    finished(chat)
    stale = Chat(visits.open(member.link, **PHONE))
    expect(stale.composer).to_be_visible()
    stale.page.goto(chat.page.url)
    expect(stale.answer).to_have_text(words(3))
    send(chat, "第二条 [[words=5]]")
    finished(chat)
    stale.type("第三条 [[words=7]]")
    stale.page.get_by_role("button", name="发送", exact=True).tap()
    expect(stale.page.get_by_role("alert")).to_contain_text("这个对话已在别处继续")
    expect(stale.answer).to_have_text(words(5))
    expect(stale.composer).to_have_value("第三条 [[words=7]]")
    assert_fits(stale.page, "a stale window")
    assert_accessible(stale.page, "a stale window")


def test_windows_go_along(alone, chat):
    other = Chat(another_tab(chat.page, alone.url + "/"))
    expect(other.composer).to_be_visible()
    send(chat, "一起看 [[words=30]] [[hold=10]]")
    expect(chat.answer).to_have_text(words(10))
    other.page.goto(chat.page.url)
    expect(other.answer).to_have_text(words(10))
    alone.upstream.release.set()
    expect(other.answer).to_have_text(words(30))
    finished(other)
    send(chat, "再来 [[words=4]]")
    expect(other.answer).to_have_text(words(4))
