"""References from one issue of a series to another, and the index of a year."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Severity
from tests.commands import program
from tests.series import desk

SERIES = (
    '[series]\nid = "heft"\naddress = "https://example.org/"\n'
    '[book]\nsource = "de"\n[locales.de]\nseries = "Dossier"\n'
    '[imprint]\npublisher = "Musterverlag"\naddress = ["Weg 1", "10115 Berlin"]\nemail = "a@example.org"\n'
    'responsible = "Erika Mustermann, Weg 1, 10115 Berlin"\nissn = "0028-0836"\n'
    '[editions.pdf]\nformat = "pdf"\n[editions.web]\nformat = "web"\n[editions.epub]\nformat = "epub"\n'
)
INDEX = '---\ntitle: Register\nkind: index\n---\n\n::: index {of=persons title="Personen"}\n:::\n'
PLACES = '\n::: index {of=places title="Orte"}\n:::\n'


def issue(number: int, text: str, more: str = "") -> dict[str, str]:
    return {
        f"{number}/book.toml": desk.settings(
            f"heft-{number}", f"2022-01-0{number}", 'description = "Ein Heft."\n' + more
        )
        + f'[imprint]\nissue = "{number}/2022"\n',
        f"{number}/chapters/de/01-montag.md": f"# Montag\n\n{text}\n",
    }


FIRST = issue(
    1,
    '## Kapitel des [Kanzlers]{index="Scholz, Olaf"} {#kanzler}\n\nEin Satz.\n\n::: pagebreak\n:::\n\n'
    'Noch [Scholz]{index="Scholz, Olaf"} und [Baerbock]{index="Baerbock, Annalena"}.\n\n::: pagebreak\n:::\n\n'
    '[Scholz]{index="Scholz, Olaf"} in [Mitte]{index="Berlin!Mitte" of=places}.',
) | {"1/chapters/de/02-register.md": INDEX + PLACES}
REFERS = (
    "Mehr steht [dort](issue:1#kanzler), in [](issue:1#kanzler), in [](issue:1#01-montag), in [](issue:1) und im"
    ' [ersten Heft](issue:1). [Scholz]{index="Scholz, Olaf"}.'
)
SECOND = issue(2, REFERS) | {
    "2/chapters/de/02-ohne.md": "# Ohne\n\nNichts.\n",
    "2/chapters/de/03-register.md": INDEX,
}


@pytest.fixture(scope="module")
def first_recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A series of two issues of which the first is recorded."""
    root = desk.write(tmp_path_factory.mktemp("series"), FIRST | SECOND, series=SERIES)
    assert record(root, "1") == 0
    return root


@pytest.fixture
def series(first_recorded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first_recorded, tmp_path / "series"))


def record(root: Path, *issues: str) -> int:
    return main(["series", "record", *issues, "--series", str(root), "--jobs", "1"])


def recorded(root: Path, name: str) -> Any:
    return json.loads((root / f"issues/{name}.json").read_text())


def built(root: Path, *editions: str) -> dict[str, Path]:
    result = api.build(root, editions=editions, jobs=1)
    assert not [one for one in result.diagnostics if one.severity is not Severity.NOTICE], result.diagnostics
    return {path.suffix: path for path in result.files}


def problems(root: Path) -> list[str]:
    return [f"{one} {one.hint}" for one in api.build(root, editions=["web"], jobs=1).diagnostics]


def printed_words(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True)
    return squeezed(done.stdout)


def squeezed(text: str) -> str:
    """Return a text without what the end of a line may change."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", html).replace("\u00a0", " ").split())


def test_what_is_recorded_of_an_issue(series: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = recorded(series, "1")
    assert (data["id"], data["date"], data["source"]) == ("heft-1", "2022-01-01", "de")
    there = data["editions"]["de"]
    assert there["number"] == "1/2022" and there["series"] == "Dossier"
    assert there["address"] == "https://example.org/heft-1/heft-1.de/"
    place = there["places"]["kanzler"]
    assert place["name"] == "Kapitel des Kanzlers" and place["file"] == "01-montag.html#kanzler"
    page = int(place["page"])
    marks = [(mark["entry"], int(there["places"][mark["anchor"]]["page"]) - page) for mark in there["marks"]]
    assert marks == [
        ("Scholz, Olaf", 0),
        ("Scholz, Olaf", 1),
        ("Baerbock, Annalena", 1),
        ("Scholz, Olaf", 2),
        ("Berlin", 2),
    ]
    assert there["indexes"] == {
        "persons": {"title": "Personen", "chapter": "Register"},
        "places": {"title": "Orte", "chapter": "Register"},
    }
    assert {name for name, one in there["places"].items() if not one["name"]} == set()
    capsys.readouterr()
    assert record(series, "1") == 0
    assert capsys.readouterr().out == f"{series}/issues/1.json (unchanged)\n"


def test_a_reference_says_where_it_leads(series: Path) -> None:
    page = recorded(series, "1")["editions"]["de"]["places"]["kanzler"]["page"]
    files = built(series / "2")
    printed = printed_words(files[".pdf"])
    where = f"Dossier 1/2022, Seite {page}"
    expected = (
        f"Mehr steht dort (Heft heft-1, {where}), in Kapitel des Kanzlers (Heft heft-1, {where}), in Montag"
        f" (Heft heft-1, {where}), in Heft heft-1 (Dossier 1/2022) und im ersten Heft (Heft heft-1, Dossier 1/2022)."
    )
    assert squeezed(expected) in printed
    with zipfile.ZipFile(files[".epub"]) as archive:
        text = next(archive.read(name).decode() for name in archive.namelist() if "01-montag" in name)
    assert expected in words(text)
    assert (
        '<a class="plain" href="https://example.org/heft-1/heft-1.de/01-montag.html#kanzler">dort</a>' in text
    )
    web = (series / "2/output/heft-2.de/01-montag.html").read_text()
    assert (
        "Mehr steht dort, in Kapitel des Kanzlers, in Montag, in Heft heft-1 und im ersten Heft. Scholz."
        in words(web)
    )
    assert 'href="https://example.org/heft-1/heft-1.de/01-montag.html#kanzler"' in web
    assert 'href="https://example.org/heft-1/heft-1.de/"' in web


@pytest.mark.heavy
def test_without_a_web_edition_the_web_says_it_too(series: Path) -> None:
    (series / "series.toml").write_text(SERIES.replace('address = "https://example.org/"\n', ""))
    assert record(series, "1") == 0
    built(series / "2", "web")
    assert "dort (Heft heft-1, Dossier 1/2022, Seite" in words(
        (series / "2/output/heft-2.de/01-montag.html").read_text()
    )


@pytest.mark.heavy
def test_an_issue_in_another_language_is_cited_in_its_own(series: Path) -> None:
    more = '[locales.en]\ntitle = "Issue 2"\n'
    settings = (
        desk.settings("heft-2", "2022-01-02", 'description = "Ein Heft."\n' + more)
        + '[imprint]\nissue = "2/2022"\n'
    )
    (series / "2/book.toml").write_text(settings)
    chapters = series / "2/chapters/en"
    chapters.mkdir()
    for path in (series / "2/chapters/de").iterdir():
        (chapters / path.name).write_text(path.read_text())
    (chapters / "01-montag.md").write_text("# Monday\n\nIn [](issue:1#kanzler).\n")
    (chapters / "03-register.md").unlink()
    (series / "2/chapters/de/03-register.md").unlink()
    result = api.build(series / "2", locales=["en"], editions=["epub"], jobs=1)
    assert not result.failed, result.diagnostics
    with zipfile.ZipFile(series / "2/output/heft-2.en.epub") as archive:
        text = next(archive.read(name).decode() for name in archive.namelist() if "01-montag" in name)
    assert re.search(r'<span lang="de-DE" xml:lang="de-DE">Kapitel des Kanzlers</span></a>', text), text
    assert re.search(r'<em lang="de-DE" xml:lang="de-DE">Heft heft-1</em>, Dossier 1/2022, page', text), text


@pytest.mark.parametrize(
    ("target", "message", "hint"),
    [
        ("issue:11", "nothing is recorded of an issue 11 [issue.unknown]", 'did you mean "1"?'),
        ("issue:1#kanzlr", "nothing in the issue 1 is called #kanzlr [issue.place]", 'did you mean "kanzler"?'),
        ("issue:2#01-montag", "the reference to the issue 2 leads to this book itself [issue.own]", "write #01-montag"),
        ("issue:", "[link.scheme]", "write its folder: issue:2022-03#anchor"),
        ("issue:../1", "[issue.unknown]", ""),
    ],
)  # fmt: skip
def test_a_reference_that_leads_nowhere(series: Path, target: str, message: str, hint: str) -> None:
    (series / "issues/2.json").write_text(json.dumps(recorded(series, "1") | {"id": "heft-2"}))
    (series / "2/chapters/de/02-ohne.md").write_text(f"# Ohne\n\nEin [Wort]({target}).\n")
    found = [one for one in problems(series / "2") if "02-ohne.md:3:5" in one]
    assert len(found) == 1 and message in found[0] and hint in found[0], found


@pytest.mark.heavy
def test_a_book_that_has_no_record_to_refer_to(tmp_path: Path) -> None:
    root = desk.write(tmp_path, SECOND, series=SERIES)
    assert any("run `bookbuilder series record`" in one for one in problems(root / "2"))


@pytest.mark.parametrize(
    "damage",
    [
        b"{",
        *(pytest.param(one, marks=pytest.mark.heavy) for one in (b"", b"[]", b"\xff", "address", "source")),
    ],
)
def test_a_record_that_cannot_be_read(series: Path, damage: bytes | str) -> None:
    place = series / "issues/1.json"
    if isinstance(damage, bytes):
        place.write_bytes(damage)
    else:
        data = recorded(series, "1")
        if damage == "address":
            data["editions"]["de"]["address"] = "javascript:alert(1)//"
        else:
            data["source"] = "fr"
        place.write_text(json.dumps(data))
    found = problems(series / "2")
    assert found and "../issues/1.json" in found[0] and "[issue.record]" in found[0], found


@pytest.mark.heavy
def test_a_record_that_changes_makes_the_chapters_again_that_refer_to_it(series: Path) -> None:
    root = series / "2"
    built(root, "pdf")
    data = recorded(series, "1")
    data["editions"]["de"]["places"]["kanzler"]["page"] = "99"
    (series / "issues/1.json").write_text(json.dumps(data))
    result = api.build(root, editions=["pdf"], jobs=1)
    assert (result.made, result.unchanged) == (1, False) and result.reused > 1
    (series / "issues/3.json").write_text(json.dumps(data))
    assert api.build(root, editions=["pdf"], jobs=1).unchanged, "what nobody refers to changes nothing"


@pytest.mark.heavy
def test_issues_may_refer_to_each_other(series: Path) -> None:
    """The pages are those that were recorded, so a circle is none: it comes to rest at once."""
    chapter = series / "1/chapters/de/01-montag.md"
    chapter.write_text(chapter.read_text() + "\nSiehe [](issue:2#02-ohne).\n")
    assert record(series, "2") == 0
    assert record(series) == 0
    before = {path.name: path.read_bytes() for path in (series / "issues").iterdir()}
    assert record(series) == 0
    assert before == {path.name: path.read_bytes() for path in (series / "issues").iterdir()}
    built(series / "1")


@pytest.mark.heavy
def test_issues_are_recorded_with_a_shared_cache(tmp_path: Path) -> None:
    """One process asks the store for all of them: the confined one can start no other."""
    root = desk.write(tmp_path / "series", FIRST | issue(2, "Ein Satz."), series=SERIES)
    store = tmp_path / "store"
    store.mkdir()
    shared = {"BOOKBUILDER_CACHE": str(store), "BOOKBUILDER_CACHE_KEY": "cd" * 32}
    words = ("series", "record", "--series", root, "--jobs", "2")

    def store_entries() -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()}

    assert program().run(*words, environment=shared).returncode == 0
    first = store_entries()
    assert first and len(list((root / "issues").iterdir())) == 2
    for cache in root.glob("*/.bookbuilder"):
        shutil.rmtree(cache)
    again = program().run(*words, environment=shared)
    assert again.returncode == 0 and again.stdout.count("(unchanged)") == 2
    assert store_entries() == first, "all was there"
    shutil.rmtree(store)
    store.mkdir()
    for cache in root.glob("*/.bookbuilder"):
        shutil.rmtree(cache)
    assert program().run(*words, environment=shared).returncode == 0
    assert store_entries().keys() == first.keys(), "it was made again"


@pytest.mark.heavy
def test_pages_that_have_moved_since_they_were_recorded(series: Path) -> None:
    root, chapter = series / "1", series / "1/chapters/de/01-montag.md"
    before = recorded(series, "1")["editions"]["de"]["places"]["kanzler"]["page"]
    assert not api.build(root, editions=["pdf"], jobs=1).diagnostics
    text = chapter.read_text()
    chapter.write_text(text.replace("# Montag\n", "# Montag\n\nNeu.\n\n::: pagebreak\n:::\n"))
    (found,) = api.build(root, editions=["pdf", "web"], jobs=1).diagnostics
    assert str(found) == (
        f"../issues/1.json: notice: Kapitel des Kanzlers (de) is on page {int(before) + 1}, but page {before} is recorded,"
        " which other issues print [issue.moved]"
    )
    assert found.hint == "9 of 11 places have moved; `bookbuilder series record 1` records them"
    gone = text.replace(" {#kanzler}", "")
    chapter.write_text(gone)
    (found,) = api.build(root, editions=["pdf"], jobs=1).diagnostics
    assert f"Kapitel des Kanzlers (de) is gone, but page {before} is recorded" in str(found)
    chapter.write_text(gone + "\n\n::: pagebreak\n:::\n\nNoch etwas.\n")
    (found,) = api.build(root, editions=["pdf"], jobs=1).diagnostics
    assert str(found).startswith("../issues/1.json: notice: Register (de) is on page"), "before what is gone"
    assert record(series, "1") == 0
    assert not api.build(root, editions=["pdf"], jobs=1).diagnostics


@pytest.mark.heavy
def test_a_record_of_another_book_and_a_damaged_one_say_nothing_of_pages(series: Path) -> None:
    """A folder may have been given to another book. Who refers to a damaged record is told of it."""
    data = recorded(series, "1") | {"id": "heft-9"}
    data["editions"]["de"]["places"]["kanzler"]["page"] = "99"
    for record in (json.dumps(data), "{"):
        (series / "issues/1.json").write_text(record)
        assert not api.build(series / "1", editions=["pdf"], jobs=1).diagnostics, record


def test_a_book_that_the_series_does_not_have(series: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(series, "12") == 1
    assert "the series has no book in a folder 12 [issue.book]" in capsys.readouterr().err


def test_a_broken_issue_keeps_its_record(series: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = recorded(series, "1")
    (series / "1/chapters/de/01-montag.md").write_text("# Montag\n\n[x](#nirgends)\n")
    assert record(series) == 1
    out, err = capsys.readouterr()
    assert "1/chapters/de/01-montag.md:3:1" in err and out == f"{series}/issues/2.json\n"
    assert recorded(series, "1") == before


def test_the_index_of_a_year(series: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(series) == 0
    capsys.readouterr()
    assert main(["series", "new-index", "2022", "--series", str(series)]) == 0
    assert "An index of 2 issues is in" in capsys.readouterr().out
    root = series / "2022-index"
    settings = tomllib.loads((root / "book.toml").read_text())
    assert settings["book"]["id"] == "heft-2022-index" and str(settings["book"]["date"]) == "2022-01-02"
    assert settings["locales"]["de"]["title"] == "Register 2022"
    assert [path.name for path in (root / "chapters/de").iterdir()] == ["01-index.md"]
    files = built(root)
    first, second = (recorded(series, name)["editions"]["de"] for name in "12")
    page = int(first["places"]["kanzler"]["page"])
    other = second["places"][second["marks"][0]["anchor"]]["page"]
    expected = f"Scholz, Olaf 1/2022: {page}–{page + 2}; 2/2022: {other}"
    assert squeezed(expected) in printed_words(files[".pdf"])
    web = (root / "output/heft-2022-index.de/01-index.html").read_text()
    assert expected in words(web).replace("\u2002", " ")
    anchor = first["marks"][0]["anchor"]
    assert f'href="https://example.org/heft-1/heft-1.de/01-montag.html#{anchor}"' in web
    # The next issue is made from the last one that has a number, not from the index.
    assert main(["series", "new-index", "2022", "--series", str(series)]) == 1
    assert "there is already a folder 2022-index [issue.exists]" in capsys.readouterr().err


@pytest.mark.heavy
def test_an_index_of_issues_that_are_not_recorded(series: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["series", "new-index", "2021", "--series", str(series)]) == 1
    assert "no recorded issue of 2021 has an index [series.unindexed]" in capsys.readouterr().err
    (series / "2/chapters/de/02-ohne.md").write_text("# Ohne\n\n::: index {of=persons issues=2021}\n:::\n")
    assert any(
        "no issue '2021' is recorded in the series [index.issues]" in one for one in problems(series / "2")
    )
    (series / "2/chapters/de/02-ohne.md").write_text('# Ohne\n\n::: index {of=places issues="1 2"}\n:::\n')
    built(series / "2", "web")
    text = words((series / "2/output/heft-2.de/02-ohne.html").read_text())
    assert re.search(r"Berlin Mitte.1/2022: \d+", text), text
