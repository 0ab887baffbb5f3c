"""What becomes of the text of an answer in a real browser: the same however it came, copied as it was written, and never the end of the page."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser import assert_accessible, assert_fits
from chat_page import Chat
from given_answers import show
from hostile_text import DOCUMENT, hostile

COUNT = """
() => { let elements = 0, deepest = 0; for (const leaf of document.querySelectorAll(".markdown *")) {
  let depth = 0; for (let at = leaf; at; at = at.parentElement) depth++; elements++; deepest = Math.max(deepest, depth); } return [elements, deepest]; }
"""


@pytest.fixture
def page(alone, visits) -> Page:
    page = visits.open(alone.member().link)
    expect(page.locator("#composer")).to_be_visible()
    return page


def drawn(chat: Chat) -> str:
    """The elements of the last answer, but for ids that are new at each drawing."""
    chat.page.locator(".formula .katex").first.wait_for()
    return re.sub(r":r\w+:", "", chat.answer.evaluate("(element) => element.innerHTML"))


def test_an_answer_looks_the_same_while_it_came_and_after_a_reload(page):
    chat = Chat(page)
    for size in (1, 7):
        chat.ask(f"{DOCUMENT}\n[[echo]] [[pieces={size}]] [[words=1]]")
        streamed = drawn(chat)
        assert streamed.count("<a ") == 4 and "<sup" in streamed and "\tcc -o a a.c" in chat.answer.locator("pre").inner_text()
        page.reload()
        chat.expect_finished()
        assert drawn(chat) == streamed


def test_copied_code_is_its_source_byte_for_byte(alone, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    codes = ["all:\n\tcc -o a a.c\n\n\t@echo '$(CC)' \\\n\t  `x` &amp; <b>*a*</b>", "  a\t\n\n b  ", "\ttab\n中文　全角\u00a0\n", "x\n```\ny"]
    show(page, alone.url, *[f"`````make\n{code}\n`````" for code in codes])
    for number, code in enumerate(codes):
        page.locator(".code-block").nth(number).get_by_role("button", name="Copy").click()
        expect(page.locator(".code-block").nth(number).get_by_role("button", name="Copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == code


def test_a_footnote_is_a_way_there_and_back(alone, page):
    show(page, alone.url, "One[^1].\n\n" + "Text.\n\n" * 80 + "[^1]: The note.\n\nEnd.")
    reference = page.get_by_role("link", name="Footnote 1")
    reference.click()
    expect(page.locator(".footnote")).to_be_focused()
    expect(page.locator(".footnote")).to_be_in_viewport()
    assert page.url.endswith("0001")
    page.get_by_role("button", name="Back to where footnote 1 belongs").click()
    expect(reference).to_be_focused()
    expect(reference).to_be_in_viewport()


def test_each_text_runs_in_the_direction_of_its_letters(alone, page):
    show(page, alone.url, "# שלום\n\nمرحبا **بك**\n\nHello\n\n- שלום\n- Hello\n\n1. שלום\n\n   עולם\n\n> مرحبا\n\n| אב | b |\n|---|---|\n| ג | d |\n\n```\nשלום\n```\n")
    answer = page.locator(".markdown")
    expected = {"h3": ["rtl"], ":scope > p": ["rtl", "ltr"], "ul": ["rtl"], "ul > li": ["rtl", "ltr"], "ol, ol > li": ["rtl", "rtl"], "ol p": ["rtl", "rtl"],
                "blockquote": ["rtl"], "blockquote p": ["rtl"], "th": ["rtl", "ltr"], "td": ["rtl", "ltr"], "pre": ["ltr"]}
    for selector, directions in expected.items():
        found = answer.locator(selector).evaluate_all("(elements) => elements.map((element) => getComputedStyle(element).direction)")
        assert found == directions, selector


@pytest.mark.parametrize("text", [
    ">" * 5_000, "*a_" * 20_000, "[" * 20_000, "![" * 10_000, "`" * 20_000, "|" * 5_000 + "\n" + "|-" * 5_000, "- " * 5_000 + "x",
    "".join("  " * depth + "- x\n" for depth in range(500)), "*a **b " * 5_000 + "b** a* " * 5_000, "- x\n" * 30_000, "x\n\n" * 40_000,
    "$a" * 20_000, "<div>" * 20_000, "```\n" + "(" * 50_000,
], ids=lambda text: f"{text[:6]!r}")
def test_a_text_that_was_written_to_break_the_page_does_not(alone, page, text):
    show(page, alone.url, f"First.\n\n{text}\n\nLast.")
    expect(page.locator("article.answer")).to_contain_text("First.")
    elements, deepest = page.evaluate(COUNT)
    assert elements < 60_000 and deepest < 200
    page.reload()
    Chat(page).type("still alive")


def test_of_hundreds_of_hostile_texts_none_breaks_the_page(alone, page):
    for start in range(0, 320, 20):
        texts = [hostile(seed) for seed in range(start, start + 20)]
        show(page, alone.url, *[f"first{start + number}\n\n{text}\n\nlast{start + number}" for number, text in enumerate(texts)])
        assert page.locator("article.answer").count() == 20, start
        assert page.locator(".message-failed").count() == 0, start
        shown = page.locator("article.answer").evaluate_all("(all) => all.map((each) => each.textContent)")
        for number, text in enumerate(shown):
            assert f"first{start + number}" in text and f"last{start + number}" in text, f"seed {start + number}"
        elements, deepest = page.evaluate(COUNT)
        assert elements < 300_000 and deepest < 700, start
        Chat(page).type("still alive")


def test_a_message_that_cannot_be_drawn_shows_its_text_and_the_others_stay(alone, visits):
    for language, failed, retry in (("en-US", "could not be drawn", "Retry"), ("zh-CN", "无法正常显示", "重试")):
        page = visits.open(alone.member().link, language=language)
        expect(page.locator("#composer")).to_be_visible()
        visits.forgive("made by the test")
        # Part of what reads a text fails for one of them.
        page.add_init_script("""
            window.isBroken = true;
            const startsWith = String.prototype.startsWith;
            String.prototype.startsWith = function (...given) {
              if (window.isBroken && String(this).includes("explosive")) throw new Error("made by the test");
              return startsWith.apply(this, given);
            };""")
        show(page, alone.url, "A calm one.", "An **explosive** one.", "A last one.")
        broken = page.locator(".message-failed")
        expect(broken).to_contain_text(failed)
        expect(broken).to_contain_text("An **explosive** one.")
        expect(page.locator("article.answer")).to_have_count(2)
        assert_accessible(page, "message-failed")
        page.evaluate("window.isBroken = false")
        broken.get_by_role("button", name=retry).click()
        expect(page.locator("article.answer")).to_have_count(3)
        expect(page.locator("article.answer strong")).to_have_text("explosive")


def test_a_panel_page_that_cannot_be_drawn_says_so_and_the_panel_stays(alone, visits):
    from conftest import PASSWORD

    visits.forgive("TypeError")
    page = visits.open(alone.url + "/login")
    page.get_by_label("User name").fill("boss")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#composer, .admin-main").first).to_be_visible()
    is_broken = True

    def answer(route) -> None:
        if not is_broken:
            return route.continue_()
        data = {"items": [None], "total": 1, "page": 1, "page_size": 20}
        route.fulfill(json={"success": True, "message": "", "data": data})

    page.route(re.compile(r"/api/user/\?"), answer)
    page.goto(alone.url + "/admin/members")
    expect(page.get_by_role("alert")).to_contain_text("could not be drawn")
    assert_accessible(page, "page-failed")
    page.get_by_role("navigation").get_by_role("link", name="Packages").click()
    expect(page.get_by_role("heading", name="Packages")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Members").click()
    expect(page.get_by_role("alert")).to_be_visible()
    is_broken = False
    page.get_by_role("button", name="Retry").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text("boss").first).to_be_visible()


def test_the_first_load_takes_ten_requests(alone, visits):
    link = alone.member().link
    first = visits.open(link)
    expect(first.locator("#composer")).to_be_visible()
    for address, ready in ((alone.url + "/", "#composer"), (alone.url + "/login", "form")):
        page = first.context.new_page()
        asked: list = []
        page.on("request", lambda request: asked.append(request))
        page.goto(address)
        expect(page.locator(ready)).to_be_visible()
        page.wait_for_load_state("networkidle")
        # Whoever is signed in is sent on from the login, which loads nothing.
        loaded = [request.url for request in asked if request.redirected_to is None]
        assert 3 < len(loaded) <= 10, loaded


def test_long_words_and_wide_tables_fit_the_page(alone, visits):
    for phone in (False, True):
        page = visits.open(alone.member().link, phone=phone)
        expect(page.locator("#composer")).to_be_visible()
        show(page, alone.url, DOCUMENT, "W" * 3_000, f"| {' | '.join('column' for _ in range(40))} |\n|{'-|' * 40}\n", f"$${'x+' * 400}x$$", "`" + "c" * 900 + "`")
        assert_fits(page, "answers")
