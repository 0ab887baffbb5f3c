"""The page of refresh tokens, in both languages, themes and widths."""

import re

import pytest
from playwright.sync_api import expect

from browser import assert_accessible, assert_fits
from conftest import World, set_up
from server import Server
from test_browser_admin import row
from test_browser_prices import enter
from token_manager import options

WORDS = {
    "en": {
        "empty": "No refresh tokens yet", "add": "Add token", "token": "Refresh token", "name": "Name", "create": "Create", "import": "Import",
        "list": "Refresh tokens, one in each line", "needed": "Enter at least one refresh token.", "imported": "1 token imported; 1 were here already.",
        "refresh": "Refresh now: user001", "refreshed": "Refreshed", "more": "More for user001", "on": "Schedule", "scheduled": "Scheduled",
        "edit": "Edit", "editing": "Edit user001", "memo": "Memo", "save": "Save", "reveal": "Show tokens", "shown": "Tokens of user001",
        "access": "Access token", "close": "Close", "schedule": "Schedule and proxies", "auto": "Refresh scheduled tokens by themselves",
        "days": "Every so many days", "wrong": "A number of days", "proxies": "Proxies, one in each line", "saved": "The schedule was saved.",
        "delete": "Delete", "sure": "Delete user001?", "failed": "Failed", "search": "Search refresh tokens"},
    "zh": {
        "empty": "还没有 Refresh Token", "add": "添加 Token", "token": "Refresh Token", "name": "名称", "create": "创建", "import": "批量导入",
        "list": "Refresh Token，每行一个", "needed": "请至少输入一个 Refresh Token。", "imported": "已导入 1 个，1 个已存在。",
        "refresh": "立即刷新: user001", "refreshed": "已刷新", "more": "user001", "on": "开启定时", "scheduled": "定时刷新",
        "edit": "编辑", "editing": "编辑 user001", "memo": "备注", "save": "保存", "reveal": "查看 Token", "shown": "user001 的 Token",
        "access": "Access Token", "close": "关闭", "schedule": "定时刷新与代理", "auto": "自动刷新已开启定时的 Token",
        "days": "间隔天数", "wrong": "之间的天数", "proxies": "代理，每行一个", "saved": "定时刷新已保存。",
        "delete": "删除", "sure": "删除 user001？", "failed": "失败", "search": "搜索 Refresh Token"},
}


@pytest.fixture
def world(tmp_path, upstream, codex):
    server = Server(tmp_path, upstream.port, **options(codex)).start()
    yield World([server], upstream, set_up(server), 0)
    server.kill()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_tokens_are_added_refreshed_scheduled_shown_and_deleted(world, codex, visits, language, phone):
    t = WORDS[language]
    token = codex.issue("ada")["refresh_token"]
    page = enter(visits, world, "/admin/tokens", language, phone)
    expect(page.get_by_text(t["empty"])).to_be_visible()
    page.get_by_role("button", name=t["add"]).first.click()
    form = page.get_by_role("dialog")
    form.get_by_label(t["token"], exact=True).fill(token)
    form.get_by_label(t["name"], exact=True).fill("user001")
    assert_accessible(page, "the form of a token")
    assert_fits(page, "the form of a token")
    form.get_by_role("button", name=t["create"]).click()
    expect(form).to_have_count(0)
    expect(row(page, "user001")).to_be_visible()

    page.get_by_role("button", name=t["import"]).click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name=t["import"]).click()
    expect(form.get_by_text(t["needed"])).to_be_visible()
    form.get_by_label(t["list"]).fill(f"{token}\nrt-canary-nobody-1\n\n")
    form.get_by_role("button", name=t["import"]).click()
    expect(page.get_by_text(t["imported"])).to_be_visible()

    page.get_by_role("button", name=t["refresh"]).click()
    expect(row(page, "user001").get_by_text("ada@example.org")).to_be_visible()
    if not phone:
        expect(row(page, "user001").get_by_text(t["refreshed"])).to_be_visible()
    assert token not in page.content()
    more = row(page, "user001").get_by_role("button", name=re.compile(t["more"])).last
    more.click()
    page.get_by_role("menuitem", name=t["on"]).click()
    expect(row(page, "user001").get_by_text(t["scheduled"], exact=True)).to_be_visible()
    assert_accessible(page, "the list of tokens")
    assert_fits(page, "the list of tokens")

    more.click()
    page.get_by_role("menuitem", name=t["edit"]).click()
    form = page.get_by_role("dialog", name=t["editing"])
    form.get_by_label(t["memo"]).fill("of the night shift")
    form.get_by_role("button", name=t["save"]).click()
    expect(form).to_have_count(0)
    page.get_by_role("searchbox", name=re.compile(t["search"])).fill("night")
    expect(page.locator("tbody tr")).to_have_count(1)

    more.click()
    page.get_by_role("menuitem", name=t["reveal"]).click()
    shown = page.get_by_role("dialog", name=t["shown"])
    expect(shown.get_by_label(t["access"], exact=True)).to_have_value(re.compile("^eyJ"))
    assert_accessible(page, "the tokens of a row")
    assert_fits(page, "the tokens of a row")
    shown.get_by_role("button", name=t["close"]).last.click()

    more.click()
    page.get_by_role("menuitem", name=t["delete"]).click()
    sure = page.get_by_role("dialog", name=t["sure"])
    sure.get_by_role("button", name=t["delete"]).click()
    expect(sure).to_have_count(0)
    expect(row(page, "user001")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_schedule_and_its_proxies_are_set(world, visits, language):
    t = WORDS[language]
    page = enter(visits, world, "/admin/tokens", language, False)
    page.get_by_role("button", name=t["schedule"]).click()
    form = page.get_by_role("dialog", name=t["schedule"])
    days = form.get_by_label(t["days"])
    expect(days).to_have_value("2")
    days.fill("soon")
    form.get_by_role("button", name=t["save"]).click()
    expect(form.get_by_text(re.compile(t["wrong"]))).to_be_visible()
    days.fill("0.5")
    form.get_by_label(t["auto"]).check()
    visits.forgive("/internalweb/v1/configs/save-system")
    form.get_by_label(t["proxies"]).fill("ftp://x")
    form.get_by_role("button", name=t["save"]).click()
    expect(form.get_by_text("socks5h", exact=False)).to_be_visible()
    form.get_by_label(t["proxies"]).fill("http://u:sk-canary-password@proxy.example:1")
    assert_accessible(page, "the schedule of tokens")
    form.get_by_role("button", name=t["save"]).click()
    expect(page.get_by_text(t["saved"])).to_be_visible()
    page.get_by_role("button", name=t["schedule"]).click()
    form = page.get_by_role("dialog", name=t["schedule"])
    expect(form.get_by_label(t["proxies"])).to_have_value("http://u:***@proxy.example:1")
    expect(form.get_by_label(t["days"])).to_have_value("0.5")
    expect(form.get_by_label(t["auto"])).to_be_checked()
