"""Marks the parts of code, so that a style sheet can give them colours: `<span class="code-string">`.

The parts are those of Pygments, in a few kinds that a reader tells apart. The letters stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby

from markupsafe import Markup, escape

from bookbuilder.document.code_languages import lexer_title

LONGEST = 10_000
"""Letters: longer code has no colours, for the time of some lexers grows with its square."""
LONGEST_LINE = 2_000
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


def coloured(text: str, language: str) -> Markup:
    """Return code as markup. It has no parts in a language that is not known, or if it is very long.

    >>> coloured("x = 'a'  # b", "python")
    Markup('x = <span class="code-string">&#39;a&#39;</span>  <span class="code-comment"># b</span>')
    """
    title = lexer_title(language)
    too_long = len(text) > LONGEST or max(map(len, text.split("\n"))) > LONGEST_LINE
    parts = None if too_long or not title else list(_parts(text, title))
    if parts is None or "".join(letters for _, letters in parts) != text:
        return escape(text)
    return Markup("").join(
        _part(kind, "".join(letters for _, letters in group))
        for kind, group in groupby(parts, lambda part: part[0])
    )


def _part(kind: str, letters: str) -> Markup:
    return Markup('<span class="code-{}">{}</span>').format(kind, letters) if kind else escape(letters)


def _parts(text: str, title: str) -> Iterator[tuple[str, str]]:
    """Yield the letters of each token with its kind, empty where there is none. Space between words has none."""
    from pygments.lexers import find_lexer_class

    lexer_class = find_lexer_class(title)
    assert lexer_class is not None, "it is in the table of names"
    lexer = lexer_class(stripnl=False, ensurenl=False)
    for token, letters in lexer.get_tokens(text):
        yield "" if letters.isspace() else _kind(str(token)), letters


@cache
def _kind(token: str) -> str:
    return next(
        (kind for name, kind in _BY_TOKEN if token == name or token.startswith(f"{name}.")),
        "",
    )
