"""Loads what parts are compiled with and installs all patches when it is imported, so that forked workers inherit them."""

from __future__ import annotations

from bookbuilder.formats.pdf.engine import compile_part
from bookbuilder.formats.pdf.engine.drawing import font_subsets
from bookbuilder.formats.pdf.engine.setup import install_patches

__all__ = ["compile_part", "font_subsets"]

install_patches.install()
