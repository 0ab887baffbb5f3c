"""How much of a chat the model reads."""

import re

import pytest
from playwright.sync_api import expect

from browser import assert_accessible, assert_fits
from chat_page import Chat


@pytest.mark.parametrize(("language", "phone", "theme", "full", "over", "note", "summed", "read"), [
    ("en-US", False, "light", r"This chat fills \d\d % of", r"sums the oldest ones up", "The model read a summary of the 3 oldest messages",
     r"reads a summary of the 3 oldest", "Read the summary"),
    ("zh-CN", True, "dark", r"本对话已占模型可读内容的 \d\d%", r"会先为最早的消息写摘要", "最早的 3 条消息超出上下文，模型读到的是它们的摘要", r"最早的 3 条消息由摘要代替", "查看摘要")])
def test_a_long_chat_says_how_full_the_context_is_and_that_the_model_reads_a_summary(
        alone, visits, language, phone, theme, full, over, note, summed, read):
    member = alone.member()
    first = member.client.send("[[words=1]]" + "字" * 70_000)
    page = visits.open(member.link, language=language, phone=phone, theme=theme)
    chat = Chat(page)
    expect(chat.composer).to_be_visible()
    page.goto(f"{alone.url}/c/{first.conversation}")
    line = page.locator(".context-line")
    expect(line).to_have_text(re.compile(full))
    assert 50 < float(page.get_by_role("meter").get_attribute("value")) < 80
    # With an answer as long as its question the next one does not fit any more.
    second = member.client.send("[[words=0]][[echo]]" + "字" * 30_000, first.conversation, first.message["id"])
    page.reload()
    expect(line).to_have_text(re.compile(over))
    assert_fits(page, "a full context")
    assert_accessible(page, "a full context")
    # Before the answer the model is asked for a summary of what there is.
    member.client.send("[[words=1]] and now?", first.conversation, second.message["id"])
    page.reload()
    expect(page.locator(".answer-note")).to_contain_text(note)
    expect(line).to_have_text(re.compile(summed))
    page.get_by_role("button", name=read).click()
    dialog = page.get_by_role("dialog")
    # The scripted upstream says what it always says.
    expect(dialog.locator(".markdown")).to_have_text(re.compile(r"\w"))
    assert_fits(page, "a summary")
    assert_accessible(page, "a summary")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(chat.answers).to_have_count(3)


@pytest.mark.parametrize(("language", "words"), [("en-US", "Summing up the oldest messages"), ("zh-CN", "正在写摘要")])
def test_while_the_model_sums_up_the_page_says_so(alone, visits, language, words):
    member = alone.member()
    alone.upstream.release.set()
    # What the first question says is a part of what is to be summed up.
    first = member.client.send("[[hold=0]][[words=1]]" + "字" * 70_000)
    second = member.client.send("[[words=1]]" + "字" * 25_000, first.conversation, first.message["id"])
    page = visits.open(member.link, language=language)
    chat = Chat(page)
    expect(chat.composer).to_be_visible()
    page.goto(f"{alone.url}/c/{second.conversation}")
    expect(chat.answers).to_have_count(2)
    alone.upstream.release.clear()
    chat.type("字" * 20_000)
    page.keyboard.press("Enter")
    expect(page.locator(".waiting")).to_contain_text(words)
    page.reload()
    expect(page.locator(".waiting")).to_contain_text(words)
    alone.upstream.release.set()
    expect(page.locator(".answer-note")).to_be_visible()
    alone.upstream.release.clear()


def test_a_short_chat_asks_nothing_about_its_context(alone, visits):
    page = visits.open(alone.member().link)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/context" in request.url else None)
    Chat(page).ask("short [[words=3]]").ask("and more [[words=3]]")
    assert asked == []
