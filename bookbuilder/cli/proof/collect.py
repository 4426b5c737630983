"""`bookbuilder proof collect`: reads the marks of PDFs that came back, and leads each to its line."""

from __future__ import annotations

from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.options import Jail, Jobs, Json
from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import Phrase, counted

if TYPE_CHECKING:
    from bookbuilder.diagnostics import Findings
    from bookbuilder.proof.collect import CollectedFile
    from bookbuilder.world import World

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE…", help="The PDFs that came back.", exists=True, dir_okay=False, show_default=False
    ),
]
Locale = Annotated[
    str,
    typer.Option(
        "--locale", "-l", metavar="NAME", help="The locale that they are of.", show_default="found out"
    ),
]
HtmlTo = Annotated[
    Path | None,
    typer.Option(
        "--html",
        metavar="FILE",
        help="Write the marks as a page with a picture of each.",
        dir_okay=False,
        show_default=False,
    ),
]
Form = Annotated[
    str,
    typer.Option("--format", metavar="FORM", help="text, json or sarif (SARIF 2.1.0)."),
]
FORMS = ("text", "json", "sarif")


def command(
    files: Files,
    book: BookOption = Path(),
    locale: Locale = "",
    html: HtmlTo = None,
    form: Form = "text",
    as_json: Json = False,
    jobs: Jobs = 0,
    jail: Jail = True,
) -> None:
    """Read the marks in PDFs that came back, and lead each to its line in the chapters.

    Highlights, strike-outs, underlines, carets, notes, texts and drawings of any program, with their authors and what they
    say. They are written into proof/received; the chapters stay as they are. Words that are in no chapter any more are told.
    """
    import sys
    from dataclasses import replace

    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.file_names import file_name
    from bookbuilder.cli.shared.progress import progress
    from bookbuilder.cli.shared.run_build import Command, Needs, confine_and_start
    from bookbuilder.cli.shared.translations import reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.proof.collect import CollectRequest, collect
    from bookbuilder.world import World

    form = "json" if as_json else form
    if form not in FORMS:
        raise typer.BadParameter(
            Phrase("write one of {names}", names=", ".join(FORMS)), param_hint="--format"
        )
    findings, world = Findings(), World(book.resolve())
    reads = [place.resolve() for place in files]
    writes = [World(html.resolve().parent).nearest] if html else []
    with reporting(book, findings):
        # Never in this process alone: what a file of somebody else does to its own leaves the others.
        asked = Command(book, jobs=max(world.processes(jobs), 2), jail=jail)
        session = confine_and_start(asked, world, Needs(writes, reads))
        with (
            session.store or nullcontext(),
            progress(print_findings.err()) if form == "text" else nullcontext() as say,
            redirect_stdout(sys.stderr),
        ):
            named = {file_name(place, files): World(place.parent).read(place.name) for place in reads}
            request = CollectRequest(named, locale, pictures=html is not None)
            with replace(session, progress=say).work() as work:
                found = collect(work.context, work.world, request, findings)
        _write(world, found)
        if html is not None:
            _write_page(html, found)
        _show(found, form, findings, book)


def _write(world: World, found: tuple[CollectedFile, ...]) -> None:
    from bookbuilder.proof.received_file import publish_received

    for one in found:
        publish_received(world, one.received)


def _write_page(place: Path, found: tuple[CollectedFile, ...]) -> None:
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.proof.marks_page import marks_page
    from bookbuilder.world import World

    page = marks_page(found, print_findings.user_language(), World(Path()))
    World(place.resolve().parent).publish(".", [(place.name, {"": page})])


def _show(found: tuple[CollectedFile, ...], form: str, findings: Findings, book: Path) -> None:
    from bookbuilder import api
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.marks_shown import print_marks
    from bookbuilder.proof.collect import all_marks
    from bookbuilder.proof.mark_findings import mark_findings
    from bookbuilder.proof.marks_json import files_json
    from bookbuilder.proof.source_texts import source_texts
    from bookbuilder.world import World

    marks = all_marks(found)
    if form == "sarif":
        from bookbuilder.cli.shared.report_formats.report_format import CheckOutcome
        from bookbuilder.cli.shared.report_formats.sarif import sarif

        shown = (*findings.sorted(), *mark_findings(marks))
        print(
            sarif(CheckOutcome(shown, (), strict=False, fine=True, said=print_findings.user_language().text))
        )
        return
    project, _ = api.load(World(book))
    sources = source_texts(marks, World(book), project) if project else {}
    if form == "json":
        print(files_json(found, sources))
        return
    console = print_findings.out()
    print_marks(console, marks, book, sources=sources)
    for one in found:
        received = one.received
        of = received.proof or f"{received.locale}, {received.edition}".rstrip(", ")
        console.print(
            counted(
                len(received.marks),
                "{path} ({proof}): 1 mark, {lost:,} lost",
                "{path} ({proof}): {count:,} marks, {lost:,} lost",
                path=received.origin,
                proof=of,
                lost=sum(mark.about.value == "lost" for mark in received.marks),
            ),
            markup=False,
        )
