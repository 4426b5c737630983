"""The nodes of a manuscript: what any source can hold, whatever program wrote it. Each block knows where it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import NOWHERE, Span

STYLES = ("strong", "emphasis", "underline", "strike", "smallcaps", "mark", "sub", "sup")
"""The kinds of `Styled`, from outside to inside."""

# ------------------------------------------------------------------------------------------------------------- inlines


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are printed; line feeds count as spaces."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Words with a meaning of their own: one of `STYLES`, or `span` for a language alone (`lang`, a tag of BCP 47)."""

    kind: str
    content: tuple[Inline, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """Words in a fixed-width font, letter by letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A new line within a paragraph. A `soft` one is printed as a space: it keeps the lines of a source."""

    soft: bool = False


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The call of a note, by its key in `Manuscript.notes`."""

    key: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address outside the book."""

    address: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to an `Anchor`. `form`: `text` prints the content, `name` the number of the target, `page` its page
    where there are pages; then the content is the word for page and the number."""

    target: str
    content: tuple[Inline, ...]
    form: str = "text"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place to refer to."""

    name: str


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """An entry of an index at this place; `sub` is its sub-entry, `index` the name of one that is not the first."""

    entry: str
    sub: str = ""
    index: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its key in `Manuscript.images`, and the words for those who cannot see it; `unconfirmed` ones were made of
    its caption or file name."""

    key: str
    alt: str = ""
    decorative: bool = False
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as LaTeX; one that is displayed may have an anchor, by which it is referred to, and words for listeners."""

    latex: str
    display: bool = False
    anchor: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A source that a citation names, by its key in `Manuscript.sources`: the words before and behind it, a place in it (a
    label of `bookbuilder.sources.locators`, and `12–14`), and `author`: `in-text` where the sentence says the name, `none`
    where it is left out."""

    key: str
    prefix: tuple[Inline, ...] = ()
    label: str = ""
    locator: str = ""
    suffix: tuple[Inline, ...] = ()
    author: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as printed; `source` is what the program that manages the sources knows of it, mostly as JSON. `works` are
    what it cites, as far as that is known."""

    content: tuple[Inline, ...]
    source: str
    works: tuple[CitedWork, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Words that state a fact; `options` are those of `[words]{…}` in a chapter."""

    options: Mapping[str, str]
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ProofMark:
    """Where the words of a proof note begin (`edge` is `start`), end (`end`), or the place between words (`point`)."""

    key: str
    edge: str


Inline = (
    Text
    | Styled
    | Code
    | Break
    | NoteCall
    | Link
    | Reference
    | Anchor
    | IndexEntry
    | Picture
    | Formula
    | Citation
    | Fact
    | ProofMark
)

# -------------------------------------------------------------------------------------------------------------- blocks


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest of the source."""

    level: int
    content: tuple[Inline, ...]
    span: Span = NOWHERE


PARAGRAPH_KINDS = ("epigraph", "pullquote", "verse", "summary", "chapter subtitle", "imprint")
"""What a paragraph may be beside text. A summary or a subtitle below the title of a chapter is part of its front matter."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `role` is empty or one of `PARAGRAPH_KINDS`."""

    content: tuple[Inline, ...]
    role: str = ""
    lang: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class List:
    """A list; `start` is the first number of an ordered one."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]
    start: int = 1
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms with what they mean."""

    items: tuple[tuple[tuple[Inline, ...], tuple[Block, ...]], ...]
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `rows` and `columns` say how many it spans, `align` is `start`, `center`, `end` or empty."""

    blocks: tuple[Block, ...]
    rows: int = 1
    columns: int = 1
    align: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: each row has the cells that begin in it; the first `head` rows head the columns."""

    rows: tuple[tuple[Cell, ...], ...]
    head: int = 0
    caption: tuple[Inline, ...] = ()
    anchor: str = ""
    row_heads: bool = False
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with a caption."""

    picture: Picture
    caption: tuple[Inline, ...]
    anchor: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines in a fixed-width font."""

    text: str
    language: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class DisplayFormula:
    """A formula on lines of its own, as LaTeX."""

    latex: str
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Aside:
    """A box beside the text."""

    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands where something is missing, as an earlier import left it: where that is from, and its words."""

    source: str
    blocks: tuple[Block, ...]
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Divider:
    """A break between two parts of a text: a line, or stars."""

    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """Where an index is printed."""

    index: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class SourcesPlace:
    """Where the list of the sources is printed."""

    span: Span = NOWHERE


Block = (
    Heading
    | Paragraph
    | Quote
    | List
    | Definitions
    | Table
    | Figure
    | CodeBlock
    | DisplayFormula
    | Aside
    | Placeholder
    | Divider
    | IndexPlace
    | SourcesPlace
)

# ---------------------------------------------------------------------------------------------------------- manuscript


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a source says of itself; `date` is year-month-day, `language` a tag of BCP 47, `cover` a key of the images."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    date: str = ""
    isbn: str = ""
    publisher: str = ""
    rights: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    cover: str = ""
    credits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: its title (empty: none is known), its text, its kind, the names of the anchors that lead to its beginning,
    and the words in the name of its file (empty: those of its title). That of a day has a `date` (year-month-day) and
    perhaps several `events`."""

    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    span: Span = NOWHERE
    kind: str = ""
    numbered: bool = True
    anchors: tuple[str, ...] = ()
    name: str = ""
    date: str = ""
    events: tuple[tuple[Inline, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ProofNote:
    """A comment, or a change that is not decided: `kind` is `comment`, `insertion`, `deletion` or `move`.

    `text` is what the comment says, or what was deleted. `parent` is the key of the comment that it answers.
    """

    key: str
    kind: str
    author: str
    date: str
    text: str
    parent: str = ""
    resolved: bool = False
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Image:
    """A picture file: its name in the source, and its bytes (never `None`: such a file is reported and left out)."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A whole manuscript, in chapters; `styles` are the names of its styles with the roles they were given, `sources` what
    it cites, as items of CSL-JSON, `citation_style` is the name or address of the style in which it does."""

    metadata: Metadata
    sections: tuple[Section, ...]
    notes: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    images: Mapping[str, Image] = field(default_factory=dict)
    proof: tuple[ProofNote, ...] = ()
    styles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sources: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    citation_style: str = ""


def inner_inlines(node: Inline) -> tuple[Inline, ...]:
    """Return the inlines within an inline."""
    return node.content if isinstance(node, Styled | Link | Reference | Citation | Fact) else ()


def walk_inlines(content: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield inlines and all within them, in reading order."""
    for node in content:
        yield node
        yield from walk_inlines(inner_inlines(node))


def plain_text(content: tuple[Inline, ...]) -> str:
    """Return the words of inlines.

    >>> plain_text((Text("A "), Styled("strong", (Text("b"), Break(), Code("c")))))
    'A b c'
    """
    parts = []
    for node in walk_inlines(content):
        if isinstance(node, Text | Code):
            parts.append(node.text)
        elif isinstance(node, Break):
            parts.append(" ")
        elif isinstance(node, Formula):
            parts.append(node.latex)
    return "".join(parts)


def block_inlines(blocks: tuple[Block, ...]) -> Iterator[tuple[Inline, ...]]:
    """Yield the texts of blocks, in reading order, each as a whole."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.content
            case Quote() | Placeholder():
                yield from block_inlines(block.blocks)
            case Aside():
                yield block.title
                yield from block_inlines(block.blocks)
            case List():
                for item in block.items:
                    yield from block_inlines(item)
            case Definitions():
                for term, meaning in block.items:
                    yield term
                    yield from block_inlines(meaning)
            case Table():
                for row in block.rows:
                    for cell in row:
                        yield from block_inlines(cell.blocks)
                yield block.caption
            case Figure():
                yield (block.picture,)
                yield block.caption
            case CodeBlock():
                yield (Text(block.text),)
            case DisplayFormula():
                yield (Formula(block.latex),)
            case Divider() | IndexPlace() | SourcesPlace():
                pass
