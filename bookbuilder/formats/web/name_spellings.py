"""Other spellings of the names of a book into the words that the book prints for them, for the search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bookbuilder.names import Form, LocalName

Spelling = tuple[str, str]
"""What a reader may type, and what stands in the book."""
_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3
"""Letters of a word that stands for a name by itself: not `de` or `al`."""


def name_spellings(names: Iterable[Mapping[str, LocalName]]) -> list[Spelling]:
    """Return the spellings of all names in all languages that differ from what the book prints, sorted: whole names, and
    word by word where both have the same number of words.

    `names` are those of each language of the book by key. A spelling is a form in another language or an unwanted one
    (`not`), as an index entry has it (`Lavrov, Sergey`) or as a sentence does.
    """
    found: dict[Spelling, None] = {}
    for by_key in names:
        for key in sorted(by_key):
            local = by_key[key]
            for other in (
                *local.name.forms.values(),
                *(spelling for unwanted in local.name.spellings.values() for spelling in unwanted),
            ):
                found.update(dict.fromkeys(_spellings(other, local.form)))
    return sorted(found)


def _spellings(other: Form, own: Form) -> Iterator[Spelling]:
    for one, printed in ((other.full, own.full), (other.short, own.short), (other.entry, own.full)):
        if one != printed:
            yield one, printed
    # Lavrov, Sergey and Lawrow, Sergej: family names, and given names, word by word
    for one, printed in zip(other.entry.split(","), own.entry.split(","), strict=False):
        theirs, ours = _WORD.findall(one), _WORD.findall(printed)
        if len(theirs) == len(ours):
            for word, printed_word in zip(theirs, ours, strict=True):
                if word != printed_word and len(word) >= _SHORTEST:
                    yield word, printed_word
