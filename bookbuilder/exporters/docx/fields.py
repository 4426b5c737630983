"""Fields and bookmarks of Word as raw text for pandoc (ECMA-376, part 1, sections 17.13.6 and 17.16)."""

from __future__ import annotations

import hashlib
import re
from xml.sax.saxutils import escape, quoteattr

from bookbuilder.pandoc import pandoc_ast as ast
from bookbuilder.pandoc.pandoc_ast import Element, Inlines

RAW = "openxml"
LONGEST_NAME = 40
"""Letters of the name of a bookmark."""


def raw(text: str) -> Element:
    """Return runs of Word as they stand."""
    return ast.raw_inline(RAW, text)


def bookmark_name(anchor: str) -> str:
    """Return the name of the bookmark for an anchor: letters, digits and underscores, at most 40, not a digit first. It is
    unique for the anchor.

    >>> bookmark_name("kasten-normandie"), bookmark_name("06-freitag")
    ('kasten_normandie', 'b_06_freitag')
    """
    name = anchor.replace("-", "_")
    if re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII) is None:
        name = "b_" + re.sub(r"\W", "_", name, flags=re.ASCII)
    exact = len(name) <= LONGEST_NAME and re.fullmatch(r"[A-Za-z0-9-]+", anchor) is not None
    return name if exact else f"{name[: LONGEST_NAME - 9]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"


def bookmarked(anchor: str, content: Inlines) -> Inlines:
    """Return inlines inside a bookmark."""
    return named_bookmark(bookmark_name(anchor), content)


def named_bookmark(name: str, content: Inlines) -> Inlines:
    """Return inlines inside a bookmark of this name. Its number is made from the name; `finish_package` counts them anew."""
    number = int(hashlib.sha256(name.encode()).hexdigest()[:7], 16) + (1 << 29)
    start = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'
    return [raw(start), *content, raw(f'<w:bookmarkEnd w:id="{number}"/>')]


def field(instruction: str, result: Inlines, *, stale: bool = False) -> Inlines:
    """Return a field with its result; a `stale` one is computed when the file is opened."""
    return [*field_start(instruction, stale=stale), *result, raw(FIELD_END)]


def field_start(instruction: str, *, stale: bool = False) -> Inlines:
    """Return the beginning of a field up to its result, which `FIELD_END` ends."""
    dirty = ' w:dirty="true"' if stale else ""
    return [
        raw(
            f'<w:r><w:fldChar w:fldCharType="begin"{dirty}/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
    ]


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def index_entry(entry: str, sub: str, index: str) -> Element:
    """Return an XE field: a place that the index points to; `index` is empty for the usual one."""
    text = ":".join(_quoted(part) for part in (entry, sub) if part)
    name = f' \\f "{index}"' if index else ""
    instruction = escape(f' XE "{text}"{name} ')
    return raw(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>{FIELD_END}'
    )


def _quoted(text: str) -> str:
    return re.sub(r'([\\":])', r"\\\1", text)
