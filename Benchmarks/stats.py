"""The statistics of the panel over many rows of the usage log: right after an upgrade, when nothing is summed, and when all is."""

import contextlib
import pathlib
import sqlite3
import statistics
import time

from log import fill_mariadb, fill_sqlite, furnish, milliseconds
from stage import Ours, Stores

DAY = 86_400
# Days that the rows are spread over.
SPAN = 90
# What somebody waits for at a tile.
MOST = 300


def tiles(ours: Ours) -> dict[str, str]:
    now = int(time.time())
    spans = {"a day": DAY, "30 days": 30 * DAY, "90 days": SPAN * DAY}
    asked = {"now": "/api/stats/now"}
    for name, seconds in spans.items():
        begin = f"start_timestamp={now - seconds}"
        unit = "hour" if seconds == DAY else "day"
        asked[f"trend, {name}"] = f"/api/stats/trend?unit={unit}&{begin}"
        for filtered in ("model=model-3", "username=member7", f"channel={ours.accounts[0]}", "model=model-3&username=member7"):
            asked[f"trend, {name}, {filtered.split('=')[0]}{' and member' if '&' in filtered else ''}"] = f"/api/stats/trend?unit={unit}&{begin}&{filtered}"
        for subject in ("model", "member", "key", "account", "group"):
            asked[f"ranking, {name}, by {subject}"] = f"/api/stats/ranking?by={subject}&{begin}"
    asked["data of 30 days"] = f"/api/data/?start_timestamp={now - 30 * DAY}&end_timestamp={now}"
    asked["log, of live activity"] = "/api/log/?page_size=20&cursor="
    return asked


def own() -> dict[str, str]:
    begin = f"start_timestamp={int(time.time()) - 30 * DAY}"
    return {
        "a member's now": "/api/stats/now/self", "a member's trend, 30 days": f"/api/stats/trend/self?unit=day&{begin}",
        "a member's models, 30 days": f"/api/stats/ranking/self?by=model&{begin}",
        "a member's keys, 30 days": f"/api/stats/ranking/self?by=key&{begin}",
    }


def unsummed(ours: Ours, stores: Stores | None) -> int:
    question = "SELECT COUNT(*) FROM {}charges WHERE is_summed = 0"
    if stores:
        return int(stores.mariadb.sql(question.format(stores.options_given["CHATMIRROR_DATABASE_DATABASE"] + "."))[0][0])
    with contextlib.closing(sqlite3.connect(f"file:{ours.server.data}/chatmirror.db?mode=ro", uri=True)) as database:
        return database.execute(question.format("")).fetchone()[0]


def stats(folder: pathlib.Path, model, options) -> None:
    stores = Stores(folder) if options.stores else None
    ours = Ours(folder / "stats", model, **(stores.options if stores else {}))
    try:
        member = furnish(ours)
        ours.server.stop()
        span = SPAN * DAY * 1000
        fill_mariadb(ours, stores, options.rows, span) if stores else fill_sqlite(ours, options.rows, span)
        ours.server.start()
        began = time.monotonic()
        for number in range(3):
            show(f"now, {unsummed(ours, stores)} of {options.rows} rows not summed", [milliseconds(lambda: ours.admin.get("/api/stats/now"))])
        while unsummed(ours, stores) > 0:
            time.sleep(1)
        print(f"stats: {options.rows} rows were summed after {time.monotonic() - began:.0f} s", flush=True)
        for client, asked in ((ours.admin, tiles(ours)), (member, own())):
            for name, path in asked.items():
                show(name, [milliseconds(lambda client=client, path=path: client.get(path)) for _ in range(7)])
    finally:
        ours.close()
        if stores:
            stores.close()


def show(name: str, times: list[float]) -> None:
    worst = max(times[1:] or times)
    print(f"stats: {name}: first {times[0]:.0f} ms, then {statistics.median(times[1:] or times):.0f}, at most {worst:.0f}"
          f"{'  <- too slow' if worst > MOST else ''}", flush=True)
