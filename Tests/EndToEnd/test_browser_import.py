"""An administrator makes many accounts of what he pasted, in a real browser."""

import json

import pytest
from playwright.sync_api import expect

from browser import assert_accessible, assert_fits
from test_browser_admin import row, sign_in
from test_codex import codex, world  # noqa: F401 (fixtures)


@pytest.mark.parametrize("phone", [False, True])
def test_logins_are_looked_at_and_then_imported(world, codex, visits, phone, tmp_path):  # noqa: F811
    page = sign_in(visits, world, "/admin/accounts", phone=phone)
    page.get_by_role("button", name="Import", exact=True).click()
    form = page.get_by_role("dialog", name="Import accounts")
    form.get_by_role("button", name="Look at them").click()
    expect(form.get_by_text("Paste something first.")).to_be_visible()

    text = "\n".join([codex.issue("ada")["access_token"], "no token", "rt-canary-0123456789"])
    form.get_by_label("Logins").fill(text)
    form.get_by_role("button", name="Look at them").click()
    expect(form.get_by_text("2 new, 1 invalid.")).to_be_visible()
    expect(form.get_by_role("listitem").first).to_contain_text("Line 2")
    expect(form.get_by_role("listitem").first).to_contain_text("is not a login")
    expect(form.get_by_role("listitem").nth(1)).to_contain_text("ada@example.org")
    assert_accessible(page, "the preview")
    assert_fits(page, "the preview")
    # What is changed is looked at again; a file is read into it.
    form.get_by_label("Logins").fill("")
    expect(form.get_by_role("listitem")).to_have_count(0)
    (tmp_path / "more.json").write_text(json.dumps({"tokens": [{"name": "desk", "refresh_token": "rt-canary-9876543210"}]}))
    form.get_by_label("Or from files").set_input_files(tmp_path / "more.json")
    expect(form.get_by_label("Logins")).to_have_value(json.dumps({"tokens": [{"name": "desk", "refresh_token": "rt-canary-9876543210"}]}))
    form.get_by_role("button", name="Look at them").click()
    expect(form.get_by_text("1 new.")).to_be_visible()
    form.get_by_label("Logins").fill(text)
    form.get_by_role("button", name="Look at them").click()
    form.get_by_role("button", name="Import 2 accounts").click()
    expect(form).to_have_count(0)

    job = page.get_by_role("region", name="Import of accounts")
    expect(job.get_by_role("status")).to_have_text("2 accounts were added, 1 invalid.")
    job.get_by_text("Which ones").click()
    expect(job.get_by_role("listitem")).to_have_count(2)
    expect(row(page, "ada@example.org")).to_contain_text("Codex")
    assert_accessible(page, "the report")
    assert_fits(page, "the report")
    assert "canary" not in page.content()
    job.get_by_role("button", name="Close").click()
    expect(job).to_have_count(0)

    # The same again is known.
    page.get_by_role("button", name="Import", exact=True).click()
    form.get_by_label("Logins").fill(text)
    form.get_by_role("button", name="Look at them").click()
    expect(form.get_by_text("2 duplicates, 1 invalid.")).to_be_visible()
    form.get_by_role("button", name="Look at them").click()
    expect(form.get_by_text("None of them can be imported.")).to_be_visible()
