"""Tables are made from files of the book alone, from files of any program, and what is wrong is told by row and column."""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document.nodes import Table
from bookbuilder.document.walk import plain, walk
from bookbuilder.input_log import InputLog
from bookbuilder.limits import DATA_BYTES, DATA_CELLS, DATA_COLUMNS, DATA_ROWS, UNPACKED
from bookbuilder.markdown.data_files import StoredFile, read_rows
from bookbuilder.markdown.data_files.csv_rows import csv_rows
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.find_stored_files import MOST
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.pipeline.included_files import dialect_of
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import World
from tests.cases import book as books
from tests.cases.case import FIRST

NAME = "chapters/de/a.csv"


def table(
    root: Path, options: str, locale: tuple[str, str] | None = None
) -> tuple[list[list[str]], list[str]]:
    """Return the cells of a table with such options, as they stand in the file, and what is said."""
    text = f"# T\n\n::: table {{{options}}}\nCaption\n:::\n"
    findings = Findings()
    dialect = dialect_of(text, FIRST, Flavour.BOOKBUILDER, World(root), locale)
    chapter = parse_chapter(text, FIRST, directives(), findings, "", dialect)
    (found,) = (node for node in walk(chapter.blocks) if isinstance(node, Table))
    cells = [[plain(cell.content) for cell in row.cells] for row in found.body]
    return cells, [str(one) for one in findings.sorted()]


def book(root: Path, name: str, data: bytes) -> Path:
    """Write a file beside the chapter of a book."""
    folder = root / "book" / "chapters" / "de"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return root / "book"


def workbook(rows: list[list[object]], **formats: str) -> bytes:
    """Return an XLSX file; `formats` are those of cells."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cell, shape in formats.items():
        sheet[cell].number_format = shape
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(data: bytes, name: str, old: str, new: str) -> bytes:
    """Return a packed file with one part of it changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.namelist():
            content = before.read(entry)
            if entry == name:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            after.writestr(entry, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_spreadsheet_has_numbers_days_shares_and_results_of_formulas(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["A", "B", "C", "D", "E"],
        [0.1 + 0.2, dt.date(2022, 1, 17), 0.125, "=1+1", True],
        [None, "x", 7, 3, None],
    ]
    data = repacked(workbook(rows, C2="0.0%"), SHEET, "<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>")
    root = book(tmp_path, "a.xlsx", data)
    assert table(root, 'src=a.xlsx values="number text percent number text"') == (
        [["0.3", "2022-01-17", "0.125", "2", "true"], ["", "x", "7", "3", ""]],
        [],
    )


def test_a_sheet_is_named_and_edges_without_words_are_left_out(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.create_sheet("Zwei")
    for column, word in enumerate(("a", "b"), 1):
        sheet.cell(1, column, word)
        sheet.cell(3, column, f"{word}2")
    sheet.cell(9, 9, " ")
    out = BytesIO()
    made.save(out)
    root = book(tmp_path, "a.xlsx", out.getvalue())
    assert table(root, "src=a.xlsx sheet=Zwei") == ([["a2", "b2"]], [])
    _, said = table(root, "src=a.xlsx sheet=Zwo")
    assert said == [
        "chapters/de/a.xlsx: error: the data file chapters/de/a.xlsx cannot be read: it has no sheet 'Zwo' [data.file]"
    ]


def test_formulas_without_results_and_errors_are_told_by_row_and_column(tmp_path: Path) -> None:
    data = workbook([["a", "b"], [1, "=A2"], ["=A2", 2]])
    root = book(
        tmp_path,
        "a.xlsx",
        repacked(data, SHEET, '<c r="A3"><f>A2</f><v></v>', '<c r="A3" t="e"><v>#REF!</v>'),
    )
    cells, said = table(root, "src=a.xlsx")
    assert cells == []
    assert said == [
        "chapters/de/a.xlsx:2:2: error: this cell holds a formula without its result [data.formula]",
        "chapters/de/a.xlsx:3:1: error: this cell holds the error #REF! [data.error]",
    ]


@pytest.mark.parametrize("name", ["xl/workbook.xml", SHEET, "xl/styles.xml", "[Content_Types].xml"])
def test_a_damaged_or_hostile_spreadsheet_is_refused_as_a_whole(tmp_path: Path, name: str) -> None:
    data = workbook([["a"], [1]])
    with zipfile.ZipFile(BytesIO(data)) as archive:
        content = archive.read(name).decode()
    hostile = [
        repacked(data, name, content, content[: len(content) // 2]),
        repacked(data, name, content, '<!DOCTYPE x [<!ENTITY a "b">]>' + content),
        data[: len(data) // 2],
        data[:-10],
    ]
    for one in hostile:
        cells, said = table(book(tmp_path, "a.xlsx", one), "src=a.xlsx")
        assert cells == []
        assert len(said) == 1 and "[data.file]" in said[0], said


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    out = BytesIO(workbook([["a"], [1]]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(UNPACKED))
    assert len(out.getvalue()) < 100_000
    cells, said = table(book(tmp_path, "a.xlsx", out.getvalue()), "src=a.xlsx")
    assert cells == [] and "more than 64 MB" in said[0]


def test_a_cell_at_the_far_corner_of_a_sheet_costs_nothing(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.worksheets[0].cell(1, 1, "a")
    made.worksheets[0].cell(1_048_576, 1, "b")
    out = BytesIO()
    made.save(out)
    assert table(book(tmp_path, "a.xlsx", out.getvalue()), "src=a.xlsx") == ([["b"]], [])
    made.worksheets[0].delete_rows(2, 1_048_576)
    made.worksheets[0].cell(2, 16_384, "c")
    out = BytesIO()
    made.save(out)
    _, said = table(book(tmp_path, "a.xlsx", out.getvalue()), "src=a.xlsx")
    assert len(said) == 1 and f"has more than {DATA_COLUMNS} columns" in said[0]


def test_too_many_rows_of_a_spreadsheet_are_refused(tmp_path: Path) -> None:
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet()
    for number in range(DATA_ROWS + 2):
        sheet.append([number])
    out = BytesIO()
    made.save(out)
    _, said = table(book(tmp_path, "a.xlsx", out.getvalue()), "src=a.xlsx")
    path = "chapters/de/a.xlsx"
    assert said == [f"{path}:{DATA_ROWS + 2}: error: {path} has more than {DATA_ROWS} rows [data.large]"]


def test_too_many_rows_columns_bytes_and_cells_are_refused(tmp_path: Path) -> None:
    rows = b"a,b\n" + b"1,2\n" * (DATA_ROWS + 1)
    cells, said = table(book(tmp_path, "a.csv", rows), "src=a.csv")
    assert cells == []
    assert said == [f"{NAME}:{DATA_ROWS + 2}:1: error: {NAME} has more than {DATA_ROWS} rows [data.large]"]
    wide = b",".join([b"a"] * (DATA_COLUMNS + 1)) + b"\n"
    _, said = table(book(tmp_path, "a.csv", wide * 2), "src=a.csv")
    assert said == [f"{NAME}:1:201: error: {NAME} has more than {DATA_COLUMNS} columns [data.large]"]
    _, said = table(book(tmp_path, "a.csv", b"1,2\n" * (DATA_BYTES // 4 + 1)), "src=a.csv")
    assert len(said) == 1 and "it is larger than 8 MB [data.file]" in said[0]
    full = (b"a," * 24 + b"a\n") * (DATA_CELLS // 25) + b"one,more\n"
    _, said = table(book(tmp_path, "a.csv", full), "src=a.csv")
    assert said == [
        f"{NAME}:{DATA_CELLS // 25 + 1}:1: error: {NAME} has more than {DATA_CELLS} cells [data.large]"
    ]
    many = b",".join([b"a"] * DATA_COLUMNS) + b"\n"
    _, said = table(book(tmp_path, "a.csv", many * 400), "src=a.csv")
    assert said == [f"{FIRST}:3:12: error: {NAME} has more than 30000 cells in a chapter [data.large]"]


def test_all_data_files_of_a_chapter_have_a_limit_together(tmp_path: Path) -> None:
    root = tmp_path
    for number in range(3):
        root = book(tmp_path, f"{number}.csv", b"a\n" + b"x" * (DATA_BYTES - 2))
    text = "# T\n\n" + "".join(f"::: table {{src={number}.csv}}\nA\n:::\n\n" for number in range(3))
    dialect = dialect_of(text, FIRST, Flavour.BOOKBUILDER, World(root))
    assert dialect.data is not None
    assert [bool(dialect.data[f"{number}.csv"].problem) for number in range(3)] == [False, False, True]


def test_what_a_chapter_names_beyond_the_limit_is_told_with_it(tmp_path: Path) -> None:
    root = tmp_path
    for number in range(MOST + 1):
        root = book(tmp_path, f"{number}.csv", b"a\nb\n")
    text = "# T\n\n" + "".join(f"::: table {{src={number}.csv}}\n:::\n\n" for number in range(MOST + 1))
    data = dialect_of(text, FIRST, Flavour.BOOKBUILDER, World(root)).data
    assert data is not None
    assert [name for name, stored in data.items() if stored.problem] == [f"{MOST}.csv"]
    assert str(data[f"{MOST}.csv"].problem) == "this chapter names more than 100 files"
    assert data[f"{MOST}.csv"].hint == "part the chapter"


def test_other_encodings_are_told_by_line_and_column(tmp_path: Path) -> None:
    for data, place in (
        ("Köln,1\nÜ".encode("latin-1"), ":1:2"),
        ("a,b\n1,Ü".encode("cp1252"), ":2:3"),
        ("a,b\n1,2\n".encode("utf-16"), ":1:1"),
        (b"a,b\n1,\0\n", ":2"),
    ):
        cells, said = table(book(tmp_path, "a.csv", data), "src=a.csv")
        assert cells == []
        assert len(said) == 1 and said[0].startswith(
            f"{NAME}{place}: error: the data file {NAME} cannot be read"
        ), said


def test_a_byte_order_mark_and_line_ends_of_others_do_no_harm(tmp_path: Path) -> None:
    root = book(tmp_path, "a.csv", "\ufeffName;Ö\r\nä;1\r\n\r\n;2\r\n".encode())
    assert table(root, "src=a.csv show=Name") == ([["ä"], [""]], [])


def test_nothing_outside_the_book_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("secret\nsecret\n")
    root = book(tmp_path, "a.csv", b"a\n1\n")
    os.symlink(tmp_path / "secret.csv", root / "chapters" / "de" / "link.csv")
    for name in ("../../../secret.csv", "link.csv", "/../secret.csv", str(tmp_path / "secret.csv"), ".", "/"):
        cells, said = table(root, f'src="{name}"')
        assert cells == [], name
        assert said and all(one.startswith(f"{FIRST}:3:") and "[data.file]" in one for one in said), (
            name,
            said,
        )


def test_a_translation_has_a_list_of_words_and_a_series_files_for_all(tmp_path: Path) -> None:
    root = book(tmp_path, "a.csv", b"a,b\nwir,wir\nihr,ihr\n")
    book(tmp_path, "a.en.csv", b"de,en\nwir,we\na,A\n")
    assert table(root, "src=a.csv", ("en-GB", "en-GB")) == ([["we", "we"], ["ihr", "ihr"]], [])
    assert (
        table(root, "src=a.csv")[0]
        == table(root, "src=a.csv", ("fr", "fr"))[0]
        == [["wir", "wir"], ["ihr", "ihr"]]
    )
    assert table(root, "src=a.csv translate=yes") == ([["wir", "wir"], ["ihr", "ihr"]], [])
    assert table(root, "src=a.csv translate=yes sort=a", ("en", "en")) == (
        [["ihr", "ihr"], ["we", "we"]],
        [
            f"{NAME}:1:3: warning: 'b' is not translated [data.untranslated]",
            f"{NAME}:3:1: warning: 'ihr' is not translated [data.untranslated]",
        ],
    )
    (tmp_path / "series.toml").write_text("")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "b.csv").write_bytes(b"a\nalle\n")
    (tmp_path / "data" / "b.en.csv").write_bytes(b"a,b\nalle,all\n")
    assert table(root, "src=/../data/b.csv", ("en", "en")) == ([["all"]], [])
    (tmp_path / "data" / "b.en.csv").write_bytes(b"a\nalle\n")
    assert table(root, "src=/../data/b.csv", ("en", "en")) == (
        [["alle"]],
        ["../data/b.en.csv:1:1: error: a list of words has two columns, and this one has 1 [data.words]"],
    )


def test_the_file_is_an_input_of_the_build(tmp_path: Path) -> None:
    root = book(tmp_path, "a.csv", b"a\n1\n")
    world = World(root)
    log = InputLog()
    object.__setattr__(world, "input_log", log)
    dialect_of("::: table {src=a.csv}\n:::\n", FIRST, Flavour.BOOKBUILDER, world)
    assert ("read", NAME) in log.digests and ("exists", "chapters/de/a.csv") in log.digests


CELL = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), max_size=6)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1), st.sampled_from(",;\t"))
def test_every_csv_is_read_as_it_was_written(rows: list[list[str]], separator: str) -> None:
    rows = [["a", "b"], *(row for row in rows if any(row))]
    written = [separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows]
    findings = Findings()
    read = csv_rows("x.csv", ("\n".join(written)).encode(), findings)
    assert not findings.sorted()
    assert [[cell.text for cell in row] for row in read or ()] == rows
    lines = "\n".join(written).split("\n")
    for row in read or ():
        for cell in row:
            if cell.exact:
                assert lines[cell.span.line - 1].startswith(cell.text, cell.span.column - 1)


@pytest.mark.heavy
def test_a_changed_file_is_printed_and_makes_no_translation_outdated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def chapter(caption: str) -> str:
        return f'# {caption}\n\n::: table {{src=data/a.csv values="text number:1"}}\n{caption}\n:::\n'

    web = '[editions.web]\nformat = "web"\n'
    root = books.write(
        tmp_path / "book",
        {
            "chapters/de/01-a.md": chapter("Hilfe"),
            "chapters/en/01-a.md": chapter("Aid"),
            "data/a.csv": "a;b\nx;1234,5\n",
        },
        editions=web,
    )
    assert main(["translate", "sync", "--book", str(root)]) == 0
    assert api.build(root, jobs=1).files

    def status() -> str:
        capsys.readouterr()
        main(["status", str(root)])
        return capsys.readouterr().out

    before = status()
    (root / "data" / "a.csv").write_text("a;b\nx;9876,5\n", encoding="utf-8")
    built = api.build(root, jobs=1)
    assert not built.unchanged
    for locale, number in (("de", "9.876,5"), ("en", "9,876.5")):
        pages = (root / "output" / f"fall.{locale}").rglob("*.html")
        assert any(number in page.read_text(encoding="utf-8") for page in pages)
    assert status() == before
    assert api.build(root, jobs=1).unchanged


@given(st.binary(max_size=80) | st.text('ab,;\t\n"1.-\r\ufeff', max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    findings = Findings()
    rows = csv_rows("x.csv", data, findings)
    assert (rows is None) == bool(findings.sorted())
    assert all(one.span.path == "x.csv" for one in findings.sorted())


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_a_spreadsheet_that_is_damaged_anywhere_is_read_or_refused(place: int, noise: bytes) -> None:
    at = place % len(SMALL)
    data = SMALL[:at] + noise + SMALL[at + len(noise) :]
    findings = Findings()
    read = read_rows(StoredFile("x.xlsx", data), "", Span("c.md", 1, 1), findings)
    assert (read is None) == bool(findings.sorted())


SMALL = workbook([["a", "b"], [1, dt.date(2022, 1, 17)], ["=A2", "x"]])


def test_a_csv_file_has_no_sheet(tmp_path: Path) -> None:
    _, said = table(book(tmp_path, "a.csv", b"a,b\n1,2\n"), "src=a.csv sheet=Zwei")
    assert said == [
        "chapters/de/01-a.md:3:12: error: the data file chapters/de/a.csv cannot be read: it has no sheet 'Zwei' [data.file]"
    ]


def test_what_is_wrong_in_two_files_is_told_in_each_once(tmp_path: Path) -> None:
    root = book(tmp_path, "a.csv", b"a,b\n<b>x</b>,2\n")
    book(tmp_path, "b.csv", b"a,b\n1,2\n3,<i>4\n")
    text = "# T\n\n" + "".join(f"::: table {{src={name}.csv}}\nCaption\n:::\n\n" for name in "aab")
    findings = Findings()
    dialect = dialect_of(text, FIRST, Flavour.BOOKBUILDER, World(root), None)
    parse_chapter(text, FIRST, directives(), findings, "", dialect)
    assert [str(one) for one in findings.sorted()] == [
        "chapters/de/a.csv:2:1: error: raw HTML is not printed: <b> [html.raw]",
        "chapters/de/b.csv:3:3: error: raw HTML is not printed: <i> [html.raw]",
    ]


def test_a_duration_of_a_spreadsheet_is_printed_in_hours(tmp_path: Path) -> None:
    rows: list[list[object]] = [["A", "B"], [dt.timedelta(hours=30, minutes=5), dt.time(14, 30)]]
    root = book(tmp_path, "a.xlsx", workbook(rows))
    assert table(root, "src=a.xlsx") == ([["30:05:00", "14:30:00"]], [])


def test_an_option_without_a_value_is_told_with_the_way_to_write_it() -> None:
    text = "# T\n\n::: table {rotate}\n| a |\n|---|\n| 1 |\n\nCaption\n:::\n"
    findings = Findings()
    parse_chapter(text, FIRST, directives(), findings)
    (found,) = findings.sorted()
    assert (str(found), found.hint) == (
        "chapters/de/01-a.md:3:11: error: the directive table takes no title [directive.title]",
        "an option has a value: {rotate=…}",
    )
