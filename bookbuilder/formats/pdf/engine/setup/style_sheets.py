"""Parses a style sheet once for all parts of a book."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import weasyprint

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

_OUTSIDE = re.compile("@(?:import|font-face|color-profile|counter-style)", re.IGNORECASE)
"""What WeasyPrint does with these is not stored in the style sheet that it returns, but done once while it parses."""

_PARSED: dict[tuple[str, int], tuple[weasyprint.CSS, FontConfiguration, _ComplaintListener]] = {}
"""The style sheets that this process parsed last (one for each language), the fonts that they were parsed with, and a
listener to complaints."""
_MOST = 4


class _ComplaintListener(logging.Handler):
    """Notes whether WeasyPrint complained."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.complained = False

    def emit(self, _: logging.LogRecord) -> None:
        self.complained = True


def parsed(css: str, fonts: FontConfiguration, fetcher: URLFetcher, base: str) -> weasyprint.CSS:
    """Return a style sheet as WeasyPrint parses it, while its messages are collected (`typeset.typesetter`).

    WeasyPrint complains about a style sheet while it parses it, and once about a variable that does not fit, even while a
    part is drawn. A style sheet with complaints is parsed again for the next part, so that the messages of a part do not
    depend on what was laid out before.
    """
    # The entry holds the fonts, so that no other ones get their identity.
    key = css, id(fonts)
    cached = _PARSED.pop(key, None)
    for other in list(_PARSED):
        if _PARSED[other][1] is not fonts or len(_PARSED) >= _MOST:
            del _PARSED[other]
    listener = _ComplaintListener()
    logging.getLogger("weasyprint").addHandler(listener)  # it goes with the collector
    if cached is not None and not cached[2].complained:
        sheet = cached[0]
    else:
        sheet = weasyprint.CSS(string=css, url_fetcher=fetcher, font_config=fonts, base_url=base)
    if not _OUTSIDE.search(css):
        _PARSED[key] = sheet, fonts, listener
    return sheet
