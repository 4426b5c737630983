"""What WeasyPrint by itself makes of ordinary pages breaks PDF/UA: `test_structure.py` shows that ours keep it.

A page for which this fails needs our repair no more.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bookbuilder.formats.pdf.resources import case
from bookbuilder.html.fonts import Fonts
from bookbuilder.world import World
from tests.pdf.test_structure import CASES, CSS
from tests.validators import verapdf

PLAIN = """
import sys, weasyprint
html, css, out = sys.argv[1:]
sheet = weasyprint.CSS(string=css)
weasyprint.HTML(string=html).write_pdf(out, stylesheets=[sheet], pdf_variant="pdf/ua-1", pdf_identifier=b"x")
"""
BROKEN = {
    "a loose list": {"7.2-20"},
    "a link around inline content": {"7.18.5-1"},
    "a link around a picture": {"7.18.5-1"},
    "pictures": {"7.3-1"},
}
"""Pages, and rules of PDF/UA-1 that they break (ISO 14289-1, as veraPDF numbers its tests)."""


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which a process knows the fonts of our pages and no others."""
    world = World(tmp_path_factory.mktemp("repairs"))
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    folder = case(world, Fonts((), files))
    return os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf"), "FONTCONFIG_PATH": str(folder)}


@pytest.mark.parametrize("name", BROKEN)
def test_weasyprint_alone_breaks(name: str, surroundings: dict[str, str], tmp_path: Path) -> None:
    body, _ = CASES[name]
    out = tmp_path / "plain.pdf"
    page = f'<html lang="de"><head><title>T</title></head><body><h1>T</h1>{body}</body></html>'
    subprocess.run([sys.executable, "-c", PLAIN, page, CSS, out], check=True, env=surroundings)
    assert set(verapdf(out, "ua1")["ua1"]) >= BROKEN[name]
