"""Plans the lines of a title that is not made of words with known widths (`shaping.word_cache`), so that they are about
equally long: in Japanese, Chinese and Thai they end between its phrases, and from right to left between its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.text import line_break

from bookbuilder.formats.pdf.engine.layout.edge_punctuation import CLOSING, OPENING, empty_half
from bookbuilder.formats.pdf.engine.lines.line_style import RAGGED, line_style
from bookbuilder.formats.pdf.engine.setup.custom_property import custom_property
from bookbuilder.formats.pdf.engine.shaping.shared_style import cached
from bookbuilder.formats.pdf.engine.shaping.word_cache import word_cache
from bookbuilder.formats.pdf.line_breaking.breakpoints import BreakKind, Breakpoints, Measure
from bookbuilder.formats.pdf.line_breaking.ideographs import keeps_together
from bookbuilder.formats.pdf.line_breaking.total_fit import balanced, total_fit
from bookbuilder.locales.title_phrases import WHOLE_ELEMENTS, has_phrases, is_without_spaces, phrase_places

if TYPE_CHECKING:
    from weasyprint.css import Style
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack

_OBJECT = "\ufffc"
"""What stands for a picture."""


@dataclass(frozen=True, slots=True)
class TitlePlan:
    """Where the lines of a title should end.

    `text` is that of its line box, `places` are those in it at which a phrase begins, `ends` those that were chosen, with
    the end of the text. A line that ends at a place ends `reach` px from the beginning of the text, without a space and the
    empty half of its last sign; one that begins there begins at `begins`. `width` is the measure in px."""

    text: str
    places: tuple[int, ...]
    ends: tuple[int, ...]
    reach: Mapping[int, float]
    begins: Mapping[int, float]
    width: float

    def is_same(self, place: int, other: int) -> bool:
        """Whether there is nothing but spaces between two places."""
        return not self.text[min(place, other) : max(place, other)].strip()

    def width_of(self, start: int, stop: int) -> float:
        """Return about how wide a line is, in px."""
        return self.reach.get(stop, 0.0) - self.begins.get(start, 0.0)


def is_planned_title(style: Style) -> bool:
    """Whether a style is one of titles whose lines are planned here."""
    return cached(style, "is_planned_title", _is_planned_title)


def _is_planned_title(style: Style) -> bool:
    if custom_property(style, "__line_phrases") != "keep" or style["white_space"] != "normal":
        return False
    return has_phrases(style["lang"] or "") or (
        line_style(style).method == "balance" and word_cache(style) is None
    )


def title_plan(context: LayoutContext, box: boxes.LineBox, width: float) -> TitlePlan | None:
    """Return the plan of a line box of so many px; None if it has one phrase or word only."""
    leaves = list(_leaves(box))
    text = "".join(part for _, part, _ in leaves)
    lang = box.style["lang"] or ""
    by_phrase = has_phrases(lang)
    if by_phrase and not is_without_spaces(text):
        return None
    attributes = line_break.get_log_attrs(text, lang)
    inside, at = set[int](), 0
    for _, part, whole in leaves:
        inside |= set(range(at + 1, at + len(part))) if whole else set()
        at += len(part)

    def may_end(place: int) -> bool:
        allowed = bool(attributes[place].is_line_break) or text[place - 1] == "\n"
        if text[place - 1] == "\u00ad":  # WeasyPrint parts a word there that has no room, with a hyphen
            return False
        return allowed and place not in inside and not keeps_together(text, place)

    begins_part = phrase_places(text, lang) if by_phrase else range(1, len(text))
    places = tuple(place for place in begins_part if may_end(place))
    forced = {place for place in range(1, len(text)) if text[place - 1] == "\n"}
    if not places and not forced:
        return None
    bounds = sorted({0, *places, *forced, len(text)})
    reach, begins = _extents(context, box, leaves, text, bounds)
    room = width - max(box.text_indent, 0.0)
    wide = [(one, other) for one, other in pairwise(bounds) if reach[other] - begins[one] > room]
    if wide:
        bounds += [place for one, other in wide for place in range(one + 1, other) if may_end(place)]
        bounds.sort()
        reach, begins = _extents(context, box, leaves, text, bounds)
    plan = TitlePlan(text, places, (len(text),), reach, begins, width)
    return replace(plan, ends=_ends(box, plan, bounds))


def _ends(box: boxes.LineBox, plan: TitlePlan, bounds: Sequence[int]) -> tuple[int, ...]:
    """Return the places at which the best lines end; if there are none, only the end of the text."""
    breaks = Breakpoints()
    for place in bounds[1:-1]:
        kind = BreakKind.FORCED if plan.text[place - 1] == "\n" else BreakKind.PLAIN
        breaks.add(kind, plan.reach[place], 0, plan.begins[place], 0)
    end = plan.reach[bounds[-1]]
    breaks.add(BreakKind.END, end, 0, end, 0)
    style = line_style(box.style)
    even = style.method == "balance"
    first = plan.width - box.text_indent + plan.begins[0]
    measure = Measure(first, plan.width, slack=RAGGED * box.style["font_size"], even=even)
    found = (balanced if even else total_fit)(breaks, measure, style.costs, hyphens=True)
    return tuple(bounds[at + 1] for at in found.ends) if found else (len(plan.text),)


_Leaf = tuple[boxes.Box, str, bool]


def _leaves(box: boxes.Box, *, whole: bool = False) -> Iterator[_Leaf]:
    """Yield the texts and pictures in the flow of a box, with their texts, and whether these stay whole."""
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.TextBox):
            yield child, child.text, whole
        elif isinstance(child, boxes.InlineBox):
            own = child.element_tag in WHOLE_ELEMENTS or child.style["white_space"] in ("nowrap", "pre")
            yield from _leaves(child, whole=whole or own)
        else:
            yield child, _OBJECT, whole


def _extents(
    context: LayoutContext, box: boxes.LineBox, leaves: Sequence[_Leaf], text: str, bounds: Sequence[int]
) -> tuple[dict[int, float], dict[int, float]]:
    """Return where lines end and begin at each place; see `TitlePlan`."""
    reach, begins = {0: 0.0}, {0: 0.0}
    at, x = 0, 0.0
    for leaf, words, _ in leaves:
        cuts = [0, *(place - at for place in bounds if at < place < at + len(words)), len(words)]
        for start, stop in pairwise(cuts):
            if isinstance(leaf, boxes.TextBox):
                part = words[start:stop].rstrip("\n")
                reach[at + stop] = x + _width(context, part.rstrip(), leaf.style)
                x += _width(context, part, leaf.style)
            else:
                x += leaf.style["font_size"]
                reach[at + stop] = x
            begins[at + stop] = x
        at += len(words)
    for place in begins:
        last, first = text[:place].rstrip()[-1:], text[place : place + 1]
        if last in CLOSING and last:
            reach[place] -= empty_half(context, box.style, last)
        if first in OPENING and first:
            begins[place] += empty_half(context, box.style, first)
    return reach, begins


def _width(context: LayoutContext, text: str, style: Style) -> float:
    return line_break.split_first_line(text, style, context, None, 0)[3] if text else 0.0


def offset_of(box: boxes.Box, resume: SkipStack) -> int:
    """Return the place in the text of a line box at which WeasyPrint goes on."""
    if not resume:
        return 0
    if isinstance(box, boxes.TextBox):
        return len(box.text.encode()[: next(iter(resume))].decode())
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        return 0
    index, inner = next(iter(resume.items()))
    before = sum(len(text) for child in box.children[:index] for text in _texts_of(child))
    if index < len(box.children) and box.children[index].is_in_normal_flow():
        before += offset_of(box.children[index], inner)
    return before


def _texts_of(box: boxes.Box) -> Iterator[str]:
    if not box.is_in_normal_flow():
        return
    if isinstance(box, boxes.TextBox):
        yield box.text
    elif isinstance(box, boxes.InlineBox):
        yield from (text for _, text, _ in _leaves(box))
    else:
        yield _OBJECT
