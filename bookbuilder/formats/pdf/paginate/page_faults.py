"""The rules for faults of pages that are laid out: what is printed over something, cut, torn, stranded or nearly empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.phrases import Phrase, counted

OVERPRINT = Rule(
    "page.overprint",
    "page {page}: {text!r} is printed over {under}",
    "What is printed lies on each other and can hardly be read: a word that is too long for its cell or its margin, a line"
    " that is set too tight, a picture that reaches into the text. Make the words shorter or their place wider; if a style"
    " sheet of yours has moved them (a negative margin, `position`), change that. A picture that is the ground of a text is"
    " not told: one that a style sheet takes out of the flow, with all of the text inside.",
    Severity.WARNING,
)
CUT = Rule(
    "text.cut",
    "page {page}: {text!r} {problem}",
    "A text leaves the place that it is set in: its cell, its column, a box with a fixed size, the page. Mostly it is a word"
    " or an address that can be parted nowhere. Part it, make its place wider, or set it smaller.",
    Severity.WARNING,
)
TORN = Rule(
    "word.torn",
    "page {page}: the end of a line tears {before!r} from {after!r} without a hyphen",
    "A word that has no room on a line and can be hyphenated nowhere is parted where the room ends. Mark where it may be"
    " hyphenated (`hyphenation.toml`, or a soft hyphen), make its place wider, or take a shorter word.",
    Severity.WARNING,
)
GAP = Rule(
    "line.gap",
    "page {page}: the spaces of a line are {gap} em wide: {text!r}",
    "A line that is stretched until its words stand apart: what follows can be parted nowhere, and the line is too short for"
    " it. A few words more or less mend it, or a place where the long word may be parted.",
    Severity.NOTICE,
)
STRANDED = Rule(
    "heading.stranded",
    "page {page}: {problem}",
    "A heading belongs to what follows it. It looks lost at the foot of a page, and above the text of another section.",
    Severity.WARNING,
)
SECTION = Rule(
    "figure.section",
    "page {page}: this {kind} is written under {written!r}, and stands under {placed!r}",
    "A figure or a table that moves to the head or the foot of a page is looked for in its section, and not behind the next"
    " heading.",
    Severity.WARNING,
)
SPARSE = Rule(
    "page.sparse",
    "page {page} is nearly empty: {filled} % of it are filled, and the chapter goes on",
    "What follows could not be parted and had no room, or is kept together with something that had none. Put it elsewhere,"
    " make it smaller, or allow it to be parted.",
    Severity.NOTICE,
)
NOTE = Rule(
    "note.moved",
    "page {page}: this note stands {later} its call",
    "A note belongs to the page of its call. It moves on if there is no room for it below the line of the call: because it"
    " is long, or one of many. Make it shorter, or set notes at the end of the chapter.",
    Severity.NOTICE,
)
SMALLER = Rule(
    "table.smaller",
    "page {page}: this table is set smaller, since its words have no room side by side{narrow}",
    "A table that is too wide is hyphenated first, and then set in the smaller size of the theme (`table.small`). If that is"
    " not enough, it is turned or parted, unless its author forbids it or it cannot be. Fewer columns or shorter words"
    " help.",
    Severity.NOTICE,
)
TURNED = Rule(
    "table.turned",
    "page {page}: this table is turned by a quarter, since its words have no room side by side in the smaller size",
    "A table with a caption that has no room even in the smaller size of the theme is turned, on a page of its own, if it"
    " has room there. `rotate=yes` asks for that, and then nothing is told; with `rotate=no` it is parted by its columns,"
    " and with `split=no` as well it stays as it is.",
    Severity.NOTICE,
)
PARTED = Rule(
    "table.parted",
    "page {page}: this table is parted by its columns, since its words have no room side by side in the smaller size",
    "A table that has no room even in the smaller size of the theme, nor turned by a quarter, becomes several tables, one"
    " below the other. Each begins with the first column, and cells that reach over several columns are not parted."
    " `split=columns` asks for that, and then nothing is told; `split=no` forbids it.",
    Severity.NOTICE,
)
SMALLER_FORMULA = Rule(
    "formula.smaller",
    "page {page}: this formula is set at {share} % of its size, since it is wider than its line",
    "A formula is not broken into lines by the program, since only its author knows where it may be. One that is too wide is"
    " set smaller.",
    Severity.NOTICE,
)
TINY_FORMULA = Rule(
    "formula.tiny",
    "page {page}: this formula is set at {share} % of its size, and can hardly be read",
    "A formula that is much wider than its line is set so small that nobody reads it. Break it into lines where its sense"
    " allows it.",
    Severity.WARNING,
)
_LINES = r"break it into lines: \begin{aligned} a &= b \\ &= c \end{aligned}"
SHOWN = 60
"""Letters of a text that a sentence shows."""
Values = Mapping[str, Any]


def counted_lines(count: int) -> str:
    """Return how many lines there are, in words."""
    return counted(count, "1 line", "{count} lines")


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"


_UNDER = {"rule": Phrase("a rule"), "picture": Phrase("a picture")}


def _overprint(finding: LayoutFinding) -> Values:
    text, under, kind = finding.words
    shown = _UNDER.get(kind) or Phrase("{text!r}", text=_short(under))
    return {"text": _short(text), "under": shown}


_PROBLEMS = {
    "cell": "leaves its cell",
    "neighbour": "touches the text of the next column",
    "column": "leaves its column",
    "box": "is cut off by its box",
    "page": "leaves the page at its top or foot",
}


def _cut(finding: LayoutFinding) -> Values:
    text, what = finding.words
    return {"text": _short(text), "problem": _PROBLEMS[what]}


def _stranded(finding: LayoutFinding) -> Values:
    heading, what = finding.words
    if what == "page":
        return {"problem": Phrase("the page ends below the heading {heading!r}", heading=_short(heading))}
    problem = Phrase(
        "the page has the text of another section below the heading {heading!r}", heading=_short(heading)
    )
    return {"problem": problem}


_KINDS = {"figure": Phrase("figure"), "table": Phrase("table")}


def _section(finding: LayoutFinding) -> Values:
    kind, written, placed = finding.words
    return {"kind": _KINDS[kind], "written": _short(written), "placed": _short(placed)}


def _smaller(finding: LayoutFinding) -> Values:
    if not finding.measure:
        return {"narrow": ""}
    hint = "take shorter words or fewer columns, or make two tables of it"
    return {"narrow": Phrase(", and parts many words in narrow columns"), "hint": hint}


def _note(finding: LayoutFinding) -> Values:
    pages = finding.measure
    return {"later": counted(pages, "a page behind", "{count} pages behind")}


PAGE_FAULTS: Mapping[Rule, Callable[[LayoutFinding], Values]] = {
    OVERPRINT: _overprint,
    CUT: _cut,
    TORN: lambda finding: {"before": finding.words[0], "after": finding.words[1]},
    GAP: lambda finding: {"text": _short(finding.words[0]), "gap": f"{finding.measure / 10:.1f}"},
    STRANDED: _stranded,
    SECTION: _section,
    SMALLER: _smaller,
    TURNED: lambda _: {"hint": "write rotate=yes if it is to be so, or rotate=no"},
    PARTED: lambda _: {"hint": "write split=columns if it is to be so, or split=no"},
    SMALLER_FORMULA: lambda finding: {"share": finding.measure, "hint": _LINES},
    TINY_FORMULA: lambda finding: {"share": finding.measure, "hint": _LINES},
    SPARSE: lambda finding: {"filled": finding.measure},
    NOTE: _note,
}
"""The rules, and what the sentence of each says of a finding besides its page."""
