"""Marks the parts of code, so that a style sheet can give them colours: `<span class="code-string">`.

The parts are those of Pygments, in a few kinds that a reader tells apart. The letters stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from markupsafe import Markup, escape

from bookbuilder.document.code_languages import lexer_title

_NOTHING = Markup("")
LONGEST = 10_000
"""Letters: longer code has no colours, for the time of some lexers grows with its square."""
LONGEST_LINE = 2_000
LONGEST_RUN = 1_500
"""Letters of nothing but words and space, empty lines for example: the lexers of C# and Java look for the end of them
again at each."""
KINDS = (
    "comment", "constant", "deleted", "inserted", "keyword", "name", "number", "output", "prompt", "string",
)  # fmt: skip
"""The kinds of parts, each the end of a class."""
_BY_TOKEN = (
    ("Token.Comment.Preproc", "keyword"), ("Token.Comment", "comment"), ("Token.Keyword.Constant", "constant"),
    ("Token.Keyword", "keyword"), ("Token.Operator.Word", "keyword"), ("Token.Name.Function", "name"),
    ("Token.Name.Class", "name"), ("Token.Name.Tag", "name"), ("Token.Name.Decorator", "name"),
    ("Token.Name.Namespace", "name"), ("Token.Name.Attribute", "name"), ("Token.Name.Constant", "constant"),
    ("Token.Literal.String", "string"), ("Token.Literal.Number", "number"), ("Token.Literal.Date", "number"),
    ("Token.Generic.Deleted", "deleted"), ("Token.Generic.Error", "deleted"), ("Token.Generic.Traceback", "deleted"),
    ("Token.Generic.Inserted", "inserted"), ("Token.Generic.Heading", "keyword"),
    ("Token.Generic.Subheading", "keyword"), ("Token.Generic.Prompt", "prompt"), ("Token.Generic.Output", "output"),
)  # fmt: skip
"""Kinds of tokens of Pygments, each with all below it, and how they are shown; the first that fits counts."""

_DIFFERENCES = {"deleted": "del", "inserted": "ins"}


def coloured(text: str, language: str, around: tuple[str, str] = ("", "")) -> Markup:
    """Return code as markup. It has no parts in a language that is not known, or if it is very long. `around` are the marks
    of its source (`document.text_sources`), which are no code, and become letters of its first and its last part.

    >>> coloured("x = 'a'  # b", "python")
    Markup('x = <span class="code-string">&#39;a&#39;</span>  <span class="code-comment"># b</span>')
    """
    parts = _marked(_kinds(text, language), around)
    return Markup("").join(_part(kind, letters, language) for kind, letters in parts)


def coloured_rows(
    text: str, language: str, around: tuple[str, str] = ("", ""), between: Markup = _NOTHING
) -> list[Markup]:
    """Return the rows of code as markup; a part that goes over several rows is parted. `around` is as above, `between`
    stands between parts that no space separates.

    >>> coloured_rows("/* a\\n b */\\n", "c")
    [Markup('<span class="code-comment">/* a</span>'), Markup('<span class="code-comment"> b */</span>')]
    """
    parts = _kinds(text, language)
    if parts[-1][1].endswith("\n"):  # no row begins behind it
        parts[-1] = (parts[-1][0], parts[-1][1][:-1])
    rows: list[list[Markup]] = [[]]
    apart = True
    for kind, letters in _marked([part for part in parts if part[1]] or [("", "")], around):
        first, *others = letters.split("\n")
        if first and not apart and not first[0].isspace():
            rows[-1].append(between)
        rows[-1].append(_part(kind, first, language))
        rows += [[_part(kind, part, language)] for part in others]
        apart = letters[-1:].isspace()
    return [Markup("").join(row) for row in rows]


def _marked(parts: list[tuple[str, str]], around: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the parts of code with marks as letters of the first and the last one."""
    parts = [(parts[0][0], around[0] + parts[0][1]), *parts[1:]]
    return [*parts[:-1], (parts[-1][0], parts[-1][1] + around[1])]


def _kinds(text: str, language: str) -> list[tuple[str, str]]:
    """Return the letters of code with their kinds: at least one part."""
    title = lexer_title(language)
    parts = None if is_too_long(text) or not title else list(_parts(text, title))
    if not parts or "".join(letters for _, letters in parts) != text:
        return [("", text)]
    return [
        (kind, "".join(letters for _, letters in group))
        for kind, group in groupby(parts, lambda part: part[0])
    ]


def is_too_long(text: str) -> bool:
    """Whether code is too long to have colours, as a whole or somewhere in it."""
    longest_line, longest_run = max(map(len, text.split("\n"))), max(map(len, _RUN.findall(text)), default=0)
    return len(text) > LONGEST or longest_line > LONGEST_LINE or longest_run > LONGEST_RUN


def _part(kind: str, letters: str, language: str) -> Markup:
    """Return a part of code. What a difference takes out or puts in is said by its element as well, not by colour alone."""
    if not kind or not letters:
        return escape(letters)
    name = _DIFFERENCES.get(kind, "span") if lexer_title(language) == "Diff" else "span"
    return Markup('<{0} class="code-{1}">{2}</{0}>').format(name, kind, letters)


def _parts(text: str, title: str) -> Iterator[tuple[str, str]]:
    """Yield the letters of each token with its kind, empty where there is none. Space between words has none."""
    from pygments.lexers import find_lexer_class

    lexer_class = find_lexer_class(title)
    assert lexer_class is not None, "it is in the table of names"
    lexer = lexer_class(stripnl=False, ensurenl=False)
    for token, letters in lexer.get_tokens(text):
        yield "" if letters.isspace() else _kind(str(token)), letters


_RUN = re.compile(r"[\w\s]+")


@cache
def _kind(token: str) -> str:
    return next(
        (kind for name, kind in _BY_TOKEN if token == name or token.startswith(f"{name}.")),
        "",
    )
