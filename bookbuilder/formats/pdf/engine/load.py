"""Loads WeasyPrint without the quarter of a second that parsing C declarations takes; importing this module does it.

WeasyPrint 70.0 hands cffi 16 kB of declarations at every start (`text/ffi.py`), and cffi parses them in Python. What
comes of that is known beforehand, in `declared`, in the form that cffi itself writes (`FFI.emit_python_code`). It is
taken while that file of WeasyPrint is the one that it was made from; another one is parsed as ever.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from pathlib import PurePath

import _cffi_backend
import cffi

from bookbuilder.formats.pdf.engine import declared


class Declared(_cffi_backend.FFI):
    """An interface to C libraries of which all is declared."""

    def cdef(self, *_declarations: str, **_options: bool) -> None:
        """Do nothing: what would be declared is."""


def source() -> bytes:
    """Return WeasyPrint's file of declarations; empty if it has none that can be read."""
    spec = find_spec("weasyprint")
    if spec is None or spec.origin is None or not isinstance(spec.loader, SourceFileLoader):
        return b""
    try:
        return spec.loader.get_data(str(PurePath(spec.origin).with_name("text") / "ffi.py"))
    except OSError:
        return b""


def load() -> None:
    """Load WeasyPrint, with its declarations as they are known if they are those that it has."""
    if hashlib.sha256(source()).hexdigest() != declared.SOURCE:
        return
    parser = cffi.FFI
    cffi.FFI = lambda: declared.interface(Declared)
    try:
        import_module("weasyprint.text.ffi")
    finally:
        cffi.FFI = parser


load()
