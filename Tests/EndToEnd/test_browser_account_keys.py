"""The keys of an account and renewals that are held back, as an administrator sees them."""

import contextlib
import sqlite3
import time

from playwright.sync_api import expect

import tour
from browser import assert_accessible, assert_fits
from programs import button, dialog
from test_account_keys import answer_by_key
from test_browser_admin import row, sign_in

KEYS = ["sk-canary-refused-0001", "sk-canary-works-0002"]


def hold_back(world) -> None:
    """As the server notes it when several logins could not be renewed."""
    now = int(time.time() * 1000)
    with contextlib.closing(sqlite3.connect(world.server.data / "chatmirror.db", timeout=10)) as database:
        database.execute(
            "INSERT INTO renewal_hold (id, since, until, accounts, reason) VALUES (1, ?, ?, 3, ?)",
            (now - 1000, now + 290_000, "the login could not be renewed: HTTP 500"))
        database.commit()


def test_keys_are_entered_seen_and_switched_and_none_is_shown(alone, visits):
    world = alone
    visits.forgive("status of 400")
    answer_by_key(world.upstream)
    page = sign_in(visits, world, "/admin/accounts?new")
    form = dialog(page, "New account")
    form.get_by_label("Name", exact=True).fill("many")
    form.get_by_label("Base URL").fill(world.upstream.url)
    button(form, "Enter several keys").click()
    form.get_by_label("API key").fill("\n".join(KEYS))
    form.get_by_label("Which key is next").select_option(label="In turn")
    form.get_by_label("Models", exact=True).fill("test-model")
    button(form, "Create").click()
    expect(row(page, "many")).to_contain_text("2 of 2 keys in use")
    account = next(item["id"] for item in world.admin.data(world.admin.get("/api/channel/"))["items"] if item["name"] == "many")
    member = world.member(account=account)
    assert member.client.send("[[words=1]]").text == "word0 "
    page.reload()
    expect(row(page, "many")).to_contain_text("1 of 2 keys in use")

    button(page, "More for many").click()
    page.get_by_role("menuitem", name="Keys").click()
    keys = dialog(page, "Keys of many")
    refused = keys.get_by_role("listitem").filter(has_text="Key 1 (...0001)")
    for words in ("Needs a new login", "HTTP 401", "next try"):
        expect(refused).to_contain_text(words)
    assert_accessible(page, "the keys of an account")
    button(keys, "Disable: Key 2 (...0002)").click()
    expect(keys.get_by_text("Key 2 (...0002) is switched off.")).to_be_visible()
    button(keys, "Retry now: Key 1 (...0001)").click()
    expect(refused).to_contain_text("Works")
    button(keys, "Remove: Key 1 (...0001)").click()
    button(dialog(page, "Remove Key 1 (...0001)?"), "Remove").click()
    expect(keys.get_by_role("listitem")).to_have_count(1)
    expect(button(keys, "Remove: Key 2 (...0002)")).to_have_count(0)
    keys.get_by_label("Add keys, one on each line").fill("sk-canary-new-0003\nwith a blank")
    button(keys, "Add").click()
    expect(keys.get_by_text("“2”")).to_be_visible()
    keys.get_by_label("Add keys, one on each line").fill("sk-canary-new-0003")
    button(keys, "Add").click()
    expect(keys.get_by_role("listitem").filter(has_text="Key 3 (...0003)")).to_contain_text("Works")
    assert "canary" not in page.content()


def test_on_a_phone_in_chinese_the_keys_and_the_banner_fit(alone, visits):
    world = alone
    world.admin.data(world.admin.put("/api/channel/", {"id": world.account, "name": "many", "key": "\n".join(KEYS)}))
    hold_back(world)
    page = visits.open(world.url + "/login", language=tour.CHINESE, theme="dark", phone=True)
    page.get_by_label("用户名").fill("boss")
    page.get_by_label("密码").fill("correct horse battery")
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(world.url + "/admin")
    page.goto(world.url + "/admin/accounts")
    banner = page.get_by_role("status").filter(has_text="登录续期已暂停")
    expect(banner).to_contain_text("3 个登录续期失败")
    expect(banner).to_contain_text("HTTP 500")
    assert_fits(page, "the banner")
    assert_accessible(page, "the banner")
    button(banner, "立即续期").click()
    expect(page.get_by_text("登录续期已恢复。")).to_be_visible()
    expect(banner).to_have_count(0)
    page.get_by_role("button", name="many").last.click()
    page.get_by_role("menuitem", name="密钥").click()
    keys = page.get_by_role("dialog", name="many 的密钥")
    expect(keys.get_by_role("listitem")).to_have_count(2)
    expect(keys.get_by_role("listitem").first).to_contain_text("密钥 1（...0001）")
    assert_fits(page, "the keys")
    assert_accessible(page, "the keys")
