"""Four hundred hostile texts as names of files, as what is shared, and as what a provider's tools tell."""

import json

import pytest
from playwright.sync_api import Page, expect

from attacks import PAYLOADS
from conftest import add_account

# What none of them may become in the place where it is shown.
ELEMENTS = "script, iframe, object, embed, math, video, svg[onload], [onerror], [onload], [onfocus], [ontoggle], [srcdoc], [autofocus], a[href^='javascript'], a[href^='data']"
PATH = "/v1/responses"


def assert_harmless(page: Page, place: str) -> None:
    expect(page.locator(place).first).to_be_visible()
    assert page.evaluate("window.broken") is None
    assert page.locator(place).evaluate_all(f"places => places.map(place => place.querySelectorAll(`{ELEMENTS}`).length)") == [0] * page.locator(place).count()


def enter(visits, member) -> Page:
    page = visits.open(member.link)
    expect(page.locator("#composer")).to_be_visible()
    return page


def send_file(client, name: str) -> str | None:
    """The id of a text file of this name; None where it may not be called so."""
    announced = client.post("/backend-api/files", {"file_name": name, "file_size": 2, "use_case": "my_files"})
    if announced.status_code == 400:
        return None
    assert announced.status_code == 200, announced.text
    file = announced.json()
    assert client.http.put(file["upload_url"], content=b"hi", headers={"content-type": "text/plain"}).status_code == 201
    assert client.post(f"/backend-api/files/{file['file_id']}/uploaded").json()["status"] == "success"
    return file["file_id"]


@pytest.mark.long
def test_as_names_of_files(alone, visits):
    assert len(PAYLOADS) == len(set(PAYLOADS)) == 400
    member, conversation, parent, kept = alone.member(), None, None, 0
    for start in range(0, len(PAYLOADS), 10):
        files = [file for name in PAYLOADS[start:start + 10] if (file := send_file(member.client, name))]
        kept += len(files)
        message = {"messages": [{
            "author": {"role": "user"}, "content": {"content_type": "text", "parts": ["Read [[words=1]]"]},
            "metadata": {"attachments": [{"id": file, "name": "x"} for file in files]},
        }]}
        answer = member.client.send("Read [[words=1]]", conversation, parent, model="test-model", **message)
        assert answer.status == 200 and answer.error is None, answer
        conversation, parent = answer.conversation, answer.message["id"]
    # Tabs and ends of lines are no part of a name.
    assert kept >= 360
    page = enter(visits, member)
    page.goto(f"{alone.url}/c/{conversation}")
    expect(page.locator(".message-document").first).to_be_visible()
    assert_harmless(page, ".messages")
    page.locator(".account").click()
    page.get_by_role("menuitem", name="Files", exact=True).click()
    assert_harmless(page, "dialog[open]")


def test_as_what_is_shared(alone, visits):
    member = alone.member()
    text = "[[echo]]\n\n" + "\n\n".join(PAYLOADS)
    answer = member.client.send(text, model="test-model")
    assert answer.error is None and PAYLOADS[-1] in answer.text
    tree = member.client.conversation(answer.conversation)
    shared = member.client.post("/backend-api/share/create", {"conversation_id": answer.conversation, "current_node_id": tree["current_node"]}).json()
    page = enter(visits, member)
    for address in (shared["share_url"], f"{alone.url}/c/{answer.conversation}"):
        page.goto(address)
        expect(page.get_by_text("constructorstyle").first).to_be_visible()
        assert_harmless(page, "main")


def test_as_what_tools_tell(alone, visits):
    account = add_account(alone.admin, alone.upstream, "searcher", "searching", type=48, base_url=alone.upstream.url)
    member = alone.member(account=account)
    portions = [PAYLOADS[start:start + 40] for start in range(0, len(PAYLOADS), 40)]

    def answer(handler, _) -> None:
        attacks = portions.pop(0)
        searches = [{"type": "web_search_call", "id": f"s{place}", "status": "completed", "action": {"type": "search", "query": attack}} for place, attack in enumerate(attacks[:20])]
        pages = [{"type": "web_search_call", "id": f"p{place}", "status": "completed", "action": {"type": "open_page", "url": attack}} for place, attack in enumerate(attacks[20:])]
        code = [{"type": "code_interpreter_call", "id": "c", "status": "completed", "code": "\n".join(attacks), "outputs": [{"type": "logs", "logs": "\n".join(attacks)}]}]
        cited = [{"type": "url_citation", "url": f"https://a.example/{len(portions)}/{place}", "title": attack} for place, attack in enumerate(attacks)]
        cited += [{"type": "url_citation", "url": attack, "title": "x"} for attack in attacks]
        message = {"type": "message", "id": "m", "content": [{"type": "output_text", "text": "Done.", "annotations": cited}]}
        usage = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
        whole = {"type": "response.completed", "response": {"status": "completed", "output": [*searches, *pages, *code, message], "usage": usage}}
        alone.upstream.whole(handler, 200, "text/event-stream", f"data: {json.dumps(whole)}\n\n".encode())
    alone.upstream.passed[PATH] = answer
    conversation, parent = None, None
    while portions:
        told = member.client.send("Search", conversation, parent, model="searching", tools=["web_search", "code_interpreter"])
        assert told.error is None and told.text == "Done.", told
        conversation, parent = told.conversation, told.message["id"]
    page = enter(visits, member)
    page.goto(f"{alone.url}/c/{conversation}")
    expect(page.locator(".answer .steps")).to_have_count(10)
    expect(page.locator(".answer .sources")).to_have_count(10)
    page.evaluate("document.querySelectorAll('.answer details').forEach(place => { place.open = true; })")
    assert_harmless(page, ".messages")
    assert page.locator(".sources a").count() == 400
    assert page.locator(".sources a").evaluate_all("links => links.every(link => link.href.startsWith('https://a.example/'))")
