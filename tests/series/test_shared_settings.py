"""What the books of a series share: series.toml and the files beside it, and what a book may read of that folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bookbuilder import api, project
from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.html.fonts import fonts
from bookbuilder.html.theme import theme
from bookbuilder.locales.words_by_language import WordsByLanguage
from bookbuilder.project import Project
from bookbuilder.project.hyphenation_file import hyphenation_exceptions
from bookbuilder.project.shared_facts import read_shared_facts, read_shared_names
from bookbuilder.translate.glossary import load as load_glossary
from bookbuilder.world import World
from tests.cases import book
from tests.commands import program

FORMATS = ("pdf", "epub", "web")
BOOK = """\
[book]
id = "fall"
source = "de"
date = 2022-01-24
[locales.de]
title = "Ein Fall"
[locales.en]
title = "A Case"
"""
SERIES = (Path(__file__).parent / "series.toml").read_text(encoding="utf-8")
FACTS = '[oil]\namount = "5e9 USD"\n[gas]\nnumber = 3\n'


def series(folder: Path, text: str = SERIES, **shared: str) -> Path:
    """Write a series with one book, and return the folder of the book."""
    files = {"series.toml": text, **{name.replace("_", "."): content for name, content in shared.items()}}
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    root = folder / "heft"
    root.mkdir()
    (root / "book.toml").write_text(BOOK, encoding="utf-8")
    return root


def read(root: Path) -> tuple[Project | None, str]:
    """Return the project, and what is said about it."""
    findings = Findings()
    return project.load(World(root), findings, FORMATS), book.told(findings.sorted())


def good(root: Path) -> Project:
    found, said = read(root)
    assert said == "" and found
    return found


def test_a_book_has_what_its_series_says(tmp_path: Path) -> None:
    found = good(series(tmp_path))
    assert list(found.locales) == ["de", "en"], "in the order of the book"
    assert [locale.series for locale in found.locales.values()] == ["Das Dossier", "The Dossier"]
    assert found.theme == "haus" and found.authors[0].name == "Redaktion"
    assert found.imprints["en"].rights == "Rights" and found.imprints["en"].publisher == "Musterverlag"
    assert list(found.editions) == ["pdf"], "an edition in a locale that the book lacks is for other books"


def test_a_book_may_differ_key_by_key(tmp_path: Path) -> None:
    root = series(tmp_path)
    (root / "book.toml").write_text(f'{BOOK}[imprint]\npublisher = "Eigen"\nrights.de = "Alle"\n')
    found = good(root)
    assert found.imprints["de"].publisher == "Eigen" and found.imprints["de"].issn == "0028-0836"
    assert [found.imprints[name].rights for name in ("de", "en")] == ["Alle", "Rights"]


def test_the_web_edition_of_a_book_is_below_the_address_of_its_series(tmp_path: Path) -> None:
    root = series(tmp_path, '[series]\naddress = "https://example.org/hefte"\n[web]\ndownloads = []\n')
    assert good(root).web.address == "https://example.org/hefte/fall/"
    (root / "book.toml").write_text(f'{BOOK}[web]\naddress = "https://example.org/eins"\n')
    assert good(root).web.address == "https://example.org/eins/"


def test_problems_are_told_where_they_are(tmp_path: Path) -> None:
    text = """\
[book]
id = "reihe"
titel = "x"
[locales.de]
title = "Alle"
[imprint]
isbn = { pdf = "978-3-16-148410-0" }
email = "post"
rights = { de = "Rechte", dee = "Rechte" }
[web]
address = "https://example.org/"
[series]
id = "Die Hefte"
"""
    _, said = read(series(tmp_path, text))
    assert (
        said
        == """\
../series.toml:2:1: error: book.id cannot be shared: every book of a series has its own [series.key]
  hint: write it into book.toml of each book: id in [book]
../series.toml:3:1: error: [book] has no key called 'titel' [book.key]
  hint: its keys are id, source, theme, date, edition, authors, subjects, thema, bisac, volume, version, released,\
 exemption, output, equivalent
../series.toml:5:1: error: locales.de.title cannot be shared: every book of a series has its own [series.key]
  hint: write it into book.toml of each book: title in [locales.de]
../series.toml:7:1: error: imprint.isbn cannot be shared: every book of a series has its own [series.key]
  hint: write it into book.toml of each book: isbn in [imprint]
../series.toml:8:1: error: 'post' is not an e-mail address [book.email]
  hint: such as redaktion@example.org
../series.toml:9:27: error: imprint.rights names the locale 'dee', but there is no table [locales.dee] [book.locale]
  hint: did you mean "de"?
../series.toml:11:1: error: web.address cannot be shared: every book of a series has its own [series.key]
  hint: write it into book.toml of each book: address in [web]
../series.toml:13:1: error: series.id cannot be 'Die Hefte' [book.value]
  hint: small letters a to z, digits and single hyphens, such as five-days-in-january
"""
    )


def test_a_value_that_a_book_replaces_is_not_judged(tmp_path: Path) -> None:
    root = series(tmp_path, '[imprint]\nemail = "post"\n')
    (root / "book.toml").write_text(f'{BOOK}[imprint]\nemail = "post@example.org"\n')
    assert good(root).imprints["de"].email == "post@example.org"


def test_a_series_that_is_no_toml_is_one_sentence(tmp_path: Path) -> None:
    found, said = read(series(tmp_path, "[book\n"))
    assert found is None
    assert (
        said.startswith("../series.toml:1:6: error: series.toml cannot be read: ")
        and "[series.syntax]" in said
    )


def test_only_the_folder_above_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "series.toml").write_text(SERIES)
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "book.toml").write_text(BOOK)
    assert good(tmp_path / "a" / "b").authors == ()


def test_facts_names_and_words_are_shared_one_by_one(tmp_path: Path) -> None:
    root = series(
        tmp_path,
        facts_toml=FACTS,
        names_toml='[places]\nkyiv = { de = "Kiew" }\nrome = "Rom"\n',
        glossary_toml='[aid]\nterm = "Hilfe"\nen = "aid"\nfr = "aide"\n[war]\nterm = "Krieg"\nen = "war"\n',
        hyphenation_toml='Staubecken = "Stau-be-cken"\nUran = "Uran"\n[fr]\nmot = "mot"\n',
    )
    (root / "facts.toml").write_text("[gas]\nnumber = 4\n[coal]\nnumbr = 4\n")
    (root / "names.toml").write_text('[places]\nkyiv = { de = "Kyjiw" }\n')
    (root / "glossary.toml").write_text('[war]\nterm = "Krieg"\nen = "warfare"\n')
    (root / "hyphenation.toml").write_text('Uran = "U-ran"\n')
    world, findings = World(root), Findings()
    facts = read_shared_facts(world, findings)
    assert list(facts.facts) == ["oil", "gas"]
    assert str(facts.spans["oil", "amount"]) == "../facts.toml:2:1"
    assert str(facts.spans["gas", "number"]) == "facts.toml:2:1"
    assert [str(one) for one in findings.sorted()] == [
        "facts.toml:4:1: error: the fact coal has an unknown key 'numbr' [fact.key]"
    ]
    names = read_shared_names(world, findings)
    assert names.keys() == {"kyiv", "rome"} and "Kyjiw" in repr(names["kyiv"])
    reported = Findings()
    loaded = good(root)
    terms = load_glossary(world, loaded, reported).terms
    assert {term.key: dict(term.allowed) for term in terms} == {
        "aid": {"en": ("aid",)},
        "war": {"en": ("warfare",)},
    }
    assert hyphenation_exceptions(world, loaded, reported) == WordsByLanguage(
        {"de": {"Staubecken": "Stau-be-cken", "Uran": "U-ran"}}
    )
    assert reported.sorted() == ()


def test_a_theme_of_the_series_lies_between_that_of_the_program_and_that_of_the_book(tmp_path: Path) -> None:
    root = series(tmp_path)
    for place, accent in ((tmp_path, "#111111"), (root, "#222222")):
        (place / "styles" / "haus").mkdir(parents=True)
        (place / "styles" / "haus" / "theme.toml").write_text(f'[color]\naccent = "{accent}"\n')
    with (tmp_path / "styles/haus/theme.toml").open("a") as file:
        file.write('second = "#333333"\nlinee = "#444444"\n')
    (tmp_path / "styles/haus/print.css").write_text("p { color: red }\n")
    world, findings = World(root), Findings()
    found = theme(world, "haus", fonts(world, findings), "Latn", (), findings)
    assert found.tokens["color"]["accent"] == "#222222" and found.tokens["color"]["second"] == "#333333"
    assert found.path("print.css") == "../styles/haus/print.css"
    assert found.path("web.css") == "bookbuilder:styles/dossier/web.css"
    assert [str(one.span) for one in findings.sorted()] == ["../styles/haus/theme.toml:4:1"]
    (tmp_path / "styles/haus/print.css").write_text("p { background: url(https://example.org/x.png) }\n")
    (root / "chapters/de").mkdir(parents=True)
    (root / "chapters/de/01-a.md").write_text(book.CHAPTER)
    result = api.build(root, locales=["de"], editions=["pdf"], jobs=1)
    assert any(one.span.path == "../styles/haus/print.css" for one in result.diagnostics) and result.failed


def test_an_unknown_theme_is_told_where_the_series_names_it(tmp_path: Path) -> None:
    world, findings = World(series(tmp_path)), Findings()
    with pytest.raises(BookbuilderError) as error:
        theme(world, "haus", fonts(world, findings), "Latn", (), findings)
    assert str(error.value.diagnostics[0]).startswith("../series.toml:3:1: error: there is no theme 'haus'")


# -- the narrow door ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["../secret.txt", "../other/book.toml", "../styles/../secret.txt", "../../facts.toml", "../.facts.toml"],
)
def test_nothing_else_of_the_folder_above_is_read(tmp_path: Path, path: str) -> None:
    root = series(tmp_path)
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "styles").mkdir()
    with pytest.raises(BookbuilderError) as error:
        World(root).read(path)
    assert "[path.outside]" in str(error.value.diagnostics[0])


def test_without_a_series_nothing_above_is_read(tmp_path: Path) -> None:
    root = series(tmp_path, facts_toml=FACTS)
    (tmp_path / "series.toml").unlink()
    world = World(root)
    assert world.versions("facts.toml") == () and not world.exists("../facts.toml")
    assert world.files("../styles") == ()
    with pytest.raises(BookbuilderError):
        world.read("../facts.toml")


@pytest.mark.parametrize("name", ["series.toml", "facts.toml", "styles/haus/theme.toml", "styles"])
def test_no_link_is_followed_in_a_series(tmp_path: Path, name: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "theme.toml").write_text("[color]\n")
    (tmp_path / "elsewhere.toml").write_text("")
    home = tmp_path / "series"
    home.mkdir()
    root = series(home)
    (home / "styles" / "haus").mkdir(parents=True)
    place = home / name
    if place.is_dir():
        place.rename(home / "away")
    place.unlink(missing_ok=True)
    place.symlink_to(tmp_path / ("elsewhere" if name == "styles" else "elsewhere.toml"))
    path = f"../{name}/theme.toml" if name == "styles" else f"../{name}"
    with pytest.raises(BookbuilderError) as error:
        World(root).read(path)
    assert "[series.link]" in str(error.value.diagnostics[0])


def test_a_series_of_another_user_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = series(tmp_path)
    (tmp_path / "series.toml").unlink()
    (tmp_path / "series.toml").write_text(SERIES)
    true_lstat = os.lstat

    def lstat(path: str | Path) -> os.stat_result:
        status = true_lstat(path)
        return (
            os.stat_result((*status[:4], 12345, *status[5:])) if str(path).endswith("series.toml") else status
        )

    monkeypatch.setattr(os, "lstat", lstat)
    with pytest.raises(BookbuilderError) as error:
        read(root)
    assert str(error.value.diagnostics[0]).endswith("belongs to another user, and is not read [series.owner]")


def test_a_chapter_prints_no_file_of_the_folder_above(tmp_path: Path) -> None:
    root = series(tmp_path, SERIES.replace('theme = "haus"\n', ""))
    (tmp_path / "secret.md").write_text("GEHEIM\n")
    (tmp_path / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>\n')
    text = "# A\n\n{{< include ../../../secret.md >}}\n\n![x](../../../secret.svg)\n"
    book.write(root, {"book.toml": f'{BOOK}[markdown]\nflavour = "quarto"\n', "chapters/de/01-a.md": text})
    result = api.build(root, locales=["de"], editions=["pdf"], jobs=1)
    assert result.failed
    errors = [(one.code, one.span.line) for one in result.diagnostics if one.severity == "error"]
    assert errors == [("include.missing", 3), ("path.outside", 5)]
    assert "GEHEIM" not in book.told(result.diagnostics)


# -- builds ------------------------------------------------------------------------------------------------------------


@pytest.mark.heavy
def test_a_change_of_the_series_builds_again_and_nothing_else_does(tmp_path: Path) -> None:
    root = series(tmp_path, '[editions.pdf]\nformat = "pdf"\n', facts_toml=FACTS)
    book.write(
        root, {"book.toml": book.settings(["de"]), "chapters/de/01-a.md": "# A\n\n[Drei]{fact=gas}.\n"}
    )
    first = program().run("build", root, "--jobs", "2")
    assert first.returncode == 0, first.stderr
    assert api.build(root, jobs=1).unchanged
    (tmp_path / "notes.txt").write_text("x")
    assert api.build(root, jobs=1).unchanged
    for name, text in (
        ("facts.toml", FACTS.replace("3", "7")),
        ("series.toml", '[book]\nauthors = ["R"]\n[editions.pdf]\nformat = "pdf"\n'),
        ("names.toml", ""),
    ):
        (tmp_path / name).write_text(text)
        again = api.build(root, jobs=1)
        assert again.files and not again.unchanged, name


def test_a_book_without_a_series_has_the_same_bytes_as_one_whose_series_says_the_same(tmp_path: Path) -> None:
    chapter = {"chapters/de/01-a.md": book.CHAPTER}
    imprint = book.settings(["de"]).partition("[imprint]")
    alone = book.write(tmp_path / "alone" / "heft", chapter, editions=book.PRINT)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "series.toml").write_text(f"[imprint]{imprint[2]}{book.PRINT}")
    shared = book.write(tmp_path / "shared" / "heft", {"book.toml": imprint[0], **chapter})
    made = [api.build(root, jobs=1).files[0].read_bytes() for root in (alone, shared)]
    assert made[0] == made[1]


# -- explain-key -------------------------------------------------------------------------------------------------------


def test_explain_key_says_where_a_value_comes_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = series(tmp_path)
    (root / "book.toml").write_text(f'{BOOK}[imprint]\npublisher = "Eigen"\n')
    assert main(["explain-key", "imprint.publisher", "--book", str(root)]) == 0
    assert capsys.readouterr().out == (
        f'imprint.publisher = "Eigen"\n  {root}/book.toml:10:1\n'
        f'  instead of "Musterverlag", {tmp_path}/series.toml:15:1\n'
    )
    assert main(["explain-key", "imprint", "--json", "--book", str(root)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0] == {
        "key": "imprint.publisher", "value": "Eigen", "path": "book.toml", "line": 10, "column": 1,
        "overrides": {"value": "Musterverlag", "path": "../series.toml", "line": 15, "column": 1},
    }  # fmt: skip
    assert [row["path"] for row in rows[1:]] == ["../series.toml"] * 3
    assert main(["explain-key", "--book", str(root)]) == 0
    everything = capsys.readouterr().out
    assert 'locales.de.title = "Ein Fall"' in everything and "locales.fr" not in everything
    assert main(["explain-key", "imprint.publihser", "--book", str(root)]) == 2
    assert (
        capsys.readouterr().err
        == 'nothing sets imprint.publihser\n  hint: did you mean "imprint.publisher"?\n'
    )
