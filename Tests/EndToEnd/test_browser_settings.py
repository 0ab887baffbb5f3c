"""What the owner sets for the whole server, and packages of groups, accounts, keys and everybody."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser import assert_accessible, assert_fits
from conftest import PASSWORD, World, add_account
from one_world import world  # noqa: F401 (fixture)
from test_browser_admin import row, sign_in


def package(world: World, name: str, *limits: dict) -> int:
    return world.admin.data(world.admin.post("/api/package/", {"name": name, "limits": list(limits)}))["id"]


def options(world: World) -> dict[str, str]:
    return {option["key"]: option["value"] for option in world.admin.data(world.admin.get("/api/option/"))}


def section(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def save(part: Locator) -> None:
    part.get_by_role("button", name="Save").click()


def test_groups_come_get_a_package_and_go_unless_somebody_is_in_them(world, visits):
    small = package(world, "small", {"window": "day", "limit": 5})
    member = world.member()
    world.admin.data(world.admin.put("/api/user/", {"id": member.id, "group": "vip"}))
    page = sign_in(visits, world, "/admin/settings")
    groups = section(page, "Groups")
    expect(groups.get_by_role("listitem")).to_have_count(3)
    expect(groups.get_by_role("button", name="Remove the group default")).to_have_count(0)
    groups.get_by_role("button", name="Add group").click()
    expect(groups.get_by_label("Name of the group")).to_be_focused()
    save(groups)
    expect(groups.get_by_text("Required.")).to_be_visible()
    expect(groups.get_by_label("Name of the group")).to_be_focused()
    page.keyboard.type("night")
    groups.get_by_label("Package of night").select_option("small")
    groups.get_by_label("Package of vip").select_option("small")
    save(groups)
    expect(groups.get_by_role("status")).to_have_text("Saved.")
    assert options(world)["GroupPackageIds"] == f'{{"night":{small},"vip":{small}}}'

    # Somebody is in it: it stays, with its package.
    groups.get_by_role("button", name="Remove the group vip").click()
    expect(groups.get_by_role("button", name="Keep the group vip")).to_be_focused()
    save(groups)
    expect(groups.get_by_role("alert")).to_contain_text(member.name)
    assert options(world)["GroupPackageIds"] == f'{{"night":{small},"vip":{small}}}'
    assert_accessible(page, "settings with a refusal")
    groups.get_by_role("button", name="Keep the group vip").click()
    groups.get_by_role("button", name="Remove the group night").click()
    save(groups)
    expect(groups.get_by_role("status")).to_have_text("Saved.")
    expect(groups.get_by_role("listitem")).to_have_count(3)
    page.reload()
    expect(groups.get_by_label("Package of vip").locator("option:checked")).to_have_text("small")
    assert options(world)["GroupPackageIds"] == f'{{"vip":{small}}}'


def test_everybody_has_a_package_and_models_have_weights(world, visits):
    small = package(world, "small", {"window": "day", "limit": 5, "unit": "weighted"})
    page = sign_in(visits, world, "/admin/settings", phone=True)
    everyone = section(page, "Everyone")
    everyone.get_by_label("Package of everyone").select_option("small")
    expect(everyone.get_by_role("status")).to_have_text("Not saved yet.")
    save(everyone)
    expect(everyone.get_by_role("status")).to_have_text("Saved.")
    weights = section(page, "Model weights")
    expect(weights).to_contain_text("Every model counts as 1.")
    weights.get_by_role("button", name="Add model").click()
    page.keyboard.type("test-*")
    weights.get_by_label("Counts as").fill("2.5")
    save(weights)
    expect(weights.get_by_label("Counts as")).to_be_focused()
    expect(weights).to_contain_text("A whole number from 0 to 10,000.")
    weights.get_by_label("Counts as").fill("3")
    expect(weights).to_contain_text("test-* counts as 3 messages.")
    save(weights)
    expect(weights.get_by_role("status")).to_have_text("Saved.")
    assert options(world)["ModelWeights"] == '{"test-*":3}' and options(world)["GlobalPackageId"] == str(small)
    assert_accessible(page, "settings")
    assert_fits(page, "settings")

    # Both hold for somebody without a package of their own.
    member = world.member()
    member.client.send("Hello [[words=1]]")
    chat = visits.open(member.link)
    chat.get_by_role("button", name="Quota: 2 weighted messages left").click()
    expect(chat.get_by_role("region", name="Quota")).to_contain_text("3 of 5 used")

    weights.get_by_role("button", name="Remove test-*").click()
    expect(weights.get_by_role("button", name="Add model")).to_be_focused()
    save(weights)
    expect(weights.get_by_role("status")).to_have_text("Saved.")
    assert options(world)["ModelWeights"] == "{}"


def test_settings_are_the_owners(world, visits):
    identifier = world.admin.data(world.admin.post("/api/user/", {"username": "office", "password": PASSWORD}))["id"]
    world.admin.data(world.admin.post("/api/user/manage", {"id": identifier, "action": "promote"}))
    page = visits.open(world.url + "/login")
    page.get_by_label("User name").fill("office")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link", name="Members")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link", name="Settings")).to_have_count(0)
    page.goto(world.url + "/admin/settings")
    expect(page.get_by_text("Only the owner can open this page.")).to_be_visible()


def test_a_package_says_what_has_it_and_goes_once_nothing_has_it(world, visits):
    package(world, "small", {"window": "day", "limit": 5})
    member = world.member()
    member.key(name="editor")
    page = sign_in(visits, world, "/admin/keys")
    page.get_by_role("button", name="Package of the key editor: none. Change").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Package")).to_be_focused()
    form.get_by_label("Package").select_option("small")
    form.get_by_role("button", name="Save").click()
    expect(row(page, "editor")).to_contain_text("small")

    page.goto(f"{world.url}/admin/accounts")
    page.get_by_role("button", name="More for upstream").click()
    page.get_by_role("menuitem", name="Edit").click()
    page.get_by_role("dialog").get_by_label("Package").select_option("small")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.goto(f"{world.url}/admin/members?open={member.id}")
    page.get_by_role("dialog").get_by_role("button", name=f"More for {member.name}").click()
    page.get_by_role("menuitem", name="Edit").click()
    form = page.get_by_role("dialog", name=f"Edit {member.name}")
    form.get_by_label("Group").select_option("svip")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    expect(page.get_by_role("dialog")).to_contain_text("svip")
    # The account's package limits its users.
    expect(page.get_by_role("dialog")).to_contain_text("0 of 5 messages")

    page.goto(f"{world.url}/admin/packages")
    expect(row(page, "small")).to_contain_text("1 account")
    expect(row(page, "small")).to_contain_text("1 API key")
    page.get_by_role("button", name="Delete small").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("It is attached to 1 account and 1 API key.")
    dialog.get_by_role("button", name="Delete").click()
    for name in ("upstream", "editor"):
        expect(dialog.get_by_role("alert")).to_contain_text(name)
    assert_accessible(page, "a package in use")


def test_those_who_would_be_over_at_once_are_named_before_saving(world, visits):
    member = world.member([{"window": "day", "limit": 10}])
    for _ in range(2):
        member.client.send("Hello [[words=1]]")
    page = sign_in(visits, world, "/admin/packages")
    page.get_by_role("button", name=f"Edit of {member.name}").click()
    form = page.get_by_role("dialog")
    excess = form.get_by_role("status").filter(has_text="Over their limit as soon as this is saved")
    with page.expect_response("**/api/package/preview"):
        form.get_by_label("Per day").fill("2")
    expect(excess).to_have_count(0)
    with page.expect_response("**/api/package/preview"):
        form.get_by_label("Per day").fill("1")
    expect(excess).to_contain_text(f"{member.name}: 2 messages used (1 message a day, counted per member)")
    assert_accessible(page, "those over")
    form.get_by_label("Per day").fill("10")
    expect(excess).to_have_count(0)


@pytest.fixture
def counted(world):
    """A member whose use is counted for everybody whom it can be counted for."""
    day = {"window": "day", "limit": 9}
    grouped = package(world, "grouped", {**day, "scope": "group"})
    everybody = package(world, "everybody", {**day, "limit": 99, "scope": "global"})
    for key, value in (("GroupPackageIds", f'{{"default":{grouped}}}'), ("GlobalPackageId", str(everybody))):
        world.admin.data(world.admin.put("/api/option/", {"key": key, "value": value}))
    shared = package(world, "shared", {**day, "scope": "account"}, {"window": "hour", "limit": 8})
    second = add_account(world.admin, world.upstream, "second")
    world.admin.data(world.admin.put("/api/channel/", {"id": second, "package_id": shared}))
    member = world.member([day])
    world.admin.data(world.admin.post("/api/binding/", {"user_id": member.id, "channel_id": second, "mode": "shared"}))
    return member


def test_the_quota_says_for_whom_each_window_counts(world, counted, visits):
    page = visits.open(counted.link)
    page.get_by_role("button", name="Quota: ").click()
    card = page.get_by_role("region", name="Quota")
    for whom in ("you", "your group", "everyone", "the account second", "you, when the account second answers"):
        expect(card.get_by_text(f"{whom} · messages", exact=True)).to_have_count(1)
    expect(card.get_by_role("progressbar", name="Today, the account second")).to_have_count(1)
    assert_accessible(page, "quota")
    panel = sign_in(visits, world, f"/admin/members?open={counted.id}")
    for whom in ("this member", "their group together", "everyone together", "all users of the account second together"):
        expect(panel.get_by_role("dialog").get_by_text(whom, exact=True)).to_have_count(1)


def test_the_quota_says_the_same_in_chinese(counted, visits):
    page = visits.open(counted.link, language="zh-CN")
    page.get_by_role("button", name="配额：").click()
    card = page.get_by_role("region", name="配额")
    for whom in ("你", "你的分组", "所有人", "账号 second", "你（由账号 second 回答时）"):
        expect(card.get_by_text(re.compile(f"^{whom} · "))).to_have_count(1)
    assert_accessible(page, "quota")


@pytest.mark.parametrize(("language", "send", "busy"), [
    ("en-US", "Send", "The account is busy; your own quota is untouched."), ("zh-CN", "发送", "账号繁忙，你自己的配额没有受影响。")])
def test_an_account_whose_limit_is_reached_is_busy_and_the_members_own_quota_untouched(world, visits, language, send, busy):
    shared = package(world, "one a day", {"window": "day", "limit": 1, "scope": "account"})
    world.admin.data(world.admin.put("/api/channel/", {"id": world.account, "package_id": shared}))
    world.member().client.send("the only one")
    page = visits.open(world.member().link, language=language)
    page.get_by_role("textbox").first.fill("one more")
    page.get_by_role("button", name=send).click()
    expect(page.get_by_text(busy)).to_be_visible()
    assert_accessible(page, "a busy account")
