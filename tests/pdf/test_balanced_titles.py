"""Titles that are not made of words of known widths are balanced as others are: those from right to left, and those whose
letters are set closer."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from itertools import combinations, pairwise

import pytest

from bookbuilder.diagnostics import Findings
from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.fonts import fonts
from bookbuilder.world import World
from tests.conftest import REPO
from tests.pdf.test_title_phrases import MM, NOISE, laid

FACES = {"he": "Frank Ruhl Libre", "ar": "Amiri", "de": "Alegreya", "en": "Alegreya"}
FOLDERS = {one: REPO / "tests/books" / one for one in ("he", "ar")} | dict.fromkeys(("de", "en"), REPO)
MEASURES = ((45, 14), (60, 20), (80, 24), (110, 18))
"""In mm and pt."""
SIZE = 20
"""In pt, at which words are measured."""
PLAIN = re.compile(r"[^\W\d_][\w ’׳״'-]+")


@cache
def titles(language: str) -> tuple[str, ...]:
    """Parts of sentences of a book, of three to nine words."""
    chapters = sorted((FOLDERS[language] / "chapters" / language).glob("*.md"))
    found = [
        " ".join(part.split())
        for path in chapters
        for part in PLAIN.findall(path.read_text(encoding="utf-8").partition("\n\n")[2])
    ]
    return tuple(dict.fromkeys(one for one in found if 3 <= len(one.split()) <= 9))[:40]


def style(language: str, size: float) -> str:
    direction = "rtl" if language in ("he", "ar") else "ltr"
    spaced = "" if direction == "rtl" else "letter-spacing: -.02em;"
    return (
        f"h2 {{ font: bold {size}pt/1.3 '{FACES[language]}'; direction: {direction}; {spaced} hyphens: none;"
        " --line-phrases: keep; --line-breaking: balance }"
    )


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[World, FontDirectory]]:
    found = {}
    for language, folder in FOLDERS.items():
        world = World(tmp_path_factory.mktemp("titles"))
        found[language] = world, font_directory(world, fonts(World(folder), Findings()))
    return found


@pytest.mark.parametrize("language", FACES)
def test_no_other_lines_are_as_few_and_shorter(
    cases: dict[str, tuple[World, FontDirectory]], language: str
) -> None:
    case, seen = cases[language], 0
    assert len(titles(language)) >= 20
    parts = list(dict.fromkeys(part for one in titles(language) for part in _word_sequences(one)))
    alone = laid(case, [(language, escape(part)) for part in parts], style(language, SIZE), 3000)
    natural = {part: lines[0][1] / SIZE for part, lines in zip(parts, alone, strict=True)}
    for millimetres, size in MEASURES:
        width = millimetres * MM
        found = laid(
            case, [(language, escape(one)) for one in titles(language)], style(language, size), width
        )
        widths = {part: size * one for part, one in natural.items()}
        for title, lines in zip(titles(language), found, strict=True):
            assert " ".join(text for text, _ in lines) == title
            if any(widths[word] > width for word in title.split()):
                continue
            assert all(extent <= width + NOISE for _, extent in lines), (title, lines)
            best = _best_lines(title, widths, width)
            seen += len(best) > 1
            assert len(lines) == len(best), (title, lines, best)
            longest = max(widths[line] for line in best)
            # Even lines may be a little longer than the shortest longest one.
            assert max(extent for _, extent in lines) <= 1.12 * longest, (title, lines, best)
    assert seen > 20


def _word_sequences(title: str) -> list[str]:
    words = title.split()
    return [" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)]


def _best_lines(title: str, widths: dict[str, float], width: float) -> list[str]:
    """Return the fewest lines of a title that fit, of these the ones of which the longest is shortest."""
    words = title.split()
    for count in range(1, len(words) + 1):
        ways = [
            [" ".join(words[a:b]) for a, b in pairwise((0, *ends, len(words)))]
            for ends in combinations(range(1, len(words)), count - 1)
        ]
        fit = [lines for lines in ways if all(widths[line] <= width + NOISE for line in lines)]
        if fit:
            return min(fit, key=lambda lines: max(widths[line] for line in lines))
    raise AssertionError(title)
