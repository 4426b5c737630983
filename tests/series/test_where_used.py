"""Which books print a fact or a name of the series, and what a change of it makes again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Severity
from tests.series import desk

FACTS = "[oil]\nnumber = 5\n[gas]\nnumber = 3\n[bad]\nnumbr = 3\n"


def book(number: int, text: str, more: str = "") -> dict[str, str]:
    return {
        f"heft-{number}/book.toml": desk.settings(f"heft-{number}", f"2022-01-0{number}", more),
        f"heft-{number}/chapters/de/01-a.md": f"# A\n\n{text}\n",
    }


FILES = {
    "facts.toml": FACTS,
    "names.toml": '[places]\nkyiv = "Kiew"\n',
    **book(1, "[Fünf]{fact=oil} und [drei]{fact=gas} in [Kiew]{name=kyiv}."),
    **book(2, "Nur [drei]{fact=gas}."),
    **book(3, "Eigenes: [acht]{fact=oil}."),
    "heft-3/facts.toml": "[oil]\nnumber = 8\n",
}


@pytest.fixture
def series(tmp_path: Path) -> Path:
    return desk.write(tmp_path, FILES, series=desk.SERIES + '[editions.web]\nformat = "web"\n')


def test_the_places_of_a_fact_and_of_a_name(series: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["series", "where-used", "oil", "--series", str(series)]) == 0
    assert (
        capsys.readouterr().out == f"heft-1, de: web (1 place)\n  {series}/heft-1/chapters/de/01-a.md:3:13\n"
    )
    assert main(["series", "where-used", "gas", "--json", "--series", str(series / "heft-2")]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["book"], row["kind"], row["editions"]) for row in rows] == [
        ("heft-1", "fact", ["web"]),
        ("heft-2", "fact", ["web"]),
    ]
    assert main(["series", "where-used", "kyiv", "--series", str(series)]) == 0
    assert "heft-1, de: web (1 place)" in capsys.readouterr().out
    assert main(["series", "where-used", "bad", "--series", str(series)]) == 0
    assert capsys.readouterr().out == "no book prints bad\n"


def test_a_key_that_the_series_does_not_have(series: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["series", "where-used", "oill", "--series", str(series)]) == 1
    assert capsys.readouterr().err == (
        f"{series}/facts.toml: error: the series has neither a fact nor a name 'oill' [series.unshared]\n"
        '  hint: did you mean "oil"?\n'
    )


@pytest.mark.heavy
def test_a_fact_that_changes_makes_the_books_again_that_print_it(series: Path) -> None:
    books = [series / f"heft-{number}" for number in (1, 2, 3)]
    first = [api.build(one, jobs=1) for one in books]
    for result in first:
        assert result.files and not any(one.severity is Severity.ERROR for one in result.diagnostics), (
            "what is wrong with a fact that no book prints is no problem of a book"
        )
    (series / "facts.toml").write_text(FACTS.replace("5", "6"))
    again = [api.build(one, jobs=1) for one in books]
    assert [result.unchanged for result in again] == [False, True, True]
    (series / "facts.toml").write_text("[gas]\nnumbr = 4\n")
    told = [
        [str(one) for one in api.build(one, jobs=1).diagnostics if one.severity is Severity.ERROR]
        for one in books
    ]
    assert told[1][0] == "../facts.toml:2:1: error: the fact gas has an unknown key 'numbr' [fact.key]"
    assert told[2] == []
    (series / "facts.toml").write_text("[gas\n")
    told = [[one.code for one in api.build(one, jobs=1).diagnostics] for one in books]
    assert "facts.syntax" in told[0] and "facts.syntax" in told[1]
