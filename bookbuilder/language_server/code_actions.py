"""What an editor can change for somebody: the fixes of `check --fix`, what a draft shows for an error (`todo --fix`), the
word that was meant, a note that is missing,
values into facts.toml (`facts promote`), words into marks of an index, a block recorded as done (`translate sync`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.chapter_index.extents import Extent, extent
from bookbuilder.chapter_index.marks import Mark, MarkKind
from bookbuilder.diagnostics import Diagnostic, Findings, Fix
from bookbuilder.document.nodes import Fact
from bookbuilder.facts.fact_options import value_options
from bookbuilder.language_server.book_index import BookIndex, TomlKeys
from bookbuilder.language_server.corrections import corrected
from bookbuilder.language_server.decision_edits import DecidingPerson, decision_edits
from bookbuilder.language_server.record_edits import record_edits
from bookbuilder.language_server.repair_edits import repair_edits
from bookbuilder.language_server.state_edits import state_edits
from bookbuilder.language_server.text_edits import Edit, line_edits
from bookbuilder.language_server.translation_state import block_states
from bookbuilder.markdown.escape_markdown import escape_value
from bookbuilder.markdown.promote_facts import FACTS, promote_facts
from bookbuilder.names import LocalName
from bookbuilder.names.unwanted_spellings import endings
from bookbuilder.pipeline.apply_fixes import fixed_text

_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
_NO_NOTE = "note.missing"
_LONGEST = 200
"""Characters of a selection that can become an entry of an index."""


class ActionSort(StrEnum):
    """What an action is."""

    FIX = "fix"
    FIX_ALL = "fix all"
    REWRITE = "rewrite"


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done: its title, the edits, and the diagnostics that it takes away."""

    title: str
    sort: ActionSort
    edits: tuple[Edit, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def code_actions(
    index: BookIndex,
    chapter: ChapterIndex,
    diagnostics: Sequence[Diagnostic],
    selected: Extent,
    person: DecidingPerson | None = None,
) -> tuple[Action, ...]:
    """Return what can be done in a stretch of a chapter with these diagnostics. If it is known who does it, what a mark of a
    proof asks for is kept as accepted by that `person`."""
    return (
        *_fixes(index, chapter, diagnostics, selected, person),
        *_corrections(chapter.lines, diagnostics, selected, chapter.marks),
        *_notes(chapter, diagnostics, selected),
        *_repairs(index, chapter, diagnostics, selected),
        *_recordings(index, chapter, selected),
        *_promotions(index, chapter, selected),
        *_index_marks(index, chapter, selected),
    )


def toml_actions(file: TomlKeys, diagnostics: Sequence[Diagnostic], selected: Extent) -> tuple[Action, ...]:
    """Return what can be done in a stretch of a TOML file with these diagnostics."""
    return tuple(_corrections(file.text.split("\n"), diagnostics, selected))


def _fixes(
    index: BookIndex,
    chapter: ChapterIndex,
    diagnostics: Sequence[Diagnostic],
    selected: Extent,
    person: DecidingPerson | None,
) -> Iterator[Action]:
    """Yield each fix in the stretch, and all of the chapter as one."""
    fixes = [one for one in diagnostics if one.fix and one.fix.span.path == chapter.path]
    for one in fixes:
        fix = one.fix
        assert fix is not None
        if selected.line <= fix.span.line <= selected.end_line and _applies(chapter, fix):
            title = f"Write “{fix.new}”" if fix.new.strip() else "Take it out" if not fix.new else one.message
            kept = decision_edits(index.world, fix.mark, person) if fix.mark and person else ()
            yield Action(_short(title), ActionSort.FIX, (_edit(fix), *kept), (one,))
    # A mark of a proof is decided about by itself.
    fixes = [one for one in fixes if not one.code.startswith("proof.")]
    applied = sorted({one.fix for one in fixes if one.fix})
    done = fixed_text(chapter.text, applied)[1]
    if done:
        yield Action(
            "Mend all that `bookbuilder check --fix` would mend here",
            ActionSort.FIX_ALL,
            tuple(_edit(fix) for fix in done),
            tuple(one for one in fixes if one.fix in done),
        )


def _applies(chapter: ChapterIndex, fix: Fix) -> bool:
    return bool(fixed_text(chapter.text, [fix])[1])


def _edit(fix: Fix) -> Edit:
    lines = fix.old.split("\n")
    first = fix.span
    end = (
        (first.line, first.column + len(fix.old))
        if len(lines) == 1
        else (first.line + len(lines) - 1, len(lines[-1]) + 1)
    )
    return Edit(Extent(first.path, first.line, first.column, *end), fix.new)


def _corrections(
    lines: Sequence[str], diagnostics: Sequence[Diagnostic], selected: Extent, marks: Sequence[Mark] = ()
) -> Iterator[Action]:
    """Yield the word that was probably meant, for each problem whose hint says so."""
    for one in diagnostics:
        if not selected.line <= one.span.line <= selected.end_line:
            continue
        words = [mark.place for mark in marks if mark.exact and mark.around.span == one.span]
        if edit := corrected(lines, one, words):
            yield Action(_short(f"Write “{edit.new}”"), ActionSort.FIX, (edit,), (one,))


def _notes(chapter: ChapterIndex, diagnostics: Sequence[Diagnostic], selected: Extent) -> Iterator[Action]:
    """Yield an action for each note that is called and has no text: it adds the note at the end of the chapter."""
    called = {mark.around.span: mark.name for mark in chapter.of(MarkKind.NOTE_CALL)}
    for one in diagnostics:
        label = called.get(one.span) if one.code == _NO_NOTE else None
        if label is None or not selected.line <= one.span.line <= selected.end_line:
            continue
        row = len(chapter.lines)
        end = Extent(chapter.path, row, len(chapter.lines[-1]) + 1, row, len(chapter.lines[-1]) + 1)
        gap = "\n" * (2 - min(len(chapter.text) - len(chapter.text.rstrip("\n")), 2))
        yield Action(
            _short(f"Add the note [^{label}]"), ActionSort.FIX, (Edit(end, f"{gap}[^{label}]: …\n"),), (one,)
        )


def _repairs(
    index: BookIndex, chapter: ChapterIndex, diagnostics: Sequence[Diagnostic], selected: Extent
) -> Iterator[Action]:
    """Yield what a draft shows for each problem in the stretch, and for all of its kind in the chapter."""
    flavour, kinds = index.project.flavour, dict[str, None]()
    for one in diagnostics:
        if selected.line <= one.span.line <= selected.end_line and one.fix is None:
            if edits := repair_edits(chapter, flavour, (one,)):
                yield Action(f"As a draft shows it [{one.code}]", ActionSort.FIX, edits, (one,))
                kinds[one.code] = None
    for code in kinds:
        every = tuple(one for one in diagnostics if one.code == code)
        if len(every) > 1:
            title = f"All {len(every)} of this chapter as a draft shows them [{code}]"
            yield Action(title, ActionSort.FIX, repair_edits(chapter, flavour, every), every)


def _recordings(index: BookIndex, chapter: ChapterIndex, selected: Extent) -> Iterator[Action]:
    """Yield actions that record blocks of a translation as done: those in the stretch, and all of the chapter."""
    pending = [block for block in block_states(index, chapter) if block.recordable]
    here = [block for block in pending if block.line <= selected.end_line and selected.line <= block.end_line]
    if here:
        edits, _ = record_edits(index, chapter, [block.source_place for block in here])
        if edits:
            yield Action(
                "Record as done: this block is up to date with its source", ActionSort.REWRITE, edits
            )
    if len(pending) > 1:
        edits, count = record_edits(index, chapter)
        if count > 1:
            title = f"Record as done: all {count} blocks of this chapter that are translated"
            yield Action(title, ActionSort.REWRITE, edits)


def _promotions(index: BookIndex, chapter: ChapterIndex, selected: Extent) -> Iterator[Action]:
    """Yield actions that turn values into facts, in the chapter and its translations: the selected one, and all."""
    values = list(chapter.of(MarkKind.VALUE))
    mark = next((mark for mark in values if _touches(mark.around, selected)), None)
    if mark is None or not isinstance(mark.node, Fact):
        return
    same = value_options(mark.node.options)
    if edits := _promoted(index, chapter, lambda node: value_options(node.options) == same):
        yield Action(_short(f"Move “{mark.words or mark.name}” to facts.toml"), ActionSort.REWRITE, edits)
    if len(values) > 1 and (edits := _promoted(index, chapter, lambda _: True)):
        yield Action(
            f"Move all {len(values)} values of this chapter to facts.toml", ActionSort.REWRITE, edits
        )


def _promoted(index: BookIndex, chapter: ChapterIndex, wanted: Callable[[Fact], bool]) -> tuple[Edit, ...]:
    """Return the edits that make values facts; translations stay as up to date as they were."""
    facts = index.files[FACTS]
    texts = {one.path: one.text for one in index.chapters.values() if one.id == chapter.id}
    promotion = promote_facts(texts, facts.text, Findings(), wanted)
    if promotion is None:
        return ()
    old = {**texts, FACTS: facts.text}
    edits = [edit for path, text in promotion.files.items() for edit in line_edits(path, old[path], text)]
    changed = {path: text for path, text in promotion.files.items() if path in texts}
    return (*edits, *state_edits(index, changed))


def _index_marks(index: BookIndex, chapter: ChapterIndex, selected: Extent) -> Iterator[Action]:
    """Yield actions that mark the selected words, or the word at a position, as a name or an index entry."""
    locale = index.locales.get(chapter.locale)
    place = _words(chapter, selected)
    if locale is None or place is None or _marked(chapter, place):
        return
    words = chapter.lines[place.line - 1][place.column - 1 : place.end_column - 1]
    names = [local for local in locale.names.values() if _is_form(words, local, endings(locale.locale) or ())]
    for local in names:
        title = f"Mark as the name {local.name.key}: {local.form.entry}"
        new = f"[{words}]{{name={local.name.key}}}"
        yield Action(_short(title), ActionSort.REWRITE, (Edit(place, new),))
    if not names and (selected.column, selected.line) != (selected.end_column, selected.end_line):
        if "|" not in words and "\\" not in words:
            # In a value `!` separates an entry from its sub-entry; U+01C3 looks the same.
            value = escape_value(words.replace("!", "\u01c3"))
            new = f"[{words}]{{index={value}}}"
            yield Action(_short(f"Mark for the index: {words}"), ActionSort.REWRITE, (Edit(place, new),))


def _words(chapter: ChapterIndex, selected: Extent) -> Extent | None:
    """Return the selected words of one line, or those around a position: the longest that can be a name."""
    if selected.line != selected.end_line or selected.line > len(chapter.lines):
        return None
    row = chapter.lines[selected.line - 1]
    if selected.column != selected.end_column:
        words = row[selected.column - 1 : selected.end_column - 1]
        begin = selected.column + len(words) - len(words.lstrip())
        bad = not words.strip() or len(words) > _LONGEST or re.search(r"[\[\]{}`]", words)
        return None if bad else extent(chapter.path, selected.line, begin, len(words.strip()))
    word = next((one for one in _WORD.finditer(row) if one.start() < selected.column <= one.end() + 1), None)
    return extent(chapter.path, selected.line, word.start() + 1, len(word[0])) if word else None


def _is_form(words: str, local: LocalName, cases: Sequence[str]) -> bool:
    """Whether words are a form of a name, perhaps with the ending of a case."""
    forms = {local.form.full, local.form.short, local.form.entry}
    return words in forms or any(words.endswith(case) and words.removesuffix(case) in forms for case in cases)


def _marked(chapter: ChapterIndex, place: Extent) -> bool:
    """Whether words stand inside something that has a name already, or in the front matter or a directive's line."""
    inside = any(mark.whole and mark.whole.holds(place.line, place.column) for mark in chapter.marks)
    return inside or chapter.lines[place.line - 1].lstrip().startswith(":::")


def _touches(first: Extent, second: Extent) -> bool:
    return (first.line, first.column) <= (second.end_line, second.end_column) and (
        second.line,
        second.column,
    ) <= (first.end_line, first.end_column)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
