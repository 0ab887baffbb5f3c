"""The page of prices, and the receipt of a request."""

import pytest
from playwright.sync_api import Page, expect

from asking import logged
from browser import assert_accessible, assert_fits
from client import Client
from conftest import PASSWORD
from programs import ask
from streams import wait_for
from test_browser_admin import row, sign_in

WORDS = {
    "en": {"edit": "Edit the price of test-model", "form": "Price of test-model", "save": "Save", "free": "Free", "tokens": "By token", "call": "By call",
           "ratio": "Ratio", "completion": "Completion ratio", "dollars": "USD per call", "range": "A number from 0 to 1,000,000", "required": "Required."},
    "zh": {"edit": "编辑 test-model 的价格", "form": "test-model 的价格", "save": "保存", "free": "免费", "tokens": "按 token", "call": "按次",
           "ratio": "倍率", "completion": "补全倍率", "dollars": "每次的美元价格", "range": "0 到 1000000 的数字", "required": "必填。"},
}


def tables(world) -> dict[str, str]:
    return {option["key"]: option["value"] for option in world.admin.data(world.admin.get("/api/option/"))}


def open_form(page: Page, t: dict):
    page.get_by_role("button", name=t["edit"]).click()
    return page.get_by_role("dialog", name=t["form"])


def enter(visits, world, path: str, language: str, phone: bool, theme: str = "light") -> Page:
    page = visits.open(world.url + "/login", language=language, phone=phone, theme=theme)
    page.locator("input").first.fill("boss")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("form button").click()
    expect(page.locator(".tiles")).to_be_visible()
    page.goto(world.url + path)
    return page


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_price_is_set_changed_and_taken_away(alone, visits, language, phone):
    t = WORDS[language]
    alone.admin.data(alone.admin.put("/api/option/", {"key": "ModelRatio", "value": '{"elsewhere":0.1}'}))
    page = enter(visits, alone, "/admin/prices", language, phone)
    model = row(page, "test-model")
    expect(model).to_contain_text(t["free"])
    form = open_form(page, t)
    form.get_by_role("radio", name=t["tokens"]).check()
    form.get_by_role("button", name=t["save"]).click()
    expect(form.get_by_text(t["required"])).to_be_visible()
    ratio = form.get_by_label(t["ratio"], exact=True)
    expect(ratio).to_be_focused()
    for wrong in ("-1", "1,5", "x", "1000001"):
        ratio.fill(wrong)
        form.get_by_role("button", name=t["save"]).click()
        expect(form.get_by_text(t["range"])).to_be_visible()
    ratio.fill("1.25")
    form.get_by_label(t["completion"]).fill("4")
    expect(form).to_contain_text("$2.50")
    expect(form).to_contain_text("$10.00")
    assert_accessible(page, "the price of a model")
    assert_fits(page, "the price of a model")
    form.get_by_role("button", name=t["save"]).click()
    expect(form).to_have_count(0)
    expect(model).to_contain_text("2.50")
    expect(model).to_contain_text("10.00")
    assert tables(alone)["ModelRatio"] == '{"elsewhere":0.1,"test-model":1.25}'
    assert_accessible(page, "prices")
    assert_fits(page, "prices")

    form = open_form(page, t)
    form.get_by_role("radio", name=t["call"]).check()
    form.get_by_label(t["dollars"]).fill("0.002")
    form.get_by_role("button", name=t["save"]).click()
    expect(model).to_contain_text("0.002")
    assert tables(alone)["ModelRatio"] == '{"elsewhere":0.1}'
    assert tables(alone)["ModelPrice"] == '{"test-model":0.002}'

    form = open_form(page, t)
    form.get_by_role("radio", name=t["free"]).check()
    form.get_by_role("button", name=t["save"]).click()
    expect(model).to_contain_text(t["free"])
    assert tables(alone)["ModelPrice"] == "{}"


def test_a_receipt_says_who_pays_what_for_which_counters(alone, visits):
    for key, value in (("ModelRatio", '{"test-model":150}'), ("CompletionRatio", '{"test-model":4}'), ("GroupRatio", '{"default":0.5}')):
        alone.admin.data(alone.admin.put("/api/option/", {"key": key, "value": value}))
    member = alone.member()
    wait_for(lambda: ask(alone, member.key(), "hello [[words=3]]") == 200, "an answer")
    asked = logged(alone, member)[0]
    assert asked["quota"] == 75 * (asked["prompt_tokens"] + 4 * asked["completion_tokens"])
    page = sign_in(visits, alone, "/admin/usage")
    page.locator(".usage-opener").first.click()
    receipt = page.get_by_role("region", name="Receipt")
    expect(receipt).to_contain_text(f"{member.name}, group default")
    expect(receipt).to_contain_text(f"{asked['quota']:,} units of money")
    expect(receipt).to_contain_text(f"{asked['completion_tokens']} × 4")
    expect(receipt).to_contain_text("Model ratio")
    assert_accessible(page, "a receipt")


def test_what_is_free_can_be_found_among_the_models(alone, visits):
    alone.admin.data(alone.admin.put("/api/channel/", {"id": alone.account, "models": "test-model,priced-a,priced-b"}))
    alone.admin.data(alone.admin.put("/api/option/", {"key": "ModelRatio", "value": '{"priced-*":1}'}))
    page = sign_in(visits, alone, "/admin/prices")
    # The demo has two of its own.
    expect(page.get_by_text("3 of 5 models are free.", exact=False)).to_be_visible()
    page.get_by_label("Free models only").check()
    expect(row(page, "test-model")).to_be_visible()
    expect(row(page, "priced-a")).to_have_count(0)
    page.get_by_label("Free models only").uncheck()
    page.get_by_role("searchbox", name="Search models").fill("priced-b")
    expect(row(page, "priced-b")).to_be_visible()
    expect(row(page, "test-model")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_seconds_tools_and_pictures_have_prices_and_may_be_public(alone, visits, language):
    t = WORDS[language] | {
        "en": {"second": "By second", "per": "USD per second", "more": "Tools, pictures and sound", "web": "USD per 1,000 web searches",
               "pictures": "Pictures made by tools", "wide": "Low quality, larger", "unit": "per second", "public": "Tell prices to people who are not signed in",
               "part": "Public prices", "minute": "$0.006"},
        "zh": {"second": "按秒", "per": "每秒的美元价格", "more": "工具、图片和语音", "web": "每千次网页搜索的美元价格", "pictures": "工具生成的图片",
               "wide": "低质量，更大尺寸", "unit": "每秒", "public": "未登录者也可以查看价格", "part": "公开价格", "minute": "$0.006"},
    }[language]
    page = enter(visits, alone, "/admin/prices", language, language == "zh")
    form = open_form(page, t)
    form.get_by_role("radio", name=t["second"]).check()
    form.get_by_label(t["per"]).fill("0.0001")
    expect(form).to_contain_text(t["minute"])
    form.get_by_text(t["more"]).click()
    form.get_by_label(t["web"]).fill("4")
    assert_accessible(page, "a price for a second")
    assert_fits(page, "a price for a second")
    form.get_by_role("button", name=t["save"]).click()
    expect(form).to_have_count(0)
    expect(row(page, "test-model")).to_contain_text(t["unit"])
    assert tables(alone)["SecondPrice"] == '{"test-model":0.0001}'
    assert '"*":25' in tables(alone)["WebSearchPrice"] and '"test-model":4' in tables(alone)["WebSearchPrice"]

    page.get_by_role("button", name=t["pictures"]).click()
    pictures = page.get_by_role("dialog", name=t["pictures"])
    wide = pictures.get_by_label(t["wide"])
    expect(wide).to_have_value("0.016")
    wide.fill("x")
    pictures.get_by_role("button", name=t["save"]).click()
    expect(pictures.get_by_text(t["range"])).to_be_visible()
    wide.fill("0.02")
    assert_accessible(page, "prices of pictures")
    assert_fits(page, "prices of pictures")
    pictures.get_by_role("button", name=t["save"]).click()
    expect(pictures).to_have_count(0)
    assert '"low-wide":0.02' in tables(alone)["ImageToolPrice"]

    assert Client([alone.url]).get("/api/pricing").status_code == 401
    page.goto(alone.url + "/admin/settings")
    part = page.get_by_role("region", name=t["part"])
    part.get_by_label(t["public"]).check()
    part.get_by_role("button", name=t["save"]).click()
    wait_for(lambda: Client([alone.url]).get("/api/pricing").status_code == 200, "prices are public")
    assert [item["model_name"] for item in Client([alone.url]).get("/api/pricing").json()["data"]] == ["test-model"]
