"""The overview: its figures, what each leads to, what becomes of one that fails, and calls as they happen."""

import json
import re
import threading
import time

import pytest
from playwright.sync_api import Locator, Page, expect

import tour
from asking import logged
from browser import another_tab, assert_accessible, assert_fits, look_again, wait_in
from made_log import counted, write_log
from one_world import world  # noqa: F401 (fixture)
from pictures import png, upload
from programs import ask
from test_browser_admin import sign_in
from test_browser_prices import enter

WALKS = [("en", "light", False), ("zh", "dark", False), ("en", "dark", True), ("zh", "light", True)]
walks = pytest.mark.parametrize(("language", "theme", "phone"), WALKS)
TITLES = {
    "en": ["Active now", "Requests today", "Success today", "First token, median", "Duration, median", "Accounts that work", "Members", "API keys", "Files of members", "Spent today"],
    "zh": ["正在进行", "今日请求", "今日成功率", "首字耗时（中位数）", "总耗时（中位数）", "可用账号", "成员", "API 密钥", "成员的文件", "今日花费"],
}


def tile(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title, exact=True)


def number_in(words: str) -> int:
    return int(re.sub(r"\D", "", words))


def midnight() -> int:
    """When the site's day began: it is Shanghai's."""
    return int(time.time() + 8 * 3600) // 86_400 * 86_400 - 8 * 3600


def rows_at(page: Page, url: str) -> int:
    """How many requests the log lists at an address, read to its end."""
    tab = another_tab(page, url)
    listed = tab.locator(".usage-opener")
    nothing = tab.locator(".usage-list .empty-state")
    expect(listed.first.or_(nothing)).to_be_visible()
    expect(tab.locator(".usage-list .skeleton")).to_have_count(0)
    more = tab.locator(".cursor-foot button")
    while more.count():
        before = listed.count()
        more.click()
        wait_in(tab, lambda before=before: listed.count() > before, "more rows come")
    count = listed.count()
    tab.close()
    return count


def ask_in_all_ways(world) -> object:  # noqa: F811
    """A member whose calls succeed and fail, today."""
    member = world.member()
    key = member.key()
    for text in ("hello [[words=3]]", "[[status=400]] a", "hello again [[words=2]]", "[[status=400]] b", "hi [[words=1]]"):
        ask(world, key, text)
    member.client.send("in the chat [[words=2]]")
    logged(world, member, 6)
    return member


@walks
def test_each_figure_is_what_the_log_counts_and_leads_to_those_rows(world, visits, language, theme, phone):  # noqa: F811
    member = ask_in_all_ways(world)
    # Of today, with more ways to end, and of days before.
    write_log(world, 24, [(member.id, None)], [world.account], ["test-model"], hours=0.0005)
    write_log(world, 30, [(member.id, None)], [world.account], ["test-model"], hours=48, before=25)
    today = {"start_timestamp": midnight()}
    assert 0 < counted(world, status="interrupted", **today) and counted(world, **today) == counted(world) - 30
    upload(member.client, png(60, 40) + bytes(3000 - len(png(60, 40))))
    page = enter(visits, world, "/admin", language, phone, theme)
    titles = TITLES[language]
    expect(page.locator(".tile .skeleton")).to_have_count(0)
    expect(page.locator(".tile h2")).to_have_text(titles)

    requests = tile(page, titles[1]).locator(".tile-number")
    expect(requests).to_have_text(f"{counted(world, **today):,}")
    assert rows_at(page, requests.evaluate("link => link.href")) == counted(world, **today)
    failures = tile(page, titles[2]).get_by_role("link").nth(1)
    assert number_in(failures.inner_text()) == counted(world, status="failed,interrupted", **today)
    assert rows_at(page, failures.evaluate("link => link.href")) == counted(world, status="failed,interrupted", **today)
    running = tile(page, titles[0]).locator(".tile-number")
    expect(running).to_have_text("0")
    assert rows_at(page, running.evaluate("link => link.href")) == 0
    recent = tile(page, titles[0]).get_by_role("link").nth(1)
    assert number_in(re.sub("5 (minutes|分钟)", "", recent.inner_text())) == rows_at(page, recent.evaluate("link => link.href"))
    for title in titles[2:5] + titles[9:]:
        # A share, times and money: what they are made of are all of today's.
        assert rows_at(page, tile(page, title).locator(".tile-number").evaluate("link => link.href")) == counted(world, **today)

    files = world.admin.data(world.admin.get("/api/stats/now"))["files"]
    assert files["bytes"] == 3000 * files["count"] > 0
    expect(tile(page, titles[8]).locator(".tile-number")).to_contain_text("KiB")
    expect(tile(page, titles[8])).to_contain_text(f"{files['count']} {'file' if language == 'en' else '个文件'}")

    assert_accessible(page, "the overview")
    assert_fits(page, "the overview")


@walks
def test_accounts_are_counted_by_their_state_and_lead_to_those_in_it(world, visits, language, theme, phone):  # noqa: F811
    member = world.member()
    tour.refuse_under(world.upstream, "/refusing")
    fields = {"name": f"failing-{language}-{phone}", "type": 1, "base_url": f"{world.upstream.url}/refusing", "key": "sk-old", "models": "test-model"}
    failing = world.admin.data(world.admin.post("/api/channel/", {"mode": "single", "channel": fields}))["id"]
    world.admin.data(world.admin.post("/api/binding/", {"user_id": member.id, "channel_id": failing, "mode": "shared", "priority": 9}))
    member.client.send("[[words=1]]")
    page = enter(visits, world, "/admin", language, phone, theme)
    place = tile(page, TITLES[language][5])
    expect(place.get_by_role("link")).to_have_count(4)
    for link in place.get_by_role("link").all():
        count = number_in(link.inner_text())
        tab = another_tab(page, link.evaluate("link => link.href"))
        expect(tab.locator(".tag-filter")).to_be_visible()
        expect(tab.locator("tbody .row-actions")).to_have_count(count)
        tab.close()
    needing = place.get_by_role("link").nth(2)
    assert number_in(needing.inner_text()) == 1
    needing.click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(fields["name"])
    assert_accessible(page, "accounts in a state")
    assert_fits(page, "accounts in a state")


def test_a_figure_that_is_missing_fails_alone_and_is_tried_again_alone(world, visits):  # noqa: F811
    ask_in_all_ways(world)
    page = sign_in(visits, world)
    asked = []

    def leave_out(route):
        asked.append(route)
        answer = route.fetch().json()
        del answer["data"]["keys"]
        route.fulfill(json=answer)

    page.route("**/api/stats/now", leave_out)
    page.reload()
    keys = tile(page, "API keys")
    expect(keys).to_contain_text("This part could not be loaded.")
    for title in TITLES["en"]:
        if title != "API keys":
            expect(tile(page, title).locator("a.tile-number")).to_be_visible()
    expect(page.locator(".tile-failed")).to_have_count(1)
    # It is asked for again every ten seconds.
    assert len(asked) < len(TITLES["en"]), "one answer is for all tiles"
    page.unroute("**/api/stats/now")
    keys.get_by_role("button", name="Retry: API keys").click()
    expect(keys.locator(".tile-number")).to_have_text(re.compile(r"^\d+$"))
    expect(page.locator(".tile-failed")).to_have_count(0)


def test_what_was_shown_stays_with_its_age_when_it_cannot_be_refreshed(world, visits):  # noqa: F811
    visits.forgive("status of 500")
    ask_in_all_ways(world)
    page = sign_in(visits, world)
    requests = tile(page, "Requests today")
    shown = requests.locator("a.tile-number").inner_text()
    expect(page.get_by_text(re.compile(r"^Refreshed \d+s ago$"))).to_be_visible()
    page.route("**/api/stats/now", lambda route: route.fulfill(status=500, json={"success": False, "message": "no"}))
    look_again(page)
    expect(requests).to_contain_text(re.compile(r"As of \d\d:\d\d:\d\d: it could not be refreshed\."))
    expect(requests.locator(".tile-number")).to_have_text(shown)
    expect(page.get_by_role("region", name="What fails now")).to_contain_text("All accounts work.")
    expect(page.get_by_role("region", name="Live activity").get_by_role("row").nth(1)).to_be_visible()
    assert_accessible(page, "an overview that is not refreshed")
    page.unroute("**/api/stats/now")
    requests.get_by_role("button", name="Retry: Requests today").click()
    expect(requests.locator(".tile-failed")).to_have_count(0)
    expect(tile(page, "Spent today").locator(".tile-failed")).to_be_visible()
    look_again(page)
    expect(page.locator(".tile-failed")).to_have_count(0)


def live(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile("^(Live activity|实时动态)$"))


def ask_and_hold(world, key: str) -> threading.Thread:  # noqa: F811
    """A call whose answer has begun, and goes on when the upstream is released."""
    asking = threading.Thread(target=ask, args=(world, key, "hello [[words=3]] [[hold=1]]"), kwargs={"stream": True})
    asking.start()
    return asking


@walks
def test_a_call_is_seen_when_it_starts_and_when_it_ends(world, visits, language, theme, phone):  # noqa: F811
    member = world.member()
    page = enter(visits, world, "/admin", language, phone, theme)
    mine = live(page).get_by_role("row").filter(has_text=member.name)
    expect(live(page).get_by_role("status")).to_have_text({"en": "Live", "zh": "实时"}[language])
    asking = ask_and_hold(world, member.key())
    expect(mine).to_contain_text({"en": "Running", "zh": "进行中"}[language])
    expect(mine).to_contain_text("test-model")
    world.upstream.release.set()
    expect(mine).to_contain_text({"en": "Finished", "zh": "已完成"}[language])
    expect(mine).to_have_count(1)
    asking.join()
    if not phone:
        for words in ("upstream", "chat/completions"):
            expect(mine).to_contain_text(words)
    assert_accessible(page, "live activity")
    assert_fits(page, "live activity")
    # Nothing but how it is with the connection is announced.
    expect(live(page).locator("[aria-live], [role=status], [role=alert], [role=log]")).to_have_count(1)
    logged(world, member)
    mine.get_by_role("link").click()
    expect(page.locator(".usage-opener")).to_have_count(1)
    expect(page.locator(".arrived-filters")).to_be_visible()


def test_a_turn_of_the_chat_is_seen_too_and_a_pause_holds_the_list(world, visits):  # noqa: F811
    first, second = world.member(), world.member()
    page = sign_in(visits, world)
    rows = live(page).get_by_role("row")
    first.client.send("hello [[words=2]]")
    expect(rows.filter(has_text=first.name)).to_contain_text("Finished")
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/api/stats/live")):
        live(page).get_by_role("button", name="Pause").click()
    expect(live(page).get_by_role("status")).to_have_text("Paused")
    second.client.send("hello [[words=2]]")
    logged(world, second)
    expect(rows.filter(has_text=second.name)).to_have_count(0)
    expect(rows.filter(has_text=first.name)).to_have_count(1)
    live(page).get_by_role("button", name="Continue").click()
    expect(rows.filter(has_text=second.name)).to_contain_text("Finished")


HIDE = "isHidden => { Object.defineProperty(document, 'visibilityState', { value: isHidden ? 'hidden' : 'visible', configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }"


def test_a_hidden_page_listens_to_nothing_and_goes_on_when_it_is_seen_again(world, visits):  # noqa: F811
    member = world.member()
    page = sign_in(visits, world)
    expect(live(page).get_by_role("status")).to_have_text("Live")
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/api/stats/live")):
        page.evaluate(HIDE, True)
    ask(world, member.key())
    logged(world, member)
    assert live(page).get_by_role("row").filter(has_text=member.name).count() == 0
    page.evaluate(HIDE, False)
    expect(live(page).get_by_role("row").filter(has_text=member.name)).to_contain_text("Finished")


def test_a_stream_that_breaks_is_taken_up_again(world, visits):  # noqa: F811
    visits.forgive("status of 503")
    member = world.member()
    page = sign_in(visits, world)
    tries = []

    def refuse_twice(route):
        tries.append(time.monotonic())
        route.fulfill(status=503, json={}) if len(tries) <= 2 else route.continue_()

    page.route("**/api/stats/live", refuse_twice)
    page.reload()
    expect(live(page).get_by_role("status")).to_have_text("The connection broke; it is tried again.")
    ask(world, member.key())
    expect(live(page).get_by_role("row").filter(has_text=member.name)).to_contain_text("Finished", timeout=20_000)
    assert len(tries) == 3


def test_with_a_hundred_thousand_requests_every_figure_comes(world, visits):  # noqa: F811
    member = world.member()
    before = counted(world)
    write_log(world, 100_000, [(member.id, None)], [world.account], ["test-model", "other-model"], hours=24 * 40)
    page = sign_in(visits, world)
    for title in TITLES["en"]:
        expect(tile(page, title).locator(".tile-number")).to_have_text(re.compile(r"\d|–"))
    expect(page.locator(".tile-failed")).to_have_count(0)
    now = world.admin.data(world.admin.get("/api/stats/now"))
    expect(tile(page, "Requests today").locator(".tile-number")).to_have_text(f"{now['today']['requests']:,}")
    assert now["today"]["requests"] == counted(world, start_timestamp=midnight()) > before


@walks
def test_a_member_sees_the_sums_of_their_own_requests_alone(world, visits, language, theme, phone):  # noqa: F811
    mine = ask_in_all_ways(world)
    other = world.member()
    write_log(world, 200, [(other.id, None)], [world.account], ["test-model", "secret-model"], hours=20)
    page = visits.open(mine.link, language=tour.CHINESE if language == "zh" else tour.ENGLISH, theme=theme, phone=phone)
    heard = []
    page.on("response", lambda response: heard.append(response.url) if "/api/stats/" in response.url else None)
    expect(page.locator("#composer")).to_be_visible()
    if phone:
        page.locator(".top-bar .icon-button").first.click()
    tour.from_account_menu(page, "^(Usage|用量明细)$")
    sums = page.get_by_role("region", name=re.compile("^(The last 30 days|最近 30 天)$"))
    facts = sums.locator("dl").first.locator("dd")
    expect(facts.first).to_have_text("6")
    expect(facts.nth(1)).to_have_text({"en": "66.7% · 2 failed", "zh": "66.7% · 2 次失败"}[language])
    models = sums.locator("dl").nth(1).locator("div")
    expect(models).to_have_count(1)
    expect(models).to_contain_text("test-model")
    expect(sums.locator("svg g")).to_have_count(30)
    expect(sums.get_by_role("listitem")).to_have_count(1)
    assert heard and all(url.split("?")[0].endswith("/self") for url in heard)
    assert_accessible(page, "one's own sums")
    assert_fits(page, "one's own sums")
    refused = page.evaluate(
        "() => Promise.all(['now', 'trend', 'ranking', 'live'].map(what => fetch(`/api/stats/${what}`).then(answer => answer.status)))")
    assert refused == [403] * 4
    foreign = page.evaluate("name => fetch(`/api/stats/trend/self?unit=day&username=${name}`).then(answer => answer.json())", other.name)
    assert sum(day["requests"] for day in foreign["data"]["items"]) == 6, json.dumps(foreign)[:300]
