"""Runs the chain for `build` and `check`: progress, what was found, the files, the exit code."""

from __future__ import annotations

import datetime as dt
import gc
import sys
from collections.abc import Sequence
from contextlib import nullcontext, redirect_stdout
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bookbuilder.cli import _show
from bookbuilder.cli._again import Line, note, retold
from bookbuilder.cli._os_error import os_diagnostic
from bookbuilder.cli._progress import progress
from bookbuilder.cli._tell import tell
from bookbuilder.diagnostics import BookbuilderError, Diagnostic
from bookbuilder.pipeline.exit_reason import short
from bookbuilder.pipeline.record import recall
from bookbuilder.pipeline.request import BuildRequest
from bookbuilder.world import World

if TYPE_CHECKING:
    from bookbuilder.api import Result
    from bookbuilder.validators.validate import Verdict


def run(
    book: Path,
    locales: Sequence[str],
    editions: Sequence[str],
    *,
    strict: bool,
    as_json: bool,
    write: bool,
    fix: bool = False,
    jobs: int = 0,
    single_pass: bool = False,
    without_patches: Sequence[str] = (),
    line: Line | None = None,
    form: str = "text",
    validators: bool = False,
    report_to: Path | None = None,
    sign: bool = False,
    everything: bool = False,
    jail: bool = True,
) -> int:
    """Build the book, or only check it, print what came of that and return the exit code.

    With `fix`, what can be mended in the chapters is, and the rest is shown. `line` is the command line that asked for it.
    A check is told in a `form`; with `validators` they judge what was made, and `report_to` is the file for their report.
    With `sign`, somebody is asked what they cannot judge, unless there are errors. `everything`: all findings are shown.
    """
    asked = BuildRequest(locales, editions, strict, single_pass, without_patches=without_patches)
    if write and line and not line.looked and (known := recall(World(book.resolve()), asked)):
        note(line, book, asked, as_json=as_json, everything=everything)
        return retold(book, known, strict=strict, as_json=as_json, everything=everything)
    console = _show.err()
    reports = (report_to.resolve().parent,) if report_to else ()
    files: Sequence[Path] = ()
    work = ""
    verdicts: Sequence[Verdict] = ()
    result: Result | None = None
    found: Sequence[Diagnostic]
    mended: Sequence[Diagnostic] | None = () if fix else None
    try:
        confined(World(book.resolve()), jobs, console, jail=jail, validators=validators, writes=reports)
        # Standard output is for results; WeasyPrint, for one, prints there when it finds no Pango.
        with (
            nullcontext() if as_json or form != "text" else progress(console) as say,
            redirect_stdout(sys.stderr),
        ):
            from bookbuilder import api
            from bookbuilder.pipeline.context import silent

            # A book is millions of small values that stay; looking through them for garbage takes a fifth of the time.
            gc.freeze()
            gc.set_threshold(100_000, 50, 100)
            if write:
                result = api.build(
                    book, locales=locales, editions=editions, strict=strict, jobs=jobs, single_pass=single_pass,
                    without_patches=without_patches, progress=say or silent, jail=jail,
                )  # fmt: skip
            else:
                result = api.check(
                    book,
                    locales=locales,
                    editions=editions,
                    strict=strict,
                    jobs=jobs,
                    progress=say or silent,
                    history=_history,
                    validators=validators,
                    jail=jail,
                )
                verdicts = result.verdicts
                if report_to and result.report:
                    files = _report(result.report, report_to)
        found, made, work = (
            result.diagnostics,
            result.files,
            _show.work(result.made, result.reused, unchanged=result.unchanged),
        )
        files = made or files
        if fix:
            mended = api.fix(book, found)
            found = tuple(one for one in found if one not in mended)
    except BookbuilderError as error:
        found = error.diagnostics
    except OSError as error:
        found = (os_diagnostic(error),)
    if files and line:
        note(line, book, asked, as_json=as_json, everything=everything)
    code = tell(
        *(book, found, files, work),
        strict=strict,
        as_json=as_json,
        write=write,
        mended=mended,
        form=form,
        verdicts=verdicts,
        everything=everything,
    )
    if sign and result is not None:
        from bookbuilder.cli._sign import sign as ask

        return ask(book, result) or code
    return code


def confined(
    world: World,
    jobs: int,
    console: _show.Console,
    *,
    jail: bool,
    validators: bool = False,
    writes: Sequence[Path] = (),
) -> None:
    """Put this process behind walls, if it is wanted, and start those that it needs; it starts no others but validators."""
    from bookbuilder.cli import _jail

    if jail:
        _jail.jail(world, *writes, validators=validators)
    else:
        console.print(_jail.OPEN, markup=False)
    if found := short():
        raise BookbuilderError(found)
    if world.processes(jobs) > 1:
        from bookbuilder.pipeline import worker_start

        worker_start.start()
    if jail:
        _jail.close()


def _report(data: dict[str, Any], place: Path) -> tuple[Path, ...]:
    """Write a report as a page and as JSON beside it, and return both files."""
    from bookbuilder.validators.report import as_html, as_json

    world, stem = World(place.resolve().parent), place.stem
    pages = {f"{stem}.html": as_html(data, world), f"{stem}.json": as_json(data)}
    return world.publish(".", [(name, {"": page}) for name, page in pages.items()])


def _history(value: Decimal, currency: str, equivalent: str, said: Decimal, near: dt.date) -> dt.date | None:
    """Return the day by whose rate a sum was worth another one; the rates are those that ship with the program."""
    from bookbuilder.facts.rates import fitting

    found = fitting(value, currency, equivalent, said, near)
    return found.day if found else None
