"""An administrator tests all accounts at once, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from browser import assert_accessible, assert_fits
from conftest import add_account
from test_browser_admin import sign_in


@pytest.fixture
def accounts(alone):
    """Three accounts that work, one that is refused and one that is held."""
    answer = alone.upstream.answer

    def scripted(handler, body):
        if body["model"] == "held":
            alone.upstream.release.wait(60)
        if body["model"] == "refused":
            return alone.upstream.refuse(handler, 401, {})
        answer(handler, body)

    alone.upstream.answer = scripted
    for name, model in (("one", "m"), ("bad", "refused"), ("slow", "held")):
        add_account(alone.admin, alone.upstream, name, model)
    return alone


def panel(page: Page, name: str):
    return page.get_by_role("region", name=name)


@pytest.mark.parametrize("phone", [False, True])
def test_all_accounts_are_tested_with_progress_across_a_reload(accounts, visits, phone):
    page = sign_in(visits, accounts, "/admin/accounts", phone=phone)
    page.get_by_role("button", name="Test all").click()
    test = panel(page, "Test of 5 accounts")
    bar = test.get_by_role("progressbar", name="Test of 5 accounts")
    expect(bar).to_have_attribute("aria-valuetext", "4 of 5")
    expect(test).to_contain_text("4 of 5 tested: 3 work, 1 failed.")
    expect(test.get_by_role("listitem")).to_contain_text("refused with 401")
    expect(page.get_by_role("button", name="Test all")).to_be_disabled()
    assert_accessible(page, "while it runs")
    assert_fits(page, "while it runs")
    page.reload()
    expect(bar).to_have_attribute("aria-valuenow", "80")
    accounts.upstream.release.set()
    expect(bar).to_have_count(0)
    expect(test.get_by_role("status")).to_have_text("4 work, 1 failed.")
    test.get_by_text("4 accounts that work").click()
    expect(test.get_by_role("listitem")).to_have_count(5)
    expect(test.get_by_role("listitem").first).to_contain_text("bad")
    # The list knows by now what the test has shown.
    expect(page.get_by_role("row").filter(has_text="bad")).to_contain_text("Needs a new login")
    assert_accessible(page, "at the end")
    test.get_by_role("button", name="Close").click()
    expect(test).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Test all")).to_be_enabled()
    expect(test).to_have_count(0)


def test_a_test_of_what_the_search_shows_is_cancelled(accounts, visits):
    page = sign_in(visits, accounts, "/admin/accounts?q=slow")
    page.get_by_role("button", name="Test those found").click()
    test = panel(page, "Test of 1 account")
    expect(test.get_by_role("progressbar")).to_have_attribute("aria-valuetext", "0 of 1")
    test.get_by_role("button", name="Cancel").click()
    expect(test.get_by_role("status")).to_contain_text("Cancelled. What was done until then stays.")
    expect(test.get_by_role("progressbar")).to_have_count(0)
    assert_accessible(page, "cancelled")
