"""What KaTeX can set, read from its own source, with a sample of each."""

import pathlib
import re

from server import ROOT

SOURCE = pathlib.Path("/usr/share/javascript/katex/katex.mjs")
SAMPLES = ROOT / "Tests/Fixtures/formulas/samples.txt"

# Parts of others, brackets, what prints or loads something, and one that KaTeX defines by a command that it has not.
NOT_ALONE = set(
    r"""\( \) $ \\ \begin \end \left \right \middle \hline \hdashline \nonumber \notag \bgroup \egroup \message \errmessage \show \newline
    \href \url \htmlClass \htmlId \htmlStyle \htmlData \html@mathml \includegraphics \operatorname@ \operatorname \tag@paren \tag@literal
    \bra@ket \bra@set \@ifnextchar \@ifstar \@hspace \@hspacer \@binrel \@char \varcoppa \verb \cr \ """.split())


def samples() -> list[str]:
    return SAMPLES.read_text().splitlines()


def environments() -> set[str]:
    """The environments that can be written without dollars around them."""
    return {name for name in functions() if re.fullmatch(r"[A-Za-z]+\*?", name)}


def functions() -> set[str]:
    source = SOURCE.read_text()
    lists = re.findall(r"names: \[(.*?)\]", source, re.S)
    return {unescaped(name) for names in lists for name in strings(names)}


def alone() -> list[str]:
    """A formula for each function, macro and symbol that has no sample and needs no argument."""
    source = SOURCE.read_text()
    names = functions() | {unescaped(name) for name in re.findall(r'defineMacro\("((?:[^"\\]|\\.)*)"', source)}
    names |= {unescaped(name) for name in re.findall(r'defineSymbol\(math, \w+, \w+, [^,]+, "((?:[^"\\]|\\.)*)"', source)}
    commands = {name for name in names if re.fullmatch(r"\\([A-Za-z@]+|[^A-Za-z\\\s])", name)}
    known = set(re.findall(r"\\(?:[A-Za-z@]+|[^A-Za-z])", SAMPLES.read_text()))
    return [f"x {name} y" for name in sorted(commands - known - NOT_ALONE)]


def strings(text: str) -> list[str]:
    return re.findall(r'"((?:[^"\\]|\\.)*)"', text)


def unescaped(text: str) -> str:
    return text.replace("\\\\", "\\")
