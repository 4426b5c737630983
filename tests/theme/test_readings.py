"""Editions in large print, and for people with dyslexia: the shipped theme holds the published rules, and others are told
which of them they break."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.html.reading_rules import RULES
from tests.cases import book
from tests.cases.book import write
from tests.theme.page import Sheet

REPO = Path(__file__).parents[2]
THEME = "styles/dossier/theme.toml"
LEAST = {"large": 18.0, "dyslexia": 12.0, "easy": 14.0}
CALLS = 0.8
"""The size of the numbers of notes, in that of their text."""
SEEDED = {
    "size": "9pt", "grid.baseline": "12pt", "text.align": "justify", "text.hyphens": "auto", "color": "#8a8a8a",
}  # fmt: skip
"""A value for each kind of setting that breaks its rules."""


def editions(*readings: str) -> str:
    return "".join(f'[editions.{name}]\nformat = "pdf"\nreading = "{name}"\n' for name in readings)


def seeds() -> Iterator[tuple[str, str, str]]:
    """Yield each setting that a rule is about, the readers of the rule, and where it is published."""
    for rule in RULES:
        for token in rule.tokens:
            for reading in rule.readings:
                yield token, reading, rule.source


@pytest.mark.parametrize(("token", "reading", "source"), list(seeds()))
def test_a_setting_that_breaks_a_rule_is_told_with_its_source(
    token: str, reading: str, source: str, tmp_path: Path
) -> None:
    table, name = token.split(".")
    value = SEEDED.get(token) or SEEDED[table]
    own = f'[reading.{reading}.{table}]\n{name} = "{value}"\n'
    files = {"chapters/de/01.md": "# Eins\n\nText.\n", THEME: own}
    root = write(tmp_path, files, editions=editions(reading))
    told = [one for one in api.check(root, validators=False).diagnostics if one.code == "theme.reading"]
    # Larger type breaks the rule for the lines, too.
    (one,) = [one for one in told if one.message.startswith(f"{token} is {value};")]
    assert (one.span.path, one.span.line) == (THEME, 2)
    assert source in one.message and f"reading.{reading}.{token}" in one.hint


def test_the_same_value_without_readers_is_not_told(tmp_path: Path) -> None:
    own = '[size]\nnote = "8pt"\n[text]\nalign = "start"\n'
    root = write(
        tmp_path,
        {"chapters/de/01.md": "# Eins\n\nText.\n", THEME: own},
        editions='[editions.print]\nformat = "pdf"\n',
    )
    assert not [one for one in api.check(root, validators=False).diagnostics if one.code == "theme.reading"]


def sizes(path: Path, pages: slice) -> set[float]:
    """Return the sizes of type on pages of a PDF, in points."""
    found = set[float]()
    with pikepdf.open(path) as pdf:
        for page in list(pdf.pages)[pages]:
            kept: list[float] = []
            scale, size, matrix = 1.0, 0.0, 1.0
            for instruction in pikepdf.parse_content_stream(page):
                if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                    continue
                operands, operator = instruction.operands, instruction.operator
                match str(operator):
                    case "q":
                        kept.append(scale)
                    case "Q":
                        scale = kept.pop()
                    case "cm":
                        scale *= math.hypot(float(operands[2]), float(operands[3]))
                    case "Tf":
                        size = float(operands[1])
                    case "Tm":
                        matrix = math.hypot(float(operands[2]), float(operands[3]))
                    case "Tj" | "TJ":
                        found.add(round(size * matrix * scale, 1))
                    case _:
                        pass
    return found


BOOKS = REPO / "tests" / "books"
THEMES = sorted(path.parent.name for path in (REPO / "styles").glob("*/theme.toml"))


@pytest.mark.heavy
@pytest.mark.parametrize(("theme", "locale"), [("dossier", "ar"), *((theme, "de") for theme in THEMES)])
def test_words_of_charts_and_maps_hold_the_rule_for_sizes(theme: str, locale: str, tmp_path: Path) -> None:
    """Each kind of chart and of map is in it, and the covers: the least size in which anything is printed is that of the
    rule, in every theme."""
    root = tmp_path / "book"
    shutil.copytree(BOOKS / "maps", root)
    for name in ("de", locale):  # what is translated has its source
        charts = BOOKS / "charts" / "chapters" / name / "01-charts.md"
        shutil.copy(charts, root / "chapters" / name / "02-charts.md")
    readings = tuple(LEAST) if theme == "dossier" else ("large",)
    with (root / "book.toml").open("a") as file:
        file.write(editions(*readings))
    settings = root / "book.toml"
    text = settings.read_text(encoding="utf-8").replace("[book]\n", f'[book]\ntheme = "{theme}"\n', 1)
    settings.write_text(text, encoding="utf-8")
    result = api.build(root, editions=list(readings), locales=[locale], jobs=1)
    assert {one.code for one in result.diagnostics} <= {*book.FULLNESS, "page.sparse"}
    for reading in readings:
        (path,) = (root / "output").glob(f"*.{reading}.pdf")
        found = sizes(path, slice(None))
        assert min(found) >= LEAST[reading] - 0.05, (reading, sorted(found)[:5])


ROWS = "".join(f"| Land {n} | {n} |\n" for n in range(1, 41))


@pytest.mark.parametrize(("reading", "told"), [("large", "18"), ("dyslexia", "12"), ("", "")])
def test_a_chart_that_has_to_be_smaller_is_told(reading: str, told: str, tmp_path: Path) -> None:
    """With forty rows, it fits no page in large type."""
    chapter = f"# A\n\n::: chart {{kind=bar}}\n| Land | Summe |\n|---|---:|\n{ROWS}\nHilfe.\n:::\n"
    kind = f'reading = "{reading}"\n' if reading else ""
    settings = f'[editions.print]\nformat = "pdf"\n{kind}'
    root = write(tmp_path, {"chapters/de/01.md": chapter}, editions=settings)
    result = api.build(root, jobs=1)
    found = [one for one in result.diagnostics if one.code.startswith("chart.")]
    assert [(one.code, one.span.line) for one in found] == ([("chart.reading", 3)] if told else [])
    assert not told or f"needs {told} pt" in found[0].message


@pytest.mark.heavy
@pytest.mark.parametrize("locale", ["de", "en"])
def test_the_dossier_holds_the_rules(locale: str, tmp_path: Path) -> None:
    root = tmp_path / "book"
    root.mkdir()
    for name in ("chapters", "l10n"):
        shutil.copytree(REPO / name, root / name)
    for name in ("book", "facts", "names", "glossary", "sources"):
        shutil.copy(REPO / f"{name}.toml", root)
    with (root / "book.toml").open("a") as file:
        file.write(editions(*LEAST))
    result = api.build(root, editions=list(LEAST), locales=[locale])
    assert {one.code for one in result.diagnostics} <= {*book.FULLNESS, "page.sparse", "table.parted"}
    for reading, least in LEAST.items():
        (path,) = (root / "output").glob(f"*.{reading}.pdf")
        sheet = Sheet(path)
        inner = slice(2, len(sheet) - 2)  # without the covers
        assert not [one for one in sizes(path, inner) if one < least and one < CALLS * least - 0.05]
        for page in range(3, len(sheet) - 1):
            words = sheet.words[page - 1]
            for one, other in pairwise(words):
                divided = re.fullmatch(r"\w{2,}[-\u2010]", one.text) and other.top > one.top + 1
                assert not divided or one.text[:-1].isupper() or other.text[0].isupper(), (
                    one.text,
                    other.text,
                )
        listed = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True)
        faces = {line.split()[0] for line in listed.stdout.splitlines()[2:]}
        assert faces and not [one for one in faces if "Italic" in one and "Math" not in one]
