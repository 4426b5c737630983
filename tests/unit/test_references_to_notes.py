"""References to notes and to questions of interviews: their numbers are those of the notes, in every medium."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import build
from bookbuilder.document.note_references import with_figures_of
from bookbuilder.document.numbered_kinds import NOTE, QUESTION, reference_name
from tests.cases import book
from tests.epub.reader import Epub
from tests.golden.table import locale

WORDS = {
    "ar": ("السؤال ٢", "الحاشية ٢"), "cs": ("ot. 2", "pozn. 2"), "de": ("Frage 2", "Anmerkung 2"),
    "de-AT": ("Frage 2", "Anmerkung 2"), "de-CH": ("Frage 2", "Anmerkung 2"), "en": ("Question 2", "Note 2"),
    "en-GB": ("Question 2", "Note 2"), "es": ("pregunta 2", "nota 2"), "fr": ("question 2", "note 2"),
    "he": ("שאלה 2", "הערה 2"), "it": ("domanda 2", "nota 2"), "ja": ("問2", "注2"), "nl": ("vraag 2", "noot 2"),
    "pl": ("pyt. 2", "przyp. 2"), "pt": ("pergunta 2", "nota 2"), "ru": ("вопр. 2", "прим. 2"), "sv": ("fråga 2", "not 2"),
    "tr": ("Soru 2", "Not 2"), "uk": ("пит. 2", "прим. 2"), "zh": ("问题2", "注释2"),
}  # fmt: skip
CHAPTER = """# A

Siehe [](#q2) und [](#fn:x), auch [](#fn:x){ref="number page"}, [](#fn:x){ref=bare} und [dort](#fn:x).
Ein [Verweis](https://example.org/abc)[^y] steht hier[^x].

::: interview {question="Frager"}
Warum?
: Darum.

Wozu? {#q2}
: Dazu[^z].
:::

| a | b |
|---|---|
| [](#fn:z) | c |

[^x]: Text x, siehe [](#fn:z).
[^y]: Text y.
[^z]: Text z.
"""


@pytest.mark.parametrize("tag", WORDS)
def test_every_language_has_words(tag: str) -> None:
    found = reference_name(QUESTION, 2, locale(tag)), reference_name(NOTE, 2, locale(tag))
    assert tuple(re.sub("[\u00a0\u202f\u200e\u200f]", " ", one).strip() for one in found) == WORDS[tag]


def printed(root: Path) -> str:
    (path,) = (file for file in build(root).files if file.suffix == ".pdf")
    said = subprocess.run(
        ["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True
    ).stdout
    return " ".join(said.split())


@pytest.mark.parametrize(
    ("settings", "second", "third"),
    [
        ("", 3, 4),  # the address of the link is the first note of the page
        ('[notes]\nplace = "chapter"\n', 3, 4),
        ('[notes]\nplace = "end"\n', 3, 4),
        ('[print]\nlinks = "none"\n', 2, 3),
    ],
)
def test_print_has_the_number_that_stands_at_the_note(
    tmp_path: Path, settings: str, second: int, third: int
) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER}, editions=book.PRINT)
    with (root / "book.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    said = printed(root)
    page = r"(\d+)"
    begin = (
        rf"Siehe Frage 2 und Anmerkung {second}, auch Anmerkung {second} auf Seite {page}, {second} und dort"
    )
    assert re.search(begin, said), said
    assert re.search(rf"{second} Text x, siehe Anmerkung {third}\.", said), said
    assert f"{third} Text z" in said
    assert f"Anmerkung {third} c" in said


def test_screens_lead_to_the_note_and_the_question(tmp_path: Path) -> None:
    editions = '[editions.epub]\nformat = "epub"\n[editions.web]\nformat = "web"\n'
    root = book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER}, editions=editions)
    (ebook,) = (file for file in build(root).files if file.suffix == ".epub")
    pages = [(root / "output/fall.de/01-a.html").read_text("utf-8")]
    pages += [
        data.decode()
        for name, data in Epub.open(ebook).files.items()
        if name.endswith("html") and b"Siehe" in data
    ]
    assert len(pages) == 2
    for page in pages:
        references = re.findall(r'<a class="ref" href="[^"#]*#([^"]*)">([^<]*)</a>', page)
        said = [text.replace("\xa0", " ").replace("&#160;", " ") for _, text in references]
        assert said == ["Frage 2", "Anmerkung 2", "Anmerkung 2", "2", "dort", "Anmerkung 3", "Anmerkung 3"]
        for anchor, _ in references:
            assert page.count(f'id="{anchor}"') == 1


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        ("[](#fn:kiyv)", "did you mean #fn:kyiv?"),
        ("[](#fn:none)", "call the note [^none] in this chapter"),
        (
            "[](02-b.md#fn:kyiv)",
            "a reference leads to a note of its own chapter: write the number of another one yourself",
        ),
    ],
)
def test_what_is_no_note_of_the_chapter_is_told(tmp_path: Path, reference: str, hint: str) -> None:
    chapters = {
        "chapters/de/01-a.md": f"# A\n\nWort[^kyiv] und {reference}.\n\n[^kyiv]: Note.\n",
        "chapters/de/02-b.md": "# B\n\nWort[^kyiv].\n\n[^kyiv]: Note.\n",
    }
    root = book.write(tmp_path, chapters, editions=book.PRINT)
    (found,) = (one for one in build(root).diagnostics if one.code == "reference.unknown")
    assert (str(found.span), str(found.hint)) == ("chapters/de/01-a.md:3:17", hint)


def test_a_term_of_any_list_may_have_an_anchor(tmp_path: Path) -> None:
    text = "# A\n\nWort {#w}\n: Was es heißt.\n\n[hier](#w)\n"
    root = book.write(tmp_path, {"chapters/de/01-a.md": text}, editions='[editions.web]\nformat = "web"\n')
    build(root)
    page = (root / "output/fall.de/01-a.html").read_text("utf-8")
    assert '<dt id="w">Wort</dt>' in page


def test_two_languages_side_by_side_have_numbers_of_their_own(tmp_path: Path) -> None:
    text = (
        "# A\n\n{} [](#fn:x) [x](https://example.org)[^y] b[^x].\n\n[^x]: Text x.\n[^y]: Text y, [](#fn:x).\n"
    )
    chapters = {"chapters/de/01-a.md": text.format("Siehe"), "chapters/en/01-a.md": text.format("See")}
    editions = '[editions.pdf]\nformat = "pdf"\nlocales = ["de", "en"]\n'
    said = printed(book.write(tmp_path, chapters, editions=editions))
    assert "Siehe Anmerkung 3 x" in said
    assert "See Note 3 x" in said
    assert "Text y, Anmerkung 3" in said
    assert "Text y, Note 3" in said


@given(st.integers(1, 99_999), st.sampled_from("0٠०۰"))
def test_numbers_keep_their_digits(number: int, zero: str) -> None:
    shown = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
    assert int(with_figures_of(shown, number)) == number
    assert with_figures_of(shown, number) == shown
