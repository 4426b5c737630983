"""Applies the fixes of diagnostics to the source files."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence

from bookbuilder.diagnostics import Diagnostic, Fix
from bookbuilder.world import World

_LINE_END = re.compile(r"\r\n|\r|\n")


def apply_fixes(world: World, diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Apply the fixes to the files of a book and return the diagnostics that were fixed; line ends and all else stay."""
    applied: set[Fix] = set()
    fixes = sorted({diagnostic.fix for diagnostic in diagnostics if diagnostic.fix is not None})
    files: dict[str, bytes] = {}
    for path in dict.fromkeys(fix.span.path for fix in fixes):
        data = world.read(path)
        mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        try:
            text = data.removeprefix(mark).decode()
        except UnicodeDecodeError:  # a spreadsheet
            continue
        text, done = fixed_text(text, (f for f in fixes if f.span.path == path))
        if done:
            files[path] = mark + text.encode()
            applied.update(done)
    if files:
        world.publish(".", ((path, {"": data}) for path, data in files.items()))
    return tuple(diagnostic for diagnostic in diagnostics if diagnostic.fix in applied)


def fixed_text(text: str, fixes: Iterable[Fix]) -> tuple[str, list[Fix]]:
    """Return a text with fixes applied, which are in the order of the text, and those that could be applied.

    >>> from bookbuilder.diagnostics import Span
    >>> fixed_text("a\\r\\nb - c", [Fix(Span("x", 2, 3), "-", "–")])[0]
    'a\\r\\nb – c'
    """
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    parts, done, place = [], [], 0
    for fix in fixes:
        if not 0 < fix.span.line <= len(starts):
            continue
        start = starts[fix.span.line - 1] + fix.span.column - 1
        # It overlaps the fix before, or the text has changed since.
        if start < place or not text.startswith(fix.old, start):
            continue
        parts += [text[place:start], fix.new]
        place = start + len(fix.old)
        done.append(fix)
    return "".join(parts) + text[place:], done
