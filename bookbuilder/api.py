"""The chain on one screen: a folder of chapters becomes a project, documents, artifacts, files.

    World ─ load ─▶ Project ─ plan ─▶ Editions
                       └─ read(locale): draft ─▶ place ─▶ finish ─▶ Document
                             ├─ check ─▶ diagnostics
                             └─ render(format) ─▶ Artifacts ─ publish ─▶ output/

`pipeline.artifacts.make` is the chain up to the artifacts; `build` publishes them, `check` has them judged. Every stage
takes values and gives values; what is wrong is reported and collected. Only `publish` writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bookbuilder.answers import Answers
from bookbuilder.checks.check import History
from bookbuilder.diagnostics import Counts, Diagnostic, Findings, Progress
from bookbuilder.discovery import rules
from bookbuilder.formats.pdf.compile.job import COMPILE
from bookbuilder.pipeline import artifacts, record
from bookbuilder.pipeline.context import Context, silent
from bookbuilder.pipeline.fix import mend
from bookbuilder.pipeline.publish import publish
from bookbuilder.pipeline.request import BuildRequest
from bookbuilder.pipeline.runner import PoolRunner
from bookbuilder.pipeline.severity import apply_severities
from bookbuilder.pipeline.surroundings import surroundings
from bookbuilder.project import Project
from bookbuilder.project.model import Checks
from bookbuilder.result import Result
from bookbuilder.validators.validator import validator_codes
from bookbuilder.world import World

if TYPE_CHECKING:  # a build has no use for what judges it
    from bookbuilder.validators.judgement import Judgement

__all__ = ["Result", "build", "check", "fix", "load"]


def load(root: Path | World) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """Return the project in a folder, or None, and what is wrong with its book.toml."""
    context = Context(_world(root))
    return artifacts.load(context), context.findings.sorted()


def build(  # every option of the public function by its name
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
    jail: bool = True,
) -> Result:
    """Make every edition of a book (or those named) and publish them in its output folder.

    `root` is the folder that holds book.toml. `jobs` is how many processes work at once (0: as many as there are
    processors); a `runner` that is given does the work instead, and stays open. To compare, `single_pass` lays each PDF
    out in one piece, and `without_patches` leaves changes to WeasyPrint out, by name or kind (`formats.pdf.engine`). With
    `jail` the processes can do nothing but work on the book. Nothing is written when the book has errors, and with `strict`
    when it has warnings. Raises `BookbuilderError` for a locale or edition that the book does not have and for an output
    folder outside the book, `OSError` when the system does not let the files be written.

    If nothing has changed since the last such build, what that one told is told again, and nothing is made; whoever brings
    a runner wants it made.
    """
    request = BuildRequest(locales, editions, strict, single_pass, without_patches=without_patches)
    world = _world(root)
    previous = None if runner else record.recall(world, request)
    if previous:
        return Result(previous.diagnostics, previous.files, strict, reused=previous.parts, unchanged=True)
    world = replace(world, answers=Answers(at_hand=True))
    with nullcontext(runner) if runner else _runner(world, jobs, progress, jail=jail) as runner:
        begun = surroundings(world, runner.fingerprint)
        before, known = runner.counted(COMPILE)
        context = Context(world, Findings(), runner, progress)
        made = artifacts.make(context, request, runner.jobs)
        laid_out, reused = runner.counted(COMPILE)
    found = context.findings.sorted()
    told = apply_severities(found, made.project.checks, validator_codes) if made.project else found
    result = Result(told, (), strict, laid_out - before, reused - known)
    if result.failed or made.project is None:
        return result
    progress("publishing")
    record_of = record.Record(request, begun, told, made.project.output, result.made + result.reused)
    return replace(result, files=publish(world, made.artifacts, record_of))


def check(  # every option of the public function by its name
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
    jail: bool = True,
) -> Result:
    """Do everything that `build` does except writing, and return what is wrong.

    With `validators`, all that are installed judge what was made, in memory; those that are not say so in a notice. Their
    verdicts are kept in the cache, and if neither the book nor the validators have changed since the last such check, what
    that one told is told again. `history` looks up of which day a rate was by which an author reckoned; without it no day
    is named, for neither a build nor a check by itself looks a rate up.
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
    previous = record.recall(world, request)
    if previous and (before := decode(previous.judged)):
        return _judged(previous.diagnostics, before, strict=strict)
    world = replace(world, answers=Answers(at_hand=True))
    with _runner(world, jobs, progress, jail=jail) as runner:
        begun = surroundings(world, runner.fingerprint)
        context = Context(world, Findings(), runner, progress, history)
        made = artifacts.make(context, request, runner.jobs)
        judgement = run_validators(world, context, made.editions, runner.jobs) if validators else Judgement()
    if made.project is None:
        return Result(context.findings.sorted(), strict=strict)
    everything = judgement.complete and not locales and not editions and made.project.checks != Checks()
    codes = rules().keys() if everything else None
    told = apply_severities(context.findings.sorted(), made.project.checks, validator_codes, codes)
    if validators:
        judgement = final_judgement(world, made.project, made.editions, judgement.verdicts, told)
    if not judgement.crashed:  # a validator that crashed may not do so again
        record.keep(
            world, record.Record(request, begun, told, made.project.output, judged=judgement.encoded())
        )
    return _judged(told, judgement, strict=strict)


def fix(root: Path | World, found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Change the source files as the fixes of some findings say, and return the findings that were mended.

    All files are replaced, or none. A fix whose place has changed since it was found is left out.
    """
    return mend(_world(root), found)


def _judged(told: tuple[Diagnostic, ...], judgement: Judgement, *, strict: bool) -> Result:
    """Return what a check came to that was judged so."""
    return Result(
        told,
        strict=strict,
        verdicts=judgement.verdicts,
        report=judgement.report,
        contents=judgement.contents,
    )


def _world(root: Path | World) -> World:
    return root if isinstance(root, World) else World(root.resolve())


def _runner(world: World, jobs: int, progress: object, *, jail: bool) -> PoolRunner:
    return PoolRunner(world, jobs, counts=progress if isinstance(progress, Counts) else None, jail=jail)
