"""A hundred thousand messages of one member, 300 characters each, and how long it takes to find words in them."""

import contextlib
import pathlib
import random
import sqlite3
import statistics
import time
import uuid
from collections.abc import Iterator

from stage import Ours, Stores

from client import Client

MESSAGES, LENGTH, A_CHAT, YEAR = 100_000, 300, 50, 365 * 86_400_000
COMMON = ["的", "我们", "the", "and", "可以", "问题", "with", "时间"]
LATIN = [f"{a}{b}{c}" for a in ("con", "re", "pro", "ex") for b in ("tri", "ma", "der", "lo") for c in ("tion", "nent", "ble", "ry")]
# What is searched for, and what is true of it.
QUERIES = {
    "a word that stands everywhere": "我们", "one character, common": "的", "one character, rare": "鲸", "two characters, rare": "蓝鲸",
    "a phrase, rare": '"white whale here"', "a Latin word": "conmation", "two words": "promable exlonent",
    "nothing": "nowhereatall", "nothing, Chinese": "绝无此字",
}


def texts(count: int) -> Iterator[str]:
    """30 % English; a rare word in each thousandth message."""
    source = random.Random(7)
    han = [chr(0x4E00 + n) for n in range(3000) if chr(0x4E00 + n) not in "鲸蓝绝无此字"]
    for number in range(count):
        parts: list[str] = []
        while sum(map(len, parts)) < LENGTH:
            if number % 10 < 3:
                parts.append(source.choice(LATIN if source.random() < 0.7 else COMMON) + " ")
            else:
                parts.append("".join(source.choices(han, k=6)) if source.random() < 0.85 else source.choice(COMMON))
        if number % 1000 == 500:
            parts[0] = "蓝鲸 a white whale here "
        yield "".join(parts)[:LENGTH]


def rows(member: int) -> Iterator[tuple[tuple, tuple, tuple | None]]:
    """Message, passage, and with the first of a chat its conversation."""
    now = int(time.time() * 1000)
    for number, text in enumerate(texts(MESSAGES)):
        chat, message = str(uuid.UUID(int=number // A_CHAT)), str(uuid.UUID(int=1 << 100 | number))
        moment = now - YEAR + number * (YEAR // MESSAGES)
        role = "user" if number % 2 == 0 else "assistant"
        conversation = (member, chat, f"Chat {number // A_CHAT}", f"chat {number // A_CHAT}".encode(), "m", 0, moment, moment)
        yield ((member, message, chat, number % A_CHAT, role, "text", text, "finished_successfully", 0, "m", "t", moment),
               (member, moment, message, chat, text.lower().encode()), conversation if number % A_CHAT == 0 else None)


TABLES = {
    "conversations": "user_id, id, title, folded_title, model, is_archived, created_at, updated_at",
    "messages": "user_id, id, conversation_id, sequence, role, kind, text, status, omitted, model, turn_id, created_at",
    "passages": "user_id, moment, message_id, conversation_id, text",
}


def fill_sqlite(ours: Ours, member: int) -> None:
    with contextlib.closing(sqlite3.connect(f"{ours.server.data}/chatmirror.db", isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; BEGIN;")
        for message, passage, conversation in rows(member):
            for table, row in (("conversations", conversation), ("messages", message), ("passages", passage)):
                if row:
                    places = ", ".join("?" for _ in row)
                    database.execute(f"INSERT INTO {table} ({TABLES[table]}) VALUES ({places})", row)
        database.execute("COMMIT")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def fill_mariadb(ours: Ours, stores: Stores, member: int) -> None:
    database = stores.options_given["CHATMIRROR_DATABASE_DATABASE"]
    # A server that is made for tests has little memory.
    stores.mariadb.sql("SET GLOBAL innodb_buffer_pool_size = 1 << 30")

    def quoted(value: object) -> str:
        if isinstance(value, bytes):
            return f"x'{value.hex()}'"
        return str(value) if isinstance(value, int) else "'" + str(value) + "'"

    waiting: dict[str, list[str]] = {table: [] for table in TABLES}

    def flush() -> None:
        for table, values in waiting.items():
            if values:
                stores.mariadb.sql(f"INSERT INTO {database}.{table} ({TABLES[table]}) VALUES {','.join(values)}")
                values.clear()

    for number, (message, passage, conversation) in enumerate(rows(member)):
        for table, row in (("conversations", conversation), ("messages", message), ("passages", passage)):
            if row:
                waiting[table].append("(" + ",".join(map(quoted, row)) + ")")
        # A command line has 128 KiB for an argument.
        if number % 40 == 39:
            flush()
    flush()


def ask(browser: Client, query: str) -> tuple[int, float]:
    """As the page does: on and on until there is enough. How many are found, and after how many milliseconds."""
    began, found, cursor = time.monotonic(), 0, ""
    while cursor is not None and found < 30:
        answer = browser.get("/backend-api/conversations/search", params={"query": query} | ({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.text
        found += len(answer.json()["items"])
        cursor = answer.json()["cursor"]
    return found, (time.monotonic() - began) * 1000


def search(folder: pathlib.Path, model, options) -> None:
    stores = Stores(folder) if options.stores else None
    ours = Ours(folder / "search", model, **(stores.options if stores else {}))
    try:
        member = ours.admin.data(ours.admin.post("/api/user/", {"username": "searcher"}))["id"]
        browser = Client([ours.server.url]).sign_in(ours.admin.data(ours.admin.post(f"/api/user/{member}/share_link", {}))["link"])
        ours.server.stop()
        fill_mariadb(ours, stores, member) if stores else fill_sqlite(ours, member)
        ours.server.start()
        for name, query in QUERIES.items():
            found, times = zip(*(ask(browser, query) for _ in range(9)))
            print(f"search: {name}: first {times[0]:.1f} ms, then {statistics.median(times[1:]):.1f} ms, {found[0]} found", flush=True)
    finally:
        ours.close()
        if stores:
            stores.close()
