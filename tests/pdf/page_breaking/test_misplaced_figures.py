"""A figure that does not stand where its author asks for it is told, with its place and why; one that does is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.diagnostics import Findings
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.layout_findings import layout_findings
from bookbuilder.formats.pdf.paginate.finding_places import FindingPlaces
from bookbuilder.formats.pdf.paginate.layout_messages import report_findings
from tests.cases import book
from tests.pdf.line_breaking.typeset_paragraphs import Typesetter
from tests.pdf.page_breaking.test_figures import (
    COUNT,
    FIGURES,
    LONG,
    PAGE,
    PICTURE,
    TEXT,
    TEXTS,
    WORDS,
    at_foot,
    at_head,
    placed,
)


def figure(place: str, number: int = 1, height: int = 72) -> str:
    """Return a figure that is asked to stand somewhere."""
    return (
        f'<figure id="f{number}" data-float="{place}" data-source="a.md:{number}:1" style="height: {height}px">'
        "</figure>"
    )


def told(document: Any) -> dict[str, str]:
    """Return the reasons of the figures that are told, by their ids."""
    figures = (one for one in layout_findings(document) if one.code == "figure.place")
    return {f"f{one.block.split(':')[1]}": one.words[1] for one in figures}


@pytest.mark.heavy
@settings(max_examples=60)
@given(st.lists(st.one_of(TEXTS, TEXTS, FIGURES), min_size=3, max_size=12))
def test_what_is_told_is_what_is_laid_out(press: Typesetter, blocks: list[int | tuple[str, int]]) -> None:
    html, asked = [], {}
    for number, block in enumerate(blocks):
        if isinstance(block, int):
            html.append(f'<p id="p{number}">{WORDS[:block].strip()}</p>')
        else:
            html.append(figure(block[0], number, block[1]))
            asked[f"f{number}"] = block[0]
    document = press.pages("".join(html), PAGE)
    every, reasons = placed(document), told(document)
    last = len(document.pages) - 1
    for one in every:
        if one.line is not None:
            continue
        reason, place = reasons.get(one.id), asked[one.id]
        others = [other for other in every if other.page == one.page and other is not one]
        match place:
            case "page":
                assert (reason is None) == (not others)
            case "top" if not any(asked.get(other.id) == "here" for other in others):
                assert (reason is None) == at_head(one, every)
            case "bottom" if not any(asked.get(other.id) == "here" for other in others):
                lowest = max([one.bottom, *(other.bottom for other in others)])
                assert (reason is None) == (at_foot(one, every) and (one.page < last or lowest > COUNT - 2))
            case "auto" | "here":
                assert reason is None
        if reason == "end":
            assert one.page == last
        if reason == "order":
            behind = [other for other in every if asked.get(other.id) == "here" and other.top >= 0]
            assert any(int(other.id[1:]) > int(one.id[1:]) for other in behind)
        event(f"{place}: {reason}")


FEW, BEFORE, BEHIND = "<p>Ein Satz.</p>", TEXT, TEXT + LONG + LONG
PAIR = f'<div class="half first">{figure("page")}</div><div class="half second">b</div>'
ROWS = '<tr><td style="height: 20px">a</td></tr>' * 14
TABLE = f'<div class="table" data-float="{{}}" data-source="a.md:1:1"><table>{ROWS}</table></div>'
CELL = f'<div class="table"><table><tr><td>{figure("top")}</td></tr></table></div>'
HEBREW = f'<p lang="he">{"שלום עולם " * 20}</p>'


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (BEFORE + figure("top") + BEHIND, None),
        (BEFORE + figure("bottom") + BEHIND, None),
        (BEFORE + figure("page") + BEHIND, None),
        (f"{BEFORE}<ul><li>a{figure('page')}</li></ul>{BEHIND}", "list"),
        (f"{BEFORE}<blockquote>{figure('page')}</blockquote>{BEHIND}", "quotation"),
        (f'{BEFORE}<aside class="box">{figure("page")}</aside>{BEHIND}', "box"),
        (f'{BEFORE}<div class="parallel">{PAIR}</div>{BEHIND}', "columns"),
        (BEFORE + CELL + BEHIND, "table"),
        (BEFORE + TABLE.format("page") + BEHIND, "high"),
        (f'{BEFORE}{figure("top")}<p>a</p><div class="pagebreak"></div>{BEHIND}', "break"),
        (FEW + figure("bottom") + figure("here", 2) + BEHIND, "order"),
        (FEW + figure("bottom") + HEBREW + BEHIND, "barrier"),
        (HEBREW + figure("bottom") + BEHIND, "unplanned"),
        (f'{BEFORE}{figure("top")}<p style="break-before: avoid">a</p>{BEHIND}', "kept"),
        (f"{BEFORE}{figure('top')}<p>a</p>", "end"),
        (f"{FEW}{figure('bottom')}<p>a</p>", "end"),
    ],
)
def test_the_reason_is_told(press: Typesetter, html: str, reason: str | None) -> None:
    assert told(press.pages(html, PAGE)) == ({"f1": reason} if reason else {})


def test_a_figure_that_would_leave_a_hole_is_told(press: Typesetter) -> None:
    """It could have a page of its own, but the page before would lack nine lines, as nothing can be moved to it."""
    html = f"<p>{WORDS[:804].strip()}</p>{figure('page')}{figure('top', 2)}{figure('auto', 3, 60)}<p>a</p>"
    document = press.pages(html + figure("bottom", 5, 128), PAGE)
    assert told(document)["f1"] == ""


def test_the_wish_of_a_theme_is_not_told(press: Typesetter) -> None:
    html = '<ul><li>a<figure data-float="" style="height: 72px"></figure></li></ul>'
    css = f"{PAGE} html {{ --figure-float: page }}"
    assert not told(press.pages(BEFORE + html + BEHIND, css))
    assert told(press.pages(BEFORE + html.replace('""', '"page" data-source="a.md:1:1"') + BEHIND, css))


@pytest.mark.parametrize("edge", ["head", "foot"])
def test_figures_share_the_edge_of_a_page(press: Typesetter, edge: str) -> None:
    place = "top" if edge == "head" else "bottom"
    pair = figure(place, 1, 40) + figure(place, 2, 40)
    document = press.pages(BEFORE + pair + BEHIND if edge == "head" else f"<p>{WORDS[:240]}</p>{pair}", PAGE)
    every = placed(document)
    first, second = (next(one for one in every if one.id == name) for name in ("f1", "f2"))
    assert first.page == second.page and first.top < second.top
    assert not told(document)


def test_each_reason_has_a_sentence() -> None:
    findings, nothing = Findings(), cast("Book", None)
    for line, reason in enumerate(("", "high", "unplanned"), 1):
        figure = LayoutFinding("figure.place", 0, f"a.md:{line}:1", words=("top", reason))
        report_findings([figure], ["1"], FindingPlaces(nothing), findings)
    assert [one.message.partition(": ") for one in findings.sorted()] == [
        ("float=top is not followed", ": ", problem)
        for problem in (
            "a page would be left with a hole",
            "it is higher than a page",
            "its page is not planned, behind a table that is parted or text that is broken line by line",
        )
    ]


# -- the book ----------------------------------------------------------------------------------------------------------


def written(name: str, place: str) -> str:
    """Return a figure of a chapter."""
    return f"::: figure {{#{name} float={place}}}\n![Bild](bild.svg)\n\nUnterschrift {name}.\n:::"


def words(length: int) -> str:
    return (WORDS * 3)[:length].strip()


CHAPTER = "\n\n".join(
    (
        "# A",
        words(300),
        written("kopf", "top"),
        words(2400),
        "- Punkt\n\n" + "\n".join(f"  {line}" for line in written("liste", "page").split("\n")),
        words(1600),
        "::: table {float=bottom}\n| a |\n| - |\n| b |\n\nTafel.\n:::",
        "Ein Satz.",
        "::: pagebreak\n:::",
        words(300),
        written("ende", "top"),
        "Schluss.",
    )
)
EXPECTED = """\
chapters/de/01-a.md:15:3: notice: float=page is not followed: it stands inside a list [figure.place]
  hint: take it out, and put it between two paragraphs of the chapter
chapters/de/01-a.md:23:1: notice: float=bottom is not followed: no page begins between it and your page break [figure.place]
  hint: put it further above, or the page break further below
chapters/de/01-a.md:38:1: notice: float=top is not followed: no page begins between it and the chapter's end [figure.place]
  hint: put it further above
"""


def test_a_build_tells_it_with_its_place_and_tells_it_again(tmp_path: Path) -> None:
    files = {"chapters/de/01-a.md": CHAPTER + "\n", "chapters/de/bild.svg": PICTURE}
    root = book.write(tmp_path, files, editions=book.PRINT)
    first = api.build(root)
    assert book.told(one for one in first.diagnostics if one.code == "figure.place") == EXPECTED
    assert not api.build(root, strict=True).failed
    (root / "book.toml").write_text((root / "book.toml").read_text() + "\n# another book.toml\n")
    warm = api.build(root)
    assert not warm.unchanged and warm.diagnostics == first.diagnostics


@pytest.mark.heavy
def test_a_picture_of_both_languages_is_moved_and_a_table_beside_its_translation_is_told(
    tmp_path: Path,
) -> None:
    table = "::: table {#tafel float=page}\n| a |\n| - |\n| b |\n\nTafel.\n:::"
    text = "\n\n".join(
        ("# A", words(300), written("bild", "page"), words(900), table, words(900), words(300))
    )
    files = {f"chapters/{name}/01-a.md": text + "\n" for name in ("de", "en")}
    pictures = {f"chapters/{name}/bild.svg": PICTURE for name in ("de", "en")}
    both = '[editions.both]\nformat = "pdf"\nlocales = ["de", "en"]\npage_map = true\n'
    root = book.write(tmp_path, files | pictures, editions=both)
    result = api.build(root)
    assert [str(one) for one in result.diagnostics if one.code == "figure.place"] == [
        f"chapters/{name}/01-a.md:13:1: notice: float=page is not followed: it stands in one of two columns [figure.place]"
        for name in ("de", "en")
    ]
    anchors = json.loads(next((root / "output").glob("*.pages.json")).read_text())["anchors"]
    assert {name for name, page in anchors.items() if page == anchors["bild"]} == {"bild", "bild-en"}
