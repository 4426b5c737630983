"""The elements of pandoc's document tree, as JSON values (pandoc-types 1.23, Text.Pandoc.Definition)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Element = dict[str, Any]
Inlines = list[Element]
Blocks = list[Element]
API_VERSION = [1, 23]
"""The version of the tree that pandoc 3.1 and later read."""
SPACE: Element = {"t": "Space"}
LINE_BREAK: Element = {"t": "LineBreak"}
RULE: Element = {"t": "HorizontalRule"}


def attributes(
    identifier: str = "", classes: Iterable[str] = (), pairs: Mapping[str, str] | None = None
) -> list[Any]:
    """Return the attributes of an element; pairs without a value are left out."""
    return [
        identifier,
        [name for name in classes if name],
        [[name, value] for name, value in (pairs or {}).items() if value],
    ]


def words(text: str) -> Inlines:
    """Return a text as words with spaces between them; spaces that hold words together are parts of words.

    >>> words("10 km")
    [{'t': 'Str', 'c': '10'}, {'t': 'Space'}, {'t': 'Str', 'c': 'km'}]
    """
    result: Inlines = []
    for number, word in enumerate(text.replace("\n", " ").split(" ")):
        if number and (not result or result[-1] is not SPACE):
            result.append(SPACE)
        if word:
            result.append({"t": "Str", "c": word})
    return result


def inline(kind: str, content: Inlines) -> Element:
    """Return marked text: `Emph`, `Strong`, `Strikeout`, `Subscript`, `Superscript`, `SmallCaps` or `Underline`."""
    return {"t": kind, "c": content}


def span(attrs: list[Any], content: Inlines) -> Element:
    """Return inlines with attributes."""
    return {"t": "Span", "c": [attrs, content]}


def div(attrs: list[Any], content: Blocks) -> Element:
    """Return blocks with attributes."""
    return {"t": "Div", "c": [attrs, content]}


def code(text: str, attrs: list[Any] | None = None) -> Element:
    """Return code in a line."""
    return {"t": "Code", "c": [attrs or attributes(), text]}


def math(tex: str, *, display: bool) -> Element:
    """Return a formula in TeX, in a line or displayed."""
    return {"t": "Math", "c": [{"t": "DisplayMath" if display else "InlineMath"}, tex]}


def code_block(text: str, attrs: list[Any]) -> Element:
    """Return a block of code."""
    return {"t": "CodeBlock", "c": [attrs, text]}


def link(content: Inlines, address: str, title: str = "", attrs: list[Any] | None = None) -> Element:
    """Return a link; one to an anchor of the book has `#anchor` as its address."""
    return {"t": "Link", "c": [attrs or attributes(), content, [address, title]]}


def image(alt: Inlines, address: str, title: str, attrs: list[Any]) -> Element:
    """Return a picture."""
    return {"t": "Image", "c": [attrs, alt, [address, title]]}


def note(content: Blocks) -> Element:
    """Return a footnote at its call."""
    return {"t": "Note", "c": content}


def raw_inline(form: str, text: str) -> Element:
    """Return text of a format (`openxml`, `html` …) that only its writer writes, as it stands."""
    return {"t": "RawInline", "c": [form, text]}


def raw_block(form: str, text: str) -> Element:
    """Return text of a format between two blocks."""
    return {"t": "RawBlock", "c": [form, text]}


def para(content: Inlines) -> Element:
    """Return a paragraph."""
    return {"t": "Para", "c": content}


def plain(content: Inlines) -> Element:
    """Return text that is no paragraph of its own, as in a tight list or a cell."""
    return {"t": "Plain", "c": content}


def header(level: int, attrs: list[Any], content: Inlines) -> Element:
    """Return a heading; levels count from 1."""
    return {"t": "Header", "c": [level, attrs, content]}


def quote(content: Blocks) -> Element:
    """Return a quotation."""
    return {"t": "BlockQuote", "c": content}


def bullet_list(items: list[Blocks]) -> Element:
    """Return a list without numbers."""
    return {"t": "BulletList", "c": items}


def ordered_list(start: int, items: list[Blocks]) -> Element:
    """Return a numbered list."""
    return {"t": "OrderedList", "c": [[start, {"t": "Decimal"}, {"t": "Period"}], items]}


def definition_list(items: list[tuple[Inlines, Blocks]]) -> Element:
    """Return terms, each with its definition."""
    return {"t": "DefinitionList", "c": [[term, [content]] for term, content in items]}


def caption(content: Blocks) -> list[Any]:
    """Return the caption of a figure or a table."""
    return [None, content]


def figure(attrs: list[Any], words: Blocks, content: Blocks) -> Element:
    """Return a figure with its caption."""
    return {"t": "Figure", "c": [attrs, caption(words), content]}


def cell(attrs: list[Any], align: str, rows: int, columns: int, content: Blocks) -> list[Any]:
    """Return a cell over so many rows and columns; `align` is `AlignLeft`, `AlignCenter`, `AlignRight`, `AlignDefault`."""
    return [attrs, {"t": align}, rows, columns, content]


def table(
    attrs: list[Any],
    words: Blocks,
    columns: Sequence[tuple[str, float]],
    head: list[list[Any]],
    body: list[list[Any]],
    head_columns: int,
) -> Element:
    """Return a table from its rows of cells. `columns` are alignments with their shares of the width (0: whatever they
    need); the first `head_columns` columns head the rows."""
    widths = [
        [{"t": align}, {"t": "ColWidth", "c": share} if share else {"t": "ColWidthDefault"}]
        for align, share in columns
    ]
    none = attributes()
    bodies = [[none, head_columns, [], [[none, row] for row in body]]]
    return {
        "t": "Table",
        "c": [attrs, caption(words), widths, [none, [[none, row] for row in head]], bodies, [none, []]],
    }


def meta_text(text: str) -> Element:
    """Return a value of the metadata as text."""
    return {"t": "MetaInlines", "c": words(text)}


def meta_list(values: Iterable[Element]) -> Element:
    """Return several values of the metadata."""
    return {"t": "MetaList", "c": list(values)}


def document(meta: Mapping[str, Element], content: Blocks) -> Element:
    """Return a whole document."""
    return {"pandoc-api-version": API_VERSION, "meta": dict(meta), "blocks": content}
