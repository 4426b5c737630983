"""Does what a book wants done with blocks that are stale or missing in a translation, and tells of it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from bookbuilder.diagnostics import Findings, Report, Rule, Severity, Span
from bookbuilder.document.fallback import LINES, Pair, Spot, filled, noticed, whole, without
from bookbuilder.document.nodes import Chapter
from bookbuilder.locales import Locale
from bookbuilder.pipeline.fallback_request import NOTHING, FallbackRequest, TranslationGaps
from bookbuilder.project.model import Untranslated
from bookbuilder.translate import state
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_blocks import Block, blocks
from bookbuilder.translate.compare_blocks import Unit, compare_blocks

STALE = Rule(
    "translation.stale",
    "this block has changed since it was translated, and the book wants no such blocks",
    'With stale = "fail" in book.toml a book is only made when its translation is up to date. `bookbuilder status --diff`'
    " shows what has changed.",
)
MISSING = Rule(
    "translation.missing",
    "nothing is known that translates this block, and the book wants no such blocks",
    'With missing = "fail" in book.toml a book is only made when all of it is translated. `bookbuilder translate sync`'
    " says that a block is.",
)
KEPT = Rule(
    "translation.kept",
    "stale, and printed as it is: {blocks}",
    'The source of these blocks has changed since they were translated. book.toml says stale = "keep".',
    Severity.NOTICE,
)
FILLED = Rule(
    "translation.borrowed",
    "printed in the language of the source, for want of a translation: {blocks}",
    'What is stale or missing in a translation is printed from the source, where book.toml says "source"; a line above it'
    " tells readers.",
    Severity.NOTICE,
)
OMITTED = Rule(
    "translation.omitted",
    "left out, for nobody has translated it: {blocks}",
    'With missing = "omit" in book.toml a book goes without what is not translated.',
    Severity.NOTICE,
)
UNTRACKED = Rule(
    "translation.untracked",
    "nothing is known of this translation, so it is printed as it is",
    "Which blocks are stale or missing is known from l10n/<locale>/<chapter>.toml. Without that file a chapter counts as"
    " translated.",
    Severity.NOTICE,
)


def fallen_back(
    chapter: Chapter, text: str, given: FallbackRequest, source: Chapter | None, report: Report
) -> tuple[Chapter, TranslationGaps]:
    """Return a chapter with parts of its source, or without parts, as the book wants, and how much of it is not up to date
    without a word about that in the book. Reports `translation.*`, `state.*`.

    `text` is that of the chapter's file, `source` the chapter that it translates.
    """
    if given.whole:
        made = whole(chapter, given.tag)
        made = made if chapter.translate else replace(made, fallback="")  # it is as it should be
        return made, NOTHING
    if source is None:
        return chapter, NOTHING
    path = chapter.span.path
    if given.known is None:
        report(UNTRACKED, Span(path), hint="`bookbuilder translate adopt` finds out what translates what")
        return chapter, NOTHING
    silent = given.wanted == Untranslated()
    # A state that cannot be read keeps no book from being made that does not ask for it.
    entries = state.read(given.known, given.state, Findings() if silent else report)
    if entries is None:
        return chapter, NOTHING
    units = compare_blocks(blocks(given.text, given.source), blocks(text, path), entries)
    stale = [unit for unit in units if unit.status is BlockStatus.OUTDATED]
    missing = [unit for unit in units if unit.status is BlockStatus.MISSING]
    unsaid = TranslationGaps(
        0 if given.wanted.stale else len(stale),
        0 if given.wanted.missing else len(missing),
    )
    if silent:
        return chapter, unsaid
    _tell(stale, missing, given, path, report)
    # What stands inside another text comes and goes with that; where nobody has translated it alone, it stays.
    outer, missing = _outer(units), _outer(missing)
    borrowed = {
        id(unit)
        for found, how in ((stale, given.wanted.stale), (missing, given.wanted.missing))
        for unit in found
        if how == "source"
    }
    if borrowed:
        pairs = [
            Pair(_spots(unit.sources), _spots(unit.targets), id(unit) in borrowed)
            for unit in outer
            if unit.sources
        ]
        chapter = filled(chapter, source, pairs, given.tag)
    if given.wanted.missing == "omit" and missing:
        chapter = without(chapter, [spot for unit in missing for spot in _spots(unit.targets)])
    return chapter, unsaid


def told_to_readers(chapter: Chapter, given: FallbackRequest, locale: Locale) -> Chapter:
    """Return a chapter with a line for its readers above what is in the language of the source."""
    language = locale.cldr.languages.get(given.tag.replace("_", "-").split("-")[0], given.tag)
    # Translators: above a passage or a chapter that is printed in the language of the original; (German)
    words = locale.say("Not translated yet: the text of the original ({language})", language=language)
    return noticed(chapter, words, locale.tag)


def _tell(
    stale: Sequence[Unit], missing: Sequence[Unit], given: FallbackRequest, path: str, report: Report
) -> None:
    """Report what is stale and missing, and what becomes of it."""
    for rule, found, how in ((STALE, stale, given.wanted.stale), (MISSING, missing, given.wanted.missing)):
        for unit in found if how == "fail" else ():
            block = unit.block
            there = f"{path}:{unit.targets[0].line}" if unit.targets else ""
            hint = f"see {there}; then `bookbuilder translate sync`" if there else f"translate it in {path}"
            report(rule, Span(given.source, block.line, block.column), hint=hint)
    borrowed = [
        *(_outer(stale) if given.wanted.stale == "source" else ()),
        *(_outer(missing) if given.wanted.missing == "source" else ()),
    ]
    for rule, found, told in (
        (KEPT, stale, given.wanted.stale == "keep"),
        (FILLED, borrowed, True),
        (OMITTED, _outer(missing), given.wanted.missing == "omit"),
    ):
        if found and told:
            report(rule, Span(path), blocks=_counted(found, given.source))


def _outer(units: Sequence[Unit]) -> list[Unit]:
    """Return the units that stand in no other one."""
    return [unit for unit in units if not unit.block.embedded]


LISTED = 8
"""Lines of blocks that are named in one sentence."""


def _counted(units: Sequence[Unit], path: str) -> str:
    lines = sorted({unit.block.line for unit in units})
    named = ", ".join(map(str, lines[:LISTED])) + (" …" if len(lines) > LISTED else "")
    return f"{len(units)} block{'' if len(units) == 1 else 's'} ({path}, line{'' if len(lines) == 1 else 's'} {named})"


def _spots(found: Sequence[Block]) -> tuple[Spot, ...]:
    return tuple(_spot(block) for block in found)


def _spot(block: Block) -> Spot:
    if block.kind in LINES or block.kind == "heading 1":
        return Spot(block.line, block.column, name=block.kind if block.kind in LINES else "title")
    note = block.anchor.split("/")[0].removeprefix("^") if block.kind.startswith("note ") else ""
    return Spot(block.line, block.column, note=note)
