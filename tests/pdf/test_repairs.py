"""What WeasyPrint by itself makes of ordinary pages breaks PDF/UA, or is not what it should be; ours keeps it, as
`test_structure.py`, `test_spelled.py` and `test_breaking.py` show.

A page for which this fails needs our repair no more.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bookbuilder.formats.pdf.resources import font_directory
from bookbuilder.html.fonts import Fonts
from bookbuilder.world import World
from tests.pdf.test_breaking import JUSTIFIED, LINES, MARGIN
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
    folder = font_directory(world, Fonts((), files))
    return os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf"), "FONTCONFIG_PATH": str(folder)}


@pytest.mark.parametrize("name", BROKEN)
def test_weasyprint_alone_breaks(name: str, surroundings: dict[str, str], tmp_path: Path) -> None:
    body, _ = CASES[name]
    out = made(f"<h1>T</h1>{body}", CSS, surroundings, tmp_path)
    assert set(verapdf(out, "ua1")["ua1"]) >= BROKEN[name]


def made(body: str, css: str, surroundings: dict[str, str], folder: Path) -> Path:
    """Return the PDF that WeasyPrint by itself makes of a page."""
    out = folder / "plain.pdf"
    page = f'<html lang="de"><head><title>T</title></head><body>{body}</body></html>'
    subprocess.run([sys.executable, "-c", PLAIN, page, css, out], check=True, env=surroundings)
    return out


def told(pdf: Path, *options: str) -> str:
    """Return what poppler reads."""
    return subprocess.run(
        ["pdftotext", *options, pdf, "-"], capture_output=True, text=True, check=True
    ).stdout


def test_weasyprint_alone_takes_a_power_for_a_figure(surroundings: dict[str, str], tmp_path: Path) -> None:
    """The font has one glyph for the 3 of a note and for ³, and the first one says what both say."""
    raised = '<sup style="font-variant-position: super; vertical-align: baseline">3</sup>'
    out = made(
        f"<p>Eine Anmerkung{raised}, und 10³ Meter.</p>",
        "html { font: 10px Alegreya }",
        surroundings,
        tmp_path,
    )
    assert "103 Meter" in told(out)


def test_weasyprint_alone_sets_lines_behind_the_margin(surroundings: dict[str, str], tmp_path: Path) -> None:
    """Justified lines are wider than reckoned by the kerning of their spaces."""
    css = f"{JUSTIFIED} html {{ hyphens: none }}"
    out = made(f"<p>{LINES}</p>", css, surroundings, tmp_path)
    ends = [float(end) for end in re.findall(r'xMax="([\d.]+)"', told(out, "-bbox"))]
    assert max(ends) > MARGIN + 0.5
