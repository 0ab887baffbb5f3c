"""A chat of a thousand messages in a real browser: how soon it is there, near and far away, and what a key costs in it."""

import contextlib
import pathlib
import sqlite3
import statistics
import time
import uuid

from playwright.sync_api import CDPSession, Page, sync_playwright
from search import texts
from stage import Ours

MESSAGES, CODE = 1_000, "\n\n```python\ndef area(width, height):\n    return width * height\n```\n"
# Bytes a second, and milliseconds there and back: Slow 4G as the developer tools of Chromium had it.
FAR = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}


def fill(ours: Ours, member: int) -> str:
    chat, now = str(uuid.UUID(int=1)), int(time.time() * 1000)
    ids = [str(uuid.UUID(int=1 << 100 | number)) for number in range(MESSAGES)]
    with contextlib.closing(sqlite3.connect(f"{ours.server.data}/chatmirror.db")) as database, database:
        database.execute(
            "INSERT INTO conversations (user_id, id, title, folded_title, model, is_archived, current_node, created_at, updated_at)"
            " VALUES (?, ?, 'A long chat', x'61', 'm', 0, ?, ?, ?)", (member, chat, ids[-1], now, now))
        for number, text in enumerate(texts(MESSAGES)):
            role = "user" if number % 2 == 0 else "assistant"
            database.execute(
                "INSERT INTO messages (user_id, id, conversation_id, parent_id, sequence, role, kind, text, status, omitted, model, turn_id,"
                " created_at) VALUES (?, ?, ?, ?, ?, ?, 'text', ?, 'finished_successfully', 0, 'm', 't', ?)",
                (member, ids[number], chat, ids[number - 1] if number else None, number, role,
                 text + CODE * (number % 10 == 9), now))
    return chat


def opened(page: Page, url: str, network: CDPSession, conditions: dict | None) -> float:
    """Milliseconds until the last answer is drawn and a message can be written; nothing is kept from the time before."""
    network.send("Network.clearBrowserCache")
    if conditions:
        network.send("Network.emulateNetworkConditions", conditions)
    began = time.monotonic()
    page.goto(url, wait_until="commit")
    page.locator("article.answer").last.wait_for()
    page.locator("#composer").wait_for()
    return (time.monotonic() - began) * 1000


def key_costs(page: Page) -> list[float]:
    """For each of two hundred keys, milliseconds from the key to the next frame that is drawn."""
    page.locator("#composer").focus()
    page.evaluate("""() => {
        window.costs = [];
        document.getElementById("composer").addEventListener("beforeinput", () => {
            const began = performance.now();
            const channel = new MessageChannel();
            // What comes right after the frame.
            channel.port1.onmessage = () => window.costs.push(performance.now() - began);
            requestAnimationFrame(() => channel.port2.postMessage(0));
        });
    }""")
    page.keyboard.type("words " * 34, delay=30)
    return page.evaluate("window.costs")


def longchat(folder: pathlib.Path, model, options) -> None:
    ours = Ours(folder / "longchat", model)
    try:
        member = ours.admin.data(ours.admin.post("/api/user/", {"username": "talker"}))["id"]
        link = ours.admin.data(ours.admin.post(f"/api/user/{member}/share_link", {}))["link"]
        ours.server.stop()
        chat = fill(ours, member)
        ours.server.start()
        with sync_playwright() as driver, contextlib.closing(driver.chromium.launch(executable_path="/usr/bin/chromium-headless-shell")) as browser:
            page = browser.new_page()
            page.goto(link)
            page.locator("#composer").wait_for()
            network = page.context.new_cdp_session(page)
            network.send("Network.enable")
            url = f"{ours.server.url}/c/{chat}"
            for name, conditions in (("on this machine", None), ("1.6 Mbit/s, 150 ms", FAR)):
                times = [opened(page, url, network, conditions) for _ in range(5)]
                print(f"longchat: {name}: open after {statistics.median(times):.0f} ms (median of 5, {min(times):.0f} to {max(times):.0f})", flush=True)
            costs = key_costs(page)
            print(f"longchat: a key is drawn after {statistics.median(costs):.1f} ms, p95 {statistics.quantiles(costs, n=20)[-1]:.1f} ms", flush=True)
    finally:
        ours.close()
