"""The output options of a command, and the outcome of a build or check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.paragraph_counts import NO_PARAGRAPHS, Paragraphs

if TYPE_CHECKING:
    from bookbuilder.validators.validate import Verdict


@dataclass(frozen=True, slots=True)
class Output:
    """Output options: as JSON, as `events` (`cli.shared.build_events`), or in a `form` (`text`, or one of `report_formats`).
    As text, only the first findings of each kind in a file are shown, unless `everything`. With `strict` a warning counts as
    an error; in a `draft` it is something to mend.
    """

    as_json: bool = False
    form: str = "text"
    everything: bool = False
    strict: bool = False
    events: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a build or check: findings, files, and `layout_summary`, a summary of how they were made.

    `writes`: files were to be written; `fixed`: corrections made to chapters (None: not requested); `verdicts` of
    validators. `unchanged` and `exported` suppress the note on missing formats: it was printed before, or means nothing.
    `paragraphs` counts the paragraphs of its PDFs. `can_be_draft`: if it fails, a draft shows the book as it stands.
    """

    diagnostics: Sequence[Diagnostic] = ()
    files: Sequence[Path] = ()
    layout_summary: str = ""
    writes: bool = False
    fixed: Sequence[Diagnostic] | None = None
    verdicts: Sequence[Verdict] = ()
    unchanged: bool = False
    exported: bool = False
    paragraphs: Paragraphs = NO_PARAGRAPHS
    can_be_draft: bool = False
