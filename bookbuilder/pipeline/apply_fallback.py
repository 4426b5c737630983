"""Applies the book's policy for stale and missing translations to a chapter, and reports it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from bookbuilder.diagnostics import Findings, Report, Rule, Severity, Span
from bookbuilder.document.nodes import Chapter
from bookbuilder.document.source_fallback import (
    TEXT_FIELDS,
    FallbackPair,
    TextLocation,
    fill_from_source,
    omit_texts,
    whole_from_source,
    with_notices,
)
from bookbuilder.locales import Locale
from bookbuilder.phrases import Phrase
from bookbuilder.pipeline.fallback_request import FallbackRequest
from bookbuilder.pipeline.omission import NO_OMISSION, Omission, OmittedRange
from bookbuilder.pipeline.translation_gaps import NO_GAPS, TranslationGaps
from bookbuilder.project.project import Untranslated
from bookbuilder.translate import state
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_blocks import Block, blocks, in_variant, without_own
from bookbuilder.translate.compare_blocks import Unit, compare_blocks
from bookbuilder.translate.free_translation import recorded_units

STALE = Rule(
    "translation.stale",
    "this block has changed since it was translated, and the book allows no such blocks",
    'With stale = "fail" in book.toml a book is only made when its translation is up to date. `bookbuilder status --diff`'
    " shows what has changed.",
)
MISSING = Rule(
    "translation.missing",
    "this block has no known translation, and the book allows no such blocks",
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
    "printed in the language of the source, since there is no translation: {blocks}",
    'What is stale or missing in a translation is printed from the source, where book.toml says "source"; a line above it'
    " tells readers.",
    Severity.NOTICE,
)
OMITTED = Rule(
    "translation.omitted",
    "omitted, since there is no translation: {blocks}",
    'With missing = "omit" in book.toml a book goes without what is not translated.',
    Severity.NOTICE,
)
UNTRACKED = Rule(
    "translation.untracked",
    "the state of this translation is not tracked, so it is printed as it is",
    "Which blocks are stale or missing is known from l10n/<locale>/<chapter>.toml. Without that file a chapter counts as"
    " translated.",
    Severity.NOTICE,
)


def apply_fallback(
    chapter: Chapter, text: str, request: FallbackRequest, source: Chapter | None, report: Report
) -> tuple[Chapter, TranslationGaps, Omission]:
    """Return the chapter with parts of its source, or without parts, as the book's policy says, the gaps that no policy
    covers, and what was left out. Reports `translation.*`, `state.*`.

    `text` is the chapter's file, `source` the chapter that it translates.
    """
    if request.whole:
        whole_chapter = whole_from_source(chapter, request.tag)
        whole_chapter = (
            whole_chapter if chapter.translate else replace(whole_chapter, fallback="")
        )  # the source is the right text
        return whole_chapter, NO_GAPS, NO_OMISSION
    if source is None:
        return chapter, NO_GAPS, NO_OMISSION
    path = chapter.span.path
    # It counts as translated: otherwise a policy would turn a book that nobody tracks into its source.
    if request.state_text is None:
        report(UNTRACKED, Span(path), hint="`bookbuilder translate adopt` finds out what translates what")
        return chapter, NO_GAPS, NO_OMISSION
    silent = request.wanted == Untranslated()
    # Without a policy, an unreadable state must not keep the book from being made.
    entries = state.read(request.state_text, request.state, Findings() if silent else report)
    if entries is None:
        return chapter, NO_GAPS, NO_OMISSION
    originals = in_variant(blocks(request.text, request.source), request.variant)
    translated = in_variant(blocks(text, path), request.variant)
    units = compare_blocks(originals, without_own(translated, originals, request.locale), entries)
    units = recorded_units(units) if request.free else units
    stale = [unit for unit in units if unit.status is BlockStatus.OUTDATED]
    missing = [unit for unit in units if unit.status is BlockStatus.MISSING]
    gaps = TranslationGaps(
        0 if request.wanted.stale else len(stale),
        0 if request.wanted.missing else len(missing),
    )
    if silent:
        return chapter, gaps, NO_OMISSION
    if request.wanted.missing == "omit" and _nothing_translated(units):
        return chapter, gaps, Omission(whole=True)
    _report(stale, missing, request, path, report)
    # Embedded texts follow the text around them; untranslated on their own, they stay.
    outer, missing = _outer(units), _outer(missing)
    borrowed = {
        id(unit)
        for units_of_kind, policy in ((stale, request.wanted.stale), (missing, request.wanted.missing))
        for unit in units_of_kind
        if policy == "source"
    }
    if borrowed:
        pairs = [
            FallbackPair(_locations(unit.sources), _locations(unit.targets), id(unit) in borrowed)
            for unit in outer
            if unit.sources
        ]
        chapter = fill_from_source(chapter, source, pairs, request.tag)
    omission = NO_OMISSION
    if request.wanted.missing == "omit" and missing:
        targets = [block for unit in missing for block in unit.targets]
        omission = Omission(
            tuple(map(_range, targets)),
            _locations(targets),
            _locations([block for unit in missing for block in unit.sources]),
        )
        had_blocks = bool(chapter.blocks)
        chapter = omit_texts(chapter, omission.targets)
        # A title alone is no chapter.
        omission = replace(omission, whole=had_blocks and not chapter.blocks)
    return chapter, gaps, omission


def _nothing_translated(units: Sequence[Unit]) -> bool:
    """Whether a chapter has text to translate, and none of it is translated."""
    wanted = [unit for unit in units if unit.sources and unit.block.prose and not unit.locked]
    return bool(wanted) and all(unit.status is BlockStatus.MISSING for unit in wanted)


def with_reader_notice(chapter: Chapter, request: FallbackRequest, locale: Locale) -> Chapter:
    """Return the chapter with a line for its readers above passages in the language of the source."""
    language = locale.cldr.languages.get(request.tag.replace("_", "-").split("-")[0], request.tag)
    # Translators: above a passage or a chapter that is printed in the language of the original; (German)
    words = locale.say("Not translated yet: the text of the original ({language})", language=language)
    return with_notices(chapter, words, locale.tag)


def _report(
    stale: Sequence[Unit], missing: Sequence[Unit], request: FallbackRequest, path: str, report: Report
) -> None:
    for rule, units_of_kind, policy in (
        (STALE, stale, request.wanted.stale),
        (MISSING, missing, request.wanted.missing),
    ):
        for unit in units_of_kind if policy == "fail" else ():
            block = unit.block
            place = f"{path}:{unit.targets[0].line}" if unit.targets else ""
            hint = (
                Phrase("see {place}; then `bookbuilder translate sync`", place=place)
                if place
                else Phrase("translate it in {path}", path=path)
            )
            report(rule, Span(request.source, block.line, block.column), hint=hint)
    borrowed = [
        *(_outer(stale) if request.wanted.stale == "source" else ()),
        *(_outer(missing) if request.wanted.missing == "source" else ()),
    ]
    for rule, units_of_kind, wanted in (
        (KEPT, stale, request.wanted.stale == "keep"),
        (FILLED, borrowed, True),
        (OMITTED, _outer(missing), request.wanted.missing == "omit"),
    ):
        if units_of_kind and wanted:
            report(rule, Span(path), blocks=_block_list(units_of_kind, request.source))


def _outer(units: Sequence[Unit]) -> list[Unit]:
    return [unit for unit in units if not unit.block.embedded]


MAX_LISTED = 8
"""Lines that one sentence names."""


def _block_list(units: Sequence[Unit], path: str) -> str:
    lines = sorted({unit.block.line for unit in units})
    named = ", ".join(map(str, lines[:MAX_LISTED])) + (" …" if len(lines) > MAX_LISTED else "")
    return f"{len(units)} block{'' if len(units) == 1 else 's'} ({path}, line{'' if len(lines) == 1 else 's'} {named})"


def _locations(text_blocks: Sequence[Block]) -> tuple[TextLocation, ...]:
    return tuple(_location(block) for block in text_blocks)


def _range(block: Block) -> OmittedRange:
    lines = block.text.count("\n")
    columns = (
        (block.column, block.column + len(block.text))
        if not lines and block.kind not in TEXT_FIELDS
        else (0, 0)
    )
    return OmittedRange(block.line, block.line + lines, *columns)


def _location(block: Block) -> TextLocation:
    if block.kind in TEXT_FIELDS or block.kind == "heading 1":
        return TextLocation(
            block.line, block.column, name=block.kind if block.kind in TEXT_FIELDS else "title"
        )
    note = block.anchor.split("/")[0].removeprefix("^") if block.kind.startswith("note ") else ""
    return TextLocation(block.line, block.column, note=note)
