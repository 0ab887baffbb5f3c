"""Limits of every kind in the editor of packages."""

import re

from playwright.sync_api import Locator, expect

from browser import assert_accessible
from conftest import PASSWORD
from one_world import world  # noqa: F401 (fixture)
from test_browser_admin import row, sign_in


def add_limit(form: Locator, amount: str) -> Locator:
    """The fields of a new limit of a package."""
    form.get_by_role("button", name="Add limit").click()
    limit = form.get_by_role("listitem").last
    expect(limit.get_by_label("Amount")).to_be_focused()
    limit.get_by_label("Amount").fill(amount)
    return limit


def test_a_limit_of_any_kind_is_a_sentence_before_it_is_saved_and_after(world, visits):
    page = sign_in(visits, world, "/admin/packages")
    page.get_by_role("button", name="Add package").first.click()
    form = page.get_by_role("dialog", name="New package")
    form.get_by_label("Name", exact=True).fill("mixed")
    limit = add_limit(form, "40")
    limit.get_by_label("Only some models").check()
    limit.get_by_label("Models", exact=True).fill("test-*, test-model")
    expect(limit).to_contain_text("40 messages every 5 hours, counted per member; only test-*, test-model")
    shared = add_limit(form, "1000")
    shared.get_by_label("Counts").select_option("tokens")
    shared.get_by_label("Period").select_option("calendar day")
    shared.get_by_label("Counted for").select_option("everybody, together")
    expect(shared).to_contain_text("All members share the amount.")
    expect(shared).to_contain_text("1,000 tokens a day, counted for everybody together")
    assert_accessible(page, "limits")
    form.get_by_role("button", name="Create").click()
    expect(row(page, "mixed")).to_contain_text("40 messages every 5 hours, counted per member; only test-*, test-model")
    expect(row(page, "mixed")).to_contain_text("1,000 tokens a day, counted for everybody together")

    page.get_by_role("button", name="Edit mixed").click()
    form = page.get_by_role("dialog", name="Edit mixed")
    form.get_by_role("button", name=re.compile("^Remove: 1,000 tokens")).click()
    expect(form.get_by_role("listitem")).to_have_count(1)
    form.get_by_role("button", name="Save").click()
    expect(row(page, "mixed")).not_to_contain_text("tokens")


def test_limits_that_contradict_each_other_are_said_before_they_are_saved(world, visits):
    page = sign_in(visits, world, "/admin/packages")
    page.get_by_role("button", name="Add package").first.click()
    form = page.get_by_role("dialog", name="New package")
    form.get_by_label("Name", exact=True).fill("twice")
    form.get_by_label("Per day").fill("20")
    limit = add_limit(form, "30")
    limit.get_by_label("Period").select_option("calendar day")
    expect(limit).to_contain_text("“Per day” above counts the same.")
    form.get_by_role("button", name="Create").click()
    expect(limit.get_by_label("Period")).to_be_focused()
    limit.get_by_label("Period").select_option("clock hour")
    expect(limit).to_contain_text("This limit never applies")
    limit.get_by_label("Amount").fill("")
    form.get_by_role("button", name="Create").click()
    expect(limit).to_contain_text("A whole number from 0 to 1,000,000,000.")
    limit.get_by_label("No limit, only count").check()
    expect(limit).to_contain_text("No limit on messages per clock hour")
    form.get_by_role("button", name="Cancel").click()
    expect(form.get_by_text("Discard what you typed?")).to_be_visible()


def test_the_editor_says_the_same_in_chinese(world, visits):
    page = visits.open(world.url + "/login", language="zh-CN")
    page.get_by_label("用户名").fill("boss")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("navigation").get_by_role("link", name="套餐").click()
    page.get_by_role("button", name="添加套餐").first.click()
    form = page.get_by_role("dialog", name="新建套餐")
    form.get_by_label("名称", exact=True).fill("混合")
    form.get_by_role("button", name="添加限额").click()
    limit = form.get_by_role("listitem").last
    limit.get_by_label("数量").fill("1000")
    limit.get_by_label("计量单位").select_option("token")
    limit.get_by_label("周期").select_option("自然日")
    limit.get_by_label("计算对象").select_option("所有人合计")
    expect(limit).to_contain_text("所有成员共用此数量。")
    expect(limit).to_contain_text("每天 1,000 个 token，所有人合计")
    limit.get_by_label("数量").fill("1.5")
    form.get_by_role("button", name="创建").click()
    expect(limit).to_contain_text("请填写 0 到 1,000,000,000 的整数。")
    limit.get_by_label("数量").fill("1000")
    assert_accessible(page, "limits")
    form.get_by_role("button", name="创建").click()
    expect(row(page, "混合")).to_contain_text("每天 1,000 个 token，所有人合计")
