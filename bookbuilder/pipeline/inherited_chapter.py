"""Makes a chapter of a regional locale from that of the locale it inherits and from blocks of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bookbuilder.diagnostics import Findings, Rule
from bookbuilder.document.nodes import Chapter
from bookbuilder.document.regional_overrides import with_overrides, with_regional_letters
from bookbuilder.locales import Locale
from bookbuilder.locales.regional_letters import letters_of
from bookbuilder.markdown import front_matter
from bookbuilder.markdown.dialect import OURS, Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import EMPTY, NO_TITLE, parse_chapter

VALUE = Rule(
    "differs.value",
    "differs={value!r} is not known",
    "`differs: blocks` says that a chapter of a regional locale holds only the blocks that differ, each with the id of the"
    " one in whose place it stands.",
)
ALONE = Rule(
    "differs.alone",
    "this chapter holds differing blocks, but there is no chapter that they differ from",
    "`differs: blocks` is for locales that inherit the chapters of another one (`inherits` in book.toml), in files of the"
    " same name.",
)


@dataclass(frozen=True, slots=True)
class RegionalOverrides:
    """How an inherited chapter differs in a region: replaced letters and marks, the language they apply to, and the file of
    differing blocks (empty: none)."""

    letters: Mapping[str, str]
    language: str
    path: str = ""
    text: str = ""


def regional_letters(parent: Locale, region: Locale) -> Mapping[str, str]:
    """Return the letters (`[inherited]` of locale.toml) and quotation marks that a region writes differently from its
    parent, each where its meaning is unambiguous."""
    result = letters_of(region.settings)
    parent_quotes, region_quotes = parent.typography.quotes, region.typography.quotes
    if parent_quotes and region_quotes and not parent_quotes.inside and not region_quotes.inside:
        pairs = [
            *zip(parent_quotes.outer, region_quotes.outer),
            *zip(parent_quotes.inner, region_quotes.inner),
        ]
        marks = [mark for mark, _ in pairs]
        if len(set(marks)) == len(marks) and "’" not in marks:  # ’ is an apostrophe as well
            result |= {mark: other for mark, other in pairs if mark != other}
    return result


def holds_overrides(text: str, path: str, findings: Findings) -> bool:
    """Whether a chapter file holds only differing blocks; reports `differs.value`."""
    value = front_matter.front_matter_value(text, path, "differs")
    if value is not None and value.text != "blocks":
        findings(VALUE, value.span, value=value.text, hint="write `differs: blocks`, or take the line out")
    return value is not None


def inherited_chapter(
    chapter: Chapter, regional: RegionalOverrides, findings: Findings, dialect: Dialect = OURS
) -> tuple[Chapter, Chapter]:
    """Return the region's chapter made from the inherited one, and the part of it that is its own."""
    # Before the blocks of the region come in: what its own author has typed is never changed.
    chapter = with_regional_letters(chapter, regional.letters, regional.language)
    if not regional.path:
        return chapter, chapter
    findings_of_own = Findings()
    overrides = parse_chapter(
        regional.text, regional.path, directives(), findings_of_own, chapter.id, dialect
    )
    findings.extend(
        diagnostic
        for diagnostic in findings_of_own.sorted()
        # A file of differing blocks needs neither a title nor a text around them.
        if diagnostic.code not in (EMPTY.code, NO_TITLE.code)
    )
    head = front_matter.read(front_matter.split(regional.text)[0], regional.path, Findings())
    return with_overrides(chapter, overrides, tuple(head.keys), findings), overrides
