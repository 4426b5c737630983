"""A dotted or dashed line on one side of a box is one line of the PDF, and looks as WeasyPrint draws it, dot by dot."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import weasyprint
from PIL import Image, ImageChops, ImageStat
from weasyprint.draw import border

from bookbuilder.formats.pdf.engine.fixes import dotted_borders
from bookbuilder.formats.pdf.engine.setup.install_patches import Replacement, patched, uninstall

PAGE = """
<style>@page {{ size: 80mm 40mm; margin: 10mm }} div {{ height: 15mm; border-{side}: {width}pt {style} #c00 }}</style>
<div></div>
"""


def drawing(ours: Callable[[Any, Any], None]) -> list[Replacement]:
    """Return the replacements that let borders be drawn so, whatever draws them now."""
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("weasyprint")]
    return [(module, "draw_border", ours) for module in modules if "draw_border" in vars(module)]


def made(path: Path, html: str) -> tuple[Image.Image, int]:
    """Return a picture of the page, and how many curves and rectangles draw it."""
    weasyprint.HTML(string=html).write_pdf(path)
    subprocess.run(["pdftoppm", "-r", "600", "-gray", "-singlefile", path, path.with_suffix("")], check=True)
    with pikepdf.open(path) as found:
        operators = [str(one.operator) for one in pikepdf.parse_content_stream(found.pages[0])]
    with Image.open(path.with_suffix(".pgm")) as picture:
        return picture.copy(), operators.count("c") + operators.count("re")


def theirs_and_ours() -> tuple[Callable[[Any, Any], None], Callable[[Any, Any], None]]:
    """Return what draws a border in WeasyPrint, and what we put there."""
    uninstall()
    theirs = border.draw_border
    return theirs, lambda stream, box: dotted_borders.draw_border(theirs, stream, box)


@pytest.mark.parametrize("style", ["dotted", "dashed"])
@pytest.mark.parametrize("side", ["top", "right", "bottom", "left"])
@pytest.mark.parametrize("width", [1, 3.5])
def test_one_side(side: str, style: str, width: float, tmp_path: Path) -> None:
    html = PAGE.format(side=side, style=style, width=width)
    draw_theirs, draw_ours = theirs_and_ours()
    with patched(drawing(draw_theirs)):
        theirs, many = made(tmp_path / "theirs.pdf", html)
    with patched(drawing(draw_ours)):
        ours, few = made(tmp_path / "ours.pdf", html)
    assert few <= 1 < many
    ink = [255 * one.width * one.height - ImageStat.Stat(one).sum[0] for one in (ours, theirs)]
    assert ink[0] == pytest.approx(ink[1], rel=0.15)
    assert ImageChops.difference(ours, theirs).crop((0, 0, 20, 20)).getbbox() is None


@pytest.mark.parametrize(
    "css", ["border: 1pt dotted", "border-bottom: 1pt solid", "border-top: 1pt dotted; border-radius: 4pt"]
)
def test_all_else_is_left_to_weasyprint(css: str, tmp_path: Path) -> None:
    html = f"<style>@page {{ size: 80mm 40mm }} div {{ height: 15mm; {css} }}</style><div></div>"
    found = []
    for draws in theirs_and_ours():
        with patched(drawing(draws)):
            found.append(made(tmp_path / "page.pdf", html))
    assert found[0][1] == found[1][1]
    assert ImageChops.difference(found[0][0], found[1][0]).getbbox() is None
