"""A translator's files on the command line: out, translated, and in again; and what is refused, which changes nothing."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from translate.storage import xliff as xliff1

from bookbuilder.cli import main
from bookbuilder.cli.shared.translations import load_project
from bookbuilder.diagnostics import Findings
from bookbuilder.translate.exchange import xliff
from bookbuilder.translate.exchange.import_files import import_files
from bookbuilder.translate.exchange.returned_units import LIMIT
from bookbuilder.world import World
from tests.cases import book
from tests.growth import at_most
from tests.translate.schema import SCHEMA
from tests.translate.translator import copy_sources

FACTS = '[aid]\namount = "200e6 USD"\n'
DE = """\
---
title: Der *Hafen*
summary: >
  Zwei
  Zeilen.
---

Ein erster Satz über den Hafen, der
in zwei Zeilen steht und *nicht* endet.[^a]

Es kostet [200 Millionen]{fact=aid}, so [sagt](https://example.org/a_b) `ls` von 1912.

- Punkt eins
- Punkt zwei

| Ort | Wert \\| Rest |
| --- | --- |
| Kiew | [200]{fact=aid} |

::: figure {#abb credit="Foto: Haus"}
![Ein Bild](bild.svg){.wide}

Unterschrift.
:::

[^a]: Eine Note.

```{.python #gruss caption="Ein *Gruß*"}
code
```
"""
EN = """\
---
title: The *Harbor*
summary: >
  Two
  lines.
---

A first sentence about the harbor, which
takes two lines and does *not* end.[^a]

It costs [$200 million]{fact=aid}, [says](https://example.org/a_b) `ls` of 1912.

- Item one
- Item two

| Place | Value \\| rest |
| --- | --- |
| Kyiv | [200]{fact=aid} |

::: figure {#abb credit="Photo: House"}
![A picture](bild.svg){.wide}

Caption.
:::

[^a]: A note.

```{.python #gruss caption="A *greeting*"}
code
```
"""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book whose translation is done."""
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": DE,
        "chapters/en/01-a.md": EN,
        "facts.toml": FACTS,
    }
    found = book.write(tmp_path_factory.mktemp("done") / "book", files)
    assert main(["translate", "sync", "--same", "--book", str(found)]) == 0
    assert main(["status", str(found), "--strict"]) == 0
    return found


@pytest.fixture
def root(done: Path, tmp_path: Path) -> Path:
    """A copy of that book, to be changed."""
    return Path(shutil.copytree(done, tmp_path / "book"))


def export(root: Path, *words: str, form: str = "xliff") -> Path:
    into = root.parent / "out"
    arguments = ["translate", "export", "en", "--format", form, "--force", "--into", str(into), *words]
    assert main([*arguments, "--book", str(root)]) == 0
    return into / {"xliff": "en.xlf", "xliff2": "en.xliff2.xlf", "po": "en.po"}[form]


def bring(root: Path, *files: Path | str) -> int:
    return main(["translate", "import", *map(str, files), "--book", str(root)])


def contents(root: Path) -> dict[str, bytes]:
    """Return all files of a book, but for its cache and for what an import keeps for the translator."""
    left = {root / ".bookbuilder", root / "translate"}
    found = (path for path in root.rglob("*") if path.is_file() and not left & set(path.parents))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def edit(file: Path, *changes: tuple[str, str]) -> Path:
    content = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in content, old
        content = content.replace(old, new)
    file.write_text(content, encoding="utf-8")
    return file


def source(root: Path, *changes: tuple[str, str]) -> None:
    edit(root / "chapters/de/01-a.md", *changes)


def translation(root: Path) -> str:
    return (root / "chapters/en/01-a.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["xliff", "xliff2", "po"])
def test_what_comes_back_unchanged_changes_nothing(root: Path, form: str) -> None:
    source(root, ("Punkt eins", "Punkt eins und mehr"))
    before = contents(root)
    assert bring(root, export(root, "--all", form=form)) == 0
    assert contents(root) == before


def test_only_what_is_open_goes_out(root: Path) -> None:
    export(root)
    assert not (root.parent / "out/en.xlf").exists()
    source(root, ("Punkt eins", "Punkt eins und mehr"), ("Eine Note.", "Eine Note.\n\nGanz Neues."))
    content = export(root).read_text(encoding="utf-8")
    SCHEMA.validate(content)
    assert re.findall("<source>(.*)</source>", content) == [
        "Punkt eins und mehr",
        "Punkt eins",
        "Ganz Neues.",
    ]
    assert '<target state="needs-review-translation" xml:lang="en">Item one</target>' in content
    assert '<alt-trans alttranstype="previous-version">\n<source>Punkt eins</source>' in content
    assert '<target state="new" xml:lang="en"/>' in content
    assert len(re.findall("<trans-unit", export(root, "--all").read_text(encoding="utf-8"))) == 17


def test_a_segment_holds_no_markdown_and_a_fact_what_it_prints(root: Path) -> None:
    content = export(root, "--all").read_text(encoding="utf-8")
    assert (
        '<source>Es kostet <x id="1" ctype="x-fact" equiv-text="$200\u00a0million"/>, so <g id="2" ctype="link"'
        ' equiv-text="https://example.org/a_b">sagt</g> <x id="3" ctype="x-code" equiv-text="ls"/> von 1912.</source>'
        in content
    )
    assert '<source><x id="1" ctype="x-fact" equiv-text="$200\u00a0million"/></source>' in content
    assert "<source>Wert | Rest</source>" in content
    assert '<note from="bookbuilder">1 is a value; it will be printed as $200\u00a0million</note>' in content


def test_translations_are_put_in_their_places_and_recorded(root: Path) -> None:
    source(
        root,
        ("der\nin zwei Zeilen", "der\nheute in zwei Zeilen"),
        ("Zwei\n  Zeilen", "Drei\n  Zeilen"),
        ("Rest |", "Übriges |"),
    )
    source(
        root,
        ("- Punkt eins", 'Das sagt [450 Millionen]{amount="450e6 USD"} *neu*.\n\n- Punkt eins'),
        ("Foto: Haus", "Foto: Haus in Kiew"),
        ("Ein *Gruß*", "Ein *Gruß* heute"),
    )
    file = edit(
        copy_sources(export(root)),
        ("A first sentence", "# A very first sentence"),
        ("Two lines.", "Three: lines."),
        ("Value | rest", "Value | remainder"),
        ("Photo: House", 'Photo: "House" in Kyiv'),
        ("A <g", 'A "{warm}" <g'),
        (
            '<target state="new" xml:lang="en">Das sagt ',
            '<target state="translated" xml:lang="en">2. That says ',
        ),
        ('"italic">neu</g>', '"italic"> new</g>'),
    )
    edit(file, ('"italic"> new</g>.</source>', '"italic">neu</g>.</source>'))
    assert bring(root, file) == 0
    found = translation(root)
    assert (
        "\\# A very first sentence about the harbor, which takes two\nlines and does *not* end.[^a]" in found
    )
    assert "summary: 'Three: lines.'\n---" in found
    assert "| Value \\| remainder |" in found
    assert 'credit="Photo: \\"House\\" in Kyiv"' in found
    assert '```{.python #gruss caption="A \\"\\{warm\\}\\" *greeting*"}' in found
    assert '2\\. That says [$450 million]{amount="450e6 USD"} *new*.\n\n- Item one' in found
    assert "It costs [$200 million]{fact=aid}, [says]" in found, "what was not translated stays"
    assert main(["status", str(root), "--strict"]) == 0
    before = contents(root)
    assert bring(root, file) == 0
    assert contents(root) == before, "a file may come twice"


def test_a_unit_that_somebody_calls_translated_is_done_also_if_it_stays_as_it_was(root: Path) -> None:
    source(root, ("Punkt eins", "Punkt Eins"))
    assert bring(root, edit(export(root), ("needs-review-translation", "final"))) == 0
    assert main(["status", str(root), "--strict"]) == 0
    assert translation(root) == EN


def test_a_chapter_that_nobody_has_begun_is_made(root: Path) -> None:
    (root / "chapters/en/01-a.md").unlink()
    (root / "l10n/en/01-a.toml").unlink()
    file = edit(copy_sources(export(root), "translated"), ("Eine Note.</target>", "A note.</target>"))
    assert bring(root, file) == 0
    assert translation(root) == (
        DE.replace("Eine Note.", "A note.")
        .replace("[200 Millionen]", "[$200 million]")
        .replace("[200]", "[$200 million]")
    )
    assert main(["status", str(root), "--strict"]) == 0


def test_a_cell_that_is_only_a_fact_is_nothing_to_translate(root: Path) -> None:
    (root / "chapters/en/01-a.md").write_text(DE, encoding="utf-8")
    (root / "l10n/en/01-a.toml").unlink()
    file = copy_sources(export(root), "translated")
    assert file.read_text(encoding="utf-8").count("<trans-unit") == 14
    before = contents(root)
    assert bring(root, export(root)) == 0
    assert contents(root) == before
    assert bring(root, copy_sources(export(root), "final")) == 0
    assert "| Kiew | [$200 million]{fact=aid} |" in translation(root)
    assert main(["status", str(root), "--strict"]) == 0


def test_line_ends_and_the_mark_before_a_file_stay(root: Path) -> None:
    before = b"\xef\xbb\xbf" + EN.replace("\n", "\r\n").encode()
    (root / "chapters/en/01-a.md").write_bytes(before)
    assert bring(root, edit(export(root, "--all"), ("Item one", "Item on"))) == 0
    assert (root / "chapters/en/01-a.md").read_bytes() == before.replace(b"Item one", b"Item on")


def test_a_value_in_front_matter_keeps_its_quotation_marks(root: Path) -> None:
    edit(root / "chapters/en/01-a.md", ("The *Harbor*", "'The *Harbor*'"))
    assert bring(root, edit(export(root, "--all"), ("</g>", "</g>"), (">Harbor<", ">Captain's Harbor<"))) == 0
    assert "title: 'The *Captain''s Harbor*'\n" in translation(root)


@pytest.mark.heavy
@pytest.mark.parametrize(
    "part",
    ['<trans-unit id="{0}"><source>Ein Satz {0}</source><target>A</target></trans-unit>',
     '<trans-unit id="{0}"><source><g id="1"/><x id="2"/></source><target>A</target></trans-unit>'],
)  # fmt: skip
def test_a_file_of_many_wrong_units_takes_linear_time(part: str, root: Path) -> None:
    project = load_project(World(root))

    def seconds(size: int) -> float:
        units = "".join(part.format(at) for at in range(size))
        content = (
            f'<xliff xmlns="{xliff.NAMESPACE}" version="1.2"><file original="chapters/de/01-a.md" target-language="en">'
            f"<body>{units}</body></file></xliff>"
        )
        start, findings = time.process_time(), Findings()
        import_files(World(root), project, {"a.xlf": content.encode()}, findings)
        assert sum(found.more or 1 for found in findings.sorted()) == size
        return time.process_time() - start

    assert at_most(40, seconds, 800, 8_000)


def test_po_has_the_previous_source_and_comes_back(root: Path) -> None:
    source(root, ("Punkt eins", "Punkt eins und mehr"), ("Eine Note.", "Eine Note.\n\nGanz *Neues*."))
    file = export(root, form="po")
    content = file.read_text(encoding="utf-8")
    assert '#, fuzzy\n#| msgid "Punkt eins"\nmsgctxt "chapters/de/01-a.md#' in content
    assert 'msgid "Ganz <1>Neues</1>."\nmsgstr ""' in content
    with file.open("rb") as stream:
        catalog = read_po(stream, abort_invalid=True)
    assert {message.id: (message.string, message.fuzzy) for message in catalog if message.id} == {
        "Punkt eins und mehr": ("Item one", True),
        "Ganz <1>Neues</1>.": ("", False),
    }
    edit(file, ("#, fuzzy\n", ""), ('"Item one"', '"Item one and more"'))
    edit(file, ('Neues</1>."\nmsgstr ""', 'Neues</1>."\nmsgstr "Something\\n"\n" quite <1>new</1>"'))
    assert bring(root, file) == 0
    assert "- Item one and more\n" in translation(root)
    assert "[^a]: A note.\n\nSomething quite *new*\n" in translation(root)
    assert main(["status", str(root), "--strict"]) == 0


def test_files_for_each_chapter(root: Path) -> None:
    (root / "chapters/de/02-b.md").write_text("Neu.\n", encoding="utf-8")
    source(root, ("Punkt eins", "Punkt Eins"))
    export(root, "--split")
    assert sorted(path.name for path in (root.parent / "out").iterdir()) == ["01-a.en.xlf", "02-b.en.xlf"]
    export(root, "--split", "-c", "02-b", form="po")
    assert (root.parent / "out/02-b.en.po").is_file() and not (root.parent / "out/01-a.en.po").exists()


def test_split_and_joined_blocks_are_one_unit(root: Path) -> None:
    edit(root / "chapters/en/01-a.md", ("harbor, which\ntakes", "harbor.\n\nWhich takes"))
    assert main(["translate", "sync", "01-a", "8=8,10", "--book", str(root)]) == 0
    file = export(root, "--all")
    content = file.read_text(encoding="utf-8")
    SCHEMA.validate(content)
    assert 'harbor.<x id="3" ctype="x-block"/>Which takes' in content
    before = contents(root)
    assert bring(root, file) == 0
    assert contents(root) == before
    edit(file, ("Which takes", "Which now takes"))
    assert bring(root, file) == 0
    assert "harbor.\n\nWhich now takes two lines" in translation(root)
    assert main(["status", str(root), "--strict"]) == 0
    edit(file, ('<x id="3" ctype="x-block"/>', " "), ("Which now takes", "Which takes"))
    assert bring(root, file) == 1
    edit(
        root / "chapters/en/01-a.md",
        ("end.[^a]\n\nIt costs", "end.[^a] It costs"),
        ("harbor.\n\nWhich", "harbor. Which"),
    )
    assert main(["translate", "sync", "01-a", "8=8", "11=8", "--book", str(root)]) == 0
    content = (file := export(root, "--all")).read_text(encoding="utf-8")
    assert (
        '<x id="2" ctype="x-note"/><x id="3" ctype="x-block"/>Es kostet <x id="4" ctype="x-fact"' in content
    )
    before = contents(root)
    assert bring(root, file) == 0
    assert contents(root) == before
    edit(file, ("It costs", "It cost"))
    assert bring(root, file) == 0
    assert "It cost [$200 million]{fact=aid}" in translation(root)
    assert main(["status", str(root), "--strict"]) == 0


Spoil = Callable[[str], str]


def told(
    root: Path, capsys: pytest.CaptureFixture[str], spoil: Spoil | Callable[[str], bytes], form: str = "xliff"
) -> str:
    """Return what is said of a spoiled file; nothing of the book may change."""
    source(root, ("Punkt eins", "Punkt eins und mehr"), ("Eine Note.", "Eine Note.\n\nGanz Neues."))
    file = export(root, "--all", form=form)
    spoiled = spoil(file.read_text(encoding="utf-8"))
    file.write_bytes(spoiled if isinstance(spoiled, bytes) else spoiled.encode())
    before = contents(root)
    capsys.readouterr()
    assert bring(root, file) == 1
    assert contents(root) == before
    return capsys.readouterr().err.replace("\n", " ")


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def swapped(content: str) -> str:
    _, first, second, *_ = re.findall('trans-unit id="([^"]+)"', content)  # the first is of book.toml
    return content.replace(first, "x").replace(second, first).replace('id="x"', f'id="{second}"')


def doubled(content: str) -> str:
    _, first, second, *_ = re.findall('trans-unit id="([^"]+)"', content)  # the first is of book.toml
    return content.replace(f'trans-unit id="{second}"', f'trans-unit id="{first}"')


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda c: c.replace(HEAD, HEAD + BOMB).replace("Item one", "&b;"), "[exchange.active]"),
        (lambda c: c.replace(HEAD, HEAD + OUTSIDE).replace("Item one", "&a;"), "[exchange.active]"),
        (
            lambda c: c.replace(HEAD, HEAD.replace("UTF-8", "UTF-16") + BOMB).encode("utf-16"),
            "[exchange.active]",
        ),
        (lambda c: c.replace(HEAD, HEAD + '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'), "[exchange.active]"),
        (lambda c: c.replace("Item one", "&b;"), "[exchange.broken]"),
        (lambda c: c[: len(c) // 2], "[exchange.broken]"),
        (lambda c: c[:-10], "[exchange.broken]"),
        (lambda c: "", "[exchange.broken]"),
        (lambda c: c.replace("über", "uber").replace("Ü", "U").replace("Item one", "Ort ä").encode("latin-1", "replace"),
         "[exchange.broken]"),
        (lambda c: "<html><body>Sign in</body></html>", "not as XLIFF 1.2 or 2.1 does [exchange.broken]"),
        (lambda c: c.replace("document:1.2", "document:2.0"), "[exchange.broken]"),
        (lambda c: c.replace("Item one", "<g id='1'>" * 300 + "</g>" * 300), "[exchange.broken]"),
        (lambda c: c.replace("Item one", "<script/>"), "holds <script>, which is not known [exchange.invalid]"),
        (lambda c: c.replace("Item one", "<x id='-1'/>"), "a code with the number '-1' [exchange.invalid]"),
        (swapped, "it is that of unit"),
        (doubled, "stands in this file twice, first on line 21 [exchange.twice]"),
        (lambda c: c.replace("chapters/de/01-a.md", "../../etc/passwd"), "[exchange.chapter]"),
        (lambda c: c.replace('target-language="en"', 'target-language="fr"'), "into 'fr', which is no locale"),
        (lambda c: c.replace("<source>Punkt zwei", "<source>Punkt drei"), "[exchange.source]"),
        (lambda c: re.sub('trans-unit id="[^"]+"', 'trans-unit id="000000000000"', c, count=1), "[exchange.stale]"),
        (lambda c: c.replace("of 1912", "of 1921"), "stands 1921, and 1912 in the source [exchange.number]"),
        (lambda c: c.replace('</g> <x id="3" ctype="x-code" equiv-text="ls"/> of', "</g> of"),
         "the code {3} of the source is missing [exchange.codes]   hint: it stands for ls"),
        (lambda c: c.replace("of 1912", 'of 1912<x id="1"/>'), "the code {1} stands 2 times [exchange.codes]"),
        (lambda c: c.replace("of 1912", 'of 1912<x id="9"/>'), "there is a code {9}, which the source has not"),
        (lambda c: c.replace(">says</g>", '><x id="3"/></g>').replace('</g> <x id="3" ctype="x-code" equiv-text="ls"/> of',
                                                                     '</g> <ex id="2"/> of'), "[exchange.codes]"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str], spoil: Spoil, said: str
) -> None:
    assert said in told(root, capsys, spoil)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda c: c.encode("latin-1", "replace"), "it is not UTF-8 [exchange.broken]"),
        (lambda c: c.replace("charset=UTF-8", "charset=ISO-8859-1"), "it says that it is ISO-8859-1"),
        (lambda c: c[: c.rindex("msgstr")], "has not both msgid and msgstr [exchange.broken]"),
        (lambda c: c.rstrip().removesuffix('"'), "this line is none of a PO file [exchange.broken]"),
        (
            lambda c: c.replace('msgstr "Item two"', 'msgstr "Item two"\nmsgstr "x"'),
            "msgstr stands here twice",
        ),
        (lambda c: c.split("\n\n", 1)[1], "it has no header"),
        (lambda c: c + "\n" + c.split("\n\n")[1] + "\n", "twice, first on line 12 [exchange.twice]"),
        (lambda c: c.replace("Language: en", "Language: fr"), "[exchange.language]"),
        (lambda c: c.replace("<2>says</2>", "</2>says<2>"), "the pair 2 is not closed where it should be"),
        (lambda c: "", "[exchange.broken]"),
    ],
)
def test_what_is_wrong_with_a_po_file_is_told(
    root: Path, capsys: pytest.CaptureFixture[str], spoil: Spoil, said: str
) -> None:
    assert said in told(root, capsys, spoil, "po")


def test_all_problems_are_told_at_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(
        root,
        capsys,
        lambda c: c.replace("of 1912", "of 1921").replace(
            'takes two lines and does <g id="1" ctype="italic">not</g>', "takes two lines and does not"
        ),
    )
    assert all(code in said for code in ("exchange.number", "the code <1>", "the code </1>"))


def test_a_number_that_is_meant_can_be_taken(root: Path) -> None:
    file = edit(export(root, "--all"), ("of 1912", "of 1921"))
    assert bring(root, file) == 1
    assert bring(root, file, "--any-number") == 0
    assert "of 1921" in translation(root)


def test_work_that_was_done_meanwhile_is_not_undone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = edit(export(root, "--all"), ("Item one", "Item 1st"))
    edit(root / "chapters/en/01-a.md", ("Item one", "Item the first"))
    before = contents(root)
    capsys.readouterr()
    assert bring(root, file, "--any-number") == 1
    assert "[exchange.edited]" in capsys.readouterr().err
    assert contents(root) == before


def test_a_source_that_was_changed_meanwhile_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = edit(export(root, "--all"), ("Item one", "The first item"))
    source(root, ("Punkt eins", "Punkt eins und mehr"))
    capsys.readouterr()
    assert bring(root, file) == 1
    said = capsys.readouterr().err.replace("\n", " ")
    assert (
        "'Punkt eins' [exchange.stale]   hint: it is now on line 13, and reads 'Punkt eins und mehr'" in said
    )


def test_new_items_and_rows_are_put_between_the_others(root: Path) -> None:
    source(
        root,
        ("- Punkt eins\n", "- Ein nullter Punkt\n- Punkt eins\n- Ein Punkt dazwischen\n  - und darunter\n"),
        ("- Punkt zwei\n", "- Punkt zwei\n- Ein ganz neuer dritter Punkt\n"),
        (
            "| Kiew | [200]{fact=aid} |\n",
            "| Kiew | [200]{fact=aid} |\n| Genf | [200]{fact=aid} |\n| Berlin | nichts |\n",
        ),
        ("\n::: figure", "\nEin Absatz danach.\n\n::: figure"),
    )
    edit(root / "chapters/en/01-a.md", ("- Item one\n- Item two", "* Item one\n* Item two"))
    file = edit(
        copy_sources(export(root)),
        ("Ein nullter Punkt</target>", "Item zero</target>"),
        ("Ein Punkt dazwischen</target>", "An item | between</target>"),
        ("und darunter</target>", "and below</target>"),
        ("Ein ganz neuer dritter Punkt</target>", "A third item</target>"),
        ("Genf</target>", "Geneva</target>"),
        ("Berlin</target>", "Berlin (West)</target>"),
        ("nichts</target>", "nothing | at all</target>"),
        ("Ein Absatz danach.</target>", "A paragraph behind it.</target>"),
    )
    assert bring(root, file) == 0
    assert translation(root) == (
        EN.replace("- Item one\n", "* Item zero\n* Item one\n* An item | between\n  - and below\n")
        .replace("- Item two\n", "* Item two\n* A third item\n")
        .replace(
            "| Kyiv | [200]{fact=aid} |\n",
            "| Kyiv | [200]{fact=aid} |\n| Geneva | [$200 million]{fact=aid} |\n| Berlin (West) | nothing \\| at all |\n"
            "\nA paragraph behind it.\n",
        )
    )
    assert main(["status", str(root), "--strict"]) == 0
    before = contents(root)
    assert bring(root, file) == 0
    assert contents(root) == before


def test_a_new_item_of_a_loose_list_at_the_end_of_a_file(root: Path) -> None:
    for name, one, two in (("de", "Punkt eins", "Punkt zwei"), ("en", "Item one", "Item two")):
        (root / f"chapters/{name}/01-a.md").write_text(f"# A\n\n> 1. {one}\n>\n> 2. {two}", encoding="utf-8")
    assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    source(root, ("> 2. Punkt zwei", "> 2. Punkt zwei\n>\n> 3. Punkt drei\n"))
    assert bring(root, edit(copy_sources(export(root)), ("Punkt drei</target>", "Item three</target>"))) == 0
    assert translation(root) == "# A\n\n> 1. Item one\n>\n> 2. Item two\n>\n> 3. Item three"
    assert main(["status", str(root), "--strict"]) == 0


def test_a_new_paragraph_of_an_item_has_no_place_yet(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source(root, ("- Punkt zwei", "- Punkt zwei\n\n  Ein ganz neuer Absatz darin"))
    file = edit(
        copy_sources(export(root)), ("Ein ganz neuer Absatz darin</target>", "A new paragraph</target>")
    )
    capsys.readouterr()
    assert bring(root, file) == 1
    assert "[exchange.place]" in capsys.readouterr().err
    assert translation(root) == EN


def test_what_cannot_be_markdown_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = edit(export(root, "--all"), ('does <g id="1" ctype="italic">not</g>', 'does <g id="1"></g>not'))
    capsys.readouterr()
    assert bring(root, file) == 1
    assert "[exchange.unwritable]" in capsys.readouterr().err
    assert translation(root) == EN


def test_a_file_is_known_by_its_name_and_not_too_large(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = export(root, "--all")
    other = file.rename(file.with_suffix(".txt"))
    assert bring(root, other) == 1
    assert "its name ends with '.txt'" in capsys.readouterr().err
    file.write_bytes(b" " * (LIMIT + 1))
    assert bring(root, file) == 1
    assert "larger than 32 MB" in capsys.readouterr().err.replace("\n", " ")


def test_a_chapter_stands_in_one_file_only(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = export(root, "--all")
    other = file.with_name("again.xlf")
    other.write_bytes(file.read_bytes())
    assert bring(root, file, other) == 1
    assert "[exchange.chapter]" in capsys.readouterr().err


def test_codes_of_other_tools_are_understood() -> None:
    content = (
        f'<xliff xmlns="{xliff.NAMESPACE}" version="1.2"><file original="a.md" target-language="en"><body>'
        '<trans-unit id="1"><source>a <g id="1">b</g><x id="2"/></source><target state="final"><mrk mtype="seg" mid="0">'
        'a <bpt id="1">*</bpt>b<ept id="1">*</ept><ph id="2"/></mrk></target></trans-unit></body></file></xliff>'
    )
    findings = Findings()
    (chapter,) = xliff.read(content.encode(), "a.xlf", findings)
    assert findings.sorted() == ()
    (unit,) = chapter.units
    assert unit.source == unit.target and unit.finished


def test_a_new_language_has_no_texts_of_the_source_as_translations(tmp_path: Path) -> None:
    kept = "\n{lang=de translate=no}\n> Die Würde des Menschen.\n\nMit [Ich schwöre]{lang=de translate=no} darin.\n"
    files: dict[str, str | bytes] = {"facts.toml": FACTS, "chapters/de/01-a.md": DE + kept}
    root = book.write(tmp_path / "book", files)
    assert main(["new-locale", "fi", "--book", str(root)]) == 0
    arguments = ["translate", "export", "fi", "--all", "--into", str(root.parent), "--book", str(root)]
    assert main(arguments) == 0
    content = (root.parent / "fi.xlf").read_text(encoding="utf-8")
    SCHEMA.validate(content)
    store = xliff1.xlifffile.parsestring(content.encode())  # type: ignore[no-untyped-call]
    assert len(store.units) > 100 and not any(unit.istranslated() for unit in store.units)
    assert [unit.target for unit in store.units if unit.target] == []
    before = contents(root)
    assert bring(root, root.parent / "fi.xlf") == 0
    assert contents(root) == before
