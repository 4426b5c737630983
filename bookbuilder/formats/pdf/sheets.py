"""Parses a style sheet once for all parts of a book."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import weasyprint

_OUTSIDE = re.compile("@(?:import|font-face|color-profile|counter-style)", re.IGNORECASE)
"""What WeasyPrint does with these is not kept in the style sheet that it returns, but done once while it is parsed."""

_PARSED: dict[tuple[str, int], tuple[Any, Any]] = {}
"""The style sheet that this process parsed last, and the fonts that it was parsed with."""


class _Heard(logging.Handler):
    """Notes whether WeasyPrint complained."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard = False

    def emit(self, _: logging.LogRecord) -> None:
        self.heard = True


@contextmanager
def parsed(css: str, fonts: Any, fetcher: Any, base: str) -> Iterator[Any]:
    """Give a style sheet as WeasyPrint parses it.

    It complains of a style sheet while that is parsed, and once of a variable that does not fit. A style sheet of which it
    complains is parsed anew for each part, so that the messages of a part do not depend on what was laid out before.
    """
    logger, listener = logging.getLogger("weasyprint"), _Heard()
    logger.addHandler(listener)
    key = css, id(fonts)
    sheet, _ = _PARSED.pop(key, (None, None))
    _PARSED.clear()
    try:
        if sheet is None:
            sheet = weasyprint.CSS(string=css, url_fetcher=fetcher, font_config=fonts, base_url=base)
        yield sheet
    finally:
        logger.removeHandler(listener)
    if not listener.heard and not _OUTSIDE.search(css):
        _PARSED[key] = sheet, fonts
