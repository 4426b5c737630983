"""Joins back, spine and front of a cover, laid out as three pages, into one sheet with bleed, in a file of its own.

The three are laid out as pages, since their sizes are shares of a page, and then drawn side by side. The file is no PDF/A: a
cover is printed, not read.
"""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf

from bookbuilder.formats.pdf.press.trim import Box, Trim, clip

_CLAIM = re.compile(
    rb'<rdf:Description rdf:about="" xmlns:(?:pdfaid|pdfuaid)="[^"]*">.*?</rdf:Description>', re.DOTALL
)
_EXPLAINED = re.compile(
    rb'<rdf:Description rdf:about="" xmlns:pdfaExtension=.*?</rdf:Description>', re.DOTALL
)
_BLACK = re.compile(rb"(?<![^\s])0 0 0 (rg|RG)(?![^\s])")
OVER = 0.5
"""In points: how far a face continues below the next one, so that no gap shows between them."""
_GONE = ("/StructTreeRoot", "/MarkInfo", "/Outlines", "/PageMode", "/PageLabels", "/Names")


def sheet_css(width: float, height: str) -> str:
    """Return the style sheet of the spine, `width` mm wide and as high as a page."""
    return (
        f"@page spine {{ size: {width:.3f}mm {height}; margin: 0 }}\n"
        f".spine {{ page: spine; position: relative; height: 100vh; font-size: {min(width * 0.5, 6):.3f}mm }}\n"
    )


def outer(trim: Trim) -> Trim:
    """Return what is around a cover: it has no inner edge."""
    return Trim(trim.top, trim.bottom, trim.outer, trim.outer, trim.marks)


def cover_sheet(data: bytes, trim: Trim, *, right_to_left: bool, ink: bytes) -> bytes:
    """Return the cover of a book from a PDF whose last pages are back, spine and front; `trim` is what is around it, `ink`
    sets the colour of the marks."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = list(pdf.pages)[-3:]
        boxes: list[Box] = [_box(page) for page in pages]
        if right_to_left:
            pages, boxes = pages[::-1], boxes[::-1]
        forms, content = {}, []
        x = 0.0
        whole: Box = (0.0, 0.0, sum(box[2] for box in boxes), boxes[0][3])
        bleed = trim.bleed_box(whole, right=True)
        for at, (page, box) in enumerate(zip(pages, boxes, strict=True)):
            page.obj.TrimBox = page.obj.MediaBox  # qpdf takes what is inside
            forms[f"/P{at}"] = pdf.make_indirect(page.as_form_xobject())
            left, right = (bleed[0] if at == 0 else x), (bleed[2] if at == 2 else x + box[2] + OVER)
            content.append(clip((left, bleed[1], right, bleed[3])))
            content.append(b"q 1 0 0 1 %b 0 cm /P%d Do Q Q" % (f"{x:.3f}".encode(), at))
            x += box[2]
        folds = (boxes[0][2], boxes[0][2] + boxes[1][2])  # the edges of the spine
        content.append(trim.drawn(whole, ink=ink, folds=folds))
        sheet = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=_array(trim.media_box(whole, right=True, folded=True)),
            TrimBox=_array(whole),
            BleedBox=_array(bleed),
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(forms)),
            Contents=pdf.make_stream(b"\n".join(content)),
        )
        del pdf.pages[:]
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(sheet)))
        _untag(pdf)
        _blacken(pdf)
        out = BytesIO()
        pdf.save(
            out, deterministic_id=True, force_version=pdf.pdf_version, fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )  # fmt: skip
        return out.getvalue()


def _blacken(pdf: pikepdf.Pdf) -> None:
    """Turn black that is mixed from three colours into black alone, so that text and barcode print from one plate."""
    for form in pdf.objects:
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form":
            data = bytes(form.get_stream_buffer())
            other = _BLACK.sub(lambda match: b"0 g" if match[1] == b"rg" else b"0 G", data)
            if other != data:
                form.write(other)


def _untag(pdf: pikepdf.Pdf) -> None:
    """Remove what describes the pages, and the claims that do not hold for a sheet without structure."""
    for name in _GONE:
        if name in pdf.Root:
            del pdf.Root[name]
    metadata = _CLAIM.sub(b"", bytes(pdf.Root.Metadata.get_stream_buffer()))
    pdf.Root.Metadata.write(_EXPLAINED.sub(b"", metadata))
    intents = [intent for intent in pdf.Root.OutputIntents if str(intent.S) != "/GTS_PDFA1"]
    if intents:
        pdf.Root.OutputIntents = pikepdf.Array(intents)


def _box(page: pikepdf.Page) -> Box:
    left, bottom, right, top = (float(value) for value in page.obj.TrimBox)
    return left, bottom, right, top


def _array(box: Box) -> pikepdf.Array:
    return pikepdf.Array([round(value, 4) for value in box])
