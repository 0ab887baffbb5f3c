"""Accounts that fail: what an administrator sees and does, and what a member is told."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

import tour
from browser import assert_accessible
from chat_page import Chat
from programs import add_failing, button, dialog
from test_browser_admin import row, sign_in


@pytest.mark.parametrize(("language", "says", "waits", "kept"), [
    (tour.ENGLISH, "The accounts for this model are resting after failures.", r"Try again in \d+ seconds?\.", "Your message is kept"),
    (tour.CHINESE, "这个模型的账号刚刚出错，正在恢复。", r"请在 \d+ 秒后再试。", "你的消息保留"),
])
def test_a_member_is_told_that_all_accounts_rest_and_for_how_long(alone, visits, language, says, waits, kept):
    visits.forgive("status of 503")
    member = alone.member()
    alone.upstream.answer = lambda handler, body: alone.upstream.refuse(handler, 401, {})
    chat = Chat(visits.open(member.link, language=language))
    send = chat.page.locator(".send-button")
    chat.type("first")
    send.click()
    expect(chat.page.locator(".answer-end, .refusal").first).to_be_visible()
    asked = len(alone.upstream.requests)
    chat.page.keyboard.press("Control+Shift+O")
    chat.type("second")
    send.click()
    card = chat.page.locator(".refusal")
    expect(card).to_contain_text(says)
    expect(card).to_contain_text(re.compile(waits))
    expect(card).to_contain_text(kept)
    expect(chat.composer).to_have_value("second")
    assert len(alone.upstream.requests) == asked
    assert_accessible(chat.page, "all accounts rest")


def failing_now(page: Page) -> Locator:
    return page.get_by_role("region", name="What fails now")


def test_what_fails_stands_on_the_overview_until_it_is_seen_to(alone, visits):
    member = alone.member()
    add_failing(alone, member)
    page = sign_in(visits, alone)
    expect(failing_now(page)).to_contain_text("All accounts work.")
    member.client.send("[[words=1]]")
    page.reload()
    item = failing_now(page).get_by_role("listitem")
    for words in ("team-02", "Needs a new login", "HTTP 401", "refused with 401", "next try", f"1 member is affected: {member.name}"):
        expect(item).to_contain_text(words)
    assert_accessible(page, "something fails")

    page.goto(alone.url + "/admin/accounts")
    expect(row(page, "team-02")).to_contain_text("Needs a new login")
    expect(row(page, "team-02")).to_contain_text("HTTP 401")
    expect(row(page, "/refusing").get_by_role("button", name="Retry now: team-02")).to_be_visible()
    expect(row(page, "Works").first).to_be_visible()
    button(page, "More for team-02").click()
    page.get_by_role("menuitem", name="Edit").click()
    expect(dialog(page, "Edit team-02")).to_contain_text("Needs a new login")
    assert_accessible(page, "the form of an account that fails")

    page.goto(alone.url + "/admin")
    button(item, "Retry now: team-02").click()
    expect(page.get_by_text("team-02 is asked again from the next message on.")).to_be_visible()
    expect(failing_now(page)).to_contain_text("All accounts work.")
    asked = len(alone.upstream.requests)
    member.client.send("[[words=1]]")
    paths = [request["path"] for request in alone.upstream.requests[asked:]]
    assert len(paths) == 2 and paths[0].startswith("/refusing"), "it was not asked again"

    page.reload()
    button(item, "Disable: team-02").click()
    question = dialog(page, "Disable team-02?")
    expect(question).to_contain_text("all of them have another account")
    button(question, "Disable").click()
    expect(page.get_by_text("team-02 takes no new messages.")).to_be_visible()
    expect(failing_now(page)).to_contain_text("All accounts work.")
    tour.open_section(page, "accounts")
    expect(row(page, "team-02")).to_contain_text("Disabled")
    tour.open_section(page, "audit")
    expect(row(page, "Account asked again")).to_contain_text("team-02")


def test_an_account_that_lacks_one_model_works_for_the_others(alone, visits):
    alone.member().client.send("[[status=404]] [[code=model_not_found]]")
    page = sign_in(visits, alone)
    item = failing_now(page).get_by_role("listitem")
    expect(item).to_contain_text("Some models fail")
    expect(item).to_contain_text("Models: test-model")
    button(item, "Retry now: upstream").click()
    expect(failing_now(page)).to_contain_text("All accounts work.")
