"""What was changed in a file of Word is written into the chapter, and nothing else is."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pytest

from bookbuilder.diagnostics import Findings
from bookbuilder.document.text_blocks import TextBlock
from bookbuilder.proof.confirm_marks import confirm_marks
from bookbuilder.proof.mark import ProofMarkKind
from bookbuilder.proof.merge import MergedFiles, merge
from bookbuilder.session import Session
from bookbuilder.world import World
from tests.proofs.merged_book import CHAPTER, SentBook, edited, replaced, small_book, tracked


@pytest.fixture
def sent(tmp_path: Path) -> SentBook:
    return small_book(tmp_path / "book")


def codes(merged: MergedFiles) -> list[str]:
    return [problem.code for _, problem in merged.applied.problems]


CHANGES = {
    "a word": (("zweite Absatz", "andere Absatz"), ("zweite Absatz", "andere Absatz")),
    "recorded": (
        ("Er hat zwei Sätze", f"Er hat {tracked('zwei', 'drei')} Sätze"),
        ("Er hat zwei Sätze", "Er hat drei Sätze"),
    ),
    "inside emphasis": ((">langer<", ">kurzer<"), ("*langer*", "*kurzer*")),
    "signs of Markdown": (
        ("zweite Absatz", "*zweite* [Absatz]"),
        ("zweite Absatz", "\\*zweite\\* \\[Absatz\\]"),
    ),
    "quotation marks": (("zweite Absatz", "„zweite“ Absatz"), ("zweite Absatz", '"zweite" Absatz')),
    "a space of Word": (
        ("zweite Absatz", "zweite\u00a0Absatz hier"),
        ("zweite Absatz", "zweite Absatz hier"),
    ),
    "at the end of a line": (("Wort, und", "Wort hier, und"), ("Wort,\nund", "Wort hier,\nund")),
    "a list": (("noch ein Punkt", "noch ein anderer Punkt"), ("noch ein Punkt", "noch ein anderer Punkt")),
    "a cell": (("viele Leute", "viele | Leute"), ("viele Leute", "viele \\| Leute")),
    "a split": (
        ("kurz. Er", "kurz.</w:t></w:r></w:p><w:p><w:r><w:t>Er"),
        ("kurz. Er", "kurz.\n\nEr"),
    ),
    "a new number begins": (
        ("Der zweite Absatz ist", "17. Absatz ist"),
        ("Der zweite Absatz ist", "17\\. Absatz ist"),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_written(sent: SentBook, name: str) -> None:
    change, written = CHANGES[name]
    back = replaced(sent.data, change)
    merged = sent.merge({"back.docx": back})
    assert not merged.applied.problems
    assert CHAPTER.count(written[0]) == 1
    assert sent.chapter == CHAPTER.replace(*written)


def test_a_note(sent: SentBook) -> None:
    back = replaced(sent.data, ("Zeitung vom Montag", "Zeitung vom Dienstag"), part="word/footnotes.xml")
    sent.merge({"back.docx": back})
    assert sent.chapter == CHAPTER.replace("vom Montag", "vom Dienstag")


def test_an_emptied_emphasis_goes_with_its_markup(sent: SentBook) -> None:
    back = replaced(sent.data, (">lautes<", "><"))
    sent.merge({"back.docx": back})
    assert "ein  Wort" in sent.chapter
    assert "****" not in sent.chapter


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_no_change_changes_nothing(tmp_path: Path, ends: str) -> None:
    chapter = CHAPTER.replace("\n", ends)
    for form in ("docx", "odt"):
        sent = small_book(tmp_path / form, chapter, form)
        merged = sent.merge({f"back.{form}": sent.data})
        assert not merged.marks
        assert not merged.applied.texts


def test_line_ends_stay(tmp_path: Path) -> None:
    chapter = CHAPTER.replace("\n", "\r\n")
    sent = small_book(tmp_path / "book", chapter)
    sent.merge({"back.docx": replaced(sent.data, ("zweite Absatz", "andere Absatz"))})
    written = (sent.root / "chapters/de/01-anfang.md").read_bytes().decode()
    assert written == chapter.replace("zweite Absatz", "andere Absatz")


def test_a_fact_and_a_name_are_told(sent: SentBook) -> None:
    back = replaced(sent.data, ("200\u00a0Millionen", "300\u00a0Millionen"), (">Kiew<", ">Kyjiw<"))
    merged = sent.merge({"back.docx": back})
    assert sorted(codes(merged)) == ["proof.fact", "proof.name"]
    assert sorted(mark.key for mark in merged.marks) == ["aid", "kyiv"]
    assert sent.chapter == CHAPTER


def test_two_people_who_want_different_things(sent: SentBook) -> None:
    one = replaced(sent.data, ("zweite Absatz ist kurz", "zweite Absatz ist lang"))
    two = replaced(
        sent.data,
        ("zweite Absatz ist kurz", "zweite Absatz ist knapp"),
        ("letzte Absatz", "allerletzte Absatz"),
    )
    merged = sent.merge({"one.docx": one, "two.docx": two})
    assert codes(merged) == ["proof.conflict", "proof.conflict"]
    assert sent.chapter == CHAPTER.replace("letzte Absatz", "allerletzte Absatz")


def test_what_both_want_is_written_once(sent: SentBook) -> None:
    back = replaced(sent.data, ("zweite Absatz ist kurz", "zweite Absatz ist lang"))
    merged = sent.merge({"one.docx": back, "two.docx": back})
    assert not merged.applied.problems
    assert sent.chapter == CHAPTER.replace("ist kurz", "ist lang")


def test_a_joined_paragraph(sent: SentBook) -> None:
    end = sent.data

    def without_paragraph_end(text: str) -> str:
        before, _, behind = text.partition("zwei Sätze.</w:t></w:r></w:p>")
        start, _, rest = behind.partition("<w:r>")
        marks = start[start.index("</w:pPr>") + 8 :]
        return f"{before}zwei Sätze. </w:t></w:r>{marks}<w:r>{rest}"

    sent.merge({"back.docx": edited(end, without_paragraph_end)})
    assert sent.chapter == CHAPTER.replace("zwei Sätze.\n\nDer dritte", "zwei Sätze. Der dritte")


def test_a_changed_chapter(sent: SentBook) -> None:
    place = sent.root / "chapters/de/01-anfang.md"
    changed = CHAPTER.replace("Der letzte Absatz", "Ein neuer Absatz.\n\nDer letzte Absatz").replace(
        "langer", "sehr langer"
    )
    place.write_text(changed.replace("steht vor der Tabelle", "kommt vor der Tabelle"), encoding="utf-8")
    back = replaced(
        sent.data, ("zweite Absatz", "andere Absatz"), ("dritte Absatz steht vor", "dritte Absatz bleibt vor")
    )
    merged = sent.merge({"back.docx": back})
    assert codes(merged) == ["proof.unfound"]
    assert sent.chapter == changed.replace("zweite Absatz", "andere Absatz").replace(
        "steht vor der", "kommt vor der"
    )


def test_a_mark_has_author_date_and_place(sent: SentBook) -> None:
    back = replaced(sent.data, ("Er hat zwei Sätze", f"Er hat {tracked('zwei', 'drei')} Sätze"))
    (mark,) = sent.merge({"back.docx": back}, write=False).marks
    assert (mark.kind, mark.author, mark.date) == (ProofMarkKind.REPLACE, "Lektorin", "2024-05-02T10:00:00Z")
    line = sent.chapter.split("\n")[mark.start.line - 1]
    assert line[mark.start.column - 1 : mark.end.column - 1] == mark.words.quote == "zwei"
    assert sent.chapter == CHAPTER


def test_a_broken_file_leaves_the_others(sent: SentBook) -> None:
    bomb = edited(
        sent.data, lambda text: text.replace("<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1)
    )
    back = replaced(sent.data, ("zweite Absatz", "andere Absatz"))
    findings = Findings()
    with Session(World.of(sent.root), jobs=1, jail=False).work() as work:
        files = {"bomb.docx": bomb, "half.docx": sent.data[:900], "text.docx": b"text", "back.docx": back}
        merged = merge(work.context, work.world, files, findings, write=True)
    assert [one.code for one in findings.sorted()].count("xml.unsafe") == 1
    assert len(findings.sorted()) == 3
    assert [len(one.marks) for one in merged.received] == [1]


def test_what_the_program_makes_is_told(sent: SentBook) -> None:
    merged = sent.merge({"back.docx": replaced(sent.data, ("10115 Berlin", "10117 Berlin"))})
    assert codes(merged) == ["proof.made"]
    assert sent.chapter == CHAPTER


def test_a_new_row_of_a_table_is_for_a_person(sent: SentBook) -> None:
    row = "</w:p></w:tc></w:tr>"

    def add(text: str) -> str:
        before, _, behind = text.partition("wenige Leute")
        end = behind.index(row) + len(row)
        cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
        new = f"<w:tr>{cell.format('Kiel')}{cell.format('manche Leute')}</w:tr>"
        return f"{before}wenige Leute{behind[:end]}{new}{behind[end:]}"

    merged = sent.merge({"back.docx": edited(sent.data, add)})
    assert set(codes(merged)) == {"proof.manual"}
    assert sent.chapter == CHAPTER


def test_what_would_print_something_else_is_not_written(sent: SentBook) -> None:
    marks = sent.merge(
        {"back.docx": replaced(sent.data, ("zweite Absatz", "andere Absatz"))}, write=False
    ).marks
    blocks = sent.blocks()
    applied = confirm_marks(
        marks, {"chapters/de/01-anfang.md": CHAPTER}, lambda texts: None if texts else blocks
    )
    assert [problem.code for _, problem in applied.problems] == ["proof.effect"]
    assert not applied.texts


def test_files_that_are_not_ours(sent: SentBook) -> None:
    other = BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("pages.xml", "<a/>")
    strange = edited(sent.data, lambda text: re.sub(">[^<>]+</w:t>", ">Ganz anderes.</w:t>", text))
    strange = edited(strange, lambda text: re.sub('w:name="_bb[^"]*"', 'w:name="x"', text))
    strange = edited(strange, lambda text: text.replace(sent.record.id, "0" * 12), "docProps/custom.xml")
    findings = Findings()
    with Session(World.of(sent.root), jobs=1, jail=False).work() as work:
        merge(work.context, work.world, {"a.docx": other.getvalue(), "b.docx": strange}, findings, write=True)
    assert sorted(one.code for one in findings.sorted()) == ["proof.format", "proof.unsent"]
    assert sent.chapter == CHAPTER


def test_a_paragraph_goes_with_the_facts_in_it(tmp_path: Path) -> None:
    chapter = CHAPTER.replace(
        "Der letzte Absatz.", "Es waren [200 Millionen Dollar]{fact=aid} da.\n\nDas Ende."
    )
    sent = small_book(tmp_path / "book", chapter)

    def without_paragraph(text: str) -> str:
        start = text.rindex("<w:p>", 0, text.index("Es waren"))
        return text[:start] + text[text.index("</w:p>", start) + 6 :]

    merged = sent.merge({"back.docx": edited(sent.data, without_paragraph)})
    assert not merged.applied.problems
    assert sent.chapter == chapter.replace("Es waren [200 Millionen Dollar]{fact=aid} da.\n\n", "")


def test_paragraphs_with_a_note_between_are_joined(tmp_path: Path) -> None:
    sent = small_book(tmp_path / "book")

    def without_paragraph_end(text: str) -> str:
        before, _, behind = text.partition("sagte einer.")
        first, _, following = behind.partition("</w:p>")
        marks = following[following.index("</w:pPr>") + 8 :]
        return f"{before}sagte einer. {first}{marks}"

    sent.merge({"back.docx": edited(sent.data, without_paragraph_end)})
    end = '"Nein", sagte einer.'
    note = "[^eins]: Das stand später in der Zeitung vom Montag."
    second = "Der zweite Absatz ist kurz. Er hat zwei Sätze."
    assert sent.chapter == CHAPTER.replace(f"{end}\n\n{note}\n\n{second}", f"{end} {second}\n\n{note}")


def _without_runs(data: bytes, first: str, last: str, new: str = "") -> bytes:
    """Return a file without the runs from the one of some words to that of others, which stays: paragraphs that begin
    between them end."""

    def without_runs(text: str) -> str:
        start = text.rindex("<w:r>", 0, text.index(f">{first}"))
        end = text.rindex("<w:r>", 0, text.index(f">{last}", start))
        names = "".join(re.findall("<w:bookmark[^>]*>", text[start:end]))
        put = f'<w:r><w:t xml:space="preserve">{new}</w:t></w:r>' if new else ""
        return text[:start] + names + put + text[end:]

    return edited(data, without_runs)


def test_an_item_goes_though_the_next_one_begins_like_it(tmp_path: Path) -> None:
    item = "- Die Leute in [Kiew]{name=kyiv} waren müde.\n"
    points = f"{item}- Die Leute in Bremen schliefen.\n"
    chapter = CHAPTER.replace("- ein Punkt der Liste\n- noch ein Punkt\n", points)
    sent = small_book(tmp_path / "book", chapter)
    merged = sent.merge({"back.docx": _without_runs(sent.data, "Die Leute in<", "Die Leute in Bremen")})
    assert not merged.applied.problems
    assert sent.chapter == chapter.replace(item, "")


def test_what_goes_over_the_end_of_a_paragraph_goes_as_a_whole(tmp_path: Path) -> None:
    money = "*Es war Mittag.* Es gab [200 Millionen Dollar]{fact=aid} dafür.\n\n*Damals war* das viel Geld."
    chapter = CHAPTER.replace("Der letzte Absatz.", money)
    sent = small_book(tmp_path / "book", chapter)
    merged = sent.merge({"back.docx": _without_runs(sent.data, "Es gab", "das viel Geld")})
    assert len({mark.change for mark in merged.marks}) == 1 < len(merged.marks)
    assert sorted(codes(merged)) == ["proof.fact", *["proof.manual"] * (len(merged.marks) - 1)]
    assert sent.chapter == chapter


def test_a_paragraph_that_cannot_be_joined_gets_no_space(tmp_path: Path) -> None:
    chapter = f"{CHAPTER}\n## Ein Abschnitt\n\nNoch ein Satz.\n"
    sent = small_book(tmp_path / "book", chapter)
    last = "Der letzte Absatz."
    merged = sent.merge({"back.docx": _without_runs(sent.data, last, "Ein Abschnitt", f"{last} ")})
    assert codes(merged) == ["proof.manual"]
    assert sent.chapter == chapter


def test_words_above_a_chapter_are_escaped(tmp_path: Path) -> None:
    chapter = f"---\nsummary: Es war ein langer Tag.\n---\n\n{CHAPTER}"
    sent = small_book(tmp_path / "book", chapter)
    merged = sent.merge(
        {"back.docx": replaced(sent.data, ("Es war ein langer Tag.", "Es war *ein* langer Tag."))}
    )
    assert not merged.applied.problems
    assert sent.chapter == chapter.replace("ein langer Tag.", "\\*ein\\* langer Tag.", 1)


def test_of_marks_in_a_file_only_those_that_do_harm_are_told(sent: SentBook) -> None:
    back = replaced(sent.data, ("zweite Absatz", "andere Absatz"), ("letzte Absatz", "allerletzte Absatz"))
    marks = sent.merge({"back.docx": back}, write=False).marks
    blocks = sent.blocks()

    def read_blocks(texts: Mapping[str, str]) -> Sequence[TextBlock] | None:
        # A book that cannot be read says nothing about which change it is.
        return (
            None
            if any("allerletzte" in text for text in texts.values())
            else _blocks_with_texts(sent, texts) or blocks
        )

    applied = confirm_marks(marks, {"chapters/de/01-anfang.md": CHAPTER}, read_blocks)
    assert [mark.new for mark in applied.applied] == ["andere"]
    assert [(mark.new, problem.code) for mark, problem in applied.problems] == [
        ("allerletzte", "proof.effect")
    ]


def _blocks_with_texts(sent: SentBook, texts: Mapping[str, str]) -> Sequence[TextBlock]:
    """Return the texts of a book with other chapters; nothing is kept."""
    before = {path: (sent.root / path).read_bytes() for path in texts}
    for path, text in texts.items():
        (sent.root / path).write_text(text, encoding="utf-8", newline="")
    blocks = sent.blocks()
    for path, data in before.items():
        (sent.root / path).write_bytes(data)
    return blocks
