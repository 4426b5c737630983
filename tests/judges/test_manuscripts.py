"""Manuscripts from the tests of other projects: each is imported with every word that pandoc reads in it, or refused.

A seed draws `DRAWN` of each project: `BOOKS_SEED=7 make judges SUITES=DIR`; `BOOKS_SEED=all` takes every one.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.judges.manuscripts import manuscript_outcome, manuscripts
from tests.judges.suites import MANUSCRIPT_SUITES, suite

DRAWN = 30
LOST = 0.02
"""The share of words that may be lost in a document: numbers and contents that a program computes, and a book anew."""
FEW = 8
"""Words in a short document, of which that share would be none."""
OTHERWISE = 0.1
"""The share of documents that may lose more: headers and whole pages whose parts pandoc prints and a book has itself."""


@pytest.mark.parametrize("name", MANUSCRIPT_SUITES)
def test_manuscripts_are_imported_with_every_word(name: str, tmp_path: Path) -> None:
    seed = os.environ.get("BOOKS_SEED", "1")
    kinds: Counter[str] = Counter()
    wrong, lossy = {}, {}
    for number, (path, data) in enumerate(manuscripts(suite(name, MANUSCRIPT_SUITES[name]), DRAWN, seed)):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = manuscript_outcome(path, data, folder)
        kinds["refused" if found.refused else "lossy" if found.lost else "whole"] += 1
        if found.errors:
            wrong[path] = found.errors
        if found.lost.total() > max(FEW, LOST * (found.wanted or 0)):
            lossy[path] = (found.lost.total(), found.wanted, found.lost.most_common(12))
    print(f"{name}: {dict(kinds)}, with more lost: {lossy}")
    assert kinds.total()
    assert wrong == {}
    assert len(lossy) <= OTHERWISE * kinds.total(), lossy
