"""The texts of data files go out as units, and come into the lists of words beside the files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.markdown.data_files import StoredFile
from bookbuilder.markdown.data_files.write_words import with_translations
from bookbuilder.markdown.directives.table.word_list import translated_words
from tests.cases import book
from tests.translate.test_settings_units import bring, export, finnish, told, translate

AID = """\
Month;Kind;Sum;Note
May;Panzer;1234.5;"*bald*, [200 Millionen Dollar]{amount=""200e6 USD""}"
June;Schiffe;20000;–
July;Panzer;1;2022
"""
CHAPTER = """\
# Eins

::: table {src=/data/aid.csv values="text text money:EUR text" translate=yes}
Was gegeben wurde.
:::

::: table {src=/data/aid.csv show="Kind" heads="Art" translate=yes}
Womit.
:::

::: table {src=/data/other.csv}
Sonst.
:::
"""
FILES = {"chapters/de/01-a.md": CHAPTER, "data/aid.csv": AID, "data/other.csv": "A;B\nnichts;1\n"}
WORDS = {"Month": "Monthä", "May": "Mayä", "Panzer": "Panzerä", "Schiffe": "Schiffeä", "Sum": "Sumä"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = book.write(tmp_path / "book", FILES)
    assert main(["new-locale", "fi", "--book", str(found)]) == 0
    return found


def words(path: Path) -> dict[str, str]:
    findings = Findings()
    stored = StoredFile("", words=StoredFile(path.name, path.read_bytes()))
    found = {text: cell.text for text, cell in translated_words(stored, Span(), findings).items()}
    assert findings.sorted() == ()
    return found


@pytest.mark.parametrize(
    "form", ["po", *(pytest.param(form, marks=pytest.mark.heavy) for form in ("xliff", "xliff2"))]
)
def test_a_list_of_words_is_complete_after_one_file(root: Path, form: str) -> None:
    assert "data.untranslated" in [one.code for one in told(root)]
    file = export(root, form)
    text = file.read_text(encoding="utf-8")
    assert "data/aid.csv" in text and "nichts" not in text and "1234.5" not in text
    assert bring(root, translate(file, form, finnish)) == 0
    found = words(root / "data/aid.fi.csv")
    assert WORDS.items() <= found.items()
    note = '*bald*, [200 Millionen Dollar]{amount="200e6 USD"}'
    assert found[note].startswith("*baldä*, [200 miljoonaa ") and found[note].endswith('{amount="200e6 USD"}')
    assert (root / "data/aid.fi.csv").read_text(encoding="utf-8").startswith("de,fi\nMonth,Monthä\n")
    assert [str(one) for one in told(root) if one.code.startswith("data.") or one.severity == "error"] == []
    before = (root / "data/aid.fi.csv").read_bytes()
    file.unlink()
    assert not export(root, form).exists(), "nothing is left to translate"
    assert bring(root, export(root, form, "--all")) == 0
    assert (root / "data/aid.fi.csv").read_bytes() == before


def test_a_list_keeps_what_it_has(root: Path) -> None:
    path = root / "data/aid.fi.csv"
    path.write_bytes('\ufeffText;Wort\r\nPanzer;"Panssari; vaunu"\r\n\r\nGone;Poissa\r\n'.encode())
    file = export(root, "po", "--all")
    text = file.read_text(encoding="utf-8")
    assert 'msgstr "Panssari; vaunu"' in text
    text = text.replace('msgstr "Panssari; vaunu"', 'msgstr "Panssari"')
    text = text.replace('msgid "May"\nmsgstr ""', 'msgid "May"\nmsgstr "Touko\\"kuu\\""')
    file.write_text(text, encoding="utf-8")
    assert bring(root, file) == 0
    written = path.read_bytes().decode()
    assert written == '\ufeffText;Wort\r\nPanzer;Panssari\r\n\r\nGone;Poissa\r\nMay;"Touko""kuu"""\r\n'


def test_a_translation_that_breaks_the_book_is_rejected(root: Path) -> None:
    file = export(root, "po")
    text = file.read_text(encoding="utf-8")
    # A character that no font has.
    text = text.replace('msgid "Schiffe"\nmsgstr ""', 'msgid "Schiffe"\nmsgstr "\U00012000"')
    text = text.replace('msgid "June"\nmsgstr ""', 'msgid "June"\nmsgstr "Kesä"')
    file.write_text(text, encoding="utf-8")
    assert bring(root, file) == 1
    assert words(root / "data/aid.fi.csv") == {"June": "Kesä"}
    (rejected,) = (root / "translate").glob("*.po")
    assert "Schiffe" in rejected.read_text(encoding="utf-8")


def test_a_spreadsheet_has_a_list_in_csv(tmp_path: Path) -> None:
    sheet, data = Workbook(), BytesIO()
    page = sheet.create_sheet("A", 0)
    page.append(["Monat", "Zahl"])
    page.append(["Mai", 3])
    sheet.save(data)
    table = '# Eins\n\n::: table {src=/data/aid.xlsx values="text number" translate=yes}\nWas.\n:::\n'
    root = book.write(tmp_path / "book", {"chapters/de/01-a.md": table, "data/aid.xlsx": data.getvalue()})
    assert main(["new-locale", "fi", "--book", str(root)]) == 0
    assert bring(root, translate(export(root, "po"), "po", finnish)) == 0
    assert words(root / "data/aid.fi.csv") == {"Monat": "Monatä", "Mai": "Maiä", "Zahl": "Zahlä"}
    assert "data.untranslated" not in [one.code for one in told(root)]


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(lambda text: text.strip())
CELLS = (TEXTS | st.sampled_from(['"', 'a"b', "a;b", "x,y", "a\tb", "sep=;", "a\nb", "=1+1"])).map(str.strip)


@given(
    st.dictionaries(CELLS, CELLS, max_size=6),
    st.dictionaries(CELLS, CELLS, max_size=6),
    st.sampled_from([",", ";", "\t"]),
)
def test_what_is_written_is_read_again(old: dict[str, str], new: dict[str, str], separator: str) -> None:
    """And everything else in the list is as it was."""

    def read(text: str) -> dict[str, str]:
        stored = StoredFile("", words=StoredFile("a.csv", text.encode()))
        return {key: cell.text for key, cell in translated_words(stored, Span(), Findings()).items()}

    head = f"de{separator}fi\n"
    first = with_translations(head, old)
    assert first is not None and read(first) == old
    second = with_translations(first, new)
    assert second is not None and read(second) == old | new
    assert [line for line in first.split("\n") if not new] == (second.split("\n") if not new else [])


@pytest.mark.parametrize("text", ["", "a\n", "a,b,c\n1,2,3\n", 'a,b\n"x,y\n', "a,b\nx\n"])
def test_what_is_no_list_stays_as_it_is(text: str) -> None:
    assert with_translations(text, {"a": "b"}) is None
