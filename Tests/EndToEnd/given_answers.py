"""A conversation whose answers a test writes by itself: the browser's network gives it, in the shape in which the server would."""

import json
import re

from playwright.sync_api import Page, Route

CONVERSATION = "00000000-0000-4000-8000-000000000001"


def show(page: Page, url: str, *answers: str) -> None:
    """Opens the conversation; it takes what one that was opened before in this page has shown."""
    address = re.compile(rf"/backend-api/conversation/{CONVERSATION}(\?.*)?$")
    page.unroute(address)
    page.route(address, lambda route: give(route, answers))
    page.goto(f"{url}/c/{CONVERSATION}")
    page.locator("article.answer, .message-failed").nth(len(answers) - 1).wait_for()


def give(route: Route, answers: tuple[str, ...]) -> None:
    mapping, parent = {"root": {"id": "root", "parent": None, "children": []}}, "root"
    for number, answer in enumerate(answers):
        for role, text in (("user", f"Question {number}"), ("assistant", answer)):
            identifier = f"{role}-{number}"
            message = {"id": identifier, "author": {"role": role}, "content": {"content_type": "text", "parts": [text]},
                       "status": "finished_successfully", "metadata": {}}
            mapping[parent]["children"].append(identifier)
            mapping[identifier] = {"id": identifier, "parent": parent, "children": [], "message": message}
            parent = identifier
    body = {"title": "Given", "mapping": mapping, "current_node": parent, "conversation_id": CONVERSATION}
    route.fulfill(status=200, content_type="application/json", body=json.dumps(body))
