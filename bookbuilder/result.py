"""The result of a build or a check: diagnostics, published files, counts, verdicts of the validators."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bookbuilder.diagnostics import Diagnostic, Severity
from bookbuilder.paragraph_counts import NO_PARAGRAPHS, Paragraphs

if TYPE_CHECKING:  # a build needs no validators
    from bookbuilder.accessibility_review.signed_content import SignedContent
    from bookbuilder.formats.book import Book
    from bookbuilder.formats.edition_trace import EditionTrace
    from bookbuilder.formats.format import Artifact
    from bookbuilder.pipeline.build_record import PreviousBuild
    from bookbuilder.validators.judgement import Judgement
    from bookbuilder.validators.validate import Verdict


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """An edition that was published: its name, its format, its languages (`de`, `de-en`), its title in the leading one, and
    its files and folders, relative to the book. `trace` makes what its text is traced to its source with, if it can be."""

    name: str
    format: str
    languages: str
    title: str
    files: tuple[str, ...]
    trace: Callable[[], EditionTrace] | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, book: Book, artifacts: Sequence[Artifact], output: str) -> PublishedEdition:
        """Return the published edition for a book whose artifacts are in the folder `output`."""
        edition = book.edition
        files = tuple(f"{output}/{artifact.name}" for artifact in artifacts)
        trace = next((artifact.trace for artifact in artifacts if artifact.trace), None)
        return cls(edition.name, edition.format, edition.languages, edition.locale.title, files, trace)


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a build or a check.

    `diagnostics` are sorted by place, `files` are the paths that were written (none if the book has errors, or was only
    checked), `editions` says which edition they belong to (nothing if the build was `unchanged`). With `strict` a warning
    counts as an error. `made` and `reused` count the parts of PDFs that were laid out and those from the cache; `paragraphs`
    counts the paragraphs of all PDFs. `unchanged`: all inputs are those of the last build, so its files are still valid.
    Of a `draft`, `repaired` are the texts that it shows in place of those of the book, by path.
    `verdicts` are those of the validators, `report` is the record for a publisher (`validators.judgement`), `contents` are
    what a person may sign (`bookbuilder.accessibility_review`), one for each language with an e-book. `pictures` show what
    is told of pages, if they were asked for (`pipeline.area_pictures`).
    """

    diagnostics: tuple[Diagnostic, ...]
    files: tuple[Path, ...] = ()
    strict: bool = False
    made: int = 0
    reused: int = 0
    paragraphs: Paragraphs = NO_PARAGRAPHS
    unchanged: bool = False
    verdicts: tuple[Verdict, ...] = ()
    report: dict[str, Any] | None = None
    contents: tuple[SignedContent, ...] = ()
    editions: tuple[PublishedEdition, ...] = ()
    draft: bool = False
    repaired: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @classmethod
    def again(cls, previous: PreviousBuild, *, strict: bool) -> Result:
        """Return the result of a build that is still valid."""
        found, files, paragraphs = previous.diagnostics, previous.files, previous.paragraphs
        return cls(found, files, strict, reused=previous.parts, paragraphs=paragraphs, unchanged=True)

    @classmethod
    def judged(cls, diagnostics: tuple[Diagnostic, ...], judgement: Judgement, *, strict: bool) -> Result:
        """Return the result of a check with the verdicts of validators."""
        verdicts, report, contents = judgement.verdicts, judgement.report, judgement.contents
        return cls(diagnostics, strict=strict, verdicts=verdicts, report=report, contents=contents)

    @property
    def failed(self) -> bool:
        """Whether the book has errors (or, if strict, warnings)."""
        bad = {Severity.ERROR, Severity.WARNING} if self.strict else {Severity.ERROR}
        return any(d.severity in bad for d in self.diagnostics)
