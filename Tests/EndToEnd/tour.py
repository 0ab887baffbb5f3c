"""Where somebody gets to on a walk through the product; every stop is a page as a person sees it."""

import re
import time
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from conftest import PASSWORD, World
from upstream import Upstream

ENGLISH, CHINESE = "en-US", "zh-CN"

QUESTIONS = {
    ENGLISH: ["Plan a weekend in Hangzhou", "Why is the sky blue?", "Fix my Swift concurrency warning, please: it says that `self` is captured"],
    CHINESE: ["帮我规划一个杭州周末行程", "天空为什么是蓝色的？", "把这段 Swift 并发代码的警告修好，编译器说 self 被捕获了"],
}
KEPT = {ENGLISH: "And what about the sea?", CHINESE: "那大海为什么是蓝色的呢？"}


def furnish(world: World, language: str) -> dict[str, str]:
    """Accounts, packages and members as a small team has them; returns the links of two members."""
    admin = world.admin
    is_chinese = language == CHINESE
    demo = admin.data(admin.get("/api/channel/"))["items"]
    demo_id = next(account["id"] for account in demo if account["type"] == 1000)
    admin.data(admin.put("/api/channel/", {"id": world.account, "name": "team-01", "models": "test-model,test-model-mini,test-vision"}))
    broken = {"name": "团队备用" if is_chinese else "spare", "type": 1, "base_url": "https://gateway.example.org/openai", "key": "sk-x", "models": "gpt-x"}
    spare = admin.data(admin.post("/api/channel/", {"mode": "single", "channel": broken}))["id"]
    admin.data(admin.put("/api/channel/", {"id": spare, "status": 2}))
    small = admin.data(admin.post("/api/package/", {
        "name": "标准套餐" if is_chinese else "Standard",
        "limits": [{"window": "hour", "limit": 4}, {"window": "day", "limit": 40}, {"window": "month", "limit": 600}]}))["id"]
    names = ("小林", "王芳") if is_chinese else ("Ada Lovelace", "Grace Hopper")
    admin.data(admin.put("/api/option/", {"key": "GroupPackageIds", "value": f'{{"svip":{small}}}'}))
    admin.data(admin.put("/api/option/", {"key": "ModelWeights", "value": '{"test-vision":5,"test-*":1}'}))
    failing = {"name": "team-02", "type": 1, "base_url": world.upstream.url + "/refusing", "key": "sk-y", "models": "test-model", "priority": 9}
    refuse_under(world.upstream, "/refusing")
    failing_id = admin.data(admin.post("/api/channel/", {"mode": "single", "channel": failing}))["id"]
    links = {}
    for number, (login, name) in enumerate(zip(("ada", "grace"), names)):
        fields = {"username": login, "display_name": name, "remark": "", **({"package_id": small} if number == 0 else {})}
        identifier = admin.data(admin.post("/api/user/", fields))["id"]
        admin.data(admin.post("/api/binding/", {"user_id": identifier, "channel_id": demo_id, "mode": "shared"}))
        if number == 0:
            admin.data(admin.post("/api/binding/", {"user_id": identifier, "channel_id": world.account, "mode": "shared", "priority": 1}))
            admin.data(admin.post("/api/binding/", {"user_id": identifier, "channel_id": failing_id, "mode": "shared", "priority": 9}))
        links[login] = admin.data(admin.post(f"/api/user/{identifier}/share_link", {}))["link"]
    for question in QUESTIONS[language][:-1]:
        ada = world.client().sign_in(links["ada"])
        answer = ada.send(question, model="test-model")
        ada.post(f"/backend-api/conversation/gen_title/{answer.conversation}", {"message_id": answer.message["id"]})
    key = ada.data(ada.post("/api/token/", {"name": "编辑器插件" if is_chinese else "Editor", "model_limits_enabled": True, "model_limits": "test-model"}))["key"]
    ada.data(ada.post("/api/token/", {"name": "cron", "expired_time": int(time.time()) + 30 * 86_400, "allow_ips": "192.0.2.0/24"}))
    for text, model in (("hello", "test-model"), ("[[status=400]]", "test-model")):
        ada.post("/v1/chat/completions", {"model": model, "messages": [{"role": "user", "content": text}]}, headers={"authorization": f"Bearer sk-{key}"})
    admin.data(admin.post("/api/user/", {"username": "unbound"}))
    return links


def refuse_under(upstream: Upstream, path: str) -> None:
    """Whoever asks below `path` has no login there."""
    answer = upstream.answer
    upstream.answer = lambda handler, body: (
        upstream.refuse(handler, 401, {}) if handler.path.startswith(path) else answer(handler, body))


def welcome(page: Page, world: World) -> Iterator[str]:
    url = world.url
    expect(page.locator("form")).to_be_visible()
    yield "login"
    page.locator("form button").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    yield "login-incomplete"
    page.goto(url + "/s#no-such-token")
    expect(page.get_by_role("alert")).to_be_visible()
    yield "link-invalid"
    page.goto(url + "/no-such-page")
    expect(page.get_by_role("heading")).to_be_visible()
    yield "missing-page"


def set_up(page: Page) -> Iterator[str]:
    expect(page.locator("form")).to_be_visible()
    yield "set-up"


def chat(page: Page, language: str, is_phone: bool) -> Iterator[str]:
    composer, send = page.locator("#composer"), page.locator(".send-button")
    expect(page.locator(".greeting")).to_be_visible()
    yield "empty"
    composer.fill(QUESTIONS[language][-1])
    send.click()
    expect(page.locator("article.answer li").first).to_be_visible()
    yield "writing"
    expect(page.locator("article.answer .message-actions")).to_be_visible()
    expect(page.locator(".katex").first).to_be_visible()
    page.mouse.move(1, 1)
    yield "messages"
    page.locator(".quota-pill").click()
    yield "quota-windows"
    page.keyboard.press("Escape")
    composer.fill(KEPT[language])
    send.click()
    expect(page.locator(".refusal")).to_be_visible()
    yield "quota-card"
    page.locator(".model-button").click()
    yield "model-menu"
    page.keyboard.press("Escape")
    if is_phone:
        page.locator(".top-bar .icon-button").first.click()
        yield "drawer"
    page.locator(".account").click()
    yield "account-menu"
    page.keyboard.press("Escape")
    yield from own_keys(page)
    yield from connecting(page)
    yield from own_usage(page)
    page.locator(".conversation").first.hover()
    page.locator(".conversation-menu").first.click()
    page.get_by_role("menuitem").last.click()
    expect(page.locator(".toast")).to_be_visible()
    yield "deleted"


def from_account_menu(page: Page, name: str) -> None:
    page.locator(".account").click()
    page.get_by_role("menuitem", name=re.compile(name)).click()


def own_keys(page: Page) -> Iterator[str]:
    from_account_menu(page, "^(API keys|API 密钥)$")
    keys = page.get_by_role("dialog").last
    expect(page.locator(".keys > li")).to_have_count(2)
    yield "keys"
    keys.locator(".dialog-footer .button-primary").click()
    form = page.get_by_role("dialog").last
    form.get_by_role("radio").last.check()
    form.locator("textarea").fill("192.0.2.0/24\nsomewhere")
    form.locator(".button-primary").click()
    expect(form.locator(".field-error")).to_have_count(3)
    yield "key-form"
    form.get_by_role("textbox").first.fill("terminal")
    form.get_by_role("radio").first.check()
    form.locator("textarea").fill("")
    form.locator(".button-primary").click()
    expect(page.locator(".key-example")).to_be_visible()
    yield "key-made"
    page.keyboard.press("Escape")
    page.locator(".key-delete").first.click()
    yield "key-delete"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def connecting(page: Page) -> Iterator[str]:
    from_account_menu(page, "^(Connect a program|接入程序)$")
    program = page.get_by_role("dialog").last.locator("select").first
    expect(program).to_be_visible()
    yield "connect"
    program.select_option("codex")
    yield "connect-codex"
    page.keyboard.press("Escape")


def own_usage(page: Page) -> Iterator[str]:
    from_account_menu(page, "^(Usage|用量明细)$")
    expect(page.locator(".usage-opener").first).to_be_visible()
    yield "usage"
    page.locator(".usage-opener").first.click()
    expect(page.locator(".dialog-body > .usage-facts")).to_be_visible()
    yield "usage-details"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


RICH = """## Table and code

| Name | Kind | Long column that makes the table wide | 说明 |
|---|---|---|---|
| `reserve` | function | takes a place in every window at once | 一次占用所有窗口 |
| commit | verb | makes it final | 确认 |

1. First, with **bold**, *italic* and a [link](https://example.org/)
2. Second
   - nested

```swift
func reserve(_ count: Int, for user: User) async throws -> Reservation { /* a line that is far too long for a phone to show at once */ }
```

Euler: \\(e^{i\\pi} + 1 = 0\\), and in a block: $$\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}$$

> A quotation, 引用也要好看。
"""


def troubles(page: Page, world: World, member) -> Iterator[str]:
    """What nobody hopes to see, and one answer with everything in it."""
    composer, send = page.locator("#composer"), page.locator(".send-button")
    ended = page.locator("article.answer").last.locator(".message-actions, .answer-end").first

    def ask(text: str) -> None:
        page.goto(world.url + "/")
        expect(page.locator(".model-button")).to_be_visible()
        composer.fill(text)
        send.click()
        expect(ended).to_be_visible()

    expect(composer).to_be_visible()
    ask(RICH + "[[echo]] [[reasoning]] [[words=1]]")
    page.locator("summary").click()
    expect(page.locator(".katex")).to_have_count(2)
    yield "rich"
    page.locator(".messages").evaluate("(place) => place.scrollTo(0, place.scrollHeight / 2)")
    yield "rich-middle"
    ask("Tell me [[status=500]]")
    yield "failed"
    ask("Tell me [[cut=4]]")
    yield "broken-off"
    page.locator("article.answer .message-actions .icon-button").nth(1).click()
    expect(page.locator(".branches")).to_be_visible()
    expect(ended).to_be_visible()
    page.locator("article.question").hover()
    page.locator("article.question .icon-button").nth(1).click()
    yield "editing"
    page.goto(world.url + "/c/00000000-0000-4000-8000-000000000000")
    expect(page.locator(".empty-state")).to_be_visible()
    yield "missing"
    binding = world.admin.data(world.admin.get(f"/api/binding/?user_id={member.id}"))["items"][0]["id"]
    world.admin.data(world.admin.delete(f"/api/binding/{binding}"))
    page.goto(world.url + "/")
    expect(page.locator(".empty-state")).to_be_visible()
    yield "no-account"
    world.admin.data(world.admin.delete(f"/api/user/{member.id}/share_link"))
    page.locator(".conversation a").first.evaluate("(link) => link.click()")
    expect(page.locator(".whole-page .button")).to_be_visible()
    yield "signed-out"


def sign_in(page: Page) -> None:
    page.locator("input").first.fill("boss")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("form button").click()
    expect(page.locator(".tiles")).to_be_visible()


def open_section(page: Page, name: str) -> None:
    """By the menu, which is folded away on a phone."""
    path = f"/admin/{name}".removesuffix("/")
    page.locator(f"nav a[href='{path}']").evaluate("(link) => link.click()")
    expect(page.locator(f"nav a[href='{path}'][aria-current]")).to_have_count(1)


def admin(page: Page, world: World) -> Iterator[str]:
    url = world.url + "/admin"
    sign_in(page)
    expect(page.locator(".tile .skeleton")).to_have_count(0)
    expect(page.locator(".checklist")).to_be_visible()
    yield "overview"
    for name in ("members", "accounts", "bindings", "packages", "keys", "prices", "usage", "statistics", "audit"):
        open_section(page, name)
        expect(page.locator("tbody tr").first).to_be_visible()
        expect(page.locator("tbody .skeleton")).to_have_count(0)
        yield name
    yield from settings(page)
    open_section(page, "usage")
    page.locator(".usage-filters select").select_option("failed")
    expect(page.locator(".usage-opener")).to_have_count(1)
    page.locator(".usage-opener").first.click()
    expect(page.locator(".usage-facts")).to_be_visible()
    yield "usage-details"
    page.goto(f"{url}/accounts?q=team-02")
    page.locator("tbody .row-actions button").last.click()
    page.get_by_role("menuitem").first.click()
    expect(page.get_by_role("dialog").locator(".banner-bad")).to_be_visible()
    yield "failing-account"
    world.upstream.answer = lambda handler, body: world.upstream.refuse(handler, 401, {})
    page.goto(f"{url}/accounts")
    for place in range(3):
        page.locator("tbody .row-actions .button-small").nth(place).click()
        expect(page.locator(".test-good, .test-bad")).to_have_count(place + 1)
    yield "tested"
    page.goto(f"{url}/members")
    page.locator(".cell-button").filter(has_text="ada").click()
    expect(page.locator(".usage").first).to_be_visible()
    yield "member-drawer"
    page.locator(".drawer-section .button").first.click()
    expect(page.get_by_role("dialog").last.locator("select")).to_be_visible()
    yield "link-form"
    page.get_by_role("dialog").last.locator(".button-primary").click()
    expect(page.get_by_role("dialog").last.locator("input[readonly]")).to_be_visible()
    yield "new-link"
    for name in ("members", "accounts", "bindings"):
        page.goto(f"{url}/{name}?new=1")
        expect(page.get_by_role("dialog")).to_be_visible()
        yield f"new-{name.removesuffix('s')}"
    page.goto(f"{url}/packages")
    page.locator(".page-tools .button-primary").click()
    page.get_by_role("dialog").locator("input").nth(1).fill("40")
    yield "new-package"
    page.locator(".other-limits > .button").click()
    page.locator(".limit-amount input").first.fill("1000")
    page.locator(".limit-models input").check()
    yield "new-limit"
    page.goto(f"{url}/members?q=nobody-at-all")
    expect(page.locator(".empty-state")).to_be_visible()
    yield "nothing-found"


def settings(page: Page) -> Iterator[str]:
    open_section(page, "settings")
    expect(page.locator(".setting-row")).to_have_count(5)
    yield "settings"
    groups = page.locator(".setting").filter(has=page.locator(".setting-row")).first
    groups.locator(".form > .button").click()
    groups.locator(".setting-row > .button").first.click()
    groups.locator(".button-primary").click()
    expect(groups.locator(".field-error")).to_have_count(1)
    yield "settings-incomplete"
    page.locator(".setting").last.scroll_into_view_if_needed()
    yield "settings-weights"
    open_section(page, "keys")
    page.locator(".cell-choice button").first.click()
    expect(page.get_by_role("dialog").locator("option")).to_have_count(2)
    yield "key-package"
    page.keyboard.press("Escape")
    open_section(page, "packages")
    page.locator("tbody .row-actions button").first.click()
    page.get_by_role("dialog").locator("input[name=day]").fill("1")
    expect(page.locator(".excess li").first).to_be_visible()
    page.locator(".excess").scroll_into_view_if_needed()
    yield "package-over"
    page.get_by_role("dialog").locator(".dialog-footer .button").first.click()
    page.get_by_role("dialog").locator(".button-danger").click()
    page.locator("tbody .row-actions button").last.click()
    page.get_by_role("dialog").locator(".button-danger").click()
    expect(page.get_by_role("dialog").locator(".banner-bad")).to_be_visible()
    yield "package-in-use"
    page.keyboard.press("Escape")


def bare_admin(page: Page, world: World) -> Iterator[str]:
    """The panel right after the set-up, with nothing but the demo in it."""
    sign_in(page)
    for name in ("", "members", "accounts", "bindings", "packages", "keys", "usage", "audit"):
        open_section(page, name)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".skeleton")).to_have_count(0)
        yield f"first-{name}".removesuffix("-")
