"""An administrator makes many accounts of what they pasted, and takes the accounts away as a file, in a real browser."""

import json
import re

import pytest
from playwright.sync_api import expect

from browser import assert_accessible, assert_fits
from conftest import PASSWORD
from test_browser_admin import row, sign_in
from test_codex import world  # noqa: F401 (fixtures)


@pytest.mark.parametrize("phone", [False, True])
def test_logins_are_looked_at_and_then_imported(world, codex, visits, phone, tmp_path):  # noqa: F811
    page = sign_in(visits, world, "/admin/accounts", phone=phone)
    page.get_by_role("button", name="Import", exact=True).click()
    form = page.get_by_role("dialog", name="Import accounts")
    form.get_by_role("button", name="Look at them").click()
    expect(form.get_by_text("Paste something first.")).to_be_visible()

    text = "\n".join([codex.issue("ada")["access_token"], "no token", "rt-canary-0123456789"])
    form.get_by_label("Keys and tokens").fill(text)
    form.get_by_role("button", name="Look at them").click()
    expect(form.get_by_text("2 new, 1 invalid.")).to_be_visible()
    rows = form.get_by_role("row")
    expect(rows).to_have_count(4)
    expect(rows.nth(1).get_by_role("cell").first).to_have_text("2")
    expect(rows.nth(1)).to_contain_text("not printable ASCII")
    expect(rows.nth(2)).to_contain_text("ada@example.org")
    assert_accessible(page, "the preview")
    assert_fits(page, "the preview")
    # What is changed is looked at again; a file is read into it.
    form.get_by_label("Keys and tokens").fill("")
    expect(rows).to_have_count(0)
    (tmp_path / "more.json").write_text(json.dumps({"tokens": [{"name": "desk", "refresh_token": "rt-canary-9876543210"}]}))
    form.get_by_label("Or from files").set_input_files(tmp_path / "more.json")
    expect(form.get_by_label("Keys and tokens")).to_have_value(json.dumps({"tokens": [{"name": "desk", "refresh_token": "rt-canary-9876543210"}]}))
    form.get_by_role("button", name="Look at them").click()
    expect(form.get_by_text("1 new.")).to_be_visible()
    form.get_by_label("Keys and tokens").fill(text)
    form.get_by_role("button", name="Look at them").click()
    form.get_by_role("button", name="Import 2 accounts").click()
    expect(form).to_have_count(0)

    job = page.get_by_role("region", name="Import of accounts")
    expect(job.get_by_role("status")).to_have_text("2 accounts were added, 1 invalid.")
    expect(job.get_by_role("listitem")).to_have_text(["Line 2has a token that is not printable ASCII without spaces"])
    job.get_by_text("Left out").click()
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
    form.get_by_label("Keys and tokens").fill(text)
    form.get_by_role("button", name="Look at them").click()
    expect(form.get_by_text("2 duplicates, 1 invalid.")).to_be_visible()
    form.get_by_role("button", name="Look at them").click()
    expect(form.get_by_text("None of them can be imported.")).to_be_visible()


def drop(page, text: str, name: str) -> None:
    """Drops a file on the field for what is pasted."""
    files = page.evaluate_handle(
        "([text, name]) => { const data = new DataTransfer(); data.items.add(new File([text], name)); return data; }", [text, name])
    page.locator("textarea[name=body]").dispatch_event("drop", {"dataTransfer": files})


def table(upstream) -> str:
    return "\r\n".join([
        "name,key,base_url,models,priority,tags", f'"desk, left",sk-canary-1,{upstream.url},"m1,m2",7,team',
        f"ohne,sk-canary-2,{upstream.url},m1,,", "odd,what-is-this,,,,", f"again,sk-canary-1,{upstream.url},m1,,"])


@pytest.mark.parametrize(("phone", "theme"), [(False, "light"), (True, "dark")])
def test_a_table_is_dropped_and_its_good_rows_become_accounts(world, upstream, visits, phone, theme):  # noqa: F811
    page = sign_in(visits, world, "/admin/accounts", phone=phone, theme=theme)
    page.get_by_role("button", name="Import", exact=True).click()
    form = page.get_by_role("dialog", name="Import accounts")
    drop(page, table(upstream), "accounts.csv")
    expect(form.get_by_label("Keys and tokens")).to_have_value(re.compile("sk-canary-2"))
    form.get_by_role("button", name="Look at them").click()
    expect(form.get_by_text("2 new, 1 duplicate, 1 invalid.")).to_be_visible()
    rows = form.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("is of no known kind")
    expect(rows.nth(2)).to_contain_text("stands in the pasted text twice")
    expect(rows.nth(3)).to_contain_text("desk, left")
    expect(rows.nth(3)).to_contain_text("OpenAI")
    assert_accessible(page, "the table")
    assert_fits(page, "the table")
    # What is stated counts for keys that do not say; it is looked at again.
    form.get_by_label("Type of the keys").select_option(label="DeepSeek")
    expect(rows).to_have_count(0)
    form.get_by_role("button", name="Look at them").click()
    expect(form.get_by_text("3 new, 1 duplicate.")).to_be_visible()
    expect(rows.nth(2)).to_contain_text("DeepSeek")
    form.get_by_label("Type of the keys").select_option(label="Told from each key")
    form.get_by_role("button", name="Look at them").click()
    form.get_by_role("button", name="Import 2 accounts").click()
    job = page.get_by_role("region", name="Import of accounts")
    expect(job.get_by_role("status")).to_have_text("2 accounts were added, 1 duplicate, 1 invalid.")
    expect(job.get_by_role("listitem").filter(has_text="Line 4")).to_contain_text("is of no known kind")
    expect(row(page, "desk, left")).to_be_visible()
    assert_accessible(page, "the report of a table")
    assert_fits(page, "the report of a table")
    made = {account["name"]: account for account in world.admin.data(world.admin.get("/api/channel/"))["items"]}
    assert made["desk, left"]["models"] == "m1,m2" and made["desk, left"]["priority"] == 7 and made["desk, left"]["tag"] == "team"


@pytest.mark.parametrize("phone", [False, True])
def test_a_mixed_paste_is_read_in_chinese(world, codex, visits, phone):  # noqa: F811
    page = sign_in_in_chinese(visits, world, phone)
    page.get_by_role("button", name="导入", exact=True).click()
    form = page.get_by_role("dialog", name="导入账号")
    access = codex.issue("ada")["access_token"]
    form.get_by_label("密钥与令牌").fill("\n".join([
        "# 我的密钥", "ANTHROPIC_API_KEY=sk-ant-canary-1", f"ada@example.org----geheim----{access}", '{"key":"AIza-canary-2",', '"name":"王"}',
        "sk-canary-3 ", "是什么"]))
    form.get_by_label("模型").fill("m1")
    form.get_by_role("button", name="检查").click()
    expect(form.get_by_text("4 个新账号，1 个无效。")).to_be_visible()
    rows = form.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("含有空格或非 ASCII 字符，不能用作令牌")
    for place, word in enumerate(["Anthropic", "ada@example.org", "王", "OpenAI"], start=2):
        expect(rows.nth(place)).to_contain_text(word)
    assert "geheim" not in form.get_by_role("table").inner_text()
    assert_accessible(page, "the Chinese table")
    assert_fits(page, "the Chinese table")
    form.get_by_role("button", name="导入 4 个账号").click()
    job = page.get_by_role("region", name="导入账号")
    expect(job.get_by_role("status")).to_have_text("已添加 4 个账号，1 个无效。")
    made = {account["name"]: account for account in world.admin.data(world.admin.get("/api/channel/"))["items"]}
    assert made["王"]["type"] == 24 and made["王"]["models"] == "m1" and "ada@example.org" in made


def sign_in_in_chinese(visits, world, phone: bool):
    page = visits.open(world.url + "/login", language="zh-CN", phone=phone)
    page.get_by_label("用户名").fill("boss")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="概览")).to_be_visible()
    page.goto(world.url + "/admin/accounts")
    return page


@pytest.mark.parametrize("phone", [False, True])
def test_accounts_are_taken_away_and_brought_back(world, upstream, visits, phone):  # noqa: F811
    for number in (1, 2):
        fields = {"name": f"desk {number}", "type": 1, "base_url": upstream.url, "key": f"sk-canary-{number}", "models": "m1"}
        world.admin.data(world.admin.post("/api/channel/", {"mode": "single", "channel": fields}))
    boss = world.admin.data(world.admin.get("/api/user/self"))["id"]
    page = visits.open(world.admin.data(world.admin.post(f"/api/user/{boss}/share_link"))["link"], phone=phone)
    expect(page.locator("#composer")).to_be_visible()
    page.goto(world.url + "/admin/accounts")
    page.get_by_role("button", name="Export").click()
    form = page.get_by_role("dialog", name="Export accounts")
    expect(form.get_by_text("every key in plain text")).to_have_count(0)
    form.get_by_label("With keys and logins").check()
    expect(form.get_by_text("every key in plain text")).to_be_visible()
    assert_accessible(page, "the export")
    assert_fits(page, "the export")
    form.get_by_role("button", name="Download").click()
    page.get_by_role("dialog", name="Confirm with your password").get_by_label("Password").fill(PASSWORD)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "chatmirror-accounts.json"
    file = download.value.path().read_text()
    assert [account.get("key") for account in json.loads(file)][-2:] == ["sk-canary-1", "sk-canary-2"]
    expect(page.get_by_text("The accounts were exported.")).to_be_visible()
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        form.get_by_role("button", name="Download").click()
    assert "canary" not in download.value.path().read_text()
    acts = world.admin.data(world.admin.get("/api/audit/?action=accounts.exported"))["items"]
    assert [act["after"]["secrets"] for act in acts] == [False, True]

    for account in world.admin.data(world.admin.get("/api/channel/"))["items"]:
        world.admin.data(world.admin.delete(f"/api/channel/{account['id']}"))
    page.reload()
    page.get_by_role("button", name="Import", exact=True).click()
    form = page.get_by_role("dialog", name="Import accounts")
    form.get_by_label("Or from files").set_input_files({"name": "a.json", "mimeType": "application/json", "buffer": file.encode()})
    form.get_by_role("button", name="Look at them").click()
    form.get_by_role("button", name=re.compile("Import . accounts?")).click()
    expect(row(page, "desk 1")).to_be_visible()
    expect(row(page, "desk 2")).to_be_visible()
