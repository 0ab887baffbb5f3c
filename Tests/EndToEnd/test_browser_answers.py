"""What can be done with an answer: gone on with, asked for again of another model, looked into; and how a model is chosen."""

import json
import re

from playwright.sync_api import Page, expect

from browser import assert_accessible, assert_fits
from chat_page import Chat, words
from conftest import World, add_account
from test_browser_admin import sign_in
from test_browser_settings import options, save, section


def page_with_two_accounts(world: World, visits, **look) -> Page:
    """Of a member with the model `test-model` of one account and `other-model` of another."""
    member = world.member()
    account = add_account(world.admin, world.upstream, "second", "other-model")
    world.admin.data(world.admin.post("/api/binding/", {"user_id": member.id, "channel_id": account, "mode": "shared"}))
    return visits.open(member.link, **look)


def test_an_answer_stopped_in_a_fence_goes_on_with_another_model_as_one_text(world, visits):
    chat = Chat(page_with_two_accounts(world, visits))
    page = chat.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    question = "```python\nname = 'wor [[echo]] [[words=1]] [[hold=0]]"
    chat.send(question)
    code = chat.answer.get_by_role("figure", name="Code, Python")
    expect(code).to_contain_text("name = 'wor")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(chat.answers.last.get_by_text("Stopped", exact=True)).to_be_visible()
    chat.choose_model("other-model")
    chat.answers.last.get_by_role("button", name="Continue").click()
    # What the upstream says ends with a blank, which is the answer's own.
    whole = question + words(5) + " "
    shown = whole.removeprefix("```python\n").rstrip()
    expect(code).to_contain_text(shown)
    chat.expect_finished()
    assert [message["role"] for message in world.upstream.requests[-1]["body"]["messages"]] == ["user", "assistant", "user"]
    assert world.upstream.requests[-1]["body"]["messages"][1]["content"] == question
    for _ in range(2):
        expect(chat.answers).to_have_count(1)
        expect(chat.answer).to_have_count(1)
        expect(chat.answer.get_by_role("figure")).to_have_count(1)
        expect(code).to_contain_text(shown)
        expect(chat.answers.last).to_contain_text(f"Continued at character {len(question)} with other-model.")
        expect(chat.answers.last).to_contain_text("Continued with account second")
        chat.answers.last.locator(".message-actions").get_by_role("button", name="Copy", exact=True).click()
        expect(chat.answers.last.get_by_role("button", name="Copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == whole
        page.reload()
    expect(chat.answers).to_have_count(1)
    chat.ask("And now? [[words=2]]")
    assert world.upstream.requests[-1]["body"]["messages"][1] == {"role": "assistant", "content": whole}
    # Each part was an ask of its own.
    chat.answers.first.get_by_role("button", name="Details").click()
    details = page.get_by_role("dialog", name="Details")
    expect(details.get_by_role("heading", name=re.compile("Part . of 2"))).to_have_count(2)
    expect(details.get_by_role("listitem")).to_have_text(["upstream: answered", "second: answered"])
    assert_accessible(page, "details of an answer")


def test_another_model_answers_again_beside_the_first_and_tells_what_it_took(alone, visits):
    chat = Chat(page_with_two_accounts(alone, visits, language="zh-CN", theme="dark", phone=True))
    page = chat.page
    chat.type("First question [[words=3]]")
    page.get_by_role("button", name="发送", exact=True).click()
    again = page.get_by_role("button", name="用其他模型回答")
    again.click()
    menu = page.get_by_role("menu", name="用其他模型回答")
    expect(menu.get_by_role("menuitem")).to_have_text(["other-model"])
    menu.get_by_role("menuitem").click()
    versions = chat.answers.last.get_by_role("group", name="第 2 个版本，共 2 个")
    expect(versions).to_be_visible()
    expect(again).to_be_visible()
    assert alone.upstream.requests[-1]["body"]["model"] == "other-model"
    expect(chat.answers.last.locator(".answer-model")).to_have_text("other-model")
    assert_fits(page, "an answer with two versions")
    page.get_by_role("button", name="详情").click()
    details = page.get_by_role("dialog", name="详情")
    expect(details).to_contain_text("other-model")
    expect(details).to_contain_text("second")
    expect(details.get_by_text(re.compile("^[0-9a-f]{14}$"))).to_be_visible()
    assert_accessible(page, "details of an answer in Chinese")
    assert_fits(page, "details of an answer in Chinese")
    page.keyboard.press("Escape")
    versions.get_by_role("button").first.click()
    expect(chat.answers.last.locator(".answer-model")).to_have_text("test-model")


def test_models_have_names_and_lines_that_an_owner_wrote_and_say_why_they_are_out(alone, visits):
    page = sign_in(visits, alone, "/admin/settings")
    notes = section(page, "Names of models")
    expect(notes).to_contain_text("Every model shows its own name.")
    notes.get_by_role("button", name="Name a model").click()
    save(notes)
    expect(notes.get_by_text("Required.")).to_be_visible()
    notes.get_by_label("Model", exact=True).fill("test-model")
    notes.get_by_label("Shown name").fill("x" * 65)
    save(notes)
    expect(notes).to_contain_text("At most 64 characters; these are 65.")
    notes.get_by_label("Shown name").fill("<b>Everyday</b> 日常")
    notes.get_by_label("What it is good for").fill("Quick answers")
    save(notes)
    expect(notes.get_by_role("status")).to_have_text("Saved.")
    assert json.loads(options(alone)["ModelNotes"]) == {"test-model": {"name": "<b>Everyday</b> 日常", "line": "Quick answers"}}
    assert_accessible(page, "names of models")
    assert_fits(page, "names of models")
    alone.admin.data(alone.admin.put("/api/option/", {"key": "ModelWeights", "value": '{"test-model":3}'}))

    chat = Chat(page_with_two_accounts(alone, visits))
    chat.choose_model("other-model")
    chat.send("Too much [[status=429]] [[after=600]]")
    expect(chat.answers.last.get_by_text("The upstream account is busy")).to_be_visible()
    chat.page.get_by_role("button", name="Choose another").click()
    items = chat.page.get_by_role("menuitemradio")
    expect(items).to_have_text(["<b>Everyday</b> 日常Quick answers · counts as 3", re.compile("^other-modelnot available until .+")])
    expect(items.nth(0)).to_be_enabled()
    expect(items.nth(1)).to_be_disabled()
    # The keys reach it, so that everybody hears why; it is not chosen.
    chat.page.keyboard.press("ArrowUp")
    chat.page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    chat.page.keyboard.press("Enter")
    expect(items.nth(1)).to_be_visible()
    assert_accessible(chat.page, "models")
    items.nth(0).click()
    expect(chat.page.get_by_role("button", name="Model: <b>Everyday</b> 日常")).to_be_visible()


def test_many_models_are_sought(alone, visits):
    names = [f"model-{number}" for number in range(30)]
    account = add_account(alone.admin, alone.upstream, "many", ",".join(names))
    alone.admin.data(alone.admin.put("/api/option/", {"key": "ModelNotes", "value": '{"model-17":{"line":"For riddles"}}'}))
    chat = Chat(visits.open(alone.member(account=account).link, phone=True))
    chat.page.get_by_role("button", name="Choose another").click()
    dialog = chat.page.get_by_role("dialog", name="Model")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    expect(dialog.get_by_role("listitem")).to_have_count(30)
    assert_accessible(chat.page, "many models")
    assert_fits(chat.page, "many models")
    chat.page.keyboard.type("riddles")
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    chat.page.keyboard.type("x")
    expect(dialog.get_by_text("No model matches.")).to_be_visible()
    chat.page.keyboard.press("Backspace")
    dialog.get_by_role("listitem").get_by_role("button").click()
    expect(dialog).to_have_count(0)
    expect(chat.page.get_by_role("button", name="Model: model-17")).to_be_visible()
