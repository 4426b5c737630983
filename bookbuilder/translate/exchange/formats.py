"""Finds out in which format a file is that comes back from a translator, and reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from bookbuilder.diagnostics import Findings, Report, Span
from bookbuilder.translate.exchange import po, xliff, xliff2
from bookbuilder.translate.exchange.given import BROKEN, INVALID, LIMIT, GivenChapter
from bookbuilder.translate.exchange.outgoing import OutgoingChapter


class Format(Protocol):
    """A format of files for translators: a module with these functions."""

    @property
    def SUFFIX(self) -> str:  # noqa: N802 -- a constant of each module
        """The end of the names of its files."""

    def written(self, chapters: Sequence[OutgoingChapter], source: str, target: str, /) -> str:
        """Return the file for units of chapters; the tags of the languages."""

    def read(self, data: bytes, path: str, report: Report, /) -> Sequence[GivenChapter]:
        """Return the chapters of a file; what is wrong with it is reported (`exchange.*`)."""


HEAD = 1 << 16
"""Bytes at the beginning of a file in which it says what it is."""
_VERSION = re.compile(rb"urn:oasis:names:tc:xliff:document:([0-9])")


def format_of(path: str, data: bytes) -> Format | None:
    """Return the format of a file by the end of its name, and by what it holds where two formats share one."""
    ending = f".{path.rpartition('.')[2].casefold()}"
    if ending in (xliff.SUFFIX, ".xliff"):
        version = _VERSION.search(data[:HEAD].replace(b"\0", b""))
        return xliff2 if version and version[1] == b"2" else xliff
    return po if ending == po.SUFFIX else None


def read(path: str, data: bytes, findings: Findings) -> Sequence[GivenChapter]:
    """Return what a file of any of the formats holds; what is wrong with it is reported (`exchange.*`)."""
    if len(data) > LIMIT:
        findings(
            BROKEN, Span(path), problem=f"it is larger than {LIMIT >> 20} MB", hint="export single chapters"
        )
        return ()
    form = format_of(path, data)
    if form is None:
        ending = f".{path.rpartition('.')[2].casefold()}"
        hint = "files of translators end with .xlf, .xliff, .po or .tmx"
        findings(BROKEN, Span(path), problem=f"its name ends with {ending!r}", hint=hint)
        return ()
    own = Findings()
    found = form.read(data, path, own)
    if not found and not own.sorted():
        own(BROKEN, Span(path), problem="it holds no units", hint="is it the right file?")
    findings.extend(own.sorted())
    # What is wrong with a unit concerns that unit only.
    return found if all(one.code == INVALID.code for one in own.sorted()) else ()
