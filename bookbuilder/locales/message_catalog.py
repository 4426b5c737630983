"""The program's own words in one language: gettext catalogs, the nearest first, overridden by the book's words.

In a checkout the catalogs are `.po` files; a wheel has them compiled to `.mo`, which load faster. This module imports
nothing of the package, so that `hatch_build.py` can load it alone.
"""

from __future__ import annotations

import datetime as dt
import gettext
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

TEMPLATE = "messages.pot"
"""All messages of the program, in English; `scripts/messages.py` extracts them from the sources."""
LIST = "messages.json"
"""The same, as the build puts it into a wheel."""

OwnWords = str | Mapping[str, str]
"""A book's own words for a message, or a table by CLDR plural category if the message has a number."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the program: singular, plural, and the context that tells two meanings apart."""

    text: str
    plural: str = ""
    context: str = ""


class _Nothing(gettext.NullTranslations):
    """The end of a chain of catalogs: raises `KeyError` for a missing message, where gettext would answer in English."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def pgettext(self, context: str, message: str) -> str:
        raise KeyError(context, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(msgid1, msgid2, n)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(context, msgid1, msgid2, n)


@dataclass(frozen=True, slots=True, eq=False)
class Catalog:
    """The messages of a language. `own` are the book's words by English message, `category` is CLDR's plural rule of the
    language: number → `one`, `few`, `other` …, `borrowed` the messages of a near language, for one that has none."""

    words: gettext.NullTranslations = field(default_factory=_Nothing)
    own: Mapping[str, OwnWords] = field(default_factory=dict)
    category: Callable[[int], str] = lambda _: "other"
    borrowed: gettext.NullTranslations = field(default_factory=_Nothing)

    @property
    def is_empty(self) -> bool:
        """Whether the program has no words in this language; the book may have some."""
        return isinstance(self.words, _Nothing)

    def find(self, message: Message, number: int = 1) -> str | None:
        """Return the words for a message (and a number, if it has a plural), or None."""
        own_words = self.own.get(message.text)
        if own_words is not None:
            return (
                own_words
                if isinstance(own_words, str)
                else own_words.get(self.category(number), own_words.get("other"))
            )
        return _found(self.words, message, number)

    def said(self, message: Message, number: int = 1) -> str | None:
        """Return what is printed for a message: its words, or those of the near language; None if it is English."""
        words = self.find(message, number)
        return _found(self.borrowed, message, number) if words is None else words


def _found(words: gettext.NullTranslations, message: Message, number: int) -> str | None:
    text, plural, context = message.text, message.plural, message.context
    try:
        if plural and context:
            return words.npgettext(context, text, plural, number)
        if plural:
            return words.ngettext(text, plural, number)
        return words.pgettext(context, text) if context else words.gettext(text)
    except KeyError:
        return None


def chain_catalogs(files: Iterable[bytes]) -> gettext.NullTranslations:
    """Return compiled catalogs as one; the first that has a message answers."""
    result: list[gettext.NullTranslations] = [gettext.GNUTranslations(BytesIO(data)) for data in files]
    result.append(_Nothing())
    for catalog in result[1:]:
        result[0].add_fallback(catalog)
    return result[0]


@lru_cache(maxsize=32)  # a checkout has no compiled catalogs, and a book needs each several times
def compile_catalog(po: bytes) -> bytes:
    """Return a catalog in gettext's binary form (.mo), without fuzzy and empty entries."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    catalog, out = read_po(BytesIO(po)), BytesIO()
    catalog.creation_date = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # Babel would write today's
    write_mo(out, catalog)
    return out.getvalue()


@lru_cache(maxsize=2)  # each edition asks for them, and each check of a locale
def messages(template: bytes) -> tuple[Message, ...]:
    """Return the messages of a template (.pot)."""
    from babel.messages.pofile import read_po

    result = []
    for entry in read_po(BytesIO(template)):
        if entry.id:
            text, plural = (entry.id, "") if isinstance(entry.id, str) else (entry.id[0], entry.id[1])
            result.append(Message(text, plural, entry.context or ""))
    return tuple(result)


def packed(messages: Iterable[Message]) -> bytes:
    """Return messages in the form that a wheel carries."""
    return json.dumps([[m.text, m.plural, m.context] for m in messages], ensure_ascii=False).encode()


def unpacked(data: bytes) -> tuple[Message, ...]:
    """Return the messages that `packed` wrote."""
    return tuple(Message(*entry) for entry in json.loads(data))
