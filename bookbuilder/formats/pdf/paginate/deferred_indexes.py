"""Lets the indexes at the end of a new book wait until the pages are known that they list.

Otherwise one would be laid out with guessed page numbers, and nearly always again, since one wrong guess is enough. It can
wait: only other indexes and the back cover follow, so its length moves no other page number.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bookbuilder.formats.pdf.paginate.compile_requests import PartCompiler, Schedule
from bookbuilder.formats.pdf.paginate.corrections import corrected
from bookbuilder.formats.pdf.paginate.foresight import NEW
from bookbuilder.formats.pdf.paginate.scheduled_part import PageRules, ScheduledPart, in_order
from bookbuilder.formats.pdf.parts import LETTERS_PER_PAGE, Labels


def deferred_indexes(parts: Sequence[ScheduledPart]) -> frozenset[int]:
    """Return which parts are indexes with nothing behind them but other indexes and the back cover."""
    found = []
    for at in reversed(range(len(parts))):
        if parts[at].part.merges_pages:
            found.append(at)
        elif parts[at].part.matter != "back":
            break
    return frozenset(found)


def with_known_labels(
    compiler: PartCompiler, schedule: Schedule, waiting: Collection[int], rules: PageRules
) -> Schedule:
    """Return a schedule with HTML for the `waiting` indexes, and for the parts whose numbers were guessed wrong. All
    parts but these indexes are compiled."""
    parts = [
        replace(one, compiled=NEW.predicted(one.summary, LETTERS_PER_PAGE)) if at in waiting else one
        for at, one in enumerate(schedule.parts)
    ]
    order = in_order(parts, rules)
    now = list(corrected(parts, order, None, compiler.html) or parts)
    labels = Labels(order.labels())
    for at in waiting:
        now[at] = replace(now[at], html=compiler.html(now[at].part, labels))
    return replace(schedule, parts=tuple(now))
