"""bookbuilder: turns a folder of markdown chapters into a PDF, an EPUB and a web edition, in every language of the book."""

from __future__ import annotations

TYPE_CHECKING = (
    False  # true to type checkers; importing `typing` is slow, and Ctrl-C meanwhile would print a traceback
)
if TYPE_CHECKING:
    from bookbuilder.api import Result, build, check, export, load
    from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Severity, Span
    from bookbuilder.exporters.exporter import ReferenceFile
    from bookbuilder.formats.format import Artifact
    from bookbuilder.project import Edition, Project

__all__ = [
    "Artifact",
    "BookbuilderError",
    "Diagnostic",
    "Edition",
    "Project",
    "ReferenceFile",
    "Result",
    "Severity",
    "Span",
    "build",
    "check",
    "export",
    "load",
]

_HOMES = ("api", "diagnostics", "formats.format", "project", "exporters.exporter")
"""The modules that define the public names; each is imported on first use, so that `bookbuilder --help` is quick."""


def __getattr__(name: str) -> object:
    if name in __all__:
        import importlib

        for home in _HOMES:
            module = importlib.import_module(f"bookbuilder.{home}")
            if name in vars(module):
                value: object = vars(module)[name]
                globals()[name] = value
                return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
