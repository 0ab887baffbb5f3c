"""Forms say what is wrong where it is wrong, in time; and what the panel and the first page know of the set-up."""

import re

import pytest
from playwright.sync_api import expect

from conftest import add_account
from test_browser_admin import sign_in
from upstream import Upstream


@pytest.fixture
def page(alone, visits):
    return sign_in(visits, alone)


@pytest.mark.parametrize(("language", "says"), [
    ("en-US", "The set-up link stands in the server’s output"), ("zh-CN", "初始化链接在服务器的输出中"),
])
def test_before_the_set_up_the_first_page_says_where_the_link_stands(server, visits, language, says):
    server.start()
    for path in ("/", "/login", "/admin", "/c/x"):
        page = visits.open(server.url + path, language=language)
        expect(page.get_by_text(says)).to_be_visible()
        expect(page.get_by_role("textbox")).to_have_count(0)


def test_what_is_wrong_with_the_first_administrator_has_the_focus(server, visits):
    server.start()
    page = visits.open(server.link("/setup"))
    name, password = page.get_by_label("User name"), page.get_by_label("Password", exact=True)
    repeated, create = page.get_by_label("Repeat the password"), page.get_by_role("button", name="Create the administrator")
    create.click()
    expect(name).to_be_focused()
    expect(page.get_by_text("Enter a user name.")).to_be_visible()
    page.keyboard.type("b" * 65)
    create.click()
    expect(name).to_be_focused()
    expect(page.get_by_text("At most 64 characters; these are 65.")).to_be_visible()
    name.fill("boss and his password")
    expect(page.get_by_text("At most 64 characters")).to_have_count(0)
    create.click()
    expect(password).to_be_focused()
    # Code points and not UTF-16: seven of these are not eight.
    password.fill("👍" * 7)
    repeated.fill("👍" * 7)
    create.click()
    expect(password).to_be_focused()
    password.fill("boss and his password")
    create.click()
    expect(repeated).to_be_focused()
    repeated.fill("boss and his password")
    create.click()
    # What only the server knows is said at the field too.
    visits.forgive("status of 400")
    expect(password).to_be_focused()
    expect(password).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("must not be the user name")).to_be_visible()
    for field in (password, repeated):
        field.fill("👍" * 8)
    create.click()
    expect(page).to_have_url(server.url + "/admin")


def test_what_is_missing_at_the_sign_in_has_the_focus(alone, visits):
    page = visits.open(alone.url + "/login")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("User name")).to_be_focused()
    page.keyboard.type("boss")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Password")).to_be_focused()


def test_an_account_that_would_be_refused_is_said_before_saving(alone, page):
    page.goto(alone.url + "/admin/accounts?new=1")
    form = page.get_by_role("dialog", name="New account")
    name, url = form.get_by_label("Name", exact=True), form.get_by_label("Base URL")
    exists, refused = form.get_by_text("Another account has this name already."), form.get_by_text("The server will refuse this address")
    name.fill("upstream")
    expect(exists).to_be_visible()
    expect(name).to_have_accessible_description("Another account has this name already.")
    name.fill("upstream 2")
    expect(exists).to_have_count(0)
    for address in ("https://10.0.0.7", "http://api.example.com", "https://localhost:9000", "https://[::1]"):
        url.fill("https://api.example.com")
        expect(refused).to_have_count(0)
        url.fill(address)
        expect(refused).to_be_visible()
    # The one host that the option lists.
    url.fill(alone.upstream.url)
    expect(refused).to_have_count(0)
    form.get_by_label("Proxy").fill("socks5h://192.168.1.1:1080")
    expect(refused).to_be_visible()
    form.get_by_label("Type").select_option(label="Demo")
    expect(refused).to_have_count(0)
    page.keyboard.press("Escape")
    form.get_by_role("button", name="Discard").click()

    page.get_by_role("button", name="More for upstream").click()
    page.get_by_role("menuitem", name="Edit").click()
    form = page.get_by_role("dialog", name="Edit upstream")
    with page.expect_response(re.compile("/api/channel/check")):
        form.get_by_label("Name", exact=True).fill("upstream ")
    expect(form.get_by_text("Another account has this name already.")).to_have_count(0)


def test_what_is_required_stops_being_said_once_it_is_there(alone, page):
    def expect_required(count: int) -> None:
        expect(page.get_by_role("dialog").get_by_text("Required.")).to_have_count(count)

    page.goto(alone.url + "/admin/accounts?new=1")
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="Create").click()
    expect_required(3)
    expect(form.get_by_label("Name", exact=True)).to_be_focused()
    for count, label in enumerate(("Models", "Base URL", "Name")):
        form.get_by_label(label, exact=True).fill("https://x")
        expect_required(2 - count)

    page.goto(alone.url + "/admin/bindings?new=1")
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="Add", exact=True).click()
    expect_required(2)
    for count, label in enumerate(("Member", "Account")):
        form.get_by_role("combobox", name=label).click()
        form.get_by_role("option").first.click()
        expect_required(1 - count)

    page.goto(alone.url + "/admin/members?new=1")
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="Create").click()
    expect_required(1)
    form.get_by_label("User name").fill("x")
    expect_required(0)


@pytest.mark.parametrize(("noun", "label", "most"), [
    ("members", "User name", 64), ("members", "Display name (optional)", 64), ("members", "Remark (optional)", 255),
    ("accounts", "Name", 64), ("accounts", "Remark (optional)", 255),
])
def test_a_text_that_is_too_long_is_said_at_its_field_in_the_unit_of_the_server(alone, page, noun, label, most):
    page.goto(f"{alone.url}/admin/{noun}?new=1")
    form = page.get_by_role("dialog")
    field = form.get_by_label(label, exact=True)
    field.fill("👍" * (most + 1))
    form.get_by_role("button", name="Create").click()
    expect(form.get_by_text(f"At most {most} characters; these are {most + 1}.")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("👍" * most)
    expect(form.get_by_text("these are")).to_have_count(0)


def test_that_an_account_was_tested_is_known_in_every_browser(alone, visits, page):
    steps = page.locator("section.checklist")
    done = steps.get_by_role("listitem").filter(has_text="Test it").get_by_text("done", exact=True)
    expect(steps.get_by_role("link", name="Test it")).to_be_visible()
    expect(done).to_have_count(0)
    other = Upstream()
    other.answer = lambda handler, body: other.refuse(handler, 401, {})
    failing = add_account(alone.admin, other, "failing")
    assert alone.admin.post(f"/api/channel/test/{failing}").json()["success"] is False
    page.reload()
    expect(steps.get_by_role("link", name="Test it")).to_be_visible()
    expect(done).to_have_count(0)
    # By somebody else, in another browser.
    assert alone.admin.post(f"/api/channel/test/{alone.account}").json()["success"] is True
    page.reload()
    expect(done).to_have_count(1)
    expect(sign_in(visits, alone).locator("section.checklist").get_by_role("listitem").filter(has_text="Test it").get_by_text("done", exact=True)).to_have_count(1)
    other.close()


def test_the_tables_fit_a_screen_of_1280(alone, page):
    import tour

    tour.furnish(alone, tour.ENGLISH)
    for name in ("members", "accounts", "bindings", "packages", "keys", "audit"):
        page.goto(f"{alone.url}/admin/{name}")
        expect(page.locator("tbody tr").first).to_be_visible()
        expect(page.locator("tbody .skeleton")).to_have_count(0)
        wide, room = page.locator(".table-scroll").evaluate("(table) => [table.scrollWidth, table.clientWidth]")
        assert wide <= room, name
