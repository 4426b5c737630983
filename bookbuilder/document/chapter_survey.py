"""The survey of a chapter: its anchors, references, marks and counts, as other chapters need them, without its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from bookbuilder.claims.named_facts import named_facts
from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.document.figure_groups import group_caption, group_number
from bookbuilder.document.interview_questions import question_numbers
from bookbuilder.document.number_citations import CitationUse, citation_uses
from bookbuilder.document.numbered_kinds import FIGURE, FORMULA, QUESTION, Numbered, numbered_kind
from bookbuilder.document.section_counts import section_counts
from bookbuilder.document.series_rows import OPTION
from bookbuilder.document.walk import bare, plain, walk
from bookbuilder.formulas.spoken_file import spoken_key


class Anchor(Struct, frozen=True, array_like=True, gc=False):
    """A possible target of references, and what a reference calls it (empty: no name).

    `kind` is `heading`, one of `document.numbered_kinds` or empty. What the book counts is called by its number, which
    counts within the chapter, and `id` is empty if its number in the book makes its anchor; it has its `caption`, in the
    language `lang` where that is another one. `part` is as of a `Figure`, `section` as `document.section_counts` has it.
    """

    id: str
    name: str
    span: Span
    kind: str = ""
    number: int = 0
    caption: tuple[nodes.Inline, ...] = ()
    lang: str = ""
    part: int = 0
    section: tuple[int, ...] = ()


class SurveyedMark(Struct, frozen=True, array_like=True, gc=False):
    """An index mark: what it says, and its anchor (empty: that of the chapter)."""

    index: str
    entry: str
    sub: str
    name: str
    id: str
    span: Span


class ReferenceUse(Struct, frozen=True, array_like=True, gc=False):
    """A cross-reference: its target, whether its text must come from the target's name, the chapter that it names, the
    issue, and whether it prints a number alone."""

    target: str
    nameless: bool
    span: Span
    chapter: str
    key: str
    issue: str = ""
    bare: bool = False


class ShownPicture(Struct, frozen=True, array_like=True, gc=False):
    """A picture: its path, the number of its figure within the chapter (0: it is in none), and the credit that is written at
    that."""

    path: str
    number: int = 0
    credit: str = ""


class Survey(Struct, frozen=True, array_like=True, gc=False):
    """The survey of a numbered chapter.

    `head` is the chapter without blocks and notes; `notes` are the labels of its notes with the number of their calls;
    `counts` says how many it has of each of `document.numbered_kinds`; `shown` are its pictures in the order of the text;
    `pending` names the directives that wait for the whole book; `pictures` are the paths of its pictures, `citations` stand
    in the order of reading, `formulas` are those without a spoken text. `left_out` are the anchors that this variant of
    its text has not, with their places.
    """

    head: nodes.Chapter
    notes: tuple[tuple[str, int], ...]
    counts: Mapping[str, int]
    anchors: tuple[Anchor, ...]
    marks: tuple[SurveyedMark, ...]
    references: tuple[ReferenceUse, ...]
    shown: tuple[ShownPicture, ...]
    pending: tuple[str, ...]
    pictures: tuple[str, ...] = ()
    citations: tuple[CitationUse, ...] = ()
    left_out: tuple[tuple[str, Span], ...] = ()
    formulas: tuple[str, ...] = ()


def survey_chapter(chapter: nodes.Chapter) -> Survey:
    """Return the survey of a chapter (`document.number_notes_and_figures`)."""
    counts: Counter[str] = Counter()
    anchors, marks, references, shown, pending = [], [], [], [], []
    pictures: dict[str, None] = {}
    cites = False
    formulas: dict[str, None] = {}
    in_figures: set[int] = set()
    calls: Counter[str] = Counter()
    questions: dict[str, int] = {}
    sections = section_counts(chapter.blocks)
    for node in walk(chapter):
        kind = numbered_kind(node)
        number = node.number if kind and isinstance(node, Numbered) else 0
        counts[kind] += bool(kind)
        match node:
            case nodes.Box(kind="interview"):
                questions |= question_numbers(node)
            case nodes.Paragraph(id=anchor) if questions and anchor in questions:
                kind, number = QUESTION, questions[anchor]
            case nodes.Box(kind="figures"):
                kind, number = FIGURE, group_number(node)
                counts[FIGURE] += 1
            case nodes.Figure(image, credit=credit, number=number, part=part):
                kind = FIGURE if part else kind
                in_figures.add(id(image))
                shown.append(ShownPicture(image.source, number, credit))
            case nodes.NoteRef(label):
                calls[label] += 1
            case nodes.Citation():
                cites = True
            case nodes.Formula(tex) if not node.spoken:
                formulas[spoken_key(tex)] = None
            case nodes.Heading() if node.id:
                kind = "heading"
            case nodes.IndexMark(entry, index, sub=sub, name=name):
                marks.append(SurveyedMark(index, entry, sub, name, node.id, node.span))
            case nodes.Reference(target, content):
                bare_number = node.form is nodes.RefForm.BARE
                references.append(
                    ReferenceUse(
                        target, not content, node.span, node.chapter, node.key, node.issue, bare_number
                    )
                )
            case nodes.Pending(directive):
                pending.append(directive)
            case nodes.Image(source) if source:
                pictures[source] = None
                if id(node) not in in_figures:
                    shown.append(ShownPicture(source))
        if node.id or kind:
            of_title = isinstance(node, nodes.Box) and node.kind == nodes.TITLE_PLACE
            name = plain(bare(chapter.title)) if of_title else _name(node)
            caption = group_caption(node) or (_caption(node) if kind and isinstance(node, Numbered) else ())
            lang = (node.lang or chapter.lang) if caption else ""
            part = node.part if isinstance(node, nodes.Figure) else 0
            section = sections.get(node.id, ()) if kind == "heading" else ()
            anchors.append(Anchor(node.id, name, node.span, kind, number, bare(caption), lang, part, section))
    return Survey(
        replace(chapter, blocks=(), notes=(), left_out=None),
        tuple((note.label, calls[note.label]) for note in chapter.notes),
        {kind: count for kind, count in counts.items() if kind},
        tuple(anchors),
        tuple(marks),
        tuple(references),
        tuple(shown),
        tuple(pending),
        tuple(pictures),
        citation_uses(chapter) if cites else (),
        chapter.left_out.anchors if chapter.left_out else (),
        tuple(formulas),
    )


def _caption(node: Numbered) -> tuple[nodes.Inline, ...]:
    """Return what a list says of a node that the book counts; of a formula it has this itself, in the line."""
    if isinstance(node, nodes.Formula):
        in_line = node.mathml.replace(' display="block"', ' displaystyle="true"', 1)
        return (replace(node, id="", mathml=in_line, display=False, number=0),)
    return node.caption


def counts_before(surveys: Iterable[Survey]) -> list[Mapping[str, int]]:
    """Return how many come before each chapter, of each of `document.numbered_kinds`. Formulas count from 1 in a chapter
    that has a number, for they are called by that as well."""
    counts: Counter[str] = Counter()
    before: list[Mapping[str, int]] = []
    for survey in surveys:
        numbered = survey.head.number > 0
        before.append(counts | {FORMULA: 0} if numbered else dict(counts))
        counts.update({kind: n for kind, n in survey.counts.items() if kind != FORMULA or not numbered})
    return before


def fact_names(chapter: nodes.Chapter) -> set[str]:
    """Return the names of the book's facts that a chapter uses, also in what it claims and computes."""
    used: set[str] = set()
    for node in walk(chapter):
        match node:
            case nodes.Fact(options=options) if "fact" in options:
                used.add(options["fact"])
            case nodes.Fact(options=options) if OPTION in options:
                used.add(options[OPTION])
            case nodes.Fact(options=options) if "computed" in options:
                used |= named_facts(options["computed"])
            case nodes.Claim(expression) | nodes.Image(claim=nodes.WrittenExpression() as expression):
                used |= named_facts(expression.text)
            case _:
                pass
    return used - {""}


def _name(node: nodes.Node) -> str:
    match node:
        case nodes.Heading(content=content):
            return plain(bare(content))
        case nodes.Box(title=title) if title:
            return plain(bare(title))
        case _:
            return ""
