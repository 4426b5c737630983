"""Quotes texts as values of TOML, and makes words into names of files."""

from __future__ import annotations

import re
import unicodedata

from bookbuilder.locales.ascii_spelling import ascii_spelling


def slug(text: str, limit: int = 60, language: str = "") -> str:
    """Return a text as a file name: lower case a to z, digits and hyphens, at most `limit` characters. Letters are written
    as in a `language` (a tag), if it is given.

    >>> slug("Fünf Tage!"), slug("Fünf Tage!", language="de"), slug("月"), slug("Große Straße")
    ('funf-tage', 'fuenf-tage', 'text', 'grosse-strasse')
    """
    text = ascii_spelling(unicodedata.normalize("NFC", text), language) if language else text
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) > limit:
        words = words[:limit].rpartition("-")[0] or words[:limit]
    return words or "text"


def toml_value(text: str) -> str:
    """Return a text as a TOML string."""
    import tomlkit

    return tomlkit.item(text).as_string()


def comment_line(text: str) -> str:
    """Return a text on one line, as a comment can hold it."""
    return re.sub(r"\s+", " ", text)
