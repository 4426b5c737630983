"""A paragraph takes a line more or less where its author asks for it, and a notice says where it cannot."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.layout_findings import layout_findings
from tests.cases import book
from tests.pdf.line_breaking.typeset_paragraphs import (
    Typesetter,
    behind,
    lines,
)

WORDS = "Die Zeit ist knapp, und im Haus wird über die Lage geredet, wie man es oft hört. " * 6


def asking(number: int, asked: int) -> str:
    """Return the attributes of a paragraph that asks for more or fewer lines."""
    return f'data-lines="{asked:+d}" data-source="chapters/de/01-a.md:{number}:1"' if asked else ""


@pytest.mark.heavy
@pytest.mark.parametrize("style", ["justify", "start"])
def test_paragraphs_take_the_lines_that_are_asked_for_or_are_told(press: Typesetter, style: str) -> None:
    texts = [(WORDS * 2)[:length].rstrip() for length in range(40, 900, 33)]
    counts: dict[int, Counter[str]] = {}
    unmet: dict[int, list[LayoutFinding]] = {}
    for asked in (0, 1, -1):
        html = "".join(
            f'<p id="{n}" style="text-align: {style}" {asking(n, asked)}>{text}</p>'
            for n, text in enumerate(texts)
        )
        document = press.pages(html)
        every = lines(document)
        counts[asked] = Counter(line.block.element.get("id") for line in every)
        unmet[asked] = [one for one in layout_findings(document) if one.code == "paragraph.lines"]
        for n, text in enumerate(texts):
            behind([line for line in every if line.block.element.get("id") == str(n)], text)
        assert all(line.end <= 0.5 for line in every)
    assert not unmet[0]
    for asked in (1, -1):
        told = {one.block: one for one in unmet[asked]}
        for n in range(len(texts)):
            best, source = counts[0][str(n)], f"chapters/de/01-a.md:{n}:1"
            if source in told:
                assert counts[asked][str(n)] == best
                assert (told[source].words, told[source].measure) == ((f"{asked:+d}",), best)
            else:
                assert counts[asked][str(n)] == best + asked
    if style == "justify":
        assert 0 < len(unmet[1]) < len(texts) and 0 < len(unmet[-1]) < len(texts)


@pytest.mark.parametrize("around", ['<div style="break-inside: avoid">{}</div>', "<ul><li>{}</li></ul>"])
def test_it_holds_where_pages_are_not_planned(press: Typesetter, around: str) -> None:
    def count(asked: int) -> int:
        return len(lines(press.pages(around.format(f"<p {asking(1, asked)}>{WORDS[:400]}</p>"))))

    assert count(1) == count(0) + 1


def test_it_holds_where_the_page_would_be_fuller_otherwise(press: Typesetter) -> None:
    """The planner sets paragraphs longer and shorter as it likes, but not one of which the author says how long it is."""
    css = "@page { size: 600px 300px !important }"
    html = "".join(f'<p id="{n}" {{}}>{WORDS[: 300 + 7 * n]}</p>' for n in range(12))
    alone = {}
    for n in range(12):
        text = f"<p {asking(1, 1)}>{WORDS[: 300 + 7 * n]}</p>"
        alone[str(n)] = len(lines(press.pages(text)))
    found = lines(press.pages(html.replace("{}", asking(1, 1)), css))
    assert Counter(line.block.element.get("id") for line in found) == alone


CHAPTER = f"""# A

{{lines=+1}}
Ein Satz.

{{lines=-1}}
Noch einer.

- {{lines=-1}}
  [שלום עולם]{{lang=he}}

{{lines=+1}}
{WORDS[:400]}
"""


def test_a_build_says_it_with_its_place_and_says_it_again(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER}, editions=book.PRINT)
    first = api.build(root)
    told = book.told(first.diagnostics)
    assert (
        told
        == """\
chapters/de/01-a.md:4:1: notice: lines=+1 is not followed: the paragraph cannot be set in 2 lines [paragraph.lines]
  hint: it takes 1 line at its best; a word more or less may help, or take the wish out
chapters/de/01-a.md:7:1: notice: lines=-1 is not followed: the paragraph has only one line [paragraph.lines]
  hint: it takes 1 line at its best; a word more or less may help, or take the wish out
chapters/de/01-a.md:10:3: notice: lines=-1 is not followed: the paragraph is broken line by line [paragraph.lines]
  hint: take it out, or change the text
"""
    )
    assert api.build(root).diagnostics == first.diagnostics
    (root / "book.toml").write_text((root / "book.toml").read_text() + "\n# another book.toml\n")
    warm = api.build(root)
    assert not warm.unchanged and warm.diagnostics == first.diagnostics
