"""Alerts in the panel: the banner above every page and what can be done there, the channels with their test, the rules; and the status page."""

import datetime
import re
import zoneinfo

import pytest
from playwright.sync_api import Page, expect

import tour
from alert_channels import SECRET, ChatPrograms
from browser import assert_accessible, assert_fits
from chat_page import Chat
from conftest import World, add_account, set_up
from programs import add_failing, button, dialog
from server import Server
from test_browser_admin import row, sign_in

# An alert is found within ten seconds, and looked for by the page every fifteen.
PATIENCE = 60_000


@pytest.fixture
def programs():
    programs = ChatPrograms()
    yield programs
    programs.close()


@pytest.fixture
def told(tmp_path, upstream, programs):
    server = Server(tmp_path, upstream.port, CHATMIRROR_UPSTREAM_ALLOW_PRIVATE=f"127.0.0.1:{programs.port}").start()
    admin = set_up(server)
    yield World([server], upstream, admin, add_account(admin, upstream))
    server.kill()


def banner(page: Page):
    return page.get_by_role("region", name="Alerts").get_by_role("alert").filter(has_text="team-02")


def test_a_dead_account_stands_above_every_page_and_its_members_are_moved(told, visits):
    member = told.member()
    failing = add_failing(told, member)
    own = told.admin.data(told.admin.get(f"/api/binding/?user_id={member.id}&channel_id={told.account}"))["items"][0]
    told.admin.data(told.admin.delete(f"/api/binding/{own['id']}"))
    page = sign_in(visits, told)
    visits.forgive("status of 503")
    member.client.send("[[words=1]]")
    tour.open_section(page, "members")
    expect(banner(page)).to_be_visible(timeout=PATIENCE)
    for words in ("needs a new login", "Members affected: 1; without another account that works: 1"):
        expect(banner(page)).to_contain_text(words)
    for name in ("Log in again", "Retry now", "Move 1 member to …", "Disable"):
        expect(banner(page).get_by_text(name, exact=True)).to_be_visible()
    assert_accessible(page, "the banner of an alert")
    tour.open_section(page, "prices")
    banner(page).get_by_text("Log in again", exact=True).click()
    expect(page.get_by_role("dialog").get_by_label("Name", exact=True)).to_have_value("team-02")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(banner(page)).to_be_visible()

    button(banner(page), "Move 1 member to …").click()
    question = dialog(page, "Move members away from team-02")
    expect(question).to_contain_text(member.name)
    expect(question.get_by_label("Account")).to_contain_text("upstream · 0 members now, 1 afterwards")
    assert_accessible(page, "moving members")
    button(question, "Move").click()
    expect(page.get_by_text("1 member moved to upstream.")).to_be_visible()
    bound = told.admin.data(told.admin.get(f"/api/binding/?user_id={member.id}"))["items"]
    assert [item["channel_id"] for item in bound] == [told.account]
    assert member.client.send("[[words=1]]").text
    tour.open_section(page, "audit")
    expect(row(page, "Members moved to another account")).to_contain_text("team-02")

    button(banner(page), "Disable").click()
    button(dialog(page, "Disable team-02?"), "Disable").click()
    expect(page.get_by_text("team-02 takes no new messages.")).to_be_visible()
    assert failing


@pytest.mark.parametrize("language", [tour.ENGLISH, tour.CHINESE])
def test_a_channel_is_added_tried_out_and_deleted(told, visits, programs, language):
    page = sign_in(visits, told)
    chinese = language == tour.CHINESE
    page.context.add_cookies([{"name": "language", "value": "zh" if chinese else "en", "url": told.url}])
    word = (lambda english, other: other) if chinese else (lambda english, other: english)
    page.goto(told.url + "/admin/alerts")
    part = page.get_by_role("region", name=word("Channels", "通知渠道"))
    expect(part).to_contain_text(word("Nobody is told of anything yet", "目前不会通知任何人"))
    button(part, word("Add channel", "添加渠道")).click()
    form = dialog(page, word("Add a channel", "添加渠道"))
    form.get_by_label(word("Kind", "类型")).select_option("dingtalk")
    form.get_by_label(word("Name", "名称"), exact=True).fill("ops")
    form.get_by_label(word("Address", "地址")).fill("ftp://nowhere")
    form.get_by_label(word("Secret for the signature", "加签密钥")).fill("wrong secret of ours")
    visits.forgive("status of 400", "status of 422")
    button(form, word("Create", "创建")).click()
    expect(form.get_by_role("alert")).to_be_visible()
    form.get_by_label(word("Address", "地址")).fill(f"{programs.url}/robot/send?access_token=t")
    button(form, word("Create", "创建")).click()
    expect(form).to_be_hidden()
    expect(part.get_by_role("listitem")).to_contain_text(programs.url)
    expect(part).not_to_contain_text("access_token")
    button(part, word("Test ops", "测试 ops")).click()
    expect(part).to_contain_text("310000 sign not match")
    button(part, word("More for ops", re.compile("ops"))).last.click()
    page.get_by_role("menuitem", name=word("Edit", "编辑")).click()
    form = dialog(page, word("Change ops", "修改 ops"))
    form.get_by_label(word("Secret for the signature", "加签密钥")).fill(SECRET)
    button(form, word("Save", "保存")).click()
    expect(form).to_be_hidden()
    button(part, word("Test ops", "测试 ops")).click()
    expect(part).to_contain_text(word("Delivered.", "已送达。"))
    log = page.get_by_role("region", name=word("Delivery log", "发送记录"))
    page.reload()
    expect(log.get_by_role("row")).to_have_count(3)
    assert_accessible(page, "the page of alerts")
    page.set_viewport_size({"width": 390, "height": 844})
    assert_fits(page, "the page of alerts on a phone")
    assert len(programs.texts["dingtalk"]) == 1


def test_rules_and_quiet_hours_are_changed_in_place(told, visits):
    page = sign_in(visits, told)
    page.goto(told.url + "/admin/alerts")
    page.get_by_label("Threshold of “Disk nearly full”").fill("7")
    button(page.get_by_role("region", name="Rules"), "Save").click()
    expect(page.get_by_text("Saved.").first).to_be_visible()
    # Ticked when the server has taken it.
    page.get_by_label("Look for “Member near a limit”").click()
    expect(page.get_by_label("Look for “Member near a limit”")).to_be_checked()
    part = page.get_by_role("region", name="Quiet hours and status page")
    part.get_by_label("There are quiet hours").check()
    part.get_by_label("From").fill("23:30")
    part.get_by_label("Everybody may see the status page").check()
    button(part, "Save").click()
    expect(part.get_by_role("status")).to_have_text("Saved.")
    stored = told.admin.data(told.admin.get("/api/alerts/rules"))
    assert stored["settings"] == {"quiet_from": 1410, "quiet_to": 420, "status_public": True}
    rules = {rule["kind"]: rule for rule in stored["items"]}
    assert rules["disk"]["threshold"] == 7 and rules["member_near_limit"]["enabled"]


def test_the_status_page_is_there_for_everybody_only_when_it_is_switched_on(told, visits):
    member = told.member()
    member.client.send("[[words=1]]")
    visits.forgive("status of 404")
    page = visits.open(told.url + "/status")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not found")
    told.admin.data(told.admin.put("/api/alerts/settings", {"status_public": True}))
    page = visits.open(told.url + "/status", java_script_enabled=False)
    expect(page.get_by_role("heading", name="test-model")).to_be_visible()
    model = page.locator("section").filter(has=page.get_by_role("heading", name="test-model"))
    expect(model.locator(".status-percent")).to_have_text("100.0%")
    expect(model.locator(".status-day")).to_have_count(30)
    today = datetime.datetime.now(zoneinfo.ZoneInfo("Asia/Shanghai")).date().isoformat()
    expect(model.locator(".status-day").last).to_contain_text(f"{today}: 100.0%")
    for name in ("upstream", member.name):
        expect(page.locator("body")).not_to_contain_text(name)
    settings = Chat(visits.open(member.link)).open_settings()
    expect(settings.get_by_role("heading", name="Availability")).to_be_visible()
    expect(settings.get_by_role("img", name="test-model: 100% over 30 days")).to_be_visible()
