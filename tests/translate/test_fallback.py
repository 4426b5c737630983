"""What becomes of blocks that are stale or missing: kept, refused, from the source, or left out; in which editions."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Diagnostic, Findings
from bookbuilder.document.nodes import Chapter, NoteRef, Paragraph, Text
from bookbuilder.document.walk import plain, walk
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.locale_reading import LocaleReading
from bookbuilder.pipeline.read_locale import read_locale
from bookbuilder.project import Project
from bookbuilder.project.project import Untranslated
from bookbuilder.translate.chapter_blocks import blocks
from bookbuilder.translate.state import StateEntry, state_toml
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import ROOT

DE = """\
---
title: Der Hafen
summary: Worum es geht.
---

Ein erster Satz über den Hafen.[^a]

Ein zweiter Satz von 1912.

## Die Boote

- Ein Kutter
- Ein Segler

| Boot | Jahr |
|------|------|
| Anna | 1912 |

::: aside Am Rand
Ein Wort am Rand.
:::

[^a]: Eine Anmerkung.
"""
EN = """\
---
title: The Harbor
summary: What it is about.
---

A first sentence about the harbor.[^a]

A second sentence from 1912.

## The Boats

- A cutter
- A sailing boat

| Boat | Year |
|------|------|
| Anna | 1912 |

::: aside In Passing
A word in passing.
:::

[^a]: A note.
"""
NOTICE = "Not translated yet: the text of the original (German)"


def written(root: Path, de: str, en: str = EN, **more: str) -> Path:
    """Write a book whose translation is up to date with `DE`, and then change both."""
    before = {"chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN, **more}
    return book.translated(root, before, {"chapters/de/01-a.md": de, "chapters/en/01-a.md": en})


def reading(root: Path, wanted: Untranslated) -> tuple[LocaleReading, tuple[Diagnostic, ...]]:
    """Return the English of a book, and what is told of it."""
    world, findings = World(root), Findings()
    project = api.load(world)[0]
    assert isinstance(project, Project)
    source = read_locale(Context(world, Findings()), project, project.locales["de"], None)
    english = replace(project.locales["en"], untranslated=wanted)
    found = read_locale(Context(world, findings), project, english, source)
    return found, tuple(
        d for d in findings.sorted() if d.code.split(".")[0] in ("translation", "chapter", "state")
    )


def chapter(root: Path, stale: str = "", missing: str = "") -> tuple[Chapter, list[str]]:
    """Return the first chapter as it goes on to the media, and what is told of it."""
    found, told = reading(root, Untranslated(stale, missing))
    leaf = next(leaf for leaf in found.drafts if leaf.draft.prepared.id == "01-a")
    return leaf.draft.prepared, [str(one) for one in told]


def code(said: str) -> str:
    """Return the code at the end of what is told."""
    return said.rpartition("[")[2].removesuffix("]")


def lines(of: Chapter) -> list[str]:
    """Return the blocks of a chapter: language, words."""
    return [f"{block.lang or 'en'}: {' '.join(_words(block))}" for block in of.blocks]


def _words(value: object) -> Sequence[str]:
    return [one.text for one in walk(value) if isinstance(one, Text)]


def test_nothing_is_looked_at_where_a_book_says_nothing(tmp_path: Path) -> None:
    root = written(tmp_path, DE.replace("von 1912", "von 1913"))
    (root / "l10n/en/01-a.toml").write_text("no state", encoding="utf-8")
    found, told = chapter(root)
    assert told == []
    assert "en: A second sentence from 1912." in lines(found)


def test_a_stale_paragraph_stands_in_the_language_of_the_source(tmp_path: Path) -> None:
    root = written(tmp_path, DE.replace("Satz von 1912", "Satz aus dem Jahr 1912"))
    found, told = chapter(root, stale="source")
    assert lines(found)[:4] == [
        "en: A first sentence about the harbor.",
        f"en: {NOTICE}",
        "de-DE: Ein zweiter Satz aus dem Jahr 1912.",
        "en: The Boats",
    ]
    assert found.fallback == "part"
    assert told == [
        (
            "chapters/en/01-a.md: notice: printed in the language of the source, since there is no translation: "
            "1 block (chapters/de/01-a.md, line 8) [translation.borrowed]"
        )
    ]
    source = [one for one in reading(root, Untranslated())[0].drafts if one.draft.prepared.id == "01-a"]
    assert source[0].draft.prepared.blocks[1].id == found.blocks[2].id  # the anchor is that of the source
    kept, told = chapter(root, stale="keep")
    assert f"en: {NOTICE}" not in lines(kept) and not kept.fallback
    assert "en: A second sentence from 1912." in lines(kept)
    assert [code(one) for one in told] == ["translation.kept"]
    _, told = chapter(root, stale="fail")
    assert told == [
        (
            "chapters/de/01-a.md:8:1: error: this block has changed since it was translated, and the book allows no such "
            "blocks [translation.stale]"
        )
    ]


def test_a_list_a_table_and_a_box_come_as_a_whole(tmp_path: Path) -> None:
    new = DE.replace("- Ein Segler", "- Ein alter Segler").replace("| Anna | 1912 |", "| Anna Maria | 1912 |")
    found, _ = chapter(written(tmp_path, new.replace("Ein Wort am Rand", "Noch ein Wort am Rand")), "source")
    assert lines(found)[2:] == [
        "en: The Boats",
        f"en: {NOTICE}",
        "de-DE: Ein Kutter Ein alter Segler",
        "de-DE: Boot Jahr Anna Maria 1912",
        "de-DE: Am Rand Noch ein Wort am Rand.",
    ]


def test_a_title_a_summary_and_a_note(tmp_path: Path) -> None:
    new = DE.replace("Der Hafen", "Der alte Hafen").replace("es geht", "es hier geht")
    found, _ = chapter(written(tmp_path, new.replace("Eine Anmerkung", "Eine lange Anmerkung")), "source")
    assert (plain(found.title), found.title[0].lang) == ("Der alte Hafen", "de-DE")
    assert plain(found.summary) == "Worum es hier geht."
    blocks = [note.blocks[0] for note in found.notes]
    texts = [(plain(block.content), block.lang) for block in blocks if isinstance(block, Paragraph)]
    assert len(blocks) == 1
    assert texts == [("Eine lange Anmerkung.", "de-DE")]
    assert lines(found)[0] == "en: A first sentence about the harbor."


def test_what_is_new_stands_where_it_does_in_the_source_with_its_note(tmp_path: Path) -> None:
    new = (
        DE.replace("## Die Boote", "Ganz neu.[^b]\n\nUnd noch etwas.\n\n## Die Boote")
        + "\n[^b]: Neue Anmerkung.\n"
    )
    root = written(tmp_path, new)
    found, told = chapter(root, missing="source")
    assert lines(found)[1:6] == [
        "en: A second sentence from 1912.",
        f"en: {NOTICE}",
        "de-DE: Ganz neu.",
        "de-DE: Und noch etwas.",
        "en: The Boats",
    ]
    assert [note.label for note in found.notes] == ["a", "b"]
    assert "3 blocks (chapters/de/01-a.md, lines 10, 12, 29)" in told[0]
    found, told = chapter(root, missing="omit")
    assert len(found.blocks) == 6 and [note.label for note in found.notes] == ["a"]
    assert [code(one) for one in told] == ["translation.omitted"]
    _, told = chapter(root, missing="fail")
    assert [one.split(":")[1] for one in told] == ["10", "12", "29"]
    assert all(one.endswith("[translation.missing]") for one in told)


def test_what_nobody_has_translated_yet_is_left_out(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": DE}, editions=book.PRINT)
    assert main(["new-locale", "en", "--book", str(root)]) == 0
    place = root / "chapters/en/01-a.md"
    place.write_text(
        place.read_text(encoding="utf-8").replace("Ein zweiter Satz von 1912", "A second sentence from 1912"),
        encoding="utf-8",
    )
    assert main(["translate", "sync", "01-a", "8", "--book", str(root)]) == 0
    found, _ = chapter(root, missing="omit")
    assert lines(found) == ["en: A second sentence from 1912."]
    assert (found.notes, found.summary, plain(found.title)) == ((), (), "Der Hafen")
    found, _ = chapter(root, missing="source")
    assert [line.split(":")[0] for line in lines(found)] == [
        "en",
        "de-DE",
        "en",
        *["de-DE"] * 1,
        "en",
        *["de-DE"] * 3,
    ]
    assert lines(found).count(f"en: {NOTICE}") == 2


def test_cells_items_and_rows_are_left_out_by_themselves(tmp_path: Path) -> None:
    new = DE.replace("- Ein Segler\n", "- Ein Segler\n- Ein Floß\n")
    root = written(tmp_path, new, EN.replace("- A sailing boat\n", "- A sailing boat\n- Ein Floß\n"))
    assert "en: A cutter A sailing boat" in lines(chapter(root, missing="omit")[0])
    assert "de-DE: Ein Kutter Ein Segler Ein Floß" in lines(chapter(root, missing="source")[0])


LISTED = """
:::: table
* - Boot
  - Fahrten
* - Anna
  - - nach Süden
    - nach Norden
* - Berta
  - Nirgendwohin.

    Nie.

Die Boote und ihre Fahrten.
::::
"""


def test_what_stands_in_a_cell_of_a_table_of_lists_is_left_out_by_itself(tmp_path: Path) -> None:
    old = DE + LISTED
    new = old.replace("    - nach Norden\n", "    - nach Norden\n    - nach Westen über das Meer\n")
    english = """
:::: table
* - Boat
  - Trips
* - Anna
  - - south
    - north
* - Berta
  - Nowhere.

    Never.

The boats and their trips.
::::
"""
    both = {"chapters/de/01-a.md": old, "chapters/en/01-a.md": EN + english}
    more = english.replace("    - north\n", "    - north\n    - nach Westen über das Meer\n")
    root = written(tmp_path, new, EN + more, **both)
    assert "Anna south north nach Westen über das Meer Berta" in " ".join(lines(chapter(root)[0]))
    shown = " ".join(lines(chapter(root, missing="omit")[0]))
    assert "Anna south north Berta Nowhere. Never." in shown


def test_a_chapter_of_which_nothing_is_known_is_printed_as_it_is(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN}, editions=book.PRINT)
    found, told = chapter(root, "source", "source")
    assert not found.fallback
    assert told == [
        (
            "chapters/en/01-a.md: notice: the state of this translation is not tracked, so it is printed as it is "
            "[translation.untracked]"
        )
    ]


def test_a_state_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    root = written(tmp_path, DE)
    (root / "l10n/en/01-a.toml").write_text("no state", encoding="utf-8")
    _, told = chapter(root, "source")
    assert [code(one) for one in told] == ["state.broken"]


def test_a_chapter_that_is_missing(tmp_path: Path) -> None:
    root = written(tmp_path, DE, **{"chapters/de/00-b.md": "# B\n\nWörter „hier“.\n"})
    for missing, ids, told in (
        ("source", ["imprint", "00-b", "01-a"], "chapter.borrowed"),
        ("omit", ["imprint", "01-a"], "chapter.omitted"),
        ("fail", ["imprint", "01-a"], "chapter.missing"),
    ):
        found, said = reading(root, Untranslated(missing=missing))
        assert [leaf.draft.prepared.id for leaf in found.drafts] == ids
        assert [one.code for one in said] == [told]
    found, _ = reading(root, Untranslated(missing="source"))
    borrowed = found.drafts[1].draft.prepared
    assert (borrowed.lang, borrowed.fallback) == ("de-DE", "whole")
    assert [block.lang for block in borrowed.blocks] == ["en-US", ""]


POLICY = """
[editions.print]
format = "pdf"
stale = "source"

[editions.web]
format = "web"

[editions.epub]
format = "epub"
stale = "fail"
pages_from = "none"
"""


@pytest.mark.heavy
def test_editions_differ(tmp_path: Path) -> None:
    root = written(tmp_path, DE.replace("von 1912", "aus dem Jahr 1912"))
    text = book.settings(["de", "en"], editions=POLICY)
    text = text.replace("[imprint]\n", "[imprint]\nuntranslated = true\n")
    (root / "book.toml").write_text(text.replace('"A Case"', '"A Case"\nstale = "keep"'), encoding="utf-8")
    result = api.build(root, locales=["en"], editions=["print", "web"])
    assert [one.code for one in result.diagnostics] == ["translation.borrowed", "translation.kept"]
    page = (root / "output/fall.en/01-a.html").read_text(encoding="utf-8")
    assert "A second sentence from 1912" in page and NOTICE not in page
    result = api.build(root, locales=["en"], editions=["epub"])
    assert result.failed and [one.code for one in result.diagnostics] == ["translation.stale"]
    (root / "book.toml").write_text(text.replace('"A Case"', '"A Case"\nstale = "source"'), encoding="utf-8")
    assert not api.build(root, locales=["en"], editions=["web"]).failed
    page = (root / "output/fall.en/01-a.html").read_text(encoding="utf-8")
    assert '<p class="untranslated-notice"' in page and 'lang="de-DE">Ein zweiter Satz aus dem Jahr' in page
    assert "Not translated yet, in whole or in part:" in (root / "output/fall.en/imprint.html").read_text(
        encoding="utf-8"
    )
    # What is recorded is up to date, and the next build is another one though no chapter has changed.
    assert main(["translate", "sync", "01-a", "8", "--book", str(root)]) == 0
    assert not api.build(root, locales=["en"], editions=["web"]).unchanged
    assert NOTICE not in (root / "output/fall.en/01-a.html").read_text(encoding="utf-8")


def test_a_value_that_a_policy_cannot_have(tmp_path: Path) -> None:
    text = book.settings(["de", "en"], editions=book.PRINT).replace('"A Case"', '"A Case"\nstale = "omit"')
    root = book.write(tmp_path, {"chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN, "book.toml": text})
    assert [one.code for one in api.check(root).diagnostics] == ["book.value"]


PIECES = [
    "Ein Satz mit [^n].",
    "## Kopf",
    "- Punkt\n- Zweiter",
    "> Zitat",
    "| a | b |\n|---|---|\n| c | d |",
    "Noch ein Absatz.",
]


@pytest.mark.heavy
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(st.sampled_from(range(len(PIECES))), min_size=1, max_size=6),
    after=st.lists(st.tuples(st.sampled_from(range(len(PIECES))), st.booleans()), min_size=1, max_size=6),
)
def test_with_the_source_in_every_place_the_text_is_that_of_the_source(
    before: list[int], after: list[tuple[int, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever was changed, moved, or taken out: no block of the source is lost, and every note that is called is there."""
    root = tmp_path_factory.mktemp("book")

    def text(parts: Sequence[str]) -> str:
        named = [part.replace("[^n]", f"{at} [^n{at}]") for at, part in enumerate(parts)]
        notes = [f"[^n{at}]: Note {at}." for at, part in enumerate(parts) if "[^n]" in part]
        return "# T\n\n" + "\n\n".join((*named, *notes)) + "\n"

    old = text([PIECES[at] for at in before])
    book.write(
        root,
        {"chapters/de/01-a.md": old, "chapters/en/01-a.md": old.replace("Satz", "Phrase")},
        editions=book.PRINT,
    )
    assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    new = text(
        [PIECES[at] + (" Neu dazu gekommen." if changed and at in (0, 5) else "") for at, changed in after]
    )
    (root / "chapters/de/01-a.md").write_text(new, encoding="utf-8")
    found, _ = reading(root, Untranslated("source", "source"))
    made = found.drafts[-1].draft.prepared
    source = api.load(World(root))[0]
    assert source is not None
    wanted = (
        read_locale(Context(World(root), Findings()), source, source.locales["de"], None)
        .drafts[-1]
        .draft.prepared
    )
    said = [" ".join(_words(block)) for block in made.blocks]
    for block in wanted.blocks:
        words = " ".join(_words(block))
        assert any(words in one or words.replace("Satz", "Phrase") in one for one in said)
    assert {n.label for n in walk(made.blocks) if isinstance(n, NoteRef)} <= {
        note.label for note in made.notes
    }


def test_a_reference_to_what_was_left_out_becomes_its_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    de = {
        "chapters/de/01-a.md": "# Eins\n\nSiehe [dort](#zwei), [](#zwei), [](#02-b) und [hier](#boote){.x}.\n\n"
        "## Boote {#boote}\n\nText.\n",
        "chapters/de/02-b.md": "# Zwei\n\n## Teil zwei {#zwei}\n\nText.\n",
    }
    en = "# One\n\nSee [there](#zwei), [](#zwei), [](#02-b) and [here](#boote){.x}. But [](#nowhere).\n"
    text = book.settings(["de", "en"]).replace('"A Case"', '"A Case"\nmissing = "omit"')
    text = text.replace("[imprint]", "[imprint]\nuntranslated = true")
    root = book.write(tmp_path, {**de, "chapters/en/01-a.md": en, "book.toml": text})
    assert main(["translate", "sync", "01-a", "--same", "--book", str(root)]) == 0
    capsys.readouterr()
    assert main(["check", str(root), "--quick", "--edition", "web", "--locale", "en"]) == 1
    both = capsys.readouterr()
    said = (both.out + both.err).replace(f"{root.as_posix()}/", "")
    place = "chapters/en/01-a.md:3"
    words = "was omitted from this translation [reference.omitted]"
    for column, target in ((5, "zwei"), (21, "zwei"), (32, "02-b"), (46, "boote")):
        assert f"{place}:{column}: notice: the target #{target} {words}" in said
    assert said.count("[reference.unknown]") == 1 and "#nowhere" in said
    (root / "chapters/en/01-a.md").write_text(en.replace(" But [](#nowhere).", ""), encoding="utf-8")
    assert main(["build", str(root), "--locale", "en", "--edition", "web"]) == 0
    pages = {file.name: file.read_text(encoding="utf-8") for file in (root / "output").rglob("*.html")}
    expected = (
        'See <span>there</span>, <span><span lang="de-DE">Teil zwei</span></span>,'
        ' <span><span lang="de-DE">Zwei</span></span>'
        ' and <span class="x">here</span>.'
    )
    assert expected in pages["01-a.html"]
    imprint = next(text for text in pages.values() if "box imprint" in text)
    assert "Not translated yet, in whole or in part:" in imprint and "Zwei" in imprint
    assert "02-b.html" not in pages


@pytest.mark.parametrize("target", ["02-b.md#teil-zwei", "02-b.md#zwei", "02-b.md", "#teil-zwei"])
def test_a_heading_of_a_chapter_that_was_left_out_may_be_meant_by_its_words(
    target: str, tmp_path: Path
) -> None:
    """As in the source, whose links the translator keeps; no part of the translation differs by that."""
    de = {
        "chapters/de/01-a.md": f"# Eins\n\nSiehe [dort]({target}).\n",
        "chapters/de/02-b.md": "# Zwei\n\n## Teil zwei\n\nText.\n",
    }
    text = book.settings(["de", "en"]).replace('"A Case"', '"A Case"\nmissing = "omit"')
    en = f"# One\n\nSee [there]({target}).\n"
    root = book.write(tmp_path, {**de, "chapters/en/01-a.md": en, "book.toml": text})
    assert main(["translate", "sync", "01-a", "--same", "--book", str(root)]) == 0
    result = api.build(root, editions=("web",))
    (page,) = (root / "output").rglob("*en/01-a.html")
    assert "See <span>there</span>." in page.read_text(encoding="utf-8")
    told = {
        (one.code, one.span.path) for one in result.diagnostics if one.span.path.startswith("chapters/en")
    }
    assert {code for code, _ in told} - {"reference.slug"} == {"reference.omitted"}
    (root / "chapters/en/01-a.md").write_text(en.replace(target, "02-x.md#teil-zwei"), encoding="utf-8")
    assert "reference.chapter" in {one.code for one in api.check(root, editions=("web",)).diagnostics}


LEFT_OUT = """\
---
title: Der Titel {n}
summary: Die Zusammenfassung {n} ist auch nicht das, was sie war.
date: 2022-01-2{n}
---

Der Absatz {n}a handelt von dem und nicht von [Kiew]{{name=kyiv}}, siehe [](#ort-{m}) und [dort](#0{m}-a), 17%.[^n]

## Die Überschrift {n}b ist nicht die erste {{#ort-{n}}}

- Der Punkt {n}c ist noch nicht der letzte
- Der Punkt {n}d, der ist es auch nicht

::: aside Der Kasten {n}e
Der Text {n}f ist nicht von hier, und nicht von dort.
:::

| Der Kopf {n}g | Die Zahl {n}h |
|------|------|
| Die Zelle {n}i | Das ist {n}j |

![Das Bild {n}k ist nicht da](images/a.png)

[^n]: Die Anmerkung {n}l ist nicht lang - "wirklich" nicht.
"""
GENERATED = """\
# Das Register 9

::: chronology
Der Text 9m ist nicht lang.
:::

::: index {of=places title="Die Orte 9n"}
Kijew
: see: Kiew
:::
"""
PIXEL = (ROOT / "tests/books/everything/chapters/de/images/shade.png").read_bytes()
MARKED = re.compile(r"(?:Der|Die|Das)\s[\wÜ]+\s(\d[a-n])")
UNITS = [f"{n}{letter}" for n in (1, 2) for letter in "abcdefghijkl"] + ["9m", "9n"]


ENGLISH = {
    "handelt von dem und nicht von": "is about this and about", "siehe": "see", "[dort]": "[there]",
    "ist noch nicht der letzte": "is the last", "Kiew": "Kyiv", "ist nicht die erste": "comes first",
    ", der ist es auch nicht": " is another",
    "ist nicht von hier, und nicht von dort": "is from here", "ist nicht da": "is there", "ist nicht lang": "is long",
    ' - "wirklich" nicht': "", "Das ist": "This is", "ist auch nicht das, was sie war": "is what it was",
}  # fmt: skip


def left_out_book(root: Path, done: set[str], titles: set[int]) -> Path:
    """Write a book of which only some blocks, and the titles of some chapters, are translated."""
    de = {f"chapters/de/0{n}-a.md": LEFT_OUT.format(n=n, m=3 - n) for n in (1, 2)}
    de["chapters/de/09-z.md"] = GENERATED
    files: dict[str, str | bytes] = {
        **de,
        "book.toml": book.settings(["de", "en"]).replace('"A Case"', '"A Case"\nmissing = "omit"'),
        "names.toml": '[places]\nkyiv = { de = "Kiew", en = "Kyiv" }\n',
        "chapters/de/images/a.png": PIXEL,
        "chapters/en/images/a.png": PIXEL,
    }
    for path, source in de.items():
        lines = source.split("\n")
        for row, line in enumerate(lines):
            marks = set(re.findall(r"\b\d[a-n]\b", line))
            title = re.search(r"(?:Der Titel|Das Register) (\d)", line)
            if (marks and marks <= done) or (title and int(title[1]) in titles):
                new = re.sub(r"\b[DWK][a-zü]+ [\wÜ]+ (?=\d)", "Text number ", line)
                for old, other in ENGLISH.items():
                    new = new.replace(old, other)
                lines[row] = new
        target = "\n".join(lines)
        files[path.replace("/de/", "/en/")] = target
        pairs = zip(blocks(source, path), blocks(target, path), strict=True)
        entries = (
            StateEntry(old.digest, old.text, (new.digest,)) for old, new in pairs if old.digest != new.digest
        )
        files[f"l10n/en/{Path(path).stem}.toml"] = state_toml(tuple(entries))
    return book.write(root, files)


@pytest.mark.parametrize(
    "seed", [0, 2, *(pytest.param(seed, marks=pytest.mark.heavy) for seed in (1, 3, 4, 5))]
)
def test_nothing_is_said_or_told_of_what_is_left_out(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    share = (0, 0.2, 0.5, 0.8, 0.95, 0.1)[seed]
    done = {unit for unit in UNITS if chance.random() < share}
    root = left_out_book(tmp_path, done, {n for n in (1, 2, 9) if chance.random() < share})
    result = api.build(root, locales=["en"], editions=["web", "epub"], jobs=1)
    told = [str(one) for one in result.diagnostics]
    assert [one for one in told if ": notice: " not in one] == []
    assert {code(one) for one in told} <= {
        "translation.omitted",
        "chapter.omitted",
        "reference.omitted",
        *book.FULLNESS,
    }
    texts: dict[str, str] = {}
    for path in sorted((root / "output").rglob("*")):
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as archive:
                texts |= {
                    f"epub/{n}": archive.read(n).decode()
                    for n in archive.namelist()
                    if n.endswith(("html", "opf", "ncx"))
                }
        elif path.suffix in (".html", ".xml") or path.name == "search-texts.js":
            texts[path.name] = path.read_text(encoding="utf-8")
    assert any(name.startswith("epub/") for name in texts) and "index.html" in texts
    found = {(name, unit) for name, text in texts.items() for unit in MARKED.findall(text)}
    # A reference without words has the name that its target has in the source.
    assert {unit for _, unit in found} <= {"1b", "2b"}
    for n, name in ((1, "01-a"), (2, "02-a")):
        if not any(unit.startswith(str(n)) for unit in done):
            assert not any(f"{name}." in file for file in texts)
            assert not any(f'href="{name}' in text or f"{name}.xhtml" in text for text in texts.values())
