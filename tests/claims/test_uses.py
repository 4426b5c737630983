# ruff: noqa: E501 -- a line of a chapter is a paragraph
"""What hangs on a fact, for people, for programs, and for translators."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bookbuilder.chapter_index.chapter_index import index_chapter
from bookbuilder.chapter_index.marks import MarkKind
from bookbuilder.cli import main
from bookbuilder.translate.block_digest import digest
from bookbuilder.translate.exchange.inline_codes import InlineCode, segment_words
from bookbuilder.translate.exchange.parse_segment import parse_segment
from tests.cases import book
from tests.cases.case import run
from tests.translate.test_settings_units import translate

CHAPTER = """\
# Hilfe von [200 Millionen Dollar]{fact=us-aid}

Das ist [mehr]{claim="us-aid > 'de-aid'"} und [weniger]{claim="us-aid < de-aid"}, [2.000 Dollar]{computed="us-aid / troops.jan"} je Kopf.

::: chart {kind=column facts="us-aid de-aid" names="USA|D" claim="us-aid > de-aid" alt="Die USA zuerst"}
Hilfe.
:::
"""
FACTS = """\
[us-aid]
amount = "200e6 USD"
[de-aid]
amount = "100e6 USD"
[troops.values]
jan = 100000
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return book.write(
        tmp_path,
        {"chapters/de/01-a.md": CHAPTER, "chapters/en/01-a.md": "# A\n\nNothing.\n", "facts.toml": FACTS},
    )


def test_all_uses_are_named_with_what_comes_of_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "why", "us-aid", str(folder), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["kind"], row["expression"], row["outcome"]) for row in rows] == [
        ("printed", "", ""),
        ("claimed", "us-aid > 'de-aid'", "true"),
        ("claimed", "us-aid < de-aid", "false"),
        ("computed", "us-aid / troops.jan", "2000 USD"),
        ("drawn", "", ""),
        ("claimed", "us-aid > de-aid", "true"),
    ]
    assert all(CHAPTER.splitlines()[row["line"] - 1] for row in rows)
    assert main(["facts", "why", "troops", str(folder)]) == 0
    assert "computed us-aid / troops.jan: 2000 USD “2.000 Dollar”" in capsys.readouterr().out
    assert main(["facts", "why", "de-aid", str(folder)]) == 0
    assert main(["facts", "why", "us-aix", str(folder)]) == 1
    assert 'did you mean "us-aid"?' in capsys.readouterr().err


def test_a_fact_in_an_expression_is_found_where_it_stands() -> None:
    index = index_chapter(CHAPTER, "chapters/de/01-a.md")
    lines = CHAPTER.splitlines()
    marks = list(index.of(MarkKind.FACT))
    assert all(mark.exact for mark in marks)
    assert len(marks) == 11
    for mark in marks:
        place = mark.place
        assert lines[place.line - 1][place.column - 1 :].startswith(mark.name), mark
    assert [mark.name for mark in marks].count("troops") == 1


CLAIM = 'It is [almost twice *as much*]{claim="us-aid > 1.8 * de-aid"} as [100]{fact=de-aid}.'


def test_the_words_of_a_claim_are_translated_and_its_expression_is_code() -> None:
    segment = parse_segment(CLAIM, {})
    assert segment_words(segment) == "It is almost twice as much as ."
    codes = [piece.data for piece in segment if isinstance(piece, InlineCode)]
    assert ']{claim="us-aid > 1.8 * de-aid"}' in codes


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (CLAIM, CLAIM.replace("1.8", "1.7"), True),
        ('It is [more]{claim="a > b"}.', "It is more.", True),
        ('It is [more *and* [5]{fact=a}]{claim="a > b"}.', "It is more *and* [6]{fact=a}.", True),
        (CLAIM, CLAIM.replace("almost", "nearly"), False),
        ('[5]{computed="a + b"}', '[6]{computed="a + c"}', True),
        ('[5]{computed="a + b"}', "[5]{fact=a}", False),
    ],
)
def test_a_change_of_an_expression_is_none_of_the_text(one: str, other: str, same: bool) -> None:
    assert (digest(one) == digest(other)) is same


def test_what_is_computed_is_not_promoted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "promote", str(folder)]) == 0
    assert "no value stands in a chapter" in capsys.readouterr().out
    assert (folder / "chapters/de/01-a.md").read_text(encoding="utf-8") == CHAPTER


def test_a_series_of_the_series_of_books_is_an_input_of_each_book(tmp_path: Path) -> None:
    """A value that changes in the folder of the series is noticed by the books that claim something of it."""
    shared = '[oil]\namount = "80 USD"\n[oil.values]\njan = "70 USD"\nfeb = "84 USD"\n'
    (tmp_path / "series.toml").write_text('[series]\nid = "s"\n', encoding="utf-8")
    (tmp_path / "facts.toml").write_text(shared, encoding="utf-8")
    chapter = '# A\n\nÖl [stieg um ein Fünftel]{claim="change(oil, jan, feb) ~ 1/5"}, auf [84 Dollar]{computed="max(oil)"}.\n'
    root = book.write(tmp_path / "one", {"chapters/de/01-a.md": chapter})
    assert run(root, "chapters/de/01-a.md", {})["says"] == ""
    (tmp_path / "facts.toml").write_text(shared.replace("84", "95"), encoding="utf-8")
    says = run(root, "chapters/de/01-a.md", {})["says"]
    assert "[claim.contradicted]" in says and "[fact.contradicted]" in says


@pytest.mark.parametrize("form", ["xliff", "po"])
def test_a_claim_is_translated_by_a_tool_of_translators(form: str, tmp_path: Path) -> None:
    source = 'Es war [fast *doppelt* so viel]{claim="us-aid > 1.8 * de-aid"}, [200 Dollar]{computed="us-aid / 1e6" round=2} und mehr.'
    root = book.write(
        tmp_path,
        {"chapters/de/01-a.md": f"# A\n\n{source}\n", "chapters/en/01-a.md": "# A\n", "facts.toml": FACTS},
    )
    exported = ["translate", "export", "en", "--all", "--format", form, "--book", str(root)]
    assert main([*exported, "--into", str(root)]) == 0
    (file,) = (path for path in root.iterdir() if path.name.startswith("en."))
    words = {
        "Es war ": "It was ",
        "fast ": "almost ",
        "doppelt": "twice",
        " so viel": " as much",
        " und mehr.": " and more.",
    }
    translate(file, form, lambda text: words.get(text, text))
    assert main(["translate", "import", str(file), "--book", str(root)]) == 0
    translation = (root / "chapters/en/01-a.md").read_text(encoding="utf-8")
    assert '[almost *twice* as much]{claim="us-aid > 1.8 * de-aid"}, [' in translation
    assert '{computed="us-aid / 1e6" round=2} and more.' in translation
