"""A member's whole afternoon on the chat page, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from browser import another_tab
from chat_page import Chat, words
from line import Line


@pytest.fixture
def chat(world, visits):
    return Chat(visits.open(world.member().link))


def test_the_demo_link_leads_into_a_chat_that_answers(any_server, visits):
    any_server.start()
    page = visits.open(any_server.link("/s"))
    expect(page).to_have_url(any_server.url + "/")
    expect(page.get_by_text("What can I do for you, Demo?")).to_be_visible()
    chat = Chat(page)
    chat.send("What is a quota ledger?")
    expect(chat.answer.get_by_role("heading", name="You asked")).to_be_visible()
    expect(chat.answer.locator("pre .token").first).to_be_visible()
    expect(chat.answer.locator(".katex").first).to_be_visible()
    chat.expect_finished()
    expect(page).to_have_url(re.compile("/c/[0-9a-f-]+$"))
    expect(chat.rows).to_have_count(1)
    expect(chat.rows.first).to_contain_text("What is a quota ledger?")


def test_a_link_leaves_no_token_behind(world, visits):
    member = world.member()
    page = visits.open(member.link)
    expect(page).to_have_url(world.url + "/")
    page.go_back()
    assert member.link.split("#")[1] not in page.url


def test_an_upstream_answers_word_by_word_and_a_reload_goes_on_where_it_was(world, chat):
    chat.send("Tell me a story [[words=80]] [[hold=40]]")
    expect(chat.answer).to_have_text(words(40))
    expect(chat.page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    chat.page.reload()
    expect(chat.answer).to_have_text(words(40))
    expect(chat.page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    world.upstream.release.set()
    expect(chat.answer).to_have_text(words(80))
    chat.expect_finished()
    assert len(world.upstream.requests) == 1
    chat.page.reload()
    expect(chat.answer).to_have_text(words(80))


def test_a_reload_while_words_pour_in_neither_loses_nor_repeats_one(chat):
    chat.send("Tell me a story [[words=120]] [[delay=0.02]]")
    for number in (5, 40):
        expect(chat.answer).to_contain_text(f"word{number} ")
        chat.page.reload()
    expect(chat.answer).to_have_text(words(120))
    chat.expect_finished()


def test_another_process_takes_a_running_answer_up_where_it_was(cluster, visits):
    first, second = cluster.urls
    chat = Chat(visits.open(cluster.member().link.replace(cluster.url, first)))
    chat.send("Tell me a story [[words=80]] [[hold=40]]")
    expect(chat.answer).to_have_text(words(40))
    elsewhere = Chat(another_tab(chat.page, chat.page.url.replace(first, second)))
    expect(elsewhere.answer).to_have_text(words(40))
    cluster.upstream.release.set()
    for tab in (chat, elsewhere):
        expect(tab.answer).to_have_text(words(80))
        tab.expect_finished()
    assert len(cluster.upstream.requests) == 1


def test_a_page_whose_process_stops_reads_on_at_another_one_unnoticed(cluster, visits):
    first, second = cluster.servers
    line = Line(first.port)
    chat = Chat(visits.open(cluster.member().link.replace(cluster.url, line.url)))
    chat.send("Tell me a story [[words=80]] [[hold=40]]")
    expect(chat.answer).to_have_text(words(40))
    other = Line(second.port)
    elsewhere = Chat(another_tab(chat.page, chat.page.url.replace(line.url, other.url)))
    expect(elsewhere.answer).to_have_text(words(40))
    elsewhere.page.evaluate("""
        window.seen = [];
        new MutationObserver(() => document.querySelector(".reconnecting") && window.seen.push("reconnecting"))
            .observe(document.body, {childList: true, subtree: true})""")
    other.targets = [first.port]
    second.process.terminate()
    assert second.process.wait(10) == 0
    cluster.upstream.release.set()
    expect(elsewhere.answer).to_have_text(words(80))
    elsewhere.expect_finished()
    assert elsewhere.page.evaluate("window.seen") == []
    assert len(cluster.upstream.requests) == 1


def test_a_second_tab_shows_the_same_answer_growing(world, chat):
    chat.send("Tell me a story [[words=50]] [[hold=20]]")
    expect(chat.answer).to_have_text(words(20))
    second = Chat(another_tab(chat.page))
    expect(second.answer).to_have_text(words(20))
    world.upstream.release.set()
    for tab in (chat, second):
        expect(tab.answer).to_have_text(words(50))
        tab.expect_finished()


def test_a_new_chat_can_be_opened_while_another_answer_goes_on(world, chat):
    chat.send("The long one [[words=30]] [[hold=10]]")
    expect(chat.answer).to_have_text(words(10))
    chat.page.get_by_role("button", name="New chat", exact=True).first.click()
    expect(chat.answers).to_have_count(0)
    expect(chat.rows.first).to_contain_text("The long one")
    expect(chat.rows.first.get_by_text("is being answered")).to_be_attached()
    world.upstream.release.set()
    expect(chat.rows.first.get_by_text("has a new answer")).to_be_attached()
    chat.rows.first.get_by_role("link").click()
    expect(chat.answer).to_have_text(words(30))


def test_stop_keeps_what_came_and_continue_goes_on(world, chat):
    chat.send("Tell me a story [[words=30]] [[hold=10]]")
    expect(chat.answer).to_have_text(words(10))
    chat.page.get_by_role("button", name="Stop", exact=True).click()
    expect(chat.answers.last.get_by_text("Stopped", exact=True)).to_be_visible()
    expect(chat.answer).to_have_text(words(10))
    chat.page.reload()
    expect(chat.answer).to_have_text(words(10))
    expect(chat.answers.last.get_by_role("button", name="Continue")).to_be_enabled()


def test_answering_again_makes_a_second_version_and_both_stay(chat):
    chat.ask("First question [[words=3]]")
    chat.page.get_by_role("button", name="Answer again").click()
    versions = chat.answers.last.get_by_role("group", name="Version 2 of 2")
    expect(versions).to_be_visible()
    chat.expect_finished()
    versions.get_by_role("button", name="Previous version").click()
    expect(chat.answers.last.get_by_role("group", name="Version 1 of 2")).to_be_visible()
    expect(chat.answer).to_have_text(words(3))


def test_an_edited_question_is_a_branch_beside_the_first(chat):
    chat.ask("How old is the moon? [[words=3]]")
    chat.page.get_by_role("button", name="Edit", exact=True).click()
    editor = chat.page.get_by_role("textbox", name="Edit", exact=True)
    expect(editor).to_have_value("How old is the moon? [[words=3]]")
    editor.fill("How old is the sun? [[words=4]]")
    chat.questions.get_by_role("button", name="Send", exact=True).click()
    expect(chat.answer).to_have_text(words(4))
    chat.expect_finished()
    chat.questions.first.get_by_role("button", name="Previous version").click()
    expect(chat.questions.first).to_contain_text("How old is the moon?")
    expect(chat.answer).to_have_text(words(3))
    chat.page.reload()
    expect(chat.questions.first.get_by_role("group", name=re.compile("of 2"))).to_be_visible()


def test_the_up_arrow_edits_the_last_question_and_escape_leaves_it(chat):
    chat.ask("A question [[words=2]]")
    chat.composer.press("ArrowUp")
    editor = chat.page.get_by_role("textbox", name="Edit", exact=True)
    expect(editor).to_be_focused()
    editor.press("Escape")
    expect(editor).to_have_count(0)


def test_a_chat_is_renamed_and_deleted(chat):
    page = chat.page
    chat.ask("Something to rename")
    expect(chat.rows.first).to_contain_text("Something to rename")
    chat.row_menu("Something to rename", "Rename")
    page.get_by_role("textbox", name="New title").fill("My own title")
    page.keyboard.press("Enter")
    expect(chat.rows.first).to_have_text("My own title")
    page.reload()
    expect(chat.rows.first).to_have_text("My own title")
    expect(page).to_have_title("My own title – ChatMirror")

    address = page.url
    chat.row_menu("My own title", "Delete")
    expect(page.get_by_text("Chat deleted")).to_be_visible()
    expect(chat.rows).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(chat.rows.first).to_have_text("My own title")
    page.goto(address)
    expect(chat.answers).to_have_count(1)
    page.keyboard.press("Control+Shift+Backspace")
    expect(page.get_by_text("Chat deleted")).to_be_visible()
    expect(chat.rows).to_have_count(0)
    expect(page.get_by_text("What can I do for you")).to_be_visible()


def test_a_deletion_that_fails_says_so(chat, visits):
    page = chat.page
    chat.ask("Something to delete")
    page.route("**/backend-api/conversations", lambda route: (
        route.fulfill(status=503, json={"detail": {"code": "unavailable", "message": "busy"}})
        if route.request.method == "PATCH" else route.fallback()))
    chat.row_menu("Something to delete", "Delete")
    expect(page.get_by_text("That did not work. Try again.")).to_be_visible()
    expect(chat.rows).to_have_count(1)
    visits.forgive("status of 503")


def test_an_archived_chat_comes_back(chat):
    page = chat.page
    chat.ask("Something to keep")
    chat.row_menu("Something to keep", "Archive")
    expect(chat.rows).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(chat.rows).to_have_count(1)


def test_a_notice_lies_above_an_open_dialog_and_within_reach(chat, visits):
    page = chat.page
    chat.ask("Something to keep")
    chat.row_menu("Something to keep", "Archive")
    page.get_by_role("button", name="Dismiss").click()
    page.get_by_role("button", name=re.compile("settings and sign-out")).click()
    page.get_by_role("menuitem", name="Archived chats").click()
    page.route("**/backend-api/conversations", lambda route: route.fulfill(status=503, json={}))
    dialog = page.get_by_role("dialog", name="Archived chats")
    dialog.get_by_role("button", name="Unarchive").click()
    expect(page.get_by_text("That did not work.")).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("That did not work.")).to_have_count(0)
    expect(dialog).to_be_visible()
    visits.forgive("status of 503")


def test_the_model_picker_asks_the_chosen_model_and_remembers_it(world, visits):
    from conftest import add_account

    account = add_account(world.admin, world.upstream, "two models", "first-model,second-model")
    chat = Chat(visits.open(world.member(account=account).link))
    expect(chat.page.get_by_role("button", name="Model: first-model")).to_be_visible()
    chat.choose_model("second-model")
    chat.ask("Hello [[words=2]]")
    assert world.upstream.requests[-1]["body"]["model"] == "second-model"
    expect(chat.answers.last.get_by_text("second-model")).to_be_visible()
    chat.page.goto(world.url + "/")
    expect(chat.page.get_by_role("button", name="Model: second-model")).to_be_visible()


def test_reasoning_is_folded_above_the_answer(chat):
    chat.ask("Think first [[reasoning]] [[words=4]]")
    thoughts = chat.answers.last.get_by_role("group").filter(has_text="Thought")
    expect(thoughts.get_by_text("Let me think.")).not_to_be_visible()
    thoughts.locator("summary").click()
    expect(thoughts.get_by_text("Let me think. Done.")).to_be_visible()
    expect(chat.answer).to_have_text(words(4))
    chat.page.reload()
    expect(chat.answers.last.locator("summary")).to_contain_text("Thought")


def test_code_is_coloured_and_copied_and_formulas_are_set(chat):
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.ask("```python\ndef greet():\n    return 1\n```\n\nand $a^2$ as well as \\(b_1\\), not $5 and $6 [[echo]]")
    code = chat.answer.get_by_role("figure", name="Code, Python")
    expect(code.locator(".token.keyword").first).to_have_text("def")
    code.get_by_role("button", name="Copy").click()
    expect(code.get_by_role("button", name="Copied")).to_be_visible()
    assert chat.page.evaluate("navigator.clipboard.readText()").rstrip("\n") == "def greet():\n    return 1"
    expect(chat.answer.locator(".katex")).to_have_count(2)
    expect(chat.answer).to_contain_text("not $5 and $6")


def test_a_hostile_answer_stays_text(chat):
    chat.ask("<img src=x onerror=alert(1)> <script>alert(2)</script> [go](javascript:alert(3)) [[echo]] [[words=1]]")
    expect(chat.answer).to_contain_text("<script>alert(2)</script>")
    expect(chat.answer.locator("img, script, a[href^='javascript']")).to_have_count(0)


def test_enter_sends_but_not_while_an_input_method_is_composing(world, chat):
    chat.type("ni hao [[words=2]]")
    chat.composer.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True, "cancelable": True})
    chat.composer.dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "bubbles": True, "cancelable": True})
    chat.composer.press("Shift+Enter")
    expect(chat.composer).to_have_value("ni hao [[words=2]]\n")
    expect(chat.questions).to_have_count(0)
    assert world.upstream.requests == []
    chat.composer.press("Enter")
    expect(chat.answer).to_have_text(words(2))


def test_a_draft_survives_a_reload(chat):
    chat.type("half a thought")
    chat.page.reload()
    expect(chat.composer).to_have_value("half a thought")


@pytest.mark.parametrize("line", ["one of many words ", "一行字，长得像信里的一行那样，写到要换行为止，后面还有更多\n"])
def test_a_draft_of_two_mebibytes_is_kept_and_refused_with_its_reason(chat, line):
    text = line * ((2 << 20) // len(line.encode()))
    expect(chat.composer).to_be_visible()
    for _ in range(2):
        # As a paste does: key by key it would take the test's time.
        chat.page.evaluate("""(text) => {
            const box = document.querySelector('#composer');
            Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(box, text);
            box.dispatchEvent(new Event('input', { bubbles: true }));
        }""", text)
        chat.page.get_by_role("button", name="Send", exact=True).click()
        expect(chat.page.get_by_role("alert")).to_contain_text("too long")
        assert chat.composer.evaluate("(box) => box.value.length") == len(text)
        chat.page.reload()
        expect(chat.composer).to_be_visible()
    # Whatever the browser could keep of it, the page works.
    chat.composer.fill("")
    chat.ask("short [[words=3]]")
