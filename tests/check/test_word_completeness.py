"""No word is lost: what the comparison finds, and what it leaves alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Span
from bookbuilder.document.normalize_letters import letters
from bookbuilder.validators.compare_shown_text import MAX_REPORTED, differences
from bookbuilder.validators.expected_text import ExpectedPiece
from bookbuilder.validators.pdf_text import PdfText, pdf_text
from bookbuilder.validators.word_completeness import VALIDATOR, in_print
from tests.cases import book
from tests.check.made import Made, judge, make, repacked

CHAPTER = """\
# Ein Kapitel

Der erste Absatz hat *schräge* Worte und [einen Link](https://example.org/ort).[^n]

[^n]: Eine Anmerkung mit Worten.

Der zweite Absatz steht
über zwei Zeilen.

- ein Punkt
- noch einer, der länger ist

> Ein Zitat von jemandem.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("words"), {"chapters/de/01-a.md": CHAPTER})


@pytest.mark.parametrize("suffix", [".pdf", ".epub", ".html", "fall.de"])
def test_every_word_is_there(made: Made, suffix: str) -> None:
    assert judge(VALIDATOR, made.one(suffix)) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda text: text.replace("schräge", ""),
            "chapters/de/01-a.md:3:23: error: “schräge” is missing from fall.de.epub [words.lost]",
        ),
        (
            lambda text: text.replace("zwei Zeilen", "zwei"),
            "chapters/de/01-a.md:7:1: error: “Zeilen.” is missing from fall.de.epub [words.lost]",
        ),
        (
            lambda text: text.replace("Eine Anmerkung mit Worten", "Eine Anmerkung"),
            "chapters/de/01-a.md:5:7: error: “mit” is missing from fall.de.epub [words.lost]",
        ),
        (
            lambda text: re.sub(r"(<p[^>]*>Der zweite.*?</p>)", r"\1\1", text),
            (
                "chapters/de/01-a.md:10:3: error: fall.de.epub has words twice before this place:"
                " “derzweiteabsatzstehtüberzweizeilen” [words.twice]"
            ),
        ),
        (
            lambda text: re.sub(
                r"(<p[^>]*>Der zweite.*?</p>)(.*?</blockquote>)", r"\2\1", text, flags=re.DOTALL
            ),
            "chapters/de/01-a.md:10:3: error: “ein Punkt” stands in another place in fall.de.epub [words.moved]",
        ),
        (
            lambda text: text.replace('id="01-a"', 'id="other"'),
            "chapters/de/01-a.md:1:3: error: the chapter “Ein Kapitel” is missing from fall.de.epub [words.lost]",
        ),
    ],
    ids=["a word", "at the end", "in a note", "a paragraph twice", "a paragraph further on", "the chapter"],
)
def test_what_is_wrong_has_its_place(made: Made, change: Callable[[str], str], said: str) -> None:
    judged = made.one(".epub")
    data = repacked(judged.data, lambda name, text: change(text) if "01-a" in name else text)
    assert data != judged.data
    assert said in [str(one) for one in judge(VALIDATOR, judged, data)]


def test_a_page_without_its_text_is_noticed(made: Made, tmp_path: Path) -> None:
    judged = made.one(".pdf")
    (tmp_path / "a.pdf").write_bytes(judged.data)
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        for page in pdf.pages:
            page.Contents = pdf.make_stream(b"")
        pdf.save(tmp_path / "b.pdf")
    found = judge(VALIDATOR, judged, (tmp_path / "b.pdf").read_bytes())
    assert "the chapter “Ein Kapitel” is missing from fall.de.pdf" in [one.message for one in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Staats\u00adkrise", "Staats-\nkrise"),
        ("ﬁnal", "final"),
        ("STRAßE", "strasse"),
        ("naïve", "nai\u0308ve"),
        ("100\u202f000", "100 000"),
    ],
)
def test_what_a_medium_may_change_falls_away(one: str, other: str) -> None:
    assert letters(one) == letters(other)


WORDS = st.lists(st.text("abcdef", min_size=3, max_size=9), min_size=1, max_size=40)


def pieces(words: list[str]) -> tuple[ExpectedPiece, ...]:
    return tuple(ExpectedPiece(word, word, Span("a.md", number), 0) for number, word in enumerate(words, 1))


@given(WORDS)
def test_the_same_words_are_the_same(words: list[str]) -> None:
    assert list(differences(pieces(words), "".join(words))) == []


@given(WORDS, st.data())
def test_a_word_less_is_noticed(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words) - 1))
    assert list(differences(pieces(words), "".join(words[:at] + words[at + 1 :])))


def test_hostile_texts_are_told_of_in_bounds() -> None:
    many = pieces(["abcdefgh" + "xyz" * (number % 7) for number in range(20_000)])
    assert len(list(differences(many, "q" * 1_000_000))) == MAX_REPORTED


def test_a_chapter_with_the_title_of_the_book_is_not_taken_for_the_title_page(tmp_path: Path) -> None:
    """Nor for another chapter of the same title; where it is gone, that is told."""
    files = {
        "chapters/de/01-a.md": "# Fall\n\nEin Satz, der nur hier steht.\n",
        "chapters/de/02-b.md": "# Fall\n\nUnd einer, der nur dort steht.\n",
    }
    judged = make(tmp_path, files, editions=book.PRINT).one(".pdf")
    assert judge(VALIDATOR, judged) == ()
    sections = pdf_text(judged.data).sections
    chapters = judged.book.document.chapters
    found = in_print(PdfText(sections), chapters)
    assert [any("hier steht" in one.text for one in found[name]) for name in ("01-a", "02-b")] == [
        True,
        False,
    ]
    without = tuple(one for one in sections if not any("hier steht" in piece.text for piece in one))
    found = in_print(PdfText(without), chapters)
    assert any("dort steht" in one.text for one in found["02-b"])


def test_a_word_that_is_lost_does_not_lose_its_chapter(tmp_path: Path) -> None:
    """The longer chapter has all letters of the shorter one, and a title that begins as its title does."""
    long = (
        "Ein viel längerer Absatz mit allen Buchstaben des Alphabets: Quax, Zypern, Jux, Vogel, Fax, Bach. "
        * 5
    )
    files = {
        "chapters/de/01-a.md": "# Tag 1\n\nEin Satz, der nur hier steht.\n",
        "chapters/de/02-b.md": f"# Tag 10\n\n{long}\n",
        "chapters/de/03-c.md": "# …\n\nUnd noch ein Satz, der hier und sonst nirgends steht.\n",
    }
    judged = make(tmp_path, files, editions=book.PRINT).one(".pdf")
    assert judge(VALIDATOR, judged) == ()
    sections = pdf_text(judged.data).sections
    cut = tuple(tuple(one for one in section if "nur hier" not in one.text) for section in sections)
    found = in_print(PdfText(cut), judged.book.document.chapters)
    assert any("Quax" in one.text for one in found["02-b"])
    assert not any("Quax" in one.text for one in found["01-a"])


WORTE = ("und", "der", "Vertrag", "von", "Moskau", "gilt", "nicht", "ar-EG", "Kairo,", "2022")
OTHERS = ("مليون", "دولار", "الاثنين،", "١٧", "יום", "מיליון", "(כ־176", "אירו)", "200")


def mixed_text(draw: Random, words: int) -> str:
    """Return words from left to right and from right to left, one of the latter at least."""
    drawn = [draw.choice(WORTE if draw.random() < 0.6 else OTHERS) for _ in range(words)]
    return " ".join([*drawn, OTHERS[0]])


def mixed_chapter(seed: int) -> str:
    draw = Random(seed)
    rows = [
        f"| {mixed_text(draw, 2)} | EGP | {' '.join(draw.choices(OTHERS, k=6))} | Kairo {row} |"
        for row in range(20)
    ]
    paragraphs = [f"Absatz {index}: {mixed_text(draw, 30)} Ende." for index in range(20)]
    return (
        "\n\n".join(["# Gemischt", *paragraphs, "| a | b | c | d |\n|---|---|---|---|\n" + "\n".join(rows)])
        + "\n"
    )


@pytest.mark.parametrize("seed", range(3))
def test_words_from_right_to_left_turn_no_others_in_print(seed: int, tmp_path: Path) -> None:
    text = mixed_chapter(seed)
    whole = make(tmp_path / "a", {"chapters/de/01-a.md": text}, editions=book.PRINT).one(".pdf")
    assert judge(VALIDATOR, whole) == ()
    less = text.replace("Absatz 7:", "7:").replace("Kairo 13 |", "13 |").replace(OTHERS[0], "", 1)
    other = make(tmp_path / "b", {"chapters/de/01-a.md": less}, editions=book.PRINT).one(".pdf")
    lost = [str(one).partition("error: ")[2] for one in judge(VALIDATOR, whole, other.data)]
    assert [one for one in lost if "Absatz" in one] and [one for one in lost if "Kairo" in one]
    assert [one for one in lost if "letters" in one and "م" in one]
