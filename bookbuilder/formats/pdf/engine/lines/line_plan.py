"""Plans the lines of a paragraph: finds the best ones, and how it could be set with a line more or less.

A plan is made when the first line of a paragraph is asked for, or when the pages of its chapter are planned, and is kept
with the box of the paragraph for the width that it has.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from weasyprint.layout import inline
from weasyprint.text.ffi import FROM_UNITS

from bookbuilder.formats.pdf.engine.lines.line_style import RAGGED, SHRINK, STRETCH, LineStyle, line_style
from bookbuilder.formats.pdf.engine.lines.paragraph import Leaf, LineByLine, ParagraphBreaks, Resume, Stop
from bookbuilder.formats.pdf.engine.lines.paragraph_reader import boxes_in, read, texts_and_pictures
from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.shaping.shared_style import cached
from bookbuilder.formats.pdf.engine.shaping.word_cache import word_cache
from bookbuilder.formats.pdf.line_breaking.breakpoints import BreakKind, Measure
from bookbuilder.formats.pdf.line_breaking.total_fit import LOOSE, Lines, balanced, by_count, total_fit

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box, LineBox, TextBox
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack

LOOSEST = 2.6
"""How far lines may stretch in a paragraph that is set with a line more or less than its best."""
MOST_LINES = 120
"""Lines of a paragraph that is tried with more or fewer: some four pages of a small book. The work grows with the square of
their number, and so long a paragraph has ends of pages in it that can move instead."""
NEVER = 1e12
"""The cost of a last line that is too short in a paragraph that is set longer or shorter to fill a page: never done."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line: where it begins (None: with the paragraph) and ends, where the next one begins, its length, and whether it is
    the last one or ends with a line break of the author."""

    begin: Resume | None
    stop: Stop
    resume: Resume | None
    length: float
    last: bool


@dataclass(eq=False)
class LinePlan:
    """The lines of a paragraph of some width. `begins` finds a line by where it begins in WeasyPrint's terms
    (`skip_stack`). `asked` is how many lines more than the best its author asks for."""

    paragraph: ParagraphBreaks
    measure: Measure
    style: LineStyle
    best: Lines
    chosen: Lines
    justified: bool
    space: float
    lines: list[PlannedLine] = field(default_factory=list)
    page_ends: frozenset[int] = frozenset()
    asked: int = 0
    begins: dict[tuple[int, ...], int] = field(default_factory=dict)
    heights: dict[TextBox, tuple[float, float, float, float]] = field(default_factory=dict)
    extents: dict[tuple[float, ...], tuple[float, float]] = field(default_factory=dict)

    @cached_property
    def placed(self) -> dict[tuple[int, ...], Leaf]:
        """The texts and pictures of the paragraph, by their paths."""
        return {leaf.path: leaf for leaf in self.paragraph.leaves}

    @cached_property
    def leaves(self) -> dict[Box, Leaf]:
        """The texts and pictures of the paragraph, by their boxes."""
        return {leaf.box: leaf for leaf in self.paragraph.leaves}

    def skip_stack(self, resume: Resume) -> SkipStack:
        """Return where a line begins as WeasyPrint says it: nested indices of boxes, and a byte in the text of the last."""
        if resume.offset is None:
            return skip_stack_to(resume.path)
        leaf = self.placed[resume.path]
        assert leaf.breaking is not None, "a line begins inside a text alone"
        return skip_stack_to((*resume.path, len(leaf.box.text[: resume.offset].encode())))

    def metrics(self, context: LayoutContext, box: TextBox) -> tuple[float, float, float, float]:
        """Return the height of a text, its margins above and below, and its baseline, in px: as WeasyPrint has them."""
        if box not in self.heights:
            self.heights[box] = cached(box.style, "text_metrics", lambda _: _metrics(context, box))
        return self.heights[box]


def _metrics(context: LayoutContext, box: TextBox) -> tuple[float, float, float, float]:
    probe, _, _ = inline.split_text_box(context, box.copy_with_text("x"), None, 0)
    assert probe is not None
    return probe.height, probe.margin_top, probe.margin_bottom, probe.baseline


def plan_of(
    context: LayoutContext, box: LineBox, skip_stack: SkipStack, containing_block: Box
) -> LinePlan | None:
    """Return the plan of a line box whose indent is known; None if it is broken line by line. A paragraph is planned from
    its first line on or not at all."""
    plans = _plans(box)
    width = _width(containing_block)
    # Outdated plans lost the page numbers that WeasyPrint writes once it knows them.
    if skip_stack is None and (width not in plans or _is_outdated(plans[width], box)):
        plans[width] = _new_plan(context, box, containing_block)
    plan = plans.get(width)
    if skip_stack is None and plan is not None and marks(box).exact_plans:
        plan = plans[width] = _exactly_as_wide(plan, box, containing_block)
    return plan


def _exactly_as_wide(plan: LinePlan, box: LineBox, containing_block: Box) -> LinePlan:
    """Return a plan for a page whose width differs by rounding: its lines, of exactly that length."""
    width = containing_block.width
    if width == plan.measure.rest:
        return plan
    measure = replace(plan.measure, first=width - box.text_indent, rest=width)
    made = replace(plan, measure=measure, lines=[], begins={})
    _set_lines(made)
    return made


def _plans(box: Box) -> dict[float, LinePlan | None]:
    """Return the plans of a line box by its width: one value, also for its copies."""
    plans = marks(box).plans
    if plans is None:
        plans = mark(box).plans = {}
    return plans


def _width(containing_block: Box) -> float:
    """Return the width by which the plans of a paragraph are known, in px: verso and recto pages differ by the rounding of
    their margins."""
    return round(float(containing_block.width), 2)


def of_new_boxes(plan: LinePlan, box: Box, containing_block: Box) -> LinePlan:
    """Return the plan of a paragraph whose boxes were made anew and are the same as before."""
    places = boxes_in(box, (), (box,), containing_block)
    placed: dict[
        tuple[int, ...], tuple[Any, tuple[Box, ...]]
    ] = {  # a box is of the class that its leaf asks for
        path: (child, parents) for path, child, parents, _ in places if child is not None
    }
    old = plan.paragraph
    leaves = [replace(leaf, box=placed[leaf.path][0], parents=placed[leaf.path][1]) for leaf in old.leaves]
    return replace(plan, paragraph=replace(old, box=box, leaves=leaves), heights={}, extents={})


def take_plan(box: Box, plan: LinePlan, containing_block: Box, before: Box | None = None) -> None:
    """Give a line box a plan that is known; `before` stood for it in the layout before. All lines of a paragraph have the
    same value for their plans, also those on pages that are taken from there."""
    plans = _plans(before or box)
    if before is not None:
        mark(before).plans = None
    plans.clear()
    plans[_width(containing_block)] = plan
    mark(box).plans = plans


def _is_outdated(plan: LinePlan | None, box: Box) -> bool:
    """Whether a paragraph has other texts than when it was planned: WeasyPrint makes generated content anew that depends on
    the page (`parse_again`)."""
    return plan is not None and [leaf.box for leaf in plan.paragraph.leaves] != list(texts_and_pictures(box))


def _new_plan(context: LayoutContext, box: LineBox, containing_block: Box) -> LinePlan | None:
    style = line_style(box.style)
    cache = word_cache(box.style)
    space = cache.word(" ") if cache else None
    if style.method == "line" or space is None:
        mark(box).unplanned = "script" if space is None else "line"
        return None
    justified = box.style["text_align_all"] == "justify"
    width, natural = containing_block.width, space.width * FROM_UNITS
    measure = Measure(
        width - box.text_indent,
        width,
        stretch=natural * STRETCH if justified else 0.0,
        shrink=natural * SHRINK if justified else 0.0,
        elastic=style.elastic if justified else 0.0,
        slack=0.0 if justified else RAGGED * box.style["font_size"],
        even=style.method == "balance",
    )
    solve = balanced if measure.even else total_fit
    lines: Lines | None = None
    # Most paragraphs need no hyphens, and to measure the parts of all words takes long.
    for hyphens in (False, True):
        paragraph = read(box, context, containing_block, hyphens=hyphens, hangs=justified)
        if isinstance(paragraph, LineByLine):
            mark(box).unplanned = paragraph.reason
            return None
        lines = solve(paragraph.breaks, measure, style.costs, hyphens=hyphens)
        if lines is not None:
            break
    else:
        mark(box).unplanned = "long word"
        return None
    plan = LinePlan(paragraph, measure, style, lines, lines, justified, natural)
    if asked := asked_lines(box):
        plan = _as_asked(context, box, replace(plan, asked=asked), containing_block)
    _set_lines(plan)
    return plan


def asked_lines(box: Box) -> int:
    """Return how many lines more than its best the author asks for; `box` is the line box of the paragraph."""
    return 0 if box.element is None else int(box.element.get("data-lines") or 0)


def _as_asked(context: LayoutContext, box: LineBox, plan: LinePlan, containing_block: Box) -> LinePlan:
    """Return the plan of a paragraph with as many lines as its author asks for; with its best ones if it cannot be set
    so."""
    count = len(plan.best.ends) + plan.asked
    # All numbers of lines take time and memory with the square of the length: 2.5 GB for 36,000 words.
    for hyphens in (False, True) if count <= MOST_LINES else ():
        if hyphens:
            plan = with_hyphens(context, box, plan, containing_block)
        costs = plan.style.costs
        way = by_count(plan.paragraph.breaks, plan.measure, costs, loosest=LOOSE).get(count)
        if way is not None:
            return replace(plan, chosen=way)
    return plan


def _set_lines(plan: LinePlan) -> None:
    paragraph = plan.paragraph
    begin: Resume | None = None
    for number, at in enumerate(plan.chosen.ends):
        plan.begins[skip_path(None if begin is None else plan.skip_stack(begin))] = number
        resume = paragraph.resume(at)
        last = paragraph.breaks.kinds[at] >= BreakKind.FORCED
        length = plan.measure.rest if number else plan.measure.first
        plan.lines.append(PlannedLine(begin, paragraph.stop(at), resume, length, last))
        begin = resume


def variants(plan: LinePlan) -> list[Lines]:
    """Return how a paragraph can be set: as it is, and with other numbers of lines if that looks well; in one way if the
    author said how many lines it has, or if it has very many."""
    if plan.asked:
        return [plan.chosen]
    count = len(plan.best.ends)
    ways = [plan.best]
    if 1 < count <= MOST_LINES and plan.justified:
        costs = replace(plan.style.costs, runt=NEVER)
        found = by_count(plan.paragraph.breaks, plan.measure, costs, loosest=LOOSEST)
        ways += [way for other, way in sorted(found.items()) if other != count and way.cost < NEVER]
    return ways


def with_hyphens(context: LayoutContext, box: Box, plan: LinePlan, containing_block: Box) -> LinePlan:
    """Return the plan of a paragraph that looked well without hyphens, but with the places inside its words, so that it can
    be set in more ways; the same plan if these cannot be measured (its font has no hyphen)."""
    if plan.paragraph.hyphens:
        return plan
    paragraph = read(box, context, containing_block, hyphens=True, hangs=plan.justified)
    if isinstance(paragraph, LineByLine):
        return plan
    best = total_fit(paragraph.breaks, plan.measure, plan.style.costs, hyphens=False)
    assert best is not None, "a place inside a word changes nothing where none is used"
    made = replace(plan, paragraph=paragraph, best=best)
    return use(box, plan, best, frozenset(), made)


def use(
    box: Box, plan: LinePlan, chosen: Lines, page_ends: frozenset[int], instead: LinePlan | None = None
) -> LinePlan:
    """Set a paragraph in another way, or by another plan, and return what it has now: `page_ends` are the numbers of the
    lines (from 0) behind which a page ends."""
    made = replace(instead or plan, chosen=chosen, page_ends=page_ends, lines=[], begins={})
    _set_lines(made)
    plans = _plans(box)
    for width, known in plans.items():
        if known is plan:
            plans[width] = made
    return made


def mark_unplanned(box: Box, reason: str) -> None:
    """Note that a line box is broken line by line, and why."""
    _plans(box)
    mark(box).unplanned = reason


def skip_path(skip_stack: SkipStack) -> tuple[int, ...]:
    """Return where a line or a page begins, as WeasyPrint says it, as one path of indices. Two columns go on at two places,
    which are no path: it ends with -1 then."""
    path: list[int] = []
    while skip_stack:
        if len(skip_stack) > 1:
            return (*path, -1)
        ((index, skip_stack),) = skip_stack.items()
        path.append(index)
    return tuple(path)


def skip_stack_to(path: tuple[int, ...]) -> SkipStack:
    """Return a path of indices as WeasyPrint says it: nested mappings from an index to what is behind it."""
    stack: SkipStack = None
    for index in reversed(path):
        stack = {index: stack}
    return stack
