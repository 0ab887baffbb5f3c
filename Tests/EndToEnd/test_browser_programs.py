"""Keys for programs and the record of what was asked, as a member and as an administrator see them."""

import csv
import datetime
import io
import re
import zoneinfo

import pytest
from playwright.sync_api import Locator, Page, expect

import tour
from browser import assert_accessible, assert_fits
from conftest import PASSWORD, World
from one_world import world  # noqa: F401 (fixture)
from programs import add_failing, ask, await_record, button, dialog, from_menu, wait_for_status
from test_browser_admin import row, sign_in


def table(file) -> list[dict[str, str]]:
    """A downloaded CSV, which spreadsheets know as UTF-8 by its mark."""
    data = file.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


# A member

def test_a_key_is_made_used_turned_off_and_deleted(world, visits):
    page = visits.open(world.member().link)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keys = from_menu(page, "API keys")
    expect(keys).to_contain_text("No keys yet.")
    expect(keys).to_contain_text(f"{world.url}/v1")
    button(keys, "New key").click()
    form = dialog(page, "New API key")
    form.get_by_label("Name").fill("Editor")
    form.get_by_label("Expires").select_option("In 30 days")
    form.get_by_role("radio", name="Only these models").check()
    form.get_by_role("checkbox", name="test-model").check()
    form.get_by_label("Allowed addresses (optional)").fill("127.0.0.1\n192.0.2.0/24")
    button(form, "Create key").click()

    ready = dialog(page, "The key is ready")
    assert_accessible(page, "a new key")
    button(ready, "Copy the example").click()
    example = page.evaluate("navigator.clipboard.readText()")
    button(ready, "Copy key").click()
    key = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch("sk-[0-9A-Za-z]{48}", key)
    expect(ready).to_contain_text(key)
    assert key in example and f"curl {world.url}/v1/chat/completions" in example and '"model":"test-model"' in example
    button(ready, "Done").click()

    item = keys.get_by_role("listitem").filter(has_text="Editor")
    for fact in ("Modelstest-model", "Addresses127.0.0.1, 192.0.2.0/24", "Last usednot yet"):
        expect(item).to_contain_text(fact)
    expect(item).not_to_contain_text(key)
    assert_accessible(page, "keys")
    assert ask(world, key) == 200
    button(item, "Turn off: Editor").click()
    expect(item.get_by_text("Off", exact=True)).to_be_visible()
    wait_for_status(world, key, 401)
    button(item, "Turn on: Editor").click()
    expect(item.get_by_text("On", exact=True)).to_be_visible()
    wait_for_status(world, key, 200)
    button(item, "Delete: Editor").click()
    question = dialog(page, "Delete the key Editor?")
    expect(question).to_contain_text("Programs that use it are refused at once.")
    button(question, "Delete").click()
    expect(keys).to_contain_text("No keys yet.")
    wait_for_status(world, key, 401)


def test_the_form_of_a_key_says_what_is_wrong_at_each_field(alone, visits):
    visits.forgive("status of 400")
    page = visits.open(alone.member().link)
    button(from_menu(page, "API keys"), "New key").click()
    form = dialog(page, "New API key")
    name, addresses = form.get_by_label("Name"), form.get_by_label("Allowed addresses (optional)")
    form.get_by_label("Expires").select_option("At a date of my choice")
    form.get_by_role("radio", name="Only these models").check()
    addresses.fill("127.0.0.1\nsomewhere")
    button(form, "Create key").click()
    for words in ("Required.", "Choose a time in the future.", "Tick at least one model.", "Line 2 is neither an IP address nor a range."):
        expect(form.get_by_text(words)).to_be_visible()
    expect(name).to_be_focused()
    assert_accessible(page, "the form of a key with errors")

    name.fill("编" * 17)
    form.get_by_label("Date and time").fill("2020-01-01T00:00")
    form.get_by_role("checkbox", name="test-model").check()
    addresses.fill("127.0.0.1")
    button(form, "Create key").click()
    expect(form.get_by_text("At most 50 bytes; these are 51.")).to_be_visible()
    expect(form.get_by_text("Choose a time in the future.")).to_be_visible()
    expect(form.get_by_text("Tick at least one model.")).to_have_count(0)
    assert alone.admin.data(alone.admin.get("/api/token/?user_id=0"))["items"] == []

    # What only the server refuses stands at its field, too.
    name.fill("editor")
    form.get_by_label("Expires").select_option("Never")
    addresses.fill("\n".join(f"192.0.2.{number}" for number in range(101)))
    button(form, "Create key").click()
    expect(form.locator(".field-invalid").get_by_role("alert")).to_be_visible()
    expect(addresses).to_be_focused()
    addresses.fill("")
    button(form, "Create key").click()
    expect(dialog(page, "The key is ready")).to_be_visible()


def test_a_key_is_changed_and_keeps_its_text(alone, visits):
    member = alone.member()
    key = member.key(name="old", model_limits_enabled=True, model_limits="gone-model,test-model", allow_ips="192.0.2.1")
    assert ask(alone, key) == 403
    page = visits.open(member.link)
    keys = from_menu(page, "API keys")
    button(keys, "Edit: old").click()
    form = dialog(page, "Edit old")
    expect(form.get_by_role("checkbox", name="gone-model")).to_be_checked()
    form.get_by_role("checkbox", name="gone-model").uncheck()
    expect(form.get_by_label("Allowed addresses (optional)")).to_have_value("192.0.2.1")
    form.get_by_label("Allowed addresses (optional)").fill("")
    form.get_by_label("Name").fill("new")
    form.get_by_label("Expires").select_option("In 7 days")
    button(form, "Save").click()
    expect(page.get_by_text("new was saved.")).to_be_visible()
    expect(keys.get_by_role("listitem")).to_contain_text("Modelstest-model")
    wait_for_status(alone, key, 200)
    assert ask(alone, key, model="gone-model") in (403, 404)


def test_a_member_sees_his_calls_filters_them_and_takes_them_along(world, visits):
    member = world.member()
    other = world.member()
    key = member.key(name="Editor")
    member.client.send("[[words=2]]")
    assert ask(world, key) == 200
    assert ask(world, key, "[[status=400]]") == 400
    assert ask(world, other.key(name="foreign")) == 200
    await_record(member, 3)
    page = visits.open(member.link)
    usage = from_menu(page, "Usage")
    rows = usage.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(usage).not_to_contain_text("foreign")
    expect(rows.filter(has_text="Chat")).to_contain_text("Finished")
    expect(rows.filter(has_text="request refused")).to_contain_text("Failed")
    assert_accessible(page, "one's usage")

    usage.get_by_label("Key").fill("Editor")
    expect(rows).to_have_count(2)
    usage.get_by_label("Status").select_option("Failed")
    expect(rows).to_have_count(1)
    with page.expect_download() as file:
        button(usage, "Download CSV").click()
    assert file.value.suggested_filename == "chatmirror-usage.csv"
    lines = table(file)
    assert [(line["key"], line["status"], line["stop_reason"]) for line in lines] == [("Editor", "failed", "upstream_refused")]
    assert not {"username", "account"} & set(lines[0])

    usage.get_by_label("Key").fill("no such key")
    expect(usage).to_contain_text("Nothing matches the filters.")
    button(usage, "Clear the filters").click()
    expect(rows).to_have_count(3)
    today = datetime.datetime.now(zoneinfo.ZoneInfo("Asia/Shanghai")).date()
    usage.get_by_label("To", exact=True).fill(str(today - datetime.timedelta(days=1)))
    expect(usage).to_contain_text("Nothing matches the filters.")
    usage.get_by_label("To", exact=True).fill(str(today))
    usage.get_by_label("From").fill(str(today - datetime.timedelta(days=1)))
    expect(rows).to_have_count(3)

    rows.filter(has_text="request refused").get_by_role("button").click()
    details = dialog(page, "Details")
    expect(details).to_contain_text("Why it stopped")
    expect(details.get_by_role("region", name="Attempts")).to_have_text(re.compile("request refused \\(HTTP 400\\)"))
    expect(details).not_to_contain_text("upstream:")
    assert_accessible(page, "one's own request")


def test_a_long_record_is_read_on(alone, visits):
    member = alone.member()
    key = member.key()
    for _ in range(53):
        assert ask(alone, key) == 200
    await_record(member, 20)
    page = visits.open(member.link)
    usage = from_menu(page, "Usage")
    expect(usage.get_by_role("status").filter(has_text="50 requests shown")).to_be_visible()
    button(usage, "Load more").click()
    expect(usage.get_by_role("status").filter(has_text="53 requests shown")).to_be_visible()
    expect(usage.locator("tbody tr")).to_have_count(53)
    expect(button(usage, "Load more")).to_have_count(0)


def test_keys_and_usage_work_with_a_thumb(alone, visits):
    member = alone.member()
    page = visits.open(member.link, phone=True)
    expect(page.get_by_role("button", name="Model: test-model")).to_be_visible()

    def opened(name: str) -> Locator:
        if not page.get_by_role("complementary").is_visible():
            page.get_by_role("button", name="Open sidebar").tap()
        return from_menu(page, name)

    keys = opened("API keys")
    button(keys, "New key").tap()
    form = dialog(page, "New API key")
    form.get_by_label("Name").fill("phone")
    button(form, "Create key").tap()
    ready = dialog(page, "The key is ready")
    key = ready.locator("code").filter(has_text=re.compile("^sk-")).inner_text()
    assert_fits(page, "a new key")
    button(ready, "Done").tap()
    for name in ("Edit: phone", "Turn off: phone", "Delete: phone"):
        box = button(keys, name).bounding_box()
        assert box and box["height"] >= 44, name
    assert_fits(page, "keys")
    button(keys, "Close").last.tap()
    assert ask(alone, key) == 200
    await_record(member, 1)
    usage = opened("Usage")
    usage.locator("tbody tr").get_by_role("button").tap()
    assert_fits(page, "usage")
    expect(dialog(page, "Details")).to_contain_text("phone")
    assert_accessible(page, "usage on a phone")


# An administrator

def test_an_administrator_sees_every_key_masked_and_ends_it(world, visits):
    first, second = world.member(), world.member()
    kept, turned, deleted = first.key(name="kept"), second.key(name="turned"), second.key(name="deleted")
    page = sign_in(visits, world)
    tour.open_section(page, "keys")
    expect(row(page, "kept")).to_contain_text(first.name)
    expect(row(page, "deleted")).to_contain_text(f"{deleted[:7]}********{deleted[-4:]}")
    for key in (kept, turned, deleted):
        assert key[3:] not in page.content()
    assert_accessible(page, "everybody's keys")
    page.get_by_role("combobox", name="Member").fill(second.name)
    page.get_by_role("option", name=second.name).click()
    expect(row(page, "kept")).to_have_count(0)

    button(row(page, "turned"), "Turn off: turned").click()
    expect(row(page, "turned")).to_contain_text("Off")
    wait_for_status(world, turned, 401)
    button(row(page, "deleted"), "Delete: deleted").click()
    button(dialog(page, "Delete the key deleted?"), "Delete").click()
    expect(row(page, "deleted")).to_have_count(0)
    wait_for_status(world, deleted, 401)
    assert ask(world, kept) == 200
    tour.open_section(page, "audit")
    expect(row(page, "API key deleted")).to_contain_text("deleted")
    expect(row(page, "API key changed")).to_contain_text("turned")
    row(page, "API key changed").get_by_text("Details").click()
    expect(row(page, "API key changed")).to_contain_text("Onyes → no")
    expect(row(page, "API key created").first).to_be_visible()


def by_link(visits, world: World) -> Page:
    """The administrator, whose password nobody has asked for in this browser."""
    boss = next(each for each in world.admin.data(world.admin.get("/api/user/"))["items"] if each["username"] == "boss")
    page = visits.open(world.admin.data(world.admin.post(f"/api/user/{boss['id']}/share_link"))["link"])
    expect(page.get_by_role("button", name="settings and sign-out")).to_be_visible()
    page.goto(world.url + "/admin")
    return page


def test_an_administrator_sees_everybodys_calls_and_takes_them_along(world, visits):
    first, second = world.member(), world.member()
    add_failing(world, first)
    first.client.send("[[words=2]]")
    assert ask(world, second.key(name="cron")) == 200
    await_record(first, 1)
    await_record(second, 1)
    page = by_link(visits, world)
    tour.open_section(page, "usage")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(row(page, "cron")).to_contain_text(second.name)
    expect(row(page, first.name)).to_contain_text("2 attempts")
    assert_accessible(page, "everybody's usage")
    row(page, first.name).get_by_role("button").click()
    details = dialog(page, "Details")
    attempts = details.get_by_role("region", name="Attempts").get_by_role("listitem")
    expect(attempts).to_have_text(["team-02: login not accepted (HTTP 401)", "upstream: answered"])
    assert_accessible(page, "a request with attempts")
    page.keyboard.press("Escape")

    page.get_by_role("combobox", name="Member").fill(second.name)
    page.get_by_role("option", name=second.name).click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("cron")
    button(page, "All members").click()
    expect(rows).to_have_count(2)
    page.get_by_label("Status").select_option("Failed")
    expect(page.get_by_text("Nothing matches the filters.")).to_be_visible()
    page.get_by_label("Status").select_option("Finished")
    page.get_by_role("combobox", name="Account").fill("team-02")
    page.get_by_role("option", name="team-02").click()
    expect(page.get_by_text("Nothing matches the filters.")).to_be_visible()
    button(page, "All accounts").click()
    expect(rows).to_have_count(2)

    button(page, "Download CSV").click()
    prompt = dialog(page, "Confirm with your password")
    prompt.get_by_label("Password").fill(PASSWORD)
    with page.expect_download() as file:
        page.keyboard.press("Enter")
    lines = {line["username"]: line for line in table(file)}
    assert set(lines) == {first.name, second.name}
    assert lines[first.name]["attempts"] == "upstream_auth ok" and lines[second.name]["account"] == "upstream"
    tour.open_section(page, "audit")
    expect(row(page, "Usage exported")).to_contain_text("boss")


@pytest.mark.parametrize("name", ["keys", "usage"])
def test_the_pages_open_by_their_address(alone, visits, name):
    page = sign_in(visits, alone, f"/admin/{name}")
    expect(page.locator(f"nav a[href='/admin/{name}'][aria-current]")).to_have_count(1, timeout=3_000)
