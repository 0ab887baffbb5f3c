"""The playground of the panel: a model is tried as a program would ask it."""

import json
import re

from playwright.sync_api import Locator, Page, expect

import tour
from browser import assert_accessible, assert_fits
from conftest import World
from one_world import world  # noqa: F401 (fixture)
from test_browser_admin import sign_in
from test_browser_looks import look, walks
from test_browser_settings import package

SMALLEST = {"width": 360, "height": 740}


def composer_button(page: Page) -> Locator:
    """There is one, which is called *Send* or *Stop* as the moment is."""
    return page.locator(".playground-composer .button")


def bind_boss(world: World) -> int:
    """The administrator may use the account; returns his number."""
    boss = world.admin.data(world.admin.get("/api/user/self"))["id"]
    world.admin.data(world.admin.post("/api/binding/", {"user_id": boss, "channel_id": world.account, "mode": "shared"}))
    return boss


def turns(page: Page) -> Locator:
    return page.locator(".playground-turn")


def ask(page: Page, text: str) -> Locator:
    """Sends it; the place of its answer."""
    page.get_by_label("Message", exact=True).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    return turns(page).last


def test_a_model_is_tried_and_the_request_is_a_programs(world, visits):
    boss = bind_boss(world)
    world.admin.data(world.admin.put("/api/user/", {"id": boss, "package_id": package(world, "small", {"window": "day", "limit": 9})}))
    page = sign_in(visits, world, "/admin/playground")
    expect(page.get_by_label("Model", exact=True)).to_have_value("test-model")
    page.get_by_label("System prompt").fill("Be brief.")
    page.get_by_label("temperature").fill("0,5")
    page.get_by_label("max_tokens").fill("70")
    page.get_by_label("Message", exact=True).click()
    page.keyboard.type("Why is the sky blue?")
    page.keyboard.press("Enter")
    page.keyboard.type("[[words=3]] [[reasoning]]")
    page.keyboard.press("Control+Enter")
    answer = turns(page).last
    expect(answer.locator(".markdown").last).to_have_text("word0 word1 word2")
    sent = world.upstream.requests[-1]["body"]
    assert sent["messages"] == [
        {"role": "system", "content": "Be brief."}, {"role": "user", "content": "Why is the sky blue?\n[[words=3]] [[reasoning]]"}]
    assert (sent["temperature"], sent["max_tokens"], sent["stream"]) == (0.5, 70, True) and "top_p" not in sent
    for fact in ("Tokens in11", "Tokens out3", "finish_reasonstop"):
        expect(answer.locator("dl > div").filter(has_text=fact)).to_have_count(1)
    for fact in ("First word after", "In all"):
        expect(answer.locator("dl > div").filter(has_text=fact)).to_have_text(re.compile(r"\d sec$"))
    expect(page.get_by_label("Message", exact=True)).to_be_focused()
    answer.get_by_text("Reasoning").click()
    expect(answer.get_by_text("Let me think. Done.")).to_be_visible()
    assert world.admin.quota()["day"]["used"] == 1

    # The conversation grows, and what is said in it can be changed afterwards.
    page.get_by_role("button", name="Edit message 2").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Light is scattered.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Edit message 2")).to_be_focused()
    expect(ask(page, "And the sea? [[words=1]]").locator(".markdown")).to_have_text("word0")
    said = [message["content"] for message in world.upstream.requests[-1]["body"]["messages"]]
    assert said[2:] == ["Light is scattered.", "And the sea? [[words=1]]"]
    page.get_by_label("temperature").fill("")
    page.get_by_role("button", name="Answer again").click()
    expect(composer_button(page)).to_be_focused()
    expect(turns(page).last.locator("dl")).to_be_visible()
    # Nothing can be sent now, and whoever uses the keyboard is still there.
    expect(composer_button(page)).to_be_disabled()
    expect(composer_button(page)).to_be_focused()
    again = world.upstream.requests[-1]["body"]
    assert len(world.upstream.requests) == 3 and "temperature" not in again and len(again["messages"]) == 4
    page.get_by_role("button", name="Remove message 1").click()
    expect(turns(page)).to_have_count(3)
    expect(page.get_by_role("heading", name="Conversation")).to_be_focused()

    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.get_by_text("Nothing was asked yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(turns(page)).to_have_count(3)
    # It is there after a look at another page, and nowhere after the panel was left.
    page.get_by_role("navigation").get_by_role("link", name="Usage").click()
    expect(page.get_by_role("heading", name="Usage")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Playground").first).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Playground").click()
    expect(turns(page)).to_have_count(3)
    page.reload()
    expect(page.get_by_text("Nothing was asked yet.")).to_be_visible()
    assert "Why is the sky" not in json.dumps(page.context.storage_state())


def test_the_request_is_shown_as_json_and_as_a_command_and_the_answer_as_it_came(world, visits):
    bind_boss(world)
    page = sign_in(visits, world, "/admin/playground")
    page.get_by_text("Request and raw response").click()
    pieces = page.locator(".playground-pieces figure")
    page.get_by_label("Message", exact=True).fill("It's [[words=2]]")
    request = {"model": "test-model", "messages": [{"role": "user", "content": "It's [[words=2]]"}]}
    assert json.loads(pieces.first.locator("pre").inner_text()) == {**request, "stream": True, "stream_options": {"include_usage": True}}
    page.get_by_label("Stream the answer").uncheck()
    assert json.loads(pieces.first.locator("pre").inner_text()) == request
    command = pieces.nth(1).locator("pre").inner_text()
    assert command.startswith(f"curl {world.url}/v1/chat/completions") and 'Bearer $KEY"' in command and "It'\\''s" in command
    page.get_by_role("button", name="Send", exact=True).click()
    expect(turns(page).last.locator(".markdown")).to_be_visible()
    assert not world.upstream.requests[-1]["body"].get("stream")
    raw = json.loads(pieces.nth(2).locator("pre").inner_text())
    assert raw["object"] == "chat.completion"
    expect(page.locator(".playground-pieces")).to_contain_text("HTTP 200")
    # What was sent last stays, as there is nothing new to send.
    assert json.loads(pieces.first.locator("pre").inner_text()) == request
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    pieces.nth(1).get_by_role("button", name="Copy").click()
    expect(pieces.nth(1).get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == command
    page.get_by_label("Stream the answer").check()
    page.get_by_role("button", name="Answer again").click()
    expect(pieces.nth(2)).to_contain_text("data: [DONE]")


def test_stopping_keeps_what_was_said(world, visits):
    bind_boss(world)
    page = sign_in(visits, world, "/admin/playground")
    answer = ask(page, "Tell me [[words=9]] [[hold=2]]")
    expect(answer.locator(".markdown")).to_have_text("word0 word1")
    expect(page.get_by_role("status").filter(has_text="The answer is being written.")).to_have_count(1)
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_focused()
    page.keyboard.press("Enter")
    expect(answer.locator(".banner")).to_have_text("Stopped.")
    expect(answer.locator(".markdown")).to_have_text("word0 word1")
    world.upstream.release.set()
    # What was said stays in the conversation.
    expect(ask(page, "Go on [[words=1]]").locator(".markdown")).to_have_text("word0")
    assert world.upstream.requests[-1]["body"]["messages"][1] == {"role": "assistant", "content": "word0 word1 "}


def test_failures_are_said_in_plain_words_and_as_the_server_said_them(world, visits):
    bind_boss(world)
    visits.forgive("status of 400")
    page = sign_in(visits, world, "/admin/playground")
    failed = ask(page, "Tell me [[status=400]]").get_by_role("alert")
    for words in ("The request failed.", "refused with 400", "HTTP 400"):
        expect(failed).to_contain_text(words)
    expect(page.get_by_role("button", name="Send again")).to_be_enabled()
    broken = ask(page, "Tell me [[error=2]]")
    expect(broken.get_by_role("alert")).to_contain_text("The answer ended with an error.")
    expect(broken.locator(".markdown")).to_have_text("word0 word1")
    assert_accessible(page, "failures")

    page.get_by_label("Model", exact=True).select_option(label="Another name…")
    page.get_by_role("button", name="Answer again").click()
    expect(page.get_by_label("Name of the model")).to_be_focused()
    expect(page.get_by_text("Choose a model first.")).to_be_visible()
    page.keyboard.type("no-such-model")
    page.get_by_label("top_p").fill("7")
    page.get_by_role("button", name="Answer again").click()
    expect(page.get_by_label("top_p")).to_be_focused()
    expect(page.get_by_text("A number from 0 to 1.")).to_be_visible()
    page.get_by_label("top_p").fill("1")
    page.get_by_role("button", name="Answer again").click()
    expect(turns(page).last.get_by_role("alert")).to_contain_text("None of your accounts has this model.")


def test_an_answer_that_breaks_off_is_said_to_be_cut_off(world, visits):
    bind_boss(world)
    page = sign_in(visits, world, "/admin/playground")
    half = 'data: {"choices":[{"index":0,"delta":{"content":"It is"}}]}\n\n'
    page.route("**/pg/chat/completions", lambda route: route.fulfill(content_type="text/event-stream", body=half))
    answer = ask(page, "Why?")
    expect(answer.get_by_role("alert")).to_contain_text("The answer was cut off")
    expect(answer.locator(".markdown")).to_have_text("It is")
    page.unroute("**/pg/chat/completions")
    page.route("**/pg/chat/completions", lambda route: route.abort())
    visits.forgive("net::ERR_FAILED")
    expect(ask(page, "And now?").get_by_role("alert")).to_contain_text("No connection to the server.")


def test_an_administrator_without_an_account_is_led_to_the_bindings(world, visits):
    page = sign_in(visits, world, "/admin/playground", phone=True)
    page.set_viewport_size(SMALLEST)
    hints = page.locator(".banner").filter(has_text="No account is bound to you.")
    expect(hints).to_have_count(1)
    page.get_by_label("Name of the model").fill("test-model")
    refused = ask(page, "Hello [[words=2]]").get_by_role("alert")
    expect(refused).to_contain_text("No account is bound to you.")
    assert_accessible(page, "no account")
    assert_fits(page, "no account")
    refused.get_by_role("link", name="Bind an account").click()
    form = page.get_by_role("dialog")
    expect(form).to_contain_text("boss")
    form.get_by_role("combobox", name="Account").fill("upstream")
    form.get_by_role("option", name="upstream").click()
    form.get_by_role("button", name="Add").click()
    expect(form).to_have_count(0)
    tour.open_section(page, "playground")
    # What the refused question was told is all that is left of it.
    expect(hints).to_have_count(1)
    page.get_by_role("button", name="Send again").click()
    expect(hints).to_have_count(0)
    expect(turns(page).last.locator(".markdown")).to_have_text("word0 word1")


@walks
def test_the_playground_looks_right(world, visits, theme, device, language):
    page = visits.open(world.url + "/login", theme=theme, phone=device == "phone", language=language)
    if device == "phone":
        page.set_viewport_size(SMALLEST)
    tour.sign_in(page)
    for stop in walk(page, world):
        look(page, "playground", stop, theme, device, language)


def walk(page: Page, world: World):
    tour.open_section(page, "playground")
    expect(page.locator(".banner-warn")).to_be_visible()
    yield "no-account"
    bind_boss(world)
    page.reload()
    expect(page.locator("select[name=model]")).to_have_value("test-model")
    yield "empty"
    send = composer_button(page)
    message = page.locator("textarea[name=message]")
    message.fill("Tell me [[words=40]] [[hold=12]]")
    send.click()
    expect(turns(page).last.locator(".markdown")).to_contain_text("word11")
    yield "writing"
    send.click()
    expect(turns(page).last.locator(".banner-info")).to_be_visible()
    world.upstream.release.set()
    message.fill(tour.RICH + "[[echo]] [[reasoning]] [[words=1]]")
    send.click()
    answer = turns(page).last
    expect(answer.locator("dl")).to_be_visible()
    expect(answer.locator(".katex")).to_have_count(2)
    answer.locator("summary").click()
    yield "answered"
    page.locator(".playground-head input[type=checkbox]").check()
    expect(page.locator(".markdown")).to_have_count(0)
    turns(page).nth(2).get_by_role("button").nth(1).click()
    expect(page.locator(".playground-editor textarea")).to_be_focused()
    yield "editing"
    page.keyboard.press("Escape")
    message.fill("Tell me [[error=3]]")
    send.click()
    expect(turns(page).last.locator(".banner-bad")).to_be_visible()
    page.locator(".playground-exchange > summary").click()
    expect(page.locator(".playground-pieces figure")).to_have_count(3)
    yield "request"
    page.locator(".more-options").evaluate("(fold) => { fold.open = true }")
    page.locator("input[name=temperature]").fill("hot")
    turns(page).last.locator(".playground-acts button").first.click()
    expect(page.locator(".field-error")).to_have_count(1)
    expect(page.locator("input[name=temperature]")).to_be_focused()
    yield "wrong-number"
