from typing import Any

TAGS: dict[str, Any]

class Node:
    @property
    def text(self) -> str | None: ...

class SVG: ...

def text(svg: SVG, node: Node, font_size: float) -> None: ...
