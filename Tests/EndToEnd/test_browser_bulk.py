"""An administrator acts on many accounts at once, tags them and copies one, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser import assert_accessible, assert_fits
from conftest import add_account
from test_browser_admin import row, sign_in

WORDS = {
    "en": {
        "choose": "Choose {}", "page": "Choose all on this page", "bar": "Chosen accounts", "one": "1 account chosen", "two": "2 accounts chosen",
        "elsewhere": "2 accounts chosen (1 not shown here)", "none": "Choose none", "disable": "Disable", "enable": "Enable", "test": "Test",
        "tag": "Tag…", "delete": "Delete…", "delete_now": "Delete", "cancel": "Cancel", "save": "Save", "label": "Tag", "close": "Close",
        "ask_disable": "Disable 4 accounts?", "ask_disable_two": "Disable 2 accounts?", "ask_delete": "Delete 2 accounts?", "ask_tag": "Tag 1 account",
        "stranded": "2 members lose every account they have", "nobody": "Nobody is bound to any of them.", "type": "Type 2 to confirm",
        "tagged": "1 account was tagged.", "disabled": "2 accounts take no new messages.", "enabled": "2 accounts are enabled.",
        "is_disabled": "Disabled", "failed": "1 done, 1 failed:", "gone": "There is no such account.", "only": "Show only accounts tagged blue",
        "any": "Show accounts of every tag", "job": "Test of 2 accounts", "works": "2 work, 0 failed.", "more": "More for upstream", "copy": "Copy",
        "copied": "was added, with the same key", "name": "upstream (copy)", "edit": "Edit", "optional": "Tag (optional)",
    },
    "zh": {
        "choose": "选择 {}", "page": "选择本页全部账号", "bar": "已选账号", "one": "已选 1 个账号", "two": "已选 2 个账号",
        "elsewhere": "已选 2 个账号（其中 1 个不在当前列表中）", "none": "取消选择", "disable": "停用", "enable": "启用", "test": "测试",
        "tag": "设置标签…", "delete": "删除…", "delete_now": "删除", "cancel": "取消", "save": "保存", "label": "标签", "close": "关闭",
        "ask_disable": "停用 4 个账号？", "ask_disable_two": "停用 2 个账号？", "ask_delete": "删除 2 个账号？", "ask_tag": "为 1 个账号设置标签",
        "stranded": "2 位成员将失去所有账号", "nobody": "没有成员绑定到这些账号。", "type": "输入 2 以确认",
        "tagged": "已更新 1 个账号的标签。", "disabled": "2 个账号不再接收新消息。", "enabled": "已启用 2 个账号。",
        "is_disabled": "已停用", "failed": "1 个成功，1 个失败：", "gone": "没有这个账号。", "only": "只显示标签为 blue 的账号",
        "any": "显示所有标签的账号", "job": "测试 2 个账号", "works": "2 个可用，0 个失败。", "more": "upstream 的更多操作", "copy": "复制",
        "copied": "密钥相同", "name": "upstream_复制", "edit": "编辑", "optional": "标签（选填）",
    },
}
both = pytest.mark.parametrize("language", ["en", "zh"])
looks = pytest.mark.parametrize(("language", "phone"), [("en", False), ("zh", True)])


@pytest.fixture
def accounts(alone) -> dict[str, int]:
    """Two beside the one that a member is bound to."""
    return {name: add_account(alone.admin, alone.upstream, name) for name in ("second", "third")}


def open_accounts(visits, alone, language: str, **options) -> Page:
    page = sign_in(visits, alone, **options)
    page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
    page.goto(alone.url + "/admin/accounts")
    return page


def choose(page: Page, words: dict, *names: str) -> None:
    for name in names:
        page.get_by_role("checkbox", name=words["choose"].format(name), exact=True).check()


def bar(page: Page, words: dict):
    return page.get_by_role("region", name=words["bar"])


def act(page: Page, words: dict, name: str) -> None:
    bar(page, words).get_by_role("button", name=words[name], exact=True).click()


@looks
def test_chosen_accounts_are_disabled_after_it_is_said_whom_that_hits(alone, accounts, visits, language, phone):
    words, member = WORDS[language], alone.member()
    page = open_accounts(visits, alone, language, phone=phone, theme="dark" if phone else "light")
    every = page.get_by_role("checkbox", name=words["page"])
    expect(row(page, "second")).to_be_visible()
    # By the keyboard alone: one, then all of them.
    one = page.get_by_role("checkbox", name=words["choose"].format("second"), exact=True)
    one.focus()
    page.keyboard.press("Space")
    expect(one).to_be_checked()
    expect(every).to_have_js_property("indeterminate", True)
    expect(bar(page, words).get_by_role("status")).to_have_text(words["one"])
    every.focus()
    page.keyboard.press("Space")
    expect(every).to_be_checked()
    expect(every).to_have_js_property("indeterminate", False)
    assert_fits(page, "the bar")
    assert_accessible(page, "the bar")

    act(page, words, "disable")
    asked = page.get_by_role("dialog", name=words["ask_disable"])
    expect(asked).to_contain_text(words["stranded"])
    expect(asked).to_contain_text(member.name)
    assert_fits(page, "the question")
    assert_accessible(page, "the question")
    asked.get_by_role("button", name=words["cancel"]).click()
    for name in ("upstream", "Demo"):
        page.get_by_role("checkbox", name=words["choose"].format(name), exact=True).uncheck()
    act(page, words, "disable")
    asked = page.get_by_role("dialog", name=words["ask_disable_two"])
    expect(asked).to_contain_text(words["nobody"])
    asked.get_by_role("button", name=words["disable"], exact=True).click()
    expect(page.get_by_text(words["disabled"])).to_be_visible()
    for name in accounts:
        expect(row(page, name)).to_contain_text(words["is_disabled"])
    expect(row(page, "upstream")).not_to_contain_text(words["is_disabled"])
    # The buttons went away with the choice, and the focus did not.
    expect(every).to_be_focused()
    expect(bar(page, words).get_by_role("button")).to_have_count(0)
    assert member.client.send("hello").text

    choose(page, words, "second", "third")
    act(page, words, "enable")
    expect(page.get_by_text(words["enabled"])).to_be_visible()
    statuses = [alone.admin.data(alone.admin.get(f"/api/channel/{each}"))["status"] for each in accounts.values()]
    assert statuses == [1, 1]


@looks
def test_a_tag_groups_accounts(alone, accounts, visits, language, phone):
    words = WORDS[language]
    page = open_accounts(visits, alone, language, phone=phone)
    choose(page, words, "second")
    act(page, words, "tag")
    asked = page.get_by_role("dialog", name=words["ask_tag"])
    asked.get_by_label(words["label"], exact=True).fill("x" * 65)
    asked.get_by_role("button", name=words["save"]).click()
    expect(asked.get_by_role("alert")).to_be_visible()
    asked.get_by_label(words["label"], exact=True).fill(" blue ")
    asked.get_by_role("button", name=words["save"]).click()
    expect(page.get_by_text(words["tagged"])).to_be_visible()
    row(page, "second").get_by_role("button", name=words["only"]).click()
    expect(page).to_have_url(re.compile("tag=blue"))
    expect(row(page, "third")).to_have_count(0)
    expect(row(page, "second")).to_be_visible()
    assert_fits(page, "the list of a tag")
    assert_accessible(page, "the list of a tag")
    # What the list does not show is chosen all the same, and that is said.
    choose(page, words, "second")
    page.get_by_role("button", name=words["any"]).click()
    choose(page, words, "third")
    row(page, "second").get_by_role("button", name=words["only"]).click()
    expect(bar(page, words).get_by_role("status")).to_have_text(words["elsewhere"])
    act(page, words, "none")
    # The form of one account has it, too.
    page.get_by_role("button", name=words["more"].replace("upstream", "second")).click()
    page.get_by_role("menuitem", name=words["edit"]).click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label(words["optional"])).to_have_value("blue")
    form.get_by_label(words["optional"]).fill("")
    form.get_by_role("button", name=words["save"], exact=True).click()
    expect(form).to_have_count(0)
    expect(row(page, "second")).to_have_count(0)
    page.get_by_role("button", name=words["any"]).last.click()
    expect(row(page, "third")).to_be_visible()


@both
def test_what_failed_is_told_with_its_reason(alone, accounts, visits, language):
    words = WORDS[language]
    page = open_accounts(visits, alone, language, phone=True)
    choose(page, words, "second", "third")
    alone.admin.data(alone.admin.delete(f"/api/channel/{accounts['third']}"))
    act(page, words, "delete")
    asked = page.get_by_role("dialog", name=words["ask_delete"])
    confirm = asked.get_by_role("button", name=words["delete_now"], exact=True)
    expect(confirm).to_be_disabled()
    asked.get_by_label(words["type"]).fill("2")
    confirm.click()
    told = bar(page, words).get_by_role("alert")
    expect(told).to_contain_text(words["failed"])
    expect(told.get_by_role("listitem")).to_have_text(re.compile(f"^third: {re.escape(words['gone'])}$"))
    expect(row(page, "second")).to_have_count(0)
    assert_fits(page, "what failed")
    assert_accessible(page, "what failed")
    told.get_by_role("button", name=words["close"]).click()
    expect(told).to_have_count(0)
    # Neither the one that is deleted nor the one that was not there is chosen any more.
    expect(bar(page, words).get_by_role("button")).to_have_count(0)


@both
def test_the_chosen_accounts_are_tested_in_one_job(alone, accounts, visits, language):
    words = WORDS[language]
    page = open_accounts(visits, alone, language)
    choose(page, words, "second", "third")
    act(page, words, "test")
    job = page.get_by_role("region", name=words["job"])
    expect(job.get_by_role("status")).to_have_text(words["works"])
    expect(bar(page, words).get_by_role("button")).to_have_count(0)


@both
def test_a_copy_answers_with_the_same_key_once_it_is_enabled(alone, visits, language):
    words = WORDS[language]
    page = open_accounts(visits, alone, language)
    page.get_by_role("button", name=words["more"], exact=True).click()
    page.get_by_role("menuitem", name=words["copy"]).click()
    expect(page.get_by_text(words["copied"])).to_be_visible()
    expect(row(page, words["name"])).to_contain_text(words["is_disabled"])
    copy = next(each for each in alone.admin.data(alone.admin.get("/api/channel/"))["items"] if each["name"] == words["name"])
    assert copy["has_key"] and copy["key"] == ""
    choose(page, words, words["name"])
    act(page, words, "enable")
    expect(row(page, words["name"])).not_to_contain_text(words["is_disabled"])
    original = alone.member().client.send("hello")
    assert original.text
    other = alone.member(account=copy["id"]).client.send("hello")
    assert other.text
    first, second = alone.upstream.requests[-2:]
    assert first["headers"]["Authorization"] == second["headers"]["Authorization"]
