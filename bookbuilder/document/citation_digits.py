"""Puts the figures of a printed citation into the digits of the locale, where they stand in its script."""

from __future__ import annotations

import unicodedata

from msgspec import structs

from bookbuilder.document import nodes
from bookbuilder.document.walk import plain
from bookbuilder.locales import Locale


def with_own_digits(content: tuple[nodes.Inline, ...], locale: Locale) -> tuple[nodes.Inline, ...]:
    """Return a citation with page 12 as `ص ١٢` where the locale has such digits. Behind Latin words figures stay as they are
    (`Penguin 1998`), and so do those of addresses and of what has a language of its own."""
    if locale.figures(1) == "1":
        return content
    latin = False

    def in_digits(text: str) -> str:
        nonlocal latin
        signs = []
        for sign in text:
            if sign.isalpha():
                latin = unicodedata.bidirectional(sign) == "L"
            signs.append(locale.figures(sign) if sign in "0123456789" and not latin else sign)
        return "".join(signs)

    def change(node: nodes.Inline) -> nodes.Inline:
        match node:
            case nodes.Text(text):
                return structs.replace(node, text=in_digits(text))
            case nodes.Link():
                return node
            case nodes.Styled(lang=str(lang)) if lang:
                in_digits(plain((node,)))
                return node
            case nodes.Styled(content=inner) | nodes.Reference(content=inner):
                return structs.replace(node, content=tuple(map(change, inner)))
            case _:
                return node

    return tuple(map(change, content))
