"""What WeasyPrint by itself makes of ordinary pages breaks PDF/UA, or is not what it should be; ours keeps it, as
`test_structure.py`, `test_glyph_meaning.py` and `test_word_cache.py` show.

A page for which this fails needs our repair no more.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.font_family import Fonts
from bookbuilder.world import World
from tests.pdf.test_structure import CASES, CSS
from tests.pdf.test_word_cache import JUSTIFIED, LINES, MARGIN
from tests.validators import verapdf

PLAIN = """
import json, sys, weasyprint
for html, css, out in json.load(sys.stdin):
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


RAISED = '<sup style="font-variant-position: super; vertical-align: baseline">3</sup>'
PAGES = {name: (f"<h1>T</h1>{CASES[name][0]}", CSS) for name in BROKEN} | {
    "a power": (f"<p>Eine Anmerkung{RAISED}, und 10³ Meter.</p>", "html { font: 10px Alegreya }"),
    "lines": (f"<p>{LINES}</p>", f"{JUSTIFIED} html {{ hyphens: none }}"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The PDFs that WeasyPrint by itself makes of the pages, in a process that knows no fonts but theirs."""
    folder = tmp_path_factory.mktemp("repairs")
    world = World(folder)
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    fonts = font_directory(world, Fonts((), files))
    out = {name: folder / f"{number}.pdf" for number, name in enumerate(PAGES)}
    pages = [
        (f'<html lang="de"><head><title>T</title></head><body>{body}</body></html>', css, str(out[name]))
        for name, (body, css) in PAGES.items()
    ]
    around = {"FONTCONFIG_FILE": str(fonts.path / "fonts.conf"), "FONTCONFIG_PATH": str(fonts.path)}
    subprocess.run(
        [sys.executable, "-c", PLAIN], input=json.dumps(pages), text=True, check=True, env=os.environ | around
    )
    return out


@pytest.mark.parametrize("name", BROKEN)
def test_weasyprint_alone_breaks(name: str, made: dict[str, Path]) -> None:
    assert set(verapdf(made[name], "ua1")["ua1"]) >= BROKEN[name]


def told(pdf: Path, *options: str) -> str:
    """Return what poppler reads."""
    return subprocess.run(
        ["pdftotext", *options, pdf, "-"], capture_output=True, text=True, check=True
    ).stdout


def test_weasyprint_alone_takes_a_power_for_a_figure(made: dict[str, Path]) -> None:
    """The font has one glyph for the 3 of a note and for ³, and the first one says what both say."""
    assert "103 Meter" in told(made["a power"])


def test_weasyprint_alone_sets_lines_behind_the_margin(made: dict[str, Path]) -> None:
    """Justified lines are wider than reckoned by the kerning of their spaces."""
    ends = [float(end) for end in re.findall(r'xMax="([\d.]+)"', told(made["lines"], "-bbox"))]
    assert max(ends) > MARGIN + 0.5
