"""A book that is compiled in parts and linked is the book that is laid out in one piece."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops

from bookbuilder import api
from tests.cases import book
from tests.conftest import Built
from tests.pdf.test_single_pass_findings import of_pages
from tests.validators import qpdf_check, verapdf

NOTED = range(0, 60, 3)
LONG = "\n\n".join(
    f"Satz {n}{' mit Anmerkung' * (n in NOTED)}.{f'[^{n}]' * (n in NOTED)} Und noch viel mehr Text, der die Seite füllt."
    for n in range(60)
)
NOTES = "\n".join(f"[^{n}]: Anmerkung {n}." for n in NOTED)
MANY = {
    "chapters/de/01-eins.md": f"# Eins\n\n[](#03-drei){{ref=page}}, [](#zwei-b){{ref=page}}.\n\n{LONG}\n\n{NOTES}\n",
    "chapters/de/02-zwei.md": f"# Zwei\n\n## A\n\n[Ort]{{index=Ort}} {LONG}\n\n## B {{#zwei-b}}\n\n"
    f"[Ort]{{index=Ort}}\n\n{NOTES}\n",
    "chapters/de/03-drei.md": "# Drei\n\nEin Satz mit [Ort]{index=Ort}, und zurück zu [](#01-eins){ref=page}.\n",
    "chapters/de/04-index.md": "---\ntitle: Register\nkind: index\n---\n\n::: index\n:::\n",
}


def copy_built(built: Built, target: Path) -> Path:
    """Return a copy of a book that was built, with what is remembered of it and without its finished files."""
    return Path(shutil.copytree(built.root, target, ignore=shutil.ignore_patterns("output")))


def both(root: Path) -> tuple[Path, Path]:
    """Return the linked PDF of a book and the one that was laid out in one piece."""
    made = []
    for single in (False, True):
        result = api.build(root, jobs=1, single_pass=single)
        assert not result.failed, result.diagnostics
        place = root / f"single-{single}.pdf"
        place.write_bytes(result.files[0].read_bytes())
        made.append(place)
    return made[0], made[1]


def text(path: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout


def words(path: Path) -> list[list[str]]:
    """Return the words of each page."""
    return [page.split() for page in text(path).split("\f")]


def labels(path: Path) -> list[str]:
    with pikepdf.open(path) as made:
        return [page.label for page in made.pages]


def places(path: Path) -> dict[str, tuple[int, int, int]]:
    """Return the page and the point of every anchor that something links to, in points."""
    with pikepdf.open(path) as made:
        numbers = {page.obj.objgen: n for n, page in enumerate(made.pages)}
        targets = pikepdf.NameTree(made.Root.Names.Dests)
        return {
            name: (numbers[place[0].objgen], round(float(place[2])), round(float(place[3])))
            for name, place in targets.items()
        }


def links(path: Path) -> list[tuple[int, str, tuple[float, ...], str]]:
    """Return every link: its page, target, rectangle in points and words."""
    with pikepdf.open(path) as made:
        return [
            (
                n,
                str(one.get("/Dest") or one.A.URI),
                tuple(float(x) for x in one.Rect),
                str(one.get("/Contents", "")),
            )
            for n, page in enumerate(made.pages)
            for one in page.get("/Annots", [])
        ]


def outline(path: Path) -> list[tuple[int, str]]:
    """Return the lines of the outline with their depth."""
    found: list[tuple[int, str]] = []

    def walk(items: list[pikepdf.OutlineItem], depth: int) -> None:
        for item in items:
            found.append((depth, item.title))
            walk(item.children, depth + 1)

    with pikepdf.open(path) as made, made.open_outline() as lines:
        walk(list(lines.root), 0)
    return found


def elements(path: Path) -> list[str]:
    """Return the types of the structure elements, in their order."""
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(str(node.S))
            for kid in node.get("/K", []):
                walk(kid)

    with pikepdf.open(path) as made:
        for top in made.Root.StructTreeRoot.K:
            walk(top)
    return found


def pictures(path: Path, folder: Path) -> list[Image.Image]:
    folder.mkdir()
    subprocess.run(["pdftoppm", "-r", "50", "-gray", path, folder / "p"], check=True)
    return [Image.open(place) for place in sorted(folder.iterdir())]


ROOM = 1.08
"""How much larger than in one piece a linked file may be, both with their structure."""


def compare(linked: Path, single: Path, tmp_path: Path) -> None:
    assert linked.stat().st_size <= ROOM * single.stat().st_size + 4000  # what every file has once
    assert words(linked) == words(single)
    assert labels(linked) == labels(single)
    assert places(linked) == places(single)
    for one, other in zip(links(linked), links(single), strict=True):
        assert (one[:2], one[3]) == (other[:2], other[3])
        assert max(abs(a - b) for a, b in zip(one[2], other[2], strict=True)) < 2
    assert outline(linked) == outline(single)
    assert elements(linked) == elements(single)
    pages = zip(pictures(linked, tmp_path / "a"), pictures(single, tmp_path / "b"), strict=True)
    for number, (ours, theirs) in enumerate(pages, 1):
        different = sum(ImageChops.difference(ours, theirs).histogram()[64:])
        assert different <= 0.001 * ours.width * ours.height, number


@pytest.mark.heavy
@pytest.mark.parametrize("locale", ["de", "en"])
def test_the_dossier(locale: str, dossier: Built, tmp_path: Path) -> None:
    linked = dossier.file(f"woche-der-diplomatie.{locale}.pdf")
    root = copy_built(dossier, tmp_path / "book")
    result = api.build(root, editions=("pdf",), locales=(locale,), jobs=1, single_pass=True)
    (single,) = result.files
    compare(linked, single, tmp_path)
    again = api.build(root, editions=("pdf",), locales=(locale,), jobs=1)
    assert of_pages(result) == of_pages(again)


@pytest.mark.heavy
@pytest.mark.parametrize("start", ["page", "right", "left", "auto"])
def test_chapters_begin_where_the_theme_says(start: str, tmp_path: Path) -> None:
    files = MANY | {"styles/dossier/theme.toml": f'[chapter]\nstart = "{start}"\n'}
    root = book.write(tmp_path / start, files, editions=book.PRINT)
    linked, single = both(root)
    (tmp_path / "pictures").mkdir()
    compare(linked, single, tmp_path / "pictures")
    assert qpdf_check(linked) == ()
    assert verapdf(linked, "3a", "ua1") == {"3a": {}, "ua1": {}}
