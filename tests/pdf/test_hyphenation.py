"""Words part in print by our patterns and by the book's exceptions, and Pyphen is left as it was."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from weasyprint.text import line_break

from bookbuilder import api
from tests.cases import book


def often(word: str) -> str:
    """Return a word many times, so that it meets the end of the line at every letter."""
    return " ".join(f"{word} {'i' * (number % 17 + 1)}" for number in range(300))


CHAPTER = f"""# A

{often("Druckerzeugnis")}

{often("Staubecken")}

[{often("everything")}]{{lang=en-US}}
"""


def test_words_part_where_they_may(tmp_path: Path) -> None:
    before = line_break.pyphen
    files = {"chapters/de/01-a.md": CHAPTER, "hyphenation.toml": 'Staubecken = "Stau-becken"\n'}
    result = api.build(book.write(tmp_path, files, editions=book.PRINT))
    assert not result.failed, result.diagnostics
    done = subprocess.run(["pdftotext", result.files[0], "-"], capture_output=True, text=True, check=True)
    parts = set(re.findall(r"(\w+)[-\u2010\u00ad]\n(\w+)", done.stdout))
    assert {one for one in parts if one[0][0] in "DS"} == {("Druckerzeug", "nis"), ("Stau", "becken")}
    assert ("every", "thing") in parts
    assert before is line_break.pyphen
