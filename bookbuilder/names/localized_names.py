"""Picks the form of each name for a locale, borrowed from another language where it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bookbuilder.locales import Locale
from bookbuilder.locales.closest_tags import closest_tags, locale_tags
from bookbuilder.locales.private_use import base_tag
from bookbuilder.locales.regional_letters import letters_of, replace_letters
from bookbuilder.names.name import ALL, Form, Name


@dataclass(frozen=True, slots=True)
class LocalName:
    """A name in one locale; office and dates are empty if names.toml does not give them.

    `borrowed` is the tag of the language of a borrowed form, else empty. `spellings` are unwanted ones.
    """

    name: Name
    form: Form
    sort: str
    office: str
    dates: str
    borrowed: str
    spellings: tuple[Form, ...]


def localize_names(
    names: Mapping[str, Name], locale: Locale, source: str, *, inherits: bool = False
) -> dict[str, LocalName]:
    """Return the names of a locale by key; `source` is the language tag of the book's source.

    The form is that of the locale, its language (`de` for `de-AT`), or all languages; else it is borrowed from the source,
    English, or the first language listed. A locale that `inherits` its chapters writes names that are not its own with its
    own letters, as it does the chapters.
    """
    letters = letters_of(locale.settings) if inherits else {}
    cldr = locale.cldr
    own_tags = locale_tags(locale)[:-1]
    local_names = {}
    for key, name in names.items():
        borrowed_tags = (*closest_tags(*base_tag(source).lower().split("-")), "en", *name.forms)
        tag = next(tag for tag in (*own_tags, ALL, *borrowed_tags) if tag in name.forms)
        local_name = LocalName(
            name,
            name.forms[tag],
            _first(name.sort, own_tags),
            _first(name.office, own_tags),
            _first(name.dates, own_tags),
            "" if tag in (*own_tags, ALL) else tag,
            tuple(form for locale_tag in (*own_tags, ALL) for form in name.spellings.get(locale_tag, ())),
        )
        own = letters and tag == f"{cldr.language}-{cldr.territory}".lower()
        local_names[key] = local_name if own or not letters else _respelled(local_name, letters)
    return local_names


def _respelled(name: LocalName, letters: Mapping[str, str]) -> LocalName:
    def form(form: Form) -> Form:
        return Form(*(replace_letters(text, letters) for text in (form.entry, form.full, form.short)))

    sort, office, dates = (replace_letters(text, letters) for text in (name.sort, name.office, name.dates))
    wanted = form(name.form)
    # A spelling that now is the wanted one is not unwanted.
    spellings = tuple(other for other in map(form, name.spellings) if other.entry != wanted.entry)
    return replace(name, form=wanted, sort=sort, office=office, dates=dates, spellings=spellings)


def _first(texts: Mapping[str, str], own_tags: tuple[str, ...]) -> str:
    return next((texts[tag] for tag in (*own_tags, ALL) if tag in texts), "")
