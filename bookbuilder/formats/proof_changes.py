"""What has changed in a book since an earlier proof, as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.diagnostics import Span


@dataclass(frozen=True, slots=True)
class ChangedRange:
    """Words that were put in, from the place of the first character to that of the last one; words that were taken out stand
    behind `start`, which is `end` if none were put in."""

    start: Span
    end: Span
    removed: str = ""


@dataclass(frozen=True, slots=True)
class ProofChanges:
    """The changes of a proof in the order of the text, and a page of HTML that lists them."""

    ranges: tuple[ChangedRange, ...] = ()
    page: bytes = b""


NO_CHANGES = ProofChanges()
"""Those of a book that is no proof, or one that is compared with none."""
