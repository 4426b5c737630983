"""Splits an expression into tokens: names, numbers, days, signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bookbuilder.claims.claim_rules import SYNTAX, ExpressionError
from bookbuilder.phrases import Phrase

MOST = 500
"""Characters of the longest expression."""


@dataclass(frozen=True, slots=True)
class ExpressionToken:
    """A token: its `kind` (`name`, `quoted`, `number`, `date`, `sign`, `end`), its text without quotation marks, and its
    place."""

    kind: str
    text: str
    start: int
    end: int


_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<date>[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2})?(?![\w-]))"
    r"|(?P<number>[0-9][0-9_]*(?:\.[0-9]+)?(?:e[0-9]{1,2}(?!\w))?)"
    r"|(?P<name>[^\W\d]\w*(?:[-.]\w+)*)"
    r"|(?P<quoted>'[^'\n]+')"
    r"|(?P<sign><=|>=|!=|==|[-+*/=<>~(),%≤≥≠≈×·÷−])"
)
_SIGNS = {"==": "=", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "×": "*", "·": "*", "÷": "/", "−": "-"}


def expression_tokens(text: str) -> list[ExpressionToken]:
    """Return the tokens of an expression, with one of the kind `end` behind them; raises `ExpressionError`.

    >>> [token.text for token in expression_tokens("us-aid >= 1.8 * 'de aid'")]
    ['us-aid', '>=', '1.8', '*', 'de aid', '']
    """
    if len(text) > MOST:
        raise ExpressionError(
            SYNTAX, MOST, len(text), "split it into several claims", problem="it has more than 500 characters"
        )
    result: list[ExpressionToken] = []
    offset = 0
    while offset < len(text):
        match = _TOKEN.match(text, offset)
        if match is None:
            raise ExpressionError(
                SYNTAX, offset, offset + 1, problem=Phrase("{text!r} has no meaning here", text=text[offset])
            )
        kind, raw = str(match.lastgroup), match[0]
        if kind != "space":
            word = _SIGNS.get(raw, raw) if kind == "sign" else raw[1:-1] if kind == "quoted" else raw
            result.append(ExpressionToken(kind, word, offset, match.end()))
        offset = match.end()
    return [*result, ExpressionToken("end", "", len(text), len(text))]
