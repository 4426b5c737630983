"""The closed set of nodes that say what a text *is*. Formats and themes decide how it looks.

Blocks hold blocks or inlines, inlines hold inlines; the types make it impossible to write a link that holds a
list. Every node has its `span` in the source. Directives are open and lower to these nodes; `Box` and
`Styled` are the open ends, told apart by their `kind`. A new node is added to `Block` or `Inline` at the foot of
this file, and the type checker then lists every place that must learn it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TypeAlias

from msgspec import Struct, field

from bookbuilder.diagnostics import NOWHERE, Span
from bookbuilder.document.drawn_figures import Chart, Map


class Node(Struct, frozen=True, kw_only=True, tag=True, array_like=True, gc=False):
    """The fields of every node.

    `id` is the anchor in every format (empty: none), `classes` and `options` come from `{#id .class key=value}`,
    `lang` is a BCP 47 tag where the language differs from that of the book. `translate` is false for what stays as it is
    in every language, with all that it holds (the attribute of HTML, section 6.10 of its standard).
    """

    span: Span = NOWHERE
    id: str = ""
    classes: tuple[str, ...] = ()
    lang: str = ""
    translate: bool = True


# -- inlines ---------------------------------------------------------------------------------------------------


class Text(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A run of plain text; line ends of the source are spaces."""

    text: str


class Styled(Node, frozen=True, tag=True, array_like=True, gc=False):
    """Marked text. Kinds of Markdown: `emphasis`, `strong`, `strike`, `span`, `subscript`, `superscript`, `mark`,
    `keyboard`; directives may bring their own."""

    kind: str
    content: tuple[Inline, ...]


MARGIN = "margin"
"""The kind of words, and of boxes, that stand in the margin."""


class Abbreviation(Node, frozen=True, tag=True, array_like=True, gc=False):
    """An abbreviation in running text, and the words that a screen reader says for it."""

    expansion: str
    content: tuple[Inline, ...]


class Ruby(Node, frozen=True, tag=True, array_like=True, gc=False):
    """Words with their reading in small characters above them: 漢字 and かんじ."""

    reading: str
    content: tuple[Inline, ...]


class CodeText(Node, frozen=True, tag=True, array_like=True, gc=False):
    """Code inside a line; never touched by typography."""

    text: str


class Formula(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A formula: its TeX as it was written, and the MathML that it becomes. One that is displayed stands in a line of its
    own, and if it has an `id`, it is numbered: by chapter where that has a number (`section`), else through the book.
    `words` are it in a line of plain text, `spoken` what a screen reader says; empty: the words."""

    tex: str
    mathml: str
    display: bool = False
    words: str = ""
    spoken: str = ""
    number: int = 0
    section: int = 0


class Link(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A link to an outside address (`http`, `https`, `mailto`)."""

    address: str
    content: tuple[Inline, ...]
    title: str = ""


class RefForm(StrEnum):
    """What a cross-reference prints: its words or the name of its target, the page, both ("Abbildung 3 auf Seite 12"), only
    the number of the target, or only that of its page, with a space before it; in media without pages that is nothing."""

    TEXT = "text"
    PAGE = "page"
    TEXT_PAGE = "text page"
    BARE = "bare"
    FOLIO = "folio"


class Reference(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A link to an anchor of the book. `assemble` fills empty `content` ("Kapitel 3") and sets `resolved`.

    With `form` PAGE print shows the page number ("Seite 12") and the other media the name of the target. `chapter` is the
    file, without `.md`, where one was named: `03-b.md#place`. `issue` is another book of the series (`issue:2022-03#place`;
    without a place `target` is empty); `assemble` replaces such a reference. `role` is a DPUB role, if it has one.
    """

    target: str
    content: tuple[Inline, ...] = ()
    form: RefForm = RefForm.TEXT
    resolved: Target | None = None
    chapter: str = ""
    issue: str = ""
    role: str = ""

    @property
    def key(self) -> str:
        """What identifies the target, as the author wrote it."""
        if self.issue:
            return f"issue:{self.issue}#{self.target}"
        return f"{self.chapter}#{self.target}" if self.chapter else self.target


class Target(Struct, frozen=True, array_like=True, gc=False):
    """Where an anchor of the book is: the chapter that holds it, the anchor, its name ("Abbildung 2"), and the number in
    it, as it is printed; empty if it has none. `section` is the number of a heading, if its chapter has one: that of the
    chapter, then as `document.section_counts` has it. Whether it is printed is the theme's to say."""

    chapter: str
    anchor: str
    name: str
    number: str = ""
    section: tuple[int, ...] = ()


class PictureSetting(Struct, frozen=True, array_like=True, gc=False):
    """How a picture is set: its `width` in per cent of the measure (0: as the theme has it), at which side it stands
    (`align`: `start`, `end`, `center`, `left`, `right`), whether text runs beside it (`wrap`), which part of it is shown
    (`crop`: `16:9`) around which point (`focus`, in per cent from the left and from above), and on which page it is in
    print: `bleed`, over the edges of a page of its own, or `landscape`, turned by a quarter on one. One that reaches the
    `edges` stands among the text, from one side of the page to the other."""

    width: int = 0
    align: str = ""
    wrap: bool = False
    crop: str = ""
    focus: tuple[int, int] = (50, 50)
    page: str = ""
    edges: bool = False


AS_THEME = PictureSetting()
"""A picture is set as the theme has it."""


class Image(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A picture. `source` is a path from the root of the book, empty if it was refused; `alt` is its alternative text.
    `narrow` is the path of the drawing that takes its place on narrow screens, if there is one. `claim` is what its
    alternative text says about facts."""

    source: str
    alt: str
    title: str = ""
    narrow: str = ""
    setting: PictureSetting = AS_THEME
    claim: WrittenExpression | None = None

    @property
    def shown(self) -> str:
        """The path of what is shown: that of the file, or a name for a part of it."""
        if not self.setting.crop or not self.source:
            return self.source
        path = PurePosixPath(self.source)
        across, down = self.setting.focus
        part = f"{self.setting.crop.replace(':', 'x')}-{across}-{down}"
        return path.with_name(f"{path.stem}.{part}{path.suffix}").as_posix()


class NoteRef(Node, frozen=True, tag=True, array_like=True, gc=False):
    """The call of a footnote. `label` is the author's name for it; `number` counts within the chapter, 0 until it is
    set. `resolved` is where its text stands, if that is not a note of the chapter (`Endnotes`)."""

    label: str
    number: int = 0
    resolved: Target | None = None


class CitedSource(Struct, frozen=True, array_like=True, gc=False):
    """A source that a citation names: its key, the words before it and behind it, and a place in it: its kind (a label of
    `bookbuilder.sources.locators`) and `12–14`. `author` is `in-text` where the sentence says the name, `none` where it is
    left out."""

    key: str
    prefix: str = ""
    label: str = ""
    locator: str = ""
    suffix: str = ""
    author: str = ""


class Citation(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A citation of sources. `text` is what the author wrote; `assemble` fills in `content` as the style has it.

    In a style with notes one that says the author in the sentence is two nodes, with the `part` `author` and `note`, and the
    same `number`, which counts within the chapter and is 0 until it is set.
    """

    sources: tuple[CitedSource, ...]
    text: str
    part: str = ""
    number: int = 0
    content: tuple[Inline, ...] = ()


class Fact(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A value said once: `options` hold `fact=key`, a literal, or `computed`, and the form. `localize` replaces it by a
    `Value`. `place` is where the expression of what is computed begins."""

    options: Mapping[str, str]
    content: tuple[Inline, ...]
    place: Span | None = None


class WrittenExpression(Struct, frozen=True, array_like=True, gc=False):
    """An expression over facts as it was written, and where it begins."""

    text: str
    span: Span


class Claim(Node, frozen=True, tag=True, array_like=True, gc=False):
    """Words that say something about facts, which `checks` compares with their values. It prints its content, and stands
    in a chapter as it was written alone."""

    expression: WrittenExpression
    content: tuple[Inline, ...]


class Value(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A fact as the locale prints it. `machine` is the value for programs; `time` says that it is a moment.

    `expansions` are the abbreviations in its text: start, end and the words that somebody hears. `name` is its key in
    facts.toml, empty for a value that is written in the chapter or computed.
    """

    text: str
    machine: str
    time: bool = False
    expansions: tuple[tuple[int, int, str], ...] = ()
    name: str = ""


class NameUse(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A use of a name of names.toml; `name` is its key. `document.resolve_names` replaces it by an `IndexMark`."""

    name: str
    form: str
    sub: str
    content: tuple[Inline, ...]


TERMS = ":terms"
"""The index of the terms of the glossary; no author can call one so."""


class IndexMark(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A place that an index points to; it prints its content. `name` is the key of a name, where it comes from one.

    A term of the glossary is such a place of the index `TERMS`, with its key as `entry`. `resolved` is the entry that it is
    to lead to, `words` and `meaning` are what that says of a term, and `first` says that the book uses it here for the first
    time.
    """

    entry: str
    index: str
    content: tuple[Inline, ...]
    sub: str = ""
    name: str = ""
    resolved: Target | None = None
    words: str = ""
    meaning: tuple[Inline, ...] = ()
    first: bool = False


class Locators(Node, frozen=True, tag=True, array_like=True, gc=False):
    """The places of an index's entry: anchors, in the order of the book. Print shows pages, the others links."""

    targets: tuple[Target, ...]


class Break(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A hard line break."""


# -- blocks ----------------------------------------------------------------------------------------------------


class Heading(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A heading inside a chapter; `level` counts from 2, since the chapter's title is level 1."""

    level: int
    content: tuple[Inline, ...]


class Paragraph(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A paragraph. `lines` is how many lines more than at its best it takes in print: 1, 0 or -1."""

    content: tuple[Inline, ...]
    lines: int = 0


class Item(Node, frozen=True, tag=True, array_like=True, gc=False):
    """An item of a list. `done` says whether a task is done; None for an item that is no task."""

    blocks: tuple[Block, ...]
    done: bool | None = None


class List(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A list; `start` is the first number of an ordered one. A tight list has no space between its items."""

    ordered: bool
    items: tuple[Item, ...]
    start: int = 1
    tight: bool = True


class Definition(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A term and its definition."""

    term: tuple[Inline, ...]
    blocks: tuple[Block, ...]


class Definitions(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A definition list."""

    items: tuple[Definition, ...]


class Quote(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A block quotation."""

    blocks: tuple[Block, ...]


TITLE_PLACE = "place"
"""The kind of an empty box that is an anchor: that of a chapter's title, if it has one beside its file."""


class Box(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A block of its own kind: aside, epigraph, pullquote, chronology, imprint, index …

    Formats write `<div class="box KIND">` (or the HTML element that `element` names); looks come from the style
    sheet of the directive and the theme. `role` is an ARIA/DPUB role where the kind has one.
    """

    kind: str
    blocks: tuple[Block, ...]
    title: tuple[Inline, ...] = ()
    element: str = "div"
    role: str = ""


class Figure(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A numbered picture with caption, credit and a long description for readers who cannot see it. `place` is where it
    stands in print (`FIGURE_PLACES`; empty: where the theme has its figures). One of several side by side is a `part` of
    them, from 1 (0: it stands alone), and has their number (`figure_groups`). A `chart` is drawn from the table that the
    description ends with (`chart_table`), and its picture has no file; so is a `map` with data."""

    image: Image
    caption: tuple[Inline, ...]
    credit: str = ""
    description: tuple[Block, ...] = ()
    number: int = 0
    place: str = ""
    part: int = 0
    chart: Chart | None = None
    map: Map | None = None

    @property
    def drawn(self) -> bool:
        """Whether the program draws its picture."""
        return self.chart is not None or self.map is not None


class Align(StrEnum):
    """How a column of a table is set."""

    NONE = ""
    START = "start"
    CENTER = "center"
    END = "end"


class Cell(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A cell of a table, over as many `rows` and `columns` as it reaches.

    `scope` is `col` or `row` in a header cell and empty in a data cell. One that holds more than a line of text has
    `blocks`, and no `content`.
    """

    content: tuple[Inline, ...]
    align: Align = Align.NONE
    scope: str = ""
    rows: int = 1
    columns: int = 1
    blocks: tuple[Block, ...] = ()


class Row(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A row of a table: the cells that begin in it."""

    cells: tuple[Cell, ...]


class TableSetting(Struct, frozen=True, array_like=True, gc=False):
    """How a table is set in print: in the `small` size of the theme, so wide (`page`: over the margins as well; a share of
    the measure, `60%`; empty: the measure), with such shares of the width for its columns (empty: as its words need them),
    `turned` by a quarter, on a page of its own. One that has no room is turned if it `may_turn`, and parted by its columns
    unless `split` is `no`; if that is `columns`, it is parted and nothing else. The sums of the columns of `carry` (from 0)
    stand at the foot of a page that ends inside it, and at the head of the next one."""

    small: bool = False
    width: str = ""
    columns: tuple[float, ...] = ()
    turned: bool = False
    may_turn: bool = True
    split: str = ""
    carry: tuple[int, ...] = ()


class Table(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A table, numbered if it has a caption, with a long description for readers who cannot see it. `place` is as of a
    figure; `phone` is how the author wants it on small screens (`phone_table`), if in another way than usual. If
    `notes_below`, the notes that it calls are its own `notes`, and stand below it (`document.table_notes`)."""

    head: tuple[Row, ...]
    body: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()
    number: int = 0
    description: tuple[Block, ...] = ()
    place: str = ""
    setting: TableSetting = TableSetting()
    phone: str = ""
    notes_below: bool = False
    notes: tuple[Block, ...] = ()


class Code(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A block of code, numbered if it has a caption. `first_line` is the number that its first line has in print (0: lines
    have none); `marks` are the first and the last line of each part that is marked, counted from 1."""

    text: str
    language: str = ""
    caption: tuple[Inline, ...] = ()
    number: int = 0
    first_line: int = 0
    marks: tuple[tuple[int, int], ...] = ()


class Rule(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A thematic break."""


class PageBreak(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A page break that the author asks for."""


class Note(Node, frozen=True, tag=True, array_like=True, gc=False):
    """The text of a footnote; `repeated` says that it is called more than once, or referred to. `calls` counts these among
    `Endnotes`."""

    label: str
    blocks: tuple[Block, ...]
    number: int = 0
    repeated: bool = False
    calls: int = 1


class Endnotes(Node, frozen=True, tag=True, array_like=True, gc=False):
    """The notes of a `chapter` (its id), behind its text or elsewhere in the book."""

    chapter: str
    notes: tuple[Note, ...]


class Column(Node, frozen=True, tag=True, array_like=True, gc=False):
    """The blocks of one language in a row of a bilingual chapter; empty where it has no counterpart."""

    blocks: tuple[Block, ...] = ()


class Parallel(Node, frozen=True, tag=True, array_like=True, gc=False):
    """A row of a bilingual chapter: blocks of its first language, and matching ones of its second.

    The second column has its `lang`; its notes are in `Chapter.beside`. `shared`: both are figures of the same
    picture, shown once, across both.
    """

    first: Column
    second: Column
    shared: bool = False


class Pending(Node, frozen=True, tag=True, array_like=True, gc=False):
    """Something that can only be made from the whole book (chronology, index, imprint).

    `assemble` asks the directive called `directive` to expand it. `level` is that of the heading that it stands below.
    """

    directive: str
    options: Mapping[str, str] = field(default_factory=dict)
    title: tuple[Inline, ...] = ()
    blocks: tuple[Block, ...] = ()
    level: int = 1


Inline: TypeAlias = (
    Text
    | Styled
    | Abbreviation
    | Ruby
    | CodeText
    | Formula
    | Link
    | Reference
    | Image
    | NoteRef
    | Citation
    | Fact
    | Claim
    | Value
    | NameUse
    | IndexMark
    | Locators
    | Break
)
Block: TypeAlias = (
    Heading
    | Paragraph
    | List
    | Definitions
    | Quote
    | Box
    | Figure
    | Table
    | Code
    | Rule
    | PageBreak
    | Endnotes
    | Parallel
    | Pending
)


# -- chapters and books ----------------------------------------------------------------------------------------


class Part(StrEnum):
    """The part of the book that a chapter belongs to."""

    FRONT = "front"
    MAIN = "main"
    BACK = "back"


class LeftOut(Struct, frozen=True, array_like=True, gc=False):
    """What an edition leaves out of a chapter (`{only=print}`): its anchors with their places, the labels of notes that are
    called there, and of those whose text stands there."""

    anchors: tuple[tuple[str, Span], ...] = ()
    calls: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Chapter(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A chapter of one locale.

    `id` is the stem of its file, or of that which it translates, and the anchor of its title. `kind` is `analysis`, `day`,
    `outlook`, `sources`, `index`, `imprint` or the author's own word; it becomes a class. `number` is 0 for an
    unnumbered chapter; `assemble` counts those that are `numbered`. `events` are the lines of a day in the chronology.
    `fallback` says how much of a translated chapter is not: `part`, `whole`, or empty for nothing. `translate` is as that
    of a node. `beside` is the chapter in the second language of a bilingual edition, without its blocks, which stand in
    `Parallel`s; it has its `lang`. `left_out` is what is not in this variant of its text; None: nothing.
    """

    id: str
    span: Span
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    kind: str = "chapter"
    part: Part = Part.MAIN
    numbered: bool = False
    number: int = 0
    date: dt.date | None = None
    place: tuple[Inline, ...] = ()
    subtitle: tuple[Inline, ...] = ()
    short: tuple[Inline, ...] = ()
    summary: tuple[Inline, ...] = ()
    author: str = ""
    events: tuple[tuple[Inline, ...], ...] = ()
    lang: str = ""
    fallback: str = ""
    translate: bool = True
    beside: Chapter | None = None
    left_out: LeftOut | None = None
    kicker: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The chapters of one locale as they were read, in the order of the book."""

    locale: str
    chapters: tuple[Chapter, ...]


class Entry(Struct, frozen=True, array_like=True, gc=False):
    """A line of the table of contents: title, target, and the lines below it."""

    title: tuple[Inline, ...]
    target: Target
    level: int
    entries: tuple[Entry, ...] = ()
