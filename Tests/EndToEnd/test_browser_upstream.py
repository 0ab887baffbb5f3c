"""The panel asks an upstream before it is saved, takes its odd ways, and says what was learned; the chat page says that it waits."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser import assert_accessible, assert_fits
from chat_page import Chat, words
from streams import wait_for
from test_browser_admin import row, sign_in
from upstream import Upstream

MANY = ["test-model", *(f"model-{number}" for number in range(11))]
SENT_OTHERWISE = "max_tokens is sent as max_completion_tokens."
NOTE_CHANGES = """(place) => new MutationObserver(() => { place.dataset.again = "1"; })
    .observe(place, { subtree: true, childList: true, characterData: true })"""


@pytest.fixture
def page(alone, visits) -> Page:
    return sign_in(visits, alone, "/admin/accounts?new=1")


@pytest.fixture
def form(page) -> Locator:
    return page.get_by_role("dialog", name="New account")


def edit(page: Page, name: str) -> Locator:
    page.get_by_role("button", name=f"More for {name}").click()
    page.get_by_role("menuitem", name="Edit").click()
    return page.get_by_role("dialog", name=f"Edit {name}")


def button(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def in_chinese(page: Page) -> None:
    """As if it had been chosen in the menu."""
    page.context.add_cookies([{"name": "language", "value": "zh", "url": page.url}])
    page.reload()


def stored(alone, account: int) -> dict:
    return alone.admin.data(alone.admin.get(f"/api/channel/{account}"))


# What the upstreams do

def offer(upstream: Upstream, models: list[str]) -> None:
    """`GET …/models` names these."""
    upstream.told["/v1/models"] = lambda _: (200, {}, {"data": [{"id": name} for name in models]})


def refuse_models(upstream: Upstream) -> None:
    upstream.told["/v1/models"] = lambda _: (403, {}, {"error": {"message": "Incorrect API key provided: sk-canary-key."}})


def key_shown(upstream: Upstream) -> str:
    """By the last who asked for models. Other GETs, of the background, come when they want."""
    return [asked for asked in upstream.asked if asked["path"] == "/v1/models"][-1]["headers"]["authorization"]


def refuse_max_tokens(upstream: Upstream) -> None:
    usual = upstream.answer

    def answer(handler, body: dict) -> None:
        if "max_tokens" not in body:
            return usual(handler, body)
        message = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
        error = {"error": {"message": message, "type": "invalid_request_error", "param": "max_tokens", "code": "unsupported_parameter"}}
        upstream.whole(handler, 400, "application/json", json.dumps(error).encode())

    upstream.answer = answer


def mumble(upstream: Upstream) -> None:
    """Whatever was asked: two words with something between them that nobody can read."""
    def answer(handler, _: dict) -> None:
        pieces = upstream.piece({"content": "two "}), b"data: {oops\n\n", upstream.piece({"content": "words"}, "stop")
        upstream.whole(handler, 200, "text/event-stream", b"".join(pieces) + b"data: [DONE]\n\n")

    upstream.answer = answer


# Where questions go

@pytest.mark.parametrize(("typed", "address"), [
    ("https://api.example.com", "https://api.example.com/v1/chat/completions"),
    ("https://api.example.com/v1/", "https://api.example.com/v1/chat/completions"),
    ("https://api.example.com/api/v3", "https://api.example.com/api/v3/chat/completions"),
    ("https://api.example.com/v1beta/openai/", "https://api.example.com/v1beta/openai/chat/completions"),
    ("https://api.example.com/api/paas/v4/chat/completions", "https://api.example.com/api/paas/v4/chat/completions"),
])
def test_the_form_says_where_questions_will_go(form, typed, address):
    url = form.get_by_label("Base URL")
    expect(url).to_have_accessible_description(re.compile("As the provider writes it"))
    url.fill(typed)
    expect(url).to_have_accessible_description(f"Questions go to {address}")
    # Another name takes nothing from it, an address that is none has none.
    form.get_by_label("Name", exact=True).fill("x")
    expect(form.get_by_text(f"Questions go to {address}")).to_be_visible()
    url.fill("ftp://api.example.com")
    expect(form.get_by_text("Questions go to")).to_have_count(0)


def test_a_pasted_endpoint_is_where_questions_go(alone, page, form):
    form.get_by_label("Name", exact=True).fill("pasted")
    form.get_by_label("Base URL").fill(alone.upstream.url + "/api/v3/chat/completions")
    form.get_by_label("Models", exact=True).fill("test-model")
    expect(form.get_by_text(f"Questions go to {alone.upstream.url}/api/v3/chat/completions")).to_be_visible()
    button(form, "Create").click()
    expect(form).to_have_count(0)
    page.get_by_role("button", name="Test pasted").click()
    expect(row(page, "pasted").get_by_text(re.compile(r"Works: \d"))).to_be_visible()
    assert alone.upstream.requests[-1]["path"] == "/api/v3/chat/completions"


# Fetching models

def test_models_are_fetched_narrowed_down_and_ticked(alone, page, form):
    offer(alone.upstream, MANY)
    models = form.get_by_label("Models", exact=True)
    models.fill("typed by hand")
    form.get_by_label("API key").fill("sk-canary-key")
    button(form, "Fetch models").click()
    expect(form.get_by_text("Required.")).to_have_count(1)
    expect(form.get_by_label("Base URL")).to_be_focused()
    form.get_by_label("Base URL").fill(alone.upstream.url)
    button(form, "Fetch models").click()
    expect(form.get_by_text("12 models found. Tick those that members may use.")).to_be_visible()
    assert key_shown(alone.upstream) == "Bearer sk-canary-key"
    assert_accessible(page, "models to tick")

    found = form.get_by_role("group", name="Models that the provider names")
    expect(found.get_by_role("checkbox")).to_have_count(12)
    narrow = found.get_by_label("Narrow the list down")
    narrow.fill("MODEL-1")
    expect(found.get_by_role("checkbox")).to_have_count(2)
    # The form is not sent by it.
    narrow.press("Enter")
    expect(form.get_by_text("Required.")).to_have_count(0)
    button(found, "Tick all 2").click()
    expect(models).to_have_value("typed by hand, model-1, model-10")
    found.get_by_role("checkbox", name="model-10").uncheck()
    expect(models).to_have_value("typed by hand, model-1")
    models.fill("model-10")
    expect(found.get_by_role("checkbox", name="model-10")).to_be_checked()
    # Another host has other models.
    form.get_by_label("Base URL").fill("https://api.example.com")
    expect(found).to_have_count(0)


def test_an_edited_account_asks_for_models_with_its_stored_key(alone, page):
    offer(alone.upstream, ["only-one"])
    page.goto(alone.url + "/admin/accounts")
    form = edit(page, "upstream")
    button(form, "Fetch models").click()
    expect(form.get_by_text("1 model found.")).to_be_visible()
    assert key_shown(alone.upstream) == "Bearer sk-canary-key"
    form.get_by_role("checkbox", name="only-one").check()
    button(form, "Save").click()
    expect(form).to_have_count(0)
    assert stored(alone, alone.account)["models"] == "test-model,only-one"


def test_models_that_cannot_be_fetched_say_exactly_why(alone, form):
    refuse_models(alone.upstream)
    form.get_by_label("Base URL").fill(alone.upstream.url)
    form.get_by_label("API key").fill("sk-canary-key")
    button(form, "Fetch models").click()
    said = form.get_by_role("status").filter(has_text="The models could not be fetched.")
    expect(said).to_have_text(re.compile("403.*Incorrect API key provided: …"))
    expect(form).not_to_contain_text("sk-canary")


# Testing before saving

def fill_to_test(alone, form: Locator) -> None:
    form.get_by_label("Base URL").fill(alone.upstream.url)
    form.get_by_label("API key").fill("sk-canary-key")
    form.get_by_label("Models", exact=True).fill("test-model")


def test_an_account_is_tested_before_it_is_saved_and_before_it_has_a_name(alone, page, form):
    button(form, "Test").click()
    expect(form.get_by_text("Required.")).to_have_count(2)
    fill_to_test(alone, form)
    button(form, "Test").click()
    works = form.get_by_text(re.compile(r"Works: \d"))
    expect(works).to_be_visible()
    assert_accessible(page, "a test that works")
    # The verdict is of what was tested.
    form.get_by_label("Models", exact=True).fill("other-model")
    expect(works).to_have_count(0)
    # The world has this one and the demo.
    assert len(alone.admin.data(alone.admin.get("/api/channel/"))["items"]) == 2


def test_a_failing_test_in_the_form_says_the_exact_words_and_not_the_key(alone, form):
    alone.upstream.answer = lambda handler, body: alone.upstream.refuse(handler, 401, {})
    fill_to_test(alone, form)
    button(form, "Test").click()
    expect(form.locator(".test-bad")).to_have_text(re.compile("401.*refused with 401"))
    expect(form).not_to_contain_text("sk-canary")


def test_a_test_in_the_form_says_what_the_upstream_was_found_to_refuse(alone, form):
    refuse_max_tokens(alone.upstream)
    fill_to_test(alone, form)
    button(form, "Test").click()
    expect(form.get_by_text(re.compile(r"Works: \d"))).to_be_visible()
    expect(form.get_by_role("listitem").filter(has_text=SENT_OTHERWISE)).to_be_visible()


# Options

def test_the_advanced_part_is_closed_until_it_is_wanted_or_something_in_it_is_wrong(alone, page, form):
    fill_to_test(alone, form)
    form.get_by_label("Name", exact=True).fill("odd")
    parameters, headers = form.get_by_label("Extra parameters"), form.get_by_label("Extra headers")
    expect(parameters).not_to_be_visible()
    form.get_by_text("Advanced", exact=True).click()
    assert_accessible(page, "advanced options")
    parameters.fill("{temperature: 0.5}")
    headers.fill("X-Title ours")
    form.get_by_label("Wait for the whole answer").fill("1.5")
    form.get_by_text("Advanced", exact=True).click()
    expect(parameters).not_to_be_visible()
    button(form, "Create").click()
    # Opened again, with the first of what is wrong under the cursor.
    expect(form.get_by_label("Wait for the whole answer")).to_be_focused()
    expect(form.get_by_text("A whole number from 1 to 86400, or blank.")).to_be_visible()
    expect(form.get_by_text("This is not JSON")).to_be_visible()
    expect(form.get_by_text("Line 1 is not written as Name: value")).to_be_visible()
    form.get_by_label("Wait for the whole answer").fill("1200")
    parameters.fill('{"temperature": 0.5}')
    headers.fill("X-Title: ours")
    expect(form.locator(".field-error")).to_have_count(0)
    expect(parameters).to_be_visible()
    button(form, "Create").click()
    expect(form).to_have_count(0)

    account = next(each for each in alone.admin.data(alone.admin.get("/api/channel/"))["items"] if each["name"] == "odd")
    assert account["options"] == {
        "stream": True, "stream_usage": True, "token_limit": "max_tokens", "system_role": "system", "concurrency": None,
        "first_byte": None,
        "silence": None, "total": 1200, "parameters": {"temperature": 0.5}, "headers": {"X-Title": "ours"},
        "model_mapping": {}, "status_code_mapping": {}, "system_prompt": "", "system_prompt_override": False, "endpoint_types": [],
        "api_version": "", "azure_responses_version": ""}
    page.get_by_role("button", name="Test odd").click()
    expect(row(page, "odd").get_by_text(re.compile(r"Works: \d"))).to_be_visible()
    asked = alone.upstream.requests[-1]
    assert asked["body"]["temperature"] == 0.5
    assert {name.lower(): value for name, value in asked["headers"].items()}["x-title"] == "ours"


def test_unusual_options_are_seen_at_once_and_can_be_taken_back(alone, page):
    alone.admin.data(alone.admin.put("/api/channel/", {"id": alone.account, "options": {"stream": False, "parameters": {"seed": 7}}}))
    page.goto(alone.url + "/admin/accounts")
    form = edit(page, "upstream")
    stream = form.get_by_label("Answers arrive word by word")
    expect(stream).not_to_be_checked()
    expect(form.get_by_label("Ask for the number of tokens with each answer")).to_be_disabled()
    expect(form.get_by_label("Extra parameters")).to_have_value('{\n  "seed": 7\n}')
    stream.check()
    form.get_by_label("Extra parameters").fill("")
    form.get_by_label("Role that instructions are sent in").select_option("developer")
    button(form, "Save").click()
    expect(form).to_have_count(0)
    options = stored(alone, alone.account)["options"]
    assert (options["stream"], options["parameters"], options["system_role"]) == (True, {}, "developer")


def test_what_the_server_will_not_add_is_said_while_typing(form):
    form.get_by_label("Name", exact=True).fill("odd")
    form.get_by_text("Advanced", exact=True).click()
    parameters = form.get_by_label("Extra parameters")
    parameters.fill('{"messages": []}')
    expect(parameters).to_have_accessible_description(re.compile("messages"))
    parameters.fill('{"temperature": 1}')
    expect(parameters).to_have_accessible_description(re.compile("A JSON object that is sent with every question"))
    headers = form.get_by_label("Extra headers")
    headers.fill("Authorization: Bearer x")
    expect(headers).to_have_accessible_description(re.compile("Authorization"))


# What was learned

def test_what_was_learned_about_an_upstream_is_seen_and_forgotten(alone, page):
    refuse_max_tokens(alone.upstream)
    assert alone.admin.post(f"/api/channel/test/{alone.account}").json()["success"] is True
    member = alone.member()
    mumble(alone.upstream)
    member.client.send("Say two words")
    wait_for(lambda: stored(alone, alone.account)["skipped"], "the piece was not counted")
    page.goto(alone.url + "/admin/accounts")
    expect(row(page, "upstream").get_by_text("1 adjustment · 1 unreadable piece")).to_be_visible()
    form = edit(page, "upstream")
    expect(form.get_by_role("listitem").filter(has_text=SENT_OTHERWISE)).to_be_visible()
    expect(form.get_by_text("1 unreadable piece was left out of answers. Last time: just now")).to_be_visible()
    assert_accessible(page, "what was learned")

    in_chinese(page)
    expect(row(page, "upstream").get_by_text("1 项调整 · 1 个片段无法读取")).to_be_visible()
    page.get_by_role("button", name="upstream 的更多操作").click()
    page.get_by_role("menuitem", name="编辑").click()
    form = page.get_by_role("dialog", name="编辑 upstream")
    expect(form.get_by_text("max_tokens 改以 max_completion_tokens 发送。")).to_be_visible()
    form.get_by_label("备注").fill("kept")
    button(form, "清除").click()
    expect(form.get_by_text("从此上游得知的情况")).to_have_count(0)
    expect(page.get_by_text("已清除")).to_be_visible()
    # What was typed beside it is still there, and the list behind it is new.
    expect(form.get_by_label("备注")).to_have_value("kept")
    expect(page.get_by_text("1 项调整")).to_have_count(0)
    account = stored(alone, alone.account)
    assert (account["lessons"], account["skipped"], account["remark"]) == ([], 0, "")


@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
def test_the_form_fits_a_phone_with_everything_open(alone, visits, language):
    offer(alone.upstream, [f"a/very-long-name-of-a-model-{'x' * 60}-{number}" for number in range(12)])
    page = sign_in(visits, alone, "/admin/accounts?new=1", phone=True)
    if language == "zh-CN":
        in_chinese(page)
    form = page.get_by_role("dialog")
    form.locator("input[name=base_url]").fill(alone.upstream.url)
    form.get_by_text("Advanced" if language == "en-US" else "高级选项", exact=True).click()
    form.get_by_role("button", name="Fetch models" if language == "en-US" else "获取模型").click()
    expect(form.get_by_role("checkbox", name="very-long-name").first).to_be_visible()
    assert_fits(page, "the form of an account")
    wide, room = form.locator(".dialog-body").evaluate("(body) => [body.scrollWidth, body.clientWidth]")
    assert wide <= room


# Waiting

def test_a_long_wait_for_the_first_word_is_said_until_it_comes(alone, visits):
    silent, thinking = (Chat(visits.open(alone.member().link)) for _ in range(2))
    silent.send("Take your time [[hold=0]] [[words=3]]")
    thinking.send("Think first [[reasoning]] [[hold=0]] [[words=3]]")
    timer, aloud = silent.page.get_by_role("timer"), silent.page.locator(".waiting [role=status]")
    expect(aloud).to_have_text("Waiting for the model")
    expect(timer).to_have_count(0)
    expect(timer).to_have_text(re.compile(r"^Still waiting for the model… 2\d s$"), timeout=30_000)
    # Said once: what is said aloud does not change with the seconds.
    expect(aloud).to_have_text("Still waiting for the model")
    before = timer.text_content()
    aloud.evaluate(NOTE_CHANGES)
    expect(timer).not_to_have_text(before)
    expect(aloud).not_to_have_attribute("data-again", "1")
    assert_accessible(silent.page, "a long wait")
    expect(thinking.answers.last.locator("summary")).to_contain_text("Thinking…")
    expect(thinking.page.get_by_role("timer")).to_have_count(0)

    # A reload does not begin the wait anew.
    in_chinese(silent.page)
    expect(timer).to_have_text(re.compile(r"^仍在等待模型… (1 分 )?\d+ 秒$"), timeout=5_000)
    alone.upstream.release.set()
    for chat in (silent, thinking):
        expect(chat.answer).to_have_text(words(3))
        expect(chat.page.get_by_role("timer")).to_have_count(0)


@pytest.mark.parametrize("pieces", [
    [{"reasoning_content": "Hm."}], [{"reasoning_content": "Hm."}, {"content": "\n\n"}], [{"content": " \n"}],
])
def test_an_answer_of_thoughts_or_blanks_alone_is_empty_and_can_be_tried_again(alone, visits, pieces):
    def answer(handler, _: dict) -> None:
        chunks = b"".join(map(Upstream.piece, pieces)) + Upstream.piece({}, "stop") + b"data: [DONE]\n\n"
        alone.upstream.whole(handler, 200, "text/event-stream", chunks)

    alone.upstream.answer = answer
    chat = Chat(visits.open(alone.member().link))
    chat.send("Say nothing")
    for _ in range(2):
        expect(chat.answers.last.get_by_text("The model ended its answer without writing anything.")).to_be_visible()
        expect(chat.answers.last.get_by_role("button", name="Try again")).to_be_enabled()
        chat.page.reload()
