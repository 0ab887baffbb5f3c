"""How much of a chat the model reads."""

import re

import pytest
from playwright.sync_api import expect

from browser import assert_accessible, assert_fits
from chat_page import Chat


@pytest.mark.parametrize(("language", "phone", "theme", "full", "over"), [
    ("en-US", False, "light", r"This chat fills \d\d % of", r"no longer sees the \d oldest messages"),
    ("zh-CN", True, "dark", r"本对话已占模型可读内容的 \d\d%", r"最早的 \d 条消息不再发送给模型")])
def test_a_long_chat_says_how_full_the_context_is_and_what_the_model_no_longer_sees(alone, visits, language, phone, theme, full, over):
    member = alone.member()
    first = member.client.send("[[words=1]]" + "字" * 70_000)
    page = visits.open(member.link, language=language, phone=phone, theme=theme)
    chat = Chat(page)
    expect(chat.composer).to_be_visible()
    page.goto(f"{alone.url}/c/{first.conversation}")
    line = page.locator(".context-line")
    expect(line).to_have_text(re.compile(full))
    assert 50 < float(page.get_by_role("meter").get_attribute("value")) < 80
    # Another 70,000 do not fit: the first question and its answer stay away from the next.
    second = member.client.send("[[words=1]]" + "字" * 70_000, first.conversation, first.message["id"])
    page.reload()
    expect(line).to_have_text(re.compile(over))
    assert member.client.get(f"/backend-api/conversation/{second.conversation}").json()["mapping"][second.message["id"]]["message"]["metadata"]["omitted_messages"] == 2
    assert_fits(page, "a full context")
    assert_accessible(page, "a full context")


def test_a_short_chat_asks_nothing_about_its_context(alone, visits):
    page = visits.open(alone.member().link)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/context" in request.url else None)
    Chat(page).ask("short [[words=3]]").ask("and more [[words=3]]")
    assert asked == []
