"""Says what a chapter needs to fall back on its source (`fallback`), and how much of a translation is not up to date."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from msgspec import Struct

from bookbuilder.diagnostics import Findings, Report, Rule, Severity
from bookbuilder.project.model import ProjectLocale, Untranslated
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
    """How many blocks of a translation are outdated, and how many missing."""

    outdated: int = 0
    missing: int = 0

    def __add__(self, other: TranslationGaps) -> TranslationGaps:
        """Return both together."""
        return TranslationGaps(self.outdated + other.outdated, self.missing + other.missing)


NOTHING = TranslationGaps()
"""All is up to date, or nobody knows."""


def tell(found: TranslationGaps, locale: ProjectLocale, report: Report) -> None:
    """Report in one line how much of a translation is not up to date, where the book says nothing of it."""
    parts: list[str] = []
    for number, word in ((found.outdated, "outdated"), (found.missing, "missing")):
        if number:
            verb = "is" if number == 1 else "are"
            blocks = "" if parts else f" block{'' if number == 1 else 's'}"
            parts.append(f"{number}{blocks} {verb} {word}")
    if parts:
        hint = f"`bookbuilder status --locale {locale.name}` says which"
        report(OUTDATED, locale.span, hint=hint, locale=locale.name, blocks=", ".join(parts))


@dataclass(frozen=True, slots=True)
class FallbackRequest:
    """What a chapter needs to fall back on its source, or to say how much of it is not up to date: what the book wants, the
    language of the source (BCP 47), and the paths and texts of the source and of the state (None: there is none). `whole`:
    the chapter is that of the source."""

    wanted: Untranslated
    tag: str
    source: str = ""
    text: str = ""
    state: str = ""
    known: str | None = None
    whole: bool = False


def texts_lacking(world: Workspace, locale: ProjectLocale) -> TranslationGaps:
    """Return how many texts of book.toml are not up to date in a locale; none where nobody keeps track of them."""
    place = place_of_state(locale.name, BOOK)
    if not world.exists(place):
        return NOTHING
    from bookbuilder.translate.load_chapter import ChapterReader  # which loads the parser of Markdown

    units = (
        ChapterReader(world, Findings())
        .load(ChapterPaths(locale.name, BOOK, BOOK, BOOK, place))
        .units(quick=True)
    )
    count = Counter(unit.status.value for unit in units if unit.sources)
    return TranslationGaps(count["outdated"], count["missing"])
