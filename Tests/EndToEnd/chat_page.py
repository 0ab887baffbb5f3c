"""What a member does on the chat page, in words."""

import re

from playwright.sync_api import Locator, Page, expect


class Chat:
    """The page a member has open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.composer = page.locator("#composer")
        self.answers = page.locator("article.answer")
        self.questions = page.locator("article.question")
        self.sidebar = page.get_by_role("complementary")
        self.rows = self.sidebar.get_by_role("listitem")

    @property
    def answer(self) -> Locator:
        """The text of the last answer."""
        return self.answers.last.locator(":scope > .markdown")

    def type(self, text: str) -> None:
        expect(self.composer).to_be_visible()
        self.composer.fill(text)

    def send(self, text: str) -> "Chat":
        self.type(text)
        self.page.get_by_role("button", name="Send", exact=True).click()
        expect(self.composer).to_have_value("")
        return self

    def ask(self, text: str) -> "Chat":
        """Sends, and waits until the answer is complete."""
        before = self.answers.count()
        self.send(text)
        expect(self.answers).to_have_count(before + 1)
        self.expect_finished()
        return self

    def expect_finished(self) -> None:
        expect(self.answers.last.get_by_role("button", name="Copy", exact=True).last).to_be_visible()
        expect(self.page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)

    def row_menu(self, title: str, entry: str) -> None:
        self.rows.filter(has_text=title).hover()
        self.page.get_by_role("button", name=f"Menu of “{title}”").click()
        self.page.get_by_role("menuitem", name=entry).click()

    def choose_model(self, name: str) -> None:
        self.page.get_by_role("button", name="Choose another").click()
        self.page.get_by_role("menuitemradio", name=name, exact=True).click()

    def open_settings(self) -> Locator:
        self.page.get_by_role("button", name=re.compile("settings and sign-out|设置与退出")).click()
        self.page.get_by_role("menuitem", name=re.compile("^(Settings|设置)$")).click()
        dialog = self.page.get_by_role("dialog", name=re.compile("^(Settings|设置)$"))
        expect(dialog.get_by_role("textbox").first).to_be_visible()
        return dialog

    def choose_setting(self, label: str, value: str) -> None:
        self.open_settings().get_by_label(label).select_option(value)
        self.page.keyboard.press("Escape")


def words(count: int) -> str:
    """What the scripted upstream answers with."""
    return " ".join(f"word{number}" for number in range(count))
