"""Lines of real titles in Japanese, Chinese and Thai end between phrases, at any measure and size, and none runs over."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from weasyprint.formatting_structure.boxes import BlockBox, Box, LineBox, TextBox

from bookbuilder.diagnostics import Findings
from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.fonts import fonts
from bookbuilder.locales.title_phrases import phrase_places
from bookbuilder.world import World

BOOK = Path(__file__).parents[1] / "books/ja"
MM = 96 / 25.4
MEASURES = ((20, 9), (30, 18), (45, 11), (60, 26), (80, 14), (100, 32), (120, 22))
"""In mm and pt."""
NOISE = 0.1
"""In px."""


@cache
def titles() -> tuple[tuple[str, str], ...]:
    """Real titles, with their languages."""
    lines = (Path(__file__).parent / "titles_without_spaces.txt").read_text(encoding="utf-8").splitlines()
    found = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple((tag, " ".join(title.split())) for tag, title in found)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, FontDirectory]:
    """The fonts of the Japanese book, in which another character stands for each that the titles have and they lack."""
    root = tmp_path_factory.mktemp("book") / "ja"
    shutil.copytree(BOOK, root)
    wanted = {ord(sign) for _, title in titles() for sign in title if sign > "\u0300"}
    for path in root.glob("fonts/*/*.ttf"):
        with TTFont(path) as font:
            known = font.getBestCmap()
            stand_ins = {sign: known[ord("e" if sign < 0x2E80 else "一")] for sign in wanted - known.keys()}
            for table in font["cmap"].tables:
                table.cmap.update(stand_ins)
            font.save(path)
    world = World(tmp_path_factory.mktemp("titles"))
    return world, font_directory(world, fonts(World(root), Findings()))


def laid(
    case: tuple[World, FontDirectory], contents: list[tuple[str, str]], css: str, width: float
) -> list[list[tuple[str, float]]]:
    """Return for each title, which is HTML, its lines: their texts and widths in px."""
    world, held = case
    page = f"@page {{ size: {width + 20:.4f}px 90000px; margin: 10px }} * {{ margin: 0 }}"
    body = "".join(f'<h2 lang="{tag}">{content}</h2>' for tag, content in contents)
    with typeset.typesetter(world, held) as (known, _):
        document = typeset.lay_out(f"<html><body>{body}</body></html>", page + css, {}, known).document
        (sheet,) = document.pages
        return [
            [(text(line).strip(), line.width) for line in box.descendants() if isinstance(line, LineBox)]
            for box in sheet._page_box.descendants()
            if isinstance(box, BlockBox) and box.element_tag == "h2"
        ]


def text(box: Box) -> str:
    return "".join(one.text for one in box.descendants() if isinstance(one, TextBox))


def style(size: float, breaking: str) -> str:
    return (
        f"h2 {{ font: bold {size}pt/1.3 'Noto Serif JP', Alegreya; overflow-wrap: break-word; --line-phrases: keep;"
        f" --line-breaking: {breaking} }}"
    )


def phrases(title: str, tag: str) -> list[str]:
    bounds = (0, *phrase_places(title, tag), len(title))
    return [title[start:stop].strip() for start, stop in pairwise(bounds)]


def parted(title: str, lines: list[str]) -> Iterator[int]:
    """Yield the places at which lines of a title begin but the first."""
    at = 0
    for line in lines[:-1]:
        at = title.index(line, at) + len(line)
        at += len(title[at:]) - len(title[at:].lstrip())
        yield at


@pytest.mark.heavy
@pytest.mark.parametrize("breaking", ["balance", "paragraph"])
@pytest.mark.parametrize(("millimetres", "size"), MEASURES)
def test_no_line_ends_inside_a_phrase_that_fits(
    case: tuple[World, FontDirectory], millimetres: float, size: float, breaking: str
) -> None:
    width, css = millimetres * MM, style(size, breaking)
    found = laid(case, [(tag, escape(title)) for tag, title in titles()], css, width)
    parts = [(tag, part) for tag, title in titles() for part in phrases(title, tag)]
    single = laid(case, [(tag, escape(part)) for tag, part in parts], css, width)
    fits = {part: len(lines) == 1 for part, lines in zip(parts, single, strict=True)}
    assert len(found) == len(titles()) >= 200
    for (tag, title), lines in zip(titles(), found, strict=True):
        words = [line for line, _ in lines]
        assert "".join("".join(words).split()) == "".join(title.split())
        assert all(extent <= width + NOISE for line, extent in lines if len(line) > 1), (title, words)
        places = (0, *phrase_places(title, tag), len(title))
        for place in parted(title, words):
            if place not in places:
                whole = next(title[a:b].strip() for a, b in pairwise(places) if a < place < b)
                assert not fits[tag, whole], (title, words, whole)


@pytest.mark.heavy
def test_lines_of_headings_are_as_even_as_phrases_allow(case: tuple[World, FontDirectory]) -> None:
    """No other choice of phrases in two lines has a much shorter longest line."""
    width, css = 100 * MM, style(20, "balance")
    found = laid(case, [(tag, escape(title)) for tag, title in titles()], css, width)
    several = [
        (title, lines)
        for (tag, title), lines in zip(titles(), found, strict=True)
        if tag == "ja" and len(lines) == 2 and len(phrases(title, tag)) > 2
    ]
    assert len(several) > 20
    for title, lines in several:
        places = phrase_places(title, "ja")
        halves = [("ja", escape(half.strip())) for place in places for half in (title[:place], title[place:])]
        alone = laid(case, halves, css, 10 * width)
        longest = [
            max(first[0][1], second[0][1]) for first, second in zip(alone[::2], alone[1::2], strict=True)
        ]
        assert max(extent for _, extent in lines) <= min(longest) + 2, (title, lines)


MARKED = (
    ("ja", "<em>サイバー</em>攻撃と<code>プロジェクト</code>を始める前に知っておきたいこと"),
    ("ja", "一月の<br>キーウ、モスクワ、ベルリン、ジュネーヴを結んだ<b>外交</b>の一週間"),
    ("ja", "ロシアの「安全の<i>保証</i>」要求は、なぜ<span style='padding: 0 9px'>拒否</span>されたのか"),
)


@pytest.mark.heavy
def test_phrases_go_on_over_markup(case: tuple[World, FontDirectory]) -> None:
    whole = ("サイバー攻撃と", "知っておきたい", "一週間", "ジュネーヴを", "拒否されたのか")
    for width in range(220, 900, 60):
        found = laid(case, list(MARKED), style(16, "balance"), width)
        lines = [line for one in found for line, _ in one]
        for phrase in whole:
            assert any(phrase in line for line in lines), (width, phrase, lines)
        assert all(extent <= width + NOISE for one in found for _, extent in one)
        assert found[1][0][0] == "一月の"


@pytest.mark.parametrize("content", ["版权页", "一月の五日間", "プロジェクトを始める前に"])
def test_a_title_in_a_box_of_its_own_width_is_one_line(
    case: tuple[World, FontDirectory], content: str
) -> None:
    box = style(9, "balance") + "h2 { float: left; letter-spacing: .12em }"
    (lines,) = laid(case, [("zh" if "页" in content else "ja", content)], box, 500)
    assert [line for line, _ in lines] == [content]


@pytest.mark.heavy
def test_without_the_property_a_title_is_parted_as_running_text(case: tuple[World, FontDirectory]) -> None:
    plain = "h2 { font: 20pt/1.3 'Noto Serif JP', Alegreya }"
    found = laid(case, [("ja", escape(title)) for _, title in titles()], plain, 60 * MM)
    inside = [
        place
        for (tag, title), lines in zip(titles(), found, strict=True)
        for place in parted(title, [line for line, _ in lines])
        if tag == "ja" and place not in phrase_places(title, tag)
    ]
    assert len(inside) > 30, "else the other tests see nothing"
