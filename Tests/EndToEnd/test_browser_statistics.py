"""The page of statistics: what its charts and tables say is what the log counts, and each row leads to its requests."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser import assert_accessible, assert_fits
from conftest import add_account
from made_log import counted, write_log
from one_world import world  # noqa: F401 (fixture)
from test_browser_dashboard import number_in, rows_at, walks
from test_browser_prices import enter

TITLES = {
    "en": {"requests": "Requests", "tokens": "Tokens", "cost": "Cost", "first": "Time to the first token", "models": "Requests by model", "ranking": "Ranking"},
    "zh": {"requests": "请求", "tokens": "Token", "cost": "花费", "first": "首字耗时", "models": "各模型的请求", "ranking": "排行"},
}


def furnish(world) -> None:  # noqa: F811
    """A log of 160 calls of a day, by two members, one of whom has a key, at two accounts."""
    second = add_account(world.admin, world.upstream, "team-02")
    members = [world.member(), world.member()]
    key = members[0].client.data(members[0].client.post("/api/token/", {"name": "program"}))["id"]
    payers = [(members[0].id, key), (members[0].id, None), (members[1].id, None)]
    write_log(world, 160, payers, [world.account, second], ["test-model", "other-model", "o4-mini"], hours=22)


def figure(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def cells(place: Locator) -> list[list[str]]:
    """The rows of a table, without its head."""
    return place.locator("tbody tr").evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent))")


def switch(page: Page) -> Locator:
    return page.get_by_role("checkbox", name=re.compile("Numbers instead of charts|用数字代替图表"))


def asked_for(page: Page, what: str) -> dict:
    """What the server answers to the page's own question."""
    path = page.evaluate("what => performance.getEntriesByType('resource').map(entry => entry.name).filter(name => name.includes(`/api/stats/${what}?`)).pop()", what)
    return page.evaluate("path => fetch(path).then(answer => answer.json())", path)["data"]


def milliseconds(words: str) -> float | None:
    """0.42 s, <0.01 s, 1 min 5 s; the shown digits of them."""
    found = re.match(r"(?:(\d+) (?:min|分) )?<?([\d.]+)", words)
    return None if words == "–" else (int(found[1] or 0) * 60 + float(found[2])) * 1000


@walks
def test_behind_each_chart_stands_a_table_of_the_numbers_that_the_server_counts(world, visits, language, theme, phone):  # noqa: F811
    furnish(world)
    t = TITLES[language]
    page = enter(visits, world, "/admin/statistics", language, phone, theme)
    for name in ("requests", "tokens", "cost", "first", "models"):
        expect(figure(page, t[name]).locator("canvas")).to_be_visible()
        # A screen reader has the numbers while the chart is seen, and not the chart.
        expect(figure(page, t[name]).get_by_role("table")).to_have_count(1)
    expect(page.locator(".chart[aria-hidden=true]")).to_have_count(5)
    assert_accessible(page, "statistics")
    assert_fits(page, "statistics")
    heard = {name: cells(figure(page, t[name])) for name in ("requests", "tokens", "cost", "first", "models")}

    switch(page).check()
    expect(page.locator("canvas")).to_have_count(0)
    for name, rows in heard.items():
        assert cells(figure(page, t[name])) == rows
    assert_accessible(page, "statistics as tables")
    assert_fits(page, "statistics as tables")

    buckets = asked_for(page, "trend")["items"]
    assert len(buckets) == len(heard["requests"]) == 24
    for row, bucket in zip(heard["requests"], buckets, strict=True):
        assert [number_in(cell) for cell in row[1:]] == [
            bucket["succeeded"], bucket["failed"], bucket["requests"] - bucket["succeeded"] - bucket["failed"]]
    for row, bucket in zip(heard["tokens"], buckets, strict=True):
        assert [number_in(cell) for cell in row[1:]] == [bucket["prompt_tokens"], bucket["completion_tokens"]]
    for row, bucket in zip(heard["cost"], buckets, strict=True):
        assert float(row[1].removeprefix("$")) == pytest.approx(bucket["quota"] / 500_000, rel=0.01, abs=0.00005)
    for row, bucket in zip(heard["first"], buckets, strict=True):
        for cell, part in zip(row[1:], ("p50", "p95"), strict=True):
            expected = bucket[f"first_token_ms_{part}"]
            assert milliseconds(cell) is None if expected is None else milliseconds(cell) == pytest.approx(expected, rel=0.1, abs=10)
    assert {row[0]: number_in(row[1]) for row in heard["models"]} == {
        model: counted(world, model_name=model) for model in ("test-model", "other-model", "o4-mini")}
    assert sum(bucket["requests"] for bucket in buckets) == counted(world) == 160


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_hour_and_each_model_leads_to_its_requests(world, visits, language):  # noqa: F811
    furnish(world)
    t = TITLES[language]
    page = enter(visits, world, "/admin/statistics?table=1", language, phone=False)
    rows = figure(page, t["requests"]).locator("tbody tr")
    expect(rows).to_have_count(24)
    buckets = asked_for(page, "trend")["items"]
    for place in (0, 1, 12, 22, 23):
        assert rows_at(page, rows.nth(place).get_by_role("link").evaluate("link => link.href")) == buckets[place]["requests"]
    for row in figure(page, t["models"]).locator("tbody tr").all():
        assert rows_at(page, row.get_by_role("link").evaluate("link => link.href")) == number_in(row.locator("td").inner_text())


@walks
def test_each_place_of_each_ranking_leads_to_its_requests_and_to_its_failures(world, visits, language, theme, phone):  # noqa: F811
    furnish(world)
    t = TITLES[language]
    for by, least in (("member", 2), ("group", 2), ("key", 2), ("account", 2), ("model", 3)):
        page = enter(visits, world, f"/admin/statistics?by={by}", language, phone, theme)
        places = figure(page, t["ranking"]).locator("tbody tr")
        expect(places.nth(least)).to_be_visible()
        expect(places).to_have_count(least + 1)
        ranking = world.admin.data(world.admin.get(f"/api/stats/ranking?by={by}"))
        requests = [number_in(places.nth(place).locator("td").nth(1).inner_text()) for place in range(least + 1)]
        assert requests == [item["requests"] for item in ranking["items"]] + [160], by
        for place, count in enumerate(requests):
            links = places.nth(place).get_by_role("link")
            assert rows_at(page, links.first.evaluate("link => link.href")) == count, f"{by} {place}"
            failed = places.nth(place).locator("td").nth(2)
            if number_in(failed.inner_text()) > 0:
                assert rows_at(page, failed.get_by_role("link").evaluate("link => link.href")) == number_in(failed.inner_text()), f"{by} {place}"
        assert_accessible(page, f"ranking by {by}")
        assert_fits(page, f"ranking by {by}")
        page.context.close()


def test_the_time_is_chosen_and_stands_in_the_address(world, visits):  # noqa: F811
    furnish(world)
    page = enter(visits, world, "/admin/statistics?table=1", "en", phone=False)
    rows = figure(page, "Requests").locator("tbody tr")
    page.get_by_label("Time", exact=True).select_option("7d")
    expect(rows).to_have_count(7)
    page.get_by_label("One step is").select_option("hour")
    expect(page).to_have_url(re.compile("range=7d.*unit=hour"))
    expect(rows.nth(7)).to_be_visible()
    page.get_by_label("Time", exact=True).select_option("30d")
    expect(rows).to_have_count(30)
    expect(page.get_by_label("One step is")).to_be_disabled()
    page.reload()
    expect(rows).to_have_count(30)
    page.get_by_label("Time", exact=True).select_option("own")
    last = page.get_by_label("To", exact=True).input_value()
    page.get_by_label("From", exact=True).fill(last)
    page.get_by_label("One step is").select_option("day")
    expect(rows).to_have_count(1)
    page.get_by_label("From", exact=True).fill("2020-01-01")
    expect(page.get_by_role("alert")).to_contain_text("at most 400 days apart")
    assert_accessible(page, "days that are too many")
    page.get_by_label("Time", exact=True).select_option("24h")
    expect(rows).to_have_count(24)


def test_a_chart_is_drawn_in_the_colours_of_the_theme(world, visits):  # noqa: F811
    furnish(world)
    page = enter(visits, world, "/admin/statistics", "en", phone=False)
    canvas = figure(page, "Requests").locator("canvas")
    expect(canvas).to_be_visible()
    light = canvas.evaluate("canvas => canvas.toDataURL()")
    assert light != canvas.evaluate("canvas => Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height }).toDataURL()")
    page.get_by_role("button", name="Theme").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    expect(page.locator("html.dark")).to_have_count(1)
    assert canvas.evaluate("canvas => canvas.toDataURL()") != light


def test_a_part_that_fails_fails_alone_and_the_numbers_stay_without_the_charts(world, visits):  # noqa: F811
    visits.forgive("status of 500", "net::ERR_FAILED", "Failed to fetch dynamically imported module")
    furnish(world)
    page = enter(visits, world, "/admin", "en", phone=False)
    page.route("**/api/stats/trend?**", lambda route: route.fulfill(status=500, json={"success": False, "message": "no"}))
    page.route("**/assets/c/chart-*.js*", lambda route: route.abort())
    page.goto(world.url + "/admin/statistics")
    for title in ("Requests", "Tokens", "Cost", "Time to the first token"):
        expect(figure(page, title)).to_contain_text("This part could not be loaded.")
    expect(figure(page, "Ranking").locator("tbody tr").first).to_be_visible()
    models = figure(page, "Requests by model")
    expect(models.locator("tbody tr")).to_have_count(3)
    expect(models.get_by_role("button", name="Try again")).to_be_visible()
    switch(page).check()
    expect(models.get_by_role("table")).to_be_visible()
    page.unroute("**/api/stats/trend?**")
    figure(page, "Cost").get_by_role("button", name="Retry: Cost").click()
    for title in ("Requests", "Tokens", "Cost", "Time to the first token"):
        expect(figure(page, title).locator("tbody tr")).to_have_count(24)


def test_a_time_without_requests_says_so(world, visits):  # noqa: F811
    page = enter(visits, world, "/admin/statistics", "en", phone=False)
    for title in TITLES["en"].values():
        expect(figure(page, title)).to_contain_text("Nothing was asked in this time.")
    assert_accessible(page, "statistics of nothing")
