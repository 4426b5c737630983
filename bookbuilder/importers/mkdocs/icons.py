"""Leaves out the icons that a theme of MkDocs draws for shortcodes (`:material-account:`), but for ticks and crosses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.importers.markdown_sources.markdown_lines import changed_outside_code, outside_code

ICONS = Rule(
    "import.icons",
    "{count} icons were left out: {names}",
    "A theme of MkDocs draws a picture for such a name, which is none of the files of the site. Put a picture or a character"
    " there if it says something.",
    Severity.NOTICE,
)
_NAME = r":(?:material|fontawesome|octicons|simple)-[a-z0-9-]{1,80}:(?:\{[^{}\n]{0,200}\})?"
_LINKED = re.compile(rf"\[\s{{0,9}}{_NAME}\s{{0,9}}\](?=\(\s{{0,9}}<?([^)>\s]{{1,1000}}))")
_ICON = re.compile(rf"(?:(?P<start>(?:\A|(?<=[\s\[(*_|>])){_NAME})[ \t]?|{_NAME})")
_SIGNS = {"check": "✓", "check-bold": "✓", "check-all": "✓", "close": "✗", "close-thick": "✗"}


def without_icons(lines: Sequence[str], place: Span, report: Report) -> list[str]:
    """Return lines without icons outside code; a link that is only an icon shows its address. Reports `import.icons`.

    >>> without_icons([":material-check: yes, :material-account: you"], Span("a.md"), lambda *_, **__: None)
    ['✓ yes, you']
    """
    out = list(lines)
    left: dict[str, None] = {}
    count = 0

    def change(icon: re.Match[str]) -> str:
        nonlocal count
        name = icon[0].partition("{")[0].strip().strip(":")
        if sign := _SIGNS.get(name.partition("-")[2]):
            return sign + (" " if icon[0].endswith(" ") else "")
        left.setdefault(name)
        count += 1
        return ""

    for number in outside_code(out):
        if "-" in out[number] and ":" in out[number]:
            line = changed_outside_code(_LINKED, lambda link: f"[{link[1]}]", out[number])
            out[number] = changed_outside_code(_ICON, change, line)
    if left:
        hint = "see whether a reader misses them"
        report(ICONS, place, count=count, names=", ".join(list(left)[:10]), hint=hint)
    return out
