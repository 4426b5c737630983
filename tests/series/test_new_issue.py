"""The next issue of a series: from the last one or a template, with numbers of isbn.toml, each used once."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.project.isbn_issn import isbn_digit
from bookbuilder.world import World
from tests.commands import program
from tests.series import desk

NUMBERS = [f"978316148{number:03}{isbn_digit(f'978316148{number:03}')}" for number in range(5)]
LAST = {
    "2022-03/book.toml": desk.settings(
        "heft-2022-03", "2022-01-25", f'subtitle = "Alt"\n[imprint.isbn]\nde = {{ pdf = "{NUMBERS[0]}" }}\n'
    ),
    "2022-03/chapters/de/01-analyse.md": "---\ntitle: Alt\nshort: Analyse\nkind: analysis\nsummary: x\n---\n\nAlter Text.\n",
    "2022-03/chapters/de/02-montag.md": "---\ntitle: Alt\nkind: day\ndate: 2022-01-17\n---\n\nAlter Text.\n",
    "2022-03/chapters/de/03-mittwoch.md": "---\ntitle: Alt\nkind: day\ndate: 2022-01-19\n---\n\nAlter Text.\n",
    "2022-03/chapters/de/04-ausblick.md": "---\ntitle: Alt\nkind: outlook\n---\n\nAlter Text.\n",
    "2022-03/chapters/de/05-register.md": "---\ntitle: Register\nkind: index\n---\n\n::: index {of=persons}\n:::\n",
}
EDITIONS = desk.SERIES + desk.PDF + '[editions.epub]\nformat = "epub"\n'


def isbns(*users: str) -> str:
    return "".join(f'"{number}" = "{user}"\n' for number, user in zip(NUMBERS, users, strict=False))


def test_an_issue_begins_from_the_last_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = desk.write(
        tmp_path, {**LAST, "isbn.toml": f"# Unsere\n{isbns('2022-03 de pdf', '', '', '')}"}, series=EDITIONS
    )
    assert main(["new-issue", "2022-05", "--series", str(root)]) == 0
    out = capsys.readouterr().out
    assert f"pdf: ISBN {NUMBERS[1]}" in out and "without 2022-03/chapters/de/05-register.md" in out
    data = tomllib.loads((root / "2022-05/book.toml").read_text())
    assert data == {
        "book": {"id": "heft-2022-05", "source": "de", "date": data["book"]["date"], "volume": 2},
        "locales": {"de": {"title": "31. Januar – 2. Februar 2022"}},
        "imprint": {"issue": "5/2022", "isbn": {"de": {"pdf": NUMBERS[1], "epub": NUMBERS[2]}}},
    }
    assert str(data["book"]["date"]) == "2022-02-08", "on the same day after the week as the last one"
    listed = (root / "isbn.toml").read_text()
    assert listed == f"# Unsere\n{isbns('2022-03 de pdf', '2022-05 de pdf', '2022-05 de epub', '')}"
    chapters = sorted((root / "2022-05/chapters/de").iterdir())
    assert [place.name for place in chapters] == [
        "01-analyse.md", "02-montag.md", "03-dienstag.md", "04-mittwoch.md", "05-ausblick.md",
    ]  # fmt: skip
    assert chapters[0].read_text() == "---\ntitle: Analyse\nkind: analysis\n---\n\n…\n"
    assert (
        chapters[1].read_text() == "---\ntitle: Montag, 31. Januar\nkind: day\ndate: 2022-01-31\n---\n\n…\n"
    )
    result = api.build(root / "2022-05", editions=["pdf"], jobs=1)
    assert result.files, [str(one) for one in result.diagnostics]
    found = api.load(World(root / "2022-05"))[0]
    assert found and found.imprints["de"].issn == "0028-0836"


def test_a_template_is_copied_with_its_texts(tmp_path: Path) -> None:
    template = {
        "template/book.toml": desk.settings("vorlage", "2022-01-29", '[print]\nlinks = "none"\n'),
        "template/chapters/de/1-tag.md": "---\ntitle: x\nkind: day\ndate: 2022-01-23\n---\n\nWas heute geschah.\n",
        "template/chapters/de/2-zahlen.md": "---\ntitle: Die Zahlen\n---\n\n## Kurse\n\nText.\n",
    }
    root = desk.write(tmp_path, {**LAST, **template})
    assert main(["new-issue", "2022-02-03", "--series", str(root)]) == 0
    made = root / "2022-05"
    assert len(list((made / "chapters/de").iterdir())) == 8, "a chapter for each day up to Sunday"
    assert (
        (made / "chapters/de/07-sonntag.md")
        .read_text()
        .endswith("date: 2022-02-06\n---\n\nWas heute geschah.\n")
    )
    assert (
        made / "chapters/de/08-zahlen.md"
    ).read_text() == "---\ntitle: Die Zahlen\n---\n\n## Kurse\n\nText.\n"
    assert 'links = "none"' in (made / "book.toml").read_text()
    assert not (root / "isbn.toml").exists()


def test_a_book_without_days_gives_an_analysis_five_days_and_an_outlook(tmp_path: Path) -> None:
    files = {
        "eins/book.toml": desk.settings("eins", "2022-01-25"),
        "eins/chapters/de/01-a.md": "# A\n\nText.\n",
    }
    root = desk.write(tmp_path, files)
    assert main(["new-issue", "2022-05", "--series", str(root)]) == 0
    names = [place.name for place in sorted((root / "2022-05/chapters/de").iterdir())]
    assert names[0] == "01-analyse.md" and names[5:] == ["06-freitag.md", "07-ausblick.md"]


@pytest.mark.parametrize(
    ("week", "more", "said"),
    [
        ("2022-03", {}, "{0}/2022-03: error: there is already a folder 2022-03 [issue.exists]\n"),
        (
            "2022-99", {},
            ("bookbuilder: error: '2022-99' is neither a week nor a day [issue.week]\n"
            "  hint: write a year and a week, such as 2022-05\n"),
        ),
        (
            "2022-05", {"isbn.toml": isbns("2022-03 de pdf", "")},
            ("{0}/isbn.toml: error: isbn.toml has 1 free ISBN, but the issue needs 2 [isbn.empty]\n"
            "  hint: add numbers to it, or leave them out with --no-isbn\n"),
        ),
        (
            "2022-05", {"isbn.toml": '"978-3-16-148410-1" = ""\n"978-3-16-148410-0" = 1\n'},
            ("{0}/isbn.toml:1:1: error: '978-3-16-148410-1' is not an ISBN [book.isbn]\n"
            "  hint: one of its digits is wrong: after the first twelve, the last would be 0\n"
            "{0}/isbn.toml:2:1: error: isbn.toml cannot be read: the value of 978-3-16-148410-0 is no text [isbn.syntax]\n"
            '  hint: write "978-3-16-148410-0" = "" if it is free\n'),
        ),
        (
            "2022-05", {"andere/book.toml": LAST["2022-03/book.toml"].replace(NUMBERS[0], NUMBERS[4])},
            ("{0}/andere/book.toml: error: the books 2022-03 and andere have the same id, heft-2022-03 [series.twice]\n"
            "  hint: give one of them another id\n"),
        ),
        (
            "2022-05", {"andere/book.toml": LAST["2022-03/book.toml"].replace("heft-2022-03", "heft-b")},
            (f"{{0}}/andere/book.toml: error: {NUMBERS[0]} stands in andere and in 2022-03 [isbn.twice]\n"
             "  hint: give andere another number\n"),
        ),
    ],
    ids=["exists", "week", "no numbers", "wrong numbers", "two ids", "a number twice"],
)  # fmt: skip
def test_what_is_refused_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], week: str, more: dict[str, str], said: str
) -> None:
    root = desk.write(tmp_path, {**LAST, **more}, series=EDITIONS)
    before = {place: place.read_bytes() for place in root.rglob("*") if place.is_file()}
    assert main(["new-issue", week, "--series", str(root)]) == 1
    assert capsys.readouterr().err == said.format(root)
    assert {place: place.read_bytes() for place in root.rglob("*") if place.is_file()} == before


def test_a_number_that_a_book_has_is_not_given_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = desk.write(tmp_path, {**LAST, "isbn.toml": isbns("", "", "")}, series=EDITIONS)
    assert main(["new-issue", "2022-05", "--series", str(root)]) == 0
    assert capsys.readouterr().err == (
        f"{root}/isbn.toml:1:1: warning: {NUMBERS[0]} is free in isbn.toml, but 2022-03 has it [isbn.taken]\n"
    )
    assert NUMBERS[0] not in (root / "2022-05/book.toml").read_text()
    assert main(["new-issue", "2022-06", "--series", str(root), "--no-isbn"]) == 0
    assert "isbn" not in (root / "2022-06/book.toml").read_text()


def test_a_series_without_a_book_and_no_series_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new-issue", "2022-05", "--series", str(tmp_path)]) == 1
    assert (
        "there is no series.toml in this folder or the one above it [series.absent]"
        in capsys.readouterr().err
    )
    assert main(["new-issue", "2022-05", "--series", str(desk.write(tmp_path, {}))]) == 1
    assert "to begin a new issue from [issue.first]" in capsys.readouterr().err


@pytest.mark.heavy
def test_it_runs_from_within_a_book_and_in_the_jail(tmp_path: Path) -> None:
    root = desk.write(tmp_path, LAST)
    done = program().run("new-issue", "2022-05", folder=root / "2022-03" / "chapters" / "de")
    assert done.returncode == 0, done.stderr
    assert (root / "2022-05" / "book.toml").exists()
    assert sorted(os.listdir(root)) == ["2022-03", "2022-05", "series.toml"]
