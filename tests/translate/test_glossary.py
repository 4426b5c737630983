"""The glossary: how it is read, which words it finds, and what it has against a translation."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.translate.chapter_blocks import blocks
from bookbuilder.translate.glossary import Glossary, occurrences, read
from tests.cases import book
from tests.cases.case import ROOT
from tests.dossier_files import copy_files

GLOSSARY = """\
[arms]
term = ["Waffenlieferung*", "Lieferung von Waffen"]
en = ["arms deliver*", "delivery of arms"]
not = { en = ["weapon* shipment*", "arms"] }
note = "So in the agreement."

[talks]
term = "Gespräche"
en = "talks"
"""
DE = """\
---
title: Waffenlieferungen
---

Die Gespräche über *Waffenlieferungen* und die
Lieferung von Waffen gehen weiter.

- Die Gespräche
- `Gespräche` und [hier](gespräche.md)

Nichts davon.
"""
EN = """\
---
title: Arms Deliveries
---

The conversations about *arms* *deliveries* and
weapons shipments in this place go on.

- The talks
- `Gespräche` and [here](gespräche.md)

Nothing of that.
"""
LOCALES = {"de": "de", "en": "en-US"}
NOTE = (
    "glossary: “Waffenlieferung*”, “Lieferung von Waffen”: “arms deliver*”, “delivery of arms”;"
    " not “weapon* shipment*”, “arms”; So in the agreement."
)


def written(root: Path, **more: str) -> Path:
    files = {"chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN, "glossary.toml": GLOSSARY}
    return book.write(
        root, files | {name.replace("__", "/"): text for name, text in more.items()}, editions=book.PRINT
    )


SAID = [
    (
        "chapters/en/01-a.md:5:1: warning: the source has the term 'Gespräche', which is “talks” here by the glossary, and"
        " this block has none of it [term.missing]"
    ),
    (
        "chapters/en/01-a.md:6:1: warning: 'weapons shipments' is not used for 'Waffenlieferungen', by the glossary"
        " [term.forbidden]"
    ),
]


def test_a_check_tells_what_the_glossary_has_against_a_translation(tmp_path: Path) -> None:
    root = written(tmp_path)
    for tracked in (False, True):
        told = [one for one in api.check(root).diagnostics if one.code.startswith("term.")]
        assert [str(one) for one in told] == SAID
        assert told[1].hint == 'glossary.toml has "arms deliver*", "delivery of arms"; So in the agreement.'
        if not tracked:
            assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    # Another note, another hint: what was kept is not used.
    text = GLOSSARY.replace("So in the agreement.", "Otherwise.")
    (root / "glossary.toml").write_text(text, encoding="utf-8")
    told = [one for one in api.check(root).diagnostics if one.code == "term.forbidden"]
    assert told[0].hint.endswith("; Otherwise.")


def test_what_is_not_translated_is_not_told(tmp_path: Path) -> None:
    root = written(tmp_path, chapters__en__01_a=DE)
    (root / "chapters/en/01-a.md").write_text(DE, encoding="utf-8")
    assert not [one for one in api.check(root).diagnostics if one.code.startswith("term.")]


def test_status_shows_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = written(tmp_path)
    assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    for _ in range(2):  # what is kept says the same
        capsys.readouterr()
        assert main(["status", str(root)]) == 0
        said = capsys.readouterr().out
        assert "\nglossary\n" in said and "01-a.md:6:1: 'weapons shipments' is not used" in said
    assert main(["status", str(root), "--json"]) == 0
    _, chapter = json.loads(capsys.readouterr().out)["locales"]["en"]  # the first is book.toml
    assert [(one["code"], one["line"], one["column"]) for one in chapter["terms"]] == [
        ("term.missing", 5, 1),
        ("term.forbidden", 6, 1),
    ]
    (root / "glossary.toml").write_text(
        GLOSSARY.replace('"talks"', '["talks", "conversation*"]'), encoding="utf-8"
    )
    assert main(["status", str(root)]) == 0
    assert "term 'Gespräche'" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("form", "text", "there"),
    [
        ("Sanktion*", "Die SANKTIONEN", ["SANKTIONEN"]),
        ("Sanktion", "Die Sanktionen", []),
        ("Rat", "Der Verrat, der Rat", ["Rat"]),
        ("Note von Wien", "Die *Note* von\nWien", ["Note* von\nWien"]),
        ("hafen", "[Hafen]{name=hafen}, [x](hafen.md), `hafen`, <https://hafen.de>, x[^hafen]", ["Hafen"]),
        ("外相", "日本の外相は", ["外相"]),
        ("C++", "in C++ and C", ["C++"]),
    ],
)
def test_forms_are_found(form: str, text: str, there: list[str]) -> None:
    findings = Findings()
    glossary = read(f"[t]\nterm = {json.dumps(form)}\n", LOCALES, findings)
    assert not findings.sorted()
    (block,) = blocks(text, "a.md")
    assert [block.text[a:b] for a, b in occurrences(block, glossary.terms[0].forms)] == there
    assert [term.key for term in glossary.terms_in(block)] == (["t"] if there else [])


def test_a_glossary_that_is_wrong() -> None:
    findings = Findings()
    text = """\
word = "x"
[a]
en = "x"
[b]
term = ["", 3]
not = "x"
note = 3
[c]
term = "x"
enn = "y"
not = { fr = ["z"] }
en = "*x"
"""
    assert [term.key for term in read(text, LOCALES, findings).terms] == ["c"]
    assert [f"{one.span.line}:{one.span.column} {one.message} [{one.code}]" for one in findings.sorted()] == [
        "1:1 word should be a table [glossary.value]",
        "2:2 a.term should be a text or a list of texts, of at most 200 characters each [glossary.value]",
        "5:1 b.term should be a text or a list of texts, of at most 200 characters each [glossary.value]",
        "6:1 b.not should be a table of locales [glossary.value]",
        "7:1 b.note should be a text [glossary.value]",
        "10:1 'enn' is neither a locale of this book nor a key of a term [glossary.locale]",
        "11:9 'fr' is neither a locale of this book nor a key of a term [glossary.locale]",
        "12:1 c.en should be a text or a list of texts, of at most 200 characters each [glossary.value]",
    ]
    for broken, place in (("[a\n", (1, 3)), ("x = 1\nx = 2\n", (2, 6)), ("x = " + "[" * 5000, (0, 0))):
        findings = Findings()
        assert read(broken, LOCALES, findings) == Glossary()
        assert [(one.code, one.span.line, one.span.column) for one in findings.sorted()] == [
            ("glossary.syntax", *place)
        ]


def test_a_book_says_what_is_wrong_with_its_glossary(tmp_path: Path) -> None:
    root = written(tmp_path)
    (root / "glossary.toml").write_text("[a\n", encoding="utf-8")
    assert "glossary.syntax" in {one.code for one in api.check(root).diagnostics}


def test_a_translator_meets_the_terms_of_a_block(tmp_path: Path) -> None:
    root = written(tmp_path)
    for form, ending, note in (
        ("xliff", "xlf", f'<note from="bookbuilder">{NOTE}</note>'),
        ("po", "po", f"#. {NOTE}"),
    ):
        arguments = ["translate", "export", "en", "-c", "01-a", "-f", form, "--into", str(root / "out")]
        assert main([*arguments, "--book", str(root)]) == 0
        content = (root / f"out/en.{ending}").read_text(encoding="utf-8")
        assert content.count(note) == 2, "of the title and of the first paragraph"
        assert content.count("glossary: “Gespräche”: “talks”") == 2, "and not where it is code"
    assert main(["status", str(root), "--html", str(root / "a.html")]) == 0
    page = (root / "a.html").read_text(encoding="utf-8")
    assert page.count(f"<li>{NOTE}</li>") == 2
    assert "<h3>Glossary</h3>" in page and "is not used for" in page


@pytest.mark.heavy
def test_the_dossier_keeps_to_its_glossary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy_files(tmp_path)
    for name in ("chapters", "l10n"):
        shutil.copytree(ROOT / name, tmp_path / name)
    findings = Findings()
    known = read((ROOT / "glossary.toml").read_text(encoding="utf-8"), LOCALES, findings)
    assert findings.sorted() == () and len(known.terms) >= 12
    chapters = sorted((ROOT / "chapters/de").glob("*.md"))
    every = [block for file in chapters for block in blocks(file.read_text(encoding="utf-8"), file.name)]
    used = {term.key for block in every for term in known.terms_in(block)}
    assert used == {term.key for term in known.terms}, "a term that the book does not have"
    assert main(["check", str(tmp_path), "--quick", "--strict", "--edition", "web"]) == 0
    said = capsys.readouterr()
    assert "[term." not in said.out + said.err
    chapter = tmp_path / "chapters/en/01-analyse.md"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("buildup", "build-up"), encoding="utf-8")
    main(["check", str(tmp_path), "--quick", "--edition", "web", "--locale", "en"])
    said = capsys.readouterr()
    assert "[term.forbidden]" in said.out + said.err
