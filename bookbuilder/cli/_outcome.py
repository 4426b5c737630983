"""What a command came to, and how it is to say so, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bookbuilder.diagnostics import Diagnostic

if TYPE_CHECKING:
    from bookbuilder.validators.validate import Verdict


@dataclass(frozen=True, slots=True)
class Output:
    """How a command says what it came to: as JSON, or in a `form` (`text`, or one of `_forms`). As text, the first findings
    of each kind in a file are shown, and `everything` shows all. With `strict` a warning counts as an error."""

    as_json: bool = False
    form: str = "text"
    everything: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build or a check came to: what was found, the files, and `work`, which says how they came about.

    `writes` says that files were to be made, `fixed` what was mended in the chapters (None: that was not wanted), `verdicts`
    what validators said. Of a book that is `unchanged` it was told which formats have no edition.
    """

    found: Sequence[Diagnostic] = ()
    files: Sequence[Path] = ()
    work: str = ""
    writes: bool = False
    fixed: Sequence[Diagnostic] | None = None
    verdicts: Sequence[Verdict] = ()
    unchanged: bool = False
