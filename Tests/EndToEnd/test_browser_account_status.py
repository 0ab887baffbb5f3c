"""How their accounts are, as members see it; and that a conversation went on with another one."""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

import tour
from browser import another_tab, assert_accessible, assert_fits
from chat_page import Chat
from codex_upstream import CodexUpstream
from conftest import World
from programs import add_failing
from streams import wait_for

WORDS = {
    tour.ENGLISH: {
        "menu": "settings and sign-out", "accounts": "Accounts", "refresh": "Refresh", "works": "Works", "attention": "Needs attention",
        "off": "Switched off", "draining": "Is being switched off", "limited": re.compile(r"Limited until \d"), "as_of": re.compile(r"As of \d"),
        "used": "13% used", "span": "5 hours", "resets": re.compile(r"resets \d"), "empty": "No accounts yet",
        "broken": "Continued with account upstream; team-02 does not work at the moment.", "plain": "Continued with account upstream.",
        "takes_none": re.compile(r"^Continued with account grace; ada takes no more questions until .+\.$"),
    },
    tour.CHINESE: {
        "menu": "设置与退出", "accounts": "账号", "refresh": "刷新", "works": "正常", "attention": "需要处理",
        "off": "已停用", "draining": "正在停用", "limited": re.compile(r"受限，.*\d 恢复"), "as_of": re.compile(r"截至 .*\d"),
        "used": "已用 13%", "span": "5 小时", "resets": re.compile(r"\d.* 重置"), "empty": "还没有账号",
        "broken": "已由账号 upstream 继续；team-02 目前不可用。", "plain": "已由账号 upstream 继续。",
        "takes_none": re.compile(r"^已由账号 grace 继续；ada 在 .+ 之前不再接收问题。$"),
    },
}
MODEL = "gpt-5.4"


@pytest.fixture(params=[(tour.ENGLISH, False, "light"), (tour.CHINESE, True, "dark")], ids=["english-desktop", "chinese-phone"])
def look(request) -> tuple[str, bool, str]:
    return request.param


@pytest.fixture
def language(look) -> str:
    return look[0]


@pytest.fixture
def phone(look) -> bool:
    return look[1]


@pytest.fixture
def theme(look) -> str:
    return look[2]


@pytest.fixture
def counted(with_logins):
    """A service whose accounts tell how much of them is used."""
    return with_logins


def add_login(world: World, codex: CodexUpstream, name: str) -> int:
    fields = {"name": name, "type": 57, "base_url": codex.url, "key": codex.auth_json(name), "models": MODEL}
    return world.admin.data(world.admin.post("/api/channel/", {"mode": "single", "channel": fields}))["id"]


def bind(world: World, member, account: int) -> None:
    world.admin.data(world.admin.post("/api/binding/", {"user_id": member.id, "channel_id": account, "mode": "shared"}))


def open_accounts(page: Page, language: str, phone: bool) -> Locator:
    words = WORDS[language]
    if phone:
        page.locator(".top-bar .icon-button").first.click()
    page.get_by_role("button", name=words["menu"]).click()
    page.get_by_role("menuitem", name=words["accounts"], exact=True).click()
    return page.get_by_role("dialog", name=words["accounts"], exact=True)


def go_on(page: Page, address: str, text: str) -> Chat:
    """Another question in a chat with one answer."""
    chat = Chat(page)
    expect(chat.composer).to_be_visible()
    page.goto(address)
    expect(chat.answers).to_have_count(1)
    chat.type(text)
    page.locator(".send-button").click()
    return chat


def row(dialog: Locator, name: str) -> Locator:
    return dialog.get_by_role("listitem").filter(has=dialog.page.get_by_text(name, exact=True))


def test_a_member_sees_each_account_its_state_and_its_windows(counted, codex, visits, language, phone, theme):
    words = WORDS[language]
    ada, off = add_login(counted, codex, "ada"), add_login(counted, codex, "a-name-that-is-as-long-as-the-names-of-accounts-may-get-at-most")
    add_login(counted, codex, "nobody's")
    member = counted.member(account=ada)
    bind(counted, member, off)
    counted.admin.data(counted.admin.put("/api/channel/", {"id": off, "status": 2}))
    assert member.client.send("Hi?", model=MODEL).text == "Hello from ada"
    page = visits.open(member.link, language=language, phone=phone, theme=theme)
    dialog = open_accounts(page, language, phone)
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    works = row(dialog, "ada")
    for text in (words["works"], words["used"], words["span"], words["resets"]):
        expect(works).to_contain_text(text)
    bar = works.get_by_role("progressbar", name=words["span"])
    expect(bar).to_have_attribute("value", "13")
    expect(dialog.get_by_role("listitem").nth(1)).to_contain_text(words["off"])
    expect(dialog.get_by_text(words["as_of"])).to_be_visible()
    assert_fits(page, "accounts")
    assert_accessible(page, "accounts")


def test_the_list_is_as_new_as_the_last_refresh(alone, visits, language, phone):
    words = WORDS[language]
    member = alone.member()
    add_failing(alone, member)
    page = visits.open(member.link, language=language, phone=phone)
    dialog = open_accounts(page, language, phone)
    expect(row(dialog, "team-02")).to_contain_text(words["works"])
    member.client.send("[[words=1]]")
    expect(row(dialog, "team-02")).to_contain_text(words["works"])
    dialog.get_by_role("button", name=words["refresh"]).click()
    expect(row(dialog, "team-02")).to_contain_text(words["attention"])
    expect(row(dialog, "upstream")).to_contain_text(words["works"])
    # What its upstream said is for administrators.
    assert "401" not in dialog.inner_text() and "refus" not in dialog.inner_text()


def test_an_account_that_is_switched_off_finishes_its_answer_first(alone, visits, language):
    words = WORDS[language]
    member = alone.member()
    page = visits.open(member.link, language=language)
    chat = Chat(page)
    chat.type("[[words=4]] [[hold=2]]")
    page.locator(".send-button").click()
    expect(chat.answer).to_have_text("word0 word1")
    alone.admin.data(alone.admin.put("/api/channel/", {"id": alone.account, "status": 2}))
    dialog = open_accounts(page, language, False)
    expect(row(dialog, "upstream")).to_contain_text(words["draining"])
    alone.upstream.release.set()
    wait_for(lambda: not member.client.get("/backend-api/conversations").json()["items"][0]["is_running"], "the answer ends", 10)
    dialog.get_by_role("button", name=words["refresh"]).click()
    expect(row(dialog, "upstream")).to_contain_text(words["off"])
    page.keyboard.press("Escape")
    expect(chat.answer).to_have_text("word0 word1 word2 word3")


def test_a_member_without_accounts_is_told_so(alone, visits, language, phone):
    member = alone.member()
    for binding in alone.admin.data(alone.admin.get(f"/api/binding/?user_id={member.id}"))["items"]:
        alone.admin.data(alone.admin.delete(f"/api/binding/{binding['id']}"))
    page = visits.open(member.link, language=language, phone=phone)
    dialog = open_accounts(page, language, phone)
    expect(dialog).to_contain_text(WORDS[language]["empty"])
    expect(dialog.get_by_role("listitem")).to_have_count(0)
    assert_accessible(page, "no accounts")


def test_an_answer_says_that_another_account_went_on(alone, visits, language, phone):
    words = WORDS[language]
    member = alone.member()
    second = add_failing(alone, member)
    # It answered once.
    refuse = alone.upstream.answer
    alone.upstream.answer = type(alone.upstream).answer.__get__(alone.upstream)
    first = member.client.send("[[words=1]]")
    alone.upstream.answer = refuse
    page = visits.open(member.link, language=language, phone=phone)
    chat = go_on(page, f"{alone.url}/c/{first.conversation}", "[[words=2]]")
    expect(chat.answers).to_have_count(2)
    line = chat.answers.last.locator(".answer-note")
    expect(line).to_have_text(words["broken"])
    expect(chat.answers.first.locator(".answer-note")).to_have_count(0)
    assert_fits(page, "continued")
    assert_accessible(page, "continued")
    # The question is the same for both, and nothing of the accounts stands in it.
    prompts = [request["body"]["messages"] for request in alone.upstream.requests[-2:]]
    assert prompts[0] == prompts[1] and "team-02" not in str(prompts)
    # So says a page that comes later, and what does not fail any more is not said to.
    expect(Chat(another_tab(page)).answers.last.locator(".answer-note")).to_have_text(words["broken"])
    alone.admin.data(alone.admin.post(f"/api/channel/{second}/retry", {}))
    page.reload()
    expect(line).to_have_text(words["plain"])


def test_a_used_up_account_has_a_time_at_which_it_is_back(counted, codex, visits, language):
    words = WORDS[language]
    ada = add_login(counted, codex, "ada")
    member = counted.member(account=ada)
    first = member.client.send("Hi?", model=MODEL)
    bind(counted, member, add_login(counted, codex, "grace"))
    use_up(codex, "ada")
    page = visits.open(member.link, language=language)
    chat = go_on(page, f"{counted.url}/c/{first.conversation}", "And?")
    expect(chat.answer).to_have_text("Hello from grace")
    expect(chat.answers.last.locator(".answer-note")).to_have_text(words["takes_none"])
    dialog = open_accounts(page, language, False)
    expect(row(dialog, "ada")).to_contain_text(words["limited"])


def use_up(codex: CodexUpstream, user: str) -> None:
    """Nothing is left of this one's windows, for ten minutes."""
    answer = codex.answer

    def refuse(handler, asked, who):
        if who != user:
            return answer(handler, asked, who)
        codex.say(handler, 429, {"error": {
            "type": "usage_limit_reached", "message": "The usage limit has been reached", "plan_type": "plus", "resets_at": int(time.time()) + 600}})

    codex.answer = refuse
