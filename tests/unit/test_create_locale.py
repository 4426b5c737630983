"""A new locale gets a table in book.toml that stands by itself."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import bookbuilder
from bookbuilder.translate.create_locale import with_table

ROOT = Path(bookbuilder.__file__).parent
WRITTEN = {
    path.parts[-3]: path.read_text(encoding="utf-8") for path in ROOT.glob("starters/*/book/book.toml")
} | {
    "inline table": '[locales]\nde = { title = "A" } # one\n\n[editions.pdf]\nformat = "pdf"\n',
    "inline table, no line end": '[locales]\nde = { title = "A" }',
    "dotted key": 'title = "x"\nlocales.de.title = "A"\n\n[editions.pdf]\nformat = "pdf"\n',
    "brackets in values": '[locales.de]\ntitle = """\n[locales.x]\n[a]"""\nkeywords = [\n"b",\n["c"],\n]\n# end\n\n[e]\n',
    "comment, no line end": '[editions.pdf]\nformat = "pdf"\n\n[locales.de]\ntitle = "A" # one\n# two',
    "indented": '  [locales.de]\n  title = "A"\n\n  # The PDF\n  [editions.pdf]\n  format = "pdf"\n',
    "spaced heads": '[ locales . de ]\ntitle = "A"\n\n[ editions.pdf ]\nformat = "pdf"\n',
    "quoted heads": '["locales"."de"]\ntitle = "A"\n[editions.pdf]\nformat = "pdf"\n',
    "words behind others": '[locales.de]\ntitle = "A"\n[editions.pdf]\n[locales.de.words]\n"a" = "b"\n[x]\ny = 1\n',
    "array of tables": '[locales.de]\ntitle = "A"\n\n[[series]]\nx = 1\n\n[[series]]\nx = 2\n',
}
"""Some book.toml, by what is special about them."""

BOOK = """\
[locales.de]
title = "Titel"

# Below are the editions.

[editions.pdf]
format = "pdf"
"""
WORDS = '[locales.eo]\ntitle = "Titolo"\n\n[locales.eo.words] # what the program says\n# "Close" = ""\n# "Table" = ""\n'


def test_a_second_new_locale_stands_behind_the_words_of_the_first() -> None:
    first = with_table(BOOK, "eo", WORDS)
    second = with_table(first, "fr", '[locales.fr]\ntitle = "Titre"\n')
    assert WORDS in second
    assert second.index('# "Table" = ""') < second.index("[locales.fr]") < second.index("# Below are")
    filled = second.replace('# "Table" = ""', '"Table" = "Tabelo"')
    assert tomllib.loads(filled)["locales"]["eo"]["words"] == {"Table": "Tabelo"}
    assert tomllib.loads(filled)["locales"]["fr"] == {"title": "Titre"}


@pytest.mark.parametrize("written", WRITTEN)
def test_words_of_each_of_four_new_locales_wait_in_its_own_table(written: str) -> None:
    """Whatever book.toml looks like, and with a word that has quotation marks."""
    names, text = ("eo", "fr", "sr-Latn", "pt-BR"), WRITTEN[written]
    for name in names:
        table = f'[locales.{name}]\ntitle = "T" # to be translated\n\n[locales.{name}.words] # what it says\n'
        text = with_table(text, name, table + '# "Close" = ""\n# "Say \\"it\\"" = ""\n')
    before = tomllib.loads(WRITTEN[written])
    filled = tomllib.loads(text.replace('# "Close"', '"Close"').replace('# "Say', '"Say'))
    for name in names:
        assert filled["locales"].pop(name) == {"title": "T", "words": {"Close": "", 'Say "it"': ""}}
    assert filled == before
    assert [line for line in text.splitlines() if line in WRITTEN[written].splitlines() and line] == [
        line for line in WRITTEN[written].splitlines() if line
    ]
    if "# The PDF" in text:
        assert text.index("[locales.pt-BR]") < text.index("  # The PDF")
