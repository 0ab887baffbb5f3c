"""The history of an account in the panel: how it failed and came back, in a real browser."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

import tour
from browser import assert_accessible, assert_fits
from test_browser_admin import sign_in

WORDS = {
    tour.ENGLISH: {
        "more": "More for upstream", "history": "History", "title": "History of upstream", "none": "Its health has not changed.",
        "states": ["Works", "Disabled", "Works", "Needs a new login", "Cooling down"], "until": r"until \d",
        "shown": "5 changes shown", "on": "Load more"},
    tour.CHINESE: {
        "more": "upstream 的更多操作", "history": "时间线", "title": "upstream 的时间线", "none": "健康状况没有变化。",
        "states": ["正常", "已停用", "正常", "需要重新登录", "冷却中"], "until": r"\d 结束",
        "shown": "已显示 5 次变化", "on": "加载更多"},
}


def open_history(page: Page, words: dict) -> Locator:
    page.get_by_role("button", name=words["more"]).click()
    page.get_by_role("menuitem", name=words["history"]).click()
    return page.get_by_role("dialog", name=words["title"])


def close(dialog: Locator) -> None:
    dialog.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def refuse(world, status: int, times: int = 1) -> None:
    """Has the account asked, which refuses from now on: the server may ask by itself meanwhile, and finds the same."""
    world.upstream.answer = lambda handler, body: world.upstream.refuse(handler, status, {})
    for _ in range(times):
        assert world.admin.post(f"/api/channel/test/{world.account}").json()["success"] is False


def switch_off_and_on(world) -> None:
    for status in (2, 1):
        world.admin.data(world.admin.put("/api/channel/", {"id": world.account, "status": status}))


@pytest.mark.parametrize(("language", "theme", "phone"), [(tour.ENGLISH, "light", False), (tour.CHINESE, "dark", True)])
def test_an_account_that_failed_and_came_back_shows_its_history(alone, visits, language, theme, phone):
    words = WORDS[language]
    page = sign_in(visits, alone, theme=theme, phone=phone)
    page.context.add_cookies([{"name": "language", "value": language[:2], "url": page.url}])
    page.goto(alone.url + "/admin/accounts")
    history = open_history(page, words)
    expect(history).to_contain_text(words["none"])
    assert_accessible(page, "no history")
    assert_fits(page, "no history")
    close(history)

    usual = alone.upstream.answer
    refuse(alone, 500)
    refuse(alone, 401, times=3)
    alone.upstream.answer = usual
    assert alone.admin.post(f"/api/channel/test/{alone.account}").json()["success"] is True
    switch_off_and_on(alone)

    history = open_history(page, words)
    changes = history.get_by_role("listitem")
    expect(changes.locator(".chip")).to_have_text(words["states"])
    expect(changes.nth(3)).to_contain_text("HTTP 401: test: refused with 401")
    expect(changes.nth(4)).to_contain_text("HTTP 500: test: refused with 500")
    expect(changes.nth(4)).to_contain_text(re.compile(words["until"]))
    expect(history.get_by_role("status").first).to_have_text(words["shown"])
    expect(history.get_by_role("button", name=words["on"])).to_have_count(0)
    # In the viewer's zone, which is that of Shanghai here.
    at = alone.admin.data(alone.admin.get(f"/api/channel/{alone.account}/health"))["items"][4]["at"]
    shown = page.evaluate(
        "([at, tag]) => new Intl.DateTimeFormat(tag, {timeZone: 'Asia/Shanghai', month: 'short', day: 'numeric', hour: 'numeric',"
        " minute: '2-digit', second: '2-digit'}).format(at * 1000)", [at, "zh-CN" if language == tour.CHINESE else "en-US"])
    expect(changes.nth(4).locator("time")).to_have_text(shown)
    expect(history).not_to_contain_text("sk-canary")
    assert_accessible(page, "a history")
    assert_fits(page, "a history")
    wide, room = history.locator(".dialog-body").evaluate("(body) => [body.scrollWidth, body.clientWidth]")
    assert wide <= room


def test_a_long_history_is_loaded_in_parts(alone, visits):
    for _ in range(13):
        refuse(alone, 401)
        switch_off_and_on(alone)
        refuse(alone, 500)
    page = sign_in(visits, alone, "/admin/accounts")
    words = WORDS[tour.ENGLISH]
    history = open_history(page, words)
    changes = history.get_by_role("listitem")
    expect(changes).to_have_count(50)
    history.get_by_role("button", name=words["on"]).click()
    expect(changes).to_have_count(52)
    expect(history.get_by_role("button", name=words["on"])).to_have_count(0)
    expect(changes.last).to_contain_text("HTTP 401")
    assert_accessible(page, "a long history")
