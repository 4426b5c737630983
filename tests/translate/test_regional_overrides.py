"""A regional locale: what it inherits, what it says otherwise, and how it is listed and refused."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings, Severity
from bookbuilder.document.nodes import Block, Heading
from bookbuilder.document.walk import plain, walk
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.locale_reading import LocaleReading
from bookbuilder.pipeline.read_locale import read_locale
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import ROOT

DE = """\
---
title: Die Straße
summary: Worum es geht.
---

Er sagte „groß, ‚weiß‘“ und [1.000]{number=1000}, in der HAUPTSTRAßE.[^a]

## Maße {#masse}

{#preis}
Das kostet zwölf Euro, außer montags.

Ein [Wort: «Straße»]{lang=it} und `Straße`.

[^a]: Eine große Anmerkung.
"""
OWN = """\
---
differs: blocks
summary: Was es kostet.
---

{#preis}
Das kostet zwölf Franken, ausser montags.[^b]

[^b]: Ohne Porto, wie man in Zürich weiss.
"""
FILES = {"chapters/de/01-a.md": DE, "chapters/de/02-b.md": "# B\n\nGroße Worte.\n"}
LOCALES = """
[locales.de-CH]
title = "Ein Fall"
inherits = "de"
"""


def written(
    root: Path, files: dict[str, str], tables: str = LOCALES, names: tuple[str, ...] = ("de",)
) -> Path:
    text = book.settings(names, editions=book.PRINT) + tables
    return book.write(root, {"book.toml": text, **FILES, **files})


def readings(root: Path, *names: str) -> tuple[list[LocaleReading], list[str]]:
    """Return the locales of a book, each inheriting the one before, and what is told of the last one."""
    world = World(root)
    found: list[LocaleReading] = []
    project = api.load(world)[0]
    assert project is not None
    told = Findings()
    for name in names:
        told = Findings()
        locale = project.locales[name]
        parent = found[names.index(locale.inherits)] if locale.inherits else None
        context = Context(world, told)
        found.append(read_locale(context, project, locale, found[0] if found else None, parent))
    return found, [str(one) for one in told.sorted()]


def words(root: Path, *names: str) -> tuple[list[str], list[str]]:
    found, told = readings(root, *names)
    (one,) = (c for c in found[-1].document.chapters if c.id == "01-a")
    return [_plain(block) for block in one.blocks] + [_plain(note.blocks[0]) for note in one.notes], told


def _plain(block: Block) -> str:
    return plain(getattr(block, "content", ()))


def test_what_is_not_said_otherwise_follows_the_other_locale(tmp_path: Path) -> None:
    root = written(tmp_path, {})
    said, told = words(root, "de", "de-CH")
    assert told == []
    assert said == [
        "Er sagte «gross, ‹weiss›» und 1’000, in der HAUPTSTRASSE.",
        "Masse",
        "Das kostet zwölf Euro, ausser montags.",
        "Ein Wort: «Straße» und Straße.",
        "Eine grosse Anmerkung.",
    ]
    found, _ = readings(root, "de", "de-CH")
    first, second = (one.document.chapters for one in found)
    assert [c.id for c in first] == [c.id for c in second]
    assert [[b.id for b in c.blocks] for c in first[1:]] == [[b.id for b in c.blocks] for c in second[1:]]


def test_blocks_that_differ_stand_in_the_place_of_those_of_the_same_id(tmp_path: Path) -> None:
    root = written(tmp_path, {"chapters/de-CH/01-a.md": OWN})
    said, told = words(root, "de", "de-CH")
    assert told == []
    assert said[1:] == [
        "Masse",
        "Das kostet zwölf Franken, ausser montags.",
        "Ein Wort: «Straße» und Straße.",
        "Eine grosse Anmerkung.",
        "Ohne Porto, wie man in Zürich weiss.",
    ]
    (chapter,) = (c for c in readings(root, "de", "de-CH")[0][-1].document.chapters if c.id == "01-a")
    assert (plain(chapter.title), plain(chapter.summary)) == ("Die Strasse", "Was es kostet.")


def test_what_a_region_has_of_its_own_is_not_recorded(tmp_path: Path) -> None:
    tables = LOCALES.replace('"de"', '"de"\nstale = "source"\nmissing = "omit"')
    _, told = words(written(tmp_path, {"chapters/de-CH/02-b.md": "# Be\n\nEigen.\n"}, tables), "de", "de-CH")
    assert told == []


def test_a_heading_keeps_its_level_and_a_file_replaces_a_chapter(tmp_path: Path) -> None:
    own = "---\ndiffers: blocks\n---\n\n## Grössen {#masse}\n"
    root = written(
        tmp_path,
        {
            "chapters/de-CH/01-a.md": own,
            "chapters/de-CH/02-b.md": "# Be\n\nEigen, wie ß.\n",
        },
    )
    found, told = readings(root, "de", "de-CH")
    one, two = found[-1].document.chapters[1:]
    (heading,) = (node for node in walk(one.blocks) if isinstance(node, Heading))
    assert (heading.level, plain(heading.content)) == (2, "Grössen")
    assert (plain(two.title), _plain(two.blocks[0])) == ("Be", "Eigen, wie ß.")
    assert told == []


def test_what_cannot_stand_in_the_place_of_anything(tmp_path: Path) -> None:
    own = OWN + "\nEin Absatz.\n\n{#preise}\nEin anderer.\n"
    _, told = words(written(tmp_path, {"chapters/de-CH/01-a.md": own}), "de", "de-CH")
    assert told == [
        "chapters/de-CH/01-a.md:11:1: error: this block has no id, so it replaces nothing [differs.nameless]",
        "chapters/de-CH/01-a.md:14:1: error: chapters/de/01-a.md has no block with the id preise [differs.unknown]",
    ]
    _, told = words(
        written(tmp_path / "b", {"chapters/de-CH/01-a.md": OWN.replace("blocks", "words")}), "de", "de-CH"
    )
    assert told == ["chapters/de-CH/01-a.md:2:10: error: differs='words' is not known [differs.value]"]
    _, told = words(written(tmp_path / "c", {"chapters/de-CH/03-c.md": OWN}), "de", "de-CH")
    assert "chapters/de-CH/03-c.md: error: this chapter holds differing blocks" in told[-1]
    assert told[-1].endswith("[differs.alone]")


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        (LOCALES.replace('"de"', '"dee"'), "de-CH inherits dee, which is no other locale of this book"),
        (
            LOCALES + LOCALES.replace("CH", "AT").replace('"de"', '"de-CH"'),
            "de-AT inherits de-CH, which inherits de itself",
        ),
        (LOCALES.replace("de-CH", "fr"), "fr inherits de, which is another language"),
    ],
)
def test_what_a_locale_cannot_inherit(tables: str, problem: str, tmp_path: Path) -> None:
    told = api.load(written(tmp_path, {}, tables))[1]
    assert [(one.code, one.message) for one in told] == [("locale.inherits", problem)]
    assert all(one.span.line and one.span.column for one in told)


def test_a_translation_is_inherited_with_its_gaps(tmp_path: Path) -> None:
    tables = '[locales.en-GB]\ntitle = "A Case"\ninherits = "en"\nmissing = "source"\n'
    root = written(tmp_path, {"chapters/en/01-a.md": DE.replace("1.000", "1,000")}, tables, ("de", "en"))
    result = api.build(root, locales=["en-GB"])
    assert result.files
    codes = ["chapter.borrowed", "translation.untracked", "translation.same"]
    assert list(dict.fromkeys(one.code for one in result.diagnostics)) == codes
    for names in (["en"], ["en", "en-GB"]):
        result = api.build(root, locales=names)
        assert result.failed and "chapter.missing" in {one.code for one in result.diagnostics}


def test_a_build_of_the_region_alone_tells_what_is_wrong_with_what_it_inherits(tmp_path: Path) -> None:
    root = written(tmp_path, {"chapters/de/02-b.md": "# B\n\n<b>x</b>\n\nText.\n"})
    told = [str(one) for one in api.check(root, locales=["de-CH"]).diagnostics if one.code == "html.raw"]
    assert told[0] == "chapters/de/02-b.md:3:1: error: raw HTML is not printed: <b> [html.raw]"
    both = [one for one in api.check(root).diagnostics if one.code == "html.raw"]
    assert len(both) == len(set(both)) == len(told)


def test_status_lists_the_differences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = written(tmp_path, {"chapters/de-CH/01-a.md": OWN, "chapters/de-CH/02-b.md": "# B\n\nX.\n"})
    assert main(["status", str(root)]) == 0
    assert capsys.readouterr().out == "de-CH, which inherits de\n  01-a  #preis\n  02-b  all of it\n"
    assert main(["status", str(root), "--json", "--locale", "de-CH"]) == 0
    assert json.loads(capsys.readouterr().out)["regional"][0] == {
        "locale": "de-CH",
        "inherits": "de",
        "stem": "01-a",
        "path": "chapters/de-CH/01-a.md",
        "blocks": ["preis"],
    }


EVERYWHERE = """\
---
title: Große Maße
subtitle: Über die Straße
short: Größe
summary: Was groß heißt.
author: Peter Weiß
place: Gießen
date: 2022-01-20
events: [Ein großer Tag.]
---

Die AußenMin. in [Gießen]{name=giessen sub="Große Straßen"} mit [Strauß]{name=strauss}, [Weiß]{name=weiss form=full}, d. h.
mit [ihr]{name=groesse form=full}; ein [Wort]{index="Straße!Maß" of=begriffe}, ein [Link](https://example.org/ "Die Straße"),
und [](#abb).[^n]

[^n]: Große Note.

::: aside Große Straße
Ein Maß.
:::

::: figure {#abb credit="Foto: Weiß"}
![Eine große Straße](images/a.png "Die Straße")

Große Bildunterschrift.

Große Beschreibung.
:::

| Maß | Größe |
|-----|-------|
| groß | größer |

: Große Tabelle

Straße
: Ein großer Weg.

> Fußball.

::: epigraph {by="Peter Weiß"}
Groß.
:::

## Fußnote

::: chronology
:::

::: index {of=begriffe title="Register der Großen"}
Größe
: see: Straße
:::

::: index {of=persons show="dates office" see=yes}
Weiß, Peter
: also: Strauß, Franz
:::

::: index {of=places see=yes}
:::
"""
NAMES_EVERYWHERE = """\
[persons]
strauss = "Strauß, Franz"
groesse = { de = "Größe, Anna" }
[persons.weiss]
de = "Weiß, Peter"
office = "Außenminister"
dates = "geb. in Gießen"
sort = "Weiß, Peter"
[places]
giessen = { de = "Gießen", not = { de = ["Gießener"] } }
"""
SETTINGS_EVERYWHERE = """\
[book]
id = "fall"
source = "de"
date = 2022-01-24
authors = [{ name = "Peter Weiß", sort = "Weiß, Peter" }]
subjects = ["Straßen"]

[locales.de]
title = "Große Straße"

[locales.de-CH]
title = "Grosse Strasse"
inherits = "de"

[imprint]
publisher = "Straßenverlag"
place = "Gießen"
address = ["Musterstraße 1"]
email = "post@example.org"
responsible = "Erika Groß"
editors = ["Max Weiß"]
printer = "Großdruck"
issn = "0028-0836"
rights = { de = "Außer der Reihe." }
credits = { de = ["Dank an Frau Weiß."] }
"""


def _everything_printed(root: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of all that the files of a book say: pages, navigation, metadata, search index, PDF."""
    for path in sorted((root / "output").rglob("*")):
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if not name.endswith((".otf", ".ttf", ".woff2", ".png", ".jpg")):
                        yield name, archive.read(name).decode()
        elif path.suffix in (".html", ".xml", ".opf") or path.name == "search-texts.js":
            text = path.read_text(encoding="utf-8")
            # What readers may type for a name is not shown.
            text = re.sub(r'"spellings":\[\[.*?\]\]', "", text)
            yield path.name, re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
        elif path.suffix == ".pdf":
            text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
            yield path.name, text
            with pikepdf.open(path) as pdf:
                for thing in pdf.objects:
                    yield path.name, _strings(thing)


def _strings(thing: pikepdf.Object, depth: int = 0) -> str:
    if isinstance(thing, pikepdf.String):
        return str(thing)
    if isinstance(thing, pikepdf.Stream) and thing.get("/Type") == "/Metadata":
        return thing.read_bytes().decode()
    if depth < 20 and isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
        parts = thing.values() if isinstance(thing, pikepdf.Dictionary) else thing
        return " ".join(
            _strings(part, depth + 1) for part in parts if not getattr(part, "is_indirect", False)
        )
    return ""


def test_a_swiss_edition_has_no_eszett_anywhere(tmp_path: Path) -> None:
    root = book.write(
        tmp_path,
        {
            "book.toml": SETTINGS_EVERYWHERE,
            "names.toml": NAMES_EVERYWHERE,
            "abbreviations.toml": '"AußenMin." = "Außenministerium"\n',
            "chapters/de/01-a.md": EVERYWHERE,
            "chapters/de/images/a.png": (
                ROOT / "tests/books/everything/chapters/de/images/shade.png"
            ).read_bytes(),
        },
    )
    result = api.build(root, locales=["de-CH"], jobs=1)
    assert [str(one) for one in result.diagnostics if one.severity is not Severity.NOTICE] == []
    texts = list(_everything_printed(root))
    assert {name.rpartition(".")[2] for name, _ in texts} >= {"xhtml", "opf", "html", "pdf", "js"}
    found = {
        name: text[max(0, text.find("ß") - 40) :][:60] for name, text in texts if "ß" in text or "ẞ" in text
    }
    assert found == {}
    whole = "".join(text for _, text in texts)
    for word in (
        "Aussenministerium",
        "Weiss, Peter",
        "Peter Weiss",
        "Strauss, Franz",
        "Strassenverlag",
        "heisst",
    ):
        assert word in whole


def test_an_address_keeps_its_letters(tmp_path: Path) -> None:
    root = written(
        tmp_path,
        {"chapters/de/02-b.md": "# B\n\n<https://example.org/groß> und [groß](https://example.org/groß).\n"},
    )
    (chapter,) = (c for c in readings(root, "de", "de-CH")[0][-1].document.chapters if c.id == "02-b")
    assert plain(chapter.blocks[0].content) == "https://example.org/groß und gross."  # type: ignore[union-attr]
