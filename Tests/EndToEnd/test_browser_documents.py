"""Documents on the chat page: read while they are attached, corrected, saved again; a long paste becomes one."""

import os
import re

import pytest
from playwright.sync_api import expect

import tour
from browser import assert_accessible, assert_fits
from chat_page import Chat
from documents import docx, pdf
from server import ROOT

WORDS = {
    tour.ENGLISH: {
        "files": "Files of your message", "tokens": "about {} tokens", "encoding": "Encoding of", "none": "No text could be read", "send": "Send",
        "long": "You pasted 9,000 characters.", "file": "Attach as a file", "text": "Keep as text", "pasted": "pasted text.txt", "wrong": "no text in UTF-8",
        "locked": "locked with a password", "again": "again",
    },
    tour.CHINESE: {
        "files": "消息中的文件", "tokens": "约 {} 个 token", "encoding": "的编码", "none": "读不到其中的文字", "send": "发送",
        "long": "粘贴了 9,000 个字符。", "file": "作为文件添加", "text": "保留为文字", "pasted": "粘贴的文字.txt", "wrong": "不是 UTF-8 编码的文本",
        "locked": "有密码保护", "again": "重新上传",
    },
}
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const area = document.querySelector("#composer");
  area.focus();
  if (area.dispatchEvent(new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData: data}))) document.execCommand("insertText", false, text);
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
        page.screenshot(path=ROOT / "screenshots" / f"documents-{where}-{look[0]}.png", animations="disabled")


def choose(page, *files: tuple[str, bytes]) -> None:
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files])


def last_question(alone) -> str:
    return alone.upstream.requests[-1]["body"]["messages"][-1]["content"]


def test_documents_are_read_while_they_are_attached_and_saved_from_the_message(alone, page, look, visits):
    chat, words = Chat(page), WORDS[look[0]]
    choose(page, ("notes.txt", "你好世界".encode("gb18030")), ("a rather long name of a report.pdf", pdf("In the report")), ("letter.docx", docx("Dear all")))
    items = page.get_by_role("list", name=words["files"]).get_by_role("listitem")
    expect(items).to_have_count(3)
    expect(items.nth(0)).to_contain_text(words["tokens"].format(4))
    expect(items.nth(1)).to_contain_text(words["tokens"].format(3))
    choose(page, ("scan.pdf", pdf(content=b"")), ("locked.pdf", pdf(extra="/Encrypt<</Filter/Standard/V 1/R 2/O<" + "00" * 32 + ">/U<" + "00" * 32 + ">/P -4>>/ID[<00><00>]")))
    expect(items.filter(has_text=words["none"])).to_have_count(1)
    expect(items.filter(has_text=words["locked"])).to_have_count(1)
    # What was taken for another encoding is corrected; what it is not in is said.
    encoding = page.get_by_role("combobox", name=re.compile(words["encoding"]))
    expect(encoding).to_have_value("GB18030")
    encoding.select_option("Big5")
    expect(encoding).to_have_value("Big5")
    encoding.select_option("UTF-8")
    expect(items.nth(0).get_by_role("alert")).to_contain_text(words["wrong"])
    encoding.select_option("GB18030")
    expect(items.nth(0).get_by_role("alert")).to_have_count(0)
    draw(page, look, "composer")
    assert_accessible(page, "composer")
    assert_fits(page, "composer")
    for name in ("scan.pdf", "locked.pdf"):
        page.get_by_role("button", name=re.compile(rf"(Remove|移除) {name}")).click()
    chat.type("Sum up [[words=1]]")
    page.get_by_role("button", name=words["send"], exact=True).click()
    expect(chat.answer).to_have_text("word0")
    sent = last_question(alone)
    assert all(part in sent for part in ("你好世界", "In the report", "Dear all", "Sum up")), sent
    page.reload()
    links = chat.questions.first.get_by_role("link")
    expect(links).to_have_count(3)
    draw(page, look, "sent")
    assert_accessible(page, "sent")
    assert_fits(page, "sent")
    with page.expect_download() as download:
        links.nth(1).click()
    assert download.value.suggested_filename == "a rather long name of a report.pdf"
    assert download.value.path().read_bytes() == pdf("In the report")


def test_a_long_paste_may_become_a_file(alone, page, look):
    chat, words = Chat(page), WORDS[look[0]]
    long = "zehn Worte" * 900
    chat.type("Before ")
    page.evaluate(PASTE, long)
    expect(page.get_by_text(words["long"])).to_be_visible()
    draw(page, look, "paste")
    assert_accessible(page, "paste")
    assert_fits(page, "paste")
    page.get_by_role("button", name=words["text"]).click()
    expect(page.get_by_text(words["long"])).to_have_count(0)
    expect(chat.composer).to_have_value("Before " + long)
    page.evaluate(PASTE, long)
    page.get_by_role("button", name=words["file"]).click()
    expect(chat.composer).to_have_value("Before " + long)
    expect(page.get_by_role("list", name=words["files"]).get_by_role("listitem")).to_contain_text(words["pasted"])
    chat.composer.fill("[[words=1]]")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.get_by_role("button", name=words["send"], exact=True).click()
    expect(chat.answer).to_have_text("word0")
    assert long in last_question(alone)
    # A short one is a text.
    page.evaluate(PASTE, "short")
    expect(page.get_by_role("button", name=words["file"])).to_have_count(0)
