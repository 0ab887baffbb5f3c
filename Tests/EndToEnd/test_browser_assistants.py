"""Assistants from the panel to the chat, and the site's name, logo and notice."""

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from attacks import PAYLOADS
from browser import assert_accessible, assert_fits
from chat_page import Chat
from conftest import PASSWORD, World
from pictures import png

LOOKS = {
    "desktop": {"language": "en-US", "theme": "light"},
    "phone": {"language": "zh-CN", "theme": "dark", "phone": True},
}
WORDS = {
    "desktop": {
        "begin": "Begin a chat with Ada", "send": "Send", "leave": "Without an assistant", "gone": "no longer available",
        "notice": "Notice", "dismiss": "Dismiss the notice", "login": "Sign in", "sidebar": "Open sidebar",
    },
    "phone": {
        "begin": "用 Ada 开始对话", "send": "发送", "leave": "不用助手", "gone": "已不可用",
        "notice": "公告", "dismiss": "关闭公告", "login": "登录", "sidebar": "打开侧边栏",
    },
}
PANEL = {
    "desktop": {
        "add": "Add assistant", "new": "New assistant", "name": "Name", "instruction": "Instruction (optional)",
        "starters": "Questions to begin with (optional)", "create": "Create", "picture": "Picture", "edit": "Edit Bea", "save": "Save",
        "delete": "Delete Bea", "yes": "Delete", "svg": "must be a PNG, JPEG or WebP image",
    },
    "phone": {
        "add": "添加助手", "new": "新建助手", "name": "名称", "instruction": "指令（选填）",
        "starters": "开场问题（选填）", "create": "创建", "picture": "图片", "edit": "编辑 Bea", "save": "保存",
        "delete": "删除 Bea", "yes": "删除", "svg": "必须是 PNG、JPEG 或 WebP 图片",
    },
}
devices = pytest.mark.parametrize("device", LOOKS)


def make(world: World, **fields) -> dict:
    return world.admin.data(world.admin.post("/api/assistant/", {"name": "Ada", "instruction": "You are Ada.", **fields}))


def option(world: World, key: str, value: str) -> None:
    world.admin.data(world.admin.put("/api/option/", {"key": key, "value": value}))


def picture(colour: tuple[int, int, int] = (200, 60, 60)) -> str:
    return base64.b64encode(png(64, 64, colour)).decode()


def look(page: Page, where: str) -> None:
    assert_accessible(page, where)
    assert_fits(page, where)


def sign_in(visits, world: World, path: str, **options) -> Page:
    page = visits.open(world.url + "/login", **options)
    page.get_by_label(re.compile("User name|用户名")).fill("boss")
    page.get_by_label(re.compile("Password|密码")).first.fill(PASSWORD)
    page.get_by_role("button", name=re.compile("^(Sign in|登录)$")).click()
    expect(page.locator(".admin-brand")).to_be_visible()
    if path != "/admin":
        page.goto(world.url + path)
    return page


@devices
def test_a_chat_begins_with_an_assistant_and_says_whose_it_is(alone, visits, device):
    words = WORDS[device]
    world = alone
    made = make(world, description="Knows engines", starters=["What is a loop? [[words=2]]", "Tell me more"], picture=picture())
    make(world, name="Of others", group="vip")
    member = world.member()
    chat = Chat(visits.open(member.link, **LOOKS[device]))
    page = chat.page
    card = page.get_by_role("button", name=words["begin"])
    expect(card).to_contain_text("Knows engines")
    expect(card).to_have_css("display", "flex")
    expect(page.get_by_text("Of others")).to_have_count(0)
    assert card.locator("img").evaluate("image => image.complete && image.naturalWidth") == 64
    look(page, f"assistants-{device}")
    card.click()
    expect(page.get_by_role("heading", name="Ada")).to_be_visible()
    expect(page.get_by_role("button", name="Tell me more")).to_be_visible()
    look(page, f"assistant-{device}")
    page.get_by_role("button", name=words["leave"]).click()
    expect(card).to_be_visible()
    card.click()
    page.get_by_role("button", name="What is a loop?").click()
    expect(chat.answer).to_have_text("word0 word1")
    expect(page.locator(".assistant-head")).to_have_text("Ada")
    assert "You are Ada." in str(world.upstream.requests[-1])
    assert "You are Ada." not in page.content()
    look(page, f"assistant-chat-{device}")

    # After a reload, with what it is now.
    world.admin.data(world.admin.put("/api/assistant/", {"id": made["id"], "instruction": "You are Ada the second."}))
    page.reload()
    expect(page.locator(".assistant-head")).to_have_text("Ada")
    page.locator("#composer").fill("More [[words=1]]")
    page.get_by_role("button", name=words["send"], exact=True).click()
    expect(chat.answer).to_have_text("word0")
    assert "You are Ada the second." in str(world.upstream.requests[-1])

    # Once it is gone the chat says so, and goes on.
    world.admin.data(world.admin.delete(f"/api/assistant/{made['id']}"))
    page.reload()
    expect(page.locator(".assistant-head")).to_contain_text(words["gone"])
    look(page, f"assistant-gone-{device}")
    page.locator("#composer").fill("Still? [[words=3]]")
    page.get_by_role("button", name=words["send"], exact=True).click()
    expect(chat.answer).to_have_text("word0 word1 word2")
    assert "Ada" not in str(world.upstream.requests[-1])
    # Nobody else has the chat, and a stranger not even the list.
    address = page.url.split("/c/")[1]
    assert world.member().client.get(f"/backend-api/conversation/{address}").status_code == 404
    assert world.client().get("/backend-api/assistants").status_code == 401


def test_an_assistant_that_goes_meanwhile_loses_no_message(alone, visits):
    made = make(alone)
    chat = Chat(visits.open(alone.member().link))
    page = chat.page
    page.get_by_role("button", name="Begin a chat with Ada").click()
    alone.admin.data(alone.admin.put("/api/assistant/", {"id": made["id"], "enabled": False}))
    visits.forgive("404")
    page.locator("#composer").fill("Hello [[words=2]]")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("This assistant is no longer available.")).to_be_visible()
    expect(page.locator("#composer")).to_have_value("Hello [[words=2]]")
    page.get_by_role("button", name="Without an assistant").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(chat.answer).to_have_text("word0 word1")


@devices
def test_an_administrator_makes_changes_and_deletes_one(alone, visits, device, tmp_path):
    words = PANEL[device]
    page = sign_in(visits, alone, "/admin/assistants", **LOOKS[device])
    page.get_by_role("button", name=words["add"]).first.click()
    dialog = page.get_by_role("dialog", name=words["new"])
    dialog.get_by_label(words["name"], exact=True).fill("Bea")
    dialog.get_by_label(words["instruction"]).fill("You are Bea.\nSpeak.")
    dialog.get_by_label(words["starters"]).fill("One?\n\nTwo?")
    svg = tmp_path / "x.png"
    svg.write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>window.broken=1</script></svg>")
    dialog.get_by_label(words["picture"], exact=True).set_input_files(svg)
    dialog.get_by_role("button", name=words["create"]).click()
    visits.forgive("400")
    expect(dialog.get_by_text(words["svg"])).to_be_visible()
    good = tmp_path / "good.png"
    good.write_bytes(png(64, 64))
    dialog.get_by_label(words["picture"], exact=True).set_input_files(good)
    look(page, f"assistant-form-{device}")
    dialog.get_by_role("button", name=words["create"]).click()
    expect(dialog).to_have_count(0)
    found = alone.admin.data(alone.admin.get("/api/assistant/"))["items"]
    assert [(item["name"], item["instruction"], item["starters"]) for item in found] == [("Bea", "You are Bea.\nSpeak.", ["One?", "Two?"])]
    assert found[0]["picture"].startswith("/backend-api/assistants/picture/")
    look(page, f"assistants-panel-{device}")
    page.get_by_role("button", name=words["edit"]).click()
    page.get_by_role("dialog").get_by_label(words["instruction"]).fill("Other words")
    page.get_by_role("dialog").get_by_role("button", name=words["save"]).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    changed = alone.admin.data(alone.admin.get("/api/assistant/"))["items"][0]
    assert changed["instruction"] == "Other words" and changed["picture"] == found[0]["picture"]
    page.get_by_role("button", name=words["delete"]).click()
    page.get_by_role("dialog").get_by_role("button", name=words["yes"], exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert alone.admin.data(alone.admin.get("/api/assistant/"))["total"] == 0


def test_four_hundred_attacks_are_names_and_nothing_more(alone, visits):
    assert len(PAYLOADS) == len(set(PAYLOADS)) == 400
    kept = []
    for place, payload in enumerate(PAYLOADS):
        answer = alone.admin.post("/api/assistant/", {"name": payload, "description": payload[:300], "order": place})
        # What holds a tab or ends a line is no name.
        assert answer.status_code == (400 if re.search("[\t\u2028]", payload) or len(payload) > 80 or len(kept) == 200 else 200), payload
        if answer.status_code == 200:
            kept.append(payload)
    # As many as there may be; the rest are tried as the name of one of them.
    assert len(kept) == 200
    first = alone.admin.data(alone.admin.get("/api/assistant/?page_size=1"))["items"][0]
    page = visits.open(alone.member().link)
    cards = page.locator(".assistant-card")
    expect(cards).to_have_count(200)
    assert cards.locator("strong").all_inner_texts() == [" ".join(name.split()) for name in kept]
    assert page.evaluate("window.broken") is None
    for payload in PAYLOADS[len(kept):]:
        alone.admin.put("/api/assistant/", {"id": first["id"], "name": payload, "description": payload, "starters": [payload]})
    page.reload()
    cards.first.click()
    expect(page.locator(".assistant-chosen")).to_be_visible()
    assert page.evaluate("window.broken") is None
    assert page.locator(".assistant-chosen").evaluate("place => place.querySelectorAll('script, iframe, object, embed, math, details, video').length") == 0
    panel = sign_in(visits, alone, "/admin/assistants")
    expect(panel.get_by_role("row").nth(1)).to_be_visible()
    assert panel.evaluate("window.broken") is None


@devices
def test_a_notice_is_shown_until_it_is_dismissed_and_again_when_it_changes(alone, visits, device):
    words = WORDS[device]
    option(alone, "Notice", "We **move** on [Monday](https://example.com). <img src=x onerror=window.broken=1>")
    member, other = alone.member(), alone.member()
    page = visits.open(member.link, **LOOKS[device])
    notice = page.get_by_role("region", name=words["notice"])
    expect(notice.locator("strong")).to_have_text("move")
    expect(notice).to_have_css("display", "flex")
    expect(notice.get_by_role("link", name="Monday")).to_have_attribute("rel", re.compile("noopener"))
    assert notice.locator("img").count() == 0 and page.evaluate("window.broken") is None
    look(page, f"notice-{device}")
    notice.get_by_role("button", name=words["dismiss"]).click()
    expect(notice).to_have_count(0)
    page.reload()
    expect(page.locator("#composer")).to_be_visible()
    expect(notice).to_have_count(0)
    # It was that member's to dismiss, and that text.
    second = visits.open(other.link, **LOOKS[device])
    expect(second.get_by_role("region", name=words["notice"])).to_be_visible()
    option(alone, "Notice", "We move on Tuesday.")
    page.reload()
    expect(notice).to_contain_text("Tuesday")
    assert alone.client().get("/backend-api/notice").status_code == 401
    option(alone, "Notice", "")
    page.reload()
    expect(page.locator("#composer")).to_be_visible()
    expect(notice).to_have_count(0)


@devices
def test_name_and_logo_stand_on_every_page(alone, visits, device):
    words = WORDS[device]
    option(alone, "SystemName", "Our chat")
    address = alone.admin.data(alone.admin.put("/api/site/logo", {"picture": picture((0, 90, 200))}))
    logo = f'img[src="{address}"]'
    page = visits.open(alone.url + "/login", **LOOKS[device])
    expect(page).to_have_title(re.compile("Our chat$"))
    expect(page.locator(logo)).to_be_visible()
    look(page, f"login-look-{device}")
    member = alone.member()
    turn = member.client.send("Hello [[words=2]]")
    page = visits.open(member.link, **LOOKS[device])
    expect(page).to_have_title("Our chat")
    if device == "phone":
        page.get_by_role("button", name=words["sidebar"]).click()
    expect(page.get_by_role("complementary").locator(logo)).to_be_visible()
    expect(page.get_by_role("complementary")).to_contain_text("Our chat")
    look(page, f"chat-look-{device}")
    share = member.client.post("/backend-api/share/create", {"conversation_id": turn.conversation}).json()
    reader = visits.open(f"{alone.url}/share/{share['share_id']}", **LOOKS[device])
    expect(reader.locator(f".shared-product {logo}")).to_be_visible()
    look(reader, f"share-look-{device}")
    panel = sign_in(visits, alone, "/admin", **LOOKS[device])
    expect(panel.locator(f".admin-brand {logo}")).to_be_visible()
    expect(panel).to_have_title(re.compile("Our chat$"))


def test_the_owner_sets_name_logo_and_notice_in_the_panel(alone, visits, tmp_path):
    page = sign_in(visits, alone, "/admin/settings")
    part = page.get_by_role("region", name="Name and logo")
    part.get_by_label("Name of the site").fill("Our chat")
    good = tmp_path / "good.png"
    good.write_bytes(png(64, 64))
    part.get_by_label("Logo", exact=True).set_input_files(good)
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_role("status")).to_have_text("Saved.")
    notice = page.get_by_role("region", name="Notice")
    notice.get_by_label("Text").fill("Hello **all**")
    notice.get_by_role("button", name="Save").click()
    expect(notice.get_by_role("status")).to_have_text("Saved.")
    look(page, "settings-look")
    page.reload()
    expect(page.locator(".admin-brand")).to_contain_text("Our chat")
    expect(page.locator(".admin-brand img")).to_be_visible()
    part.get_by_role("button", name="Remove the picture").click()
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_role("status")).to_have_text("Saved.")
    found = {entry["key"]: entry["value"] for entry in alone.admin.data(alone.admin.get("/api/option/"))}
    assert (found["SystemName"], found["Logo"], found["Notice"]) == ("Our chat", "", "Hello **all**")
