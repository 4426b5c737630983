"""Computes the anchors that mdBook, GitHub and pandoc give to headings, so that imported manuscripts keep their links."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence


def slugs(headings: Sequence[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """Return the anchors of headings (words, anchor) by every slug that one of the three programs gives them. A slug may
    belong to several headings.

    >>> slugs([("A & B", "s1"), ("A B", "s2")])
    {'a--b': ('s1',), 'a-b': ('s2', 's1'), 'a-b-1': ('s2',)}
    """
    result: dict[str, dict[str, None]] = {}
    for spell, count in _PROGRAMS:
        taken: dict[str, int] = {}
        for words, anchor in headings:
            result.setdefault(count(spell(words), taken), {}).setdefault(anchor)
    return {slug: tuple(anchors) for slug, anchors in sorted(result.items()) if slug}


def github(words: str) -> str:
    """Return the slug of github-slugger 2.0: letters, marks and digits, and a hyphen for each space.

    >>> github("1. Erster Tag: „Größe“ & Ähnliches")
    '1-erster-tag-größe--ähnliches'
    """
    kept = (c for c in words.lower() if c in "- " or unicodedata.category(c) in _GITHUB)
    return "".join(kept).replace(" ", "-")


def mdbook(words: str) -> str:
    """Return the id that mdBook makes (`unique_id_from_content` of mdbook-html).

    >>> mdbook("Straße_nach Kiew. Teil 2.5, x²")
    'straße_nach-kiew-teil-25-x²'
    """
    kept = (c for c in words.strip().lower() if c in "_-" or c.isspace() or c.isalnum() or _vowel(c))
    return "".join("-" if c.isspace() else c for c in kept)


def mdbook_ascii(words: str) -> str:
    """Return the id of mdBook before 0.5, which left capitals beyond ASCII as they are.

    >>> mdbook_ascii("Übersicht DER Lage")
    'Übersicht-der-lage'
    """
    kept = (c for c in words.strip() if c in "_-" or c.isspace() or c.isalnum() or _vowel(c))
    return "".join("-" if c.isspace() else c.lower() if c.isascii() else c for c in kept)


def pandoc(words: str) -> str:
    """Return the identifier of pandoc's `auto_identifiers` (section 8.2 of its manual), in which two hyphens are a dash.

    >>> pandoc("1. Dogs?--in *my* house? Teil 2.5"), pandoc("2022")
    ('dogsin-my-house-teil-2.5', 'section')
    """
    return _pandoc(words.replace("---", "—").replace("--", "–"))


def _pandoc(words: str) -> str:
    """Return the same without `smart`, which makes dashes of hyphens.

    >>> _pandoc("Dogs?--in my house?")
    'dogs--in-my-house'
    """
    kept = "".join(c.lower()[0] for c in words if c in "_-." or c.isspace() or c.isalnum())
    slug = "-".join(kept.split())
    first = next((index for index, c in enumerate(slug) if c.isalpha()), len(slug))
    return slug[first:] or "section"


def _vowel(character: str) -> bool:
    """Whether a combining mark is a vowel sign that Unicode counts as a letter (Other_Alphabetic), not an accent."""
    kind = unicodedata.category(character)
    return kind == "Mc" or (
        kind == "Mn"
        and (unicodedata.combining(character) == 0 or 10 <= unicodedata.combining(character) < 36)
    )


_GITHUB = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"))


def _free(slug: str, taken: dict[str, int]) -> str:
    """Return the first of `slug`, `slug-1`, `slug-2` … that is free, as GitHub and pandoc count."""
    unique = slug
    while unique in taken:
        taken[slug] = taken.get(slug, 0) + 1
        unique = f"{slug}-{taken[slug]}"
    taken[unique] = 0
    return unique


def _counted(slug: str, taken: dict[str, int]) -> str:
    """Return the slug with the count of its earlier uses, as mdBook counts."""
    taken[slug] = before = taken.get(slug, -1) + 1
    return f"{slug}-{before}" if before else slug


_PROGRAMS: tuple[tuple[Callable[[str], str], Callable[[str, dict[str, int]], str]], ...] = (
    (github, _free),
    (mdbook, _counted),
    (mdbook_ascii, _counted),
    (pandoc, _free),
    (_pandoc, _free),
)
