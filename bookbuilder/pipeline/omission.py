"""What a chapter of a translation leaves out, so that nothing more is said of it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from bookbuilder.diagnostics import Diagnostic, Span
from bookbuilder.document.source_fallback import TextLocation


class OmittedRange(Struct, frozen=True, array_like=True):
    """The lines of an omitted block; of a block of one line, also its columns (else `end` is 0)."""

    first: int
    last: int
    begin: int = 0
    end: int = 0

    def __contains__(self, span: Span) -> bool:
        """Whether a span begins in the block."""
        inside = self.first <= span.line <= self.last
        return inside and (not self.end or not span.column or self.begin <= span.column <= self.end)


class Omission(Struct, frozen=True, array_like=True):
    """What is omitted: places in the translation's file, the texts there, and those of the source that they stand for.
    `whole`: nothing is left of the chapter."""

    ranges: tuple[OmittedRange, ...] = ()
    targets: tuple[TextLocation, ...] = ()
    sources: tuple[TextLocation, ...] = ()
    whole: bool = False

    def without(self, diagnostics: Iterable[Diagnostic], path: str) -> tuple[Diagnostic, ...]:
        """Return the diagnostics but for those about omitted text of a file."""
        by_line: dict[int, list[OmittedRange]] = {}
        for omitted in self.ranges:
            for line in range(omitted.first, omitted.last + 1):
                by_line.setdefault(line, []).append(omitted)
        return tuple(
            one
            for one in diagnostics
            if one.span.path != path
            or not any(one.span in omitted for omitted in by_line.get(one.span.line, ()))
        )


NO_OMISSION = Omission()
"""Nothing is omitted."""
