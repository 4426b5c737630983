"""`import --also` makes one book of a manuscript and its translations, and keeps track of what translates what."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.translate.join_locales import join_locales
from tests.importer.docx_files import docx, note, paragraph, run

DE = {
    "Montag": "Am Montag reiste die Ministerin nach Kiew und führte 3 Gespräche.",
    "Dienstag": "In Moskau saß man 2 Stunden lang an einem sehr langen Tisch.",
    "Mittwoch": "Am Mittwoch sprach Biden von einem kleinen Übergriff und bereute es um 18 Uhr.",
    "Donnerstag": "Am Donnerstag traf sich die Runde in Berlin; es ging um 4 Punkte.",
}
EN = {
    "Monday": "On Monday the minister travelled to Kyiv and held 3 talks.",
    "Tuesday": "In Moscow they sat at a very long table for 2 hours.",
    "Wednesday": "On Wednesday Biden spoke of a minor incursion and regretted it at 18 hours.",
    "Thursday": "On Thursday the group met in Berlin; it was about 4 points.",
}
LINK = '<w:hyperlink w:anchor="{}">{}</w:hyperlink>'


def manuscript(
    path: Path, title: str, chapters: dict[str, str], *, without: str = "", comment: str = ""
) -> Path:
    """Write a file of Word whose first chapter has a note and a link to the third."""
    target = list(chapters)[2]
    body = paragraph(title, "Titel")
    for number, (name, text) in enumerate(chapters.items()):
        if name == without:
            continue
        mark = f'<w:bookmarkStart w:id="{number}" w:name="b{number}"/>{run(name)}<w:bookmarkEnd w:id="{number}"/>'
        more = note(1) + LINK.format("b2", run(f" {target}")) if number == 0 else ""
        body += paragraph(mark, "berschrift1")
        if comment and number == 0:
            body += paragraph(
                f'<w:commentRangeStart w:id="0"/>{run(text)}<w:commentRangeEnd w:id="0"/>{more}'
            )
        else:
            body += paragraph(run(text) + more)
    told = f'<w:comment w:id="0" w:author="Eva">{paragraph(comment)}</w:comment>' if comment else ""
    path.write_bytes(docx(body, notes={1: paragraph(f"{title}: 17. 1. 2022")}, comments=told))
    return path


def made(tmp_path: Path, *also: str, locale: str = "de") -> int:
    source = str(tmp_path / "de.docx")
    more = [word for one in also for word in ("--also", one)]
    return main(["import", source, "--dir", str(tmp_path / "buch"), "--locale", locale, *more])


@pytest.mark.heavy
def test_a_translation_is_tracked_block_by_block(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manuscript(tmp_path / "de.docx", "Fünf Tage", DE, comment="Stimmt das?")
    english = manuscript(tmp_path / "en.docx", "Five Days", EN, comment="Is it so?")
    assert made(tmp_path, f"en={english}") == 0
    told = capsys.readouterr()
    assert told.err == "" and "en: 4 chapters written into l10n/en" in told.out
    root = tmp_path / "buch"
    settings = tomllib.loads((root / "book.toml").read_text())
    assert settings["locales"] == {"de": {"title": "Fünf Tage"}, "en": {"title": "Five Days"}}
    names = sorted(path.name for path in (root / "chapters/en").glob("*.md"))
    assert names == ["01-monday.md", "02-tuesday.md", "03-wednesday.md", "04-thursday.md"]
    first = (root / "chapters/en/01-monday.md").read_text()
    assert "translates: 01-montag\n" in first and "[ Wednesday](#03-mittwoch)" in first
    notes = tomllib.loads((root / "proof.toml").read_text())["note"]
    assert [(one["id"], one["file"], one["text"]) for one in notes] == [
        ("comment-0", "chapters/de/01-montag.md", "Stimmt das?"),
        ("en-comment-0", "chapters/en/01-monday.md", "Is it so?"),
    ]
    assert main(["status", str(root), "--strict"]) == 0
    result = api.build(root, editions=("web",), jobs=1)
    assert not result.failed, result.diagnostics
    assert {one.code for one in result.diagnostics} <= {"imprint.incomplete", "imprint.number"}


@pytest.mark.heavy
def test_a_chapter_that_was_not_translated_is_printed_in_the_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manuscript(tmp_path / "de.docx", "Fünf Tage", DE)
    english = manuscript(tmp_path / "en.docx", "Five Days", EN, without="Tuesday")
    assert made(tmp_path, f"en={english}") == 0
    said = capsys.readouterr().err
    assert "chapters/de/02-dienstag.md: warning: no chapter of en answers this one" in said
    assert "[import.untranslated]" in said
    root = tmp_path / "buch"
    names = sorted(path.name for path in (root / "chapters/en").glob("*.md"))
    assert names == ["01-monday.md", "03-wednesday.md", "04-thursday.md"]
    assert tomllib.loads((root / "book.toml").read_text())["locales"]["en"]["missing"] == "source"
    result = api.build(root, editions=("web",), jobs=1)
    assert "chapter.borrowed" in {one.code for one in result.diagnostics} and not result.failed


@pytest.mark.heavy
def test_a_chapter_that_the_source_has_not_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manuscript(tmp_path / "de.docx", "Fünf Tage", DE, without="Dienstag")
    english = manuscript(tmp_path / "en.docx", "Five Days", EN)
    assert made(tmp_path, f"en={english}") == 0
    assert "no chapter of the source answers this one; it is in left-out/en/02-tuesday.md [import.extra]" in (
        capsys.readouterr().err
    )
    root = tmp_path / "buch"
    assert EN["Tuesday"] in (root / "left-out/en/02-tuesday.md").read_text()
    names = sorted(path.name for path in (root / "chapters/en").glob("*.md"))
    assert names == ["01-monday.md", "02-wednesday.md", "03-thursday.md"]
    assert not api.build(root, editions=("web",), jobs=1).failed


def test_what_cannot_be_joined_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manuscript(tmp_path / "de.docx", "Fünf Tage", DE)
    english = manuscript(tmp_path / "en.docx", "Five Days", EN)
    assert made(tmp_path, f"de={english}") == 1
    assert "both manuscripts are in the language de [import.twice]" in capsys.readouterr().err
    for wrong in (f"en={tmp_path / 'nix.docx'}", "en", f"={english}"):
        assert made(tmp_path, wrong) == 2
    assert made(tmp_path, f"en={english}", f"en={english}") == 2
    assert made(tmp_path, f"klingon={english}") == 1
    assert not (tmp_path / "buch").exists()


def book(locale: str, more: str = "") -> dict[str, bytes]:
    text = f'[book]\nid = "b"\nsource = "{locale}"\n\n[locales.{locale}]\ntitle = "T"\n{more}'
    return {"book.toml": text.encode(), f"chapters/{locale}/01-a.md": f"# {locale}\n".encode()}


def test_isbns_styles_citations_and_flavours() -> None:
    findings = Findings()
    german = book("de", '\n[imprint]\nisbn = { epub = "1" }\n') | {
        "import.toml": b'# Roles\n[paragraphs]\n"Zitat" = "quote"\n',
        "citations.json": b'[{"id": "citation-1"}]',
        "left-out/a.emf": b"de",
    }
    english = book("en", '\n[imprint]\nisbn = { epub = "2" }\n') | {
        "import.toml": b'[paragraphs]\n"Zitat" = "aside"\n"Quote" = "quote"\n[characters]\n"E" = "code"\n',
        "citations.json": b'[{"id": "citation-2"}]',
        "left-out/a.emf": b"en",
    }
    joined = join_locales(german, {"en": english}, findings)
    assert joined is not None and not findings.sorted()
    assert tomllib.loads(joined["book.toml"].decode())["imprint"]["isbn"] == {
        "de": {"epub": "1"},
        "en": {"epub": "2"},
    }
    styles = tomllib.loads(joined["import.toml"].decode())
    assert styles == {"paragraphs": {"Zitat": "quote", "Quote": "quote"}, "characters": {"E": "code"}}
    assert joined["citations.json"].count(b"citation-") == 2
    assert (joined["left-out/a.emf"], joined["left-out/en/a.emf"]) == (b"de", b"en")
    assert b"translates" not in joined["chapters/en/01-a.md"]
    gfm = book("en", '\n[markdown]\nflavour = "gfm"\n')
    assert join_locales(german, {"en": gfm}, findings) is None
    assert [one.code for one in findings.sorted()] == ["import.flavours"]


@pytest.mark.parametrize("whole", [True, False])
def test_a_translation_that_lacks_a_chapter_says_what_is_printed_there(whole: bool) -> None:
    findings = Findings()
    german = book("de") | {"chapters/de/02-b.md": b"# Zwei\n"}
    english = book("en") | ({"chapters/en/02-b.md": b"# Two\n"} if whole else {})
    joined = join_locales(german, {"en": english}, findings)
    assert joined is not None
    settings = tomllib.loads(joined["book.toml"].decode())["locales"]
    assert settings["en"].get("missing") == (None if whole else "source")
    assert [one.code for one in findings.sorted()] == ([] if whole else ["import.untranslated"])
