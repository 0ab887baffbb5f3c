"""Rows of the usage log, made in the database: more of them, older ones and other ends than a test could ask for."""

import itertools
import random
import time

from test_quota_zones import insert

COLUMNS = ("id, user_id, key_id, user_group, endpoint, account_id, model, units, status, quota, is_stream, created_at, first_output_at, ended_at, "
           "prompt_tokens, completion_tokens, cached_tokens, cost, request_id")
ENDS = ["finished_successfully"] * 14 + ["error"] * 2 + ["interrupted", "stopped", "stopped"]
_numbers = itertools.count(1)


def write_log(
    world, count: int, payers: list[tuple[int, int | None]], accounts: list[int], models: list[str], hours: float, before: float = 0, seed: int = 1,
) -> None:
    """`count` calls by members and keys (or none), within the `hours` that end `before` so many hours from now; none in the last second."""
    dice = random.Random(seed)
    now = int(time.time() * 1000) - 1000 - int(before * 3_600_000)
    rows = []
    for _ in range(count):
        number = next(_numbers)
        user, key = dice.choice(payers)
        at = now - int(dice.random() * hours * 3_600_000)
        status = dice.choice(ENDS)
        first = dice.choice([at + dice.randint(80, 4000), None]) if status in ("stopped", "error", "interrupted") else at + dice.randint(80, 4000)
        end = (first or at) + dice.randint(10, 9000)
        kept = "committed" if first else "refunded"
        group = dice.choice(["default", "vip"])
        rows.append(
            f"('made{number}', {user}, {key or 'NULL'}, '{group}', '{'chat/completions' if key else 'chat'}', {dice.choice(accounts)}, "
            f"'{dice.choice(models)}', 1, '{status}', '{kept}', 1, {at}, {first or 'NULL'}, {end}, {dice.randint(5, 900)}, {dice.randint(0, 400)}, "
            f"{dice.randint(0, 4)}, {dice.randint(0, 4000) if first else 0}, '{number:014x}')")
    # As long as an argument of a command may be.
    size = 400 if world.mariadb else 10_000
    for start in range(0, len(rows), size):
        insert(world, f"INSERT INTO charges ({COLUMNS}) VALUES " + ", ".join(rows[start:start + size]))


def counted(world, **filters) -> int:
    """How many rows the log has."""
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return world.admin.data(world.admin.get(f"/api/log/?p=1&page_size=1&{query}"))["total"]
