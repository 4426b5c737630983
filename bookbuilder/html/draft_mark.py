"""Marks the pages of a draft in e-books and on the web: at the head of the text, and in the title."""

from __future__ import annotations

import re

from markupsafe import Markup

_TITLE = re.compile(r"<title>", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_HEAD_END = re.compile(r"</head>|<!doctype[^>]*>", re.IGNORECASE)
_MARK = Markup('\n<aside class="draft-mark" aria-label="{0}">{0}</aside>')


def marked(page: str, words: str) -> str:
    """Return an HTML or XHTML page with the mark of a draft, whatever template it was made from; the page itself if
    there are no `words`.

    >>> marked("<title>A</title></head><body><p>B</p>", "Draft")
    '<title>Draft: A</title></head><body>\\n<aside class="draft-mark" aria-label="Draft">Draft</aside><p>B</p>'
    >>> marked("<p>B", "Draft")
    '\\n<aside class="draft-mark" aria-label="Draft">Draft</aside><p>B'
    """
    if not words:
        return page
    mark = str(_MARK.format(words))
    body = _BODY.search(page)
    start = body or next(reversed(list(_HEAD_END.finditer(page))), None)
    at = start.end() if start else 0
    # A picture in the body may have a title as well.
    title = _TITLE.search(page, 0, body.start() if body else len(page))
    page = page[:at] + mark + page[at:]
    if title is None:
        return page
    end = title.end() + (len(mark) if title.start() >= at else 0)
    return f"{page[:end]}{Markup.escape(words)}: {page[end:]}"
