"""Finds the checkouts of outside suites. They are not part of this repo, for their licences do not let them be passed on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

XLIFF = "xliff-xliff-22", "https://github.com/oasis-tcs/xliff-xliff-22"
"""The work of the XLIFF committee of OASIS: test suite, schemas and Schematron rules of XLIFF 2.1."""

TBX_CORE = "TBX_Core_RNG", "https://github.com/LTAC-Global/TBX_Core_RNG"
"""The RELAX NG schema of TBX (ISO 30042:2019)."""
TBX_BASIC = "TBX-Basic_dialect", "https://github.com/LTAC-Global/TBX-Basic_dialect"
"""The Schematron rules of its dialect TBX-Basic."""

COMMONMARK = "commonmark-spec", "https://github.com/commonmark/commonmark-spec"
"""The specification of CommonMark, with its examples."""
GFM = "cmark-gfm", "https://github.com/github/cmark-gfm"
"""GitHub's parser, with the specification of its Markdown and examples of its extensions."""

CSL = "test-suite", "https://github.com/citation-style-language/test-suite"
"""The tests of the Citation Style Language."""

PANDOC = "pandoc", "https://github.com/jgm/pandoc"
"""Pandoc's sources, with its tests; its program reads them for comparison."""

PYTHON_DOCX = "python-docx", "https://github.com/python-openxml/python-docx"
"""A program that reads and writes files of Word, with those of its tests."""

MANUSCRIPT_SUITES = {
    "calibre": "https://github.com/kovidgoyal/calibre",
    "docling": "https://github.com/docling-project/docling",
    "docx4j": "https://github.com/plutext/docx4j",
    "epub-tests": "https://github.com/w3c/epub-tests",
    "epub3-samples": "https://github.com/IDPF/epub3-samples",
    "epubcheck": "https://github.com/w3c/epubcheck",
    "odfdo": "https://github.com/jdum/odfdo",
    "odfpy": "https://github.com/eea/odfpy",
    "odftoolkit": "https://github.com/tdf/odftoolkit",
    "poi": "https://github.com/apache/poi",
    "python-mammoth": "https://github.com/mwilliamson/python-mammoth",
    "tika": "https://github.com/apache/tika",
}
"""Programs that read Word, LibreOffice and e-books, with the files of their tests."""


def suite(name: str, home: str) -> Path:
    """Return the folder of a suite; a test whose suite is not there fails, and says what to do."""
    said = os.environ.get("SUITES", "")
    if not said:
        pytest.fail("say where the suites are: make judges SUITES=/path/to/suites", pytrace=False)
    folder = Path(said) / name
    if not folder.is_dir():
        pytest.fail(f"{folder} is missing: git clone --depth 1 {home} {folder}", pytrace=False)
    return folder
