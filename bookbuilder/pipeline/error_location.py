"""Finds out what was being worked on when an exception came up."""

from __future__ import annotations

from traceback import walk_tb

from bookbuilder.diagnostics import Span

NOTE = "while working on "


def error_location(error: BaseException) -> str:
    """Return the place that the program was working on when an exception came up: file and line if a value of that place was
    at hand, else what the exception was told on its way up (`noted`); empty if nothing is known."""
    told = ""
    one: BaseException | None = error
    while one is not None:
        found = None
        for frame, _ in walk_tb(one.__traceback__):  # the innermost comes last
            for value in frame.f_locals.values():
                span = value if isinstance(value, Span) else getattr(value, "span", None)
                if isinstance(span, Span) and span.path and span.line:
                    found = span
        if found:
            return str(found)
        notes = (note for note in getattr(one, "__notes__", ()) if note.startswith(NOTE))
        told = told or next(notes, "").removeprefix(NOTE)
        one = one.__cause__ or one.__context__
    return told


def note_location(error: BaseException, about: str) -> None:
    """Note in an exception what was being worked on, for it loses its traceback between processes."""
    if place := error_location(error) or about:
        note = NOTE + place
        if note not in getattr(error, "__notes__", ()):
            error.add_note(note)
