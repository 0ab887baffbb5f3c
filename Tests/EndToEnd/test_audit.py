"""The audit log: what the journal prints, what `audit verify` says of it, before and after somebody was at the database."""

import contextlib
import re
import sqlite3
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD, set_up
from server import BINARY, ROOT
from test_browser_admin import sign_in


def verify(server, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BINARY, "audit", "verify", *words], env=server.environment, capture_output=True, text=True, timeout=30)


def heads(server) -> list[str]:
    return re.findall(r" info audit head head=(\d+:[0-9a-f]{64})\n", server.log.read_text())


def tamper(server, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(server.data / "chatmirror.db")) as database:
        for statement in statements:
            assert database.execute(statement).rowcount == 1
        database.commit()


@pytest.fixture
def kept(server):
    """A stopped server, with some acts in its log."""
    server.start()
    admin = set_up(server)
    for name in ["lin", "mei", "yan"]:
        admin.data(admin.post("/api/user/", {"username": name}))
    assert server.stop() == 0
    return server


def test_an_untouched_log_is_intact_and_ends_where_the_journal_says(kept):
    result = verify(kept)
    assert result.returncode == 0, result.stderr
    printed = heads(kept)[-1]
    assert result.stdout == f"The audit log is intact. Its head is {printed}\n"
    assert verify(kept, printed).returncode == 0
    kept.start().stop()
    # A head of an earlier day still vouches for the rows up to it.
    assert verify(kept, printed).returncode == 0


@pytest.mark.parametrize(("statements", "row"), [
    (["UPDATE audit SET username = 'nobody' WHERE id = 4"], 4),
    (["DELETE FROM audit WHERE id = 2"], 2),
    (["UPDATE audit SET id = 90 WHERE id = 3", "UPDATE audit SET id = 3 WHERE id = 4",
      "UPDATE audit SET id = 4 WHERE id = 90"], 3),
])
def test_the_first_row_that_was_changed_removed_or_moved_is_named(kept, statements, row):
    tamper(kept, *statements)
    result = verify(kept)
    assert result.returncode == 1
    assert f"row {row} does not fit" in result.stderr


def test_a_head_that_never_was_and_a_word_that_is_none_are_refused(kept):
    number, digest = heads(kept)[-1].split(":")
    other = digest[:-1] + ("0" if digest[-1] != "0" else "1")
    assert f"row {number} does not fit" in verify(kept, f"{number}:{other}").stderr
    for word in ["x", "5", "5:zz", f"0:{digest}"]:
        assert "is no head" in verify(kept, word).stderr


def test_two_processes_make_one_chain(cluster):
    for number in range(20):
        cluster.admin.data(cluster.admin.post("/api/user/", {"username": f"someone {number}"}))
    listed = cluster.admin.data(cluster.admin.get("/api/audit/?action=member.created&page_size=100"))
    assert listed["total"] >= 20
    # A server's database is open to all, so nothing needs to stop.
    result = verify(cluster.servers[1])
    assert result.returncode == 0, result.stderr


def test_the_panel_shows_the_log_on_a_phone(visits, world):
    world.admin.data(world.admin.post("/api/user/", {"username": "lin", "remark": "from the south"}))
    page = sign_in(visits, world, "/admin/audit", phone=True)
    expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Member created").first
    expect(row).to_contain_text("lin")
    row.get_by_text("Details").click()
    expect(row.get_by_text("from the south")).to_be_visible()
    # Nothing is to the side of what can be seen, neither of the page nor of the table.
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("(t => t.scrollWidth <= t.clientWidth)(document.querySelector('.table-scroll'))")
    page.get_by_label("Act", exact=True).select_option("login")
    expect(page.get_by_role("row").filter(has_text="Member created")).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text="Sign-in").first).to_contain_text("boss")


def test_an_exported_log_is_verified_far_from_the_server(world, tmp_path):
    """With the program of the handbook, which needs neither server nor key."""
    world.admin.data(world.admin.post("/api/user/", {"username": "王", "remark": 'a "quoted" line'}))
    answer = world.admin.post("/api/audit/export")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    handbook = (ROOT / "docs/operations.md").read_text()
    program = tmp_path / "prove.py"
    program.write_text(re.search(r"```python\n(.*?)```", handbook, re.DOTALL).group(1))

    def prove(text: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, program], input=text, capture_output=True, text=True, timeout=30)

    listed = world.admin.data(world.admin.get("/api/audit/?page_size=1"))["items"][0]
    assert listed["action"] == "audit.exported"
    assert prove(answer.text).stdout == f"{listed['id']}:{listed['hash']}\n"
    lines = answer.text.splitlines(keepends=True)
    changed = prove("".join(lines).replace("王", "wang"))
    assert changed.returncode == 1 and "does not fit" in changed.stderr
    assert prove("".join(lines[1:])).returncode == 1


def test_the_panel_gives_the_log_as_a_file(visits, world):
    boss = world.admin.data(world.admin.get("/api/user/self"))["id"]
    page = visits.open(world.admin.data(world.admin.post(f"/api/user/{boss}/share_link"))["link"])
    expect(page.locator("#composer")).to_be_visible()
    page.goto(world.url + "/admin/audit")
    page.get_by_role("button", name="Export").click()
    prompt = page.get_by_role("dialog", name="Confirm with your password")
    prompt.get_by_label("Password").fill(PASSWORD)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "chatmirror-audit.ndjson"
    assert '"action":"audit.exported"' in download.value.path().read_text().splitlines()[-1]
