"""Sixteen charts of all kinds pass all gates in two scripts, and are on the web in four languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bookbuilder import api
from tests.cases import book

HERE = Path(__file__).parent
CHARTS = 16


@pytest.mark.heavy
@pytest.mark.usefixtures("warm", "without_single_files")
def test_charts_of_all_kinds_pass_all_gates(tmp_path: Path) -> None:
    root = tmp_path / "book"
    shutil.copytree(HERE / "charts", root)
    shutil.copytree(HERE / "ja" / "fonts", root / "fonts")
    # No gate tells English from German: both run from left to right, in the same letters. Maps pass them in Arabic.
    result = api.check(root, locales=["de", "ja"], jobs=2, validators=True)
    assert [str(one) for one in result.diagnostics if one.code not in book.FULLNESS] == []
    assert all(one.ran for one in result.verdicts)
    built = api.build(root, editions=["web"], jobs=2)
    pages = [path / "01-charts.html" for path in built.files if path.is_dir()]
    assert len(pages) == 4
    for page in pages:
        assert page.read_text(encoding="utf-8").count('<div class="chart" role="img"') == CHARTS, page
