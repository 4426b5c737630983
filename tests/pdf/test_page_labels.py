"""A theme may count the front matter in roman figures and the text from 1: folios, references and page labels agree."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.diagnostics import NOWHERE
from bookbuilder.document.nodes import Chapter, Locators, Target
from bookbuilder.html.block import renderer
from bookbuilder.html.inline import inlines
from bookbuilder.html.medium import Medium
from bookbuilder.locales import load
from bookbuilder.world import World
from tests.cases import book
from tests.conftest import REPO
from tests.validators import qpdf_check, verapdf

ROMAN = """
@page contents:left { @bottom-left { content: counter(page, lower-roman) } }
@page contents:right { @bottom-right { content: counter(page, lower-roman) } }
.chapter.part-front { page: fore }
@page fore { @bottom-center { content: counter(page, lower-roman) } }
.part-front + .chapter.part-main { page: one }
@page one { @bottom-center { content: counter(page) } }
@page :nth(1 of one) { counter-reset: page 1; counter-increment: none }
"""
TEXT = "\n\n".join(f"Satz {n}, der eine Weile braucht, bis er die Zeile füllt und endet." for n in range(90))
FILES = {
    "styles/dossier/print.css": (REPO / "styles/dossier/print.css").read_text(encoding="utf-8") + ROMAN,
    "chapters/de/01-vorwort.md": f"---\ntitle: Vorwort\nkind: foreword\n---\n\n{TEXT}\n",
    "chapters/de/02-eins.md": f"# Eins\n\n{TEXT}\n\nSiehe [](#schluss){{ref=page}}.\n",
    "chapters/de/03-zwei.md": f"# Zwei\n\n{TEXT}\n\n## Schluss {{#schluss}}\n\n"
    "[](#01-vorwort){ref=page}, [](#02-eins){ref=page}.\n",
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = book.write(tmp_path_factory.mktemp("roman") / "book", FILES, editions=book.PRINT)
    result = api.build(root, jobs=1)
    assert not result.failed, result.diagnostics
    return result.files[0]


def lines(path: Path) -> list[list[str]]:
    """Return the lines of each page."""
    done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True)
    return [page.strip().splitlines() for page in done.stdout.split("\f")[:-1]]


def text(path: Path, page: int) -> str:
    return " ".join(lines(path)[page])


FRONT = ["i", "ii", "iii", "iv", "v", "vi", "vii"]
LABELS = ["", "", *FRONT, "1", "2", "3", "4", "5", "6"]


@pytest.mark.heavy
def test_viewers_count_as_the_folios_do(printed: Path) -> None:
    with pikepdf.open(printed) as made:
        assert [page.label for page in made.pages] == LABELS
        starts = list(made.Root.PageLabels.Nums)
    assert starts[::2] == [0, len(LABELS) - len(FRONT) - 6, len(LABELS) - 6]
    assert [dict(one) for one in starts[1::2]] == [
        {"/P": pikepdf.String("")},
        {"/S": pikepdf.Name.r, "/St": 1},
        {"/S": pikepdf.Name.D, "/St": 1},
    ]
    folios = {at: page[-1] for at, page in enumerate(lines(printed)) if page and page[-1] in LABELS}
    assert len(folios) >= 8
    assert folios == {at: LABELS[at] for at in folios}


@pytest.mark.heavy
def test_contents_and_references_name_pages_as_they_are_called(printed: Path) -> None:
    contents = text(printed, LABELS.index("iii"))
    assert "Vorwort v" in contents
    assert "1 Eins 1" in contents and "2 Zwei 4" in contents
    assert "Siehe Seite 6." in text(printed, LABELS.index("3"))
    assert "Seite v, Seite 1." in text(printed, LABELS.index("6"))


@pytest.mark.heavy
def test_links_lead_to_the_pages_that_they_name(printed: Path) -> None:
    with pikepdf.open(printed) as made:
        numbers = {page.obj.objgen: page.label for page in made.pages}
        places = pikepdf.NameTree(made.Root.Names.Dests)
        last = made.pages[LABELS.index("6")]
        said = {str(one.Contents): numbers[places[str(one.Dest)][0].objgen] for one in last.Annots}
    assert said == {"Seite v": "v", "Seite 1": "1"}


def test_strangers_find_no_fault(printed: Path) -> None:
    assert qpdf_check(printed) == ()
    assert verapdf(printed, "3a", "ua1") == {"3a": {}, "ua1": {}}


def test_an_index_gives_roman_pages_first_and_in_their_order() -> None:
    labels = {"a": "v", "b": "ix", "c": "x", "d": "2", "e": "10", "f": "11"}
    medium = Medium(load("de-DE", World(REPO)), lambda one: "#", str, page=lambda one: labels[one.anchor])
    chapter = Chapter(id="", span=NOWHERE, title=(), blocks=())
    targets = tuple(Target("", anchor, "") for anchor in labels)
    said = inlines((Locators(targets=targets),), renderer(medium, chapter))
    assert re.sub("<[^>]*>", "", said) == "v, ix, x, 2, 10–11"
