"""A picture has text beside it in easy language, if it is to have; in large print it is as wide as the text."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from bookbuilder import api

BOOK = """\
[book]
id = "bild"
source = "de"
date = 2022-01-24

[locales.de]
tag = "{tag}"
title = "Ein Bild"

[imprint]
publisher = "Musterverlag"
address = ["Musterstraße 1"]
email = "post@example.org"
responsible = "Erika Mustermann"

[editions.pdf]
format = "pdf"
{reading}
"""
CHAPTER = """\
# Eins

::: figure {width=30% align=left wrap}
![Ein Haus](haus.svg)

Ein rotes Bild
:::

Das ist ein Haus. Das Haus ist rot. Das Haus ist groß.
"""
HOUSE = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90"/></svg>'
WORD = re.compile(r'<word xMin="([\d.]+)"[^>]*>Das</word>')


@pytest.mark.parametrize(
    ("tag", "reading", "beside"), [("de-x-leicht", "", True), ("de-DE", 'reading = "large"', False)]
)
def test_text_beside_a_picture(tag: str, reading: str, *, beside: bool, tmp_path: Path) -> None:
    (tmp_path / "chapters/de").mkdir(parents=True)
    (tmp_path / "chapters/de/01.md").write_text(CHAPTER, encoding="utf-8")
    (tmp_path / "chapters/de/haus.svg").write_text(HOUSE, encoding="utf-8")
    (tmp_path / "book.toml").write_text(BOOK.format(tag=tag, reading=reading), encoding="utf-8")
    result = api.build(tmp_path)
    assert not [one for one in result.diagnostics if one.severity.name == "ERROR"], result.diagnostics
    found = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "output/bild.de.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    places = {round(float(place)) for place in WORD.findall(found.stdout)}
    assert places
    assert (min(places) > 150) == beside, places
