"""Notes in the margin: beside their lines where they have room, below the one before, in the outer margin of each page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.formats.pdf.page_breaking.margin_places import margin_places
from tests.cases import book
from tests.pdf.test_structure import outline
from tests.theme.page import MM, Sheet

ROOM = '[page]\nwidth = "170mm"\nouter = "45mm"\nnotes = "32mm"\n\n[script.Jpan.page]\nouter = "45mm"\n'
FONTS = Path(__file__).parents[1] / "books" / "ja" / "fonts"
WORDS = "Wörter, die den Absatz füllen, bis er mehr als eine Zeile hat und noch eine dazu. "
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80" viewBox="0 0 200 80">'
    '<rect width="200" height="80" fill="#1f5f8b"/></svg>'
)
TEXTS = {
    "de": ("Ein Satz", WORDS, "Rand"),
    "en": (
        "A sentence",
        "Words that fill the paragraph until it has more than a line and one more. ",
        "Margin",
    ),
    "ar": ("جملة", "كلمات تملأ الفقرة حتى تزيد على سطر واحد ثم سطر آخر بعده. ", "هامش"),
    "ja": (
        "週の終わりに",
        "なっても兵士たちはまだそこに立っていて、大臣たちはまだ話しあっていた。",
        "月曜日",
    ),
}


def chapter(locale: str, count: int = 24) -> str:
    """Return a chapter with notes in many places."""
    start, more, word = TEXTS[locale]
    parts = [f"# {start}\n"]
    picture = f"![{word}](a.svg)"
    for n in range(100, 100 + count):
        parts.append(f"{start}[{word} {n} {more if n % 4 == 0 else word}]{{.margin}} {more * (n % 3 + 2)}\n")
        if n % 5 == 0:
            parts.append(f"- {start}[{word} {n}]{{.margin}}\n- {start}\n\n> {start}[{word} {n}]{{.margin}}\n")
        if n % 7 == 0:
            parts.append(f"::: margin {word}\n{word} {n}\n\n{more}\n:::\n\n{more}\n")
        if n % 8 == 0:  # beside pictures, also such as stand elsewhere, and code
            caption = f"{start}[{word} {n} {more}]{{.margin}}"
            place = ("top", "auto", "here")[n // 8 % 3]
            parts.append(f"::: figure {{float={place}}}\n{picture}\n\n{caption}\n:::\n")
            pair = f"{picture}\n{start}[{more}{n}]{{.margin}}\n\n{picture}\n{start}"
            parts.append(f"::: figures\n{pair}\n\n{start}[{n}]{{.margin}}\n:::\n")
            parts.append(f'```{{.text caption="{start}[{word} {n}]\\{{.margin\\}}"}}\n{word}\n```\n')
    return "\n".join(parts)


def built(root: Path, locale: str, theme: str, text: str = "", editions: str = book.PRINT) -> api.Result:
    files = {f"chapters/{locale}/01-a.md": text or chapter(locale), "styles/dossier/theme.toml": theme}
    files[f"chapters/{locale}/a.svg"] = PICTURE
    book.write(root, {**files, "book.toml": book.settings([locale], editions=editions)})
    if locale == "ja":
        shutil.copytree(FONTS, root / "fonts")
    return api.build(root, jobs=1)


@given(
    st.lists(st.tuples(st.floats(0, 600), st.floats(1, 200)), min_size=1, max_size=12),
    st.floats(0, 20),
)
def test_notes_neither_meet_nor_leave_the_page(notes: Sequence[tuple[float, float]], gap: float) -> None:
    wanted, heights = sorted(place for place, _ in notes), [height for _, height in notes]
    tops = margin_places(wanted, heights, 0, 700, gap)
    pairs = list(zip(tops, heights, tops[1:], strict=False))
    assert all(after - top - height > gap - 1e-6 for top, height, after in pairs)
    assert tops[0] > -1e-6
    if sum(heights) + gap * (len(heights) - 1) <= 700:
        assert tops[-1] + heights[-1] < 700 + 1e-6
    # Where nothing is in the way, a note stands where it is wanted.
    if len(notes) == 1 and wanted[0] + heights[0] <= 700:
        assert tops == wanted


@pytest.mark.parametrize("locale", ["de", "ar", "ja"])
def test_they_stand_in_the_outer_margin_beside_their_lines(locale: str, tmp_path: Path) -> None:
    result = built(tmp_path, locale, ROOM)
    quiet = (*book.FULLNESS, "figure.place")
    told = [one.code for one in result.diagnostics if not one.code.startswith(quiet)]
    assert told == []
    (pdf,) = [path for path in result.files if path.suffix == ".pdf"]
    sheet, seen = Sheet(pdf), 0
    for number, words in enumerate(sheet.words, 1):
        notes = [word for word in words if re.fullmatch(r"1\d\d", word.text)]
        if not notes:
            continue
        seen += len(notes)
        odd = number % 2 == 1
        outer_is_right = odd != (locale == "ar")
        assert all((word.left > sheet.size(number)[0] * MM / 2) == outer_is_right for word in notes), number
    assert seen >= 24


def test_paragraphs_with_notes_are_set_as_the_others(tmp_path: Path) -> None:
    result = built(tmp_path, "de", ROOM)
    assert result.paragraphs.count > 40
    assert {why for why, _ in result.paragraphs.line_by_line} == {"white space"}  # the code


def test_without_room_they_are_footnotes_and_a_notice_says_so(tmp_path: Path) -> None:
    result = built(tmp_path, "de", "")
    assert "margin.room" in [one.code for one in result.diagnostics]
    (pdf,) = [path for path in result.files if path.suffix == ".pdf"]
    assert "Note(Lbl(1) Rand 100" in outline(pdf)


def test_listeners_hear_them_as_notes(tmp_path: Path) -> None:
    (pdf,) = built(tmp_path, "de", ROOM, "# A\n\nEin Satz.[Am Rand.]{.margin} Noch einer.\n").files
    assert "P(Ein Satz. Note(Am Rand.) Noch einer.)" in outline(pdf)


def test_with_notes_at_the_end_and_no_room_they_are_among_them(tmp_path: Path) -> None:
    text = "# A\n\nEins.[Am Rand mit [Link](https://example.org).]{.margin} Zwei.[^1]\n\n[^1]: Note.\n"
    (pdf,) = built(tmp_path, "de", "", text, book.PRINT + '[notes]\nplace = "chapter"\n').files
    found = outline(pdf)
    assert re.search(r"P\(Link\(@ 1\) Am Rand mit Link\(@ Link\) \(https", found), found[-600:]
    assert found.endswith("Div(P(Link(@ 2) Note.)))))")


@pytest.mark.heavy
@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize(
    ("locale", "theme", "editions"),
    [
        *((locale, ROOM, "") for locale in ("de", "ar", "ja")),
        *((locale, "", book.PRINT) for locale in ("de", "ar")),  # an e-book and a web edition know of no room
    ],
    ids=lambda value: {ROOM: "room", "": "all", book.PRINT: "print without room"}.get(value, value),
)
def test_all_gates_pass(locale: str, theme: str, editions: str, tmp_path: Path) -> None:
    files = {f"chapters/{locale}/01-a.md": chapter(locale, 17), "styles/dossier/theme.toml": theme}
    files[f"chapters/{locale}/a.svg"] = PICTURE
    root = book.write(tmp_path, {**files, "book.toml": book.settings([locale], editions=editions)})
    if locale == "ja":
        shutil.copytree(FONTS, root / "fonts")
    result = api.check(root, jobs=2, validators=True)
    assert all(one.ran for one in result.verdicts)
    quiet = (*book.FULLNESS, "margin.room", "page.sparse", "figure.place")
    assert [str(one) for one in result.diagnostics if not one.code.startswith(quiet)] == []


@pytest.mark.parametrize("lines", range(8))
def test_a_note_between_blocks_stands_on_the_page_of_the_block_behind_it(lines: int, tmp_path: Path) -> None:
    """Whatever the length of the text before, so that some pages end before the note."""
    parts = [
        "# Rand\n",
        *["Zeile.\n"] * lines,
        *(
            f"::: margin\nNotiz {n}\n:::\n\n{'Ein Satz. ' * (5 + n % 4 * 9)} ({n})\n\n## Titel\n"
            for n in range(100, 160)
        ),
    ]
    result = built(tmp_path, "de", ROOM, "\n".join(parts) + "\nEnde.\n")
    (pdf,) = [path for path in result.files if path.suffix == ".pdf"]
    pages: dict[str, list[int]] = {}
    for number, words in enumerate(Sheet(pdf).words, 1):
        for word in words:
            if match := re.fullmatch(r"(1\d\d)|\((1\d\d)\)\.?", word.text):
                pages.setdefault(match[1] or match[2], []).append(number)
    assert len(pages) == 60
    # A paragraph ends on the page of its note or on the next one.
    assert all(len(where) == 2 and where[0] <= where[1] <= where[0] + 1 for where in pages.values()), pages
    alone = [note for note, (first, last) in pages.items() if first != last]
    begun = {
        number
        for number, words in enumerate(Sheet(pdf).words, 1)
        if [word for word in words if word.text == "Satz."]
    }
    assert all(pages[note][0] in begun for note in alone)
