from typing import Any

from weasyprint.css import Style
from weasyprint.text.ffi import CData

class FontConfiguration:
    font_map: CData
    _config: CData
    strut_layouts: dict[Any, Any]
    font_features: dict[Any, Any]
    def __init__(self) -> None: ...
    def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> Any: ...

def get_pango_font_key(pango_font: CData) -> tuple[int, CData, float]: ...
def get_font_description(style: Style) -> CData: ...
