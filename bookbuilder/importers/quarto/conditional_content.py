"""Leaves out what Quarto shows in other formats than a printed page (`.content-visible when-format="html"`)."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Report, Span
from bookbuilder.importers.manuscript.losses import HIDDEN
from bookbuilder.importers.markdown_sources.markdown_lines import changed_outside_code, outside_code
from bookbuilder.importers.quarto.divs import DIV, end_of_div

SHOWN = frozenset(("pdf", "latex", "typst", "tex"))
"""The formats that a book counts as: of two versions, its editions have that for print."""
_MARK = r"\.content-(?:visible|hidden)\b"
_BRACES = re.compile(rf"\{{[^{{}}\n]{{0,300}}?{_MARK}[^{{}}\n]{{0,300}}\}}")
_CONDITION = re.compile(
    r"[ \t]*\b(when|unless)-([a-z]+)[ \t]*=[ \t]*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^\s{}\"']+))"
)
_FENCE = re.compile(r"[ \t]{0,20}(`{3,}|~{3,})(.*)")
_SPAN = re.compile(rf"\[([^\[\]\n]{{0,2000}})\](\{{[^{{}}\n]{{0,300}}?{_MARK}[^{{}}\n]{{0,300}}\}})")


def visible_content(text: str, place: Span, report: Report) -> str:
    """Return a text without the divs, spans and blocks of code that are not for print, and without the conditions of others.
    Reports `import.hidden` for each; conditions that are not about formats are taken for met."""
    if not re.search(_MARK, text):
        return text
    lines = text.split("\n")
    visible = set(outside_code(lines))
    out: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        end, braces = number + 1, None
        if number in visible and (div := DIV.match(line)) and div[2]:
            braces = _BRACES.search(div[2])
            end = end_of_div(lines, number, visible) if braces else end
        elif (
            number not in visible and (fence := _FENCE.match(line)) and (not number or number - 1 in visible)
        ):
            braces = _BRACES.search(fence[2])
            end = next((one for one in range(number + 1, len(lines)) if one in visible), len(lines))
        if braces and not _shown(braces[0]):
            words = " ".join(one.strip() for one in lines[number + 1 : end - 1] if one.strip())
            report(HIDDEN, Span(place.path), text=words[:200])
            number = end
            continue
        out.append(_without_conditions(line) if braces else line)
        number += 1
    return "\n".join(_visible_spans(out, place, report))


def _visible_spans(lines: list[str], place: Span, report: Report) -> list[str]:
    def change(match: re.Match[str]) -> str:
        if _shown(match[2]):
            return match[1]
        report(HIDDEN, Span(place.path), text=match[1][:200])
        return ""

    for number in outside_code(lines):
        lines[number] = changed_outside_code(_SPAN, change, lines[number])
    return lines


def _shown(braces: str) -> bool:
    """Whether what has these attributes is in a printed book.

    >>> _shown('{.content-visible when-format="html"}'), _shown('{.content-hidden unless-format="pdf"}')
    (False, True)
    """
    met = True
    for word, what, *values in _CONDITION.findall(braces):
        if what == "format":
            met &= ("".join(values).strip().lower() in SHOWN) == (word == "when")
    if not any(what == "format" for _, what, *_ in _CONDITION.findall(braces)):
        return ".content-visible" in braces or bool(_CONDITION.search(braces))
    return met == (".content-visible" in braces)


def _without_conditions(line: str) -> str:
    return _CONDITION.sub("", line)
