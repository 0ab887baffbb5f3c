"""The providers' own tools in the chat: switched on by members, shown while they work, named in the answer, charged on its receipt."""

import json
import os
import re
import threading

import pytest
from playwright.sync_api import expect

import tour
from asking import logged, used
from browser import assert_accessible, assert_fits
from conftest import add_account
from server import ROOT
from streams import wait_for
from test_prices import set_option

MODEL = "searching"
PATH = "/v1/responses"
EVIL = "<img src=x onerror=alert(1)>"
SEARCH = {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {"type": "search", "query": "cats of today"}}
PAGE = {"type": "web_search_call", "id": "ws_2", "status": "completed", "action": {"type": "open_page", "url": "https://cats.example/today"}}
CODE = {"type": "code_interpreter_call", "id": "ci_1", "status": "completed", "code": "print(2 ** 10)", "outputs": [{"type": "logs", "logs": "1024"}]}
CITED = [
    {"type": "url_citation", "url": "https://cats.example/today", "title": f"Cats today {EVIL}"},
    {"type": "url_citation", "url": "https://cats.example/today", "title": "Again"},
    {"type": "url_citation", "url": "javascript:alert(1)", "title": "Evil"},
]


def event(name: str, **fields) -> bytes:
    return f"data: {json.dumps({'type': name, **fields})}\n\n".encode()


def done(*items: dict) -> bytes:
    return b"".join(event("response.output_item.done", output_index=index, item=item) for index, item in enumerate(items))


class Searcher:
    """Answers with tools; `going` lets it come to its end."""

    def __init__(self, world) -> None:
        self.going = threading.Event()
        self.begun = threading.Event()
        world.upstream.passed[PATH] = self.answer

    def answer(self, handler, body) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.close_connection = True
        message = {"type": "message", "id": "m_1", "content": [{"type": "output_text", "text": "Cats sleep.", "annotations": CITED}]}
        handler.wfile.write(event("response.output_item.added", output_index=0, item={"type": "web_search_call", "id": "ws_1", "status": "in_progress"}))
        handler.wfile.flush()
        self.begun.set()
        self.going.wait(60)
        handler.wfile.write(done(SEARCH, PAGE, CODE))
        handler.wfile.write(event("response.output_text.delta", output_index=3, item_id="m_1", content_index=0, delta="Cats sleep."))
        handler.wfile.write(event("response.output_item.done", output_index=3, item=message))
        usage = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
        handler.wfile.write(event("response.completed", response={"status": "completed", "output": [], "usage": usage}))


@pytest.fixture
def searcher(world):
    yield Searcher(world)
    world.upstream.passed.clear()
    set_option(world, "ModelRatio", {})


def equipped(world, *limits):
    """A member with an account that speaks Responses; its model is the only one."""
    account = add_account(world.admin, world.upstream, "searcher", MODEL, type=48, base_url=world.upstream.url)
    return world.member(list(limits), account=account)


def leaf(member, conversation: str) -> dict:
    tree = member.client.conversation(conversation)
    return tree["mapping"][tree["current_node"]]["message"]


def asked(world) -> dict:
    return [request for request in world.upstream.requests if request["path"] == PATH][-1]["body"]


def test_tools_are_asked_for_told_kept_and_charged(world, searcher):
    assert set_option(world, "ModelRatio", {MODEL: 1}) == 200
    member, other = equipped(world, {"window": "day", "limit": 50}), world.member()
    offers = {offer["slug"]: offer for offer in member.client.get("/backend-api/models").json()["models"]}
    assert offers[MODEL]["tools"] == ["web_search", "code_interpreter"]
    searcher.going.set()
    answer = member.client.send("What do cats do?", model=MODEL, tools=["web_search", "code_interpreter"])
    assert answer.text == "Cats sleep." and answer.error is None, answer
    assert asked(world)["tools"] == [{"type": "web_search"}, {"type": "code_interpreter", "container": {"type": "auto"}}]
    assert "code_interpreter_call.outputs" in asked(world)["include"]
    steps = [
        {"number": 0, "kind": "search", "state": "done", "subject": "cats of today", "output": ""},
        {"number": 1, "kind": "page", "state": "done", "subject": "https://cats.example/today", "output": ""},
        {"number": 2, "kind": "code", "state": "done", "subject": "print(2 ** 10)", "output": "1024"},
    ]
    tools = leaf(member, answer.conversation)["metadata"]["tools"]
    assert tools == {"steps": steps, "sources": [{"url": "https://cats.example/today", "title": f"Cats today {EVIL}"}]}
    assert other.client.get(f"/backend-api/conversation/{answer.conversation}").status_code == 404
    # 10 + 5 tokens, and two searches of 0.025 USD; a process hears of the price within a second.
    def is_charged() -> bool:
        member.client.send("Again?", model=MODEL, tools=["web_search"])
        return logged(world, member)[0]["quota"] == 15 + 25_000
    wait_for(is_charged, "the searches are on the receipt", 15)
    told = json.loads(logged(world, member)[0]["other"])
    assert told["web_search_call_count"] == 2 and told["web_search_price"] == 25
    # Without a switch no tool is offered to the model, and the account is asked in its usual format.
    member.client.send("Plain? [[words=1]]", model=MODEL)
    plain = [request for request in world.upstream.requests if "Plain?" in json.dumps(request["body"])][-1]
    assert plain["path"] == "/v1/chat/completions" and "tools" not in plain["body"]


def test_a_tool_that_is_not_there_is_refused_and_nothing_is_asked(world, searcher):
    member = equipped(world, {"window": "day", "limit": 5})
    searcher.going.set()
    for tools in (["browser"], "web_search", [1], {"web_search": True}):
        answer = member.client.send("Hi", model=MODEL, tools=tools)
        assert answer.status == 400 and "tools" in json.dumps(answer.refusal), tools
    plain = world.member([{"window": "day", "limit": 5}])
    answer = plain.client.send("Hi", model="test-model", tools=["web_search"])
    assert answer.status == 400 and "tools" in json.dumps(answer.refusal)
    assert used(member) == used(plain) == 0
    assert not [request for request in world.upstream.requests if request["path"] == PATH]


WORDS = {
    tour.ENGLISH: {
        "search": "Search the web", "code": "Run code", "running": "Searching the web…", "steps": "Searched the web, read a page, ran code",
        "sources": "1 source", "details": "Details", "searches": "Web searches",
    },
    tour.CHINESE: {
        "search": "联网搜索", "code": "运行代码", "running": "正在联网搜索…", "steps": "联网搜索，阅读网页，运行代码",
        "sources": "1 个来源", "details": "详情", "searches": "网页搜索",
    },
}


@pytest.mark.parametrize(("language", "phone", "theme"), [(tour.ENGLISH, False, "light"), (tour.CHINESE, True, "dark")], ids=["english-desktop", "chinese-phone"])
def test_tools_are_switched_on_seen_at_work_and_their_sources_read(alone, visits, language, phone, theme):
    searcher, words = Searcher(alone), WORDS[language]
    assert set_option(alone, "ModelRatio", {MODEL: 1}) == 200
    member = equipped(alone)
    page = visits.open(member.link, language=language, phone=phone, theme=theme)
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    switches = [page.get_by_role("button", name=words[name], exact=True) for name in ("search", "code")]
    for switch in switches:
        expect(switch).to_have_attribute("aria-pressed", "false")
        switch.click()
        expect(switch).to_have_attribute("aria-pressed", "true")
    page.locator("#composer").fill("What do cats do?")
    page.locator(".send-button").click()
    expect(page.get_by_text(words["running"])).to_be_visible()
    look(page, f"tools-running-{language}")
    # A page that comes later sees the same.
    page.reload()
    expect(page.get_by_text(words["running"])).to_be_visible()
    searcher.going.set()
    answer = page.locator(".answer")
    expect(answer.get_by_text("Cats sleep.")).to_be_visible()
    expect(answer.get_by_text(words["steps"])).to_be_visible()
    assert asked(alone)["tools"] == [{"type": "web_search"}, {"type": "code_interpreter", "container": {"type": "auto"}}]
    for folded in (words["steps"], words["sources"]):
        answer.get_by_text(folded, exact=True).click()
    expect(answer.get_by_text("print(2 ** 10)")).to_be_visible()
    expect(answer.get_by_text("1024")).to_be_visible()
    source = answer.locator(".sources a")
    expect(source).to_have_attribute("href", "https://cats.example/today")
    expect(source).to_have_attribute("rel", re.compile("noopener"))
    expect(source).to_have_text(re.compile(re.escape(EVIL)))
    look(page, f"tools-{language}")
    # What was chosen stays, and the receipt names the searches.
    page.reload()
    for switch in switches:
        expect(switch).to_have_attribute("aria-pressed", "true")
    expect(answer.get_by_text(words["steps"])).to_be_visible()
    answer.get_by_role("button", name=words["details"]).click()
    expect(page.get_by_role("dialog").get_by_text(words["searches"])).to_be_visible()
    assert alerts == []


def look(page, name: str) -> None:
    assert_accessible(page, name)
    assert_fits(page, name)
    if os.environ.get("CHATMIRROR_SCREENSHOTS"):
        (ROOT / "screenshots").mkdir(exist_ok=True)
        page.screenshot(path=ROOT / "screenshots" / f"{name}.png", animations="disabled")
