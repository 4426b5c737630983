"""Four maps pass all gates in two scripts, and are on the web in four languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bookbuilder import api
from tests.cases import book

HERE = Path(__file__).parent


@pytest.mark.heavy
@pytest.mark.usefixtures("warm", "without_single_files")
def test_four_maps_pass_all_gates(tmp_path: Path) -> None:
    root = tmp_path / "book"
    shutil.copytree(HERE / "maps", root)
    # No gate tells English from German: both run from left to right, in the same letters. Charts pass them in Japanese.
    result = api.check(root, locales=["de", "ar"], jobs=2, validators=True)
    found = [str(one) for one in result.diagnostics if one.code not in (*book.FULLNESS, "page.sparse")]
    assert found == []
    assert all(one.ran for one in result.verdicts)
    built = api.build(root, editions=["web"], jobs=2)
    pages = [path / "01-maps.html" for path in built.files if path.is_dir()]
    assert len(pages) == 4
    for page in pages:
        assert page.read_text(encoding="utf-8").count('<div class="map" role="img"') == 4, page
