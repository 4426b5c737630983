"""Makes a figure node of a paragraph that holds only a picture with a caption (`implicit_figures` of pandoc)."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token
from msgspec.structs import replace

from bookbuilder.document.nodes import Figure, Image, Inline
from bookbuilder.markdown.conversion import Conversion
from bookbuilder.markdown.token_positions import position


def implicit_figure(convert: Conversion, line: Token, content: Sequence[Inline]) -> Figure | None:
    """Return the figure for a paragraph that is only a picture; None for any other.

    Its caption is the title of the picture: `![alternative text](file.png "Caption")`. In the flavours of pandoc and
    Quarto a picture without a title takes its alternative text as the caption, as those programs do.
    """
    match content:
        case [Image() as image] if convert.figures and "decorative" not in image.classes:
            pass
        case _:
            return None
    token = next((child for child in line.children or () if child.type == "image"), None)
    if token is None:  # it is written in HTML, which has an element for figures
        return None
    start = position(token, 0)
    if image.title.strip():
        offset = line.content.rfind(image.title)
        place = convert.source.locator(line)(max(offset, start))
        caption = convert.text(
            image.title, place, (lambda _: place) if offset < 0 or "\n" in image.title else None
        )
    elif convert.dialect.flavour.citations and token.children:
        locate = convert.source.locator(line)
        caption = convert.text(token.content, locate(start + 2))
    else:
        return None
    plain = replace(image, title="", id="", classes=(), lang="")
    return Figure(plain, caption, span=image.span, id=image.id, classes=image.classes, lang=image.lang)
