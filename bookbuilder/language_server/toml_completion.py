"""What can be written at a position of a TOML file of a book: keys, the closed words of a value, currencies, printers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bookbuilder.formats.pdf.press.profile import names as printers
from bookbuilder.json_schema import Schema
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.manual_entries import ManualWords
from bookbuilder.language_server.schema_places import keys, schema_of, values
from bookbuilder.language_server.suggestion import Sort, Suggestion
from bookbuilder.language_server.toml_place import KeyPlace, TablePlace, TomlPlace, ValuePlace, toml_place_at
from bookbuilder.locales.amounts import currency_names
from bookbuilder.project.shared_facts import FACTS
from bookbuilder.translate import GLOSSARY

_LETTERS = re.compile(r"[A-Za-z]*")
_OF_TERM = {
    "term": "the term in the language of the source, or a list of its forms; * stands for any ending",
    "not": "what a translation should not say, by locale",
    "note": "a note for translators",
    "meaning": "what it means: such a term stands in the glossary for readers; a text, or one for each locale",
    "entry": "how the glossary calls it, by locale, if not by the first form",
}
"""The keys of a term of the glossary; the others are locales."""


def toml_suggestions(
    index: BookIndex, words: ManualWords, path: str, line: int, column: int
) -> tuple[str, tuple[Suggestion, ...]]:
    """Return the beginning of the word at a position, and the suggestions for it."""
    file = index.files.get(path)
    place = toml_place_at(file.text, line, column) if file else None
    if place is None:
        return "", ()
    own = _own(index, path, place)
    if own is not None:
        prefix, items = own
        return prefix, tuple(items)
    schema = schema_of(words.schemas, path)
    return place.prefix, tuple(_by_schema(index, schema, place)) if schema else ()


def _own(index: BookIndex, path: str, place: TomlPlace) -> tuple[str, Iterator[Suggestion]] | None:
    """Return suggestions that come from the book or from lists such as currencies; None where the schema has them."""
    match place:
        case ValuePlace(("locales", _, "home_currency"), prefix, quoted):
            return prefix, _currencies(quoted=quoted)
        case ValuePlace((_, "amount" | "equivalent"), prefix, True) if path == FACTS:
            code = prefix.rpartition(" ")[2]
            return (code, _currencies(quoted=True)) if _LETTERS.fullmatch(code) else ("", iter(()))
        case ValuePlace((_, "source"), prefix, quoted) if path == FACTS and index.sources:
            return prefix, (_value(key, one.short, quoted=quoted) for key, one in index.sources.items())
        case KeyPlace((_, "rates"), prefix, given, behind) if path == FACTS:
            every = ((code, name) for code, name in currency_names().items() if code not in given)
            return prefix, (_key(code, name, behind) for code, name in every)
        case ValuePlace(("editions", _, "printer"), prefix, quoted):
            return prefix, (_value(name, "", quoted=quoted) for name in _printers(index))
        case KeyPlace((_,), prefix, given, behind) if path == GLOSSARY:
            every = ((key, words) for key, words in _of_term(index).items() if key not in given)
            return prefix, (_key(key, words, behind) for key, words in every)
        case KeyPlace((_, "not"), prefix, given, behind) if path == GLOSSARY:
            locales = _translations(index)
            return prefix, (_key(name, locales[name], behind) for name in locales if name not in given)
        case _:
            return None


def _by_schema(index: BookIndex, schema: Schema, place: TomlPlace) -> Iterator[Suggestion]:
    match place:
        case TablePlace(path=above, closing=closing):
            for key, meaning in keys(schema, above).items():
                yield Suggestion(key, Sort.KEY, meaning, written=f"{key}{closing}")
        case KeyPlace(path=above, behind=behind, given=given):
            for key, meaning in keys(schema, above).items():
                if key not in given:
                    yield _key(key, meaning, behind)
        case ValuePlace(path=key_path, quoted=quoted):
            found = values(schema, key_path)
            if key_path == ("book", "source"):
                found = tuple(f'"{locale}"' for locale in index.project.locales)
            for one in found:
                yield Suggestion(one.strip('"'), Sort.WORD, written=one.strip('"') if quoted else one)


def _key(key: str, meaning: str, behind: str) -> Suggestion:
    written = key if behind.lstrip().startswith("=") else f"{key} = "
    return Suggestion(key, Sort.KEY, meaning, written=written)


def _value(word: str, meaning: str, *, quoted: bool) -> Suggestion:
    return Suggestion(word, Sort.WORD, meaning, written=word if quoted else f'"{word}"')


def _currencies(*, quoted: bool) -> Iterator[Suggestion]:
    for code, name in currency_names().items():
        yield _value(code, name, quoted=quoted)


def _printers(index: BookIndex) -> tuple[str, ...]:
    return tuple(printers(index.world))


def _of_term(index: BookIndex) -> Mapping[str, str]:
    return {**_OF_TERM, **_translations(index)}


def _translations(index: BookIndex) -> Mapping[str, str]:
    """Return the locales that translate the source, with what a term says of them."""
    project = index.project
    return {
        name: f"what {locale.tag} calls it"
        for name, locale in project.locales.items()
        if name != project.source
    }
