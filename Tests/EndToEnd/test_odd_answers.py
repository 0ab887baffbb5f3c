"""What upstreams were seen to send (`Tests/Fixtures/openai-chat/odd`), on the wire: what a member sees, is told at the end, and
finds after a reload, in both encodings of the stream."""

import json
import random

import pytest

from server import ROOT

FOLDER = ROOT / "Tests/Fixtures/openai-chat/odd"
NAMES = sorted(path.stem for path in FOLDER.glob("*.in"))
TYPES = ["text/event-stream", "text/html", "text/readystream", "application/x-ndjson", "application/json", "image/png"]


@pytest.fixture
def odd(alone):
    """A world whose upstream answers with the bytes of the file that the question names, cut anywhere, under any name."""

    def answer(handler, body):
        name = body["messages"][-1]["content"].split()[-1]
        rest, dice = (FOLDER / f"{name}.in").read_bytes(), random.Random(name)
        handler.send_response(200)
        for kind in dice.sample(TYPES, dice.randint(0, 2)):
            handler.send_header("content-type", kind)
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.close_connection = True
        while rest:
            size = dice.randint(1, max(1, len(rest)))
            handler.wfile.write(rest[:size])
            handler.wfile.flush()
            rest = rest[size:]

    alone.upstream.answer = answer
    return alone


def expected(name: str) -> dict[str, str]:
    lines = (FOLDER / f"{name}.expected").read_text().splitlines()
    return dict(line.split(" ", 1) for line in lines)


def stored(client, conversation: str) -> dict[str, dict]:
    """The assistant's messages by their kind."""
    nodes = client.conversation(conversation)["mapping"].values()
    messages = [node["message"] for node in nodes if node.get("message")]
    return {m["content"]["content_type"]: m for m in messages if m["author"]["role"] == "assistant"}


CODES = {"refused": "upstream_error", "bad": "upstream_bad_answer", "incomplete": "upstream_incomplete"}


def code_of(end: str) -> str:
    """An error that names a status is what that status is."""
    kind, named = end.split()[0], end.split('"')[1] if end.startswith("refused") else ""
    return {"404": "upstream_model_not_found", "429": "upstream_rate_limited"}.get(named, CODES[kind])


@pytest.mark.parametrize("encodings", [[], ["v1"]])
def test_every_odd_answer_is_shown_and_kept_as_the_table_says(odd, encodings):
    member = odd.member().client
    skipped = 0
    for name in NAMES:
        want = expected(name)
        end, text = want["end"].split()[0], json.loads(want.get("text", '""'))
        answer = member.send(f"answer {name}", supported_encodings=encodings)
        assert answer.status == 200, name
        messages = stored(member, answer.conversation)
        kept = messages["text"]
        assert kept["content"]["parts"] == [text], name
        thoughts = json.loads(want.get("reasoning", '""'))
        assert ("thoughts" in messages) == bool(thoughts), name
        if end == "finished":
            assert answer.is_done and answer.error is None, (name, answer)
            assert kept["status"] == "finished_successfully", name
            assert kept["metadata"]["finish_details"]["type"] == want["end"].split()[1], name
        else:
            assert answer.error and answer.error["code"] == code_of(want["end"]), (name, answer)
            assert kept["status"] == "error", name
            if answer.error["code"] == "upstream_rate_limited":
                # It would be left alone for some seconds.
                odd.admin.data(odd.admin.post(f"/api/channel/{odd.account}/retry"))
        if not encodings:
            assert answer.text == text, name
        skipped += int(want.get("unreadable", 0))
    shown = odd.admin.data(odd.admin.get(f"/api/channel/{odd.account}"))
    assert shown["skipped"] == skipped > 5 and shown["skipped_at"]


@pytest.mark.parametrize(("name", "cause"), [
    ("error-in-the-choice", "HTTP 502: 502: backend gone"), ("200-code-msg", "HTTP 200: 1302: concurrency too high"),
    ("200-base-resp", "HTTP 200: 1004: login fail"), ("200-error-type", "HTTP 200: rate_limit: too fast"),
    ("200-error-list", "HTTP 429: 429: quota"), ("page-alone", "HTTP 200: a page instead of an answer: Just a moment"),
])
def test_the_cause_of_a_failure_stands_in_the_panel(odd, name, cause):
    odd.member().client.send(f"answer {name}")
    shown = odd.admin.data(odd.admin.get(f"/api/channel/{odd.account}"))
    assert shown["status_reason"] == cause


def test_a_conversation_that_was_refused_can_be_continued(odd):
    """A strict upstream takes only turns of user and assistant, the user first, none of them empty."""
    member = odd.member().client
    conversation, leaf = None, None
    for name in ["200-code-msg", "done-and-nothing", "think-to-the-end", "error-in-the-choice", "think-whole", "whole-message"]:
        answer = member.send(f"answer {name}", conversation, leaf)
        conversation = answer.conversation
        leaf = member.conversation(conversation)["current_node"]
        roles = [line["role"] for line in odd.upstream.requests[-1]["body"]["messages"]]
        assert roles[0] == roles[-1] == "user" and all(a != b for a, b in zip(roles, roles[1:])), (name, roles)
        assert all(line["content"].strip() for line in odd.upstream.requests[-1]["body"]["messages"])
    assert "Hm. Yes." not in json.dumps(odd.upstream.requests[-1]["body"])
    assert answer.text == "One two three"
