"""Finds the alternative texts, in pictures.toml or the file of a picture, of pictures that a chapter shows without one."""

from __future__ import annotations

import re
from urllib.parse import unquote

from bookbuilder.locales import Locale
from bookbuilder.picture_rights.book_rights import BookRights
from bookbuilder.world import relative

_WITHOUT = re.compile(r"!\[\]\(\s*<?([^\s()<>]+)")


def alternative_texts(text: str, path: str, rights: BookRights, locale: Locale) -> dict[str, str]:
    """Return the alternative texts of pictures that have none in the text of a chapter, by their paths."""
    if not rights.wanted or "![](" not in text:
        return {}
    found = {}
    for match in _WITHOUT.finditer(text):
        picture = relative(path, unquote(match[1]))
        if picture and (alt := rights.alt(picture, locale)):
            found[picture] = alt.text
    return dict(sorted(found.items()))
