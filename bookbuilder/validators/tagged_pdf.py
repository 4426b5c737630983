"""Checks that the structure of a PDF is usable for listeners and for navigation, beyond what the standards ask for.

veraPDF covers PDF/A and PDF/UA, which allow empty headings, tables without headers, and content outside the structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.phrases import Phrase
from bookbuilder.validators import blank_pages
from bookbuilder.validators.installed_tool import NoVerdict
from bookbuilder.validators.validator import Remark, Validator, ValidatorInput, own_tool

TAGS = Rule(
    "pdf.tags",
    "the PDF {problem}",
    "The standard has nothing against it, but somebody who listens to the PDF loses something: words that no element of the"
    " structure holds, a table whose cells have no names, an element that holds nothing. It is a bug of bookbuilder, or a"
    " template of the theme makes it.",
)
FILE = Rule(
    "pdf.file",
    "the PDF {problem}",
    "Viewers open such a file, but not all of them alike. It is a bug of bookbuilder, or comes from a font or a template of"
    " the theme.",
)
BLANK = Rule(
    "pdf.blank",
    "the page {problem}",
    "A page with words on which nothing is to be seen has been printed with a damaged font, or in the colour of its paper.",
)
_SHORT = 20
"""Longer books, in pages, need bookmarks."""
_NAME = 60
"""The longest name of a printing condition, in characters; those of the ICC registry (FOGRA39) are shorter."""
_PIECES = 12
"""A link with more pieces of content is read aloud in crumbs: each dot of a leader is one."""
_SCHEMES = frozenset(("http", "https", "mailto", "tel", "doi"))
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|svg|gif|webp)", re.IGNORECASE)
_PAINTING = frozenset(
    ("Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE")
)
_FILLED = frozenset(("/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Caption", "/Link", "/LBody"))
"""Elements that are pointless without content."""


def judge(judged: ValidatorInput) -> tuple[Remark, ...]:
    """Return the problems of a PDF's structure, links and file."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(judged.data)) as pdf:
            seen = _Seen({page.objgen: number for number, page in enumerate(pdf.pages, 1)})
            root = pdf.Root.get("/StructTreeRoot")
            result = [] if root is None else [*seen.walk(root)]
            press = bool(judged.book.edition.printer)  # nobody listens to a file for a press
            inks = _inks(pdf)
            result += _contents(pdf, None if root is None else seen, press=inks == 4)
            if root is None and not press:
                result.append(_remark(TAGS, "has no structure: nobody can listen to it in order"))
            if root is not None and not seen.headings:
                result.append(_remark(TAGS, "has no headings, by which listeners move"))
            result += _file(pdf, outline=not press)
        result += [
            _remark(BLANK, "has text, but leaves no ink on the paper", page=page)
            for page in blank_pages.blank_pages(judged.data)
        ]
    except pikepdf.PdfError as error:
        raise NoVerdict(str(error)) from None
    return tuple(result)


def _remark(rule: Rule, problem: str, *, page: int = 0, element: int = 0) -> Remark:
    message = Phrase(rule.sentence, rule.code, problem=problem)
    return Remark(rule="tags", message=message, page=page, object=element, code=rule.code)


@dataclass(slots=True)
class _Seen:
    """What the structure holds: marked content by page, and the number of headings."""

    pages: dict[Any, int]
    marks: set[tuple[int, int]] = field(default_factory=set)
    headings: int = 0

    def walk(self, root: Any) -> Iterator[Remark]:
        import pikepdf

        waiting: list[tuple[Any, int, str]] = [(root.get("/K"), 0, "")]
        while waiting:
            node, page, above = waiting.pop()
            match node:
                case pikepdf.Array():
                    # A stack: the last one is taken first, so the order is turned around.
                    waiting.extend((one, page, above) for one in reversed(list(node)))
                case int():
                    self.marks.add((page, int(node)))
                case pikepdf.Dictionary() if "/MCID" in node:
                    self.marks.add((self._page(node, page), int(node.MCID)))
                case pikepdf.Dictionary() if "/S" in node:
                    page = self._page(node, page)
                    yield from self._element(node, page, above)
                    # Links are passed down, to find a link nested at any depth.
                    kind = str(node.S)
                    waiting.append((node.get("/K"), page, "/Link" if above == "/Link" else kind))
                case _:
                    pass

    def _page(self, node: Any, page: int) -> int:
        own = node.get("/Pg")
        return self.pages.get(own.objgen, page) if own is not None else page

    def _element(self, node: Any, page: int, above: str) -> Iterator[Remark]:
        import pikepdf

        kind, number = str(node.S), node.objgen[0]
        kids = node.get("/K")
        inner = list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]
        self.headings += kind in ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
        problem = ""
        if kind in _FILLED and not inner:
            problem = Phrase("has an element that holds nothing ({kind})", kind=kind[1:])
        elif kind == "/Link" and above == "/Link":
            problem = "has a link inside a link"
        elif kind == "/Link" and sum(isinstance(one, int) for one in inner) > _PIECES:
            problem = Phrase("has a link of {count} pieces, each of which is read aloud", count=len(inner))
        elif kind == "/Table" and not _has_header(node):
            problem = "has a table without header cells"
        elif kind == "/Figure" and _FILE_NAME.fullmatch(str(node.get("/Alt", "")).strip()):
            problem = Phrase(
                "says {alt} for a picture, which is the name of a file", alt=str(node.Alt).strip()
            )
        if problem:
            yield _remark(TAGS, problem, page=page, element=number)


def _has_header(table: Any) -> bool:
    import pikepdf

    waiting = [table.get("/K")]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            if node.S == "/TH":
                return True
            if node.S in ("/THead", "/TBody", "/TFoot", "/TR"):
                waiting.append(node.get("/K"))
    return False


def _inks(pdf: Any) -> int:
    """Return the number of inks of the output intent: 4 for a press, 0 if there is none."""
    found = next(iter(pdf.Root.get("/OutputIntents", [])), None)
    return (
        int(found.DestOutputProfile.get("/N", 0))
        if found is not None and "/DestOutputProfile" in found
        else 0
    )


def _contents(pdf: Any, seen: _Seen | None, *, press: bool) -> Iterator[Remark]:
    """Yield the pages with marked content that is in no element and no artifact; in a file for a press, also those with RGB
    colours."""
    import pikepdf

    for number, page in enumerate(pdf.pages, 1):
        open_: list[int | None] = []
        lost: set[int] = set()
        screen = False
        for step in pikepdf.parse_content_stream(page):
            name, operands = str(step.operator), list(step.operands)
            screen = screen or name in ("rg", "RG")
            if name in ("BDC", "BMC"):
                properties = operands[1] if len(operands) > 1 else None
                own = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
                open_.append(-1 if operands[0] == "/Artifact" else None if own is None else int(own))
            elif name == "EMC" and open_:
                open_.pop()
            elif name in _PAINTING:
                mark = next((one for one in reversed(open_) if one is not None), -1)
                if mark >= 0 and seen is not None and (number, mark) not in seen.marks:
                    lost.add(mark)
        if press and screen:
            yield _remark(
                FILE,
                Phrase(
                    "paints page {number} in RGB, though it is meant for the inks of a press", number=number
                ),
                page=number,
            )
        if lost:
            problem = Phrase(
                "has {count} pieces of content on page {number} that no element of the structure holds",
                count=len(lost),
                number=number,
            )
            yield _remark(TAGS, problem, page=number)


def _file(pdf: Any, *, outline: bool) -> Iterator[Remark]:
    """Yield the problems of a file besides its structure; one for a press has no bookmarks."""
    import pikepdf

    packet = bytes(pdf.Root.Metadata.get_stream_buffer()) if "/Metadata" in pdf.Root else b""
    if (blocks := packet.count(b"<rdf:RDF")) != 1:
        yield _remark(
            FILE,
            Phrase("has {blocks} blocks of metadata (XMP), of which readers take the first", blocks=blocks),
        )
    intent = next(iter(pdf.Root.get("/OutputIntents", [])), None)
    name = str(intent.get("/OutputConditionIdentifier", "")) if intent is not None else ""
    if not name:
        yield _remark(FILE, "does not say what its colours are meant for (output intent)")
    elif len(name) > _NAME or "\n" in name:
        yield _remark(
            FILE,
            Phrase("calls what it is printed on {name!r}, which is no name of a registry", name=name[:40]),
        )
    if _inks(pdf) == 4:
        for one in pdf.objects:
            picture = isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
            if picture and one.get("/ColorSpace") == "/DeviceRGB":
                size = f"{one.Width} × {one.Height}"
                yield _remark(
                    FILE,
                    Phrase(
                        "has a picture of {size} pixels in RGB, though it is meant for a press", size=size
                    ),
                )
    if outline and len(pdf.pages) > _SHORT and "/Outlines" not in pdf.Root:
        yield _remark(FILE, Phrase("has {count} pages and no bookmarks", count=len(pdf.pages)))
    for font in sorted(
        {str(pdf_object.get("/Name", "")) for pdf_object in pdf.objects if _is_drawn(pdf_object)}
    ):
        remark = _remark(
            FILE,
            Phrase(
                "has a font of drawings, which is coarse in print (Type 3, {font})",
                font=font[1:] or "without a name",
            ),
        )
        yield Remark(rule="file", message=remark.phrase, severity=Severity.WARNING, code=FILE.code)
    for number, page in enumerate(pdf.pages, 1):
        for one in page.get("/Annots", []):
            action = one.get("/A")
            if isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/URI":
                address = str(action.get("/URI", ""))
                if address.partition(":")[0].lower() not in _SCHEMES or ":" not in address:
                    yield _remark(
                        FILE,
                        Phrase("has a link to {address}, which viewers do not open", address=address[:80]),
                        page=number,
                    )


def _is_drawn(pdf_object: Any) -> bool:
    import pikepdf

    return (
        isinstance(pdf_object, pikepdf.Dictionary)
        and pdf_object.get("/Type") == "/Font"
        and pdf_object.get("/Subtype") == "/Type3"
    )


VALIDATOR = Validator(
    "bookbuilder tags",
    Phrase("the structure of a PDF holds all that is heard"),
    TAGS,
    (".pdf",),
    own_tool,
    judge,
    rules=(FILE, BLANK),
)
