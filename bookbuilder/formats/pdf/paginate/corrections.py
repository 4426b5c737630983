"""Finds the parts that were compiled with a number, side or string that is no longer right, and says what is right now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from bookbuilder.formats.pdf.compile.compiled_part import PAGE_COUNT, PAGE_NUMBER, CompiledPart, Slot
from bookbuilder.formats.pdf.paginate.page_order import PageSequence
from bookbuilder.formats.pdf.paginate.reserved_room import ReservedRoom
from bookbuilder.formats.pdf.paginate.scheduled_part import Position, ScheduledPart
from bookbuilder.formats.pdf.parts import BookPart, Labels

RenderHtml = Callable[[BookPart, Labels], str]
"""Gives the page of HTML of a part with its page labels."""


def corrected(
    parts: Sequence[ScheduledPart], order: PageSequence, reserved: ReservedRoom | None, render: RenderHtml
) -> tuple[ScheduledPart, ...] | None:
    """Return compiled parts with what they have to be compiled with now that their pages stand in `order`; None if all is
    as they were compiled."""
    labels = order.labels()
    now = tuple(_relabelled(part, labels, reserved, render) for part in with_positions(parts, order))
    same = all(
        new.html == old.html and new.position == old.position for new, old in zip(now, parts, strict=True)
    )
    return None if same else now


def with_positions(parts: Sequence[ScheduledPart], order: PageSequence) -> tuple[ScheduledPart, ...]:
    """Return parts with the positions that they have in an order, as far as what is printed in them depends on these."""
    pages = {page.key: page for page in order.pages}
    strings: dict[str, str] = {}
    positioned = []
    for at, scheduled in enumerate(parts):
        compiled, position, first = scheduled.compiled, scheduled.position, pages.get((at, 0))
        if first is None:  # a half title that the book does not have
            positioned.append(scheduled)
            continue
        inherited = {name: strings[name] for name in compiled.inherited_strings if name in strings}
        strings |= compiled.last_strings
        now = Position(
            first.right if compiled.depends_on_side else position.right,
            first.number if compiled.depends_on_number else position.first,
            len(order.pages) if compiled.prints_page_count else position.page_count,
            inherited,
        )
        positioned.append(scheduled if now == position else replace(scheduled, position=now))
    return tuple(positioned)


def _relabelled(
    scheduled: ScheduledPart, labels: Mapping[str, str], reserved: ReservedRoom | None, render: RenderHtml
) -> ScheduledPart:
    """Return a part with HTML for the labels that pages have now, if the linker cannot put these into its slots, or if its
    text depends on them in another way."""
    part, html, verbatim = scheduled.part, scheduled.html, scheduled.verbatim_numbers
    misfit = any(
        not _fits(slot, labels.get(slot.name, ""), reserved) for slot in _anchor_slots(scheduled.compiled)
    )
    if not (misfit or part.merges_pages or reserved or verbatim):
        return scheduled
    now = render(part, _labels(labels, reserved, verbatim))
    if misfit and now == html and not verbatim:
        # No other numbers can be put there, such as where a theme takes the first letter for an initial.
        verbatim = True
        now = render(part, _labels(labels, reserved, verbatim))
    return replace(scheduled, html=now, verbatim_numbers=verbatim)


def _labels(labels: Mapping[str, str], reserved: ReservedRoom | None, verbatim: bool) -> Labels:
    if reserved:
        return Labels(labels, reserved.widths, verbatim=verbatim, separate=True)
    return Labels(labels, verbatim=verbatim)


def _fits(slot: Slot, label: str, reserved: ReservedRoom | None) -> bool:
    """Whether the linker can put a label into a slot: it has as many figures as the slot, or fewer where room is
    reserved."""
    if slot.text.isdecimal() and label.isdecimal() and slot.glyphs:
        room, figures = len(slot.text), len(label)
        return figures <= room if reserved else figures == room
    return slot.text == label


def _anchor_slots(compiled: CompiledPart) -> Iterator[Slot]:
    for page in compiled.pages:
        if page.body is not None:
            yield from (slot for slot in page.body.slots if slot.name not in (PAGE_NUMBER, PAGE_COUNT))
