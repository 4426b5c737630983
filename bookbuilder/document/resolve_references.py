"""Resolves cross-references: to an anchor, to the file of a chapter, or to a heading by its words (slug)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property, partial
from pathlib import PurePosixPath
from types import MappingProxyType

from bookbuilder import renamed
from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.anchors import note_anchor
from bookbuilder.document.chapter_survey import ReferenceUse, Survey
from bookbuilder.document.heading_slugs import slugs
from bookbuilder.document.nodes import Inline, Target
from bookbuilder.document.note_references import SCHEME as NOTE_SCHEME
from bookbuilder.document.walk import bare, plain
from bookbuilder.phrases import Phrase

UNKNOWN = Rule(
    "reference.unknown",
    "nothing in the book is called #{target}",
    "A reference leads to a chapter (the name of its file without .md), or to a heading, figure, table or block that"
    " has an {#id}.",
)
NO_CHAPTER = Rule(
    "reference.chapter",
    "the book has no chapter {chapter}.md",
    "A reference names a chapter by its file, 03-wednesday.md, or by its anchor, #03-wednesday; a place in it by its anchor"
    " or by the words of its heading.",
)
SLUG = Rule(
    "reference.slug",
    "the reference to #{target} finds the heading “{heading}” by its words",
    "Such an anchor is the one that mdBook, GitHub or pandoc make of a heading. It leads nowhere once somebody changes the"
    " heading, and each language has other words. An anchor of your own stays: {#id} at the end of the heading.",
    Severity.NOTICE,
)
AMBIGUOUS = Rule(
    "reference.ambiguous",
    "the reference to #{target} may mean any of {number} headings",
    "mdBook, GitHub and pandoc make such an anchor of the words of a heading, and here several headings give the same one."
    " Write the anchor of the heading that is meant.",
)
BLANK = Rule(
    "reference.blank",
    "the reference to #{target} has no text, and its target has no name",
    "Chapters, headings, figures, tables and boxes with a title have names; for other blocks write [words](#id).",
    Severity.ERROR,
)
NO_NUMBER = Rule(
    "reference.number",
    "the reference to #{target} is to print a number, and its target has none",
    "With ref=bare a reference prints the number of a figure, a table, a listing or a chapter, without the word before it.",
)
OMITTED = Rule(
    "reference.omitted",
    "the target #{target} was omitted from this translation",
    'With missing = "omit" in book.toml a book goes without what is not translated. References to it are printed as plain'
    " words; one without words has the name that its target has in the source.",
    Severity.NOTICE,
)


LEFT_OUT = Rule(
    "reference.condition",
    "the place #{target} is left out of this edition or language, and this reference is not",
    "A passage with a condition, such as {only=print}, is not in every edition. What refers to it needs the same condition,"
    " or another text for the other editions: [words]{not=print}.",
)


HINTS = 200
"""Unknown targets that get a hint with a similar one; the search is slow."""


class ReferenceResolver:
    """Resolves references to anchors. `places` are the spans of anchors; `source` are the chapters that the book
    translates, for references that a translator left unchanged; `left_out` are the places of anchors that this variant of
    the text has not."""

    def __init__(
        self,
        surveys: Sequence[Survey],
        targets: Mapping[str, Target],
        places: Mapping[str, Span],
        source: Sequence[Survey] = (),
        left_out: Mapping[str, Span] = MappingProxyType({}),
    ) -> None:
        """Store what is known; headings are indexed when a reference needs them."""
        self._surveys, self._source, self._left_out = surveys, source, left_out
        self._targets, self._places = targets, places
        self._near: dict[str, str] = {}

    def resolve(
        self, survey: Survey, omitted: Mapping[str, tuple[Inline, ...]], report: Report
    ) -> tuple[dict[str, Target], dict[str, tuple[Inline, ...]]]:
        """Return the targets of a chapter's references, and the names of those that were `omitted`, both by
        `Reference.key`. Reports `reference.*`."""
        targets: dict[str, Target] = {}
        omitted_names: dict[str, tuple[Inline, ...]] = {}
        for reference in survey.references:
            if reference.issue:  # `document.issue_references`
                continue
            anchor = self._anchor(reference, survey, omitted, report)
            if anchor in self._targets:
                target = targets[reference.key] = self._targets[anchor]
                if reference.nameless and not target.name:
                    report(BLANK, reference.span, target=reference.target)
                elif reference.bare and not target.number:
                    report(NO_NUMBER, reference.span, target=reference.target, hint="take ref=bare out")
            elif anchor:
                omitted_names[reference.key] = omitted[anchor]
                nameless = reference.nameless and not omitted[anchor]
                hint = "give it words of its own" if nameless else ""
                report(OMITTED, reference.span, target=reference.target, hint=hint)
        return dict(sorted(targets.items())), dict(sorted(omitted_names.items()))

    def _anchor(
        self,
        reference: ReferenceUse,
        survey: Survey,
        omitted: Mapping[str, tuple[Inline, ...]],
        report: Report,
    ) -> str:
        """Return the anchor that a reference means, of the book or `omitted`; empty if none."""
        anchor_sets = (self._targets, omitted)
        if reference.target.startswith(NOTE_SCHEME) and reference.target not in self._targets:
            return self._note(reference, survey, report)
        if any(reference.target in names for names in anchor_sets):
            return reference.target
        if reference.target in self._files:
            return self._files[reference.target]
        if place := self._left_out.get(reference.target):
            report(
                LEFT_OUT,
                reference.span,
                target=reference.target,
                hint=Phrase("its condition is in {place}", place=place),
            )
            return ""
        if reference.chapter and not self._chapter(reference.chapter):
            chapter_hint = partial(self._nearest_file, reference.chapter)
            report(NO_CHAPTER, reference.span, chapter=reference.chapter, hint=chapter_hint)
            return ""
        if renamed_anchor := self._renamed_anchor(reference, report):
            return renamed_anchor
        candidates = self._by_words(reference, survey)
        candidates = tuple(anchor for anchor in candidates if any(anchor in names for names in anchor_sets))
        if len(candidates) == 1:
            self._tell(reference, candidates[0], report)
            return candidates[0]
        if candidates:
            hint = ", ".join(f"{self._where(anchor)}: #{anchor}" for anchor in candidates[:5])
            report(
                AMBIGUOUS,
                reference.span,
                target=reference.target,
                number=len(candidates),
                hint=Phrase("write one of {hint}", hint=hint),
            )
        else:
            report(UNKNOWN, reference.span, target=reference.target, hint=self._nearest(reference.target))
        return ""

    def _note(self, reference: ReferenceUse, survey: Survey, report: Report) -> str:
        """Return the anchor of a note of the same chapter; empty if it has none with this label."""
        label = reference.target.removeprefix(NOTE_SCHEME)
        anchor = note_anchor(survey.head.id, label)
        if anchor in self._targets and reference.chapter in ("", survey.head.id):
            return anchor
        labels = [known for known, _ in survey.notes]
        if reference.chapter:
            hint = "a reference leads to a note of its own chapter: write the number of another one yourself"
        elif near := get_close_matches(label, labels, 1):
            hint = Phrase("did you mean #{note_scheme}{near}?", note_scheme=NOTE_SCHEME, near=near[0])
        else:
            hint = Phrase("call the note [^{label}] in this chapter", label=label)
        report(UNKNOWN, reference.span, target=reference.target, hint=hint)
        return ""

    def _renamed_anchor(self, reference: ReferenceUse, report: Report) -> str:
        """Return the current anchor for an old name of one, and report the old one (`spelling.old`); empty if none."""
        for old, new in renamed.ANCHORS.items():
            anchor = new + reference.target.removeprefix(old)
            if reference.target.startswith(old) and anchor in self._targets:
                renamed.tell(report, reference.span, f"#{reference.target}", f"#{anchor}")
                return anchor
        return ""

    def _by_words(self, reference: ReferenceUse, survey: Survey) -> tuple[str, ...]:
        """Return the anchors of headings that a slug may mean; in a translation also those of the source."""
        chapter = self._chapter(reference.chapter) or survey.head.id
        for headings in self._headings:
            if anchors := headings.find(reference.target, chapter, alone=bool(reference.chapter)):
                return anchors
        return ()

    @cached_property
    def _headings(self) -> tuple[_Headings, ...]:
        return _Headings(self._surveys), _Headings(self._source)

    @cached_property
    def _files(self) -> Mapping[str, str]:
        """Chapters by the stems of their files, which may differ from the names of the chapters that they translate."""
        paths = {survey.head.id: PurePosixPath(survey.head.span.path) for survey in self._surveys}
        written = {name: path.stem for name, path in paths.items() if path.suffix == ".md"}
        return {stem: name for name, stem in written.items()} | {name: name for name in written}

    def _chapter(self, file: str) -> str:
        """Return the chapter of a file, also one of the source that this translation omits; empty if there is none."""
        return self._files.get(file) or (file if file in self._source_chapters else "")

    @cached_property
    def _source_chapters(self) -> frozenset[str]:
        return frozenset(survey.head.id for survey in self._source)

    # -- hints ---------------------------------------------------------------------------------------------------

    def _tell(self, reference: ReferenceUse, anchor: str, report: Report) -> None:
        """Report the heading that a slug stands for, and what to write instead."""
        hint: str = Phrase("write #{anchor}", anchor=anchor)
        if _MADE.fullmatch(anchor):
            suggestion = reference.target if re.fullmatch("[a-z][a-z0-9-]*", reference.target) else "word"
            hint = Phrase(
                "write #{anchor}, or give {place} an anchor of its own: {{#{word}}}",
                anchor=anchor,
                place=self._where(anchor),
                word=suggestion,
            )
        heading = next((words for h in self._headings if (words := h.words(anchor))), "")
        report(SLUG, reference.span, target=reference.target, heading=heading, hint=hint)

    def _where(self, anchor: str) -> str:
        span = self._places.get(anchor) or self._source_places[anchor]
        return str(Span(span.path, span.line))

    @cached_property
    def _source_places(self) -> Mapping[str, Span]:
        """Where the anchors of the source are: a translation that omits them has no place for them."""
        found = {survey.head.id: survey.head.span for survey in self._source}
        return found | {anchor.id: anchor.span for survey in self._source for anchor in survey.anchors}

    def _nearest(self, target: str) -> str:
        """Return a hint for an unknown target: the heading or anchor that was probably meant, and its place."""
        if target not in self._near:
            slugged, written = self._headings[0].all, self._written
            close = _closest(target, {*slugged, *written}) if len(self._near) < HINTS else ""
            anchor = close if close in written else slugged[close][0] if close else ""
            hint = Phrase("put {{#{target}}} there", target=target)
            if anchor:
                words = self._headings[0].words(anchor)
                values = {"anchor": anchor, "where": self._where(anchor)}
                hint = (
                    Phrase(
                        "did you mean #{anchor}, the heading “{heading}”, in {where}?",
                        heading=words,
                        **values,
                    )
                    if words
                    else Phrase("did you mean #{anchor} in {where}?", **values)
                )
            self._near[target] = hint
        return self._near[target]

    @cached_property
    def _written(self) -> frozenset[str]:
        """The anchors that authors wrote."""
        return frozenset(anchor for anchor in self._targets if not _MADE.fullmatch(anchor))

    def _nearest_file(self, chapter: str) -> str:
        """Return a hint for an unknown chapter file."""
        close = _closest(chapter, self._files)
        return (
            Phrase("did you mean {close}.md?", close=close)
            if close
            else Phrase("its chapters are {chapters} …", chapters=", ".join(list(self._files)[:5]))
        )


class _Headings:
    """The headings of chapters, and their titles, by their words."""

    def __init__(self, surveys: Sequence[Survey]) -> None:
        self._surveys = surveys

    def find(self, slug: str, chapter: str, *, alone: bool) -> tuple[str, ...]:
        """Return the anchors of headings that a slug may mean: in the chapter, or (unless `alone`) in any other, or in all
        chapters as one text, as pandoc joins and counts them."""
        in_chapter = self._chapters.get(chapter, {}).get(slug, ())
        if in_chapter or alone:
            return in_chapter
        others = (anchor for by_slug in self._chapters.values() for anchor in by_slug.get(slug, ()))
        return tuple(dict.fromkeys(others)) or self._whole.get(slug, ())

    def words(self, anchor: str) -> str:
        """Return the words of the heading with an anchor; empty if there is none."""
        return self._words.get(anchor, "")

    @cached_property
    def _words(self) -> Mapping[str, str]:
        titles = [title for survey in self._surveys for title in _titles(survey)]
        return {anchor: words for words, anchor in reversed(titles)}

    @cached_property
    def all(self) -> Mapping[str, tuple[str, ...]]:
        """The anchors by every slug of their chapter."""
        return {slug: anchors for by_slug in self._chapters.values() for slug, anchors in by_slug.items()}

    @cached_property
    def _chapters(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        return {survey.head.id: slugs(_titles(survey)) for survey in self._surveys}

    @cached_property
    def _whole(self) -> Mapping[str, tuple[str, ...]]:
        return slugs([title for survey in self._surveys for title in _titles(survey)])


def _titles(survey: Survey) -> list[tuple[str, str]]:
    headings = ((anchor.name, anchor.id) for anchor in survey.anchors if anchor.kind == "heading")
    return [(plain(bare(survey.head.title)), survey.head.id), *headings]


def _closest(word: str, words: Iterable[str]) -> str:
    close = get_close_matches(word, sorted(words), n=1, cutoff=0.6)
    return close[0] if close else ""


_MADE = re.compile(r".+-[flpst][0-9a-f]{8}(?:-\d+)?")
"""An anchor that `document.anchors` made from words."""
