"""Pages with faults that were put into them on purpose: for each kind a function from a random generator to HTML and CSS."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.pdf.line_breaking.typeset_paragraphs import DOT

WORDS = [
    "Die",
    "Zeit",
    "ist",
    "knapp",
    "und",
    "im",
    "Haus",
    "wird",
    "über",
    "die",
    "Lage",
    "geredet",
    "wie",
    "man",
    "es",
    "oft",
    "hört",
    "während",
    "der",
    "Regen",
    "fällt",
    "Verhandlungen",
    "Sicherheit",
    "Unterhändler",
    "Waffenstillstand",
    "Kanzler",
    "gestern",
    "Brief",
    "Grenze",
    "heute",
    "lange",
    "kaum",
]
PAGE = "@page { size: 380px 540px !important; margin: 40px !important } body { width: auto } p { text-indent: 0 }"
HEIGHT = 460
Fault = tuple[str, str]
"""HTML of a chapter, and CSS."""


def text(random: Random, least: int = 20, most: int = 60) -> str:
    """Return some words."""
    return " ".join(random.choice(WORDS) for _ in range(random.randint(least, most))).capitalize() + "."


def around(random: Random, fault: str) -> str:
    """Return a piece of HTML between paragraphs."""
    before = "".join(f"<p>{text(random)}</p>" for _ in range(random.randint(1, 3)))
    return f"{before}{fault}<p>{text(random)}</p>"


def _text_over_text(random: Random) -> Fault:
    up = random.randint(8, 30)
    way = random.randrange(5)
    if way == 0:
        return around(random, f'<p style="margin-top: -{up}px">{text(random)}</p>'), ""
    if way == 1:
        return around(
            random, f'<p style="line-height: {random.uniform(0.2, 0.55):.2f}">{text(random, 30, 50)}</p>'
        ), ""
    if way == 2:
        place = (
            f"position: absolute; margin-top: {random.randint(0, 40)}px; left: {random.randint(40, 120)}px"
        )
        return around(random, f'<div style="{place}">{text(random, 4, 8)}</div>'), ""
    if way == 3:
        left = random.randint(12, 60)
        return around(
            random,
            f'<p>Der Kanzler <span style="margin-left: -{left}px">redete</span> {text(random, 4, 9)}</p>',
        ), ""
    cells = (
        f'<td style="width: 60px; white-space: nowrap">{text(random, 5, 8)}</td><td>{text(random, 5, 9)}</td>'
    )
    table = f'<table style="table-layout: fixed"><tr>{cells}</tr></table>'
    return around(random, f'<div class="table">{table}</div>'), ""


def _text_over_rule(random: Random) -> Fault:
    way, thick = random.randrange(3), random.choice((0.5, 1, 2, 4))
    if way == 0:
        up = random.randint(8, 11)
        rule = f'<div style="border-top: {thick}px solid; margin-top: -{up}px; margin-bottom: {up}px"></div>'
        return around(random, rule), ""
    if way == 1:
        place = f"position: absolute; left: {random.randint(60, 250)}px; height: 60px; width: 1px"
        return around(random, f'<div style="{place}; border-left: {thick}px solid"></div>'), ""
    cells = f'<td style="white-space: nowrap">{text(random, 14, 18)}</td><td></td>'
    css = f"table {{ table-layout: fixed; border-collapse: separate }} td {{ border: {thick}px solid !important }}"
    return around(random, f'<div class="table"><table><tr>{cells}</tr></table></div>'), css


def _text_over_picture(random: Random) -> Fault:
    high, up = random.randint(30, 90), random.randint(13, 28)
    if random.random() < 0.5:
        style = f"width: {random.randint(60, 280)}px; height: {high}px; margin-top: -{up}px"
        return around(random, f'<img alt="" src="{DOT}" style="display: block; {style}">'), ""
    style = f"width: {random.randint(60, 280)}px; height: {high}px; position: relative; top: {up + 12}px"
    return around(random, f'<img alt="" src="{DOT}" style="display: block; {style}">'), ""


def _cut(random: Random) -> Fault:
    way = random.randrange(6)
    if way == 0:
        word = "a" * random.randint(30, 60)
        cells = f"<td>{word}</td><td></td>"
        return around(
            random,
            f'<div class="table"><table style="table-layout: fixed; hyphens: none"><tr>{cells}</tr></table></div>',
        ), ("td { overflow-wrap: normal !important }")
    if way == 1:
        size = f"height: {random.randint(10, 30)}px; width: {random.randint(60, 200)}px"
        return around(random, f'<div style="overflow: hidden; {size}">{text(random, 30, 50)}</div>'), ""
    if way == 2:
        return around(random, f'<p style="white-space: nowrap">{text(random, 14, 30)}</p>'), ""
    if way == 3:
        word = "a" * random.randint(60, 90)
        return around(random, f'<p style="overflow-wrap: normal; hyphens: none">{word}</p>'), ""
    if way == 4:
        return f'<p style="margin-top: -{random.randint(45, 52)}px">{text(random)}</p>', ""
    place = f"position: absolute; top: {random.randint(492, 497)}px"
    return around(random, f'<div style="{place}">{text(random, 2, 4)}</div>'), ""


def _torn(random: Random) -> Fault:
    width = random.randint(30, 52)
    style = f"width: {width}px; overflow-wrap: {random.choice(('anywhere', 'break-word'))}; hyphens: none"
    word = random.choice(
        ("Waffenstillstand", "Unterhändlerinnen", "Donaudampfschiff", "Переговоры", "διαπραγματεύσεις")
    )
    return around(random, f'<p style="{style}">{word} {text(random, 3, 9)}</p>'), ""


def _gap(random: Random) -> Fault:
    style = f"width: {random.randint(200, 300)}px; word-spacing: {random.randint(20, 60)}px"
    return around(random, f'<p style="{style}">{text(random, 8, 20)}</p>'), ""


def _stranded_at_foot(random: Random) -> Fault:
    level = random.randint(2, 4)
    filler = f'<div style="height: {random.randint(300, 330)}px; break-inside: avoid"></div>'
    block = f'<div style="height: {random.randint(150, 400)}px; break-inside: avoid"></div>'
    heading = f"<h{level}>{text(random, 2, 4)}</h{level}>"
    css = f"h{level} {{ break-after: auto !important }}"
    return f"{filler}{heading}{block}<p>{text(random)}</p>", css


def _out_of_section(random: Random) -> Fault:
    """A table that does not fit moves behind the heading below it, where a theme allows that."""
    before = f'<div style="height: {random.randint(240, 300)}px"></div>'
    table = (
        f'<div class="table"><table style="height: {random.randint(180, 300)}px"><caption>{text(random, 2, 4)}</caption>'
        "<tr><td>1</td></tr></table></div>"
    )
    sections = "".join(f"<h2>{text(random, 2, 3)}</h2><p>{text(random, 30, 70)}</p>" for _ in range(2))
    first = f"<h2>{text(random, 2, 3)}</h2>" if random.random() < 0.5 else ""
    return (
        f"{before}{first}<p>{text(random, 3, 5)}</p>{table}{sections}",
        "html { --figure-section: chapter }",
    )


def _sparse(random: Random) -> Fault:
    line = f"<p>{text(random, 3, 9)}</p>" * random.randint(1, 2)
    style = f"height: {random.randint(446, 456)}px; margin: 0; padding: 0; border: 0; break-inside: avoid"
    block = f'<pre style="{style}"></pre>'
    return f"{line}{block}<p>{text(random)}</p>", ""


def _moved_note(random: Random) -> Fault:
    notes = "".join(f'Ein Satz<span class="footnote">{text(random, 70, 90)}</span>. ' for _ in range(6))
    return f"<p>{text(random)}</p><p>{notes}</p><p>{text(random)}</p>", ""


FAULTS: dict[tuple[str, str], Callable[[Random], Fault]] = {
    ("page.overprint", "text"): _text_over_text,
    ("page.overprint", "rule"): _text_over_rule,
    ("page.overprint", "picture"): _text_over_picture,
    ("text.cut", ""): _cut,
    ("word.torn", ""): _torn,
    ("line.gap", ""): _gap,
    ("heading.stranded", ""): _stranded_at_foot,
    ("figure.section", ""): _out_of_section,
    ("page.sparse", ""): _sparse,
    ("note.moved", ""): _moved_note,
}
"""The kinds of faults: the code that tells them, and which of its kinds."""
