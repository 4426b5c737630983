"""Books that are hard to pack: names and texts that are awkward, and what is said when a page cannot be made."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bookbuilder import api
from bookbuilder.formats.epub.semantics import ROLES
from tests.cases.book import write
from tests.epub.reader import Epub, words
from tests.validators import ace, epubcheck

ONLY = '[editions.epub]\nformat = "epub"\n'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><title>Kreis</title>'
    '<circle cx="5" cy="5" r="4"/><text x="10" y="8" font-family="Alegreya Sans">Ä</text></svg>'
)
EVERYTHING = """\
---
title: '*Alles* & «nichts» <3'
---

Ein Absatz mit [Verweis](#groesse), `Code & <mehr>`, H~2~O und [English words]{lang=en}.[^eins]

[^eins]: Eine Anmerkung mit *Betonung*

    und zweitem Absatz.

## Größe {#groesse}

> Ein Zitat
>
> > im Zitat.

1. eins

   Ein Absatz darunter.

2. zwei

   - drei
   - vier

```python
if a < b & c:
    print("Zeile, die viel länger ist als der Bildschirm eines kleinen Lesegeräts, und die darum umbrochen wird")
```

Begriff
: Was er heißt.

![Ein Kreis](images/Größe.svg) und ![Punkte](images/größe.png) und ![Netz](images/netz.webp)

![](images/größe.png){.decorative} ![Netz](netz.webp) ![Netz](images/netz.png) ![Netz](netz.svg)

| A | B |
| --- | ---: |
| 1 | 2 |

---

Ende.
"""


def picture(kind: str, **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, kind, **options)
    return out.getvalue()


def build(root: Path, files: dict[str, str | bytes]) -> api.Result:
    return api.build(write(root, files, editions=ONLY))


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files: dict[str, str | bytes] = {
        "chapters/de/01-groesse.md": EVERYTHING,
        "chapters/de/02-Teil.md": "# Ein Kapitel\n\nEin Satz.\n",
        "chapters/de/03-teil.md": "---\ntitle: A chapter in English\nlang: en\n---\n\nA sentence.\n",
        "chapters/de/02-teil.md": "# Ελλάδα\n\nΈνα.\n",
        **{
            f"chapters/de/1{number}-{kind}.md": f"---\ntitle: {kind}\nkind: {kind}\n---\n\nText.\n"
            for number, kind in enumerate(sorted(ROLES))
        },
        "chapters/de/images/Größe.svg": SVG,
        "chapters/de/images/größe.png": picture("PNG"),
        **{f"chapters/de/{folder}netz.webp": picture("WEBP") for folder in ("", "images/")},
        "chapters/de/images/netz.png": picture("PNG"),
        "chapters/de/netz.svg": SVG,
    }
    result = build(tmp_path_factory.mktemp("awkward"), files)
    assert not result.failed, result.diagnostics
    return result.files[0]


@pytest.mark.heavy
def test_judges_find_nothing_in_an_awkward_book(awkward: Path) -> None:
    assert epubcheck(awkward) == ()
    assert ace(awkward) == ()


def test_names_are_ascii_and_none_is_like_another(awkward: Path) -> None:
    names = [name.lower() for name in Epub.open(awkward).files]
    assert all(name.isascii() for name in names) and len(set(names)) == len(names)
    assert sum("netz" in name for name in names) == 4


def test_code_brings_the_font_for_code_under_a_name_that_is_not_reserved(awkward: Path) -> None:
    from fontTools.ttLib import TTFont

    epub = Epub.open(awkward)
    (regular,) = (name for name in epub.files if name.endswith("SourceCodePro-Regular.ttf"))
    names = TTFont(BytesIO(epub.files[regular]))["name"]
    assert names.getDebugName(4) == "Subset Regular"
    assert "Reserved Font Name" in names.getDebugName(0)
    assert "EPUB/fonts/OFL-Source-Code-Pro.txt" in epub.files


def test_special_characters_survive(awkward: Path) -> None:
    epub = Epub.open(awkward)
    first = next(epub.document(n) for n in epub.spine if "01-" in n)
    assert words(first.find(".//{*}title")) == "Alles & «nichts» <3"  # type: ignore[arg-type]
    assert "Code & <mehr>" in words(first)


def test_an_animated_picture_is_a_hazard_that_nobody_has_judged(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (4, 4), color) for color in ("black", "white")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": "# A\n\n![Blinkt](blinkt.gif)\n",
        "chapters/de/blinkt.gif": out.getvalue(),
    }
    result = build(tmp_path, files)
    assert not result.failed
    assert Epub.open(result.files[0]).meta("schema:accessibilityHazard") == ["unknown"]


@pytest.mark.heavy
def test_a_book_without_pictures_claims_none(tmp_path: Path) -> None:
    result = build(tmp_path, {"chapters/de/01-a.md": "# A\n\nText.\n"})
    epub = Epub.open(result.files[0])
    assert epub.meta("schema:accessMode") == ["textual"]
    assert epub.meta("schema:accessModeSufficient") == ["textual"]
    assert "index" not in epub.meta("schema:accessibilityFeature")
    assert epubcheck(result.files[0]) == ()


def test_a_template_that_is_not_xml_is_told_with_its_place(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": "# A\n\nText.\n",
        "styles/dossier/templates/epub/titlepage.xhtml.j2": "<p>{{ book.title }}&nbsp;<br></p>\n",
    }
    result = build(tmp_path, files)
    problem = "Entity 'nbsp' not defined, line 11, column 18"
    path = "styles/dossier/templates/epub/titlepage.xhtml.j2"
    assert [str(d) for d in result.diagnostics] == [
        f"{path}:1:20: error: the page titlepage.xhtml of the e-book is not well-formed: {problem} [epub.markup]"
    ]
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("titlepage.html.j2", "<p>{{ book.title }}</p>\n<div>\n<p class='unten'>Text<br></p>\n</div>", 3),
        (
            "epub/contents.xhtml.j2",
            "{# a note\nof two lines #}\n<section><h1>{{ title }}Inhalt</h1>\n{{ contents }}",
            3,
        ),
        (
            "epub/page.xhtml.j2",
            "<html><head><title>{{ title }}</title></head><body>{{ body }}</body></html></p>",
            1,
        ),
        ("epub/toc.ncx.j2", "<ncx>\n<docTitle><text>{{ title }}</docTitle>\n</ncx>", 2),
    ],
)
def test_the_line_of_a_template_that_is_not_xml(name: str, text: str, line: int, tmp_path: Path) -> None:
    text = text.replace("{{ title }}Inhalt", "Inhalt")
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": "# A\n\nText.\n",
        f"styles/dossier/templates/{name}": text,
    }
    (found,) = build(tmp_path, files).diagnostics
    assert (found.span.path, found.span.line, found.code) == (
        f"styles/dossier/templates/{name}",
        line,
        "epub.markup",
    )
