"""What a member chooses for every chat, chats of which nothing is kept, shortcuts, and an answer that ends unseen."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser import assert_accessible, assert_fits
from chat_page import Chat
from streams import wait_for

LOOKS = {
    "desktop": {"language": "en-US", "theme": "light"},
    "phone": {"language": "zh-CN", "theme": "dark", "phone": True},
}
WORDS = {
    "desktop": {
        "size": "Text size", "about": "What should the model know about you?", "save": "Save", "saved": "Instructions saved",
        "long": "2 bytes too long", "temporary": "Temporary chat", "send": "Send", "until": "Gone for good on", "sidebar": "Open sidebar",
        "empty": "No chats yet",
    },
    "phone": {
        "size": "文字大小", "about": "希望模型了解你的哪些情况？", "save": "保存", "saved": "指令已保存",
        "long": "超出 2 字节", "temporary": "临时对话", "send": "发送", "until": "彻底删除", "sidebar": "打开侧边栏",
        "empty": "还没有对话",
    },
}
devices = pytest.mark.parametrize("device", LOOKS)


def look(page: Page, where: str) -> None:
    assert_accessible(page, where)
    assert_fits(page, where)


def open_sidebar(page: Page, device: str) -> None:
    if device == "phone":
        page.get_by_role("button", name=WORDS[device]["sidebar"]).click()


@devices
def test_what_a_member_chooses_goes_with_them(alone, visits, device):
    words = WORDS[device]
    member = alone.member()
    chat = Chat(visits.open(member.link, **LOOKS[device]))
    page = chat.page
    open_sidebar(page, device)
    dialog = chat.open_settings()
    look(page, f"settings-{device}")
    dialog.get_by_label(words["size"]).select_option("large")
    expect(page.locator("body")).to_have_css("font-size", "19px")
    about = dialog.get_by_label(words["about"])
    about.fill("a" * 6002)
    expect(dialog.get_by_text(words["long"])).to_be_visible()
    expect(dialog.get_by_role("button", name=words["save"])).to_be_disabled()
    about.fill("I keep bees.")
    dialog.get_by_role("button", name=words["save"]).click()
    expect(page.get_by_text(words["saved"])).to_be_visible()
    page.reload()
    expect(page.locator("body")).to_have_css("font-size", "19px")
    look(page, f"large-{device}")
    page.locator("#composer").fill("Hello [[words=2]]")
    page.get_by_role("button", name=words["send"], exact=True).click()
    expect(chat.answer).to_have_text("word0 word1")
    assert "I keep bees." in str(alone.upstream.requests[-1])
    # Another member at the same browser starts as everybody does.
    page.context.clear_cookies()
    page.goto(alone.member().link)
    expect(page.locator("#composer")).to_be_visible()
    expect(page.locator("body")).to_have_css("font-size", "16px")
    manifest = page.locator("link[rel=manifest]").get_attribute("href")
    assert page.evaluate("path => fetch(path).then((answer) => answer.json())", manifest)["display"] == "standalone"


@devices
def test_a_temporary_chat_stands_in_no_list_and_says_when_it_goes(world, visits, device):
    words = WORDS[device]
    chat = Chat(visits.open(world.member().link, **LOOKS[device]))
    page = chat.page
    toggle = page.get_by_role("button", name=words["temporary"])
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    banner = page.locator(".temporary")
    expect(banner).to_contain_text("24")
    page.locator("#composer").fill("Keep this nowhere [[hold=1]] [[words=2]]")
    page.get_by_role("button", name=words["send"], exact=True).click()
    expect(page).to_have_url(re.compile("/c/"))
    expect(toggle).to_have_count(0)
    # The answer that is being written is found again.
    page.reload()
    expect(chat.answer).to_have_text("word0")
    world.upstream.release.set()
    expect(chat.answer).to_have_text("word0 word1")
    expect(banner).to_contain_text(words["until"])
    look(page, f"temporary-{device}")
    open_sidebar(page, device)
    expect(page.get_by_role("complementary").get_by_text(re.compile(words["empty"]))).to_be_visible()
    address = page.url
    page.goto(world.url)
    expect(page.locator("#composer")).to_be_visible()
    page.goto(address)
    expect(banner).to_contain_text(words["until"])
    expect(chat.answer).to_have_text("word0 word1")
    page.keyboard.press("Control+Shift+Backspace")
    expect(page).not_to_have_url(re.compile("/c/"))
    page.goto(address)
    expect(page.locator(".empty-state")).to_be_visible()
    visits.forgive("404")


def test_shortcuts_are_listed_copy_and_can_be_switched_off(alone, visits):
    chat = Chat(visits.open(alone.member().link))
    page = chat.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.ask("```js\nlet a = 1;\n```\n[[echo]] [[words=0]]")
    chat.ask("Hello [[words=2]]")
    page.keyboard.press("Control+Shift+Semicolon")
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").strip() == "let a = 1;"
    page.get_by_role("button", name="Dismiss").click()
    page.keyboard.press("Control+Shift+c")
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").strip() == "word0 word1"
    page.keyboard.press("Control+/")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_contain_text("Copy the last code")
    look(page, "shortcuts")
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    for _ in range(2):
        page.keyboard.press("Control+/")
        page.keyboard.press("Control+k")
        page.keyboard.press("ArrowUp")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("textbox", name="Edit", exact=True)).to_have_count(0)
        page.reload()
        expect(chat.answer).to_have_text("word0 word1")


HIDEABLE = """
window.told = [];
let hidden = false;
Object.defineProperty(document, "hidden", { get: () => hidden });
Object.defineProperty(document, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });
window.hide = (isHidden) => { hidden = isHidden; document.dispatchEvent(new Event("visibilitychange")); };
window.Notification = class { static permission = "granted"; static requestPermission = async () => "granted";
  constructor(title, options) { window.told.push([title, options.body]); } close() {} };
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.told.push("tone"); return start.apply(this, when); };
"""


def test_an_answer_that_ends_unseen_is_told_as_the_member_chose(alone, visits):
    chat = Chat(visits.open(alone.member().link))
    page = chat.page
    expect(chat.composer).to_be_visible()
    page.add_init_script(HIDEABLE)
    page.reload()

    def ask_unseen(text: str) -> None:
        count = chat.answers.count()
        alone.upstream.release.clear()
        chat.send(f"{text} [[hold=1]] [[words=2]]")
        expect(chat.answers).to_have_count(count + 1)
        page.evaluate("hide(true)")
        alone.upstream.release.set()
        chat.expect_finished()

    ask_unseen("A secret title")
    expect(page).to_have_title(re.compile("^● "))
    page.evaluate("hide(false)")
    expect(page).not_to_have_title(re.compile("●"))
    assert page.evaluate("told") == []
    dialog = chat.open_settings()
    dialog.get_by_label("Mark the title of the tab").uncheck()
    dialog.get_by_label("Play a short sound").check()
    dialog.get_by_label("Show a notification").check()
    expect(dialog.get_by_label("Show a notification")).to_be_checked()
    page.keyboard.press("Escape")
    page.evaluate("told = []")
    chat.ask("Seen [[words=1]]")
    ask_unseen("Again")
    wait_for(lambda: len(page.evaluate("told")) == 2, "a tone and a notification")
    assert sorted(map(str, page.evaluate("told"))) == ["['ChatMirror', 'Your answer is ready']", "tone"]
    expect(page).not_to_have_title(re.compile("●"))
