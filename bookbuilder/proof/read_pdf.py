"""Reads the marks of a PDF with the characters under them, in a confined and limited process (`pdf_steps`)."""

from __future__ import annotations

import re
from io import BytesIO

import msgspec

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.open_pdf import open_pdf
from bookbuilder.proof.marked_characters import marked_characters
from bookbuilder.proof.page_text import PageText, page_text
from bookbuilder.proof.pdf_marks import Box, Figure, MarkedPage, MarkedPdf, PdfAnnotation
from bookbuilder.proof.pdf_steps import PictureTask, ReturnedPdf
from bookbuilder.proof.read_annotations import page_figures, read_annotations

BROKEN = Rule(
    "proof.broken",
    "{path} cannot be read: {problem}",
    "A proof that comes back is a PDF. This one is damaged, locked by a password, or something else under the name of one.",
)

_ADDRESS = re.compile(r"^(stream )?<[^>]*>:? *|\(object at [^)]*\)")
"""What libraries say of a file that has no name."""
AROUND = 30.0
"""Points of a page that its picture shows above and below a mark."""
HIGH, WIDE = 400.0, 900.0
"""The most points of a page that a picture is high, and the pixels that it is wide."""


def read(task: ReturnedPdf) -> bytes:
    """Return a `MarkedPdf` as bytes. Raises `BookbuilderError` (`proof.broken`) if it is none that can be read."""
    import pikepdf
    from pypdfium2 import PdfiumError

    try:
        with pikepdf.open(BytesIO(task.data)) as pdf:
            found = read_annotations(pdf)
            by_page: dict[int, list[PdfAnnotation]] = {}
            for one in found.marks:
                by_page.setdefault(one.page, []).append(one)
            figures: dict[int, list[Figure]] = {}
            try:
                for figure in page_figures(pdf, tuple(by_page)):
                    figures.setdefault(figure.page, []).append(figure)
            except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
                pass  # a damaged structure hides the pictures, not the marks
            identifier, language, pages = _identifier(pdf), _language(pdf), len(pdf.pages)
            labels = {number: _label(pdf, number) for number in by_page}
        marked = _with_characters(task.data, by_page, figures, labels)
    except pikepdf.PasswordError:
        raise _broken(task, "a password locks it", "ask for a copy without a password") from None
    except (pikepdf.PdfError, PdfiumError, ValueError, RuntimeError) as error:
        if isinstance(error, NotImplementedError | RecursionError):
            raise _broken(task, "it is nested too deeply") from None
        problem = _ADDRESS.sub("", str(error).partition("\n")[0])[:200]
        hint = "open it in the program that wrote it, and save it anew"
        raise _broken(task, problem or "it is damaged", hint) from None
    return msgspec.msgpack.encode(
        MarkedPdf(identifier, language, pages, marked, found.left_out, found.broken)
    )


def _with_characters(
    data: bytes,
    by_page: dict[int, list[PdfAnnotation]],
    figures: dict[int, list[Figure]],
    labels: dict[int, str],
) -> tuple[MarkedPage, ...]:
    result: list[MarkedPage] = []
    if not by_page:
        return ()
    with open_pdf(data) as document:
        for number, marks in sorted(by_page.items()):
            try:
                page = document[number]
                text = page_text(page)
                page.close()
            except (RuntimeError, IndexError):
                text = PageText("", [])
            found = tuple(marked_characters(one, text, figures.get(number, ())) for one in marks)
            result.append(MarkedPage(number, labels[number], text.text, found))
    return tuple(result)


def _identifier(pdf: object) -> str:
    trailer = getattr(pdf, "trailer", {})
    try:
        return bytes(trailer["/ID"][0]).hex()[:128]
    except (KeyError, IndexError, TypeError, ValueError):
        return ""


def _language(pdf: object) -> str:
    root = getattr(pdf, "Root", {})
    return str(root.get("/Lang", ""))[:40]


def _label(pdf: object, number: int) -> str:
    try:
        return str(pdf.pages[number].label)[:20]  # type: ignore[attr-defined] # a pikepdf.Pdf
    except (ValueError, TypeError, RuntimeError):
        return str(number + 1)


def _broken(task: ReturnedPdf, problem: str, hint: str = "") -> BookbuilderError:
    return BookbuilderError(diagnostic(BROKEN, Span(), hint=hint, path=task.about, problem=problem))


def pictures(task: PictureTask) -> bytes:
    """Return pictures of parts of pages as PNG, in a list: an empty one for a part that cannot be drawn."""
    from pypdfium2 import PdfiumError

    result: list[bytes] = []
    with open_pdf(task.data) as document:
        for number, box in task.parts:
            try:
                page = document[number]
                result.append(_picture(page, box))
                page.close()
            except (PdfiumError, RuntimeError, ValueError, IndexError):
                result.append(b"")
    return msgspec.msgpack.encode(result)


def _picture(page: object, box: Box) -> bytes:
    """Return a part of a page, as wide as the page and a few lines high, with its marks."""
    left, bottom, right, top = page.get_mediabox()  # type: ignore[attr-defined] # a page of pypdfium2
    lower, upper = max(box[1] - AROUND, bottom), min(box[3] + AROUND, top)
    if upper - lower > HIGH:
        lower = upper - HIGH
    crop = (0.0, max(lower - bottom, 0.0), 0.0, max(top - upper, 0.0))
    scale = min(WIDE / max(right - left, 1.0), 2.0)
    image = page.render(scale=scale, crop=crop).to_pil().convert("P", colors=64)  # type: ignore[attr-defined]
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
