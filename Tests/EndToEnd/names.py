"""Names as people and programs make them, as long as they may be, and what they must not do to a page."""

from playwright.sync_api import Page, expect

LATIN = "Wolfeschlegelsteinhausenbergerdorff-" * 8
CHINESE = "一个非常非常长的中文名字没有任何空格可以换行" * 12
ARABIC = "اسم طويل جدا لا ينتهي أبدا " * 10
EMOJI = "👨‍👩‍👧‍👦🏳️‍🌈" * 40
MIXED = "شركة (Acme) 株式会社 👩🏽‍💻 v2.0! " * 10
ALL = {"latin": LATIN, "chinese": CHINESE, "arabic": ARABIC, "emoji": EMOJI, "mixed": MIXED}

OUTSIDE = """() => {
  const faults = [];
  const wide = document.documentElement;
  if (wide.scrollWidth > wide.clientWidth) faults.push(`the page is ${wide.scrollWidth} px wide on ${wide.clientWidth}`);
  const name = (each) => `${each.tagName.toLowerCase()}.${each.className} “${[...each.textContent].slice(0, 20).join("")}”`;
  // Below 768 px tables, and code always, may scroll sideways by themselves.
  const may = innerWidth < 768 ? ".table-scroll, pre, .markdown-table" : "pre, .markdown-table";
  for (const each of document.querySelectorAll("body *")) {
    if (!each.checkVisibility({ visibilityProperty: true }) || each.closest(".visually-hidden, .skip-link, svg")) continue;
    const style = getComputedStyle(each);
    if (/auto|scroll/.test(style.overflowX) && each.scrollWidth > each.clientWidth + 1 && !each.matches(`${may}, input, textarea`)) {
      faults.push(`${name(each)} holds ${each.scrollWidth} px on ${each.clientWidth}`);
    }
    const box = each.getBoundingClientRect();
    if (each.parentElement.closest(may) || box.width < 2 || box.height < 2 || (box.left >= -1 && box.right <= innerWidth + 1)) continue;
    let frame = each.parentElement;
    while (frame && getComputedStyle(frame).overflowX === "visible") frame = frame.parentElement;
    const inner = frame && frame !== wide ? frame.getBoundingClientRect() : null;
    // What is cut is either marked as cut, or can be scrolled to.
    const isMarked = frame && (getComputedStyle(frame).textOverflow === "ellipsis" || getComputedStyle(frame).overflowX !== "hidden");
    if (!inner || !isMarked || inner.left < -1 || inner.right > innerWidth + 1) faults.push(`${name(each)} stands at ${box.left} to ${box.right}`);
  }
  return faults;
}"""

COVERED = """() => {
  const faults = [];
  const pressable = "button, a[href], input, select, textarea, summary, [role=option]";
  // What lies below a modal dialog cannot be pressed anyway.
  const host = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
  for (const each of host.querySelectorAll(pressable)) {
    if (each.closest(".toaster") || !each.checkVisibility({ visibilityProperty: true, opacityProperty: false })) continue;
    const box = each.getBoundingClientRect();
    const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y]));
    for (const [x, y] of points) {
      const hit = x > 0 && y > 0 && x < innerWidth && y < innerHeight ? document.elementFromPoint(x, y) : null;
      if (!hit?.closest(".toaster")) continue;
      // What scrolls is cut off at its frames, and is not covered where it is not drawn.
      let isDrawn = true;
      for (let frame = each.parentElement; frame; frame = frame.parentElement) {
        const inner = frame.getBoundingClientRect();
        if (getComputedStyle(frame).overflowY !== "visible" && (y < inner.top || y > inner.bottom)) isDrawn = false;
      }
      if (!isDrawn) continue;
      faults.push(`${each.tagName} “${each.textContent || each.getAttribute("aria-label")}” lies below a notice`);
      break;
    }
  }
  return faults;
}"""


def cut(text: str, most: int) -> str:
    """The first `most` code points, without a space at either end."""
    return text[:most].strip()


def assert_all_inside(page: Page, where: str) -> None:
    """Nothing is wider than the screen or stands outside of it."""
    faults = page.evaluate(OUTSIDE)
    assert not faults, where + ":\n" + "\n".join(faults[:8])


def assert_nothing_covered(page: Page, where: str) -> None:
    """No notice lies over anything that can be pressed; there is a notice."""
    expect(page.locator(".toast").first).to_be_visible()
    faults = page.evaluate(COVERED)
    assert not faults, where + ":\n" + "\n".join(faults[:8])


def furnish(world) -> str:
    """A member, accounts, models, packages, chats and acts of every kind of name; returns the member's link."""
    admin = world.admin
    last = {}
    for kind, text in ALL.items():
        models = ",".join(cut(f"{word}{text}".replace(",", ""), 250) for word in ("a", "b", "c"))
        channel = {"name": cut(text, 64), "type": 1, "base_url": world.upstream.url + "/" + "way" * 60, "key": "k", "models": models,
                   "remark": cut(text, 255)}
        account = admin.data(admin.post("/api/channel/", {"mode": "single", "channel": channel}))["id"]
        package = admin.data(admin.post("/api/package/", {
            "name": cut(text, 64), "limits": [{"window": window, "limit": 9_999} for window in ("hour", "day", "week", "month")]}))["id"]
        fields = {"username": cut(text, 64), "display_name": cut("x" + text, 64), "remark": cut(text, 255), "package_id": package}
        member = admin.data(admin.post("/api/user/", fields))["id"]
        for each in (account, world.account):
            admin.data(admin.post("/api/binding/", {"user_id": member, "channel_id": each, "mode": "shared"}))
        last = {"member": member, "account": account}
    admin.get(f"/api/channel/test/{last['account']}")
    link = admin.data(admin.post(f"/api/user/{last['member']}/share_link", {}))["link"]
    client = world.client().sign_in(link)
    for text in ALL.values():
        answer = client.send(f"{text} [[words=1]]", model="test-model")
        client.request("PATCH", f"/backend-api/conversation/{answer.conversation}", json={"title": cut(text, 200)})
    return link
