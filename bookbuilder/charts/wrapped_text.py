"""Parts text into lines of a width: at spaces, and between the signs of scripts that have none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookbuilder.charts.chart_style import ChartStyle

ELLIPSIS, HYPHEN = "…", "-"
_EAST = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u0e00-\u0eff"
"""The signs of East Asia, of Thai and Lao: a line may end behind each."""
_PIECES = re.compile(rf"[{_EAST}][、。，．」』）]*|[^\s{_EAST}]+-?|\s+")
"""What no line ends in: a word, a sign of East Asia, and the space between."""


def wrapped(text: str, width: float, style: ChartStyle, most: int = 1) -> tuple[str, ...]:
    """Return the lines of a text, at most so many. A text that needs more ends with an ellipsis."""
    text = " ".join(text.split())
    if style.text(text) <= width:
        return (text,)
    lines: list[str] = []
    for piece in _pieces(text, width, style):
        longer = f"{lines[-1]}{piece}" if lines else piece
        if lines and style.text(longer.rstrip()) <= width:
            lines[-1] = longer
        elif lines and not piece.strip():
            continue
        elif len(lines) == most:
            lines[-1] = shortened(f"{lines[-1]}{piece}", width, style)
            break
        else:
            lines.append(piece.lstrip())
    return tuple(line.strip() for line in lines)


def _pieces(text: str, width: float, style: ChartStyle) -> Iterator[str]:
    """Yield the words of a text, and the parts of words that are wider than a line: hyphenated as the language has it, if it
    can be."""
    for match in _PIECES.finditer(text):
        piece = match[0]
        while style.text(piece) > width:
            fitting = (at for at in style.hyphenated(piece) if style.text(f"{piece[:at]}{HYPHEN}") <= width)
            at = max(fitting, default=0)
            if not at:
                break
            yield f"{piece[:at]}{HYPHEN}"
            piece = piece[at:]
        if style.text(piece) <= width:
            yield piece
            continue
        part = ""
        for letter in piece:
            if part and style.text(part + letter) > width:
                yield part
                part = ""
            part += letter
        yield part


def shortened(text: str, width: float, style: ChartStyle) -> str:
    """Return as much of a text as fits into a width with an ellipsis behind it, for what has no room at all."""
    while text and style.text(f"{text.rstrip()}{ELLIPSIS}") > width:
        text = text[:-1]
    return f"{text.rstrip()}{ELLIPSIS}"


_BREAK = re.compile(rf"[\s\-{_EAST}]\Z")


def is_cut(text: str, lines: tuple[str, ...]) -> bool:
    """Whether lines are less than the text that they were made from, or part a word.

    >>> is_cut("Vereinigte Staaten", ("Vereinigte", "Staaten")), is_cut("日本語", ("日本", "語"))
    (False, False)
    >>> is_cut("Februar", ("Febru", "ar")), is_cut("Februar", ("Fe…",))
    (True, True)
    """
    rest = " ".join(text.split())
    for number, line in enumerate(lines):
        if not rest.startswith(line):
            return True
        before, rest = line, rest[len(line) :]
        if number < len(lines) - 1 and not rest.startswith(" ") and not _BREAK.search(before):
            return True
        rest = rest.lstrip()
    return bool(rest)
