"""Quotation marks of other languages are named and corrected in every language; its own ones are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.checks.foreign_quotation_marks import FOREIGN, double_marks, mark_pairs
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.locales.cldr_quotation_marks import cldr_quotation_marks

LOCALES = (
    "ar", "cs", "de", "de-AT", "de-CH", "en", "en-GB", "es", "fr", "fr-CH", "he", "it", "ja", "nl", "pl", "pt", "ru", "sv",
    "tr", "uk", "zh", "da", "fi", "hu", "nb",
)  # fmt: skip
ENGLISH = ("“", "”")


def book(root: Path, locale: str, text: str) -> Path:
    name = locale.replace("-", "_")
    (root / f"chapters/{name}").mkdir(parents=True)
    (root / "book.toml").write_text(
        f'[book]\nid = "b"\nsource = "{name}"\ndate = 2024-01-01\n[locales.{name}]\ntag = "{locale}"\ntitle = "B"\n',
        encoding="utf-8",
    )
    (root / f"chapters/{name}/01-a.md").write_text(f"# A\n\n{text}\n", encoding="utf-8")
    return root


def found(root: Path) -> list[Diagnostic]:
    return [one for one in api.check(root, editions=["web"]).diagnostics if one.code == FOREIGN.code]


def test_each_language_has_its_own(tmp_path: Path) -> None:
    blocks = []
    for tag in LOCALES:
        own = " ".join(f"wort {first}wort{last}." for first, last in cldr_quotation_marks(tag))
        text = "“one *two*”, three ‚four‘, five 5” and 3′, `“six”`, [“seven”]{lang=en}."
        blocks.append(f"{{lang={tag}}}\n{own}\n\n{{lang={tag}}}\n{text}")
    root = book(tmp_path, "de", "\n\n".join(blocks))
    before = found(root)
    foreign = [tag for tag in LOCALES if ENGLISH not in cldr_quotation_marks(tag) and tag not in ("fr", "nl")]
    assert {one.span.line for one in before} == {3 + 6 * LOCALES.index(tag) + 4 for tag in foreign}
    assert set(api.fix(root, before)) == set(before)
    lines = (root / "chapters/de/01-a.md").read_text(encoding="utf-8").splitlines()
    for tag in foreign:
        line = lines[2 + 6 * LOCALES.index(tag) + 4]
        assert not line.startswith("“one") and line.endswith(
            ", 5” and 3′, `“six”`, [“seven”]{lang=en}.".lstrip(", ")
        )
    assert found(root) == []


@pytest.mark.parametrize(
    ("locale", "marks"), [("de", "„…“"), ("de-CH", "«…»"), ("pl", "„…”"), ("en", ""), ("fr", "")]
)
def test_the_language_of_a_book(locale: str, marks: str, tmp_path: Path) -> None:
    before = found(book(tmp_path, locale, "wort “one” wort."))
    assert [marks in one.message for one in before] == [True] * (
        2 if marks and locale != "pl" else len(before)
    )
    assert bool(before) is bool(marks)


def test_english_marks_are_foreign_to_these() -> None:
    foreign = {tag for tag in LOCALES if ENGLISH not in cldr_quotation_marks(tag)}
    assert foreign >= {"de", "cs", "pl", "ru", "uk", "sv"} and not foreign & {
        "en",
        "es",
        "it",
        "nl",
        "pt",
        "zh",
    } - {"nl"}


@given(st.text("“”„«» a(.–", max_size=30))
def test_each_mark_belongs_to_one_pair(text: str) -> None:
    pairs = list(mark_pairs(double_marks([text])))
    places = [mark.offset for pair in pairs for mark in (pair.first, pair.last)]
    assert len(places) == len(set(places))
    assert all(pair.first.offset < pair.last.offset for pair in pairs)
    assert all(text[place] in "“”„" for place in places)
