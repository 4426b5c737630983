from typing import Any

import pydyf
from weasyprint.text.ffi import CData

class Font:
    hb_face: CData
    file_content: bytes | None
    index: int
    font_size: float
    style: int
    family: str
    variations: dict[str, float]
    weight: int
    hash: str
    name: bytes
    ascent: int
    descent: int
    tables: list[Any]
    bitmap: bool
    widths: dict[int, float]
    to_unicode: dict[int, str]
    missing: dict[int, str]
    png: bool
    svg: bool
    colr: bool
    glyph_count: int
    upem: int
    flags: int
    italic_angle: float
    stemv: int
    stemh: int
    used_in_forms: bool
    def __init__(self, pango_font: CData, description: CData, font_size: float) -> None: ...

def build_fonts_dictionary(
    pdf: Any, fonts: dict[Any, Font], compress: bool, subset: bool, options: dict[str, Any]
) -> pydyf.Dictionary: ...
