"""What is found on pages that are laid out and told to the author: wishes that are not met, pages that are not full."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LayoutFinding:
    """Something on a page that its author is told.

    `code` is that of its rule; `paginate.layout_messages` has the rule, and says in its sentence what the detector found.
    `page` counts from 0, in the part or, when all pages are in order, in the book. `block` is what it is about: the place
    in the source (a `Span`, written), or an id; `chapter` is the id of its chapter. Both may be empty. What `words` and
    `measure` are is said by the detector (`engine.read.findings`).
    """

    code: str
    page: int
    block: str = ""
    chapter: str = ""
    words: tuple[str, ...] = ()
    measure: int = 0
