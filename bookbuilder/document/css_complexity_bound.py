"""A quick upper bound for the size of a style sheet: most sheets are far below every limit and need not be parsed.

Each token has at least one character, so a selector has at most as many parts as it has characters. Only declarations that
define or use variables are parsed.
"""

from __future__ import annotations

import re

import tinycss2

from bookbuilder.document.style_variables import DeclaredVariable, Variables

_QUIET = re.compile(
    r"""(?P<comment>/\*(?s:.*?)(?:\*/|\Z))|(?P<text>"(?:[^"\\\n]|\\(?s:.))*+"?|'(?:[^'\\\n]|\\(?s:.))*+'?)"""
    r"""|(?P<address>(?i:url)\([ \t\n]*+(?!["' \t\n])(?:[^)\\]|\\(?s:.))*+\)?)|(?P<spaces>[ \t\n]{2,})"""
)
_SHORT = {"comment": " ", "text": '""', "address": "url(x)", "spaces": " "}
_SELDOM = re.compile(r"\\|<!--|\0|[^\x01-\x7f]url\(|[\w#@-]url\(|u\+[\da-f?-]+url", re.IGNORECASE | re.ASCII)
"""What could make a token begin elsewhere than `_QUIET` finds it."""
_SIGN = re.compile(r"[{}()[\];,]")
_AT_RULE = re.compile(r"\s*@[a-zA-Z]")
_BRACES_OF_A_VALUE = re.compile(r"\s*--|(?s:.)*:\s*\Z")
"""What stands before a brace of a declaration. (Before that of a rule: selectors.)"""
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def quiet(css: str) -> int:
    """Return how many characters of a style sheet are those of comments, texts in quotation marks, addresses and
    runs of spaces."""
    return sum(len(match[0]) for match in _QUIET.finditer(css))


def is_bounded(css: str, *, deep: int, chain: int, parts: int) -> bool:
    """Whether a style sheet certainly has no brackets and variables more than `deep` in one another, no selector of more
    than `chain` parts, no rule whose selectors have more than `parts`, each with those of the rules around it, and no
    variables that are too much (`Variables`). False says nothing.

    `css` has line feeds only.

    >>> is_bounded("a { --b: 1; c: var(--b) }", deep=32, chain=200, parts=10_000)
    True
    >>> is_bounded("a { --b: {} }", deep=32, chain=200, parts=10_000), is_bounded("a }", deep=9, chain=9, parts=9)
    (False, False)
    """
    if _SELDOM.search(_QUIET.sub(_around_quiet, css)):
        return False
    css = _QUIET.sub(lambda match: _SHORT[match.lastgroup or ""], css)
    variables = Variables(deep)
    closing: list[str] = []
    around = [
        (0, 0)
    ]  # of each rule: parts of its longest selector, and of all, with those of the rules around it
    start = piece = longest = groups = 0
    for match in _SIGN.finditer(css):
        sign, at = match[0], match.start()
        in_block = not closing or closing[-1] == "}"
        if sign == ",":
            if in_block:
                longest, piece, groups = max(longest, at - piece), at, groups + 1
            continue
        if sign in _CLOSING:
            closing.append(_CLOSING[sign])
            if len(closing) > deep:
                return False
            if sign != "{" or not in_block:
                continue
            prelude = css[start:at]
            inner = _inside(prelude, max(longest, at - piece), groups + 1, around[-1])
            if inner is None or inner[0] > chain or inner[1] > parts or len(prelude) > parts:
                return False
            around.append(inner)
        elif sign == ";":
            # Between rules it ends an @-rule alone.
            if not in_block or (not closing and not _AT_RULE.match(css, start)):
                continue
            if not _add(css[start:at], variables, parts):
                return False
        else:
            # Where brackets do not match, only a parser knows what ends where.
            if not closing or closing.pop() != sign:
                return False
            if sign != "}" or (closing and closing[-1] != "}"):
                continue
            if not _add(css[start:at], variables, parts):
                return False
            around.pop()
        start, piece, longest, groups = match.end(), match.end(), 0, 0
    return not closing and _add(css[start:], variables, parts) and next(variables.excess(), None) is None


def _around_quiet(match: re.Match[str]) -> str:
    """Return the replacement of a comment, text or address for the search of `_SELDOM`."""
    return "url(" if match.lastgroup == "address" else " "


def _inside(prelude: str, longest: int, groups: int, around: tuple[int, int]) -> tuple[int, int] | None:
    """Return the pair of `around` for the contents of a rule; None if it cannot be computed simply."""
    if _BRACES_OF_A_VALUE.match(prelude):
        return None
    if _AT_RULE.match(prelude):
        return around
    chain, parts = around
    repeated = prelude.count("&")
    # As `css_complexity._selectors` counts, with characters in place of tokens.
    return chain + longest, len(prelude) + groups * parts + repeated * (len(prelude) + repeated * parts)


def _add(text: str, variables: Variables, parts: int) -> bool:
    """Add a possible declaration, or an @-rule without a block; return False if it has to be parsed to be bounded."""
    if _AT_RULE.match(text):
        return len(text) <= parts
    if "--" not in text:
        return True
    declaration = tinycss2.parse_one_declaration(text, skip_comments=True)
    if declaration.type == "declaration":
        variables.add(DeclaredVariable.of(declaration))
    return bool(declaration.type == "declaration")
