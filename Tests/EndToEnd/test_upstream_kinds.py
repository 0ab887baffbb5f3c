"""Accounts of every kind: tested, listed and asked by the panel, the chat and programs, and passed over when they fail."""

import json

import openai
import pytest
from playwright.sync_api import expect

from chat_page import Chat
from conftest import World
from test_browser_admin import row, sign_in
from upstream_formats import KINDS, FormatUpstream


@pytest.fixture(params=KINDS)
def kind(request):
    upstream = FormatUpstream(request.param)
    yield upstream
    upstream.close()


@pytest.fixture
def anthropic():
    upstream = FormatUpstream("anthropic")
    yield upstream
    upstream.close()


def world_with(alone: World, *upstreams: FormatUpstream) -> World:
    """The same world, started again so that it may ask these."""
    server = alone.server
    server.stop()
    hosts = [f"127.0.0.1:{port}" for port in (alone.upstream.port, *(upstream.port for upstream in upstreams))]
    server.environment["CHATMIRROR_UPSTREAM_ALLOW_PRIVATE"] = ",".join(hosts)
    server.start()
    return alone


def add(world: World, upstream: FormatUpstream, name: str = "kind", **fields) -> int:
    channel = upstream.channel(name, **fields)
    return world.admin.data(world.admin.post("/api/channel/", {"mode": "single", "channel": channel}))["id"]


def test_the_panel_tests_a_kind_and_lists_its_models(alone, kind):
    world = world_with(alone, kind)
    account = add(world, kind)
    verdict = world.admin.post(f"/api/channel/test/{account}").json()
    assert verdict["success"], verdict
    assert world.admin.data(world.admin.post("/api/channel/fetch_models", {"id": account})) == ["m", "n"]
    # Of a ChatGPT account is asked first how much of it is used, which costs nothing.
    first = ["GET"] if kind.kind == "codex" else []
    assert [asked.method for asked in kind.asked] == [*first, "POST", "GET"]


def test_a_kind_answers_the_chat_with_its_thoughts(alone, kind):
    world = world_with(alone, kind)
    member = world.member(account=add(world, kind))
    answer = member.client.send("What is six times seven? [[reasoning]]", model="m")
    assert (answer.status, answer.text, answer.error) == (200, "42.", None)
    thoughts = [
        node["message"] for node in member.client.conversation(answer.conversation)["mapping"].values()
        if node["message"] and node["message"]["content"]["content_type"] == "thoughts"]
    assert "Six sevens are forty-two." in json.dumps(thoughts), member.client.conversation(answer.conversation)


def test_the_chat_asks_to_see_thoughts_where_they_are_hidden_otherwise(alone, kind):
    world = world_with(alone, kind)
    world.member(account=add(world, kind)).client.send("Hello", model="m")
    body = kind.asked[-1].body
    assert {
        "anthropic": lambda: body["thinking"] == {"type": "adaptive"},
        "gemini": lambda: body["generationConfig"]["thinkingConfig"] == {"includeThoughts": True},
        "openai-responses": lambda: body["reasoning"] == {"summary": "auto"},
        "codex": lambda: body["reasoning"]["summary"] == "auto",
    }.get(kind.kind, lambda: "reasoning_effort" not in body)()


def test_a_program_asks_every_kind_in_one_format(alone, kind):
    world = world_with(alone, kind)
    member = world.member(account=add(world, kind))
    client = openai.OpenAI(base_url=world.url + "/v1", api_key=member.key(), max_retries=0)
    tools = [{"type": "function", "function": {"name": name, "parameters": {"type": "object", "properties": {}}}}
             for name in ("get_weather", "get_time")]
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Both, please. [[two-tools]]"}]
    for stream in (False, True):
        with client.chat.completions.with_streaming_response.create(
                model="m", messages=messages, tools=tools, stream=stream) as answer:
            text = answer.read().decode()
        assert answer.status_code == 200 and "get_weather" in text and "get_time" in text, text


@pytest.mark.parametrize("failure", [401, 429, 503, 529, "error-first", "error-json", "cut"])
def test_the_next_account_answers_when_a_kind_fails_before_its_first_word(alone, kind, failure):
    world = world_with(alone, kind)
    bad = add(world, kind, "bad", models="test-model", priority=9)
    if isinstance(failure, int):
        kind.failing = failure
    # What is cut has said nothing yet.
    kind.answers["test-model"] = "empty"
    member = world.member(account=bad)
    world.admin.data(world.admin.post("/api/binding/", {"user_id": member.id, "channel_id": world.account, "mode": "shared"}))
    answer = member.client.send(f"Hello [[{failure}]] [[words=2]]", model="test-model")
    assert (answer.status, answer.text, answer.error) == (200, "word0 word1 ", None)
    assert len(kind.asked) == 1


def test_an_error_in_the_middle_is_told_and_nobody_else_is_asked(alone, kind):
    world = world_with(alone, kind)
    member = world.member(account=add(world, kind))
    answer = member.client.send("Hello [[error]] [[reasoning]]", model="m")
    assert answer.error and answer.error["code"] in ("upstream_error", "upstream_rate_limited"), answer
    assert len(kind.asked) == 1


def test_an_anthropic_account_with_a_mapping_is_made_in_the_browser(alone, visits, anthropic):
    world = world_with(alone, anthropic)
    page = sign_in(visits, world, "/admin/accounts?new=1")
    form = page.get_by_role("dialog", name="New account")
    form.get_by_label("Name", exact=True).fill("claude")
    form.get_by_label("Type").select_option(label="Anthropic")
    url = form.get_by_label("Base URL")
    expect(url).to_have_attribute("placeholder", "https://api.anthropic.com")
    expect(form.get_by_text("Questions go to https://api.anthropic.com/v1/messages")).to_be_visible()
    url.fill(anthropic.address)
    expect(form.get_by_text(f"Questions go to {anthropic.address}/v1/messages")).to_be_visible()
    form.get_by_label("API key").fill(anthropic.key)
    form.get_by_label("Models", exact=True).fill("big")
    form.get_by_text("Advanced", exact=True).click()
    form.get_by_role("button", name="Add a model name").click()
    form.get_by_label("Model 1: asked as").fill("big")
    form.get_by_role("button", name="Create").click()
    expect(form.get_by_text("Both names are needed in each row.")).to_be_visible()
    form.get_by_label("Model 1: sent as").fill("plain")
    form.get_by_role("textbox", name="System prompt").fill("Answer like a pirate.")
    expect(form.get_by_label("API version")).to_have_count(0)
    form.get_by_role("button", name="Test", exact=True).click()
    expect(form.get_by_text("Works:")).to_be_visible()
    form.get_by_role("button", name="Create").click()
    expect(form).to_have_count(0)
    expect(row(page, "claude")).to_contain_text("Anthropic")
    asked = anthropic.asked[-1]
    assert (asked.path, asked.body["model"], asked.body["system"]) == ("/v1/messages", "plain", "Answer like a pirate.")

    page.get_by_role("button", name="More for claude").click()
    page.get_by_role("menuitem", name="Edit").click()
    form = page.get_by_role("dialog", name="Edit claude")
    expect(form.get_by_label("Model 1: sent as")).to_have_value("plain")
    form.get_by_role("button", name="Remove model 1").click()
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    stored = next(item for item in world.admin.data(world.admin.get("/api/channel/"))["items"] if item["name"] == "claude")
    assert stored["type"] == 14 and stored["model_mapping"] is None
    assert json.loads(stored["setting"])["system_prompt"] == "Answer like a pirate."


def test_the_chat_page_shows_the_thoughts_of_an_anthropic_account(alone, visits, anthropic):
    world = world_with(alone, anthropic)
    member = world.member(account=add(world, anthropic))
    chat = Chat(visits.open(member.link))
    chat.ask("What is six times seven? [[reasoning]]")
    # A number and a full stop begin a list.
    expect(chat.answer.locator("ol")).to_have_attribute("start", "42")
    thoughts = chat.answers.last.get_by_role("group").filter(has_text="Thought")
    thoughts.locator("summary").click()
    expect(thoughts.get_by_text("Six sevens are forty-two.")).to_be_visible()
