"""Counts the outdated and missing blocks of a translation, and reports how many there are."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from bookbuilder.diagnostics import Findings, Report, Rule, Severity
from bookbuilder.locales.private_use import is_easy
from bookbuilder.phrases import Phrase
from bookbuilder.project.project import ProjectLocale
from bookbuilder.translate.chapter_paths import BOOK, ChapterPaths
from bookbuilder.translate.chapter_paths import state_path as place_of_state
from bookbuilder.world import Workspace

OUTDATED = Rule(
    "translation.outdated",
    "{locale}: {blocks}",
    "Blocks whose source has changed since they were translated, and blocks that nobody has translated, are printed as they"
    " stand where book.toml says nothing of them. `stale` and `missing` in [locales.<name>] say what becomes of them.",
    Severity.NOTICE,
)


class TranslationGaps(Struct, frozen=True, array_like=True):
    """Counts of outdated and missing blocks of a translation."""

    outdated: int = 0
    missing: int = 0

    def __add__(self, other: TranslationGaps) -> TranslationGaps:
        """Return the sum of both."""
        return TranslationGaps(self.outdated + other.outdated, self.missing + other.missing)


NO_GAPS = TranslationGaps()
"""All is up to date, or nothing is known."""


def report_gaps(gaps: TranslationGaps, locale: ProjectLocale, report: Report) -> None:
    """Report in one line how many blocks of a translation are not up to date, where no policy covers them."""
    parts: list[str] = []
    for number, word in ((gaps.outdated, "outdated"), (gaps.missing, "missing")):
        if number:
            verb = "is" if number == 1 else "are"
            blocks = "" if parts else f" block{'' if number == 1 else 's'}"
            parts.append(f"{number}{blocks} {verb} {word}")
    if parts:
        hint = Phrase("`bookbuilder status --locale {name}` says which", name=locale.name)
        report(OUTDATED, locale.span, hint=hint, locale=locale.name, blocks=", ".join(parts))


def settings_gaps(world: Workspace, locale: ProjectLocale) -> TranslationGaps:
    """Return the gaps of a locale in the texts of book.toml; none if they are not tracked."""
    place = place_of_state(locale.name, BOOK)
    if not world.exists(place):
        return NO_GAPS
    from bookbuilder.translate.load_chapter import ChapterReader  # it loads the Markdown parser

    units = (
        ChapterReader(world, Findings())
        .load(ChapterPaths(locale.name, BOOK, BOOK, BOOK, place, free=is_easy(locale.tag)))
        .tracked_units(quick=True)
    )
    count = Counter(unit.status.value for unit in units if unit.sources)
    return TranslationGaps(count["outdated"], count["missing"])
