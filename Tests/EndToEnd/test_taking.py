"""Taking one's chats along and bringing some: over the wire, in a browser, and with more than fits into memory."""

import io
import json
import os
import time
import uuid
import zipfile

import httpx
import pytest
from playwright.sync_api import expect

from browser import assert_accessible, assert_fits
from conftest import World, add_account, set_up
from pictures import message_with, png, upload
from processes import Memory
from server import Server
from streams import wait_for

WORDS = {
    "en-US": {"import": "Import from ChatGPT", "result": "What came of the import", "new": "New chats", "left": "what tools returned to the model",
              "all": "Export everything", "download": "Download", "erase": "Delete my data", "now": "Delete everything", "export": "Export",
              "markdown": "Markdown, to read", "title": "Export chat"},
    "zh-CN": {"import": "从 ChatGPT 导入", "result": "导入结果", "new": "新对话", "left": "工具返回给模型的内容", "all": "导出全部", "download": "下载",
              "erase": "删除我的数据", "now": "全部删除", "export": "导出", "markdown": "Markdown，便于阅读", "title": "导出对话"},
}


def node(name: str, parent: str | None, role: str = "", text: str = "", **more) -> dict:
    message = {"id": name, "author": {"role": role}, "content": {"content_type": "text", "parts": [text]}} | more if role else None
    return {"id": name, "parent": parent, "message": message}


def chat(title: str, *nodes: dict, **more) -> dict:
    return {"title": title, "id": str(uuid.uuid4()), "create_time": 1_700_000_000.5, "update_time": 1_700_000_100.5,
            "mapping": {each["id"]: each for each in nodes}, "current_node": nodes[-1]["id"]} | more


def tea() -> dict:
    return chat("Green tea", node("r", None), node("u", "r", "user", "How long does green tea steep?"),
                node("t", "u", "tool", "noise"), node("a", "t", "assistant", "Two **minutes**."))


def archive(**files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "."), content)
    return out.getvalue()


def ended(client, response: httpx.Response) -> dict:
    assert response.status_code == 202, response.text
    until = time.monotonic() + 240
    while time.monotonic() < until:
        job = client.get(f"/backend-api/jobs/{response.json()['job_id']}").json()
        if job["status"] in ("done", "failed"):
            return job
        client.get("/backend-api/me")
    raise AssertionError("the job has not ended")


def bring(client, content) -> dict:
    return ended(client, client.request("POST", "/backend-api/import", content=content, headers={"content-type": "application/zip"}, timeout=240))


def test_an_export_goes_round_and_is_nobody_elses(alone):
    member, other = alone.member(), alone.member()
    first = bring(member.client, archive(conversations__json=json.dumps([tea()])))
    assert first["report"]["chats"] == {"new": 1, "extended": 0, "unchanged": 0, "skipped": 0}
    out = ended(member.client, member.client.request("POST", "/backend-api/export", json={}))
    url = out["report"]["download_url"]
    whole = member.client.get(url)
    assert whole.headers["content-type"] == "application/zip" and len(whole.content) == out["report"]["size"]
    with zipfile.ZipFile(io.BytesIO(whole.content)) as made:
        assert made.testzip() is None
        [only] = json.loads(made.read("conversations.json"))
    assert only["title"] == "Green tea" and only["create_time"] == 1_700_000_000.5
    assert other.client.get(url).status_code == 404
    assert httpx.get(f"{alone.url}{url}").status_code == 401
    back = bring(other.client, whole.content)
    assert back["report"]["chats"]["new"] == 1 and back["report"]["messages"] == 2 and not back["report"]["skipped"]
    assert bring(other.client, whole.content)["report"]["chats"]["unchanged"] == 1


def test_an_import_of_200_mb_needs_no_memory(alone, tmp_path):
    member = alone.member()
    noise = "words of a tool, " * 60_000
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for part in range(2):
            with made.open(f"conversations-{part:03}.json", "w") as out:
                for number in range(100):
                    nodes = [node("r", None), node("u", "r", "user", f"Question {part} {number}"), node("t", "u", "tool", noise), node("a", "t", "assistant", "Answer")]
                    out.write(("," if number else "[").encode() + json.dumps(chat(f"Chat {part} {number}", *nodes)).encode())
                out.write(b"]")
        assert sum(entry.file_size for entry in made.infolist()) > 200_000_000
    bring(member.client, archive(conversations__json=json.dumps([tea()])))
    memory = Memory(alone.server.process.pid)
    with path.open("rb") as content:
        job = bring(member.client, iter(lambda: content.read(1 << 20), b""))
    assert job["status"] == "done" and job["report"]["chats"]["new"] == 200
    assert memory.peak() < 96 << 20


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{}", b"\x00" * 1000, json.dumps([{"chat_messages": []}]).encode()],
                         ids=["nothing", "zip", "object", "zeros", "another's"])
def test_what_is_no_export_is_said_to_be_none(alone, content):
    client = alone.member().client
    response = client.request("POST", "/backend-api/import", content=content, headers={"content-type": "application/zip"})
    if content:
        assert ended(client, response)["error"] == "not_an_export"
    else:
        assert response.status_code == 400


def test_a_process_that_is_killed_in_an_import_is_told_and_the_rest_comes_with_the_next(alone):
    member = alone.member()
    chats = [chat(f"Chat {number}", node("r", None), node("u", "r", "user", f"Question {number}"), node("a", "u", "assistant", "Answer " * 500)) for number in range(1500)]
    content = archive(conversations__json=json.dumps(chats))
    begun = member.client.request("POST", "/backend-api/import", content=content, headers={"content-type": "application/zip"}, timeout=240).json()["job_id"]

    def imported() -> int:
        return member.client.get("/backend-api/conversations?limit=1").json()["total"]

    def found() -> dict:
        return member.client.get(f"/backend-api/jobs/{begun}").json()

    wait_for(lambda: imported() > 20, "chats")
    alone.server.kill()
    alone.server.start()
    wait_for(lambda: found()["status"] in ("done", "failed"), "the end of the job")
    job = found()
    there = imported()
    assert (job["status"], job["error"]) == ("failed", "interrupted") and 20 < there < 1500, job
    # No chat is half there.
    for item in member.client.get("/backend-api/conversations?limit=100").json()["items"]:
        assert len(member.client.conversation(item["id"])["mapping"]) >= 3
    again = bring(member.client, content)["report"]["chats"]
    assert again["unchanged"] == there and again["new"] == 1500 - there and imported() == 1500
    assert [path for path in (alone.server.data / "uploads").iterdir()] == []


@pytest.mark.parametrize("filling", [b" ", b"["])
def test_an_archive_that_swells_is_ended_and_takes_no_memory(alone, tmp_path, filling):
    member = alone.member()
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("conversations.json", "w") as out:
        out.write(b"[")
        for _ in range(500):
            out.write(filling * ((1 << 20) // len(filling)))
    assert path.stat().st_size < 2 << 20
    memory = Memory(alone.server.process.pid)
    job = bring(member.client, path.read_bytes())
    assert job["status"] == "failed" and job["error"] == "not_an_export", job
    assert memory.peak() < 96 << 20
    assert bring(member.client, archive(conversations__json=json.dumps([tea()])))["report"]["chats"]["new"] == 1


def test_an_export_without_a_file_that_cannot_be_read_says_so(alone):
    member = alone.member()
    files = [upload(member.client, png(20 + number, 20)) for number in range(2)]
    for file in files:
        assert member.client.send("", **message_with(file, "Look [[words=1]]")).text == "word0 "
    [lost, _] = [path for path in (alone.server.data / "files").rglob("*") if path.is_file()]
    lost.unlink()
    report = ended(member.client, member.client.request("POST", "/backend-api/export", json={}))["report"]
    assert (report["chats"], report["files"], report["files_missing"]) == (2, 1, 1)
    with zipfile.ZipFile(io.BytesIO(member.client.get(report["download_url"]).content)) as made:
        assert made.testzip() is None and len([name for name in made.namelist() if name.endswith(".png") or ".dat" in name]) == 1


def test_an_export_that_is_larger_than_the_server_takes_is_refused(tmp_path, upstream):
    server = Server(tmp_path, upstream.port, CHATMIRROR_LIMITS_IMPORT_SIZE="1").start()
    admin = set_up(server)
    member = World([server], upstream, admin, add_account(admin, upstream)).member()
    content = archive(conversations__json=json.dumps([tea()]), junk=os.urandom(2 << 20))
    for sent in (content, iter([content[:1000], content[1000:]])):
        refused = member.client.request("POST", "/backend-api/import", content=sent, headers={"content-type": "application/zip"})
        assert refused.status_code == 413, refused.text
    assert bring(member.client, archive(conversations__json=json.dumps([tea()])))["report"]["chats"]["new"] == 1
    server.kill()


def test_ten_thousand_entries_and_names_that_lead_elsewhere_do_no_harm(alone):
    client = alone.member().client
    files = {f"junk/{number}": b"x" for number in range(10_000)} | {"../../../etc/chatmirror": b"root", "conversations.json": json.dumps([tea()])}
    assert bring(client, archive(**files))["report"]["chats"]["new"] == 1


@pytest.mark.parametrize(("phone", "language", "theme"), [(False, "en-US", "light"), (True, "zh-CN", "dark")])
def test_a_member_imports_exports_and_deletes_in_the_settings(alone, visits, tmp_path, phone, language, theme):
    t = WORDS[language]
    member = alone.member()
    path = tmp_path / "export.zip"
    path.write_bytes(archive(conversations__json=json.dumps([tea()])))
    page = visits.open(member.link, language=language, theme=theme, phone=phone)
    expect(page.locator("#composer")).to_be_visible()
    open_settings(page, phone, language)
    page.get_by_test_id("import-file").set_input_files(path)
    report = page.get_by_role("status").filter(has_text=t["result"])
    expect(report).to_contain_text(t["new"], timeout=30_000)
    expect(report).to_contain_text(t["left"])
    assert_accessible(page, f"import {language}")
    assert_fits(page, f"import {language}")
    page.get_by_role("button", name=t["all"], exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=t["download"]).click()
    assert zipfile.is_zipfile(download.value.path())
    page.keyboard.press("Escape")
    row = page.get_by_role("link", name="Green tea")
    expect(row).to_be_visible()
    if not phone:
        row.hover()
    row.locator("xpath=..").locator(".conversation-menu").click()
    page.get_by_role("menuitem", name=t["export"], exact=True).click()
    dialog = page.get_by_role("dialog", name=t["title"])
    with page.expect_download() as download:
        dialog.get_by_role("button", name=t["markdown"]).click()
        dialog.get_by_role("link", name=t["download"]).click()
    assert "Two **minutes**." in download.value.path().read_text()
    assert_accessible(page, f"export {language}")
    assert_fits(page, f"export {language}")
    page.keyboard.press("Escape")
    open_settings(page, False, language)
    page.get_by_role("button", name=t["erase"]).click()
    button = page.get_by_role("button", name=t["now"])
    # Only one's own name opens the way, and the whole of it.
    expect(button).to_be_disabled()
    page.locator("input[name=user_name]").fill(member.name[:-1])
    expect(button).to_be_disabled()
    assert_accessible(page, f"erase {language}")
    page.locator("input[name=user_name]").fill(member.name)
    button.click()
    expect(page.locator("#composer")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("link", name="Green tea")).to_have_count(0)
    assert member.client.get("/backend-api/conversations").json()["total"] == 0


def open_settings(page, phone: bool, language: str) -> None:
    if phone:
        page.get_by_role("button", name={"en-US": "Open sidebar", "zh-CN": "打开侧边栏"}[language]).tap()
    page.locator(".account").click()
    page.get_by_role("menuitem", name={"en-US": "Settings", "zh-CN": "设置"}[language], exact=True).click()
