"""Measures what the languages cost: names, facts, typography, abbreviations and checks of a book of 400 pages.

`python -m tests.bench.language [PAGES]` prints the processor time of each step, and its share of a whole build.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from bookbuilder.checks.check import checks
from bookbuilder.pipeline import draft_chapter as drafting
from bookbuilder.pipeline import finish_chapter as finishing
from bookbuilder.pipeline import locale_spec as spec
from bookbuilder.pipeline import read_locale as reading
from bookbuilder.pipeline.context import Context
from tests.bench import corpus
from tests.bench.__main__ import BUILD
from tests.bench.clock import Clock
from tests.bench.measure import run

ROOT = Path(__file__).parents[2]
STEPS = (
    (reading, "read_names"),
    (reading, "read_facts"),
    (drafting, "named"),
    (finishing, "localize"),
    (finishing, "expand"),
    (spec, "load_locale"),
)
ROUNDS = 5


def main(pages: int) -> None:
    """Build once in other processes, then read the book again and again here, with a clock at each step."""
    spent: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        book = corpus.write(Path(folder), pages)
        whole = run([sys.executable, "-c", BUILD, "build", book, "-e", "pdf"], ROOT).cpu
        for _ in range(ROUNDS):
            for name, seconds in steps(book).items():
                spent[name].append(seconds)
    total = 0.0
    for name, all_seconds in spent.items():
        seconds = statistics.median(all_seconds)
        total += seconds
        print(f"{name}: {seconds:.3f} s, {100 * seconds / whole:.2f} %")
    print(f"{pages} pages: the languages take {total:.2f} of {whole:.2f} CPU s, {100 * total / whole:.2f} %")


def steps(book: Path) -> dict[str, float]:
    """Return the processor time of each step of reading a book that is about its language."""
    from bookbuilder.diagnostics import Findings
    from bookbuilder.formats.format import formats
    from bookbuilder.project import load
    from bookbuilder.world import World

    clock = Clock()
    watched = tuple(
        replace(
            one,
            run=clock.timed(f"check {one.name}", one.run) if one.run else None,
            each=clock.timed(f"check {one.name}", one.each) if one.each else None,
        )
        for one in checks()
    )
    world, findings = World(book.resolve()), Findings()
    project = load(world, findings, formats())
    assert project is not None
    places = [module.__dict__ for module in (reading, finishing)]
    try:
        for names in places:
            names["checks"] = lambda: watched
        with clock.watching(STEPS):
            reading.read_locale(Context(world, findings), project, project.locales["de"], None)
    finally:
        for names in places:
            names["checks"] = checks
    return dict(clock.spent)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 400)
