"""The balance of a member in the panel, and what the member is told of it."""

import pytest
from playwright.sync_api import expect

from browser import assert_accessible, assert_fits
from test_browser_prices import enter

WORDS = {
    "en": {"change": "Change balance", "amount": "Amount in USD", "note": "Note", "save": "Save", "wrong": "An amount above zero",
           "unlimited": "Unlimited", "added": "Added", "history": "Changes of the balance"},
    "zh": {"change": "调整余额", "amount": "金额（美元）", "note": "备注", "save": "保存", "wrong": "请输入大于零",
           "unlimited": "不限", "added": "增加", "history": "余额变动"},
}


@pytest.mark.parametrize(("language", "phone"), [("en", False), ("zh", True)], ids=["en-desktop", "zh-phone"])
def test_a_balance_is_given_and_its_history_tells_it(alone, visits, language, phone):
    t = WORDS[language]
    member = alone.member()
    page = enter(visits, alone, f"/admin/members?open={member.id}", language, phone)
    drawer = page.get_by_role("dialog").first
    expect(drawer).to_contain_text(t["unlimited"])
    drawer.get_by_role("button", name=t["change"]).click()
    form = page.get_by_role("dialog").last
    form.get_by_role("button", name=t["save"]).click()
    expect(form).to_contain_text(t["wrong"])
    form.get_by_label(t["amount"]).fill("2.5")
    form.get_by_label(t["note"]).fill("for May")
    assert_fits(page, "the form of a balance")
    form.get_by_role("button", name=t["save"]).click()
    history = drawer.get_by_role("list", name=t["history"])
    expect(history).to_contain_text(t["added"])
    expect(history).to_contain_text("for May")
    expect(drawer).to_contain_text("$2.50")
    assert_accessible(page, "a balance with its history")
    me = member.client.data(member.client.get("/api/user/self"))
    assert me["quota"] == 1_250_000 and me["unlimited_balance"] is False
