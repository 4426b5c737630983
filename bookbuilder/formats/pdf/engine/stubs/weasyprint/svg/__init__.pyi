from typing import Any

TAGS: dict[str, Any]

def text(svg: Any, node: Any, font_size: Any) -> Any: ...
