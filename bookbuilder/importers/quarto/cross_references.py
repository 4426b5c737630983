"""Writes cross-references of Bookdown, and several of Quarto in one pair of brackets, as single ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from bookbuilder import locales
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.importers.markdown_sources.markdown_lines import changed_outside_code, outside_code
from bookbuilder.locales.locale import Locale
from bookbuilder.world import Assets

_KINDS: Mapping[str, str] = {"fig": "fig-", "tab": "tbl-", "": ""}
_REFERENCE = re.compile(
    r"(?:(?P<word>[^\W\d_]{2,20}\.?)(?:[ \u00a0~]|\\ |&nbsp;))?"
    r"\\@ref\((?:(?P<kind>fig|tab):)?(?P<label>[A-Za-z0-9][\w.-]{0,100})\)"
)
_CAPTION = re.compile(
    r"\A(?P<sign> {0,3}(?:[Tt]able)?:)[ \t]*\(\\#tab:(?P<label>[A-Za-z0-9][\w.-]{0,100})\)[ \t]*(?P<words>.*)\Z"
)
_GROUP = re.compile(r"(?<!\])\[([^\[\]\n]{0,400}@[^\[\]\n]{0,400})\](?![(\[{])")
_CROSS = re.compile(
    r"[^@]*(?:\A|(?<=[\s(-]))@(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|def|exm|exr)-\w[\w-]*[^@]*"
)


def plain_references(text: str, words: Collection[str]) -> str:
    """Return a text with references that our parser reads. Bookdown prints a number alone, and ours a word with it: one of
    these `words` before it goes.

    >>> plain_references(r"See Figure \\@ref(fig:a) and [@fig-a; see @sec-b].", ["Figure"])
    'See [](#fig-a) and @fig-a; see @sec-b.'
    """
    if "@" not in text and "(\\#" not in text:
        return text

    def single(match: re.Match[str]) -> str:
        before = match[0][: match.start("label") - match.start()].partition("\\@ref")[0]
        kept = "" if match["word"] in words else before
        return f"{kept}[](#{_KINDS[match['kind'] or '']}{match['label']})"

    lines = text.split("\n")
    for number in outside_code(lines):
        line = changed_outside_code(_REFERENCE, single, lines[number])
        line = _CAPTION.sub(r"\g<sign> \g<words> {#tbl-\g<label>}", line)
        lines[number] = changed_outside_code(_GROUP, _ungrouped, line)
    return "\n".join(lines)


def _ungrouped(match: re.Match[str]) -> str:
    parts = match[1].split(";")
    if len(parts) == 1 and match[1].lstrip("-").startswith("@"):  # a single one, which the parser knows
        return match[0]
    return match[1] if all(_CROSS.fullmatch(part) for part in parts) else match[0]


def numbered_words(tag: str, world: Assets) -> frozenset[str]:
    """Return the words that a book in a language prints with the numbers of chapters, figures, tables and formulas; those of
    English if the language is not known."""
    try:
        locale: Locale = locales.load(tag or "en", world)
    except BookbuilderError:
        locale = locales.load("en", world)
    numbered = (
        locale.say("Figure {number}", number=1),
        locale.say("Table {number}", number=1),
        locale.say("Chapter {number}", number=1),
        locale.say("Equation {number}", "in a sentence", number="(1)"),
    )
    return frozenset(word for text in numbered for word in re.findall(r"[^\W\d_]{2,}", text))
