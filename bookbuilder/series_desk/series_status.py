"""What each book of a series lacks, locale by locale: translation, checks, a signature, a build of what it says now."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from bookbuilder.accessibility_review.signatures_file import FILE as SIGNATURES
from bookbuilder.accessibility_review.signatures_file import signatures
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings, Severity
from bookbuilder.markdown.parse_chapter import is_unwritten
from bookbuilder.phrases import Phrase, counted
from bookbuilder.pipeline.build_record import FAILED, LAST_CHECK, PreviousBuild, previous_build
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.record_issue import issue_number
from bookbuilder.project import Project
from bookbuilder.series_desk.isbn_list import read_isbn_list, report_shared_numbers
from bookbuilder.series_desk.series_books import SeriesBook, SeriesOfBooks, same_ids
from bookbuilder.translate.chapter_paths import translated_locales
from bookbuilder.translate.chapter_status import ChapterStatus, chapter_statuses
from bookbuilder.world import World


class SignatureState(StrEnum):
    """Whether a person has signed for the accessibility of a locale."""

    MISSING = "missing"
    SIGNED = "signed"
    REFUSED = "refused"
    """Signed, with answers that something is wrong."""
    OUTDATED = "outdated"
    """Signed for another text."""
    UNCERTAIN = "uncertain"
    """Signed; the book has changed since it was last built, so it is not known for which text."""


class BuildState(StrEnum):
    """Whether the finished files are those of the book as it is."""

    NEVER = "never"
    FAILED = "failed"
    """The book as it is has been built, and has errors."""
    CHANGED = "changed"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class TranslationState:
    """How much of a translation is done: the share of the words (0 to 1), and the blocks that are not."""

    share: float
    open: int


@dataclass(frozen=True, slots=True)
class CheckState:
    """The errors and warnings of the last check, or else of the last build, of the book as it is; `checked`: it was a
    check."""

    errors: int
    warnings: int
    checked: bool


@dataclass(frozen=True, slots=True)
class LocaleStatus:
    """A locale of a book. `translation` is None for the source and for a locale that inherits another one, `checks` if
    the book has changed since it was checked or built; `built` is the day of its finished files. `drafts` are chapters whose
    text is still to be written."""

    name: str
    tag: str
    title: str
    source: bool
    translation: TranslationState | None
    checks: CheckState | None
    signature: SignatureState
    signed_by: str
    build: BuildState
    built: dt.date | None
    drafts: int = 0

    def missing(self) -> Iterator[str]:
        """Yield what is still to be done, as short phrases."""
        if self.drafts:
            yield counted(self.drafts, "write 1 chapter", "write {count:,} chapters")
        if self.translation and self.translation.open:
            yield counted(self.translation.open, "translate 1 block", "translate {count:,} blocks")
        if self.build not in (BuildState.CURRENT, BuildState.FAILED):
            yield Phrase("build")
        if self.checks and self.checks.errors:
            yield counted(self.checks.errors, "mend 1 error", "mend {count:,} errors")
        elif self.checks and self.checks.warnings and self.build is BuildState.FAILED:  # with --strict
            yield counted(self.checks.warnings, "mend 1 warning", "mend {count:,} warnings")
        if self.checks is None or not self.checks.checked:
            yield Phrase("check")
        if self.signature is not SignatureState.SIGNED:
            yield Phrase("sign")


@dataclass(frozen=True, slots=True)
class BookStatus:
    """A book of a series; without locales if its book.toml cannot be read."""

    folder: str
    id: str
    issue: str
    date: dt.date | None
    locales: tuple[LocaleStatus, ...]
    problems: tuple[Diagnostic, ...] = ()


def series_status(series: SeriesOfBooks) -> tuple[BookStatus, ...]:
    """Return the status of each book of a series, oldest first. No book is built or checked for that."""
    return tuple(_book(book) for book in series.books)


def series_problems(series: SeriesOfBooks) -> tuple[Diagnostic, ...]:
    """Return what is wrong between the books of a series, or with isbn.toml, with paths from its folder."""
    findings = Findings()
    findings.extend(same_ids(series.books))
    report_shared_numbers(series.books, findings)
    read_isbn_list(series.world, findings)
    return findings.sorted()


def _book(book: SeriesBook) -> BookStatus:
    project = book.project
    if project is None:
        return BookStatus(book.folder, "", "", None, (), book.problems)
    built = _recorded(book.world, ())
    checked = _recorded(book.world, LAST_CHECK)
    try:
        found = chapter_statuses(book.world, project, translated_locales(project))
    except BookbuilderError as error:
        failed = replace(book, diagnostics=(*book.diagnostics, *error.diagnostics))
        return BookStatus(book.folder, project.id, "", project.date, (), failed.problems)
    signed = signatures(book.world, Findings())
    failed_build = None if built else _recorded(book.world, FAILED)
    known = checked or built or failed_build
    rows = []
    for name, locale in project.locales.items():
        day = book.world.published_on(project.output, f"{project.id}.{name}.")
        signature = signed.get(name)
        state = SignatureState.MISSING
        if signature:
            codes = {one.code for one in known.diagnostics if one.span == signature.span} if known else set()
            state = (
                SignatureState.REFUSED if signature.wrong
                else SignatureState.UNCERTAIN if known is None
                else SignatureState.OUTDATED if "signature.stale" in codes
                else SignatureState.SIGNED
            )  # fmt: skip
        rows.append(
            LocaleStatus(
                name,
                locale.tag,
                locale.title,
                name == project.source,
                _translation([one for one in found if one.locale == name]),
                _checks(known, checked is not None, project, name),
                state,
                signature.by if signature else "",
                _build_state(day, built, failed_build),
                day,
                _drafts(book.world, name),
            )
        )
    issue = issue_number(project, project.locales[project.source])
    return BookStatus(book.folder, project.id, issue, project.date, tuple(rows), book.problems)


def _recorded(world: World, check: Sequence[str]) -> PreviousBuild | None:
    """Return the last whole build or check of a book, if nothing has changed since."""
    requests = (BuildRequest(strict=strict, check=check) for strict in (False, True))
    return next((found for request in requests if (found := previous_build(world, request))), None)


def _build_state(
    day: dt.date | None, built: PreviousBuild | None, failed: PreviousBuild | None
) -> BuildState:
    """Return the state of finished files of a day (None: there are none), by the builds of the book as it is."""
    if failed:
        return BuildState.FAILED
    if day is None:
        return BuildState.NEVER
    return BuildState.CURRENT if built else BuildState.CHANGED


def _drafts(world: World, locale: str) -> int:
    """Return how many chapters of a locale are still to be written; those that cannot be read do not count."""
    count = 0
    for path in world.files(f"chapters/{locale}"):
        if path.endswith(".md") and path.count("/") == 2:
            with suppress(BookbuilderError):
                count += is_unwritten(world.text(path))
    return count


def _translation(chapters: Sequence[ChapterStatus]) -> TranslationState | None:
    if not chapters:
        return None
    # At least one word for each chapter, or those without any would count for nothing.
    words = sum(max(chapter.words, 1) for chapter in chapters)
    done = sum(chapter.share * max(chapter.words, 1) for chapter in chapters)
    return TranslationState(done / words, sum(len(chapter.open) for chapter in chapters))


def _checks(known: PreviousBuild | None, checked: bool, project: Project, name: str) -> CheckState | None:
    """Return the findings for a locale: those in its chapters, and those that are about no locale."""
    if known is None:
        return None
    counts = Counter(one.severity for one in _of_locale(known.diagnostics, project.locales, name))
    return CheckState(counts[Severity.ERROR], counts[Severity.WARNING], checked)


def _of_locale(found: Iterable[Diagnostic], names: Mapping[str, object], name: str) -> Iterator[Diagnostic]:
    for one in found:
        folders = one.span.path.split("/")
        elsewhere = folders[0] in ("chapters", "l10n") and len(folders) > 1 and folders[1] in names
        if one.span.path != SIGNATURES and (not elsewhere or folders[1] == name):
            yield one
