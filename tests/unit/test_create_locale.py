"""A new locale gets a table in book.toml that stands by itself."""

from __future__ import annotations

import tomllib

from bookbuilder.translate.create_locale import with_table

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
