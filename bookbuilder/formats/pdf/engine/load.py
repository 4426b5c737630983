"""Loads WeasyPrint with the patches that must be in place before it; importing this module does it."""

from __future__ import annotations

from importlib import import_module

from bookbuilder.formats.pdf.engine.install_patches import patched, replacements
from bookbuilder.formats.pdf.engine.speed.declarations import PATCH


def load() -> None:
    """Load the module of WeasyPrint that declares C libraries, if it is not loaded yet."""
    with patched(replacements(PATCH)):
        import_module("weasyprint.text.ffi")


load()
