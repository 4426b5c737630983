"""Makes an anchor of the name of a file."""

from __future__ import annotations

import re
import unicodedata

from bookbuilder.markdown.attributes import valid_file_name


def file_anchor(stem: str) -> str:
    """Return a file name that can be an anchor; one that can already stays as it is.

    >>> file_anchor("01-Größe"), file_anchor("Meine Notiz")
    ('01-groesse', 'meine-notiz')
    """
    if valid_file_name(stem):
        return stem
    spelled = stem.lower().translate(
        {ord(a): b for a, b in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))}
    )
    ascii_only = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-") or "01-chapter"
