"""Subsets a font file to given characters, as WOFF2 or sfnt: by HarfBuzz or else by fontTools (decision 0050)."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from itertools import pairwise
from types import SimpleNamespace

from fontTools.ttLib import TTFont, woff2

from bookbuilder.diagnostics import BookbuilderError, Span, diagnostic
from bookbuilder.html.font_file import MISTAKES
from bookbuilder.html.fonts import DAMAGED
from bookbuilder.html.subset_job import Subset
from bookbuilder.html.woff2_outlines import encode_glyph

WOFF2_QUALITY = 10
"""Brotli's quality. fontTools always uses 11, which takes four times as long and saves 0.9 % (decision 0050)."""
# A copy of the module, so that Brotli stays as it is for everybody else.
woff2.brotli = SimpleNamespace(
    **{**vars(woff2.brotli), "compress": partial(woff2.brotli.compress, quality=WOFF2_QUALITY)}
)
woff2.WOFF2GlyfTable._encodeGlyph = encode_glyph


def subset_font(job: Subset) -> bytes:
    """Return a face subset to the characters of a text, with all its features; always the same bytes.

    Raises `BookbuilderError` (`fonts.damaged`), with the name that the file has below `fonts/`: a step does not know which
    book it is for, so the place is that of `font_place.with_file_places`.
    """
    try:
        font = _subset_with_harfbuzz(job.data, job.text) or _subset_with_fonttools(job.data, job.text)
        _rename(font)
        font.flavor = job.flavor or None
        out = BytesIO()
        font.save(out)
        return out.getvalue()
    except MISTAKES:
        file = f"fonts/{job.file}"
        raise BookbuilderError(diagnostic(DAMAGED, Span(file), file=file)) from None


_NAMES = range(26)
"""The name records to keep: all of OpenType 1.9, since licences require some."""
_WHOLE = frozenset(
    {"CFF ", "CFF2", "OS/2", "cmap", "cvt ", "fpgm", "fvar", "glyf", "head", "hmtx", "name", "prep", "vmtx"}
)
"""Tables that a subset must still have; others may become empty."""


def _subset_with_harfbuzz(data: bytes, text: str) -> TTFont | None:
    """Return a font subset by HarfBuzz; `None` if something would be lost, which fontTools can handle.

    HarfBuzz takes a hundredth of the time of fontTools, but silently drops tables or empties glyphs that it cannot subset.
    So the result is compared with the original.
    """
    import uharfbuzz as hb

    with TTFont(BytesIO(data), lazy=True) as font:
        tags = set(font.reader.keys())
        if font.flavor or tags & {"SVG ", "VARC"} or ("kern" in tags and "GPOS" not in tags):
            return None  # legacy kerning and SVG glyphs: only fontTools subsets them
        points = set(map(ord, text))  # variation selectors (VS1) too, though they have no glyph
        face, options = hb.Face(data), hb.SubsetInput()
        options.unicode_set.update(points)
        options.name_id_set.update(_NAMES)
        options.layout_feature_tag_set.clear()
        options.layout_feature_tag_set.invert()  # all: the inverted empty set
        options.flags = hb.SubsetFlags.NOTDEF_OUTLINE
        try:
            plan = hb.SubsetPlan(face, options)
            cut = plan.execute()
        except RuntimeError:  # tables that it cannot subset
            return None
        whole = (
            ("GSUB" not in tags or face.has_layout_substitution)
            and ("GPOS" not in tags or face.has_layout_positioning)
            and tags & _WHOLE <= set(cut.table_tags)
            and points & font.getBestCmap().keys() <= set(cut.unicodes)
        )
        if not whole:
            return None
        smaller = TTFont(BytesIO(cut.blob.data), recalcTimestamp=False, lazy=True)
        places = plan.old_to_new_glyph_mapping
        outlined = {places[glyph] for glyph in _glyphs_with_outlines(font) if glyph in places}
        return smaller if outlined <= _glyphs_with_outlines(smaller) else None


def _glyphs_with_outlines(font: TTFont) -> set[int]:
    """Return the TrueType glyphs with contours or components."""
    if "glyf" not in font:
        return set()
    data, places = font.reader["glyf"], font["loca"].locations
    return {
        glyph
        for glyph, (start, end) in enumerate(pairwise(places))
        if data[start : min(start + 2, end)] not in (b"", b"\0\0")
    }


def _subset_with_fonttools(data: bytes, text: str) -> TTFont:
    """Return a font subset by fontTools, which raises one of `MISTAKES` for a damaged one."""
    from fontTools import subset

    options = subset.Options()
    options.layout_features = ["*"]
    options.name_IDs = list(_NAMES)
    options.recalc_timestamp = False
    options.drop_tables = [
        *options.drop_tables,
        "FFTM",
    ]  # a FontForge timestamp, of which fontTools would warn
    options.notdef_outline = True
    # Lazy: only the remaining kerning pairs of a large font are read, which saves a fifth of the time.
    font = TTFont(BytesIO(data), recalcTimestamp=False, lazy=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    return font


def _rename(font: TTFont) -> None:
    """Remove a reserved name from a modified font, as its licence requires (OFL 1.1, clause 3)."""
    names = font["name"]
    if "Reserved Font Name" not in str(names.getDebugName(0)):
        return
    style = str(names.getDebugName(17) or names.getDebugName(2) or "Regular")
    plain = f"Subset {style}"
    new = {
        1: "Subset",
        3: plain,
        4: plain,
        6: plain.replace(" ", "-"),
        16: "Subset",
        18: plain,
        21: "Subset",
        25: "Subset",
    }
    for record in names.names:
        if record.nameID in new:
            record.string = new[record.nameID]
    if "CFF " in font:
        font["CFF "].cff.fontNames = [new[6]]
