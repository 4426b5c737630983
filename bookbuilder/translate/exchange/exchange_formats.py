"""Detects the format of a returned file, and reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from bookbuilder.diagnostics import Findings, Report, Span
from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange import po, xliff, xliff2
from bookbuilder.translate.exchange.exported_units import ExportedChapter
from bookbuilder.translate.exchange.returned_units import BROKEN, INVALID, LIMIT, ReturnedChapter


class ExchangeFormat(Protocol):
    """A file format for translators: a module with these members."""

    @property
    def SUFFIX(self) -> str:  # noqa: N802 -- a constant of each module
        """The file name extension."""

    def write(self, chapters: Sequence[ExportedChapter], source: str, target: str, /) -> str:
        """Return a file with the units of chapters; `source` and `target` are language tags."""

    def read(self, data: bytes, path: str, report: Report, /) -> Sequence[ReturnedChapter]:
        """Return the chapters of a file. Reports `exchange.*`."""


HEAD = 1 << 16
"""The first bytes of a file, in which its format is declared."""
_VERSION = re.compile(rb"urn:oasis:names:tc:xliff:document:([0-9])")


def format_of(path: str, data: bytes) -> ExchangeFormat | None:
    """Return the format of a file by its extension, and by its content where two formats share one."""
    ending = f".{path.rpartition('.')[2].casefold()}"
    if ending in (xliff.SUFFIX, ".xliff"):
        version = _VERSION.search(data[:HEAD].replace(b"\0", b""))
        return xliff2 if version and version[1] == b"2" else xliff
    return po if ending == po.SUFFIX else None


def read_returned(path: str, data: bytes, findings: Findings) -> Sequence[ReturnedChapter]:
    """Return the chapters of a file in any of the formats. Reports `exchange.*`."""
    if len(data) > LIMIT:
        findings(
            BROKEN,
            Span(path),
            problem=Phrase("it is larger than {limit} MB", limit=LIMIT >> 20),
            hint="export single chapters",
        )
        return ()
    form = format_of(path, data)
    if form is None:
        ending = f".{path.rpartition('.')[2].casefold()}"
        hint = "files of translators end with .xlf, .xliff, .po, .tmx or .tbx"
        findings(
            BROKEN, Span(path), problem=Phrase("its name ends with {ending!r}", ending=ending), hint=hint
        )
        return ()
    problems = Findings()
    returned = form.read(data, path, problems)
    if not returned and not problems.sorted():
        problems(BROKEN, Span(path), problem="it holds no units", hint="is it the right file?")
    findings.extend(problems.sorted())
    # Problems of single units do not reject the file.
    return returned if all(one.code == INVALID.code for one in problems.sorted()) else ()
