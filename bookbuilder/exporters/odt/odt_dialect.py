"""What LibreOffice Writer can say: bookmarks, references, sequences, index marks, annotations, changes.

Elements and attributes are those of OpenDocument 1.3, part 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bookbuilder.document.nodes import IndexMark
from bookbuilder.exporters.convert_inlines import UNCONFIRMED_STYLE
from bookbuilder.exporters.dialect import Label, TargetFormat, without_index_headings
from bookbuilder.exporters.proof_comments import CommentEdge
from bookbuilder.exporters.review import PREFIX
from bookbuilder.markdown.convert_picture import UNCONFIRMED_CLASS
from bookbuilder.pandoc import pandoc_ast as ast
from bookbuilder.pandoc.pandoc_ast import Blocks, Element, Inlines

RAW = "opendocument"
USUAL_INDEX = "persons"
"""The index of marks that name none: the alphabetical index of the text; others are indexes of the user."""
_LOEXT = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
PICTURE, TABLE = "bbPicture", "bbTable"
"""A bookmark before a picture with its alternative text as its name, and the style of a paragraph before a table with its
number, which `finish_text` replaces."""


@dataclass(frozen=True, slots=True)
class OdtDialect(TargetFormat):
    """The ways of LibreOffice Writer. It counts figures and tables if they are `counted`, as `docx.word_dialect` says."""

    styles: bool = True
    pages: bool = True
    descriptions: bool = False
    counted: bool = True

    def anchored(self, anchor: str, content: Inlines) -> Inlines:
        """Return inlines in a bookmark."""
        if not anchor:
            return content
        name = bookmark_name(anchor)
        return [
            _raw(f'<text:bookmark-start text:name="{name}"/>'),
            *content,
            _raw(f'<text:bookmark-end text:name="{name}"/>'),
        ]

    def chapter_heading(self, anchor: str, label: str, content: Inlines) -> Blocks:
        """Return the heading of a chapter; references print its number, so the bookmark is around that."""
        if label:
            number = [ast.span(ast.attributes("", (), {"custom-style": "Chapter Number"}), ast.words(label))]
            return [ast.header(1, ast.attributes(), [*self.anchored(anchor, number), ast.SPACE, *content])]
        return [ast.header(1, ast.attributes(), self.anchored(anchor, content))]

    def heading(self, level: int, anchor: str, classes: Sequence[str], content: Inlines) -> Blocks:
        """Return a heading with a bookmark around its words."""
        return [ast.header(min(level, 6), ast.attributes("", classes), self.anchored(anchor, content))]

    def reference(self, anchor: str, content: Inlines, *, named: str) -> Inlines:
        """Return a reference to a bookmark where LibreOffice would print the same words, else a link."""
        if not named:
            return [ast.link(content, f"#{anchor}")]
        return _reference(anchor, "text", _plain(content))

    def page_reference(self, anchor: str, before: str, behind: str, content: Inlines) -> Inlines:
        """Return a reference to a page; LibreOffice counts it when the file is opened."""
        del content
        return [*ast.words(before), *_reference(anchor, "page", "…"), *ast.words(behind)]

    def label(self, label: Label, anchor: str) -> Inlines:
        """Return a label whose number LibreOffice counts."""
        if not self.counted:
            return self.anchored(anchor, ast.words(label.text))
        name = sequence_name(label)
        number = _raw(
            f'<text:sequence text:ref-name="{name}{escape(label.number)}" text:name="{name}"'
            f' text:formula="ooow:{name}+1" style:num-format="1">{escape(label.number)}</text:sequence>'
        )
        return self.anchored(anchor, [*ast.words(label.before), number, *ast.words(label.behind)])

    def picture(self, element: Element, alt: str) -> Inlines:
        """Return a picture, with its alternative text before it, in a style if that is unconfirmed."""
        if UNCONFIRMED_CLASS in element["c"][0][1]:
            style = {"custom-style": UNCONFIRMED_STYLE}
            element = ast.span(ast.attributes("", (), style), [element])
        return [_raw(f'<text:bookmark text:name="{PICTURE}{escape(alt)}"/>'), element] if alt else [element]

    def index_mark(self, mark: IndexMark, content: Inlines) -> Inlines:
        """Return a word with its index entry."""
        words, key = (mark.sub, mark.entry) if mark.sub else (mark.entry, "")
        if mark.index in ("", USUAL_INDEX):
            first = f' text:key1="{escape(key)}"' if key else ""
            return [
                _raw(f'<text:alphabetical-index-mark text:string-value="{escape(words)}"{first}/>'),
                *content,
            ]
        level = 2 if key else 1
        entry = f'text:index-name="{escape(mark.index)}" text:outline-level="{level}"'
        return [_raw(f'<text:user-index-mark text:string-value="{escape(words)}" {entry}/>'), *content]

    def locator(self, anchor: str, content: Inlines) -> Inlines:
        """Return a place of an entry as words: LibreOffice makes the index anew from the marks."""
        del anchor
        return content

    def index(self, name: str, content: Blocks) -> Blocks:
        """Return an index that LibreOffice can make anew."""
        head, result = without_index_headings(content)
        kind, which = ("alphabetical-index", "") if name in ("", USUAL_INDEX) else ("user-index", name)
        source = f' text:index-name="{escape(which)}" text:use-index-marks="true"' if which else ""
        start = f'<text:{kind} text:name="{escape(name)}"><text:{kind}-source{source}/><text:index-body>'
        lines = [
            ast.div(ast.attributes("", (), {"custom-style": "Index"}), [_line(block)]) for block in result
        ]
        return [
            *head,
            ast.raw_block(RAW, start),
            *lines,
            ast.raw_block(RAW, f"</text:index-body></text:{kind}>"),
        ]

    def page_break(self) -> Blocks:
        """Return a page break."""
        return [ast.raw_block(RAW, '<text:p text:style-name="Page_20_Break"/>')]

    def table(self, number: int, table: Blocks, *, described: bool) -> Blocks:
        """Return a table, with a mark before it for its description."""
        mark = ast.raw_block(RAW, f'<text:p text:style-name="{TABLE}{number}"/>')
        return [mark, *table] if described else table

    def text_mark(self, number: int) -> Inlines:
        """Return a hidden bookmark."""
        return [_raw(f'<text:bookmark text:name="{PREFIX}{number}"/>')]

    def comment(self, edge: CommentEdge) -> Inlines:
        """Return an edge of a comment or of a tracked change."""
        comment, start = edge.comment, edge.edge == "start"
        if comment.kind != "comment" and comment.text:
            return [] if start else [_raw(f'<text:change text:change-id="ct{comment.number}"/>')]
        if comment.kind != "comment":
            return [_raw(f'<text:change-{edge.edge} text:change-id="ct{comment.number}"/>')]
        if not start:
            return [_raw(f'<office:annotation-end office:name="{comment.number}"/>')]
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in comment.text.split("\n"))
        who = f"<dc:creator>{escape(comment.author)}</dc:creator>"
        when = f"<dc:date>{comment.date.removesuffix('Z')}</dc:date>" if comment.date else ""
        done = ' loext:resolved="true"' if comment.resolved else ""
        space = f' xmlns:loext="{_LOEXT}"' if done else ""
        start_tag = f'<office:annotation{space} office:name="{comment.number}"{done}>'
        return [_raw(f"{start_tag}{who}{when}{lines}</office:annotation>")]


def bookmark_name(anchor: str) -> str:
    """Return the name of the bookmark for an anchor, as pandoc has it in links.

    >>> bookmark_name("06-freitag"), bookmark_name("kasten")
    ('id_06-freitag', 'kasten')
    """
    return escape(anchor if anchor[:1].isalpha() else f"id_{anchor}")


def sequence_name(label: Label) -> str:
    """Return the name of the sequence that counts figures or tables: `Abbildung`."""
    return "".join(filter(str.isalnum, label.before)) or label.kind.title()


def _raw(text: str) -> Element:
    return ast.raw_inline(RAW, text)


def _reference(anchor: str, form: str, words: str) -> Inlines:
    name = f'text:reference-format="{form}" text:ref-name="{bookmark_name(anchor)}"'
    return [_raw(f"<text:bookmark-ref {name}>{escape(words)}</text:bookmark-ref>")]


def _plain(content: Inlines) -> str:
    """Return the words of inlines: a reference holds nothing else."""
    parts = []
    for element in content:
        match element["t"]:
            case "Str":
                parts.append(element["c"])
            case "Space" | "LineBreak":
                parts.append(" ")
            case "Code":
                parts.append(element["c"][1])
            case "Emph" | "Strong" | "Strikeout" | "Superscript" | "Subscript" | "SmallCaps" | "Underline":
                parts.append(_plain(element["c"]))
            case "Span" | "Link":
                parts.append(_plain(element["c"][1]))
            case _:
                pass
    return "".join(parts)


def _line(block: Element) -> Element:
    """Return a line of an index; a letter is a line as well."""
    return ast.para(block["c"][2]) if block["t"] == "Header" else block
