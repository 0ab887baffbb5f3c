"""One member at several windows and devices: nothing travels twice, nothing is forked in silence, the list tells the truth."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser import another_tab, assert_accessible, look_again, wait_in
from chat_page import Chat, words


@pytest.fixture
def member(world):
    return world.member()


@pytest.fixture
def chat(member, visits):
    return Chat(visits.open(member.link))


@pytest.fixture
def elsewhere(member, visits):
    """Opens what a page shows on another device of its member, which hears nothing of it."""
    def open_elsewhere(page: Page) -> Chat:
        chat = Chat(visits.open(member.link))
        expect(chat.composer).to_be_visible()
        chat.page.goto(page.url)
        return chat
    return open_elsewhere


class Traffic:
    """What the page fetches by GET from now on."""

    def __init__(self, page: Page) -> None:
        self.requests = []
        # Not the answers: that of a request of before may be told of late.
        page.on("request", lambda request: self.requests.append(request) if request.method == "GET" else None)

    def forget(self) -> None:
        self.requests.clear()

    def asked(self, part: str) -> bool:
        return any(part in request.url for request in self.requests)

    def whole(self) -> list[str]:
        """The conversations that were fetched with all their messages, and the lists."""
        fetched = [each for each in self.requests if "/backend-api/conversation" in each.url and "limit=0" not in each.url]
        return [each.url for each in fetched if each.response().status == 200]


def test_an_answer_that_was_streamed_is_not_fetched_again_nor_is_what_did_not_change(chat):
    page = chat.page
    expect(chat.sidebar.get_by_text("No chats yet.")).to_be_visible()
    traffic = Traffic(page)
    chat.ask("First [[words=3]]")
    chat.ask("Second [[words=4]]")
    expect(chat.rows.first).to_contain_text("First")
    assert traffic.whole() == []
    # The first look fetches the list with the new conversation; a busy page sends what it asks for a little later.
    for _ in range(10):
        traffic.forget()
        with page.expect_response(lambda response: "limit=0" in response.url):
            look_again(page)
        with page.expect_response(lambda response: "/backend-api/conversations" in response.url):
            look_again(page)
        assert traffic.asked("limit=0")
        if traffic.whole() == []:
            break
    assert traffic.whole() == []
    # Going away and back fetches nothing whole either.
    traffic.forget()
    page.get_by_role("button", name="New chat", exact=True).first.click()
    expect(chat.answers).to_have_count(0)
    with page.expect_response(lambda response: "limit=0" in response.url and response.status == 304):
        chat.rows.first.get_by_role("link").click()
    expect(chat.answer).to_have_text(words(4))
    assert traffic.whole() == []


def test_what_changed_elsewhere_is_fetched_when_one_looks_again(chat, member):
    chat.ask("First [[words=3]]")
    conversation = chat.page.url.rsplit("/", 1)[1]
    leaf = member.client.conversation(conversation)["current_node"]
    member.client.send("From elsewhere [[words=6]]", conversation, leaf)
    look_again(chat.page)
    expect(chat.questions).to_have_count(2)
    expect(chat.answer).to_have_text(words(6))


def test_a_message_from_a_stale_window_shows_the_newer_ones_first_and_is_kept(world, chat, elsewhere):
    chat.ask("First [[words=3]]")
    stale = elsewhere(chat.page)
    expect(stale.answer).to_have_text(words(3))
    chat.ask("Second [[words=5]]")

    stale.type("Third [[words=7]]")
    stale.page.get_by_role("button", name="Send", exact=True).click()
    expect(stale.page.get_by_role("alert")).to_contain_text("This chat went on elsewhere")
    expect(stale.questions).to_have_count(2)
    expect(stale.questions.last).to_contain_text("Second")
    expect(stale.answer).to_have_text(words(5))
    expect(stale.composer).to_have_value("Third [[words=7]]")
    assert len(world.upstream.requests) == 2

    stale.page.get_by_role("button", name="Send", exact=True).click()
    expect(stale.answer).to_have_text(words(7))
    expect(stale.questions).to_have_count(3)
    expect(stale.page.get_by_role("alert")).to_have_count(0)
    expect(stale.page.get_by_role("group", name="Version")).to_have_count(0)
    asked = [message["content"] for message in world.upstream.requests[-1]["body"]["messages"] if message["role"] == "user"]
    assert [text.split()[0] for text in asked] == ["First", "Second", "Third"]


def test_a_stale_window_follows_another_branch_too(chat, elsewhere):
    chat.ask("How old is the moon? [[words=3]]")
    stale = elsewhere(chat.page)
    expect(stale.answer).to_have_text(words(3))
    chat.page.get_by_role("button", name="Edit", exact=True).click()
    chat.page.get_by_role("textbox", name="Edit", exact=True).fill("How old is the sun? [[words=4]]")
    chat.questions.get_by_role("button", name="Send", exact=True).click()
    expect(chat.answer).to_have_text(words(4))
    chat.expect_finished()

    stale.type("And Mars?")
    stale.page.get_by_role("button", name="Send", exact=True).click()
    expect(stale.page.get_by_role("alert")).to_contain_text("This chat went on elsewhere")
    expect(stale.questions).to_have_count(1)
    expect(stale.questions.first).to_contain_text("How old is the sun?")
    expect(stale.composer).to_have_value("And Mars?")


def test_a_message_sent_while_another_window_is_being_answered_is_kept(world, chat, elsewhere):
    chat.ask("First [[words=3]]")
    stale = elsewhere(chat.page)
    expect(stale.answer).to_have_text(words(3))
    chat.send("Second [[words=30]] [[hold=10]]")
    expect(chat.answer).to_have_text(words(10))
    stale.type("Third")
    stale.page.get_by_role("button", name="Send", exact=True).click()
    expect(stale.page.get_by_role("alert")).to_contain_text("An answer is still being written")
    expect(stale.answer).to_have_text(words(10))
    expect(stale.composer).to_have_value("Third")
    world.upstream.release.set()
    expect(stale.answer).to_have_text(words(30))
    stale.expect_finished()


def test_the_spinner_of_a_running_chat_survives_a_reload_and_ends_with_it(world, chat):
    chat.send("The long one [[words=30]] [[hold=10]]")
    expect(chat.answer).to_have_text(words(10))
    chat.page.goto(world.url + "/")
    row = chat.rows.filter(has_text="The long one")
    expect(row.get_by_text("is being answered")).to_be_attached()
    world.upstream.release.set()
    expect(row.get_by_text("has a new answer")).to_be_attached()
    expect(row.get_by_text("is being answered")).to_have_count(0)


def chats(member, count: int) -> list[str]:
    """Names of that many chats, oldest first; no two begin with the same."""
    names = [f"chat {number:03}" for number in range(count)]
    for name in names:
        answer = member.client.send(f"{name} [[words=1]]")
        renamed = member.client.request("PATCH", f"/backend-api/conversation/{answer.conversation}", json={"title": name})
        assert renamed.status_code == 200
    return names


def delete(member, *names: str) -> None:
    items = member.client.get("/backend-api/conversations?limit=100").json()["items"]
    for item in items:
        if item["title"] in names:
            gone = member.client.request("PATCH", f"/backend-api/conversation/{item['id']}", json={"is_visible": False})
            assert gone.status_code == 200


def test_after_deletions_on_another_device_the_list_has_no_ghosts_and_skips_none(member, visits):
    names = chats(member, 70)
    chat = Chat(visits.open(member.link))
    expect(chat.rows).to_have_count(28)
    # Among those that are shown: the pages behind them move up.
    newest_first = names[::-1]
    gone = newest_first[3:13]
    delete(member, *gone)

    def is_at_the_end() -> bool:
        chat.rows.last.scroll_into_view_if_needed()
        return chat.rows.filter(has_text="chat 000").count() == 1

    # A page may come a while after its end was scrolled to.
    wait_in(chat.page, is_at_the_end, "the oldest chat is listed")
    shown = [text.strip() for text in chat.rows.all_inner_texts()]
    assert [name for name in shown if name not in gone] == [name for name in newest_first if name not in gone]
    look_again(chat.page)
    expect(chat.rows).to_have_count(60)
    assert [text.strip() for text in chat.rows.all_inner_texts()] == [name for name in newest_first if name not in gone]


def test_a_chat_that_was_deleted_elsewhere_is_gone_from_the_list_once_it_is_opened(chat, member):
    chat.ask("Something [[words=1]]")
    address = chat.page.url
    chat.page.get_by_role("button", name="New chat", exact=True).first.click()
    member.client.request("PATCH", f"/backend-api/conversation/{address.rsplit('/', 1)[1]}", json={"is_visible": False})
    chat.rows.first.get_by_role("link").click()
    expect(chat.page.get_by_text("This chat is in the trash.")).to_be_visible()
    expect(chat.rows).to_have_count(0)
    # It is read, and nothing is added to it.
    expect(chat.page.locator("article.answer")).to_have_count(1)
    for name in ("Edit", "Answer again"):
        expect(chat.page.get_by_role("button", name=name)).to_have_count(0)
    expect(chat.page.locator("#composer")).to_have_count(0)
    chat.page.get_by_role("button", name="Restore", exact=True).click()
    expect(chat.rows).to_have_count(1)
    chat.ask("And more [[words=1]]")
    expect(chat.page.locator("article.answer")).to_have_count(2)


def test_a_message_to_a_chat_that_was_deleted_elsewhere_is_kept(chat, member):
    chat.ask("Something [[words=1]]")
    path = f"/backend-api/conversation/{chat.page.url.rsplit('/', 1)[1]}"
    member.client.request("PATCH", path, json={"is_visible": False})
    chat.page.locator("#composer").fill("Not lost [[words=1]]")
    chat.page.keyboard.press("Enter")
    expect(chat.page.get_by_text("This chat is in the trash.")).to_be_visible()
    chat.page.get_by_role("button", name="Restore", exact=True).click()
    expect(chat.page.locator("#composer")).to_have_value("Not lost [[words=1]]")


def test_a_chat_that_is_gone_for_good_is_gone_from_the_list_once_it_is_opened(chat, member):
    chat.ask("Something [[words=1]]")
    id = chat.page.url.rsplit("/", 1)[1]
    chat.page.get_by_role("button", name="New chat", exact=True).first.click()
    member.client.request("PATCH", f"/backend-api/conversation/{id}", json={"is_visible": False})
    member.client.request("DELETE", f"/backend-api/trash/{id}")
    chat.rows.first.get_by_role("link").click()
    expect(chat.page.get_by_text("This chat does not exist")).to_be_visible()
    expect(chat.rows).to_have_count(0)


def test_earlier_messages_come_above_what_is_read_and_do_not_move_it(world, chat, member):
    leaf, conversation = None, None
    for number in range(60):
        answer = member.client.send(f"question {number} [[words=40]]", conversation, leaf)
        conversation, leaf = answer.conversation, answer.message["id"]
    page = chat.page
    expect(chat.composer).to_be_visible()
    asked: list[str] = []
    # The outline leads to what is not here yet.
    page.goto(f"{world.url}/c/{conversation}")
    page.get_by_role("button", name="Outline of this chat").click()
    outline = page.get_by_role("dialog", name="Outline of this chat")
    expect(outline.get_by_role("listitem")).to_have_count(60)
    assert_accessible(page, "the outline")
    outline.get_by_role("button", name="question 3 [[words=40]]").click()
    expect(outline).to_have_count(0)
    expect(chat.questions.filter(has_text=re.compile(r"question 3 "))).to_be_in_viewport()
    page.on("request", lambda request: asked.append(request.url) if f"/backend-api/conversation/{conversation}?" in request.url else None)
    page.goto(f"{world.url}/c/{conversation}")
    expect(chat.answers).to_have_count(25)
    expect(page.get_by_role("heading", name="Message 71, You")).to_have_count(1)
    for drawn in (50, 60):
        before = page.locator(".messages").evaluate("""(place) => {
            place.querySelector("button").focus();
            place.scrollTo(0, 0);
            const first = place.querySelector("article.question");
            return [first.textContent, Math.round(first.getBoundingClientRect().top)];
        }""")
        expect(chat.answers).to_have_count(drawn)
        # Two frames: what comes into view is laid out then.
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        places = page.locator("article.question").evaluate_all(
            "(all) => all.map((each) => [each.textContent, Math.round(each.getBoundingClientRect().top)])")
        after = next(top for text, top in places if text == before[0])
        assert abs(after - before[1]) <= 60, (before, after)
    # The button above what is drawn is gone; the keyboard goes on where it was.
    expect(page.get_by_role("button", name="Show earlier messages")).to_have_count(0)
    assert page.evaluate("document.activeElement.className") == "messages"
    expect(page.get_by_role("heading", name="Message 1, You")).to_have_count(1)
    # Only what is looked at travels, and what is asked further is put where it belongs.
    assert [path.partition("?")[2].partition("=")[0] for path in asked] == ["limit", "limit", "limit"], asked
    chat.ask("the last one [[words=1]]")
    expect(chat.answers).to_have_count(61)
    expect(page.get_by_role("heading", name="Message 121, You")).to_have_count(1)


def test_windows_of_one_browser_tell_each_other_and_ask_for_nothing(world, chat):
    expect(chat.sidebar.get_by_text("No chats yet.")).to_be_visible()
    other = Chat(another_tab(chat.page, world.url + "/"))
    expect(other.sidebar.get_by_text("No chats yet.")).to_be_visible()
    traffic = Traffic(other.page)
    chat.send("A long story [[words=30]] [[hold=10]]")
    row = other.rows.filter(has_text="A long story")
    expect(row.get_by_text("is being answered")).to_be_attached()
    world.upstream.release.set()
    chat.expect_finished()
    expect(row.get_by_text("is being answered")).to_have_count(0)
    assert traffic.whole() == [] and not traffic.asked("/backend-api/conversations")
    chat.row_menu("A long story [[words=30]] [[hold=10]]", "Rename")
    chat.page.keyboard.type("A tale")
    chat.page.keyboard.press("Enter")
    expect(other.rows.filter(has_text="A tale")).to_have_count(1)
    chat.row_menu("A tale", "Delete")
    expect(other.rows.filter(has_text="A tale")).to_have_count(0)


def test_a_window_that_shows_the_same_chat_goes_along(world, chat):
    chat.ask("First [[words=3]]")
    other = Chat(another_tab(chat.page))
    expect(other.answer).to_have_text(words(3))
    chat.send("Second [[words=30]] [[hold=10]]")
    expect(other.questions).to_have_count(2)
    expect(other.answer).to_have_text(words(10))
    world.upstream.release.set()
    expect(other.answer).to_have_text(words(30))
    other.expect_finished()
    chat.expect_finished()
    # It is not stale: what is sent there goes on from the newest.
    other.ask("Third [[words=4]]")
    expect(chat.answer).to_have_text(words(4))
    expect(chat.questions).to_have_count(3)


def test_nine_windows_of_one_browser_are_all_answered_and_can_do_everything_else(world, chat):
    """A browser opens six connections to one server."""
    expect(chat.composer).to_be_visible()
    windows = [chat, *(Chat(another_tab(chat.page, world.url + "/")) for _ in range(8))]
    for number, window in enumerate(windows):
        window.send(f"Story {number} [[words=30]] [[hold={10 + number}]]")
    for number, window in enumerate(windows):
        expect(window.answer).to_have_text(words(10 + number))
    last = windows[-1]
    dialog = last.open_settings()
    expect(dialog.get_by_role("textbox").first).to_be_visible()
    last.page.keyboard.press("Escape")
    world.upstream.release.set()
    for window in windows:
        expect(window.answer).to_have_text(words(30), timeout=20_000)
        window.expect_finished()
    assert len(world.upstream.requests) == len(windows)


def test_two_members_at_two_windows_each_see_what_is_their_own(world, visits):
    windows = {}
    for name in ("first", "second"):
        one = Chat(visits.open(world.member().link))
        expect(one.sidebar.get_by_text("No chats yet.")).to_be_visible()
        windows[name] = [one, Chat(another_tab(one.page, world.url + "/"))]
        expect(windows[name][1].composer).to_be_visible()
    for name, (one, _) in windows.items():
        one.send(f"A secret of the {name} [[words=30]] [[hold=10]]")
    for one, other in windows.values():
        expect(one.answer).to_have_text(words(10))
        expect(other.rows).to_have_count(1)
    world.upstream.release.set()
    for name, pair in windows.items():
        foreign = "second" if name == "first" else "first"
        pair[0].expect_finished()
        pair[1].page.goto(pair[0].page.url)
        for window in pair:
            expect(window.answer).to_have_text(words(30))
            expect(window.rows).to_have_count(1)
            assert f"secret of the {foreign}" not in window.page.content()
    # What is another's looks as what is not there.
    first, second = windows["first"][1], windows["second"][0]
    first.page.goto(second.page.url)
    expect(first.page.get_by_role("main")).to_contain_text("does not exist")
    assert "secret of the second" not in first.page.content()
