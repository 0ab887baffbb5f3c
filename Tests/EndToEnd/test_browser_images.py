"""Images on the chat page: chosen, pasted and dropped, sent and seen again."""

import base64
import json
import os

import pytest
from playwright.sync_api import expect

import tour
from browser import assert_accessible, assert_fits, wait_in
from chat_page import Chat
from pictures import png
from server import ROOT

WORDS = {
    tour.ENGLISH: {
        "pick": "Add files", "images": "Files of your message", "drop": "Drop files here", "only": "text files, PDF and Word documents",
        "remove": "Remove", "again": "again", "larger": "Show", "still": "still being uploaded", "send": "Send",
        "offline": "No connection to the server", "unreadable": "cannot be read here", "uploading": "Uploading", "edit": "Edit",
    },
    tour.CHINESE: {
        "pick": "添加文件", "images": "消息中的文件", "drop": "将文件拖放到此处", "only": "可以发送图片",
        "remove": "移除", "again": "重新上传", "larger": "放大查看", "still": "文件还在上传", "send": "发送",
        "offline": "无法连接", "unreadable": "无法读取这张图片", "uploading": "正在上传", "edit": "编辑",
    },
}
GIVE = """([kind, where, name, type, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, {type}));
  const options = {bubbles: true, cancelable: true, clipboardData: data, dataTransfer: data};
  const event = kind === "paste" ? new ClipboardEvent(kind, options) : new DragEvent(kind, options);
  document.querySelector(where).dispatchEvent(event);
  return event.defaultPrevented;
}"""


@pytest.fixture(params=[(tour.ENGLISH, False, "light"), (tour.CHINESE, True, "dark")], ids=["english-desktop", "chinese-phone"])
def look(request) -> tuple[str, bool, str]:
    return request.param


@pytest.fixture
def page(alone, visits, look):
    language, is_phone, theme = look
    page = visits.open(alone.member().link, language=language, phone=is_phone, theme=theme)
    expect(page.locator("#composer")).to_be_visible()
    return page


def draw(page, look, where: str) -> None:
    if os.environ.get("CHATMIRROR_SCREENSHOTS"):
        (ROOT / "screenshots").mkdir(exist_ok=True)
        page.screenshot(path=ROOT / "screenshots" / f"images-{where}-{look[0]}.png", animations="disabled")


def give(page, kind: str, where: str, name: str, content: bytes, type: str = "image/png") -> None:
    assert page.evaluate(GIVE, [kind, where, name, type, base64.b64encode(content).decode()])


def choose(page, *files: tuple[str, bytes], type: str = "image/png") -> None:
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": type, "buffer": content} for name, content in files])


def pictures_of(alone) -> list[bytes]:
    """What the upstream was shown with the last question."""
    content = alone.upstream.requests[-1]["body"]["messages"][-1]["content"]
    urls = [part["image_url"]["url"] for part in content if part["type"] == "image_url"]
    return [base64.b64decode(url.split(",")[1]) for url in urls]


def test_images_are_chosen_pasted_and_dropped_sent_and_seen_again(alone, page, look, visits):
    chat, words = Chat(page), WORDS[look[0]]
    expect(page.get_by_role("button", name=words["pick"])).to_be_visible()
    chosen, pasted = png(120, 90), png(90, 120, (60, 60, 200))
    choose(page, ("chosen.png", chosen))
    give(page, "paste", "#composer", "pasted.png", pasted)
    give(page, "dragover", "body", "dropped.png", b"")
    expect(page.get_by_text(words["drop"])).to_be_visible()
    draw(page, look, "over")
    give(page, "drop", "body", "dropped.png", png(3000, 1500, (60, 160, 60)))
    expect(page.get_by_text(words["drop"])).to_have_count(0)
    items = page.get_by_role("list", name=words["images"]).get_by_role("listitem")
    expect(items).to_have_count(3)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    visits.forgive("status of 415")
    give(page, "drop", "body", "song.ogg", b"OggS\0\2" + bytes(60), "audio/ogg")
    expect(items.filter(has_text=words["only"])).to_have_count(1)
    choose(page, ("broken.png", b"no picture"))
    expect(items.filter(has_text=words["unreadable"])).to_have_count(1)
    chat.type("What are they? [[words=1]]")
    draw(page, look, "composer")
    assert_accessible(page, "composer")
    assert_fits(page, "composer")
    for name in ("song.ogg", "broken.png"):
        page.get_by_role("button", name=f"{words['remove']} {name}").click()
    page.get_by_role("button", name=words["send"], exact=True).click()
    expect(chat.answer).to_have_text("word0")
    expect(items).to_have_count(0)
    first, second, third = pictures_of(alone)
    assert (first, second) == (chosen, pasted)
    assert third[:4] == b"RIFF" and len(third) < 100_000, third[:40]
    page.reload()
    shown = chat.questions.first.get_by_role("img")
    expect(shown).to_have_count(3)
    for place, width in enumerate((120, 90, 2048)):
        expect(shown.nth(place)).to_have_js_property("naturalWidth", width)
    draw(page, look, "sent")
    assert_accessible(page, "sent")
    assert_fits(page, "sent")
    page.get_by_role("button", name=words["larger"]).nth(2).click()
    large = page.get_by_role("dialog").get_by_role("img")
    expect(large).to_have_js_property("naturalWidth", 2048)
    box, size = large.bounding_box(), page.viewport_size
    assert box["width"] <= size["width"] and box["height"] <= size["height"], box
    draw(page, look, "large")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    # An edited message keeps them.
    chat.questions.first.hover()
    page.get_by_role("button", name=words["edit"], exact=True).first.click()
    page.get_by_role("textbox", name=words["edit"]).fill("Changed [[words=2]]")
    page.get_by_role("textbox", name=words["edit"]).press("Control+Enter")
    expect(chat.answer).to_have_text("word0 word1")
    assert pictures_of(alone) == [first, second, third]


def test_a_message_waits_for_its_images_and_a_failed_one_is_tried_again(alone, page, look, visits):
    chat, words = Chat(page), WORDS[look[0]]
    held = []
    page.route("**/files/*/content", lambda route: held.append(route))
    choose(page, ("slow.png", png()))
    expect(page.get_by_role("progressbar", name=words["uploading"])).to_be_visible()
    chat.type("Look [[words=1]]")
    page.get_by_role("button", name=words["send"], exact=True).click()
    expect(page.get_by_role("status").filter(has_text=words["still"])).to_be_visible()
    expect(chat.composer).to_have_value("Look [[words=1]]")
    assert alone.upstream.requests == []
    visits.forgive("net::ERR_FAILED")
    # The bar is there before the request for its bytes.
    wait_in(page, lambda: held, "the image is sent")
    held[0].abort()
    item = page.get_by_role("list", name=words["images"]).get_by_role("listitem")
    expect(item.get_by_role("alert")).to_contain_text(words["offline"])
    draw(page, look, "failed")
    page.unroute("**/files/*/content")
    item.get_by_role("button", name=words["again"]).click()
    expect(item.get_by_role("button")).to_have_count(1)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.get_by_role("button", name=words["send"], exact=True).click()
    expect(chat.answer).to_have_text("word0")
    assert pictures_of(alone) == [png()]


def test_a_refused_message_comes_back_with_its_images(alone, visits):
    member = alone.member([{"window": "day", "limit": 0}])
    page = visits.open(member.link)
    chat = Chat(page)
    expect(chat.composer).to_be_visible()
    choose(page, ("kept.png", png()))
    items = page.get_by_role("list", name="Files of your message").get_by_role("listitem")
    expect(items).to_have_count(1)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    chat.type("Look")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Your message is kept in the box below.")).to_be_visible()
    expect(chat.composer).to_have_value("Look")
    expect(items).to_have_count(1)
    assert json.dumps(alone.upstream.requests) == "[]"
