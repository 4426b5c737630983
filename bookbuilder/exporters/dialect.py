"""What a format can say that pandoc's tree cannot: the default is what every format has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookbuilder.formulas.refusal import Refusal
from bookbuilder.formulas.tex_rewriting import rewritten
from bookbuilder.pandoc import pandoc_ast as ast
from bookbuilder.pandoc.pandoc_ast import Blocks, Element, Inlines

if TYPE_CHECKING:
    from bookbuilder.document.nodes import Formula, IndexMark
    from bookbuilder.exporters.proof_comments import CommentEdge


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a numbered figure or table: the words before the number, the number, and the words behind it."""

    kind: str
    before: str
    number: str
    behind: str

    @property
    def text(self) -> str:
        """The whole label."""
        return f"{self.before}{self.number}{self.behind}"


def without_index_headings(content: Blocks) -> tuple[Blocks, Blocks]:
    """Return the headings above an index, and the index; the headings of its letters are part of it."""
    count = 0
    while count < len(content) and _is_index_heading(content[count]):
        count += 1
    return content[:count], content[count:]


def _is_index_heading(block: Element) -> bool:
    return bool(block["t"] == "Header" and "letter" not in block["c"][1][1])


@dataclass(frozen=True, slots=True)
class TargetFormat:
    """The ways of one format.

    `styles`: paragraphs and words carry names of styles (`custom-style`). `descriptions`: long descriptions of pictures and
    tables are text behind them; else they are part of the alternative text. `shift` is what is added to the level of each
    heading. `attributes`: it can say anchors, classes and languages.
    `notes`: it has notes; else they stand at the end of their chapter. `figures`: it has figures with captions;
    `table_captions`: tables have captions, else they stand before them. `title`: the text begins with the titles of the
    book, since the format has no place for metadata. `contents`: it has a table of contents that leads to every heading.
    `pages`: it has pages with numbers. `headed_boxes`: a box may begin with a heading; else what stands behind such a box is
    below its heading as well.
    """

    styles: bool = False
    descriptions: bool = True
    shift: int = 0
    attributes: bool = True
    notes: bool = True
    figures: bool = True
    table_captions: bool = True
    title: bool = False
    contents: bool = False
    pages: bool = False
    headed_boxes: bool = True

    def anchored(self, anchor: str, content: Inlines) -> Inlines:
        """Return inlines that links and references can lead to."""
        return [ast.span(ast.attributes(anchor), content)] if anchor and self.attributes else content

    def heading(self, level: int, anchor: str, classes: Sequence[str], content: Inlines) -> Blocks:
        """Return a heading of the text."""
        attrs = ast.attributes(anchor, classes) if self.attributes else ast.attributes()
        return [ast.header(min(level + self.shift, 6), attrs, content)]

    def chapter_heading(self, anchor: str, label: str, content: Inlines) -> Blocks:
        """Return the heading of a chapter; `label` is its number in words, empty if it has none."""
        if label and self.attributes:
            content = [
                ast.span(ast.attributes("", ["chapter-number"]), ast.words(label)),
                ast.SPACE,
                *content,
            ]
        elif label:
            content = [*ast.words(f"{label}: "), *content]
        return self.heading(1, anchor, (), content)

    def reference(self, anchor: str, content: Inlines, *, named: str) -> Inlines:
        """Return a reference; `named` is the kind of target (`chapter`, `heading`, `label`) if its words are the
        target's name, else empty."""
        del named
        return [ast.link(content, f"#{anchor}")] if self.attributes else content

    def page_reference(self, anchor: str, before: str, behind: str, content: Inlines) -> Inlines:
        """Return a reference to a page: words around its number, or where there are no pages, the name of the target."""
        del before, behind
        return self.reference(anchor, content, named="")

    def styled_paragraph(self, style: str, content: Inlines) -> Blocks:
        """Return a paragraph in a style, or with a class where the format knows no styles."""
        if not self.attributes:
            return [ast.para(content)]
        pairs = {"custom-style": style} if self.styles else {}
        classes = [] if self.styles else [style.lower().replace(" ", "-")]
        return [ast.div(ast.attributes("", classes, pairs), [ast.para(content)])]

    def picture(self, element: Element, alt: str) -> Inlines:
        """Return a picture with its alternative text."""
        del alt
        return [element]

    def label(self, label: Label, anchor: str) -> Inlines:
        """Return the label at the head of a caption."""
        if not self.attributes:
            return ast.words(label.text)
        return [ast.span(ast.attributes(anchor, ["label"]), ast.words(label.text))]

    def index_mark(self, mark: IndexMark, content: Inlines) -> Inlines:
        """Return a word that an index points to."""
        return self.anchored(mark.id, content)

    def locator(self, anchor: str, content: Inlines) -> Inlines:
        """Return a place of an entry in an index."""
        return self.reference(anchor, content, named="")

    def index(self, name: str, content: Blocks) -> Blocks:
        """Return an index that was made from the marks."""
        if not self.attributes:
            return content
        return [ast.div(ast.attributes("", ["index", name]), content)]

    def repeated_call(self, number: str, anchor: str) -> Inlines:
        """Return another call of a note that was called before."""
        del anchor
        return [ast.inline("Superscript", ast.words(number))]

    def first_call(self, anchor: str, content: Blocks) -> Inlines:
        """Return the call of a note with the note; `anchor` is empty unless it is called again."""
        del anchor
        return [ast.note(content)]

    def note_in_foreign_text(self, content: Blocks, language: str) -> Blocks:
        """Return a note that is called in words of another language than its own, `language`."""
        del language
        return content

    def abbreviation(self, expansion: str, content: Inlines) -> Inlines:
        """Return an abbreviation."""
        del expansion
        return content

    def formula(self, node: Formula) -> Inlines:
        """Return a formula, in TeX without the commands that only number it."""
        other = rewritten(node.tex)
        return [ast.math(node.tex if isinstance(other, Refusal) else other.tex, display=node.display)]

    def page_break(self) -> Blocks:
        """Return a page break that the author asks for."""
        return []

    def table(self, number: int, table: Blocks, *, described: bool) -> Blocks:
        """Return a table; `number` counts those of the book. One that is `described` has a long description."""
        del number, described
        return table

    def box(self, number: int, style: str, content: Blocks) -> Blocks:
        """Return the content of a box in a style; `number` counts those of the book."""
        del number
        return [ast.div(ast.attributes("", (), {"custom-style": style}), content)] if self.styles else content

    def text_mark(self, number: int) -> Inlines:
        """Return the name of a text at its beginning, for a file that somebody sends back."""
        del number
        return []

    def comment(self, edge: CommentEdge) -> Inlines:
        """Return an edge of the words that a proof note is about."""
        del edge
        return []
