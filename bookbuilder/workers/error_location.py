"""Finds the place in the book that was being worked on when an exception was raised."""

from __future__ import annotations

from traceback import walk_tb

from bookbuilder.diagnostics import Span

NOTE = "while working on "


def error_location(error: BaseException) -> str:
    """Return the place in the book that was being worked on when an exception was raised: file and line from a value in the
    traceback's frames, else what `note_location` added; empty if unknown."""
    noted_place = ""
    current: BaseException | None = error
    while current is not None:
        result = None
        for frame, _ in walk_tb(current.__traceback__):  # the innermost comes last
            for value in frame.f_locals.values():
                span = _span_of(value)
                if span and span.path and span.line:
                    result = span
        if result:
            return str(result)
        notes = (note for note in getattr(current, "__notes__", ()) if note.startswith(NOTE))
        noted_place = noted_place or next(notes, "").removeprefix(NOTE)
        current = current.__cause__ or current.__context__
    return noted_place


def _span_of(value: object) -> Span | None:
    """Return the place that a local variable is or has."""
    try:
        span = value if isinstance(value, Span) else getattr(value, "span", None)
    except Exception:  # noqa: BLE001 # any library's value may be asked: ctypes loads a library of the name, and fails
        return None
    return span if isinstance(span, Span) else None


def note_location(error: BaseException, about: str) -> None:
    """Add the current place to an exception as a note, since its traceback is lost between processes."""
    if place := error_location(error) or about:
        note = NOTE + place
        if note not in getattr(error, "__notes__", ()):
            error.add_note(note)
