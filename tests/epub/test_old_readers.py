"""The first style sheet holds only what Adobe's RMSDK parses: for one thing it does not know it drops the whole sheet."""

from __future__ import annotations

import re

from tests.conftest import Built
from tests.epub.reader import Epub

REFUSED = re.compile(
    r"@(?!font-face|page\b)|var\(|calc\(|min\(|max\(|clamp\(|:(?:is|where|not|has)\(|\bv[hw]\b|\d(?:vh|vw|rem|ch)\b"
)
SELECTOR = re.compile(r"[\w\s.,>+*-]*(?::(?:first-child|link|visited))?[\w\s.,>+*-]*")


def sheet(dossier: Built, name: str) -> str:
    return Epub.open(dossier.file("woche-der-diplomatie.de.epub")).files[f"EPUB/css/{name}"].decode()


def test_the_old_sheet_holds_nothing_new(dossier: Built) -> None:
    css = sheet(dossier, "book.css")
    assert not REFUSED.findall(css)
    for selectors in re.findall(r"(?:^|})\s*([^{}@]+)\{", css):
        assert SELECTOR.fullmatch(selectors), selectors
    assert "/*" not in css and css.count("{") == css.count("}")


def test_the_reader_sets_size_leading_and_colors(dossier: Built) -> None:
    css = sheet(dossier, "book.css") + sheet(dossier, "book-new.css")
    assert not re.findall(r"(?<![-\w])color\s*:(?!\s*inherit)", css), "no text has a color of its own"
    grounds = re.findall(r"([^{}]*)\{[^{}]*background[^{}]*\}", css)
    assert all("img" in selectors for selectors in grounds), "only pictures have a ground"
    assert not re.findall(r"font-size:\s*[\d.]+(?:pt|px|mm|cm)", css)
    assert not re.findall(r"line-height:\s*[\d.]+(?:pt|px|em|%)", css)
    assert not re.findall(r"text-align:\s*justify", css)
    sides = re.findall(r"margin(?:-left|-right)?:\s*([^;}]+)", css)
    assert all(float(m) <= 3 for side in sides for m in re.findall(r"([\d.]+)em", side) if "10.3" not in side)
