"""State of the Responses API through OpenAI's SDK: answers that are kept, gone on from, written in the background; conversations."""

import json

import openai
import pytest

from asking import used
from conftest import add_account
from streams import wait_for
from test_sdk_openai import TOOL, sdk


def ask(client: openai.OpenAI, question, /, **fields):
    return client.responses.create(model="test-model", input=question, **fields)


def texts(items) -> list[str]:
    return [part.text for item in items if item.type == "message" for part in item.content]


def begin(client: openai.OpenAI, question: str, **fields) -> str:
    """An answer in the background, of whose asker nothing is left but its name."""
    stream = ask(client, question, background=True, stream=True, **fields)
    name = next(iter(stream)).response.id
    stream.close()
    return name


@pytest.mark.parametrize("streamed", [False, True])
def test_an_answer_is_found_again_and_deleted(any_upstream, streamed):
    client = sdk(any_upstream, any_upstream.member().key())
    if streamed:
        given = list(ask(client, "hello", instructions="Be short.", stream=True))[-1].response
    else:
        given = ask(client, "hello", instructions="Be short.")
    found = client.responses.retrieve(given.id)
    assert found.to_dict() == given.to_dict() and found.store is True and found.status == "completed"
    items = client.responses.input_items.list(given.id)
    assert texts(items.data) == ["hello"] and not items.has_more
    client.responses.delete(given.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(given.id)
    # An upstream keeps nothing.
    assert any_upstream.upstream.requests[-1]["body"].get("store") in (False, None)


def test_what_is_not_to_be_kept_is_not(any_upstream):
    client = sdk(any_upstream, any_upstream.member().key())
    given = ask(client, "hello", store=False)
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(given.id)


def test_a_talk_goes_on_with_tools_and_reasoning(any_upstream):
    """Every upstream is strict: it refuses results without calls, and proofs of reasoning that are not its own."""
    client = sdk(any_upstream, any_upstream.member().key())
    fields = {"tools": [TOOL], "reasoning": {"effort": "low", "summary": "auto"}}
    first = ask(client, "[[reasoning]] [[tool=get_weather]]", **fields)
    call = next(item for item in first.output if item.type == "function_call")
    result = {"type": "function_call_output", "call_id": call.call_id, "output": "Sunny"}
    second = ask(client, [result], previous_response_id=first.id, **fields)
    assert second.output_text == "ok" and second.previous_response_id == first.id
    third = ask(client, "and now?", previous_response_id=second.id, **fields)
    assert third.output_text == "ok"
    sent = json.dumps(any_upstream.upstream.requests[-1]["body"])
    assert "get_weather" in sent and "Sunny" in sent and "and now?" in sent and "previous_response_id" not in sent
    assert texts(client.responses.input_items.list(third.id).data) == ["and now?"]


def test_a_conversation_of_programs(any_upstream):
    client = sdk(any_upstream, any_upstream.member().key())
    talk = client.conversations.create(items=[{"role": "user", "content": "My name is Ada."}], metadata={"topic": "names"})
    assert talk.id.startswith("conv_") and talk.metadata == {"topic": "names"}
    given = ask(client, "Who am I?", conversation=talk.id)
    assert given.conversation.id == talk.id
    items = client.conversations.items.list(talk.id, order="asc")
    assert texts(items.data) == ["My name is Ada.", "Who am I?", "ok"]
    assert "Ada" in json.dumps(any_upstream.upstream.requests[-1]["body"])
    ask(client, "Again?", conversation={"id": talk.id})
    assert len(list(client.conversations.items.list(talk.id, limit=2))) == 5
    first = items.data[0]
    assert client.conversations.items.retrieve(first.id, conversation_id=talk.id).id == first.id
    client.conversations.items.delete(first.id, conversation_id=talk.id)
    added = client.conversations.items.create(talk.id, items=[{"role": "user", "content": "One more."}])
    assert texts(added.data) == ["One more."]
    assert client.conversations.update(talk.id, metadata={"topic": "more"}).metadata == {"topic": "more"}
    assert client.conversations.retrieve(talk.id).metadata == {"topic": "more"}
    assert client.conversations.delete(talk.id).deleted is True
    with pytest.raises(openai.NotFoundError):
        client.conversations.retrieve(talk.id)


def test_an_answer_in_the_background(world):
    whole = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [
        {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "There."}}]}

    def answer(handler, _) -> None:
        world.upstream.release.wait(60)
        world.upstream.whole(handler, 200, "application/json", json.dumps(whole).encode())

    world.upstream.passed["/v1/chat/completions"] = answer
    member = world.member([{"window": "day", "limit": 5}])
    client = sdk(world, member.key())
    begun = ask(client, "hello", background=True)
    assert begun.status in ("queued", "in_progress") and begun.background is True
    assert client.responses.retrieve(begun.id).status == "in_progress"
    with pytest.raises(openai.BadRequestError):
        ask(client, "and?", previous_response_id=begun.id)
    world.upstream.release.set()
    wait_for(lambda: client.responses.retrieve(begun.id).status == "completed", "the answer is complete")
    assert client.responses.retrieve(begun.id).output_text == "There."
    assert used(member) == 1
    assert ask(client, "and?", previous_response_id=begun.id).output_text == "There."


def clients_of(world, member) -> tuple[openai.OpenAI, openai.OpenAI]:
    """One of each process, where there are two."""
    key = member.key()
    made = [openai.OpenAI(base_url=server.url + "/v1", api_key=key, max_retries=0, timeout=30) for server in world.servers]
    return made[0], made[-1]


def test_an_answer_is_cancelled_from_another_process(world):
    one, other = clients_of(world, world.member())
    name = begin(one, "[[words=3]] [[hold=1]]")
    for client in (other, one):
        assert client.responses.cancel(name).status == "cancelled"
    world.upstream.release.set()
    wait_for(lambda: world.upstream.left >= 1, "the upstream is hung up on")
    assert one.responses.retrieve(name).status == "cancelled"
    with pytest.raises(openai.BadRequestError):
        one.responses.cancel(ask(one, "hello").id)


def test_events_are_read_again_from_another_process(world):
    one, other = clients_of(world, world.member())
    stream = one.responses.create(model="test-model", input="[[words=5]] [[hold=2]]", background=True, stream=True)
    seen = []
    for event in stream:
        seen.append(event)
        if event.type == "response.output_text.delta":
            break
    stream.close()
    name = seen[0].response.id
    rest = other.responses.retrieve(name, stream=True, starting_after=seen[-1].sequence_number)
    world.upstream.release.set()
    rest = list(rest)
    numbers = [event.sequence_number for event in [*seen, *rest]]
    assert numbers == list(range(len(numbers))) and rest[-1].type == "response.completed"
    said = "".join(event.delta for event in [*seen, *rest] if event.type == "response.output_text.delta")
    assert said == rest[-1].response.output_text == "word0 word1 word2 word3 word4 "
    assert other.responses.retrieve(name).to_dict() == rest[-1].response.to_dict()
    again = list(other.responses.retrieve(name, stream=True))
    assert [event.sequence_number for event in again] == numbers


def test_a_process_that_dies_leaves_a_failed_answer(world):
    one, other = clients_of(world, world.member())
    name = begin(one, "[[words=3]] [[hold=1]]")
    assert one.responses.retrieve(name).status == "in_progress"
    server = world.servers[0]
    server.kill()
    if len(world.servers) == 1:
        server.start()
    wait_for(lambda: other.responses.retrieve(name).status == "failed", "the answer is given up", patience=60)
    assert other.responses.retrieve(name).error.code == "server_error"


def test_a_process_that_stops_leaves_a_failed_answer(alone):
    client = sdk(alone, alone.member().key())
    name = begin(client, "[[words=3]] [[hold=1]]")
    server = alone.server
    server.process.terminate()
    wait_for(lambda: "stopping" in server.log.read_text(), "the server begins to stop")
    # The second signal does not wait for what runs.
    server.process.terminate()
    assert server.process.wait(30) == 0
    server.start()
    found = client.responses.retrieve(name)
    assert found.status == "failed" and found.error.code == "server_error"


def test_an_upstream_that_refuses_what_we_add_is_asked_without_it(alone):
    def answer(handler, body) -> None:
        if "include" in body:
            error = {"error": {"message": "Unknown parameter: 'include'.", "type": "invalid_request_error", "param": "include", "code": "unknown_parameter"}}
            return alone.upstream.whole(handler, 400, "application/json", json.dumps(error).encode())
        said = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [
            {"type": "output_text", "text": "There.", "annotations": []}]}
        response = {"id": "resp_theirs", "object": "response", "created_at": 1, "status": "completed", "model": "other", "output": [said],
                    "store": False, "parallel_tool_calls": True, "tool_choice": "auto", "tools": []}
        return alone.upstream.whole(handler, 200, "application/json", json.dumps(response).encode())

    alone.upstream.passed["/v1/responses"] = answer
    account = add_account(alone.admin, alone.upstream, "other", "other", settings={"endpoint_types": ["openai-response"]})
    client = sdk(alone, alone.member(account=account).key())
    given = client.responses.create(model="other", input="hello")
    assert given.output_text == "There." and given.id != "resp_theirs" and given.store is True
    assert client.responses.retrieve(given.id).to_dict() == given.to_dict()
    assert [("include" in asked["body"], asked["body"]["store"]) for asked in alone.upstream.requests] == [(True, False), (False, False)]


def test_a_conversation_has_one_answer_at_a_time(world):
    one, other = clients_of(world, world.member())
    talk = one.conversations.create()
    name = begin(one, "[[words=3]] [[hold=1]]", conversation=talk.id)
    with pytest.raises(openai.ConflictError):
        ask(other, "hello", conversation=talk.id)
    world.upstream.release.set()
    wait_for(lambda: one.responses.retrieve(name).status == "completed", "the answer is complete")
    assert len(other.conversations.items.list(talk.id).data) == 2
    assert ask(other, "hello", conversation=talk.id).output_text


def test_what_is_kept_is_sealed(alone, tmp_path):
    client = sdk(alone, alone.member().key())
    ask(client, "a-canary-of-a-question", metadata={"word": "a-canary-of-metadata"})
    client.conversations.create(items=[{"role": "user", "content": "a-canary-of-an-item"}], metadata={"x": "a-canary-of-metadata"})
    files = [path for path in tmp_path.rglob("*") if path.is_file() and "chatmirror" in path.name]
    assert files
    for path in files:
        assert b"a-canary" not in path.read_bytes(), path
