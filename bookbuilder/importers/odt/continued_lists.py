"""Counts the items of lists that go on behind other text (ODF 1.3, part 3, 19.780 `text:continue-list` and 19.781)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from bookbuilder.importers.odt.style_sheet import attribute

Counts = dict[int, int]
"""Depth → the number of the last item; a list that goes on shares them with the one before."""
_DIGITS = 6


@dataclass(slots=True)
class ContinuedLists:
    """The lists so far: by their ids, the last one of each id, and by their styles."""

    by_id: dict[str, Counts] = field(default_factory=dict)
    by_style: dict[str, Counts] = field(default_factory=dict)

    def counts(self, element: etree._Element, style: str) -> Counts:
        """Return the counts of a list: its own, or those of a list above that it goes on with."""
        name = attribute(element, "continue-list")
        if name:
            found = self.by_id.get(name)
        else:
            found = self.by_style.get(style) if attribute(element, "continue-numbering") == "true" else None
        counts: Counts = {} if found is None else found
        if key := attribute(element, "id"):
            self.by_id[key] = counts
        self.by_style[style] = counts
        return counts


def next_number(counts: Counts, depth: int, given: str) -> int:
    """Return the number of the next item at a depth: the `given` one (`text:start-value`), or one more; lists in it begin
    anew."""
    number = int(given[:_DIGITS]) if given.isascii() and given.isdecimal() else counts.get(depth, 0) + 1
    for deeper in [other for other in counts if other > depth]:
        del counts[deeper]
    counts[depth] = number
    return number
