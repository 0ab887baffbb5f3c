"""Which account answers: said before anybody asks, told afterwards, and decided by a setting."""

import pytest
from playwright.sync_api import Page, expect

from browser import assert_accessible, assert_fits
from conftest import add_account
from test_browser_admin import row, sign_in

WORDS = {
    "en": {
        "asks": "Which account answers?", "model": "Model", "look": "Look", "chosen": "Chosen", "why": "Why this account?",
        "equal": "works as well; the strategy took another", "without": "does not serve the model",
        "none": "No account could answer now.", "strategy": "Strategy", "save": "Save", "saved": "Saved.",
        "loads": "Asked in the last hour", "choice": "Choice of accounts", "disabled": "disabled, or cannot be read",
        "order": "Change the order", "order of": "Order of {}’s accounts", "up": "Move {} up", "down": "Move {} down",
        "second place": "Place 2", "later": "comes later in the member's own order", "usual": "Back to the usual order",
    },
    "zh": {
        "asks": "由哪个账号回答？", "model": "模型", "look": "查看", "chosen": "已选中", "why": "为什么用这个账号？",
        "equal": "同样正常；按策略选了另一个账号", "without": "不提供该模型", "none": "目前没有账号可以回答。",
        "strategy": "策略", "save": "保存", "saved": "已保存。", "loads": "最近一小时的提问", "choice": "账号选择",
        "disabled": "已停用，或无法读取", "order": "调整顺序", "order of": "{} 的账号顺序", "up": "上移 {}", "down": "下移 {}",
        "second place": "第 2 位", "later": "在该成员的自定顺序中靠后", "usual": "恢复默认顺序",
    },
}
LANGUAGES = {"en": "en-US", "zh": "zh-CN"}


@pytest.fixture(params=["en", "zh"])
def language(request) -> str:
    return request.param


@pytest.fixture
def member(alone):
    """May use three accounts: two that are equal, and one without the model."""
    member = alone.member()
    for name, models in (("second", "test-model"), ("third", "another-model")):
        account = add_account(alone.admin, alone.upstream, name, models)
        alone.admin.data(alone.admin.post("/api/binding/", {"user_id": member.id, "channel_id": account, "mode": "shared"}))
    return member


def open_panel(visits, alone, path: str, language: str, **options) -> Page:
    page = sign_in(visits, alone, **options)
    page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
    page.goto(alone.url + path)
    return page


def test_a_dry_run_says_which_account_would_answer_and_why_not_the_others(alone, member, visits, language):
    words, phone = WORDS[language], language == "zh"
    page = open_panel(visits, alone, f"/admin/members?open={member.id}", language, phone=phone)
    drawer = page.get_by_role("dialog")
    place = drawer.locator("section").filter(has_text=words["asks"])
    place.get_by_label(words["model"]).fill("test-model")
    place.get_by_role("button", name=words["look"]).click()
    items = place.get_by_role("listitem")
    expect(items).to_have_count(3)
    expect(items.nth(0)).to_contain_text(words["chosen"])
    expect(place).to_contain_text(words["equal"])
    expect(place).to_contain_text(words["without"])
    assert_fits(page, "dry run")
    assert_accessible(page, "dry run")
    # Looking counts nothing.
    assert alone.reserved_turns() == {} and alone.upstream.requests == []
    place.get_by_label(words["model"]).fill("no-model")
    place.get_by_role("button", name=words["look"]).click()
    expect(place).to_contain_text(words["none"])


def test_an_order_of_ones_own_is_made_with_buttons_and_says_who_answers(alone, member, visits, language):
    words, phone = WORDS[language], language == "zh"
    page = open_panel(visits, alone, f"/admin/members?open={member.id}", language, phone=phone, theme="dark" if phone else "light")
    drawer = page.get_by_role("dialog")
    accounts = drawer.locator("section").filter(has_text="second").first.get_by_role("listitem")
    expect(accounts).to_have_count(3)
    drawer.get_by_role("button", name=words["order"]).click()
    dialog = page.get_by_role("dialog", name=words["order of"].format(member.name))
    names = dialog.get_by_role("listitem")
    assert_fits(page, "order")
    assert_accessible(page, "order")
    # By the keyboard alone: the focus goes along, and at the end to the button that still does something.
    dialog.get_by_role("button", name=words["up"].format("third")).press("Enter")
    expect(names.nth(1)).to_contain_text("third")
    expect(dialog.get_by_role("button", name=words["up"].format("third"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(names.nth(0)).to_contain_text("third")
    expect(dialog.get_by_role("button", name=words["down"].format("third"))).to_be_focused()
    dialog.get_by_role("button", name=words["up"].format("second")).press("Enter")
    expect(names.nth(1)).to_contain_text("second")
    dialog.get_by_role("button", name=words["save"]).click()
    expect(dialog).to_be_hidden()
    expect(accounts.nth(1)).to_contain_text("second")
    expect(accounts.nth(1)).to_contain_text(words["second place"])

    place = drawer.locator("section").filter(has_text=words["asks"])
    place.get_by_label(words["model"]).fill("test-model")
    place.get_by_role("button", name=words["look"]).click()
    expect(place.get_by_role("listitem").nth(0)).to_contain_text("second")
    expect(place).to_contain_text(words["later"])
    assert member.client.send("hello").text
    asked = alone.admin.data(alone.admin.get("/api/log/"))["items"][0]["channel_name"]
    assert asked == "second"

    drawer.get_by_role("button", name=words["order"]).click()
    dialog.get_by_role("button", name=words["usual"]).click()
    expect(accounts.filter(has_text=words["second place"])).to_have_count(0)


def test_the_log_tells_why_an_account_was_asked(alone, member, visits, language):
    words = WORDS[language]
    member.client.send("hello").text  # noqa: B018
    page = open_panel(visits, alone, "/admin/usage", language)
    row(page, "test-model").get_by_role("button").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name=words["why"]).click()
    place = drawer.get_by_role("region", name=words["why"])
    expect(place.get_by_role("listitem")).to_have_count(2)
    expect(place.get_by_role("listitem").nth(0)).to_contain_text(words["chosen"])
    expect(place.get_by_role("listitem").nth(1)).to_contain_text(words["equal"])
    assert_accessible(page, "past choice")


def test_the_strategy_is_a_setting_and_its_effect_is_shown(alone, member, visits, language):
    words = WORDS[language]
    page = open_panel(visits, alone, "/admin/settings", language)
    part = page.get_by_role("region", name=words["choice"])
    part.get_by_label(words["strategy"]).select_option("round_robin")
    part.get_by_role("button", name=words["save"]).click()
    expect(part).to_contain_text(words["saved"])
    for number in range(4):
        member.client.send(f"question {number}").text  # noqa: B018
    page.reload()
    expect(part.get_by_label(words["strategy"])).to_have_value("round_robin")
    shares = part.get_by_role("listitem")
    expect(shares).to_have_count(2)
    for place in range(2):
        expect(shares.nth(place)).to_contain_text("50")
    assert_fits(page, "strategy")
    assert_accessible(page, "strategy")
