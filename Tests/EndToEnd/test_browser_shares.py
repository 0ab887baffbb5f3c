"""Sharing a chat: the dialog, the list of what one shares, and the page that strangers get, with and without scripts."""

import html

import pytest
from playwright.sync_api import expect

from browser import assert_accessible, assert_fits

HOSTILE = ["<script>window.broken=1</script>", '<img src=x onerror="window.broken=1">', "javascript:alert(1)", "\u202egnp.exe", "</div></body>", "&lt;b&gt;"]

WORDS = {
    "en-US": {"share": "Share", "stop": "Stop sharing", "until": "Share up to here", "open": "Open sidebar", "shared": "Shared chats", "passcode": "Passcode",
              "update": "Update", "wrong": "That is not the passcode.", "go": "Open"},
    "zh-CN": {"share": "分享", "stop": "停止分享", "until": "分享到这里", "open": "打开侧边栏", "shared": "分享的对话", "passcode": "访问码",
              "update": "更新", "wrong": "访问码不正确。", "go": "打开"},
}


@pytest.mark.parametrize(("phone", "language", "theme"), [(False, "en-US", "light"), (True, "zh-CN", "dark")])
def test_a_chat_is_shared_up_to_a_message_and_read_by_a_stranger(alone, visits, phone, language, theme):
    t = WORDS[language]
    member = alone.member()
    turn = member.client.send("An **answer** with `code` and $x^2$. [[echo]][[words=0]]")
    member.client.send("the second question", conversation=turn.conversation, parent=turn.message["id"])
    page = visits.open(member.link, language=language, theme=theme, phone=phone)
    expect(page.locator("#composer")).to_be_visible()
    page.goto(f"{alone.url}/c/{turn.conversation}")
    page.get_by_role("button", name=t["share"], exact=True).click()
    dialog = page.get_by_role("dialog", name=t["share"])
    expect(dialog.get_by_role("article")).to_have_count(4)
    assert_accessible(page, f"share {language}")
    assert_fits(page, f"share {language}")
    dialog.get_by_role("article").nth(1).get_by_role("button").click()
    dialog.get_by_role("button", name=t["share"], exact=True).click()
    address = dialog.locator("code", has_text="/share/").inner_text()
    assert address.startswith(alone.url + "/share/")

    reader = visits.open(address, language=language, theme=theme, phone=phone)
    expect(reader.locator(".shared-question")).to_have_count(1)
    expect(reader.locator(".shared-answer strong")).to_have_text("answer")
    expect(reader.locator(".katex").first).to_be_visible()
    assert "the second question" not in reader.content() and member.name not in reader.content()
    assert_accessible(reader, f"shared {language}")
    assert_fits(reader, f"shared {language}")

    dialog.get_by_label(t["passcode"], exact=True).fill("letmein")
    dialog.get_by_role("button", name=t["update"]).click()
    expect(dialog.get_by_role("checkbox")).to_be_visible()
    reader.reload()
    reader.get_by_label(t["passcode"]).fill("wrong one")
    visits.forgive("403")
    reader.get_by_role("button", name=t["go"]).click()
    expect(reader.get_by_role("alert")).to_have_text(t["wrong"])
    assert_accessible(reader, f"passcode {language}")
    assert_fits(reader, f"passcode {language}")
    reader.get_by_label(t["passcode"]).fill("letmein")
    reader.get_by_role("button", name=t["go"]).click()
    expect(reader.locator(".shared-answer strong")).to_have_text("answer")

    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    if phone:
        page.get_by_role("button", name=t["open"]).tap()
    page.locator(".account").click()
    page.get_by_role("menuitem", name=t["shared"]).click()
    listed = page.get_by_role("dialog", name=t["shared"])
    expect(listed.get_by_role("listitem")).to_have_count(1)
    assert_accessible(page, f"shares {language}")
    assert_fits(page, f"shares {language}")
    listed.get_by_role("listitem").get_by_role("button", name=t["stop"]).click()
    page.get_by_role("dialog").get_by_role("button", name=t["stop"], exact=True).click()
    expect(listed.get_by_role("listitem")).to_have_count(0)
    visits.forgive("404")
    assert reader.goto(address).status == 404


def test_what_is_shared_runs_nothing_and_is_read_without_scripts(alone, visits):
    member = alone.member()
    text = " ".join(HOSTILE) + " [[echo]][[words=0]]"
    turn = member.client.send(text)
    made = member.client.request("POST", "/backend-api/share/create", json={"conversation_id": turn.conversation}).json()
    page = visits.open(made["share_url"])
    expect(page.locator(".shared-typeset")).to_have_count(1)
    assert page.evaluate("window.broken") is None
    assert page.locator("img").count() == 0
    plain = visits.open(made["share_url"], java_script_enabled=False)
    shown = plain.locator(".shared-text")
    assert [shown.nth(i).text_content() for i in range(shown.count())] == [text, text]
    assert plain.content().count(html.escape(HOSTILE[0], quote=False)) >= 2
    locked = member.client.request("PATCH", f"/backend-api/share/{made['share_id']}", json={"passcode": "letmein"})
    assert locked.status_code == 200
    plain.goto(made["share_url"])
    plain.get_by_label("Passcode").fill("letmein")
    plain.get_by_role("button", name="Open").click()
    expect(plain.locator(".shared-question")).to_have_count(1)
    assert "letmein" not in plain.url
