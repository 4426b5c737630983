"""Loads WeasyPrint with the patches that must be in place before it; importing this module does it."""

from __future__ import annotations

import ctypes
from importlib import import_module

from bookbuilder.formats.pdf.engine.install_patches import patched, replacements
from bookbuilder.formats.pdf.engine.speed.declarations import PATCH

LIBRARIES = ("gobject", "pango", "pangoft2", "harfbuzz", "harfbuzz_subset", "harfbuzz_vector", "fontconfig")
"""What `weasyprint.text.ffi` calls the libraries that it loads; it has none for those that are missing."""


def load() -> None:
    """Load the module of WeasyPrint that declares C libraries, if it is not loaded yet.

    The libraries stay until the process is gone. Python would unload them as it ends, while a thread of Pango, which the
    last font map has just dismissed, may still be running in them: one process in some thousands ended by SIGSEGV.
    """
    with patched(replacements(PATCH)):
        loaded = import_module("weasyprint.text.ffi")
    for name in LIBRARIES:
        library = getattr(loaded, name, None)
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))  # what is never freed is never unloaded


load()
