"""Ten million rows in `charges` and a million in `audit`, and how long each page of the panel takes that reads them."""

import contextlib
import pathlib
import sqlite3
import statistics
import time
from collections.abc import Callable

from stage import Ours, Stores

from client import Client

MEMBERS, ACCOUNTS, KEYS, YEAR = 500, 5, 200, 365 * 86_400_000
# What a row is made of, by its number `i` of `n`, newest last. Member 1 has asked a hundred times, long ago, and nobody else used `rare`.
COLUMNS = ("id, user_id, key_id, endpoint, account_id, model, units, status, quota, is_stream, created_at, first_output_at, ended_at, "
           "attempts, prompt_tokens, completion_tokens, request_id, process_id")
ROW = """{name}, CASE WHEN i < 100 THEN {member} ELSE {others} + i % {members} END,
    CASE WHEN i % 2 = 0 THEN 1 + i % {keys} END, 'chat/completions', {account} + i % {accounts},
    CASE WHEN i < 100 THEN 'rare' ELSE {model} END, 1, CASE WHEN i % 100 = 7 THEN 'error' ELSE 'finished_successfully' END,
    CASE WHEN i % 100 = 7 THEN 'refunded' ELSE 'committed' END, 1, {start} + i * {step}, {start} + i * {step} + 500,
    {start} + i * {step} + 2000, '[{{"account":1,"failure":null,"status":null}}]', 200, 300, 'request', 'process'"""


def row(ours: Ours, count: int, name: str, model: str, span: int) -> str:
    now = int(time.time() * 1000)
    step = span // count
    return ROW.format(
        name=name, model=model, member=ours.first, others=ours.first + 1, members=MEMBERS - 1, keys=KEYS,
        account=ours.accounts[0], accounts=ACCOUNTS, start=now - step * count, step=step)


def fill_sqlite(ours: Ours, count: int, span: int = YEAR) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})"
    with contextlib.closing(sqlite3.connect(f"{ours.server.data}/chatmirror.db", isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;")
        indexes = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'charges' AND type = 'index' AND sql IS NOT NULL").fetchall()
        for index, _ in indexes:
            database.execute(f"DROP INDEX {index}")
        made = row(ours, count, "printf('%08x-0000-4000-8000-%012x', i, i)", "'model-' || (i % 8)", span)
        database.execute(f"{numbers.format(count=count)} INSERT INTO charges ({COLUMNS}) SELECT " f"{made} FROM n")
        for _, statement in indexes:
            database.execute(statement)
        database.execute(f"{numbers.format(count=count // 10)} INSERT INTO audit SELECT {AUDIT} FROM n WHERE i > 10000")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


AUDIT = ("i, 1700000000000 + i, 1, 'boss', '127.0.0.1', CASE WHEN i % 5 = 0 THEN 'login' ELSE 'member.changed' END, 'member', "
         "1 + i % 500, 'm', '', '{}', 'done', x'00'")


def fill_mariadb(ours: Ours, stores: Stores, count: int, span: int = YEAR) -> None:
    database = stores.options_given["CHATMIRROR_DATABASE_DATABASE"]
    made = row(ours, count, "LOWER(CONCAT(LPAD(HEX(i), 8, '0'), '-0000-4000-8000-', LPAD(HEX(i), 12, '0')))",
               "CONCAT('model-', i % 8)", span)
    # A server that is made for tests has little memory; MariaDB's own default afterwards.
    stores.mariadb.sql("SET GLOBAL innodb_buffer_pool_size = 4 << 30, innodb_flush_log_at_trx_commit = 2, "
                       "innodb_log_file_size = 1 << 30")
    indexes = stores.mariadb.sql(
        "SELECT index_name, GROUP_CONCAT(column_name ORDER BY seq_in_index) FROM information_schema.statistics WHERE "
        f"table_schema = '{database}' AND table_name = 'charges' AND non_unique = 1 GROUP BY index_name")
    for index, _ in indexes:
        stores.mariadb.sql(f"DROP INDEX {index} ON {database}.charges")
    # By parts, so that no transaction is larger than the log.
    for start in range(0, count, 250_000):
        last = min(start + 250_000, count) - 1
        stores.mariadb.sql(
            f"USE {database}; SET unique_checks = 0; INSERT INTO charges ({COLUMNS}) "
            f"SELECT {made} FROM (SELECT seq AS i FROM seq_{start}_to_{last}) n")
    for index, columns in indexes:
        stores.mariadb.sql(f"CREATE INDEX {index} ON {database}.charges ({columns})")
    stores.mariadb.sql("SET GLOBAL innodb_buffer_pool_size = 128 << 20, innodb_flush_log_at_trx_commit = 1")
    stores.mariadb.sql(f"USE {database}; INSERT INTO audit SELECT {AUDIT} FROM (SELECT seq AS i FROM seq_10001_to_{count // 10}) n")


def furnish(ours: Ours) -> Client:
    """Members, accounts and keys, as far as pages show them; the last member, with limits."""
    admin = ours.admin
    for number in range(1, ACCOUNTS):
        channel = {"name": f"account{number}", "type": 1, "base_url": "http://127.0.0.1:9", "key": "sk-x", "models": "bench"}
        admin.data(admin.post("/api/channel/", {"mode": "single", "channel": channel}))
    limits = [{"scope": scope, "window": window, "limit": 10**9} for scope in ("member", "global")
              for window in ("hour", "day", "week", "month")]
    package = admin.data(admin.post("/api/package/", {"name": "all windows", "limits": limits}))["id"]
    for number in range(MEMBERS):
        member = admin.data(admin.post("/api/user/", {"username": f"member{number}", "package_id": package}))["id"]
        ours.first = member if number == 0 else ours.first
    link = admin.data(admin.post(f"/api/user/{member}/share_link", {}))["link"]
    browser = Client([ours.server.url]).sign_in(link)
    ours.key_name = "of the bench"
    for number in range(KEYS // 50):
        browser.data(browser.post("/api/token/", {"name": ours.key_name if number == 0 else f"key{number}"}))
    return browser


def pages(ours: Ours, count: int) -> dict[str, str]:
    now = int(time.time())
    middle, first = f"{(now - 182 * 86_400) * 1000}.x", f"{(now - 364 * 86_400) * 1000}.x"
    log = "/api/log/?page_size=100&cursor="
    return {
        "log, first page": log,
        "log, from the middle on": log + middle,
        "log, from near the end on": log + first,
        "log, of a member": f"{log}&username=member7",
        "log, of a member who asked long ago": f"{log}&username=member0",
        "log, of a model": f"{log}&model_name=model-3",
        "log, of a model that was asked long ago": f"{log}&model_name=rare",
        "log, of models by a pattern": f"{log}&model_name=model-%25",
        "log, of an account": f"{log}&channel={ours.accounts[0]}",
        "log, of a key": f"{log}&token_name={ours.key_name}",
        "log, of a day half a year ago": f"{log}&start_timestamp={now - 182 * 86_400}&end_timestamp={now - 181 * 86_400}",
        "log, failures": f"{log}&status=failed",
        "log, what did not fail": f"{log}&type=2",
        "log, page 1 with its total": "/api/log/?p=1&page_size=100",
        "log, page 1 of a member with its total": "/api/log/?p=1&page_size=100&username=member7",
        "audit, first part": "/api/audit/?page_size=100&cursor=",
        "audit, from the middle on": f"/api/audit/?page_size=100&cursor={count // 20}",
        "audit, of an act": "/api/audit/?page_size=100&cursor=&action=login",
        "audit, of a member": f"/api/audit/?page_size=100&cursor=&user_id={ours.first}",
        "members, page of 100": "/api/user/?p=1&page_size=100",
    }


def milliseconds(ask: Callable) -> float:
    began = time.monotonic()
    answer = ask()
    assert answer.status_code == 200, answer.text
    return (time.monotonic() - began) * 1000


def log(folder: pathlib.Path, model, options) -> None:
    stores = Stores(folder) if options.stores else None
    ours = Ours(folder / "log", model, **(stores.options if stores else {}))
    try:
        browser = furnish(ours)
        ours.server.stop()
        began = time.monotonic()
        fill_mariadb(ours, stores, options.rows) if stores else fill_sqlite(ours, options.rows)
        print(f"log: {options.rows} rows made in {time.monotonic() - began:.0f} s", flush=True)
        ours.server.start()
        print(f"log: ready again after {ours.server.ready * 1000:.0f} ms" if hasattr(ours.server, "ready") else "", end="")
        show("quota card, its counters made of rows", [milliseconds(lambda: browser.get("/api/user/quota"))])
        show("quota card", [milliseconds(lambda: browser.get("/api/user/quota")) for _ in range(9)])
        for name, path in pages(ours, options.rows).items():
            show(name, [milliseconds(lambda path=path: ours.admin.get(path)) for _ in range(9)])
    finally:
        ours.close()
        if stores:
            stores.close()


def show(name: str, times: list[float]) -> None:
    print(f"log: {name}: first {times[0]:.1f} ms, then {statistics.median(times[1:] or times):.1f} ms", flush=True)
