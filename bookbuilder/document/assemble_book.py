"""Assembles chapters into one book: numbers across the book, generated parts, resolved references, the table of contents.

`place_chapters` sees only surveys of the chapters (`document.chapter_survey`) and says what `complete_chapter` puts
into each. So an unchanged chapter of a changed book is not made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, zip_longest
from typing import TypeAlias

from msgspec import Struct
from msgspec import field as struct_field
from msgspec.structs import replace

from bookbuilder.diagnostics import Hint, Report, Rule, Span
from bookbuilder.document import nodes
from bookbuilder.document.anchors import call_anchor, note_anchor
from bookbuilder.document.book_context import (
    BookContext,
    Expand,
    Marked,
    NumberedPlace,
    PictureCredit,
)
from bookbuilder.document.chapter_survey import Survey, counts_before, survey_chapter
from bookbuilder.document.figure_groups import part_letter
from bookbuilder.document.formula_number import formula_number
from bookbuilder.document.issue_references import CitedPlace, cited_places, printed_reference
from bookbuilder.document.mark_links import MarkLink, mark_links, with_link
from bookbuilder.document.note_references import note_targets
from bookbuilder.document.numbered_kinds import FIGURE, FORMULA, QUESTION, numbered_kind, reference_name
from bookbuilder.document.printed_citations import NO_CITATIONS, PrintedCitations, without_repeated_entries
from bookbuilder.document.reader_terms import ReaderTerm, without_second_glossary
from bookbuilder.document.resolve_references import ReferenceResolver
from bookbuilder.document.source_fallback import in_language
from bookbuilder.document.walk import bare, plain, transform, walk
from bookbuilder.locales import Locale
from bookbuilder.names import LocalName
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.project.issue_record import NO_ISSUES, RecordedIssues

TWICE = Rule(
    "id.twice",
    "the anchor #{id} is used twice; the first is in {first}",
    "An anchor names one place in the whole book, so that references and links know where to lead.",
)
RESERVED = Rule(
    "id.reserved",
    "the anchor #{id} is reserved by the program",
    "The contents, the title of each chapter and its notes have anchors of their own, and an anchor names one place.",
)


class OmittedContent(Struct, frozen=True, array_like=True, gc=False):
    """What a translation omits: titles of whole chapters, and the source's name for each omitted anchor. `left_out` are the
    anchors of passages that this variant of the text has not, with their places."""

    chapters: tuple[str, ...] = ()
    names: Mapping[str, tuple[nodes.Inline, ...]] = struct_field(default_factory=dict)
    left_out: Mapping[str, Span] = struct_field(default_factory=dict)


NOTHING_OMITTED = OmittedContent()
"""Nothing is omitted."""


class Placement(Struct, frozen=True, array_like=True, gc=False):
    """The place of a chapter in the book: its number, how many come before it of each kind that the book counts
    (`document.numbered_kinds`), the targets of its references, the names of omitted targets, and the places in other
    issues that it refers to, by `Reference.key`; and what its marked words lead to, by their anchors."""

    number: int
    before: Mapping[str, int]
    targets: Mapping[str, nodes.Target]
    omitted_names: Mapping[str, tuple[nodes.Inline, ...]] = struct_field(default_factory=dict)
    cited: Mapping[str, CitedPlace] = struct_field(default_factory=dict)
    marks: Mapping[str, MarkLink] = struct_field(default_factory=dict)

    @property
    def anchors_by_key(self) -> dict[str, str]:
        """The anchors of references that name their target by a file or by the words of a heading."""
        return {key: target.anchor for key, target in self.targets.items() if key != target.anchor}


@dataclass(frozen=True, slots=True)
class BookSettings:
    """What the places of chapters depend on besides the chapters: the project, the locale with its settings, the names of
    names.toml by key, the records of other issues, what is printed of the sources, the credits of pictures by their
    paths, and the terms of the glossary for readers by their keys."""

    project: Project
    edition: ProjectLocale
    locale: Locale
    names: Mapping[str, LocalName]
    issues: RecordedIssues = NO_ISSUES
    citations: PrintedCitations = NO_CITATIONS
    credits: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, ReaderTerm] = field(default_factory=dict)


def place_chapters(
    surveys: Sequence[Survey],
    chapter: Callable[[int], nodes.Chapter],
    settings: BookSettings,
    expanders: Mapping[str, Expand],
    report: Report,
    omitted: OmittedContent = NOTHING_OMITTED,
    source: Sequence[Survey] = (),
) -> tuple[list[Placement], dict[str, nodes.Target], dict[int, nodes.Chapter]]:
    """Return the placements of all chapters, every anchor of the book, and the chapters that directives expanded, by
    position.

    `chapter` gives the prepared chapter at a position; `source` are the chapters that the book translates. Reports `id.*`,
    `reference.*`, `issue.*`, and problems that directives find.
    """
    numbers = [
        n if survey.head.numbered else 0 for survey, n in zip(surveys, _chapter_numbers(surveys), strict=True)
    ]
    surveys = [
        replace(survey, head=replace(survey.head, number=n))
        for survey, n in zip(surveys, numbers, strict=True)
    ]
    before = counts_before(surveys)
    targets, _ = _targets(surveys, before, settings.locale, _silent)
    book_context = BookContext(
        settings.project,
        settings.edition,
        settings.locale,
        tuple(survey.head for survey in surveys),
        tuple(_marks(surveys, targets)),
        tuple(_numbered_places(surveys, before, targets)),
        targets,
        settings.names,
        tuple(_credits(surveys, [counts.get(FIGURE, 0) for counts in before], targets, settings)),
        frozenset(directive for survey in surveys for directive in survey.pending),
        omitted.chapters,
        bool(omitted.chapters or omitted.names),
        settings.issues,
        settings.citations,
        settings.terms,
    )

    entries: set[str] = set()
    explained: dict[str, Span] = {}

    def expand(node: nodes.Node) -> nodes.Node | tuple[nodes.Node, ...]:
        if not isinstance(node, nodes.Pending):
            return node
        made = without_repeated_entries(expanders[node.directive](node, book_context, report), entries)
        made = without_second_glossary(made, explained, report)
        return tuple(replace(block, lang=node.lang) for block in made) if node.lang else made

    # The other chapters need not be read: their surveys are enough.
    expanded = {
        index: transform(chapter(index), expand) for index, survey in enumerate(surveys) if survey.pending
    }
    for position, new in expanded.items():
        # What a directive has made may have anchors and references of its own.
        surveys[position] = replace(survey_chapter(new), head=surveys[position].head)
    targets, spans = _targets(surveys, before, settings.locale, report)
    resolver = ReferenceResolver(surveys, targets, spans, source, omitted.left_out)
    marks = mark_links(surveys, tuple(expanded.values()), targets, settings.terms, report)
    placements = []
    for number, survey in enumerate(surveys):
        targets_of_chapter, omitted_names = resolver.resolve(survey, omitted.names, report)
        cited = cited_places(
            survey.references, settings.project, settings.edition, settings.locale, settings.issues, report
        )
        placements.append(
            Placement(
                numbers[number], before[number], targets_of_chapter, omitted_names, cited, marks[number]
            )
        )
    return placements, targets, expanded


def _credits(
    surveys: Sequence[Survey],
    figures: Sequence[int],
    targets: Mapping[str, nodes.Target],
    settings: BookSettings,
) -> Iterator[PictureCredit]:
    """Yield the credits that a book lists, that of its cover first; a picture without one has none."""
    if settings.project.pictures.credits == "beside":
        return
    cover = settings.edition.cover
    if cover and (credit := settings.credits.get(cover.path, "")):
        yield PictureCredit(credit, 0, None)
    for before, survey in zip(figures, surveys):
        for shown in survey.shown:
            if credit := shown.credit or settings.credits.get(shown.path, ""):
                number = before + shown.number if shown.number else 0
                yield PictureCredit(credit, number, targets[survey.head.id])


def complete_chapter(chapter: nodes.Chapter, placement: Placement) -> nodes.Chapter:
    """Return a prepared chapter with its numbers in the book and resolved references."""

    def change(node: nodes.Node) -> nodes.Node:
        match node:
            case nodes.Reference() if node.key in placement.cited:
                return printed_reference(node, placement.cited[node.key])
            case nodes.Reference(content=content) if node.key in placement.omitted_names:
                return nodes.Styled(
                    "span",
                    content or placement.omitted_names[node.key],
                    span=node.span,
                    id=node.id,
                    classes=node.classes,
                    lang=node.lang,
                )
            case nodes.IndexMark() if node.id in placement.marks:
                return with_link(node, placement.marks[node.id])
            case nodes.Figure() | nodes.Table() | nodes.Code() if node.number:
                kind = numbered_kind(node) or FIGURE  # one of several side by side has their number
                number = placement.before.get(kind, 0) + node.number
                return replace(node, number=number, id=node.id or f"{kind}-{number}")
            case nodes.Formula(number=number) if number:
                number += placement.before.get(FORMULA, 0)
                return replace(node, number=number, section=placement.number)
            case nodes.Reference(content=content):
                target = placement.targets.get(node.key)
                if target is None or node.resolved:
                    return node
                bare_number = node.form is nodes.RefForm.BARE and target.number
                shown = target.number if bare_number else target.name
                content_or_name: tuple[nodes.Inline, ...] = content or (nodes.Text(shown, span=node.span),)
                return replace(node, content=content_or_name, resolved=target)
            case _:
                return node

    result: nodes.Chapter = transform(replace(chapter, number=placement.number), change)
    return result


def contents_entry(chapter: nodes.Chapter) -> nodes.Entry:
    """Return the entry of a completed chapter in the table of contents, with its sections; in both languages if it is
    bilingual."""
    beside = chapter.beside
    title = bilingual_title(chapter.title, beside.title, beside.lang) if beside else bare(chapter.title)
    sections = tuple(_section(chapter.id, *pair, chapter.lang) for pair in _sections(chapter.blocks))
    return nodes.Entry(title, nodes.Target(chapter.id, chapter.id, plain(title)), 1, sections)


def bilingual_title(
    first: tuple[nodes.Inline, ...], second: tuple[nodes.Inline, ...], lang: str
) -> tuple[nodes.Inline, ...]:
    """Return a title in two languages for the table of contents; the second is in `lang` (BCP 47). A separator is there for
    listeners and single lines; a title that is the same in both is there once."""
    first_title, second_title = bare(first), bare(second)
    if not second_title or plain(first_title) == plain(second_title):
        return first_title
    span = second_title[0].span
    behind = nodes.Styled("beside", second_title, lang=lang, span=span)
    return (
        (*first_title, nodes.Styled("parting", (nodes.Text(" / ", span=span),), span=span), behind)
        if first_title
        else (behind,)
    )


_Titles: TypeAlias = tuple[nodes.Heading | None, nodes.Heading | None, str]
"""The heading of a section in both languages, and the tag of the second."""


def _sections(blocks: Sequence[nodes.Block]) -> Iterator[_Titles]:
    for block in blocks:
        if isinstance(block, nodes.Parallel):
            first, second = (
                [heading for heading, _, _ in _sections(column.blocks)]
                for column in (block.first, block.second)
            )
            yield from ((heading, other, block.second.lang) for heading, other in zip_longest(first, second))
            continue
        for node in walk(block):
            if isinstance(node, nodes.Heading) and node.level == 2 and node.id:
                yield node, None, ""


def _section(
    chapter: str, first: nodes.Heading | None, second: nodes.Heading | None, lang: str, chapter_lang: str
) -> nodes.Entry:
    content = in_language(first.content, first.lang or chapter_lang) if first else ()
    title = bilingual_title(content, second.content if second else (), lang)
    anchor = first.id if first else second.id if second else ""
    return nodes.Entry(title, nodes.Target(chapter, anchor, plain(title)), 2)


# -- anchors and references --------------------------------------------------------------------------------------


def _chapter_numbers(surveys: Sequence[Survey]) -> Iterator[int]:
    return accumulate(int(survey.head.numbered) for survey in surveys)


def _silent(rule: Rule, span: Span, /, *, hint: Hint = "", **values: object) -> None:
    """Report nothing: targets are collected twice, and problems are reported the second time."""


def _targets(
    surveys: Sequence[Survey], before: Sequence[Mapping[str, int]], locale: Locale, report: Report
) -> tuple[dict[str, nodes.Target], dict[str, Span]]:
    """Return every anchor of the book with its name, and its span."""
    targets: dict[str, nodes.Target] = {}
    places: dict[str, Span] = {}
    reserved = {anchor for survey in surveys for anchor in _generated_anchors(survey)} | PAGE_ANCHORS

    def add(
        anchor: str, chapter: str, name: str, span: Span, shown: str = "", section: tuple[int, ...] = ()
    ) -> None:
        if anchor in reserved:
            report(RESERVED, span, id=anchor, hint="choose another word")
        if anchor in targets:
            report(TWICE, span, id=anchor, first=places[anchor])
            return
        targets[anchor], places[anchor] = nodes.Target(chapter, anchor, name, shown, section), span

    for one in surveys:
        chapter, shown = one.head.id, locale.figures(one.head.number) if one.head.number else ""
        add(chapter, chapter, chapter_name(one.head, locale), one.head.span, shown)
    for one, counts in zip(surveys, before):
        chapter = one.head.id
        for anchor in one.anchors:
            if anchor.number:
                number = counts.get(anchor.kind, 0) + anchor.number
                printed = f"{locale.figures(number)}{part_letter(anchor.part)}"
                if anchor.kind == FORMULA:
                    printed = formula_number(one.head.number, number, locale)
                spelled = anchor.part or anchor.kind == FORMULA
                name = reference_name(anchor.kind, printed if spelled else number, locale)
                new = anchor.id or f"{anchor.kind}-{number}"
                add(new, chapter, name, anchor.span, printed)
            elif anchor.id:
                section = (one.head.number, *anchor.section) if one.head.number and anchor.section else ()
                add(anchor.id, chapter, anchor.name, anchor.span, section=section)
        targets.update((target.anchor, target) for target in note_targets(one, locale))
    return targets, places


NOTES_CHAPTER = "book-notes"
"""The id of the chapter with the notes of the book."""
PAGE_ANCHORS = {
    NOTES_CHAPTER,
    "book-start",
    "contents",
    "landmarks",
    "titlepage",
    "toc",
    "web-contents",
    "web-text",
}
"""Anchors of pages that formats generate."""


def _generated_anchors(survey: Survey) -> Iterator[str]:
    """Yield the anchors that rendering gives to a chapter."""
    yield f"{survey.head.id}-title"
    for label, calls in survey.notes:
        anchor = note_anchor(survey.head.id, label)
        yield anchor
        yield from (call_anchor(anchor, number) for number in range(1, calls + 1))


def chapter_name(chapter: nodes.Chapter, locale: Locale) -> str:
    """Return the text of a reference to a chapter: `Kapitel 3`, or the title of one without a number."""
    if chapter.number:
        # Translators: in the middle of a sentence: see chapter 3; abbreviate it where the word would change its form
        return locale.typography(locale.say("Chapter {number}", "in a sentence", number=chapter.number))
    return plain(bare(chapter.title))


def _numbered_places(
    surveys: Sequence[Survey], before: Sequence[Mapping[str, int]], targets: Mapping[str, nodes.Target]
) -> Iterator[NumberedPlace]:
    """Yield what the book counts, in its order."""
    for survey, counts in zip(surveys, before):
        for anchor in survey.anchors:
            if anchor.number and not anchor.part and anchor.kind != QUESTION:
                number = counts.get(anchor.kind, 0) + anchor.number
                target = targets[anchor.id or f"{anchor.kind}-{number}"]
                yield NumberedPlace(anchor.kind, number, in_language(anchor.caption, anchor.lang), target)


def _marks(surveys: Sequence[Survey], targets: Mapping[str, nodes.Target]) -> Iterator[Marked]:
    for survey in surveys:
        chapter = targets[survey.head.id]
        for mark in survey.marks:
            target = replace(targets.get(mark.id, chapter), name=chapter.name)
            yield Marked(mark.index, mark.entry, target, mark.sub, mark.name)
