"""Parses a style sheet once for all parts of a book."""

from __future__ import annotations

import logging
import re
from typing import Any

import weasyprint

_OUTSIDE = re.compile("@(?:import|font-face|color-profile|counter-style)", re.IGNORECASE)
"""What WeasyPrint does with these is not kept in the style sheet that it returns, but done once while it is parsed."""

_PARSED: dict[tuple[str, int], tuple[Any, Any, _Heard]] = {}
"""The style sheets that this process parsed last (one for each language), the fonts that they were parsed with, and who
listens."""
_KEPT = 4


class _Heard(logging.Handler):
    """Notes whether WeasyPrint complained."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard = False

    def emit(self, _: logging.LogRecord) -> None:
        self.heard = True


def parsed(css: str, fonts: Any, fetcher: Any, base: str) -> Any:
    """Return a style sheet as WeasyPrint parses it, while its messages are collected (`weasy.typesetter`).

    It complains of a style sheet while that is parsed, and once of a variable that does not fit, be it while a part is
    drawn. A style sheet of which it complains is parsed anew for the next part, so that the messages of a part do not
    depend on what was laid out before.
    """
    key = css, id(fonts)
    known = _PARSED.pop(key, None)
    for other in list(_PARSED):
        if _PARSED[other][1] is not fonts or len(_PARSED) >= _KEPT:
            del _PARSED[other]
    listener = _Heard()
    logging.getLogger("weasyprint").addHandler(listener)  # it goes with the collector
    if known is not None and not known[2].heard:
        sheet = known[0]
    else:
        sheet = weasyprint.CSS(string=css, url_fetcher=fetcher, font_config=fonts, base_url=base)
    if not _OUTSIDE.search(css):
        _PARSED[key] = sheet, fonts, listener
    return sheet
