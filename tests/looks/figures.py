"""Counts in the lines of a book what a typesetter would mend: wide gaps, hyphens, widows, pages that are not full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, pairwise
from statistics import mean, pstdev

from tests.looks.lines import Line

WIDE = 0.5
"""In em: a gap that is too wide."""
RUNT = 2.0
"""In em: the last line of a paragraph is at least so wide."""
RUN = 3
"""Hyphens one below the other that are too many."""
TWO = 2
"""Lines of a paragraph that stay together at the head and the foot of a page, and below a heading."""
TOLERANCE = 0.6
"""In pt: how far a line that fills the measure may end from it."""
HANGING = 0.6
"""In em: how far a hyphen or a point at its end may hang into the margin."""
HEADINGS = tuple(f"H{level}" for level in range(1, 7))


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted in a book. Shares are of the gaps, lines, pages or spreads beside them; `mean` and `deviation` of gaps
    are in em. `left_out` says how many pages the figures of pages do not count, and why."""

    lines: int
    gaps: int
    gaps_mean: float
    gaps_deviation: float
    wide_gaps: float
    hyphens: float
    hyphens_in_runs: float
    runts: int
    widows: int
    orphans: int
    lonely_headings: int
    pages: int
    short_pages: float
    spreads: int
    uneven_spreads: float
    left_out: dict[str, int]

    def data(self) -> dict[str, object]:
        """Return the figures as JSON holds them."""
        return asdict(self)


def figures(lines: Sequence[Line]) -> Figures:
    """Return the figures of a book, of which these are all lines."""
    text = [line for line in lines if line.kind == "P" and _is_running_text(line)]
    blocks = [list(block) for _, block in groupby(text, key=lambda line: line.block)]
    measure = _right_edges(text)
    filled = [
        line
        for block in blocks
        for line in block[:-1]
        if -TOLERANCE < line.right - measure[line.page % 2] < HANGING * line.size and line.gaps
    ]
    gaps = [gap / line.size for line in filled for gap in line.gaps]
    lasts = [block[-1] for block in blocks if len(block) > 1]
    pages = _Pages(lines, text)
    return Figures(
        lines=len(text),
        gaps=len(gaps),
        gaps_mean=round(mean(gaps), 3) if gaps else 0,
        gaps_deviation=round(pstdev(gaps), 3) if gaps else 0,
        wide_gaps=_share(sum(gap > WIDE for gap in gaps), len(gaps)),
        hyphens=_share(sum(line.hyphenated for line in text), len(text)),
        hyphens_in_runs=_share(sum(_runs(blocks)), len(text)),
        runts=sum(line.right - line.left < RUNT * line.size for line in lasts),
        widows=sum(_alone(block)[1] for block in blocks),
        orphans=sum(_alone(block)[0] for block in blocks),
        lonely_headings=_lonely(lines),
        pages=len(pages.counted),
        short_pages=_share(len(pages.short), len(pages.counted)),
        spreads=len(pages.spreads),
        uneven_spreads=_share(len(pages.uneven), len(pages.spreads)),
        left_out=dict(pages.left_out),
    )


def _share(part: int, whole: int) -> float:
    """Return a share in per cent."""
    return round(100 * part / whole, 2) if whole else 0.0


def _is_running_text(line: Line) -> bool:
    return not {"Table", "Note", "TOC", "Index", "Figure", "Aside"} & set(line.inside)


def _right_edges(text: Iterable[Line]) -> list[float]:
    """Return where most lines of verso and of recto pages end, by the rest of the page's number."""
    ends: tuple[Counter[float], ...] = (Counter(), Counter())
    for line in text:
        ends[line.page % 2][round(line.right * 2) / 2] += 1
    return [ends[side].most_common(1)[0][0] if ends[side] else 0.0 for side in (0, 1)]


def _runs(blocks: Iterable[list[Line]]) -> Iterable[int]:
    """Yield how many lines the runs of hyphens have that are too long."""
    for block in blocks:
        for hyphenated, run in groupby(block, key=lambda line: line.hyphenated):
            size = len(list(run))
            if hyphenated and size >= RUN:
                yield size


def _alone(block: list[Line]) -> tuple[bool, bool]:
    """Whether the first line of a block is alone at the foot of a page, and the last one at the head."""
    sizes = [len(list(part)) for _, part in groupby(block, key=lambda line: line.page)]
    parted = len(sizes) > 1
    return parted and sizes[0] < TWO, parted and sizes[-1] < TWO


def _lonely(lines: Sequence[Line]) -> int:
    """Return how many headings have too few lines below them on their page."""
    count = 0
    for _, page in groupby(lines, key=lambda line: line.page):
        for block in _headed(list(page)):
            count += len(block) < TWO
    return count


def _headed(page: list[Line]) -> Iterable[list[Line]]:
    """Yield the lines behind each heading of a page, up to the next one that does not follow at once."""
    for at, line in enumerate(page):
        if line.kind in HEADINGS and (at + 1 == len(page) or page[at + 1].kind not in HEADINGS):
            yield page[at + 1 :]


class _Pages:
    """The pages of a book that should be full: those with running text but the last ones of their chapters."""

    def __init__(self, lines: Sequence[Line], text: Sequence[Line]) -> None:
        self.left_out: Counter[str] = Counter()
        by_page = {page: list(part) for page, part in groupby(lines, key=lambda line: line.page)}
        with_text = {line.page for line in text}
        opens = {page for page, part in by_page.items() if any(line.kind == "H1" for line in part)}
        order = sorted(by_page)
        ends = {page for page, following in pairwise(order) if following in opens} | set(order[-1:])
        lowest = {page: min(map(_end, part)) for page, part in by_page.items()}
        self.counted = []
        for page in order:
            if page < min(opens, default=0):
                self.left_out["before the first heading"] += 1
            elif page not in with_text:
                self.left_out["no running text"] += 1
            elif page in ends:
                self.left_out["the end of a chapter"] += 1
            else:
                self.counted.append(page)
        pitch = _pitch(text)
        foot = _foot([lowest[page] for page in self.counted], pitch)
        self.short = [page for page in self.counted if lowest[page] - foot > pitch / 2]
        counted = set(self.counted)
        # The first page is a recto.
        self.spreads = [page for page in self.counted if page % 2 and page + 1 in counted]
        self.uneven = [page for page in self.spreads if abs(lowest[page] - lowest[page + 1]) > pitch / 2]


def _end(line: Line) -> float:
    """Return where a line ends a page that it is the last one of, in pt: a table ends with its rule."""
    return line.baseline - (line.size if "Table" in line.inside else 0.0)


def _foot(lowest: Sequence[float], pitch: float) -> float:
    """Return where most pages end, in pt. Those that end with notes differ from those that end with text by a little."""
    steps = Counter(round(2 * place / pitch) for place in lowest)
    return (
        min(place for place in lowest if round(2 * place / pitch) == steps.most_common(1)[0][0])
        if steps
        else 0
    )


def _pitch(text: Sequence[Line]) -> float:
    """Return the distance of most lines, in pt."""
    steps = Counter(
        round(above.baseline - below.baseline, 1)
        for above, below in pairwise(text)
        if above.block == below.block and above.page == below.page
    )
    return steps.most_common(1)[0][0] if steps else 1.0
