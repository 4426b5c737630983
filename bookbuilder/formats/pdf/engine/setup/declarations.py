"""Loads WeasyPrint without parsing its C declarations, which takes a quarter of a second.

WeasyPrint 70.0 hands cffi 16 kB of declarations at every start (`text/ffi.py`), and cffi parses them in Python. The
result is in `parsed_declarations`, in the form that cffi itself writes (`FFI.emit_python_code`). It is
taken while that file of WeasyPrint is the one that it was made from; another one is parsed as ever.
"""

from __future__ import annotations

import hashlib
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from pathlib import PurePath

import _cffi_backend

from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.setup import parsed_declarations


class Declared(_cffi_backend.FFI):
    """An interface to C libraries of which all is declared."""

    def cdef(self, *_declarations: str, **_options: bool) -> None:
        """Do nothing: what would be declared is."""


def source() -> bytes:
    """Return WeasyPrint's file of declarations; empty if it has none that can be read. Does not load WeasyPrint."""
    spec = find_spec("weasyprint")
    if spec is None or spec.origin is None or not isinstance(spec.loader, SourceFileLoader):
        return b""
    try:
        return spec.loader.get_data(str(PurePath(spec.origin).with_name("text") / "ffi.py"))
    except OSError:
        return b""


def _interface(theirs: Function) -> Function:
    if hashlib.sha256(source()).hexdigest() != parsed_declarations.SOURCE:
        return theirs
    return lambda: parsed_declarations.interface(Declared)


PATCH = Patch(
    "What the C declarations of WeasyPrint mean is known before they are parsed.",
    Kind.SPEED,
    (Change("cffi:FFI", "", _interface),),
    Scope.LOADING,
)
