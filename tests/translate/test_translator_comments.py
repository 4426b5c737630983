"""Comments in files of translators come home as marks at the texts that they are about."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.proof.mark import MarkSubject, ProofMark
from bookbuilder.proof.received_file import read_received
from bookbuilder.translate.exchange.exchange_formats import read_returned
from bookbuilder.world import World
from tests.cases.book import PRINT, write
from tests.translate import dossier

SOURCE = """\
# Kapitel

Der Minister reiste am Montag nach Kiew und sprach dort von Geduld.

| Tag | Ort |
| --- | --- |
| Montag | Kiew |

Am Dienstag war er in Moskau.
"""
TARGET = """\
# Chapter

On Monday the minister went to Kyiv and spoke of patience there.

| Day | Place |
| --- | --- |
| Monday | Kyiv |

On Tuesday he was in Moscow.
"""
FORMS = ("xliff", "xliff2", "po")
EN, DE = "chapters/en/01-a.md", "chapters/de/01-a.md"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with a finished translation."""
    root = write(tmp_path / "book", {DE: SOURCE, EN: TARGET}, editions=PRINT)
    assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    return root


def export(root: Path, form: str) -> Path:
    into = root.parent / f"out-{form}"
    command = ["translate", "export", "en", "--all", "-f", form, "--into", str(into), "--book", str(root)]
    assert main([*command, "--force"]) == 0
    [file] = into.iterdir()
    return file


def import_comments(root: Path, file: Path, code: int = 0) -> list[ProofMark]:
    """Import a file; return the marks that came in with it."""
    before = {one.digest for one in read_received(World(root), Findings())}
    assert main(["translate", "import", str(file), "--book", str(root)]) == code
    found = read_received(World(root), Findings())
    return [mark for one in found if one.digest not in before for mark in one.marks]


def with_comments(form: str, text: str, says: Callable[[str], str | None]) -> str:
    """Return a file with a comment at each unit for which one is given by its id."""
    if form == "po":
        parts = text.split("\n\n")
        for number, part in enumerate(parts):
            name = re.search(r'msgctxt "[^"]*#([^"#]+)"', part)
            if name and (said := says(name[1])):
                parts[number] = "".join(f"# {line}\n" for line in said.split("\n")) + part
        return "\n\n".join(parts)

    def with_comment(unit: re.Match[str]) -> str:
        said = says(unit[2])
        if said is None:
            return unit[0]
        if form == "xliff":
            return unit[0].replace(
                "</context-group>", f'</context-group><note from="Ana">{escape(said)}</note>'
            )
        return unit[0].replace("<notes>", f"<notes><note>{escape(said)}</note>", 1)

    return re.sub(r'<(trans-unit|unit) id="([^"]+)".*?</\1>', with_comment, text, flags=re.DOTALL)


def add_comment(file: Path, form: str, words: str, said: str) -> None:
    """Write a comment at the unit with these words."""
    text = file.read_text(encoding="utf-8")
    [unit] = [
        unit
        for chapter in read_returned(file.name, text.encode(), Findings())
        for unit in chapter.units
        if any(words in piece for piece in (*unit.source, *(unit.target or ())) if isinstance(piece, str))
    ]
    changed = with_comments(form, text, lambda name: said if name == unit.id else None)
    file.write_text(changed, encoding="utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_a_comment_stands_at_its_paragraph(form: str, book: Path) -> None:
    file = export(book, form)
    add_comment(file, form, "minister went", "Kyiv or Kiev?\n<b>&")
    [mark] = import_comments(book, file)
    assert (mark.start.path, mark.start.line, mark.start.column) == (EN, 3, 1)
    assert mark.words.quote == "On Monday the minister went to Kyiv and spoke of patience there."
    assert (mark.comment, mark.author) == ("Kyiv or Kiev?\n<b>&", "Ana" if form == "xliff" else "")
    assert (book / EN).read_text() == TARGET


@pytest.mark.parametrize("form", FORMS)
def test_a_file_without_comments_brings_none(form: str, book: Path) -> None:
    assert import_comments(book, export(book, form)) == []
    assert not (book / "proof").exists()


@pytest.mark.parametrize("form", FORMS)
def test_every_comment_on_the_dossier_stands_at_its_block(form: str, tmp_path: Path) -> None:
    root = dossier.copy(tmp_path)
    file = export(root, form)
    lines = {path.name: path.read_text().split("\n") for path in (root / "chapters/en").iterdir()}
    kept: dict[str, tuple[str, str]] = {}
    for chapter in read_returned(file.name, file.read_bytes(), Findings()):
        for number, unit in enumerate(chapter.units):
            words = max((one for one in unit.target or () if isinstance(one, str)), key=len, default="")
            if number % 7 == 0 and len(words) > 20 and chapter.source.startswith("chapters/"):
                kept[unit.id] = Path(chapter.source).stem, words
    text = with_comments(form, file.read_text(encoding="utf-8"), lambda name: name if name in kept else None)
    file.write_text(text, encoding="utf-8")
    marks = import_comments(root, file)
    assert sorted(mark.comment for mark in marks) == sorted(kept)
    assert len(kept) > 20
    for mark in marks:
        chapter_name, words = kept[mark.comment]
        assert mark.start.path == f"chapters/en/{chapter_name}.md", mark
        # What is commented begins in the line of its words.
        assert words.strip()[:12] in lines[f"{chapter_name}.md"][mark.start.line - 1], mark


@pytest.mark.parametrize(
    ("form", "old", "new", "quote", "place"),
    [
        (
            "xliff",
            "the minister went",
            'the <mrk mtype="x-c" comment="Which one?">minister</mrk> went',
            "minister",
            (EN, 3, 15),
        ),
        (
            "xliff2",
            "the minister went",
            'the <mrk id="m1" type="comment" value="Which one?">minister</mrk> went',
            "minister",
            (EN, 3, 15),
        ),
        (
            "xliff2",
            "Der Minister reiste",
            'Der <sm id="m1" type="comment" value="Which one?"/>Minister<em startRef="m1"/> reiste',
            "Minister",
            (DE, 3, 5),
        ),
        (
            "xliff",
            "Der Minister reiste",
            'Der <mrk mtype="x-c" comment="Which one?">Minister</mrk> reiste',
            "Minister",
            (DE, 3, 5),
        ),
    ],
)
def test_a_comment_stands_at_its_words(
    form: str, old: str, new: str, quote: str, place: tuple[str, int, int], book: Path
) -> None:
    file = export(book, form)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    [mark] = import_comments(book, file)
    assert (mark.words.quote, mark.comment) == (quote, "Which one?")
    assert (mark.start.path, mark.start.line, mark.start.column) == place
    assert mark.locale == place[0].split("/")[1]


def test_a_note_that_an_annotation_refers_to_is_said_once(book: Path) -> None:
    file = export(book, "xliff2")
    add_comment(file, "xliff2", "minister went", "Which one?")
    text = file.read_text(encoding="utf-8").replace("<note>Which", '<note id="n1">Which')
    word = 'the <mrk id="m1" type="comment" ref="#n=n1">minister</mrk> went'
    file.write_text(text.replace("the minister went", word), encoding="utf-8")
    [mark] = import_comments(book, file)
    assert (mark.words.quote, mark.comment) == ("minister", "Which one?")


def test_a_note_in_a_segment_is_kept_though_its_unit_is_refused(book: Path) -> None:
    """Translate Toolkit writes XLIFF 2 in this way, which the standard does not allow."""
    file = export(book, "xliff2")
    text = file.read_text(encoding="utf-8")
    end = "of patience there.</target>"
    assert end in text
    file.write_text(text.replace(end, f"{end}<notes><note>Sure?</note></notes>"), encoding="utf-8")
    [mark] = import_comments(book, file, code=1)
    assert (mark.start.path, mark.start.line, mark.comment) == (EN, 3, "Sure?")


def test_a_comment_about_the_source_stands_there(book: Path) -> None:
    file = export(book, "xliff")
    add_comment(file, "xliff", "minister went", "Unclear.")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('from="Ana"', 'from="Ana" annotates="source"'), encoding="utf-8")
    [mark] = import_comments(book, file)
    assert (mark.start.path, mark.locale) == (DE, "de")
    assert mark.words.quote.startswith("Der Minister reiste")


def test_a_cell_of_a_row_is_found_by_its_column(book: Path) -> None:
    file = export(book, "xliff")
    text = file.read_text(encoding="utf-8")
    unit = re.search(
        r"<trans-unit(?:(?!</trans-unit>).)*<target[^>]*>Kyiv</target>.*?</trans-unit>", text, re.DOTALL
    )
    assert unit is not None
    noted = unit[0].replace("</context-group>", "</context-group><note>City?</note>")
    file.write_text(text.replace(unit[0], noted), encoding="utf-8")
    [mark] = import_comments(book, file)
    assert (mark.words.quote, mark.start.line, mark.start.column) == ("Kyiv", 7, 12)


@pytest.mark.parametrize("form", FORMS)
def test_a_comment_follows_its_block_in_a_changed_chapter(form: str, book: Path) -> None:
    file = export(book, form)
    add_comment(file, form, "minister went", "Which one?")
    moved = TARGET.replace("# Chapter\n", "# Chapter\n\nA new beginning.\n").replace("patience", "calm")
    (book / EN).write_text(moved)
    [mark] = import_comments(book, file)
    assert (mark.start.line, mark.words.quote[-11:]) == (5, "calm there.")


@pytest.mark.parametrize("form", FORMS)
def test_a_comment_whose_block_is_gone_is_lost_with_what_it_said(form: str, book: Path) -> None:
    file = export(book, form)
    add_comment(file, form, "minister went", "Which one?")
    for path in (DE, EN):
        lines = (book / path).read_text().split("\n")
        (book / path).write_text("\n".join([*lines[:2], *lines[4:]]))
    [mark] = import_comments(book, file, code=1)
    assert (mark.about, mark.comment) == (MarkSubject.LOST, "Which one?")
    assert mark.words.quote.startswith("On Monday the minister")


@pytest.mark.parametrize("form", FORMS)
def test_a_comment_that_comes_in_again_is_kept_once(form: str, book: Path) -> None:
    file = export(book, form)
    add_comment(file, form, "minister went", "Which one?")
    assert len(import_comments(book, file)) == 1
    assert import_comments(book, file) == []
    (book / EN).write_text(TARGET.replace("patience", "calm"))
    add_comment(file, form, "Tuesday", "Sure?")
    [mark] = import_comments(book, file)
    assert mark.comment == "Sure?"


def test_an_untranslated_block_is_that_of_the_source(tmp_path: Path) -> None:
    files = {DE: SOURCE, "chapters/de/02-b.md": "# Zwei\n\nNoch ein Satz.\n", EN: TARGET}
    root = write(tmp_path / "book", files, editions=PRINT)
    file = export(root, "po")
    add_comment(file, "po", "Noch ein Satz", "What is meant?")
    [mark] = import_comments(root, file)
    assert (mark.start.path, mark.start.line, mark.locale) == ("chapters/de/02-b.md", 3, "de")


def test_what_a_comment_says_is_text(book: Path) -> None:
    file = export(book, "xliff")
    said = 'quote = """\n[[mark]]\nfile = "../../etc/passwd"\n\x85\u202e' + "x" * 20_000
    add_comment(file, "xliff", "minister went", said)
    [mark] = import_comments(book, file)
    assert mark.comment == said[:10_000]
    assert mark.start.path == EN


def test_masses_of_comments_are_cut(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = export(book, "xliff")
    add_comment(file, "xliff", "minister went", "Which one?")
    text = file.read_text(encoding="utf-8")
    note = '<note from="Ana">Which one?</note>'
    many = "".join(f"<note from={quoteattr(str(n))}>Which one?</note>" for n in range(21_000))
    file.write_text(text.replace(note, many), encoding="utf-8")
    assert len(import_comments(book, file)) == 20_000
    assert "too many marks: 1,000 were left out" in capsys.readouterr().err
