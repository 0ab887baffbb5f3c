"""Between two members, at the end of a quota, after a revoked link, and when the upstream fails: what the page says."""

import re

import pytest
from playwright.sync_api import expect

from browser import another_tab, assert_accessible
from chat_page import Chat, words
from line import Line

CANARY = "canary-7f3a"


def test_a_second_member_on_the_same_account_sees_nothing(world, visits):
    first = Chat(visits.open(world.member().link))
    first.ask(f"My {CANARY} [[words=3]]")
    expect(first.rows.first).to_contain_text(CANARY)

    second = Chat(visits.open(world.member().link))
    expect(second.sidebar.get_by_text("No chats yet.")).to_be_visible()
    second.page.goto(first.page.url)
    expect(second.page.get_by_text("This chat does not exist")).to_be_visible()
    expect(second.page.locator("body")).not_to_contain_text(CANARY)
    expect(second.composer).to_have_count(0)
    second.page.get_by_role("main").get_by_role("button", name="New chat").click()
    second.ask("Hello [[words=2]]")
    expect(second.rows).to_have_count(1)
    assert CANARY not in str(world.upstream.requests[-1]["body"])


def test_somebody_elses_link_asks_before_it_signs_anybody_out(world, visits):
    first, second = world.member(), world.member()
    page = visits.open(first.link)
    expect(page.get_by_text(first.name).first).to_be_visible()
    page.goto(second.link)
    expect(page.get_by_role("heading", name=f"You are signed in as {first.name}")).to_be_visible()
    page.get_by_role("link", name=f"Stay signed in as {first.name}").click()
    expect(page.get_by_text(f"What can I do for you, {first.name}?")).to_be_visible()
    page.goto(second.link)
    page.get_by_role("button", name="Go on with this link").click()
    expect(page.get_by_text(f"What can I do for you, {second.name}?")).to_be_visible()


def test_the_quota_display_counts_down_and_its_card_names_every_window(world, visits):
    chat = Chat(visits.open(world.member([{"window": "hour", "limit": 5}, {"window": "day", "limit": 40}]).link))
    page = chat.page
    pill = page.get_by_role("button", name="Quota: 5 messages left")
    expect(pill).to_be_visible()
    chat.ask("One [[words=1]]")
    page.get_by_role("button", name="Quota: 4 messages left").click()
    card = page.get_by_role("region", name="Quota")
    expect(card).to_contain_text("1 of 5 used")
    expect(card).to_contain_text("1 of 40 used")
    expect(card.get_by_text(re.compile(r"next place free .*\d"))).to_be_visible()
    expect(card.get_by_text(re.compile(r"resets .*\d"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    for question in ("Two", "Three", "Four"):
        chat.ask(f"{question} [[words=1]]")
    expect(page.get_by_text("1 message left (per hour).")).to_be_visible()


def test_without_a_package_there_is_no_quota_display(world, visits):
    chat = Chat(visits.open(world.member().link))
    chat.ask("Hello [[words=1]]")
    expect(chat.page.get_by_role("button", name=re.compile("^Quota"))).to_have_count(0)


@pytest.mark.parametrize(("language", "send", "title", "until", "kept"), [
    ("en-US", "Send", "Your hourly limit is reached", r"You can send the next message at .*\d.* \(in (60 min|1 h)", "kept in the box below"),
    ("zh-CN", "发送", "已达到每小时限额", r"\d.*（(60 分钟|1 小时).*后）可以发送下一条消息", "保留在下方输入框"),
])
def test_a_reached_limit_keeps_the_message_and_says_which_window_and_until_when(
        world, visits, language, send, title, until, kept):
    chat = Chat(visits.open(world.member([{"window": "hour", "limit": 1}]).link, language=language))
    page = chat.page
    chat.type("One [[words=2]]")
    page.get_by_role("button", name=send, exact=True).click()
    expect(chat.answer).to_have_text(words(2))
    # The pill is fresh when the turn has ended, and so may the next message go.
    expect(page.get_by_role("button", name=send, exact=True)).to_be_visible()
    chat.type("Two, which must not be lost")
    page.get_by_role("button", name=send, exact=True).click()
    card = page.get_by_role("alert").filter(has_text=title)
    expect(card).to_contain_text(re.compile(until))
    expect(card).to_contain_text(kept)
    expect(chat.composer).to_have_value("Two, which must not be lost")
    expect(chat.questions).to_have_count(1)
    page.reload()
    expect(chat.composer).to_have_value("Two, which must not be lost")
    assert len(world.upstream.requests) == 1


def test_a_revoked_link_leads_to_the_signed_out_page_and_keeps_the_draft(world, visits):
    member = world.member()
    chat = Chat(visits.open(member.link))
    chat.ask("Hello [[words=1]]")
    chat.type("half a thought")
    world.admin.data(world.admin.delete(f"/api/user/{member.id}/share_link"))
    # Not by the button: what the page asks by itself may have told it already.
    chat.page.keyboard.press("Enter")
    expect(chat.page.get_by_text("You are signed out")).to_be_visible()
    expect(chat.page.get_by_text("Open your personal link again")).to_be_visible()

    link = world.admin.data(world.admin.post(f"/api/user/{member.id}/share_link", {}))["link"]
    stale = visits.open(member.link)
    expect(stale.get_by_role("heading", name="This link does not work")).to_be_visible()
    expect(stale.get_by_role("alert")).to_contain_text("Ask your administrator")
    address = chat.page.url
    chat.page.goto(link)
    expect(chat.page).to_have_url(world.url + "/")
    chat.page.goto(address)
    expect(chat.composer).to_have_value("half a thought")


def test_signing_out_forgets_the_drafts_of_this_browser(world, visits):
    member = world.member()
    chat = Chat(visits.open(member.link))
    chat.type("a private thought")
    chat.page.get_by_role("button", name=f"{member.name}: settings and sign-out").click()
    chat.page.get_by_role("menuitem", name="Sign out").click()
    expect(chat.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "private" not in chat.page.evaluate("JSON.stringify({...localStorage})")
    again = Chat(another_tab(chat.page, member.link))
    expect(again.composer).to_have_value("")


def test_a_member_sees_where_he_is_signed_in_and_signs_out_everywhere(world, visits):
    member = world.member()
    chat, other = Chat(visits.open(member.link)), Chat(visits.open(member.link))
    expect(other.composer).to_be_visible()
    expect(chat.composer).to_be_visible()
    chat.page.get_by_role("button", name=f"{member.name}: settings and sign-out").click()
    chat.page.get_by_role("menuitem", name="Where you are signed in").click()
    dialog = chat.page.get_by_role("dialog", name="Where you are signed in")
    # The client of the test came by the same link.
    expect(dialog.get_by_role("listitem").filter(has_text="Signed in by personal link")).to_have_count(3)
    expect(dialog.get_by_text("This browser", exact=True)).to_have_count(1)
    assert_accessible(chat.page, "the browsers that are signed in")
    dialog.get_by_role("button", name="Sign out everywhere").click()
    expect(chat.page.get_by_role("heading", name="Sign in")).to_be_visible()
    other.page.reload()
    expect(other.page.get_by_role("heading", name="Sign in")).to_be_visible()


FAILURES = {
    "[[status=500]]": ("The upstream had an error.", "上游出错了。"),
    "[[status=429]]": ("The upstream account is busy", "上游账号繁忙"),
    "[[html]]": ("The upstream gave an answer that makes no sense.", "上游返回了无法识别的内容。"),
    "[[error=0]]": ("The upstream had an error.", "上游出错了。"),
    "[[cut=0]]": ("The upstream broke off in the middle of the answer.", "上游在回答中途断开了。"),
    "[[status=401]]": ("The upstream account is not accepted any more.", "上游账号已失效"),
}


@pytest.mark.parametrize("order", FAILURES)
def test_a_failing_upstream_is_explained_in_both_languages_and_costs_nothing(world, visits, order):
    english, chinese = FAILURES[order]
    chat = Chat(visits.open(world.member([{"window": "day", "limit": 9}]).link))
    page = chat.page
    chat.send(f"A question that must stay {order}")
    expect(chat.answers).to_contain_text(english)
    expect(chat.answers).to_contain_text("This did not count against your quota.")
    expect(chat.answers.get_by_role("button", name="Retry")).to_be_visible()
    expect(chat.questions).to_contain_text("A question that must stay")
    expect(chat.rows).to_contain_text("A question that must stay")
    expect(page.get_by_role("button", name="Quota: 9 messages left")).to_be_visible()

    chat.choose_setting("Language", "zh")
    expect(page.get_by_text(chinese)).to_be_visible()
    expect(page.get_by_text("本次不计入配额")).to_be_visible()


EMPTY = {
    "[[words=0]]": ("The model ended its answer without writing anything.", "没有写任何内容"),
    "[[words=0]] [[finish=tool_calls]]": ("The model asked for a tool", "模型想调用工具"),
    "[[words=0]] [[finish=content_filter]]": ("The upstream's content filter ended this answer before its first word.", "第一个字之前就终止"),
    "[[words=0]] [[finish=length]]": ("The answer reached its longest length before its first word.", "第一个字之前就达到"),
    "[[words=0]] [[reasoning]]": ("The model ended its answer without writing anything.", "没有写任何内容"),
}


@pytest.mark.parametrize("order", EMPTY)
def test_an_answer_without_a_word_says_why_in_both_languages_and_can_be_tried_again(world, visits, order):
    english, chinese = EMPTY[order]
    chat = Chat(visits.open(world.member().link))
    chat.send(f"Say nothing {order}")
    for _ in range(2):
        expect(chat.answers.last.get_by_text(english)).to_be_visible()
        expect(chat.answers.last.get_by_role("button", name="Try again")).to_be_enabled()
        chat.page.reload()
    chat.choose_setting("Language", "zh")
    expect(chat.answers.last.get_by_text(chinese)).to_be_visible()
    chat.answers.last.get_by_role("button", name="再试一次").click()
    expect(chat.page.get_by_role("group", name="第 2 个版本，共 2 个")).to_be_visible()
    assert len(world.upstream.requests) == 2


def test_a_failure_in_mid_answer_keeps_what_came_and_still_tells_after_a_reload(world, visits):
    chat = Chat(visits.open(world.member().link))
    chat.send("Tell me [[cut=3]]")
    for _ in range(2):
        expect(chat.answer).to_have_text(words(3))
        expect(chat.answers.last).to_contain_text("The upstream broke off in the middle of the answer.")
        expect(chat.answers.last.get_by_role("button", name="Retry")).to_be_visible()
        chat.page.reload()


def test_a_member_without_an_account_is_told_so(world, visits):
    member = world.member()
    binding = world.admin.data(world.admin.get(f"/api/binding/?user_id={member.id}"))["items"][0]["id"]
    world.admin.data(world.admin.delete(f"/api/binding/{binding}"))
    page = visits.open(member.link)
    expect(page.get_by_text("No account is bound to you yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()


def test_an_account_that_is_gone_by_the_time_one_sends_keeps_the_message(world, visits):
    chat = Chat(visits.open(world.member().link))
    expect(chat.page.get_by_role("button", name="Model: test-model")).to_be_visible()
    world.admin.data(world.admin.put("/api/channel/", {"id": world.account, "status": 2}))
    chat.type("Hello there")
    chat.page.get_by_role("button", name="Send", exact=True).click()
    expect(chat.page.get_by_role("alert")).to_contain_text("No account can serve this model for you right now.")
    expect(chat.composer).to_have_value("Hello there")


@pytest.fixture
def line(world):
    line = Line(*(server.port for server in world.servers))
    yield line
    line.close()


def test_a_broken_line_is_taken_up_again_without_a_gap_or_a_repetition(world, line, visits):
    link = world.member().link.replace(world.url, line.url)
    chat = Chat(visits.open(link))
    chat.send("Tell me a story [[words=40]] [[hold=20]]")
    expect(chat.answer).to_have_text(words(20))
    line.cut()
    expect(chat.page.get_by_text("Reconnecting…")).to_be_visible()
    world.upstream.release.set()
    line.mend()
    expect(chat.answer).to_have_text(words(40))
    chat.expect_finished()
    visits.forgive("ERR_EMPTY_RESPONSE", "ERR_CONNECTION", "ERR_INCOMPLETE_CHUNKED", "ERR_SOCKET")


def test_a_message_that_could_not_leave_is_sent_once_when_retried(world, line, visits):
    chat = Chat(visits.open(world.member().link.replace(world.url, line.url)))
    expect(chat.page.get_by_role("button", name="Model: test-model")).to_be_visible()
    line.cut()
    chat.send("Hello out there [[words=3]]")
    failure = chat.page.get_by_role("alert").filter(has_text="Not sent.")
    expect(failure).to_be_visible()
    line.mend()
    failure.get_by_role("button", name="Retry").click()
    expect(chat.answer).to_have_text(words(3))
    expect(chat.questions).to_have_count(1)
    assert len(world.upstream.requests) == 1
    visits.forgive("ERR_EMPTY_RESPONSE", "ERR_CONNECTION", "ERR_SOCKET")
