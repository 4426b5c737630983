"""Marks the pages of a proof on the web: which proof it is, for readers and for what reads it when it comes back."""

from __future__ import annotations

import re

from markupsafe import Markup

_HEAD_END = re.compile(r"</head>", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_META = Markup('<meta name="bookbuilder-proof" content="{}">\n')
_MARK = Markup('\n<aside class="proof-mark" aria-label="{0}">{0}</aside>')


def marked(page: str, words: str, identifier: str) -> str:
    """Return an HTML page with the mark of a proof and its identifier; what a theme leaves out of a page is not there.

    >>> page = marked("<head></head><body><p>A", "Proof 2", "ab12")
    >>> print(page)
    <head><meta name="bookbuilder-proof" content="ab12">
    </head><body>
    <aside class="proof-mark" aria-label="Proof 2">Proof 2</aside><p>A
    """
    if head := _HEAD_END.search(page):
        page = page[: head.start()] + str(_META.format(identifier)) + page[head.start() :]
    if body := _BODY.search(page):
        page = page[: body.end()] + str(_MARK.format(words)) + page[body.end() :]
    return page
