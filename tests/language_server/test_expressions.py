"""Expressions in an editor: what can be written in them, and what they yield in the language of a chapter."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bookbuilder.chapter_index.chapter_index import index_chapter
from bookbuilder.language_server.completion import Suggestions, complete
from bookbuilder.language_server.hover import Hover, hover
from bookbuilder.language_server.manual_entries import ManualWords
from tests.language_server.conftest import DE, EN, FACTS, FILES, NAMES, Read, write
from tests.language_server.conftest import place_of as mark_in
from tests.language_server.conftest import read as read_index

SERIES = """
[de-aid]
amount = "110e6 USD"

[people.values]
ua = 44_000_000
pl = 38_000_000
"""
PLACES = 'geneva = { de = "Genf", en = "Geneva", at = "46.20 N, 6.14 E" }\n'


@pytest.fixture(scope="module")
def claimed(tmp_path_factory: pytest.TempPathFactory) -> Read:
    root = tmp_path_factory.mktemp("claims")
    write(root, {**FILES, "facts.toml": FACTS + SERIES, "names.toml": NAMES + PLACES})
    return read_index(root)


def asked(book: Read, words: ManualWords, text: str, path: str = DE) -> Suggestions | None:
    whole, line, column = mark_in(f"# A\n\n{text}\n")
    return complete(book.index.with_chapter(index_chapter(whole, path)), words, path, line, column)


def at(book: Read, words: ManualWords, text: str, path: str = DE) -> Hover | None:
    whole, line, column = mark_in(f"# A\n\n{text}\n")
    return hover(book.index.with_chapter(index_chapter(whole, path)), words, path, line, column)


@dataclass(frozen=True)
class Written:
    label: str
    detail: str
    inserted: str
    begins: str


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('[a]{claim="aid > 1.8 * de-▮"}', Written("de-aid", "110\u00a0Millionen Dollar", "de-aid", "de-")),
        ('[a]{claim="aid > 1.8 * de-▮', Written("de-aid", "110\u00a0Millionen Dollar", "de-aid", "de-")),
        ('![a](a.png){claim="sum(peo▮"}', Written("people", "2 values", "people", "peo")),
        ('[a]{computed="people.u▮ / 2"}', Written("people.ua", "44.000.000", "people.ua", "people.u")),
        ('[a]{claim="cha▮"}', Written("change(", "change(series, 2021, 2022)", "change(", "cha")),
        ('::: chart {facts="aid" claim="aid > de▮"}', Written("de-aid", "110\u00a0Millionen Dollar", "de-aid", "de")),
        ('[a]{claim="worth(aid, E▮"}', Written("EUR", "", "EUR", "E")),
        ('[a]{claim="aid > 30 k▮"}', Written("km", "", "km", "k")),
        ('::: map {places="kyiv gen▮"}', Written("geneva", "Genf", "geneva", "gen")),
        ('::: map {route="kyiv berlin|mosc▮"}', Written("moscow", "55.76 N, 37.62 E", "moscow", "mosc")),
        ("::: map {region=Ost▮}", Written("Osteuropa", "", "Osteuropa", "Ost")),
        ('::: map {highlight="Polen, Verei▮"}', Written("Vereinigte Staaten", "", "Vereinigte Staaten", "Verei")),
        ("::: map {inset=▮}", Written("Vereinigte Staaten", "", '"Vereinigte Staaten"', "")),
    ],
)  # fmt: skip
def test_what_can_be_written(text: str, wanted: Written, claimed: Read, words: ManualWords) -> None:
    found = asked(claimed, words, text)
    assert found is not None
    one = next(one for one in found.items if one.label == wanted.label)
    assert (one.detail, one.inserted) == (wanted.detail, wanted.inserted)
    assert found.place.end_column - found.place.column == len(wanted.begins)


@pytest.mark.parametrize(
    ("text", "path", "rows"),
    [
        (
            '[fast doppelt so viel]{claim="aid ▮~ 2 * de-aid"}', DE,
            {"aid": "200\u00a0Millionen Dollar", "de-aid": "110\u00a0Millionen Dollar", "holds": "yes"},
        ),
        (
            '[more]{claim="aid ▮< de-aid"}', EN,
            {"aid": "$200\u00a0million", "holds": "no: aid is 200000000 USD, and de-aid is 110000000 USD"},
        ),
        ('![more](a.png){claim="aid ▮> de-aid"}', EN, {"holds": "yes"}),
        ('[x]{computed="aid ▮/ people.ua" round=1}', DE, {"prints": "4,50\u00a0Dollar"}),
        ('[x]{claim="aid ▮> nix"}', DE, {"cannot be computed": "facts.toml has no fact 'nix'"}),
        ('[x]{claim="a▮id > de-aid"}', DE, {"aid": "200\u00a0Millionen Dollar", "holds": "yes"}),
    ],
)  # fmt: skip
def test_what_an_expression_yields(
    text: str, path: str, rows: dict[str, str], claimed: Read, words: ManualWords
) -> None:
    found = at(claimed, words, text, path)
    assert found is not None
    shown = dict(found.rows)
    assert {key: shown.get(key) for key in rows} == rows


def test_beside_an_expression_nothing_is_said_of_it(claimed: Read, words: ManualWords) -> None:
    found = at(claimed, words, '[x▮]{claim="aid > de-aid"}')
    assert found is None or "holds" not in dict(found.rows)
