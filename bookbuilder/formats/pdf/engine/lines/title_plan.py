"""Plans the lines of a title in Japanese, Chinese or Thai: they end between its phrases, and are about equally long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.text import line_break

from bookbuilder.formats.pdf.engine.lines.line_style import RAGGED, line_style
from bookbuilder.formats.pdf.engine.setup.custom_property import custom_property
from bookbuilder.formats.pdf.engine.shaping.shared_style import cached
from bookbuilder.formats.pdf.line_breaking.breakpoints import BreakKind, Breakpoints, Measure
from bookbuilder.formats.pdf.line_breaking.ideographs import keeps_together
from bookbuilder.formats.pdf.line_breaking.total_fit import balanced, total_fit
from bookbuilder.locales.title_phrases import has_phrases, phrase_places

if TYPE_CHECKING:
    from weasyprint.css import Style
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack

_WITHOUT_SPACES = re.compile("[\u0e00-\u0e7f\u2e80-\u9fff\uf900-\uffef\U00020000-\U0003ffff]")
_WHOLE = frozenset(("abbr", "code", "data", "kbd", "math", "ruby", "sub", "sup", "time"))
"""Elements that no line of a title ends in, as on screens (`html.title_phrases`)."""
_OBJECT = "\ufffc"
"""What stands for a picture."""


@dataclass(frozen=True, slots=True)
class TitlePlan:
    """Where the lines of a title should end.

    `text` is that of its line box, `places` are those in it at which a phrase begins, `ends` those that were chosen, with
    the end of the text; `reach` is, in px, how far each place and end is from the beginning of the text, without spaces
    before it. `width` is the measure in px that it was made for."""

    text: str
    places: tuple[int, ...]
    ends: tuple[int, ...]
    reach: dict[int, float]
    width: float

    def is_same(self, place: int, other: int) -> bool:
        """Whether there is nothing but spaces between two places."""
        return not self.text[min(place, other) : max(place, other)].strip()

    def width_of(self, start: int, stop: int) -> float:
        """Return about how wide a line is, in px."""
        return self.reach.get(stop, 0.0) - self.reach.get(start, 0.0)


def keeps_phrases(style: Style) -> bool:
    """Whether a style is one of titles, in a language whose titles are parted between phrases."""
    return cached(style, "keeps_phrases", _keeps_phrases)


def _keeps_phrases(style: Style) -> bool:
    return (
        custom_property(style, "__line_phrases") == "keep"
        and has_phrases(style["lang"] or "")
        and style["white_space"] == "normal"
    )


def title_plan(context: LayoutContext, box: boxes.LineBox, width: float) -> TitlePlan | None:
    """Return the plan of a line box of so many px; None if it has no phrases."""
    leaves = list(_leaves(box))
    text = "".join(part for _, part, _ in leaves)
    if not _WITHOUT_SPACES.search(text):
        return None
    lang = box.style["lang"]
    attributes = line_break.get_log_attrs(text, lang)
    inside, at = set[int](), 0
    for _, part, whole in leaves:
        inside |= set(range(at + 1, at + len(part))) if whole else set()
        at += len(part)

    def may_end(place: int) -> bool:
        allowed = bool(attributes[place].is_line_break) or text[place - 1] == "\n"
        return allowed and place not in inside and not keeps_together(text, place)

    places = tuple(place for place in phrase_places(text, lang) if may_end(place))
    forced = {place for place in range(1, len(text)) if text[place - 1] == "\n"}
    if not places and not forced:
        return None
    bounds = sorted({0, *places, *forced, len(text)})
    reach, gaps = _reach(context, leaves, bounds)
    room = width - max(box.text_indent, 0.0)
    wide = [(one, other) for one, other in pairwise(bounds) if reach[other] - reach[one] - gaps[one] > room]
    if wide:
        bounds += [place for one, other in wide for place in range(one + 1, other) if may_end(place)]
        bounds.sort()
        reach, gaps = _reach(context, leaves, bounds)
    ends = _ends(box, text, bounds, reach, gaps, width)
    return TitlePlan(text, places, ends, reach, width)


def _ends(
    box: boxes.LineBox,
    text: str,
    bounds: Sequence[int],
    reach: dict[int, float],
    gaps: dict[int, float],
    width: float,
) -> tuple[int, ...]:
    """Return the places of the best lines; if there are none, only the end."""
    breaks = Breakpoints()
    for place in bounds[1:-1]:
        kind = BreakKind.FORCED if text[place - 1] == "\n" else BreakKind.PLAIN
        breaks.add(kind, reach[place], 0, reach[place] + gaps[place], 0)
    breaks.add(BreakKind.END, reach[bounds[-1]], 0, reach[bounds[-1]], 0)
    style = line_style(box.style)
    even = style.method == "balance"
    slack = RAGGED * box.style["font_size"]
    measure = Measure(width - box.text_indent, width, slack=slack, even=even)
    found = (balanced if even else total_fit)(breaks, measure, style.costs, hyphens=True)
    return tuple(bounds[at + 1] for at in found.ends) if found else (len(text),)


_Leaf = tuple[boxes.Box, str, bool]


def _leaves(box: boxes.Box, *, whole: bool = False) -> Iterator[_Leaf]:
    """Yield the texts and pictures in the flow of a box, with their texts, and whether these stay whole."""
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.TextBox):
            yield child, child.text, whole
        elif isinstance(child, boxes.InlineBox):
            yield from _leaves(child, whole=whole or child.element_tag in _WHOLE)
        else:
            yield child, _OBJECT, whole


def _reach(
    context: LayoutContext, leaves: Sequence[_Leaf], bounds: Sequence[int]
) -> tuple[dict[int, float], dict[int, float]]:
    """Return how far each place is from the beginning, in px, without the spaces before it, and how wide these are."""
    reach, gaps = {0: 0.0}, {0: 0.0}
    at, x = 0, 0.0
    for box, text, _ in leaves:
        cuts = [0, *(place - at for place in bounds if at < place < at + len(text)), len(text)]
        for start, stop in pairwise(cuts):
            if not isinstance(box, boxes.TextBox):
                x += box.style["font_size"]
                continue
            part = text[start:stop].rstrip("\n")
            full, solid = _width(context, part, box.style), _width(context, part.rstrip(), box.style)
            reach[at + stop], gaps[at + stop] = x + solid, full - solid
            x += full
        at += len(text)
        reach.setdefault(at, x)
        gaps.setdefault(at, 0.0)
    return reach, gaps


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
