"""What Word can say: bookmarks, fields, footnotes that are called again, comments, tracked changes, an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from bookbuilder.document.nodes import IndexMark
from bookbuilder.exporters.dialect import Label, TargetFormat, without_index_headings
from bookbuilder.exporters.docx.fields import (
    FIELD_END,
    LONGEST_NAME,
    RAW,
    bookmark_name,
    bookmarked,
    field,
    field_start,
    index_entry,
    named_bookmark,
    raw,
)
from bookbuilder.exporters.docx.word_styles import style_id
from bookbuilder.exporters.proof_comments import CommentEdge
from bookbuilder.exporters.review import PREFIX
from bookbuilder.markdown.convert_picture import UNCONFIRMED_CLASS
from bookbuilder.pandoc import pandoc_ast as ast
from bookbuilder.pandoc.pandoc_ast import Blocks, Element, Inlines

USUAL_INDEX = "persons"
"""The index of marks that name none; in Word it has no name either."""
UNCONFIRMED = "bbUnconfirmed"
"""A bookmark before a picture, which `finish_package` gives a style of characters."""
NUMBERED, UNNUMBERED = "bbNumbered", "bbUnnumbered"
"""Bookmarks in the headings of chapters, which `finish_package` gives their numbers."""
TABLE, BOX = "bbTable", "bbBox"
"""The beginning of bookmarks around tables, with their number, and boxes, with their number and style. Pandoc takes names
of at most 40 letters that begin with a letter as they are."""


@dataclass(frozen=True, slots=True)
class WordDialect(TargetFormat):
    """The ways of Word. It counts chapters, figures and tables if they are `counted`: it has other digits than some
    languages, counts those of two languages together, and in text from right to left LibreOffice sets the number outside
    of the page.
    """

    counted: bool = True
    styles: bool = True
    pages: bool = True
    descriptions: bool = False

    def anchored(self, anchor: str, content: Inlines) -> Inlines:
        """Return inlines in a bookmark."""
        return bookmarked(anchor, content) if anchor else content

    def heading(self, level: int, anchor: str, classes: Sequence[str], content: Inlines) -> Blocks:
        """Return a heading with a bookmark around its words alone: pandoc's would hold the whole section, and a REF field
        prints what is in it."""
        return [ast.header(min(level, 6), ast.attributes("", classes), self.anchored(anchor, content))]

    def chapter_heading(self, anchor: str, label: str, content: Inlines) -> Blocks:
        """Return the heading of a chapter; Word counts it by itself, or its number is text in a style of its own."""
        if label and not self.counted:
            number = [ast.span(ast.attributes("", (), {"custom-style": "Chapter Number"}), ast.words(label))]
            content = [*self.anchored(anchor, number), *ast.words("\u2003"), *content]
            return self.heading(1, "", (), [*named_bookmark(UNNUMBERED, []), *content])
        mark = named_bookmark(NUMBERED if label else UNNUMBERED, [])
        return self.heading(1, "", (), [*mark, *self.anchored(anchor, content)])

    def reference(self, anchor: str, content: Inlines, *, named: str) -> Inlines:
        """Return a REF field where Word would print the same words, else a link."""
        name = bookmark_name(anchor)
        if not named:
            return [ast.link(content, f"#{name}")]
        number = "\\r " if named == "chapter" and self.counted else ""  # what Word prints before the title
        return field(f"REF {name} {number}\\h", content)

    def page_reference(self, anchor: str, before: str, behind: str, content: Inlines) -> Inlines:
        """Return a PAGEREF field between its words; Word counts the pages when the file is opened."""
        del content
        number = field(f"PAGEREF {bookmark_name(anchor)} \\h", ast.words("…"), stale=True)
        return [*ast.words(before), *number, *ast.words(behind)]

    def label(self, label: Label, anchor: str) -> Inlines:
        """Return a label whose number Word counts (SEQ), in a bookmark for references."""
        if not self.counted:
            return self.anchored(anchor, ast.words(label.text))
        name = "".join(filter(str.isalnum, label.before)) or label.kind.title()
        number = field(f"SEQ {name} \\* ARABIC", ast.words(label.number))
        return self.anchored(anchor, [*ast.words(label.before), *number, *ast.words(label.behind)])

    def index_mark(self, mark: IndexMark, content: Inlines) -> Inlines:
        """Return a word with its index entry."""
        index = "" if mark.index in ("", USUAL_INDEX) else mark.index
        return [index_entry(mark.entry, mark.sub, index), *content]

    def locator(self, anchor: str, content: Inlines) -> Inlines:
        """Return a place of an entry as words: Word makes the index anew from the marks."""
        del anchor
        return content

    def index(self, name: str, content: Blocks) -> Blocks:
        """Return an INDEX field with the index as its result, in the styles of an index."""
        head, result = without_index_headings(content)
        lines = [line for block in result for line in _index_lines(block, 1)]
        if not lines:
            return head
        which = "" if name in ("", USUAL_INDEX) else f' \\f "{name}"'
        lines[0][1][:0] = field_start(f'INDEX \\h "A" \\c "2"{which}')
        lines[-1][1].append(raw(FIELD_END))
        return [*head, *(_styled(style, words) for style, words in lines)]

    def repeated_call(self, number: str, anchor: str) -> Inlines:
        """Return a NOTEREF field, which prints the number of the note."""
        inside = ast.inline("Superscript", ast.words(number))
        return field(f"NOTEREF {bookmark_name(anchor)} \\f \\h", [inside])

    def first_call(self, anchor: str, content: Blocks) -> Inlines:
        """Return a footnote, in a bookmark if it is called again."""
        return self.anchored(anchor, [ast.note(content)])

    def note_in_foreign_text(self, content: Blocks, language: str) -> Blocks:
        """Return a note with its own language: pandoc would give it that of the words around its call."""
        return [ast.div(ast.attributes("", (), {"lang": language}), content)]

    def page_break(self) -> Blocks:
        """Return a page break."""
        return [ast.raw_block(RAW, '<w:p><w:r><w:br w:type="page"/></w:r></w:p>')]

    def table(self, number: int, table: Blocks, *, described: bool) -> Blocks:
        """Return a table in a bookmark, at which `finish_package` puts its description."""
        return [ast.div(ast.attributes(f"{TABLE}{number}"), table)] if described else table

    def box(self, number: int, style: str, content: Blocks) -> Blocks:
        """Return the content of a box in a bookmark, whose lists get the style of the box as well."""
        inner = ast.div(ast.attributes("", (), {"custom-style": style}), content)
        return [ast.div(ast.attributes(f"{BOX}{number}_{style_id(style)}"[:LONGEST_NAME]), [inner])]

    def picture(self, element: Element, alt: str) -> Inlines:
        """Return a picture; before one whose alternative text is unconfirmed a bookmark, for `finish_package`."""
        del alt
        unconfirmed = UNCONFIRMED_CLASS in element["c"][0][1]
        return [*(named_bookmark(UNCONFIRMED, []) if unconfirmed else []), element]

    def text_mark(self, number: int) -> Inlines:
        """Return a hidden bookmark."""
        return named_bookmark(f"{PREFIX}{number}", [])

    def comment(self, edge: CommentEdge) -> Inlines:
        """Return an edge of a comment, or of a tracked change: one across several texts is a comment."""
        comment, start = edge.comment, edge.edge == "start"
        when = f' w:date="{comment.date}"' if comment.date else ""
        who = f'w:id="{comment.number}" w:author={quoteattr(comment.author)}{when}'
        if comment.kind != "comment" and comment.text:
            words = f'<w:r><w:delText xml:space="preserve">{escape(comment.text)}</w:delText></w:r>'
            return [] if start else [raw(f"<w:del {who}>{words}</w:del>")]
        if comment.kind != "comment" and edge.whole:
            return [raw(f"<w:ins {who}>" if start else "</w:ins>")]
        pairs = {"id": str(comment.number), "author": "?", "date": "?"}  # `comment_parts` writes them
        return [ast.span(ast.attributes("", [f"comment-{edge.edge}"], pairs), [])]


def _index_lines(block: Element, depth: int) -> list[tuple[str, Inlines]]:
    """Return the lines of an index with their styles."""
    match block["t"]:
        case "Header":
            return [("Index Heading", block["c"][2])]
        case "BulletList":
            inside = (inner for item in block["c"] for inner in item)
            return [
                line for inner in inside for line in _index_lines(inner, depth + (inner["t"] == "BulletList"))
            ]
        case "Plain" | "Para":
            return [(f"Index {min(depth, 9)}", block["c"])]
        case "Div":
            return [line for inner in block["c"][1] for line in _index_lines(inner, depth)]
        case _:
            return []


def _styled(style: str, content: Inlines) -> Element:
    return ast.div(ast.attributes("", (), {"custom-style": style}), [ast.para(content)])
