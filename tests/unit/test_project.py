"""book.toml: what comes out when it is right, and what is said when it is not (project_cases.md)."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import project
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.project import Edition, Person, Print, Project
from bookbuilder.project.isbn_issn import isbn_digit, issn_digit
from bookbuilder.world import World

FORMATS = ("pdf", "epub", "web")
HERE = Path(__file__).parent
CASES = re.findall(
    r"^## (.+?)\n\n```toml\n(.*?)```\n\n```text\n(.*?)```$",
    (HERE / "project_cases.md").read_text(),
    re.MULTILINE | re.DOTALL,
)

MINIMAL = """\
[book]
id = "tage"
source = "de"
date = 2022-01-22
[locales.de]
title = "Fünf Tage"
"""


def read(folder: Path, text: str) -> tuple[Project | None, str]:
    """Return the project and what is said about it, as the command line prints it."""
    (folder / "book.toml").write_text(text)
    findings = Findings()
    found = project.load(World(folder), findings, FORMATS)
    lines = [line for d in findings.sorted() for line in (str(d), d.hint and f"  hint: {d.hint}") if line]
    return found, "".join(f"{line}\n" for line in lines)


def good(folder: Path, text: str) -> Project:
    found, said = read(folder, text)
    assert not re.sub(r".*\[locale\.partial\]\n", "", said)
    assert found
    return found


@pytest.mark.parametrize(
    ("source", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_is_said(tmp_path: Path, source: str, expected: str) -> None:
    assert read(tmp_path, source)[1] == expected


def test_a_folder_without_a_book(tmp_path: Path) -> None:
    findings = Findings()
    assert project.load(World(tmp_path), findings, FORMATS) is None
    (found,) = findings.sorted()
    assert str(found) == "book.toml: error: there is no book.toml in this folder [book.absent]"
    assert "bookbuilder new" in found.hint


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_bytes(b'[book]\nid = "\xe4"\n')
    with pytest.raises(BookbuilderError) as raised:
        project.load(World(tmp_path), Findings(), FORMATS)
    assert str(raised.value.diagnostics[0]).endswith(
        "book.toml:2:7: error: this file is not UTF-8: byte 0xE4 cannot be read [file.encoding]"
    )


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    found = good(tmp_path, MINIMAL)
    locale = found.locales["de"]
    assert (found.id, found.source, found.date) == ("tage", "de", dt.date(2022, 1, 22))
    assert (found.theme, found.edition, found.output, found.print) == ("dossier", 1, "output", Print("note"))
    assert (locale.name, locale.tag, locale.title) == ("de", "de", "Fünf Tage")
    assert (locale.span.line, locale.span.column) == (5, 10)
    assert found.editions == {name: Edition(name, locale, name, "dossier") for name in ("epub", "pdf", "web")}


def test_people(tmp_path: Path) -> None:
    more = """\
authors = [{ name = "Anna Beispiel", sort = "Beispiel, Anna" }, { name = "B", role = "ill" }, "C"]
[locales.en]
title = "Five Days"
translators = ["Jane Sample", { name = "D", sort = "D, E" }]
[imprint]
editors = ["F"]
"""
    found = good(tmp_path, with_more(more))
    assert found.authors == (Person("Anna Beispiel", "Beispiel, Anna"), Person("B", role="ill"), Person("C"))
    assert found.contributors(found.locales["en"])[3:] == (
        Person("F", role="edt"),
        Person("Jane Sample", role="trl"),
        Person("D", "D, E", "trl"),
    )


def with_more(more: str) -> str:
    """Return the minimal book with keys for [book] and tables behind it."""
    keys, bracket, tables = re.split(r"^(\[)", more, maxsplit=1, flags=re.MULTILINE)
    return MINIMAL.replace("[locales.de]", keys + "[locales.de]") + bracket + tables


def test_imprint_by_locale(tmp_path: Path) -> None:
    found = good(
        tmp_path,
        MINIMAL
        + """
[locales.en]
title = "Five Days"
[locales.fr]
title = "Cinq jours"
[imprint]
publisher = "Musterverlag"
tdm = true
issn = "00280836"
[imprint.rights]
de = "Alle Rechte vorbehalten."
en = "All rights reserved."
[imprint.credits]
de = ["Grafik: A"]
en = ["Graphics: A", "B"]
[imprint.isbn]
de = { pdf = "978-3-16-148410-0", epub = "9783161484117" }
en = { pdf = "979 8 88645 174 0" }
""",
    )
    de, en, fr = (found.imprints[name] for name in ("de", "en", "fr"))
    assert [i.publisher for i in (de, en, fr)] == ["Musterverlag"] * 3
    assert [i.tdm_reserved for i in (de, en, fr)] == [True] * 3
    assert [i.rights for i in (de, en, fr)] == ["Alle Rechte vorbehalten.", "All rights reserved.", de.rights]
    assert [i.credits for i in (de, en, fr)] == [("Grafik: A",), ("Graphics: A", "B"), ("Grafik: A",)]
    assert de.isbn == {"pdf": "978-3-16-148410-0", "epub": "9783161484117"}
    assert fr.isbn == {}, "a translation never bears the number of its original"
    assert en.isbn == {"pdf": "979 8 88645 174 0"}
    assert de.issn == "0028-0836"


def test_isbn_that_holds_in_every_locale(tmp_path: Path) -> None:
    found = good(tmp_path, MINIMAL + '[imprint]\nisbn = { pdf = "978-3-16-148410-0" }\n')
    assert found.imprints["de"].isbn == {"pdf": "978-3-16-148410-0"}


def test_editions(tmp_path: Path) -> None:
    found = good(
        tmp_path,
        MINIMAL
        + """
[print]
links = "inline"
[editions.print]
format = "pdf"
links = "qr"
[editions.screen]
format = "pdf"
""",
    )
    assert {e.name: (e.format, e.print.links) for e in found.editions.values()} == {
        "print": ("pdf", "qr"),
        "screen": ("pdf", "inline"),
    }


def test_a_book_with_errors_is_read_as_far_as_possible(tmp_path: Path) -> None:
    found, said = read(tmp_path, MINIMAL.replace('"tage"', "3") + 'keywords = "zwei"\n')
    assert said.count("[book.type]") == 2
    assert found
    assert found.locales["de"].title == "Fünf Tage"


def test_own_words(tmp_path: Path) -> None:
    found = good(
        tmp_path,
        MINIMAL + '[locales.de.words]\n"Chapter {number}" = "Teil {number}"\n"Notes" = "Anmerkungen"\n',
    )
    assert found.locales["de"].words == {"Chapter {number}": "Teil {number}", "Notes": "Anmerkungen"}


def test_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_bytes(
        b"\xef\xbb\xbf" + MINIMAL.replace("\n", "\r\n").encode() + b"x = 1\r\n"
    )
    findings = Findings()
    project.load(World(tmp_path), findings, FORMATS)
    assert [str(d.span) for d in findings.sorted()] == ["book.toml:7:1"]


@given(st.text("0123456789", min_size=12, max_size=12))
def test_the_digits_of_an_isbn_add_up(twelve: str) -> None:
    digits = [int(d) for d in twelve + isbn_digit(twelve)]
    assert (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0


@given(st.text("0123456789", min_size=7, max_size=7))
def test_the_digits_of_an_issn_add_up(seven: str) -> None:
    digits = [10 if d == "X" else int(d) for d in seven + issn_digit(seven)]
    assert sum(d * weight for d, weight in zip(digits, range(8, 0, -1), strict=True)) % 11 == 0


def test_the_book_of_this_repository_is_right() -> None:
    findings = Findings()
    assert project.load(World(HERE.parents[1]), findings, FORMATS)
    assert not findings.sorted()
