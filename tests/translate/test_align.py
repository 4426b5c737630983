"""An alignment of the sample dossier finds its pairs again after a seeded program has damaged both sides."""

from __future__ import annotations

import random

import pytest

from bookbuilder.translate.align import align
from bookbuilder.translate.align_book import CONFIDENT, align_book
from bookbuilder.translate.chapter_blocks import blocks
from tests.bench.aligning import Piece, damaged, truth, written
from tests.cases.case import ROOT


def dossier() -> list[tuple[list[Piece], list[Piece]]]:
    """Return the chapters of both languages, whose blocks answer one another by their places."""
    found = []
    for path in sorted(ROOT.glob("chapters/de/*.md")):
        other = ROOT / "chapters/en" / path.name
        # Code is the same in all languages, and is paired by that.
        both = [
            [
                block
                for block in blocks(p.read_text(encoding="utf-8"), p.name)
                if not block.embedded and block.prose
            ]
            for p in (path, other)
        ]
        assert [b.kind for b in both[0]] == [b.kind for b in both[1]]
        sides: tuple[list[Piece], list[Piece]] = ([], [])
        for at, pair in enumerate(zip(*both, strict=True)):
            last = pair[0].kind.split()[-1]
            kind = "text" if last in ("paragraph", "summary") else "heading" if last == "2" else "item"
            for side, block in zip(sides, pair, strict=True):
                side.append(Piece(kind, block.text.replace("\n", " "), (at,)))
        found.append(sides)
    return found


def test_the_dossier_is_paired_by_its_places() -> None:
    chapters = []
    for path in sorted(ROOT.glob("chapters/de/*.md")):
        other = ROOT / "chapters/en" / path.name
        chapters.append(tuple(blocks(p.read_text(encoding="utf-8"), p.name) for p in (path, other)))
    for (source, _), matches in zip(chapters, align_book([(a, b) for a, b in chapters]), strict=True):
        assert [(m.sources, m.targets) for m in matches] == [((n,), (n,)) for n in range(len(source))]
        assert min(m.confidence for m in matches) >= CONFIDENT


@pytest.mark.parametrize("seed", range(4))
def test_most_pairs_of_a_damaged_book_are_found_and_hardly_any_is_wrong(seed: int) -> None:
    dice, chapters, sides = random.Random(seed), [], []
    for source, target in dossier():
        first, one = written(damaged(source, dice), "de.md")
        second, other = written(damaged(target, dice), "en.md")
        chapters.append((first, second))
        sides.append((one, other))
    every = right = wrong = 0
    for side, matches in zip(sides, align_book(chapters), strict=True):
        sure = {(s, t) for m in matches if m.confidence >= CONFIDENT for s in m.sources for t in m.targets}
        known = truth(side)
        every, right, wrong = every + len(known), right + len(known & sure), wrong + len(sure - known)
    assert every > 150
    assert right / every >= 0.95
    assert wrong / every <= 0.025


def test_what_has_no_counterpart_has_none() -> None:
    source = blocks("Der Hafen von Genua hat 17 Kräne.\n\nIm Jahr 1912 brannte das Archiv.\n", "de.md")
    target = blocks("In 1912 the archive burned down.\n", "en.md")
    assert [(m.sources, m.targets) for m in align(source, target)] == [((1,), (0,))]
    assert align(source, ()) == align((), target) == ()


def test_a_chapter_that_is_mostly_not_translated_is_aligned() -> None:
    """Whoever has one paragraph of forty has nothing beside the others, and that is no reason to fail."""
    one = blocks("# T\n\nEin Satz.\n", "a.md")
    many = blocks("# T\n\n" + "\n\n".join(f"Sentence {n} with words." for n in range(40)) + "\n", "b.md")
    for source, target in ((one, many), (many, one)):
        found = align(source, target)
        assert (found[0].sources, found[0].targets) == ((0,), (0,)) and len(found) <= 2
