"""Picks the form of each name for a locale, borrowed from another language where it has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bookbuilder.locales import Locale
from bookbuilder.names.name import ALL, Form, Name


@dataclass(frozen=True, slots=True)
class LocalName:
    """A name as one locale has it; office and dates are empty where names.toml does not say them.

    `borrowed` is the tag of the language that the form was taken from, empty if it is the locale's own. `spellings`
    are those that this locale does not use.
    """

    name: Name
    form: Form
    sort: str
    office: str
    dates: str
    borrowed: str
    spellings: tuple[Form, ...]


def localize_names(names: Mapping[str, Name], locale: Locale, source: str) -> dict[str, LocalName]:
    """Return the names of a locale by key; `source` is the tag of the language that the book was written in.

    A form is that of the locale, of its language (`de` for `de-AT`), or the one for all. Without any of them it is
    borrowed: from the source, from English, from whatever language stands first.
    """
    cldr = locale.cldr
    own_tags = tuple(_chain(str(cldr.language), cldr.script or "", cldr.territory or ""))
    local_names = {}
    for key, name in names.items():
        borrowed_tags = (*_chain(*source.lower().split("-")), "en", *name.forms)
        tag = next(tag for tag in (*own_tags, ALL, *borrowed_tags) if tag in name.forms)
        local_names[key] = LocalName(
            name,
            name.forms[tag],
            _first(name.sort, own_tags),
            _first(name.office, own_tags),
            _first(name.dates, own_tags),
            "" if tag in (*own_tags, ALL) else tag,
            tuple(form for locale_tag in (*own_tags, ALL) for form in name.spellings.get(locale_tag, ())),
        )
    return local_names


def _chain(*subtags: str) -> Iterator[str]:
    """Yield the tags under which something about a locale may stand, the closest first.

    >>> list(_chain("zh", "Hans", "CN"))
    ['zh-hans-cn', 'zh-cn', 'zh-hans', 'zh']
    """
    language, *rest = (subtag.lower() for subtag in subtags if subtag)
    if len(rest) == 2:
        yield "-".join((language, *rest))
    for subtag in reversed(rest):
        yield f"{language}-{subtag}"
    yield language


def _first(texts: Mapping[str, str], own: tuple[str, ...]) -> str:
    return next((texts[tag] for tag in (*own, ALL) if tag in texts), "")
