"""The public functions: load, build, check, export, record and fix a book.

    World ─ load ─▶ Project ─ plan ─▶ Editions
                       └─ read(locale): draft ─▶ place ─▶ finish ─▶ Document
                             ├─ check ─▶ diagnostics
                             └─ render(format) ─▶ Artifacts ─ publish ─▶ output/

`pipeline.artifacts.make` is the chain up to the artifacts; `build` publishes them, `check` has them judged. Every stage
takes values and gives values; problems are reported and collected. Only `publish_build` writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bookbuilder.checks.check import History
from bookbuilder.diagnostics import Counts, Diagnostic, Findings, Progress
from bookbuilder.discovery import rules
from bookbuilder.formats.pdf.compile.job import COMPILE
from bookbuilder.input_log import InputLog
from bookbuilder.jail.supervise import delay_termination
from bookbuilder.paragraph_counts import total
from bookbuilder.pipeline import artifacts, build_record
from bookbuilder.pipeline.apply_fixes import apply_fixes
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context, Early, silent
from bookbuilder.pipeline.publish_build import publish_build
from bookbuilder.pipeline.severity import apply_severities
from bookbuilder.project import Project
from bookbuilder.project.project import Checks
from bookbuilder.result import PublishedEdition, Result
from bookbuilder.shared_cache.open_store import open_store
from bookbuilder.validators.validator import validator_codes
from bookbuilder.workers.environment_hash import environment_hash
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World

if TYPE_CHECKING:  # a build needs no validators, no exporters, and mostly no shared cache
    from bookbuilder.exporters.exporter import ReferenceFile
    from bookbuilder.project.issue_record import IssueRecord
    from bookbuilder.shared_cache.store_client import StoreClient
    from bookbuilder.validators.judgement import Judgement

__all__ = ["Result", "build", "check", "export", "fix", "load", "record"]


def load(root: Path | World) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """Return the project in a folder, or None, and the problems of its book.toml."""
    context = Context(_world(root))
    return artifacts.load(context), context.findings.sorted()


def build(  # each option of the public function is a keyword
    root: Path | World,
    *,
    locales: Sequence[str] = (),
    editions: Sequence[str] = (),
    strict: bool = False,
    jobs: int = 0,
    single_pass: bool = False,
    without_patches: Sequence[str] = (),
    progress: Progress = silent,
    runner: PoolRunner | None = None,
    store: StoreClient | None = None,
    jail: bool = True,
    early: Early | None = None,
) -> Result:
    """Make every edition of a book (or those named) and publish them in its output folder.

    `root` is the folder that holds book.toml. `jobs` is the number of processes (0: one for each processor); a `runner`
    that is given does the work instead, and stays open. So does a `store` that is given, the shared cache; by default
    that of the user's settings is opened and closed, if there is one (`shared_cache`). `single_pass` lays out each PDF in
    one piece, and `without_patches` leaves out changes to WeasyPrint by name or kind (`formats.pdf.engine`), both for
    comparison. With `jail` the processes can do nothing but work on the book. `early` is told pages that have changed
    before their edition is made. Nothing is written when the book has errors, and with `strict` when it has warnings.

    If nothing has changed since the last such build, its result is returned again and nothing is made, unless a runner
    is given. Raises `BookbuilderError` for a locale or edition that the book does not have and for an output folder
    outside the book, `OSError` if files cannot be written.
    """
    request = BuildRequest(locales, editions, strict, single_pass, without_patches=without_patches)
    return requested_build(
        root, request, jobs=jobs, progress=progress, runner=runner, store=store, jail=jail, early=early
    )


def requested_build(
    root: Path | World,
    request: BuildRequest,
    *,
    jobs: int = 0,
    progress: Progress = silent,
    runner: PoolRunner | None = None,
    store: StoreClient | None = None,
    jail: bool = True,
    early: Early | None = None,
) -> Result:
    """Build what a request asks for; the other options, and what is raised, are those of `build`."""
    world, strict = _world(root), request.strict
    previous = None if runner else build_record.previous_build(world, request)
    if previous:
        return Result(
            previous.diagnostics, previous.files, strict, reused=previous.parts, paragraphs=previous.paragraphs,
            unchanged=True,
        )  # fmt: skip
    world = replace(world, input_log=InputLog(keep_files=True))
    with nullcontext(runner) if runner else _runner(world, jobs, progress, store, jail=jail) as runner:
        environment = environment_hash(world, runner.fingerprint)
        made_before, reused_before = runner.counted(COMPILE)
        context = Context(world, Findings(), runner, progress, early=early)
        book = artifacts.make(context, request, runner.jobs)
        laid_out, reused = runner.counted(COMPILE)
        notices = runner.finish()
    reported = context.findings.sorted()
    diagnostics = (
        apply_severities(reported, book.project.checks, validator_codes) if book.project else reported
    )
    counted = total(artifact.paragraphs for artifact in book.artifacts)
    result = Result(diagnostics, (), strict, laid_out - made_before, reused - reused_before, counted)
    # What the shared cache was like says nothing of the book, and is not remembered with it.
    result = replace(result, diagnostics=(*diagnostics, *notices))
    if result.failed or book.project is None:
        if not request.locales and not request.editions and book.project:
            record = build_record.BuildRecord(request, environment, diagnostics, book.project.output)
            build_record.remember_build(world, record.as_failed())
        return result
    progress("publishing")
    build = build_record.BuildRecord(
        request, environment, diagnostics, book.project.output, result.made + result.reused, counted
    )
    published = tuple(
        PublishedEdition(
            made.edition.name,
            made.edition.format,
            made.edition.languages,
            made.edition.locale.title,
            tuple(f"{book.project.output}/{artifact.name}" for artifact in artifacts),
            next((artifact.trace for artifact in artifacts if artifact.trace), None),
        )
        for made, artifacts in book.editions
    )
    return replace(result, files=publish_build(world, book.artifacts, build), editions=published)


def check(  # each option of the public function is a keyword
    root: Path | World,
    *,
    locales: Sequence[str] = (),
    editions: Sequence[str] = (),
    strict: bool = False,
    jobs: int = 0,
    single_pass: bool = False,
    progress: Progress = silent,
    history: History | None = None,
    validators: bool = False,
    store: StoreClient | None = None,
    jail: bool = True,
) -> Result:
    """Do what `build` does except writing, and return the result.

    With `validators`, those that are installed check the artifacts in memory; for others there is a notice. Their
    verdicts are cached, and if neither the book nor the validators have changed since the last such check, its result
    is returned again. `history` looks up the day by whose rate an author converted a sum; without it no day is named,
    since neither a build nor a check looks up rates by itself.
    """
    from bookbuilder.validators.judgement import (
        Judgement,
        decode,
        final_judgement,
        run_validators,
        validator_versions,
    )

    world = _world(root)
    by_rates = (f"rates by {history.__module__}.{history.__qualname__}",) if history else ()
    judged_by = validator_versions(world) if validators else ()
    request = BuildRequest(locales, editions, strict, single_pass, ("check", *by_rates, *judged_by))
    previous = build_record.previous_build(world, request)
    if previous and (verdicts_before := decode(previous.judged)):
        return _judged(previous.diagnostics, verdicts_before, strict=strict)
    world = replace(world, input_log=InputLog(keep_files=True))
    with _runner(world, jobs, progress, store, jail=jail) as runner:
        environment = environment_hash(world, runner.fingerprint)
        context = Context(world, Findings(), runner, progress, history)
        book = artifacts.make(context, request, runner.jobs)
        judgement = run_validators(world, context, book.editions, runner.jobs) if validators else Judgement()
        notices = runner.finish()
    if book.project is None:
        return Result(context.findings.sorted(), strict=strict)
    everything = judgement.complete and not locales and not editions and book.project.checks != Checks()
    codes = rules().keys() if everything else None
    diagnostics = apply_severities(context.findings.sorted(), book.project.checks, validator_codes, codes)
    if validators:
        judgement = final_judgement(world, book.project, book.editions, judgement.verdicts, diagnostics)
    if not judgement.crashed:  # a validator that crashed may work the next time
        build_record.remember_build(
            world,
            build_record.BuildRecord(
                request, environment, diagnostics, book.project.output, judged=judgement.encoded()
            ),
        )
    return _judged((*diagnostics, *notices), judgement, strict=strict)


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
    jobs: int = 0,
    progress: Progress = silent,
    store: StoreClient | None = None,
    jail: bool = True,
) -> Result:
    """Export a book for others to go on editing, and publish the file in its output folder, or as `output`.

    `form` is a name of `exporters.exporter.exporters`, `locale` that of book.toml (empty: the source), `edition` the one
    whose text is exported (empty: the first in one language). `flavour`, `reference` (a file with the styles of a house) and
    `styles` (their roles, `importers.style_map`) are of `exporters.exporter.ExportInput`. Nothing is written when the book
    has errors.

    Raises `BookbuilderError` for a locale or edition that the book does not have, `KeyError` for an unknown form, `OSError`
    if files cannot be written.
    """
    from bookbuilder.exporters.exporter import exporters
    from bookbuilder.pipeline.export_book import ExportRequest, export_book

    request = ExportRequest(exporters()[form], locale, edition, flavour, reference, styles or {})
    world = replace(_world(root), input_log=InputLog(keep_files=True))
    with _runner(world, jobs, progress, store, jail=jail) as runner:
        context = Context(world, Findings(), runner, progress)
        exported = export_book(context, world, request)
        notices = runner.finish()
    reported = context.findings.sorted()
    project = exported.project
    found = apply_severities(reported, project.checks, validator_codes) if project else reported
    result = Result((*found, *notices))
    if result.failed or not exported.files or project is None:
        return result
    progress("publishing")
    with delay_termination():
        if output is None:
            files = world.publish(project.output, [(exported.name, exported.files)], output=True)
        else:
            place = output.resolve()
            files = World(place.parent).publish(".", [(place.name, exported.files)])
    return replace(result, files=files)


def record(
    root: Path | World,
    *,
    jobs: int = 0,
    progress: Progress = silent,
    store: StoreClient | None = None,
    jail: bool = True,
) -> tuple[Result, IssueRecord | None]:
    """Return what other issues of its series may refer to in a book, and the problems of the book; None if it has errors.

    Nothing is published. Raises `BookbuilderError` as `build` does.
    """
    from bookbuilder.pipeline.record_issue import record_issue

    world = replace(_world(root), input_log=InputLog(keep_files=True))
    with _runner(world, jobs, progress, store, jail=jail) as runner:
        context = Context(world, Findings(), runner, progress)
        recorded = record_issue(context)
        notices = runner.finish()
    return Result((*context.findings.sorted(), *notices)), recorded


def fix(root: Path | World, diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Apply the fixes of diagnostics to the source files, and return the diagnostics that were fixed.

    All files are replaced, or none. A fix whose place has changed meanwhile is left out.
    """
    return apply_fixes(_world(root), diagnostics)


def _judged(diagnostics: tuple[Diagnostic, ...], judgement: Judgement, *, strict: bool) -> Result:
    """Return the result of a check with the verdicts of validators."""
    return Result(
        diagnostics,
        strict=strict,
        verdicts=judgement.verdicts,
        report=judgement.report,
        contents=judgement.contents,
    )


def _world(root: Path | World) -> World:
    return root if isinstance(root, World) else World(root.resolve())


@contextmanager
def _runner(
    world: World, jobs: int, progress: object, store: StoreClient | None, *, jail: bool
) -> Iterator[PoolRunner]:
    """Give a runner; a shared cache that is not given is opened for it."""
    counts = progress if isinstance(progress, Counts) else None
    with ExitStack() as opened:
        if store is None and (found := open_store(world.environ, world.root)) is not None:
            store = opened.enter_context(found)
        yield opened.enter_context(PoolRunner(world, jobs, counts=counts, jail=jail, store=store))
