"""A book of any trim size, type size and length comes to rest, and prints the numbers of the pages that it means.

Sizes that people chose stand here; `make interop` draws more.
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from bookbuilder import api
from tests.cases import book

NAMES = ("eins", "zwei", "drei")
SENTENCE = (
    "Am Montag trafen sich die Minister zu einem Gespräch über die Donaudampfschifffahrtsgesellschaft, und an der"
    " Grenze standen Truppen."
)
WORDS = SENTENCE.split()


def chapter(name: str, lengths: list[int], start: int) -> str:
    """Return a chapter of paragraphs of so many words, each of which names a page and is named by the index."""
    blocks = []
    for at, length in enumerate(lengths):
        said = [WORDS[(start + 7 * at + n) % len(WORDS)] for n in range(length)]
        said.insert(length // 3, f"[]{{index=Ort}}[Wort]{{index={WORDS[(at + start) % 6].strip('.,')}}}")
        other = NAMES[(start + at) % 3 if start else 0]
        said.insert(length // 2, f"(siehe [](#{other}-{at % 2}){{ref=page}})")
        head = f"## Abschnitt {{#{name}-{at}}}\n\n" if at < 2 else ""
        blocks.append(f"{head}{' '.join(said)}.\n")
    return f"# Kapitel {name}\n\n" + "\n".join(blocks)


def files(sizes: dict[str, Any]) -> dict[str, str]:
    """Return a book of some chapters, with a preface and an index, in a theme of some sizes."""
    found = {
        "styles/dossier/theme.toml": (
            f'[page]\nwidth = "{sizes["width"]}mm"\nheight = "{sizes["height"]}mm"\n'
            f'inner = "{sizes["width"] / 9:.1f}mm"\nouter = "{sizes["width"] / 9:.1f}mm"\n'
            f'[size]\ntext = "{sizes["type"]}pt"\nindex = "{sizes["type"] * 0.85:.1f}pt"\n'
            f'[grid]\nbaseline = "{sizes["type"] * 1.3:.1f}pt"\n'
            f'[leading]\nindex = "{sizes["type"]}pt"\n'
            f'[chapter]\nstart = "{sizes["start"]}"\n'
        ),
        "chapters/de/09-index.md": "---\ntitle: Register\nkind: index\n---\n\n::: index\n:::\n",
    }
    chapters = NAMES[: len(sizes["chapters"])]
    for at, (name, lengths) in enumerate(zip(chapters, sizes["chapters"], strict=True)):
        text = chapter(name, lengths, at)
        for other in set(NAMES) - set(chapters):
            text = text.replace(f"(#{other}-", "(#eins-")
        found[f"chapters/de/{at + 1:02}-{name}.md"] = text
    return found


def build(root: Path, *, single: bool = False) -> Path:
    result = api.build(root, jobs=1, single_pass=single)
    assert not result.failed, result.diagnostics
    return result.files[0]


def wrong(path: Path) -> list[str]:
    """Return the links whose number is not that of the page to which they lead, from what is printed where they are."""
    found = []
    with pikepdf.open(path) as made, pypdfium2.PdfDocument(path) as drawn:
        labels = [page.label for page in made.pages]
        numbers = {page.obj.objgen: n for n, page in enumerate(made.pages)}
        dests = {
            name: numbers[place[0].objgen] for name, place in pikepdf.NameTree(made.Root.Names.Dests).items()
        }
        for n, page in enumerate(made.pages):
            text = drawn[n].get_textpage()
            for link in page.get("/Annots", []):
                x1, y1, x2, y2 = (float(x) for x in link.Rect)
                said = text.get_text_bounded(x1 - 0.1, y1 + (y2 - y1) / 4, x2 + 0.1, y2 - (y2 - y1) / 4)
                figures = re.findall(r"\d+", said)
                if "/Dest" not in link:
                    continue  # an address outside
                label = labels[dests[str(link.Dest)]]
                if figures and figures[-1] != label:
                    found.append(f"page {n}: {said!r} leads to page {label}")
    return found


@pytest.mark.heavy
@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize(
    ("width", "height", "kind", "start"),
    [(74, 105, 13, "page"), (110, 180, 12, "right"), (297, 420, 6, "auto"), (90, 130, 24, "auto")],
)
def test_sizes_of_people(
    tmp_path: Path, width: int, height: int, kind: int, start: str, *, single: bool
) -> None:
    """The first of them ended with a crash: a number of two figures was parted, and each half was a number."""
    lengths = [[40, 90, 30, 60, 20], [50, 70, 30], [60, 20, 40]]
    given = {"width": width, "height": height, "type": kind, "start": start, "chapters": lengths}
    root = book.write(tmp_path, files(given), editions=book.PRINT)
    assert wrong(build(root, single=single)) == []


SHEET = (Path(__file__).parents[2] / "styles/dossier/print.css").read_text(encoding="utf-8")
ROMAN = "@page { @bottom-center { content: counter(page, lower-roman) !important } }\n"
INITIAL = ".chapter p::first-letter { font-size: 2em }\n"
BESIDE = "[data-page]::before { content: '(' } [data-page]::after { content: ')' }\n"


def print_of(tmp_path: Path, text: str, css: str, *, single: bool = False) -> str:
    """Return what is printed of a chapter with more in its style sheet."""
    sheets = {
        "chapters/de/01-a.md": text,
        "styles/dossier/print.css": SHEET + css,
        "styles/dossier/theme.toml": '[page]\nwidth = "75mm"\nheight = "148mm"\n',
    }
    root = book.write(tmp_path, sheets, editions=book.PRINT)
    with pypdfium2.PdfDocument(build(root, single=single)) as drawn:
        return "\f".join(page.get_textpage().get_text_range() for page in drawn)


@pytest.mark.heavy
def test_numbers_that_push_and_pull(tmp_path: Path) -> None:
    """`viii` is longer than `ix`: it pushes what it names to page ix, which pulls it back."""
    names = " ".join("[](#ziel){ref=page}" for _ in range(50))
    text = f"# Vorwort\n\n{'Satz eins zwei drei. ' * 15}wort\n\n{names}\n\n## Ziel {{#ziel}}\n\nEnde.\n"
    pages = print_of(tmp_path, text, ROMAN).split("\f")
    (page,) = (page for page in pages if "Ziel" in page)
    (label,) = set(re.findall(r"Seite\s+([ivxlc]+)", "".join(pages)))
    assert re.search(rf"^{label}\r?$", page, re.MULTILINE), "the folio is what the others call it"


@pytest.mark.parametrize("single", [False, True])
def test_a_number_is_no_initial_and_what_stands_beside_it_is_no_number(
    tmp_path: Path, *, single: bool
) -> None:
    """Three pages of text, so that the page has two figures."""
    text = f"# A\n\n[]{{index=Ort}}{'Satz eins zwei drei. ' * 200}\n\n## B {{#b}}\n\n::: index\n:::\n"
    said = print_of(tmp_path, text + "\n[](#b){ref=page}\n", INITIAL + BESIDE, single=single)
    assert re.findall(r"Seite\s+(\S+)", said) == ["(12)"]
    assert "(5)" in said


@pytest.mark.heavy
def test_a_font_whose_figures_cannot_be_exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed is what was laid out, so that has to be the number."""
    numbers = importlib.import_module("bookbuilder.formats.pdf.engine.numbers.deferred_numbers")
    monkeypatch.setattr(numbers, "_digits", lambda *given: ((), ()))
    text = f"# A\n\n[](#b){{ref=page}}\n\n{'Satz eins zwei drei. ' * 200}\n\n## B {{#b}}\n\nEnde.\n"
    assert re.findall(r"Seite\s+(\S+)", print_of(tmp_path, text, "")) == ["12"]
