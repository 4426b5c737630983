"""Lists the fonts of the house, as a book declares them."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.phrases import Phrase
from bookbuilder.world import World


def house_font_lines(world: World) -> Iterator[str]:
    """Yield a line for each font of the house: its family, weight and style, and the hash by which a book names it."""
    from bookbuilder.html.font_metadata import FontMetadata, font_metadata
    from bookbuilder.typed_decoding import from_msgpack

    found = []
    for digest, data in world.house_fonts().items():
        font = from_msgpack(font_metadata(data), FontMetadata)
        name = font.families[0] if font.families else Phrase("no font that can be read")
        found.append((name, font.weight, font.style, digest))
    for name, weight, style, digest in sorted(found):
        yield f'{name} {weight} {style}: sha256 = "{digest}"'
