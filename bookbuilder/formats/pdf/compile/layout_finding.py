"""What is found on pages that are laid out and told to the author: wishes that are not met, pages that are not full."""

from __future__ import annotations

from dataclasses import dataclass

Area = tuple[float, float, float, float]
"""A rectangle of a page, in points from the upper left corner of the trimmed page: left, top, width, height."""


@dataclass(frozen=True, slots=True)
class LayoutFinding:
    """Something on a page that its author is told.

    `code` is that of its rule; `paginate.layout_messages` has the rule, and says in its sentence what the detector found.
    `page` counts from 0, in the part or, when all pages are in order, in the book. `block` is what it is about: the place
    in the source (a `Span`, written), or an id; `chapter` is the id of its chapter. Both may be empty. `text` is more exact:
    a text node or picture and the characters before the place in it (`PrintedText.node`, `offset`). `area` is where it
    stands on its page. What `words` and `measure` are is said by the detector (`engine.read.findings`).
    """

    code: str
    page: int
    block: str = ""
    chapter: str = ""
    words: tuple[str, ...] = ()
    measure: int = 0
    text: tuple[int, int] | None = None
    area: Area | None = None
