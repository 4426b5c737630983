"""Splits TeX into its signs: commands, braces, comments, and the letters between them, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.formulas.formula_limits import DEPTH

TILDE = "\u0303"
r"""What stands over the base of `\widetilde`, which the converter does not know."""


@dataclass(frozen=True, slots=True)
class TexSign:
    """A piece of TeX, and where it begins."""

    text: str
    start: int

    @property
    def name(self) -> str:
        """The name of a command, without its backslash; empty if it is none."""
        return self.text[1:] if self.text[:1] == "\\" else ""


def signs(tex: str) -> tuple[TexSign, ...]:
    """Return the signs of a formula; together they are its text.

    >>> [sign.text for sign in signs(r"\\frac{a}2 % half")]
    ['\\\\frac', '{', 'a', '}', '2 ', '% half']
    """
    return tuple(TexSign(match[0], match.start()) for match in _SIGN.finditer(tex))


_SIGN = re.compile(r"\\(?:[A-Za-z]+|.|\Z)|%[^\n]*\n?|[{}$&\[\]<>]|[^\\%{}$&\[\]<>]+", re.DOTALL)


def closing(all_signs: Sequence[TexSign], opening: int) -> int:
    """Return the index of the brace that closes the one at an index; the number of signs if nothing does."""
    depth = 0
    for index in range(opening, len(all_signs)):
        text = all_signs[index].text
        depth += (text == "{") - (text == "}")
        if not depth:
            return index
    return len(all_signs)


def too_deep(all_signs: Sequence[TexSign]) -> int:
    """Return where a formula has too many groups inside one another; -1 if it has not."""
    depth = 0
    for sign in all_signs:
        if sign.text == "{" or sign.name in ("left", "begin"):
            depth += 1
        elif sign.text == "}" or sign.name in ("right", "end"):
            depth = max(depth - 1, 0)
        if depth > DEPTH:
            return sign.start
    return -1
