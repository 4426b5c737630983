"""Loads WeasyPrint with the patches that must be in place before it; importing this module does it."""

from __future__ import annotations

import ctypes
import warnings
from importlib import import_module
from pathlib import Path

from bookbuilder.formats.pdf.engine.setup import declarations
from bookbuilder.formats.pdf.engine.setup.install_patches import patched, replacements
from bookbuilder.world import World

LIBRARIES = ("gobject", "pango", "pangoft2", "harfbuzz", "harfbuzz_subset", "harfbuzz_vector", "fontconfig")
"""What `weasyprint.text.ffi` calls the libraries that it loads; it has none for those that are missing."""
NO_FONTS = Path(__file__).with_name("no_fonts.conf")
"""A configuration of fontconfig without fonts."""


def load() -> None:
    """Load the module of WeasyPrint that declares C libraries, if it is not loaded yet.

    WeasyPrint looks then whether fontconfig has fonts. With the configuration of the machine that would read all its fonts,
    and write what it found into caches that a confined process may not write: on a fresh machine fontconfig prints for each
    process that there is "no writable cache directory". Books use none of these fonts, so it is shown none.

    The libraries stay until the process is gone. Python would unload them as it ends, while a thread of Pango, which the
    last font map has just dismissed, may still be running in them: one process in some thousands ended by SIGSEGV.
    """
    with (
        patched(replacements(declarations.PATCH)),
        World(Path("/")).environment(FONTCONFIG_FILE=str(NO_FONTS)),
        warnings.catch_warnings(),
    ):
        warnings.filterwarnings("ignore", "No fonts configured in FontConfig")
        loaded = import_module("weasyprint.text.ffi")
    for name in LIBRARIES:
        library = getattr(loaded, name, None)
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))  # what is never freed is never unloaded


load()
