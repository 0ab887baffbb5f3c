"""Another time zone: each window begins where the zone says, and counts the rows since then."""

import contextlib
import datetime
import sqlite3
import time
import zoneinfo

import pytest

ZONES = ["Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Niue", "Australia/Lord_Howe", "America/Nuuk", "Europe/Berlin"]
WINDOWS = ["hour", "day", "week", "month"]
HALF_HOURS = 33 * 48


def fill(world, member) -> list[int]:
    """A row every half an hour of the last 33 days, committed; the moments, in milliseconds."""
    now = int(time.time() * 1000)
    moments = [now - 1_800_000 * number for number in range(HALF_HOURS)]
    rows = [f"('row{at}', {member.id}, 'chat/completions', {world.account}, 'test-model', 1, 'finished', 'committed', 0, {at})"
            for at in moments]
    # As long as an argument of a command may be.
    for start in range(0, len(rows), 300):
        insert(world, "INSERT INTO charges (id, user_id, endpoint, account_id, model, units, status, quota, is_stream, created_at) "
               "VALUES " + ", ".join(rows[start:start + 300]))
    return moments


def insert(world, statement: str) -> None:
    if world.mariadb:
        world.mariadb.sql(f"USE {world.database}; {statement}")
        return
    with contextlib.closing(sqlite3.connect(f"{world.server.data}/chatmirror.db")) as database:
        database.execute(statement)
        database.commit()


def bounds(window: str, zone: zoneinfo.ZoneInfo, now: float) -> tuple[float, float]:
    """Where the window around `now` begins and ends, in seconds."""
    local = datetime.datetime.fromtimestamp(now, zone)
    if window == "hour":
        # Clocks of none of these zones are changed while the test runs, but in two hours of a year.
        start = now - (local.minute * 60 + local.second + local.microsecond / 1e6)
        return start, start + 3600
    first = {"day": local.date(), "week": local.date() - datetime.timedelta(days=local.weekday()),
             "month": local.date().replace(day=1)}[window]
    last = {"day": first + datetime.timedelta(days=1), "week": first + datetime.timedelta(days=7),
            "month": (first + datetime.timedelta(days=31)).replace(day=1)}[window]
    midnights = [datetime.datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() for day in (first, last)]
    return midnights[0], midnights[1]


@pytest.mark.timeout(300)
def test_in_another_time_zone_each_window_counts_what_its_rows_say(world):
    member = world.member([{"window": window, "kind": "calendar", "limit": 10_000} for window in WINDOWS])
    for server in world.servers:
        server.stop()
    moments = fill(world, member)
    for name in ZONES:
        for server in world.servers:
            server.environment["CHATMIRROR_TIME_ZONE"] = name
            server.start()
        while True:
            before = time.time()
            found = {window: (usage["used"], usage["resets_at"]) for window, usage in member.client.quota().items()}
            spans = {window: bounds(window, zoneinfo.ZoneInfo(name), before) for window in WINDOWS}
            # Not in the moment at which one begins.
            if all(end > time.time() for _, end in spans.values()):
                break
        due = {window: (sum(at >= start * 1000 for at in moments), round(end)) for window, (start, end) in spans.items()}
        assert found == due, name
        for server in world.servers:
            server.stop()
