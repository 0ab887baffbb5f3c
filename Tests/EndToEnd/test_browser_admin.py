"""An administrator sets the server up, and keeps it, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser import PLAIN_HOST, assert_accessible, look_again
from chat_page import Chat, words
from conftest import PASSWORD
from one_world import world  # noqa: F401 (fixture)
from server import Server


def sign_in(visits, world, path: str = "/admin", **options) -> Page:
    page = visits.open(world.url + "/login", **options)
    page.get_by_label("User name").fill("boss")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    if path != "/admin":
        page.goto(world.url + path)
    return page


def row(page: Page, text: str):
    return page.get_by_role("row").filter(has_text=text)


def set_up_in_the_browser(visits, server: Server) -> Page:
    page = visits.open(server.link("/setup"))
    expect(page).not_to_have_url(re.compile("#."))
    page.get_by_label("User name").fill("boss")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Repeat the password").fill(PASSWORD + "!")
    page.get_by_role("button", name="Create the administrator").click()
    expect(page.get_by_text("The two passwords differ.")).to_be_visible()
    page.get_by_label("Repeat the password").fill(PASSWORD)
    page.get_by_role("button", name="Create the administrator").click()
    expect(page).to_have_url(server.url + "/admin")
    return page


def fill_account(page: Page, name: str, url: str, key: str = "sk-canary-key") -> None:
    form = page.get_by_role("dialog", name="New account")
    form.get_by_label("Name", exact=True).fill(name)
    form.get_by_label("Base URL").fill(url)
    form.get_by_label("API key").fill(key)
    form.get_by_label("Models", exact=True).fill("test-model, other-model")
    form.get_by_role("button", name="Create").click()
    expect(form).to_have_count(0)


def test_from_the_setup_link_to_a_member_who_chats(any_server, upstream, visits):
    any_server.start()
    page = set_up_in_the_browser(visits, any_server)
    steps = page.get_by_role("region", name="First steps").or_(page.locator("section.checklist"))
    expect(page.get_by_text("Sharing a consumer account among several people may break its provider’s terms")).to_be_visible()
    expect(steps).to_contain_text("0 of 5 done")

    steps.get_by_role("link", name="Add an account").click()
    fill_account(page, "team-01", upstream.url)
    page.get_by_role("button", name="Test team-01").click()
    expect(row(page, "team-01").get_by_text(re.compile(r"Works: \d"))).to_be_visible()

    page.get_by_role("link", name="Overview").click()
    expect(steps).to_contain_text("2 of 5 done")
    page.get_by_role("link", name="Packages").first.click()
    page.get_by_role("button", name="Add package").first.click()
    form = page.get_by_role("dialog", name="New package")
    form.get_by_label("Name", exact=True).fill("small")
    form.get_by_label("Per hour").fill("40")
    expect(form.get_by_text("at most 40 messages in any 60 minutes")).to_be_visible()
    form.get_by_role("button", name="Create").click()
    expect(row(page, "small")).to_contain_text("40 / h")

    page.get_by_role("link", name="Overview").click()
    steps.get_by_role("link", name="Create a member").click()
    form = page.get_by_role("dialog", name="New member")
    form.get_by_label("User name").fill("alice")
    form.get_by_label("Package").select_option("small")
    form.get_by_role("button", name="Create").click()
    drawer = page.get_by_role("dialog", name="alice")
    expect(drawer).to_contain_text("alice was created")

    drawer.get_by_role("button", name="Close").click()
    page.get_by_role("link", name="Overview").click()
    expect(steps).to_contain_text("3 of 5 done")
    steps.get_by_role("link", name="Bind the member to the account").click()
    drawer.get_by_role("button", name="Add binding").click()
    form = page.get_by_role("dialog", name="New binding")
    form.get_by_role("combobox", name="Account").click()
    form.get_by_role("option", name="team-01").click()
    form.get_by_role("radio", name="Shared").check()
    form.get_by_role("button", name="Add").click()
    expect(drawer).to_contain_text("alice may now use team-01.")

    link = create_link(page)
    page.get_by_role("button", name="Done").click()
    page.get_by_role("dialog", name="alice").get_by_role("button", name="Close").click()
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_text("Nothing needs your attention.")).to_be_visible()
    expect(steps).to_have_count(0)

    chat = Chat(visits.open(link))
    chat.ask("Hello [[words=4]]")
    expect(chat.answer).to_have_text(words(4))
    expect(chat.page.get_by_role("button", name="Quota: 39 messages left")).to_be_visible()


def create_link(page: Page) -> str:
    """From an open drawer to a copied link."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^(Create|Replace) link$")).click()
    form = page.get_by_role("dialog", name=re.compile("^(Create link|Replace the link\\?)$"))
    form.get_by_role("button", name=re.compile("^(Create|Replace) link$")).click()
    ready = page.get_by_role("dialog", name="The link is ready")
    ready.get_by_role("button", name="Copy link").click()
    expect(ready.get_by_role("button", name="Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert ready.get_by_label("Personal link").input_value() == link
    return link


def refuse(upstream) -> str:
    upstream.answer = lambda handler, body: upstream.refuse(handler, 401, {})
    return upstream.url


def hang_up(upstream) -> str:
    upstream.close()
    return upstream.url


def stand_on_a_private_address(upstream) -> str:
    return "http://127.0.0.1:9"


@pytest.mark.parametrize(("arrange", "says"), [
    (refuse, "401.*refused with 401"),
    (hang_up, "[Cc]onnect"),
    (stand_on_a_private_address, "upstream.allow_private"),
])
def test_a_failing_account_says_exactly_why(world, visits, arrange, says):
    page = sign_in(visits, world, "/admin/accounts?new=1")
    fill_account(page, "team-02", arrange(world.upstream))
    page.get_by_role("button", name="Test team-02").click()
    expect(row(page, "team-02").locator(".test-bad")).to_have_text(re.compile(says))
    expect(row(page, "team-02")).not_to_contain_text("sk-canary")


def test_a_form_says_what_is_wrong_at_its_fields_and_keeps_what_was_typed(world, visits):
    page = sign_in(visits, world, "/admin/accounts?new=1")
    form = page.get_by_role("dialog", name="New account")
    form.get_by_label("Base URL").fill("ftp://example.org")
    form.get_by_role("button", name="Create").click()
    expect(form.get_by_text("Must begin with https:// or http://")).to_be_visible()
    expect(form.get_by_label("Name", exact=True)).to_be_focused()
    expect(form.get_by_label("Base URL")).to_have_value("ftp://example.org")
    page.keyboard.press("Escape")
    expect(form.get_by_text("Discard what you typed?")).to_be_visible()
    form.get_by_role("button", name="Discard").click()
    expect(form).to_have_count(0)


def test_a_taken_name_and_a_second_binding_of_a_dedicated_account_are_explained(world, visits):
    first, second = world.member(), world.member()
    page = sign_in(visits, world, "/admin/members?new=1")
    form = page.get_by_role("dialog", name="New member")
    form.get_by_label("User name").fill(first.name)
    form.get_by_role("button", name="Create").click()
    expect(form.get_by_text("This user name is taken.")).to_be_visible()

    page.goto(world.url + "/admin/bindings?new=1")
    form = page.get_by_role("dialog", name="New binding")
    form.get_by_role("combobox", name="Member").fill(second.name)
    form.get_by_role("option", name=second.name).click()
    # Among all those of the tests before this one.
    form.get_by_role("combobox", name="Account").fill("upstream")
    form.get_by_role("option").filter(has=page.get_by_text("upstream", exact=True)).click()
    form.get_by_role("radio", name="Dedicated").check()
    form.get_by_role("button", name="Add").click()
    expect(form.get_by_role("alert").first).to_contain_text(re.compile("dedicated|already"))


def test_a_replaced_link_signs_its_browsers_out_and_the_new_one_works(world, visits):
    member = world.member()
    chat = Chat(visits.open(member.link))
    chat.ask("Hello [[words=1]]")
    page = sign_in(visits, world, f"/admin/members?open={member.id}")
    link = create_link(page)
    assert link != member.link
    # The page may have noticed by itself.
    look_again(chat.page)
    expect(chat.page.get_by_text("You are signed out")).to_be_visible()
    fresh = Chat(visits.open(link))
    expect(fresh.rows).to_have_count(1)

    page.get_by_role("button", name="Done").click()
    drawer = page.get_by_role("dialog", name=member.name)
    drawer.get_by_role("button", name="Revoke link").click()
    page.get_by_role("dialog", name="Revoke the link?").get_by_role("button", name="Revoke link").click()
    expect(drawer).to_contain_text("The link was revoked.")
    expect(drawer.get_by_role("button", name="Create link")).to_be_visible()
    fresh.page.reload()
    expect(fresh.page.get_by_role("heading", name="Sign in")).to_be_visible()


OPEN_A_DIALOG_UPON_THE_DRAWER = """
const timer = setInterval(() => {
  const revoke = [...document.querySelectorAll("dialog button")].find((button) => button.textContent === "Revoke link");
  if (document.querySelectorAll("dialog[open]").length === 2) { clearInterval(timer); console.info("two dialogs"); }
  else if (revoke) { revoke.focus(); revoke.click(); }
}, 20);
"""


def test_escape_closes_one_dialog_at_a_time(world, visits):
    member = world.member()
    page = sign_in(visits, world)
    # Chromium's own Esc closes both when no act of a person lies between them, and the driver's every look is such an act.
    page.add_init_script(OPEN_A_DIALOG_UPON_THE_DRAWER)
    with page.expect_console_message(lambda message: message.text == "two dialogs"):
        page.goto(f"{world.url}/admin/members?open={member.id}")
    page.keyboard.press("Escape")
    drawer = page.get_by_role("dialog", name=member.name)
    expect(page.get_by_role("dialog", name="Revoke the link?")).to_have_count(0)
    expect(drawer).to_be_visible()
    expect(drawer.get_by_role("button", name="Revoke link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


def test_a_link_that_was_not_copied_asks_before_it_is_lost(world, visits):
    member = world.member()
    page = sign_in(visits, world, f"/admin/members?open={member.id}")
    page.get_by_role("button", name="Replace link").click()
    page.get_by_role("dialog", name="Replace the link?").get_by_role("button", name="Replace link").click()
    ready = page.get_by_role("dialog", name="The link is ready")
    expect(ready).to_be_visible()
    page.keyboard.press("Escape")
    expect(ready.get_by_text("The link has not been copied. Close anyway?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(ready).to_have_count(0)
    expect(page.get_by_role("dialog", name=member.name)).to_be_visible()


def test_an_act_of_weight_asks_for_the_password_and_then_goes_on(world, visits):
    member = world.member()
    boss = next(each for each in world.admin.data(world.admin.get("/api/user/"))["items"] if each["username"] == "boss")
    link = world.admin.data(world.admin.post(f"/api/user/{boss['id']}/share_link"))["link"]
    page = visits.open(link)
    expect(page.get_by_role("textbox").first).to_be_visible()
    page.goto(f"{world.url}/admin/members?open={member.id}")

    def remove():
        page.get_by_role("dialog", name=member.name).get_by_role("button", name=re.compile("^More")).click()
        page.get_by_role("menuitem", name="Delete").click()
        asking = page.get_by_role("dialog", name=re.compile("^Delete"))
        asking.get_by_role("textbox").fill(member.name)
        asking.get_by_role("button", name="Delete").click()
        return asking

    asking = remove()
    prompt = page.get_by_role("dialog", name="Confirm with your password")
    password = prompt.get_by_label("Password")
    expect(password).to_be_focused()
    expect(password).to_have_attribute("autocomplete", "current-password")
    assert_accessible(page, "the password is asked for")
    page.keyboard.press("Escape")
    expect(prompt).to_have_count(0)
    expect(asking.get_by_text("Nothing was done: this must be confirmed with your password.")).to_be_visible()
    expect(asking.get_by_role("button", name="Delete")).to_be_focused()
    assert world.admin.get(f"/api/user/{member.id}").status_code == 200

    page.keyboard.press("Enter")
    password.fill("not the password")
    page.keyboard.press("Enter")
    expect(prompt.get_by_text("The password is wrong.")).to_be_visible()
    expect(password).to_be_focused()
    password.fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(prompt).to_have_count(0)
    expect(asking).to_have_count(0)
    expect(row(page, member.name)).to_have_count(0)
    assert world.admin.get(f"/api/user/{member.id}").status_code == 404


def test_on_plain_http_a_link_is_copied_out_of_a_dialog_upon_a_dialog(tmp_path, upstream, visits):
    server = Server(tmp_path, upstream.port)
    server.environment["CHATMIRROR_SERVER_PUBLIC_URL"] = address = f"http://{PLAIN_HOST}:{server.port}"
    server.start()
    try:
        page = visits.open(next(line for line in server.lines if "/setup#" in line))
        page.get_by_label("User name").fill("boss")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("Repeat the password").fill(PASSWORD)
        page.get_by_role("button", name="Create the administrator").click()
        expect(page.get_by_role("heading", name="Overview")).to_be_visible()
        assert page.evaluate("isSecureContext") is False, "so this proves nothing"
        page.goto(f"{address}/admin/members")
        page.get_by_role("button", name=re.compile("^Demo")).click()
        page.get_by_role("button", name="Replace link").click()
        page.get_by_role("dialog", name="Replace the link?").get_by_role("button", name="Replace link").click()
        ready = page.get_by_role("dialog", name="The link is ready")
        ready.get_by_role("button", name="Copy link").click()
        expect(ready.get_by_role("button", name="Copied")).to_be_visible()
        link = ready.get_by_label("Personal link").input_value()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        search = page.get_by_role("searchbox")
        search.focus()
        page.keyboard.press("Control+v")
        expect(search).to_have_value(link)
    finally:
        server.kill()
    visits.forgive("Cross-Origin-Opener-Policy header has been ignored")


def test_disabling_the_last_account_of_a_member_names_who_loses_it(world, visits):
    member = world.member()
    page = sign_in(visits, world, "/admin/accounts")
    page.get_by_role("button", name="More for upstream").click()
    page.get_by_role("menuitem", name="Disable").click()
    question = page.get_by_role("dialog", name="Disable upstream?")
    expect(question).to_contain_text("1 member loses their only account")
    expect(question).to_contain_text(member.name)
    question.get_by_role("button", name="Disable").click()
    expect(page.get_by_text("upstream takes no new messages.")).to_be_visible()
    expect(row(page, "upstream")).to_contain_text("Disabled")


def test_a_member_cannot_see_the_panel(world, visits):
    page = visits.open(world.member().link)
    expect(page.locator("#composer")).to_be_visible()
    page.goto(world.url + "/admin")
    expect(page.get_by_role("heading", name="Not allowed")).to_be_visible()
    expect(page.get_by_role("link", name="Back to the start", exact=True)).to_be_visible()
    expect(page.get_by_role("navigation", name="Sections")).to_have_count(0)


def test_a_session_that_ends_leaves_the_form_as_it_was(world, visits):
    page = sign_in(visits, world, "/admin/packages?new=1")
    page.get_by_role("button", name="Add package").first.click()
    form = page.get_by_role("dialog", name="New package")
    form.get_by_label("Name", exact=True).fill("kept")
    page.context.clear_cookies()
    form.get_by_role("button", name="Create").click()
    expect(form.get_by_role("alert")).to_contain_text("signed out")
    expect(form.get_by_label("Name", exact=True)).to_have_value("kept")
