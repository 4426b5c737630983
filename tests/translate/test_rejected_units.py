"""Of a file that comes back, good units are taken and the others kept for the translator: nothing is lost or half done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bookbuilder.cli import main
from bookbuilder.cli.shared.translations import load_project
from bookbuilder.diagnostics import Findings
from bookbuilder.translate.exchange.exchange_formats import read_returned
from bookbuilder.translate.exchange.import_files import import_files
from bookbuilder.translate.exchange.inline_codes import coded_text
from bookbuilder.world import World
from tests.cases import book
from tests.translate.schema import SCHEMA
from tests.translate.translator import copy_sources

DE = """\
---
title: Der Hafen
---

Der Hafen ist *alt* und liegt am [Meer](https://de.example.org/meer).

Es gibt 12 Boote im Hafen.

- Ein Boot
- Ein Netz
"""
EN = """\
---
title: The Harbor
---

The harbor is **old** and lies by the [sea](https://en.example.org/sea).

There are 12 boats in the harbor.

- A boat
- A net
"""
OTHER = ("# Das Netz\n\nEs ist leer.\n", "# The Net\n\nIt is empty.\n")
FORMS = pytest.mark.parametrize("form", ["xliff", "xliff2", "po"])
SUFFIXES = {"xliff": "xlf", "xliff2": "xliff2.xlf", "po": "po"}


@pytest.fixture
def root(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A book of two chapters whose translation is done."""
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN,
        "chapters/de/02-b.md": OTHER[0], "chapters/en/02-b.md": OTHER[1],
    }  # fmt: skip
    found = book.write(tmp_path / "book", files)
    assert main(["translate", "sync", "--same", "--book", str(found)]) == 0
    capsys.readouterr()
    return found


def export(root: Path, form: str) -> Path:
    into = root.parent / "out"
    assert (
        main(["translate", "export", "en", "--all", "-f", form, "--into", str(into), "--book", str(root)])
        == 0
    )
    return into / f"en.{SUFFIXES[form]}"


def bring(root: Path, file: Path) -> int:
    return main(["translate", "import", str(file), "--book", str(root)])


def edit(file: Path, *changes: tuple[str, str]) -> Path:
    content = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in content, old
        content = content.replace(old, new)
    file.write_text(content, encoding="utf-8")
    return file


@FORMS
def test_one_stale_block_does_not_keep_out_the_others(
    root: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = edit(export(root, form), ("A net", "A fishing net"), ("It is empty", "It is quite empty"))
    edit(file, ("There are 12 boats", "There are just 12 boats"))
    edit(root / "chapters/de/01-a.md", ("12 Boote", "12 alte Boote"))
    capsys.readouterr()
    assert bring(root, file) == 1
    out, err = capsys.readouterr()
    assert "en: 2 blocks taken over" in out
    assert f"translate/en.rejected.{SUFFIXES[form]}: 1 block that was not taken over" in out
    said = " ".join(err.split())
    assert "'Es gibt 12 Boote im Hafen.' [exchange.stale]" in said
    assert "it is now on line 7, and reads 'Es gibt 12 alte Boote im Hafen.'" in said
    assert said.count("[exchange.") == 1
    english = (root / "chapters/en/01-a.md").read_text(encoding="utf-8")
    assert english == EN.replace("A net", "A fishing net")
    assert "It is quite empty." in (root / "chapters/en/02-b.md").read_text(encoding="utf-8")


@FORMS
def test_what_was_kept_goes_back_to_the_translator_and_comes_in(root: Path, form: str) -> None:
    file = edit(export(root, form), ("There are 12 boats", "There are just 12 boats"))
    edit(root / "chapters/de/01-a.md", ("12 Boote", "12 alte Boote"))
    assert bring(root, file) == 1
    kept = root / f"translate/en.rejected.{SUFFIXES[form]}"
    content = kept.read_text(encoding="utf-8")
    if form == "xliff":
        SCHEMA.validate(content)
    assert "Es gibt 12 alte Boote im Hafen." in content, "the source now"
    assert "Es gibt 12 Boote im Hafen." in content, "the source then"
    assert "There are just 12 boats in the harbor." in content, "what the translator wrote"
    before = {path: path.read_bytes() for path in sorted(root.rglob("*.*")) if path.is_file()}
    assert bring(root, kept) == 0, "as it was sent back it is still to be looked at"
    assert bring(root, file) == 1, "the same again is kept once"
    assert {path: path.read_bytes() for path in before} == before
    assert len(list(kept.parent.iterdir())) == 1
    edit(kept, ("just 12 boats", "just 12 old boats"))
    if form == "po":
        edit(kept, ("#, fuzzy\n", ""))
    assert bring(root, kept) == 0
    assert "There are just 12 old boats" in (root / "chapters/en/01-a.md").read_text(encoding="utf-8")
    assert main(["status", str(root), "--strict"]) == 0


@FORMS
def test_what_was_kept_before_is_not_written_over(root: Path, form: str) -> None:
    file = export(root, form)
    edit(root / "chapters/de/01-a.md", ("12 Boote", "12 alte Boote"))
    for words in ("just 12 boats", "only 12 boats"):
        edit(file, ("There are", "There are now"), ("now 12 boats", words)) if words[0] == "j" else edit(
            file, ("just 12 boats", words)
        )
        assert bring(root, file) == 1
    names = sorted(path.name for path in (root / "translate").iterdir())
    assert names == [f"en.rejected-2.{SUFFIXES[form]}", f"en.rejected.{SUFFIXES[form]}"]
    assert "just 12 boats" in (root / "translate" / names[1]).read_text(encoding="utf-8")
    assert "only 12 boats" in (root / "translate" / names[0]).read_text(encoding="utf-8")


@FORMS
def test_words_for_a_block_that_is_gone_are_kept_and_never_come_in(root: Path, form: str) -> None:
    file = edit(export(root, form), ("A net", "A fishing net"))
    edit(root / "chapters/de/01-a.md", ("- Ein Boot\n- Ein Netz\n", ""))
    assert bring(root, file) == 1
    kept = root / f"translate/en.rejected.{SUFFIXES[form]}"
    assert "A fishing net" in kept.read_text(encoding="utf-8")
    before = (root / "chapters/en/01-a.md").read_bytes()
    assert bring(root, kept) in (0, 1)
    assert (root / "chapters/en/01-a.md").read_bytes() == before


@FORMS
def test_every_kind_of_problem_is_kept_and_hinders_no_other(root: Path, form: str) -> None:
    file = edit(
        export(root, form), ("12 boats", "13 boats"), ("A net", "A fishing net"), ("A boat", "A rowing boat"),
        ("It is empty", "It is quite empty"),
    )  # fmt: skip
    edit(root / "chapters/en/02-b.md", ("It is empty", "It is void"))
    assert bring(root, file) == 1
    kept = (root / f"translate/en.rejected.{SUFFIXES[form]}").read_text(encoding="utf-8")
    assert "13 boats" in kept and "stands 13, and 12 in the source" in kept
    assert "It is quite empty" in kept and "and reads 'It is void.'" in kept
    english = (root / "chapters/en/01-a.md").read_text(encoding="utf-8")
    assert "- A rowing boat\n- A fishing net\n" in english and "12 boats" in english


def test_a_problem_of_one_chapter_concerns_no_other(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The chapters behind one with an error were put into the text of the source, and good units could not be written."""
    file = edit(export(root, "xliff"), ("12 boats", "13 boats"), ("It is empty", "It is quite empty"))
    capsys.readouterr()
    assert bring(root, file) == 1
    assert "exchange.unwritable" not in capsys.readouterr().err
    assert (root / "chapters/en/02-b.md").read_text(encoding="utf-8") == OTHER[1].replace("is", "is quite", 1)


def test_what_cannot_be_written_keeps_out_nothing_beside_it(root: Path) -> None:
    file = edit(
        export(root, "xliff"), ('is <g id="1" ctype="bold">old</g>', 'is <g id="1"></g>old'),
        ("A net", "A fishing net"), (">The Harbor<", ">The Old Harbor<"),
    )  # fmt: skip
    assert bring(root, file) == 1
    english = (root / "chapters/en/01-a.md").read_text(encoding="utf-8")
    assert english == EN.replace("A net", "A fishing net").replace("The Harbor", "The Old Harbor")
    assert "cannot be written at its place" in (root / "translate/en.rejected.xlf").read_text(
        encoding="utf-8"
    )


@FORMS
def test_codes_have_one_number_on_both_sides_and_may_be_left_alone(root: Path, form: str) -> None:
    """The translation stresses otherwise and leads elsewhere; whoever changes its words only is right."""
    content = export(root, form).read_text(encoding="utf-8")
    findings = Findings()
    units = [
        unit
        for chapter in read_returned(f"en.{SUFFIXES[form]}", content.encode(), findings)
        for unit in chapter.units
    ]
    assert not findings.sorted()
    for unit in units:
        assert unit.target is not None
        assert {piece for piece in unit.target if not isinstance(piece, str)} == {
            piece for piece in unit.source if not isinstance(piece, str)
        }
    assert bring(root, edit(export(root, form), ("and lies by", "and stands by"))) == 0
    assert (root / "chapters/en/01-a.md").read_text(encoding="utf-8") == EN.replace("lies by", "stands by")


@FORMS
def test_a_code_that_the_translation_does_without_is_not_asked_for(root: Path, form: str) -> None:
    edit(root / "chapters/en/01-a.md", ("**old**", "old"))
    assert main(["translate", "sync", "--book", str(root)]) == 0
    assert bring(root, edit(export(root, form), ("and lies by", "and stands by"))) == 0
    assert "is old and stands by the [sea](https://en.example.org/sea)" in (
        root / "chapters/en/01-a.md"
    ).read_text(encoding="utf-8")


@FORMS
def test_a_code_that_is_new_in_the_source_is_asked_for(
    root: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(root / "chapters/de/01-a.md", ("12 Boote", "12 `Boote`"))
    file = edit(export(root, form), ("There are", "There are now"))
    if form == "po":
        edit(file, ("#, fuzzy\n", ""))
    capsys.readouterr()
    assert bring(root, file) == 1
    assert "the code {1} of the source is missing" in " ".join(capsys.readouterr().err.split())


def test_a_new_box_of_which_one_block_is_wrong_comes_in(root: Path) -> None:
    new = "\n::: aside Neues\nEs kam [12]{number=12} mit `x`.\n\nUnd ein Satz.\n:::\n"
    edit(root / "chapters/de/01-a.md", ("Es gibt 12", f"{new.strip()}\n\nEs gibt 12"))
    file = edit(
        copy_sources(export(root, "xliff")), ("Und ein Satz.</target>", "And a sentence.</target>"),
        (">Neues</target>", ">News</target>"), ("Es kam ", "It came "),
    )  # fmt: skip
    content = file.read_text(encoding="utf-8")
    content = content.replace("<source>It came ", "<source>Es kam ").replace(
        ' mit <x id="2" ctype="x-code" equiv-text="x"/>.</target>', ".</target>"
    )
    file.write_text(content, encoding="utf-8")
    assert bring(root, file) == 1
    english = (root / "chapters/en/01-a.md").read_text(encoding="utf-8")
    assert "::: aside News\nEs kam [12]{number=12} mit `x`.\n\nAnd a sentence.\n:::\n" in english


def test_nothing_is_written_if_the_last_file_cannot_be(root: Path) -> None:
    file = edit(export(root, "xliff"), ("12 boats", "13 boats"), ("A net", "A fishing net"))
    (root / "translate").write_text("in the way", encoding="utf-8")
    before = {path: path.read_bytes() for path in sorted(root.rglob("*.*")) if path.is_file()}
    assert bring(root, file) == 1
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.heavy
def test_each_block_of_a_chapter_of_the_dossier_may_be_stale(tmp_path: Path) -> None:
    """If the source of one block has changed, its unit is the only one that is not taken."""
    from tests.translate.dossier import copy, edited, with_word

    root = copy(tmp_path)
    data = edited(root, "03-dienstag", "04-mittwoch")
    for at, source in list(with_word(root / "chapters/de/03-dienstag.md"))[::3]:
        world, findings = World(root), Findings()
        (root / "chapters/de/03-dienstag.md").write_text(source, encoding="utf-8")
        result = import_files(world, load_project(world), {"en.xlf": data}, findings, numbers=False)
        if source.splitlines()[at - 1].startswith("| Wort 1"):  # a year, which is no unit
            continue
        codes = [found.code for found in findings.sorted()]
        assert codes == ["exchange.stale"], (at, findings.sorted())
        assert result.rejected == {"translate/en.rejected.xlf": 1}
        kept = result.files["translate/en.rejected.xlf"].decode()
        SCHEMA.validate(kept)
        assert re.search(r"<target[^>]*>.* plus", kept)


def test_a_stale_unit_with_many_codes_is_a_file_that_can_be_read(root: Path) -> None:
    from bookbuilder.translate.exchange.inline_codes import CodeRole, InlineCode
    from bookbuilder.translate.exchange.rejected_units import valid_segment

    known = (
        InlineCode(CodeRole.SINGLE, "lb", "", "lb", 1),
        InlineCode(CodeRole.OPEN, "bold", "", "b", 2),
        InlineCode(CodeRole.CLOSE, "bold", "", "b", 2),
    )
    o, c, s = CodeRole.OPEN, CodeRole.CLOSE, CodeRole.SINGLE
    for given in (
        ((o, 1), "a", (c, 1)), ((c, 2), "a", (o, 2)), ((o, 2), (o, 2), "a", (c, 2), (c, 2)), ((s, 1), (s, 1)),
        ((o, 2), (o, 3), (c, 2), (c, 3)), ((s, 2), "x", (o, 9)),
    ):  # fmt: skip
        found = valid_segment(given, known)
        opened: list[int] = []
        for piece in found:
            if isinstance(piece, InlineCode) and piece.role is o:
                opened.append(piece.id)
            elif isinstance(piece, InlineCode) and piece.role is c:
                assert opened.pop() == piece.id
        assert not opened
        numbers = [piece.id for piece in found if isinstance(piece, InlineCode) and piece.role is not c]
        assert len(set(numbers)) == len(numbers)
        assert [p for p in coded_text(found) if isinstance(p, str)] == [
            p for p in coded_text(given) if isinstance(p, str)
        ]
