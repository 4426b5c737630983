"""Finds the reader of a language of code, by the name that an author writes behind the fence.

Pygments knows some 600 languages; its table of names is loaded where a book has code with a language. Plugins that happen to
be installed are left out, so that a book looks the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

PLAIN = frozenset(("text", "txt", "plain", "plaintext", "none", "nohighlight"))
"""Names of what is no language, and has no colours."""


def language_name(language: str) -> str:
    """Return the name without what other programs write behind it: `rust,ignore`, `{.python`.

    >>> language_name("rust,ignore"), language_name("{.python"), language_name("C++")
    ('rust', 'python', 'c++')
    """
    return language.strip("{}").removeprefix(".").partition(",")[0].lower()


def lexer_title(language: str) -> str:
    """Return the name of the lexer of Pygments for a language; empty if there is none.

    >>> lexer_title("py"), lexer_title("text"), lexer_title("pyhton")
    ('Python', '', '')
    """
    name = language_name(language)
    return "" if name in PLAIN else _titles().get(name, "")


def is_known(language: str) -> bool:
    """Whether a language is one that can be coloured, or is said to be none."""
    name = language_name(language)
    return name in PLAIN or name in _titles()


def known_languages() -> Iterator[str]:
    """Yield all names of languages."""
    yield from _titles()
    yield from sorted(PLAIN)


@cache
def _titles() -> Mapping[str, str]:
    from pygments.lexers import get_all_lexers

    return {alias: title for title, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases}
