"""Markdown and formulas that somebody might write to break a page, and ordinary ones that chance has damaged. Repeatable by seed."""

import random

PIECES = [
    "*a_", "*", "_", "~~", "`", "``", "[", "![", "](", "[a](", "[a][", "[^1]", "[^1]: ", "[a]: https://x.example\n", "<", "<a ", "<b>", "</b>", "<!--",
    "&", "&#", "&amp;", "\\", "$", "$$", "$a", "\\(", "\\)", "\\[", "\\]", "{", "}", "|", "|-|", "a|b\n", "-|-\n", "> ", ">", "- ", "* ", "1. ", "# ",
    "```", "```js\n", "~~~\n", "---\n", "===\n", "\n", "\n\n", "\t", "    ", "  \n", "\r\n", "https://", "www.", "a@b.c", "，", "**注意：**", "字",
    "\u202e", "\u0301", "\U0001f469\u200d\U0001f680", "\ufeff", "\u0000", "\u2028", "العربية", "x", "1", " ", "\\frac{1}{", "\\sqrt{", "\\left(",
    "\\begin{align}", "\\end{align}", "&=", "\\\\", "^{", "_{", "\\def\\a{\\a}", "\\text{", "\\vec", "'",
]

DOCUMENT = """# Title

A paragraph with **bold**, *italic*, `code`, ~~gone~~ and [a link](https://example.com/a_(b) "t"), https://example.com/docs，谢谢。

- one
  - two\twith a tab
    1. three

> quote **注意：**请
> - list

| a | b |
|---|:-:|
| $x^2$ | `y\\|z` |

```make
all:
\tcc -o a a.c
```

$$
\\frac{1}{1+\\sqrt{x}} = \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}
$$

\\begin{align}
a &= \\vec{b} \\\\
\\end{align}

See [docs] and[^1] &lt;b&gt; <b>not html</b>.

[docs]: https://example.com/docs
[^1]: A note.
"""


def hostile(seed: int) -> str:
    """Few pieces often, a damaged document, or a nest."""
    chance = random.Random(seed)
    match seed % 4:
        case 0:
            few = [chance.choice(PIECES) for _ in range(chance.randint(1, 3))]
            return "".join(few) * chance.choice([30, 300, 3_000])
        case 1:
            return "".join(chance.choice(PIECES) for _ in range(chance.choice([20, 200, 2_000])))
        case 2:
            return damaged(chance, DOCUMENT)
        case _:
            opening, closing = chance.choice([
                ("> ", ""), ("- ", ""), ("*a ", " b*"), ("**", "**"), ("[", "](https://x.example)"), ("\\frac{1}{", "}"), ("{", "}"), ("![", "](x)"),
                ("\\left(", "\\right)"), ("x^{", "}"), ("\\begin{cases}", "\\end{cases}"), ("<div>\n", "</div>\n"), ("1. > ", ""), ("`", "`"), ("\\text{$", "$}"),
            ])
            depth = chance.choice([10, 100, 1_000])
            nest = opening * depth + "x" + closing * depth
            return chance.choice(["{}", "$${}$$", "${}$", "```\n{}\n```", "|{}|\n|-|"]).replace("{}", nest)


def damaged(chance: random.Random, text: str) -> str:
    for _ in range(chance.randint(1, 12)):
        at, length = chance.randrange(len(text)), chance.randrange(40)
        text = chance.choice([
            text[:at] + text[at + length:], text[:at] + chance.choice(PIECES) + text[at:], text[:at] + text[at:at + length] * chance.randint(2, 60) + text[at:],
            text[:at],
        ]) or "x"
    return text
