"""No word of a chapter is lost on the way to the printed page: the PDF is read back as a reader would."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings

from bookbuilder import api
from tests.cases import book
from tests.properties.test_text import whole


def printed(file: Path) -> str:
    """Return the text of a PDF; words that were parted at the end of a line are joined again."""
    with pypdfium2.PdfDocument(file) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return re.sub(r"[-\u00ad\u2010\ufffe\u0002]?\s*\n\s*", "\n", "\n".join(pages))


@pytest.mark.heavy
@settings(max_examples=15)
@given(whole())
def test_every_word_is_printed(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    root = book.write(
        tmp_path_factory.mktemp("book"), {"chapters/de/01-a.md": _levelled(text)}, editions=book.PRINT
    )
    result = api.build(root)
    assert [d for d in result.diagnostics if d.code not in ("index.missing", "reference.blank")] == []
    (file,) = result.files
    seen = re.sub(r"\s", "", printed(file))
    assert [word for word in re.findall(r"wort\d+wort", text) if word not in seen] == []


def _levelled(text: str) -> str:
    """Return a chapter without what only a whole book can have."""
    return text.replace('{index="Eintrag"}', "{.mark}")
