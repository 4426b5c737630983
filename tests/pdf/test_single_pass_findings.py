"""What is told of the pages of a book is the same, at the same places, whether it is linked or laid out in one piece."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bookbuilder import api
from bookbuilder.diagnostics import Diagnostic, Span
from bookbuilder.document.figure_places import FIGURE_PLACES
from bookbuilder.result import Result
from tests.cases import book
from tests.pdf.page_breaking.test_figures import PICTURE

WORDS = "Die Zeit ist knapp, und im Haus wird über die Lage geredet, wie man es oft hört. " * 30
CODES = ("figure.place", "page.short", "paragraph.lines")
ROWS = "\n".join(f"| {number} | {WORDS[:90]} |" for number in range(20))
TABLE = f"::: table {{float=here}}\n| Zahl | Satz |\n| --- | --- |\n{ROWS}\n\nEine Tafel.\n:::"


def chapter(title: str, name: str) -> str:
    """Return a chapter with a hole before a table, a figure that nothing moves, and a paragraph that is too short."""
    figure = f"::: figure {{#{name} float=top}}\n![Bild](bild.svg)\n\nBild.[^1]\n:::"
    blocks = (
        f"# {title}", f"Siehe [](#eins){{ref=page}} und [](#zwei){{ref=page}}. {WORDS[:600].strip()}[^2]", TABLE,
        WORDS[:1700].strip(), "- Punkt\n- Punkt\n\n  Satz.", "{lines=-1}\nEin Satz.", figure, "Schluss.",
        "[^1]: Anmerkung.\n[^2]: Noch eine.",
    )  # fmt: skip
    return "\n\n".join(blocks) + "\n"


FILES = {
    "chapters/de/01-a.md": chapter("Eins", "eins"),
    "chapters/de/02-b.md": chapter("Zwei", "zwei"),
    "chapters/de/bild.svg": PICTURE,
}


def findings(root: Path, *, single_pass: bool) -> tuple[Diagnostic, ...]:
    """Return what a build of a book tells of its pages."""
    result = api.build(root, jobs=1, single_pass=single_pass)
    assert result.files, result.diagnostics
    return of_pages(result)


def of_pages(result: Result) -> tuple[Diagnostic, ...]:
    """Return what is told of the pages. The texts of a single pass are not traced: what is told of a text has its file."""
    told = [one for one in result.diagnostics if one.code in CODES]
    last = [replace(one, span=Span(one.span.path)) for one in result.diagnostics if one.code == "page.last"]
    return (*told, *last)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("theme", "pages"),
    [("", "screen"), ('[chapter]\nstart = "auto"\n[front]\nhalf_title = true\n', "print")],
)
def test_both_tell_the_same(theme: str, pages: str, tmp_path: Path) -> None:
    files = FILES | ({"styles/dossier/theme.toml": theme} if theme else {})
    root = book.write(tmp_path, files, editions=f'{book.PRINT}pages = "{pages}"\n')
    linked = findings(root, single_pass=False)
    counts = Counter(one.code for one in linked)
    assert all(counts[code] for code in CODES), linked
    assert len({one.span.path for one in linked}) == 2
    assert findings(root, single_pass=True) == linked


def shuffled(seed: int) -> dict[str, str]:
    """Return three chapters of paragraphs, lists, figures and tables that ask for one place or another."""
    random = Random(seed)

    def words(least: int, most: int) -> str:
        return " ".join(random.choices(WORDS.split(), k=random.randint(least, most)))

    def block(name: str) -> str:
        place = random.choice(FIGURE_PLACES)
        match random.choice(["text"] * 4 + ["wish", "heading", "figure", "table", "list", "break"]):
            case "text":
                return words(3, 200)
            case "wish":
                return f"{{lines={random.choice(['+1', '-1'])}}}\n{words(3, 100)}"
            case "heading":
                return f"## {words(2, 5)}"
            case "figure":
                return f"::: figure {{#{name} float={place}}}\n![Bild](bild.svg)\n\nBild.\n:::"
            case "table":
                rows = "\n".join(f"| {n} | {words(9, 20)} |" for n in range(random.choice([3, 12, 30])))
                return f"::: table {{#{name} float={place}}}\n| Zahl | Satz |\n| --- | --- |\n{rows}\n\nTafel.\n:::"
            case "list":
                return "\n".join(f"- {words(2, 30)}" for _ in range(4))
            case _:
                return "::: pagebreak\n:::"

    return {
        f"chapters/de/0{number}-a.md": "\n\n".join(
            [f"# Kapitel {number}", *(block(f"b{number}x{at}") for at in range(20))]
        )
        for number in range(3)
    }


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(2))
def test_both_tell_the_same_of_a_longer_book(seed: int, tmp_path: Path) -> None:
    files = {**shuffled(seed), "chapters/de/bild.svg": PICTURE}
    root = book.write(tmp_path, files, editions=book.PRINT)
    linked = findings(root, single_pass=False)
    assert {one.code for one in linked} >= set(CODES)
    assert findings(root, single_pass=True) == linked
