"""What the chat page tells a member to enter in other programs: it works as it is copied."""

import subprocess
import sys

from playwright.sync_api import expect

from browser import assert_accessible
from programs import button, dialog, from_menu


def copied(page, settings, place: str) -> str:
    button(settings, f"Copy: {place}").click()
    return page.evaluate("navigator.clipboard.readText()")


def test_a_member_without_a_key_makes_one_and_the_texts_work_as_they_are_copied(world, visits):
    page = visits.open(world.member().link)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    settings = from_menu(page, "Connect a program")
    expect(settings).to_contain_text("You have no key that works yet.")
    button(settings, "New key").click()
    form = dialog(page, "New API key")
    form.get_by_label("Name").fill("Laptop")
    button(form, "Create key").click()
    expect(form).not_to_be_visible()

    program = settings.get_by_label("Program", exact=True)
    program.select_option("Python SDK (openai)")
    assert_accessible(page, "connecting a program")
    code = copied(page, settings, "Python")
    assert "…" not in code and "…" in settings.inner_text()
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert answer.returncode == 0 and answer.stdout.strip(), answer.stderr

    program.select_option("Codex CLI")
    expect(settings).to_contain_text(f'base_url = "{world.url}/v1"')
    program.select_option("Claude Code")
    shell = copied(page, settings, "Shell (macOS, Linux)")
    said = subprocess.run(["sh", "-c", shell.removesuffix("claude") + "printf %s \"$ANTHROPIC_BASE_URL\""], capture_output=True, text=True)
    assert said.stdout == world.url
