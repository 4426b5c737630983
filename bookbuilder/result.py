"""What a build or a check came to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bookbuilder.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:  # a build has no use for what judges it
    from bookbuilder.signature.signed_content import SignedContent
    from bookbuilder.validators.validate import Verdict


@dataclass(frozen=True, slots=True)
class Result:
    """What a build or a check came to.

    `diagnostics` are sorted by place, `files` are the paths that were written (none when the book has errors, or
    when it was only checked). With `strict` a warning counts as an error. `made` and `reused` count the parts of PDFs
    that were laid out, and those that were in the cache. `unchanged` says that the files were there already, from a build
    whose every input is still the same. `verdicts` are those of the validators, if they were asked;
    `report` is what a publisher files (`validators.report`); `contents` are what somebody may sign
    (`bookbuilder.signature`), one for each language that has an e-book.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: tuple[Path, ...] = ()
    strict: bool = False
    made: int = 0
    reused: int = 0
    unchanged: bool = False
    verdicts: tuple[Verdict, ...] = ()
    report: dict[str, Any] | None = None
    contents: tuple[SignedContent, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the book has errors (or, if strict, warnings)."""
        bad = {Severity.ERROR, Severity.WARNING} if self.strict else {Severity.ERROR}
        return any(d.severity in bad for d in self.diagnostics)
