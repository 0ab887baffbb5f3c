"""The panel takes a login where a key is typed, says what it read, and shows how much of the account is used."""

import re

from playwright.sync_api import expect

from browser import assert_accessible, assert_fits
from test_browser_admin import row, sign_in
from test_codex import MODEL, world  # noqa: F401 (fixtures)


def test_a_login_is_pasted_and_what_was_read_is_shown(world, codex, visits):  # noqa: F811
    page = sign_in(visits, world, "/admin/accounts?new=1")
    form = page.get_by_role("dialog", name="New account")
    form.get_by_label("Name", exact=True).fill("mine")
    form.get_by_label("Type").select_option(label="Codex")
    login = form.get_by_label("Login")
    expect(login).to_have_accessible_description(re.compile("auth.json"))
    login.fill("hello")
    expect(form.get_by_text("is not a login")).to_be_visible()
    login.fill(codex.auth_json("ada"))
    expect(form.get_by_text(re.compile("Read: .*ada@example.org.*plan plus.*workspace acc-ada"))).to_be_visible()
    expect(form.get_by_text("is not a login")).to_have_count(0)
    form.get_by_label("Base URL").fill(codex.url)
    form.get_by_label("Models", exact=True).fill(MODEL)
    assert_accessible(page, "the form of a login")
    form.get_by_role("button", name="Create", exact=True).click()
    expect(form).to_have_count(0)

    page.get_by_role("button", name="Test mine").click()
    expect(row(page, "mine").get_by_text(re.compile(r"Works: \d"))).to_be_visible()
    page.reload()
    expect(row(page, "mine").get_by_text(re.compile("5h: 13% used. New at "))).to_be_visible()
    assert_fits(page, "the list of accounts")

    page.get_by_role("button", name="More for mine").click()
    page.get_by_role("menuitem", name="Edit").click()
    form = page.get_by_role("dialog", name="Edit mine")
    expect(form.get_by_text(re.compile("Stored: .*ada@example.org"))).to_be_visible()
    expect(form.get_by_text(re.compile("5h: 13% used"))).to_be_visible()
    assert "rt-canary" not in page.content()
