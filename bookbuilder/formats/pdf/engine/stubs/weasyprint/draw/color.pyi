from typing import Any

from weasyprint.css import Style

def get_color(style: Style, key: Any) -> Any: ...
