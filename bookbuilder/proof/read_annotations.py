"""Reads the annotations of a PDF (ISO 32000-2, 12.5) that are marks of somebody who read it. Nothing in them is run or
fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bookbuilder.proof.pdf_marks import Box, Figure, PdfAnnotation

if TYPE_CHECKING:  # pikepdf is loaded where a PDF is read
    import pikepdf

MARKS = 20_000
"""The most marks of a file that are read."""
LOOKED_AT = 200_000
"""The most annotations of a file that are looked at: links are many in a book."""
PAGES = 10_000
"""The most pages of a file that are looked at."""
QUADS = 2_000
"""The most boxes, or points of a drawing, of one mark."""
TEXT = 10_000
"""The most characters that one mark says."""
FIGURES = 2_000
"""The most elements of a page among which pictures are looked for."""
KINDS = frozenset(
    {
        *("Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline"),
        *("Squiggly", "StrikeOut", "Caret", "Ink", "Stamp"),
    }
)
"""Those of people. The others are links, fields, popups of these, sounds, films, attached files, and the like."""
_DATE = re.compile(
    r"D?:?(?P<year>\d{4})(?P<month>\d\d)?(?P<day>\d\d)?(?P<hour>\d\d)?(?P<minute>\d\d)?(?P<second>\d\d)?"
    r"(?P<sign>[Z+-])?(?P<by>\d\d)?'?(?P<minutes>\d\d)?"
)
_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass
class ReadAnnotations:
    """The marks of a file, page by page, and what was not read."""

    marks: list[PdfAnnotation] = field(default_factory=list)
    left_out: int = 0
    broken: int = 0


def read_annotations(pdf: pikepdf.Pdf) -> ReadAnnotations:
    """Return the marks of a PDF in their order, equal ones once."""
    result = ReadAnnotations()
    numbers: dict[Any, int] = {}
    parents: dict[int, Any] = {}
    known: dict[object, int] = {}
    looked_at = 0
    for page_number, page in enumerate(pdf.pages):
        if page_number >= PAGES:
            break
        for node in _items(page.obj.get("/Annots"), LOOKED_AT):
            looked_at += 1
            if looked_at > LOOKED_AT or len(result.marks) >= MARKS:
                result.left_out += 1
                continue
            try:
                one = _annotation(node, page_number, len(result.marks))
            except (ValueError, TypeError, ArithmeticError, KeyError, AttributeError, RuntimeError):
                result.broken += 1
                continue
            if one is None:
                continue
            parent = node.get("/IRT")
            answered = parent.objgen if getattr(parent, "is_indirect", False) else None
            same = (page_number, one.subtype, one.box, one.quads, one.strokes, one.text, one.author, answered)
            twin = known.setdefault(same, one.number)
            key = node.objgen if node.is_indirect else (0, len(result.marks))
            numbers[key] = twin
            if twin != one.number:
                continue
            result.marks.append(one)
            if answered is not None:
                parents[one.number] = (answered, str(node.get("/RT", "")) == "/Group")
    for number, (key, grouped) in parents.items():
        parent = numbers.get(key, -1)
        if parent not in (-1, number):
            result.marks[number] = _with_parent(result.marks[number], parent, grouped=grouped)
    return result


def _with_parent(one: PdfAnnotation, parent: int, *, grouped: bool) -> PdfAnnotation:
    from msgspec.structs import replace

    return replace(one, parent=parent, grouped=grouped)


def _items(array: object, limit: int) -> Iterator[Any]:
    import pikepdf

    if isinstance(array, pikepdf.Array):
        for number in range(min(len(array), limit + 1)):
            if isinstance(node := array[number], pikepdf.Dictionary):
                yield node


def _annotation(node: Any, page: int, number: int) -> PdfAnnotation | None:
    """Return an annotation as a value; None if it is no mark, or hidden. Raises errors of all kinds if it is broken."""
    subtype = str(node.get("/Subtype", "")).removeprefix("/")
    if subtype not in KINDS or int(node.get("/F", 0)) & 2:
        return None
    corners = _numbers(node["/Rect"], 4)
    if len(corners) != 4:
        raise ValueError(corners)
    box = _box(corners)
    inner = _numbers(node.get("/RD"), 4)
    if len(inner) == 4 and min(inner) >= 0:
        left, top, right, bottom = inner
        if subtype == "Caret":
            box = (box[0] + left, box[1] + bottom, box[2] - right, box[3] - top)
    date = node.get("/CreationDate", node.get("/M"))
    state = "" if str(node.get("/StateModel", "")) != "Review" else _text(node.get("/State"))
    return PdfAnnotation(
        number,
        page,
        subtype,
        box,
        _quads(node),
        tuple(_strokes(node, subtype)),
        _said(node),
        _text(node.get("/T")).strip(),
        iso_date(_text(date)),
        str(node.get("/IT", "")).removeprefix("/"),
        state,
    )


def _said(node: Any) -> str:
    """Return what a mark says: its text, else its rich text without marks, else that of its popup."""
    text = _text(node.get("/Contents"))
    if not text.strip() and (rich := _text(node.get("/RC"))):
        text = _TAG.sub("", re.sub(r"</p>\s*<p", "</p>\n<p", rich)).replace("&lt;", "<").replace("&gt;", ">")
        text = text.replace("&quot;", '"').replace("&#13;", "\n").replace("&amp;", "&")
    popup = node.get("/Popup")
    if not text.strip() and popup is not None and hasattr(popup, "get"):
        text = _text(popup.get("/Contents"))
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _text(node: object) -> str:
    """Return a text without what cannot be printed, cut where it is far too long."""
    import pikepdf

    if not isinstance(node, pikepdf.Object | str) or isinstance(
        node, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream
    ):
        return ""
    text = str(node)
    return "".join(one for one in text[:TEXT] if one.isprintable() or one in "\n\r\t")


def _numbers(array: object, most: int) -> list[float]:
    import pikepdf

    if not isinstance(array, pikepdf.Array):
        return []
    found = [float(array[number]) for number in range(min(len(array), most))]
    return [max(min(one, 1e6), -1e6) if one == one else 0.0 for one in found]


def _box(numbers: Sequence[float]) -> Box:
    xs, ys = numbers[0::2], numbers[1::2]
    return (min(xs), min(ys), max(xs), max(ys))


def _quads(node: Any) -> tuple[Box, ...]:
    """Return the boxes of marked text. Programs write the corners in different orders, so only their extent counts."""
    numbers = _numbers(node.get("/QuadPoints"), QUADS * 8)
    rounded = [round(number, 2) for number in numbers]
    return tuple(dict.fromkeys(_box(rounded[at : at + 8]) for at in range(0, len(rounded) - 7, 8)))


def _strokes(node: Any, subtype: str) -> Iterator[tuple[float, ...]]:
    import pikepdf

    match subtype:
        case "Ink":
            lines = node.get("/InkList")
            for number in range(min(len(lines), QUADS) if isinstance(lines, pikepdf.Array) else 0):
                yield tuple(_numbers(lines[number], QUADS * 2))
        case "Line":
            yield tuple(_numbers(node.get("/L"), 4))
        case "Polygon" | "PolyLine":
            yield tuple(_numbers(node.get("/Vertices"), QUADS * 2))
        case "FreeText":
            line = _numbers(node.get("/CL"), 6)
            if len(line) >= 4:
                yield tuple(line[:2])


def iso_date(text: str) -> str:
    """Return a date of a PDF (ISO 32000-2, 7.9.4) as ISO 8601; empty if it is none.

    >>> iso_date("D:20261129093015+01'00'"), iso_date("D:2026"), iso_date("yesterday")
    ('2026-11-29T09:30:15+01:00', '', '')
    """
    import datetime as dt

    match = _DATE.fullmatch(text.strip().removesuffix("'"))
    if match is None or match["day"] is None:
        return ""
    year, month, day, hour, minute, second = (
        int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")
    )
    zone = None
    if match["sign"]:
        by = dt.timedelta(hours=int(match["by"] or 0), minutes=int(match["minutes"] or 0))
        zone = dt.UTC if not by else None
        if by and by < dt.timedelta(hours=24):
            zone = dt.timezone(-by if match["sign"] == "-" else by)
    try:
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=zone).isoformat()
    except ValueError:
        return ""


def page_figures(pdf: pikepdf.Pdf, numbers: Sequence[int]) -> Iterator[Figure]:
    """Yield the pictures on pages of a tagged PDF (ISO 32000-2, 14.8.5.4.3: the layout attribute BBox)."""
    import pikepdf

    root: Any = pdf.Root.get("/StructTreeRoot")
    parents: Any = root.get("/ParentTree") if isinstance(root, pikepdf.Dictionary) else None
    if not isinstance(parents, pikepdf.Dictionary):
        return
    tree = pikepdf.NumberTree(parents)
    for number in numbers:
        key: Any = pdf.pages[number].obj.get("/StructParents")
        if not isinstance(key, int) or key not in tree:
            continue
        seen: set[Any] = set()
        for element in _items(tree[key], FIGURES):
            if element.objgen in seen or str(element.get("/S", "")) != "/Figure":
                continue
            seen.add(element.objgen)
            box = next((one for one in map(_bounding_box, _attributes(element)) if one), None)
            if box:
                yield Figure(number, box, _text(element.get("/Alt")))


def _attributes(element: Any) -> Iterator[Any]:
    import pikepdf

    found = element.get("/A")
    if isinstance(found, pikepdf.Dictionary):
        yield found
    yield from _items(found, 20)


def _bounding_box(attributes: Any) -> Box | None:
    numbers = _numbers(attributes.get("/BBox"), 4)
    return _box(numbers) if len(numbers) == 4 else None
