"""Says for which editions and locales a block is (`{only=print}`, `{not=de}`), from the Markdown around it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias

from bookbuilder.markdown.conditions import CONDITIONS, NOT, ONLY, condition_words

Condition: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""The words of `only` and of `not`."""
_SPAN = re.compile(r"\[(?:[^\[\]\\]|\\.)*\](\{(?:[^{}\"\\]|\\.|\"(?:[^\"\\]|\\.)*\")*\})", re.DOTALL)
_KEY = re.compile(r"(?<![^\s{])(only|not)=(?:\"([^\"]*)\"|'([^']*)'|([\w:.-]+))")


def condition_of(attributes: Mapping[str, Any]) -> tuple[Condition, ...]:
    """Return the condition in the attributes of a block; nothing if it has none."""
    if not any(key in attributes for key in CONDITIONS):
        return ()
    only, without = (tuple(condition_words(str(attributes.get(key, "")))) for key in (ONLY, NOT))
    return ((only, without),)


def condition_of_words(text: str) -> tuple[Condition, ...]:
    """Return the condition of a block that is one conditional passage, `[Words.]{only=web}`; nothing for any other."""
    match = _SPAN.fullmatch(text.strip()) if text.startswith("[") else None
    keys = _KEY.findall(match[1]) if match else ()
    return condition_of({key: "".join(values) for key, *values in keys})


def for_locale(conditions: Iterable[Condition], locale: str, locales: Collection[str]) -> bool:
    """Return whether a block with these conditions can stand in some edition of a locale; `locales` are all names.

    >>> for_locale([(("de",), ())], "en", {"de", "en"}), for_locale([(("print", "de"), ())], "en", {"de", "en"})
    (False, True)
    """
    return all(
        (not only or locale in only or not all(word in locales for word in only)) and locale not in without
        for only, without in conditions
    )
