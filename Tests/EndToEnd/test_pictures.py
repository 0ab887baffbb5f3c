"""Pictures that models make in the chat: they become files of the member, are seen and kept, and go with their chat."""

import base64
import json
import os

import pytest
from playwright.sync_api import expect

import tour
from asking import used
from browser import assert_accessible, assert_fits
from conftest import add_account
from pictures import png
from server import ROOT
from streams import wait_for
from upstream import Upstream

MODEL = "gpt-image-1"
PATH = "/v1/images/generations"


def drawing(world, member, *items: dict, status: int = 200) -> None:
    """Gives the member an account with a model that makes pictures, which answers those."""
    account = add_account(world.admin, world.upstream, f"drawer of {member.name}", MODEL)
    world.admin.data(world.admin.post("/api/binding/", {"user_id": member.id, "channel_id": account, "mode": "shared", "priority": -1}))

    def answer(handler, body) -> None:
        world.upstream.whole(handler, status, "application/json", json.dumps({"created": 1, "data": items}).encode())

    world.upstream.passed[PATH] = answer


def item(width: int, height: int = 40) -> dict:
    return {"b64_json": base64.b64encode(png(width, height)).decode()}


def leaf(member, conversation: str) -> dict:
    tree = member.client.conversation(conversation)
    return tree["mapping"][tree["current_node"]]["message"]


def test_pictures_are_files_of_their_member_on_every_process(world):
    member, other = world.member([{"window": "day", "limit": 5}]), world.member()
    drawing(world, member, item(60), item(61))
    answer = member.client.send("Two cats", model=MODEL, picture={"count": 2, "size": "1536x1024"})
    assert answer.status == 200 and answer.error is None, answer
    sent = next(request for request in world.upstream.requests if request["path"] == PATH)
    assert sent["body"] == {"model": MODEL, "prompt": "Two cats", "n": 2, "size": "1536x1024"}
    files = leaf(member, answer.conversation)["metadata"]["attachments"]
    assert [file["width"] for file in files] == [60, 61]
    for _ in world.urls:
        for file, width in zip(files, (60, 61), strict=True):
            path = f"/backend-api/files/{file['id']}/content"
            assert member.client.get(path).content == png(width, 40)
            assert other.client.get(path).status_code == 404
        assert member.client.get("/backend-api/files?made=true").json()["total"] == 2
        assert other.client.get("/backend-api/files?made=true").json()["total"] == 0
    assert used(member) == 1
    # A model of words goes on.
    tree = member.client.conversation(answer.conversation)
    assert member.client.send("Thanks [[words=1]]", answer.conversation, tree["current_node"], model="test-model").text == "word0 "
    assert "[A picture was made here.]" in json.dumps(world.upstream.requests[-1]["body"])
    member.client.request("PATCH", f"/backend-api/conversation/{answer.conversation}", json={"is_visible": False})
    assert member.client.request("DELETE", f"/backend-api/trash/{answer.conversation}").status_code == 200
    assert member.client.get("/backend-api/files?made=true").json()["total"] == 0


def test_no_link_of_an_answer_leads_into_our_own_network(alone):
    member = alone.member([{"window": "day", "limit": 5}])
    canary = Upstream()
    canary.told["/a.png"] = lambda _: (200, {"content-type": "image/png"}, png())
    for link in (f"{canary.url}/a.png", f"http://localhost:{canary.port}/a.png", "file:///etc/passwd", ""):
        drawing(alone, member, {"url": link})
        answer = member.client.send("A cat", model=MODEL)
        message = leaf(member, answer.conversation)
        assert message["status"] == "error" and message["metadata"]["error"]["code"] == "pictures_lost", link
    assert canary.asked == [] and used(member) == 0
    canary.close()


def test_a_refusal_is_said_and_costs_nothing(alone):
    member = alone.member([{"window": "day", "limit": 5}])
    drawing(alone, member, status=400)
    answer = member.client.send("A cat", model=MODEL)
    assert leaf(member, answer.conversation)["metadata"]["error"]["code"].startswith("upstream_")
    wait_for(lambda: used(member) == 0, "the place is given back")


WORDS = {
    tour.ENGLISH: {"count": "How many", "size": "Size", "square": "Square", "files": "Files", "made": "Pictures that models made", "shown": "Show picture-1.png larger"},
    tour.CHINESE: {"count": "数量", "size": "尺寸", "square": "方形", "files": "文件", "made": "模型生成的图片", "shown": "放大查看 picture-1.png"},
}


@pytest.mark.parametrize(("language", "phone", "theme"), [(tour.ENGLISH, False, "light"), (tour.CHINESE, True, "dark")], ids=["english-desktop", "chinese-phone"])
def test_pictures_are_asked_for_seen_and_found_again(alone, visits, language, phone, theme):
    member, words = alone.member(), WORDS[language]
    drawing(alone, member, item(512, 512), item(768, 512))
    # It stands first, and is chosen so.
    alone.admin.data(alone.admin.request("PUT", "/api/channel/", json={"id": alone.account, "models": MODEL}))
    page = visits.open(member.link, language=language, phone=phone, theme=theme)
    expect(page.locator("#composer")).to_be_visible()
    page.get_by_label(words["count"]).select_option("2")
    page.get_by_label(words["size"]).select_option(label=words["square"])
    page.locator("#composer").fill("Two cats")
    page.locator(".send-button").click()
    expect(page.locator(".answer .message-image img")).to_have_count(2)
    sent = next(request for request in alone.upstream.requests if request["path"] == PATH)
    assert sent["body"] == {"model": MODEL, "prompt": "Two cats", "n": 2, "size": "1024x1024"}
    assert_accessible(page, f"pictures {language}")
    assert_fits(page, f"pictures {language}")
    if os.environ.get("CHATMIRROR_SCREENSHOTS"):
        (ROOT / "screenshots").mkdir(exist_ok=True)
        page.screenshot(path=ROOT / "screenshots" / f"pictures-{language}.png", animations="disabled")
    page.reload()
    expect(page.locator(".answer .message-image img")).to_have_count(2)
    # What was chosen stays.
    expect(page.get_by_label(words["count"])).to_have_value("2")
    page.get_by_role("button", name=words["shown"]).click()
    expect(page.locator(".image-large img")).to_be_visible()
    page.keyboard.press("Escape")
    if phone:
        page.get_by_role("button", name="打开侧边栏").tap()
    page.locator(".account").click()
    page.get_by_role("menuitem", name=words["files"], exact=True).click()
    page.get_by_label(words["made"]).check()
    expect(page.get_by_role("dialog").locator(".message-image img")).to_have_count(2)
    assert_accessible(page, f"gallery {language}")
    assert_fits(page, f"gallery {language}")
    if os.environ.get("CHATMIRROR_SCREENSHOTS"):
        page.screenshot(path=ROOT / "screenshots" / f"gallery-{language}.png", animations="disabled")
