"""Formulas in a real browser: everything that KaTeX can set looks as it does without a policy, and nothing it is given breaks the page."""

import re

import pytest
from playwright.sync_api import Page, expect

import katex_names
from chat_page import Chat
from given_answers import show
from server import ROOT

# Every element of every formula: where it stands, how big it is, and what is painted.
MEASURE = """
() => [...document.querySelectorAll(".formula")].map((formula) => {
  const origin = formula.getBoundingClientRect();
  return [...formula.querySelectorAll("*")].map((element) => {
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    const place = [box.x - origin.x, box.y - origin.y, box.width, box.height].map((value) => value.toFixed(1));
    const paint = ["color", "backgroundColor", "borderTop", "borderRight", "borderBottom", "borderLeft", "stroke", "strokeWidth", "fontSize",
      "verticalAlign", "paddingLeft", "marginLeft", "marginRight", "textShadow", "visibility", "overflow"].map((name) => style[name]);
    return [element.tagName, ...place, ...paint].join(" ");
  });
})
"""

# Sets every formula as KaTeX does by itself, which a policy hinders.
SET_PLAINLY = """
async ([address, formulas]) => {
  const { default: katex } = await import(address);
  const places = [...document.querySelectorAll(".formula")];
  places.forEach((place, index) =>
    katex.render(formulas[index], place, {displayMode: true, strict: false, trust: false, errorColor: "currentColor", maxSize: 20}));
  document.querySelectorAll(".formula path").forEach((path) => path.setAttribute("d", path.getAttribute("d").replace("MM", "M")));
  await document.fonts.ready;
}
"""


@pytest.fixture
def page(alone, visits) -> Page:
    page = visits.open(alone.member().link)
    expect(page.locator("#composer")).to_be_visible()
    return page


def katex_address() -> str:
    return "/assets/c/" + next((ROOT / "frontend/dist/c").glob("katex-*.js")).name


def measured(page: Page) -> list[list[str]]:
    page.evaluate("document.fonts.ready.then(() => undefined)")
    return page.evaluate(MEASURE)


def test_everything_that_katex_can_set_looks_as_it_does_without_a_policy(alone, visits):
    formulas = katex_names.samples() + katex_names.alone()
    assert len(formulas) > 700
    # The tall ceiling of KaTeX 0.16.4 says "MM" where it moves; ours is mended, the plain one complains.
    visits.forgive("attribute d: Expected number")
    link = alone.member().link
    seen = {}
    for has_policy in (True, False):
        page = visits.open(link, bypass_csp=not has_policy)
        expect(page.locator("#composer")).to_be_visible()
        show(page, alone.url, "\n\n".join(f"$$\n{formula}\n$$" for formula in formulas))
        expect(page.locator(".formula")).to_have_count(len(formulas))
        if not has_policy:
            page.evaluate(SET_PLAINLY, [katex_address(), formulas])
        seen[has_policy] = measured(page)
    different = [
        f"{formula}: {[pair for pair in zip(seen[True][index], seen[False][index]) if pair[0] != pair[1]][:2]}"
        for index, formula in enumerate(formulas) if seen[True][index] != seen[False][index]]
    assert not different, f"{len(different)} formulas:\n" + "\n".join(different[:20])


def test_an_environment_needs_no_dollars(alone, page):
    samples = [each for each in katex_names.samples() if re.fullmatch(r"\\begin\{([A-Za-z]+\*?)\}.*\\end\{\1\}", each)]
    known = {re.match(r"\\begin\{(.*?)\}", each)[1] for each in samples}
    assert {"align", "equation*", "CD"} <= known
    text = "\n\n".join(f"Text:\n{sample}\nMore." for sample in samples)
    show(page, alone.url, text)
    expect(page.locator(".formula-block .katex-display")).to_have_count(len(samples))


def test_every_environment_of_katex_is_known():
    source = (ROOT / "frontend/src/markdown/environments.ts").read_text()
    named = set(re.findall(r"[A-Za-z]+\*?", re.search(r"new Set\((.*?)\.split", source, re.S)[1]))
    assert katex_names.environments() == named


def test_a_download_of_katex_that_fails_is_tried_again(alone, page, visits):
    visits.forgive("ERR_FAILED")
    asked: list[str] = []

    def fail_once(route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/assets/c/katex-"), fail_once)
    show(page, alone.url, "Take $a^2$ of it.")
    expect(page.locator(".formula .katex")).to_have_count(1)
    assert len(asked) == 2


def test_without_katex_the_source_stands_there_and_the_next_formula_asks_again(alone, page, visits):
    visits.forgive("ERR_FAILED")
    page.route(re.compile(r"/assets/c/katex-"), lambda route: route.abort())
    show(page, alone.url, "Take $a^2$ of it.")
    expect(page.locator("code.formula-source")).to_have_text("$a^2$")
    with page.expect_event("requestfailed", lambda request: "again=2" in request.url):
        pass
    page.unroute(re.compile(r"/assets/c/katex-"))
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".formula .katex")).to_have_count(1)


HOSTILE = [
    r"\frac{1}{" * 150 + "x" + "}" * 150, r"\sqrt{" * 200 + "x" + "}" * 200, r"\sqrt" * 200 + "x", "{" * 3_000, "{" * 3_000 + "}" * 3_000,
    r"\left(" * 200 + "x" + r"\right)" * 200, "x^{" * 100 + "x" + "}" * 100, r"\def\a{\a\a}\a", r"\def\a{\frac{1}{\b}}\def\b{\frac1{\a}}\a",
    r"\def\a#1{#1#1#1#1}" + r"\a{" * 20 + "x" + "}" * 20, r"\def\a{" + "x" * 4_000 + "}" + r"\a" * 900, r"\begin{matrix}" * 50,
    "&" * 5_000, r"\begin{matrix}" + "&" * 5_000 + r"\end{matrix}", r"\rule{1em}{1em}" * 380, "x" * 100_000, r"\overbrace{" * 29 + "x" + "}" * 29,
    "".join(rf"\def\{chr(98 + n)}{{\frac{{1}}{{\frac{{1}}{{\frac{{1}}{{\{chr(97 + n)}}}}}}}}}" for n in range(1, 24)) + r"\y", r"\hat" * 500,
    r"\rule{9999em}{9999em}", r"\kern{-99999em}x", "\\\\" * 3_000, "'" * 5_000, "^_" * 2_000, r"\verb" + "|" * 500, r"\\[99999em]x",
]

DEEPEST = """
() => { let most = 0; for (const leaf of document.querySelectorAll(".markdown *")) {
  let depth = 0; for (let at = leaf; at; at = at.parentElement) depth++; most = Math.max(most, depth); } return most; }
"""


def test_no_formula_breaks_the_page(alone, page):
    for formula in HOSTILE:
        show(page, alone.url, f"Before.\n\n$$\n{formula}\n$$\n\nAfter.", f"Within ${formula}$ a line.")
        answers = page.locator("article.answer")
        expect(answers.first).to_contain_text("After.")
        expect(answers.last).to_contain_text("a line.")
        expect(page.locator(".formula, .formula-source, .markdown-source").first).to_be_visible()
        # What is drawn stays small; what is not drawn is shown as it was written.
        assert page.evaluate("document.querySelectorAll('.markdown *').length") < 100_000, formula[:40]
        assert page.evaluate(DEEPEST) < 700, formula[:40]
        Chat(page).type("still alive")
