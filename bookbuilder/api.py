"""The public functions: load, build, check, export, record and fix a book.

    World ─ load ─▶ Project ─ plan ─▶ Editions
                       └─ read(locale): draft ─▶ place ─▶ finish ─▶ Document
                             ├─ check ─▶ diagnostics
                             └─ render(format) ─▶ Artifacts ─ publish ─▶ output/

`pipeline.artifacts.make` is the chain up to the artifacts; `build` publishes them, `check` has them judged. A request says
what is wanted, a `Session` how it is worked on; both go whole from the command line to the chain. Every stage takes values
and gives values; problems are collected. Only `publish_build` and `publish_export` write finished files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from bookbuilder.checks.check import History
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.formats.book import Book
from bookbuilder.paragraph_counts import total
from bookbuilder.phrases import Phrase
from bookbuilder.pipeline import artifacts
from bookbuilder.pipeline.apply_fixes import apply_fixes
from bookbuilder.pipeline.area_pictures import area_pictures
from bookbuilder.pipeline.build_record import BuildRecord, previous_build, remember_build
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.publish_build import publish_build
from bookbuilder.project import Project
from bookbuilder.repairs.apply_repairs import apply_repairs
from bookbuilder.repairs.draft_book import draft_book
from bookbuilder.result import PublishedEdition, Result
from bookbuilder.session import Options, Session
from bookbuilder.workers.environment_hash import environment_hash
from bookbuilder.world import World

if TYPE_CHECKING:  # a build needs no exporters
    from bookbuilder.exporters.exporter import ReferenceFile
    from bookbuilder.pipeline.export_request import ExportRequest
    from bookbuilder.pipeline.picture_inventory import ListedPicture
    from bookbuilder.pipeline.unspoken_formulas import UnspokenFormulas
    from bookbuilder.project.issue_record import IssueRecord

RECEIVED = "proof/received"
"""The folder of the marks that came in (`proof.received_file`)."""

__all__ = ["Result", "build", "check", "export", "fix", "load", "record"]


def load(root: Path | World) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """Return the project in a folder, or None, and the problems of its book.toml."""
    context = Context(World.of(root))
    return artifacts.load(context), context.findings.sorted()


def build(  # each option of the public function is a keyword
    root: Path | World,
    *,
    locales: Sequence[str] = (),
    editions: Sequence[str] = (),
    strict: bool = False,
    single_pass: bool = False,
    without_patches: Sequence[str] = (),
    draft: bool = False,
    proof: bool = False,
    date: str = "",
    **options: Unpack[Options],
) -> Result:
    """Make every edition of a book (or those named) and publish them in its output folder.

    `root` is the folder that holds book.toml. `single_pass` lays out each PDF in one piece, and `without_patches` leaves out
    changes to WeasyPrint by name or kind (`formats.pdf.engine`), both for comparison. The other `options` are those of a
    `Session`. Nothing is written when the book has errors, and with `strict` when it has warnings; a `draft` shows a book
    that has errors, which are then warnings, under names of its own; a `proof` is for corrections, with a `date`
    (ISO 8601) on its pages. If nothing has changed since the last such build, its result is returned again, unless a runner
    is given. Raises `BookbuilderError` for a locale or edition that the book does not have and for an output folder outside
    the book, `OSError` if files cannot be written.
    """
    request = BuildRequest(
        locales,
        editions,
        strict,
        single_pass,
        without_patches=without_patches,
        draft=draft,
        proof=proof,
        date=date,
    )
    session = Session(World.of(root), **options)
    previous = (
        None if session.runner else previous_build(session.world, request)
    )  # a program that stays does the work
    return Result.again(previous, strict=strict) if previous else requested_build(session, request)


def requested_build(session: Session, request: BuildRequest) -> Result:
    """Make what a request asks for, also if nothing has changed, and publish it; what is raised is that of `build`."""
    with session.work() as work:
        environment = environment_hash(
            work.world, work.runner.fingerprint
        )  # before a library is installed meanwhile
        draft = draft_book(work.context, work.world, request) if request.draft else None
        context = replace(work.context, world=draft.world) if draft else work.context
        _report_open_marks(context)
        book = artifacts.make(context, request, partial(_with_proof_numbers, context, work.world))
        made, reused = work.laid_out
        diagnostics, notices = work.finish(book.project)
    if draft:
        diagnostics = draft.to_mend(diagnostics, made=bool(book.editions))
    counted = total(artifact.paragraphs for artifact in book.artifacts)
    repaired = draft.world.edited if draft else {}
    result = Result(
        (*diagnostics, *notices),
        (),
        request.strict,
        made,
        reused,
        counted,
        draft=request.draft,
        repaired=repaired,
    )
    if book.project is None:
        return result
    output = book.project.output
    record = BuildRecord(request, environment, diagnostics, output, made + reused, counted)
    if result.failed:
        # `series status` knows it then from a book that has changed since its last build.
        if request.whole and not request.draft:
            remember_build(work.world, record.as_failed())
        return result
    work.context.progress(Phrase("publishing"))
    published = tuple(PublishedEdition.of(edition, files, output) for edition, files in book.editions)
    files = publish_build(work.world, book.artifacts, record)
    _keep_proofs(work.world, [edition for edition, _ in book.editions if edition.edition.proof])
    return replace(result, files=files, editions=published)


# Few books are proofs, or have marks: a build loads no more than it needs.


def _report_open_marks(context: Context) -> None:
    """Report what is open at the desk of a book, if marks have come in."""
    if context.world.folder_exists(RECEIVED):
        from bookbuilder.proof.desk import report_open_marks

        report_open_marks(context.world, context.findings)


def _with_proof_numbers(context: Context, world: World, books: Sequence[Book]) -> Sequence[Book]:
    if not any(book.edition.proof for book in books):
        return books
    from bookbuilder.proof.proof_numbers import with_proof_numbers

    return with_proof_numbers(books, world, context.findings)


def _keep_proofs(world: World, books: Sequence[Book]) -> None:
    """Keep what goes out with proofs."""
    if books:
        from bookbuilder.proof.proof_numbers import sent_record
        from bookbuilder.proof.sent_record import sent_file

        records = [one for book in books if (one := sent_record(book))]
        world.publish(".", [(one.path, {"": sent_file(one)}) for one in records])


def check(  # each option of the public function is a keyword
    root: Path | World,
    *,
    locales: Sequence[str] = (),
    editions: Sequence[str] = (),
    strict: bool = False,
    single_pass: bool = False,
    without_patches: Sequence[str] = (),
    history: History | None = None,
    validators: bool = False,
    **options: Unpack[Options],
) -> Result:
    """Do what `build` does except writing, and return the result.

    With `validators`, those that are installed check the artifacts in memory; for others there is a notice. If neither the
    book nor the validators have changed since the last such check, its result is returned again. `history` looks up the day
    by whose rate an author converted a sum; nothing else looks up rates.
    """
    request = BuildRequest(locales, editions, strict, single_pass, without_patches=without_patches)
    session = Session(World.of(root), history=history, **options)
    return requested_check(session, request, validators=validators)


def requested_check(
    session: Session, request: BuildRequest, *, validators: bool, pictures: bool = False
) -> Result:
    """Check what a request asks for, and draw `pictures` of what is told of pages; what is raised is that of `build`."""
    from bookbuilder.validators import judgement as judging

    request = replace(request, check=judging.check_options(session.world, session.history, validators))
    previous = previous_build(session.world, request)
    if previous and not pictures and (before := judging.decode(previous.judged)):
        return Result.judged(previous.diagnostics, before, strict=request.strict)
    with session.work() as work:
        environment = environment_hash(work.world, work.runner.fingerprint)
        _report_open_marks(work.context)
        book = artifacts.make(work.context, request)
        judgement = judging.run_validators(work.world, work.context, book.editions if validators else ())
        diagnostics, notices = work.finish(book.project, judgement.known_codes(request, book.project))
    if book.project is None:
        return Result(diagnostics, strict=request.strict)
    if validators:
        judgement = judging.final_judgement(work.world, book, judgement.verdicts, diagnostics)
    if not judgement.crashed:  # a validator that crashed may work the next time
        output = book.project.output
        record = BuildRecord(request, environment, diagnostics, output, judged=judgement.encoded())
        remember_build(work.world, record)
    result = Result.judged((*diagnostics, *notices), judgement, strict=request.strict)
    if pictures:
        pdfs = {one.name: one.files[""] for one in book.artifacts if one.name.endswith(".pdf")}
        result = replace(result, pictures=area_pictures(pdfs, result.diagnostics))
    return result


def export(  # each option of the public function is a keyword
    root: Path | World,
    form: str,
    *,
    locale: str = "",
    edition: str = "",
    flavour: str = "",
    reference: ReferenceFile | None = None,
    styles: Mapping[str, Mapping[str, str]] | None = None,
    output: Path | None = None,
    review: bool = False,
    **options: Unpack[Options],
) -> Result:
    """Export a book for others to go on editing, and publish the file. Nothing is written when the book has errors.

    `form` is a name of `exporters.exporter.exporters`; the other options are those of an `ExportRequest`. Raises
    `BookbuilderError` for a locale or edition that the book does not have, `KeyError` for an unknown form, `OSError` if
    files cannot be written.
    """
    from bookbuilder.exporters.exporter import exporters
    from bookbuilder.pipeline.export_request import ExportRequest

    request = ExportRequest(
        exporters()[form], locale, edition, flavour, reference, styles or {}, output, review
    )
    return requested_export(Session(World.of(root), **options), request)


def requested_export(session: Session, request: ExportRequest) -> Result:
    """Export what a request asks for; what is raised is that of `export`."""
    from bookbuilder.pipeline.export_book import export_book, publish_export

    with session.work() as work:
        exported = export_book(work.context, work.world, request)
        diagnostics, notices = work.finish(exported.project)
    result = Result((*diagnostics, *notices))
    if result.failed or not exported.files:
        return result
    work.context.progress(Phrase("publishing"))
    files = publish_export(work.world, exported, request.output)
    if exported.sent is not None:
        from bookbuilder.proof.sent_document import sent_document
        from bookbuilder.proof.sent_record import sent_file

        record = sent_document(exported.sent, request.exporter.name, exported.name, exported.files[""])
        files += work.world.publish(".", [(record.path, {"": sent_file(record)})])
    return replace(result, files=files)


def todo(
    session: Session, request: BuildRequest, fix: Collection[str] = ()
) -> tuple[Result, tuple[str, ...]]:
    """Return what is to be mended in a book, as the warnings of a draft that is not laid out, and the chapters that were
    written to mend all places of the rules whose codes are in `fix`. What is raised is that of `build`."""
    written: tuple[str, ...] = ()
    found = _to_mend(session, request)
    if fix:
        with session.work() as work:
            written = apply_repairs(work.context, work.world, request, found, fix)
        found = _to_mend(session, request)
    return Result(found), written


def mend(world: World, found: Collection[Diagnostic], codes: Collection[str]) -> tuple[str, ...]:
    """Mend all places of the rules with these codes in the chapters of a book, in this process, and return the paths of
    those that were written; `found` are diagnostics of the book, which may have a fix. What is raised is that of `fix`."""
    return apply_repairs(Context(world), world, BuildRequest(draft=True), found, codes)


def _to_mend(session: Session, request: BuildRequest) -> tuple[Diagnostic, ...]:
    with session.work() as work:
        draft = draft_book(work.context, work.world, request)
        planned = artifacts.read_books(replace(work.context, world=draft.world), request)
        reported, _ = work.finish(planned.project)
    return draft.to_mend(reported, made=bool(planned.books))


def pictures(
    session: Session, request: BuildRequest
) -> tuple[tuple[Diagnostic, ...], tuple[ListedPicture, ...]]:
    """Return the pictures of the editions that a request names, with their rights, and the problems of pictures.toml. Raises
    `BookbuilderError` as `build` does."""
    from bookbuilder.pipeline.picture_inventory import picture_inventory

    with session.work() as work:
        listed = picture_inventory(work.context, request)
        diagnostics, notices = work.finish(None)
    return (*diagnostics, *notices), listed


def unspoken_formulas(
    session: Session, request: BuildRequest
) -> tuple[tuple[Diagnostic, ...], tuple[UnspokenFormulas, ...]]:
    """Return the formulas of the locales that a request names of which nobody has said how they are read aloud, and the
    problems of those. Raises `BookbuilderError` as `build` does."""
    from bookbuilder.pipeline import unspoken_formulas as listed

    with session.work() as work:
        found = listed.unspoken_formulas(work.context, request)
        diagnostics, notices = work.finish(None)
    return (*diagnostics, *notices), found


def record(session: Session) -> tuple[Result, IssueRecord | None]:
    """Return what other issues of its series may refer to in a book, and the problems of the book; None if it has errors.
    Nothing is published. Raises `BookbuilderError` as `build` does."""
    from bookbuilder.pipeline.record_issue import record_issue

    with session.work() as work:
        recorded = record_issue(work.context)
        diagnostics, notices = work.finish(None)
    return Result((*diagnostics, *notices)), recorded


def fix(root: Path | World, diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Apply the fixes of diagnostics to the source files, and return those that were fixed. All files are replaced, or
    none. A fix whose place has changed meanwhile is left out."""
    return apply_fixes(World.of(root), diagnostics)
