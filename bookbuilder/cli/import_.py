"""`bookbuilder import`: makes a book from a manuscript."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookbuilder.phrases import Phrase, counted

if TYPE_CHECKING:
    from bookbuilder.diagnostics import Diagnostic, Findings
    from bookbuilder.importers.importer import Importer
    from bookbuilder.importers.remote_pictures.fetch_client import FetchClient
    from bookbuilder.importers.source import ImportSource

Given = Annotated[
    Path,
    typer.Argument(
        metavar="SOURCE",
        help="The manuscript: a file, a folder or a ZIP archive.",
        exists=True,
        show_default=False,
    ),
]
Kind = Annotated[
    str,
    typer.Option(
        "--from", metavar="NAME", help="What the source is, such as docx.", show_default="found out"
    ),
]
Around = Annotated[
    str,
    typer.Option(
        "--around",
        metavar="YYYY-MM",
        help="When an article was written; it decides the year where weekdays leave several.",
        show_default=False,
    ),
]
Tag = Annotated[
    str,
    typer.Option(
        "--locale",
        "-l",
        metavar="TAG",
        help="The language of the manuscript, such as de.",
        show_default="found out",
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--dir", metavar="DIR", help="The folder of the new book.", show_default="the name of the source"
    ),
]
Published = Annotated[
    str,
    typer.Option(
        "--date", metavar="YYYY-MM-DD", help="The day of publication.", show_default="from the source"
    ),
]
Accept = Annotated[bool, typer.Option("--accept", help="Accept all tracked changes.")]
Reject = Annotated[bool, typer.Option("--reject", help="Reject all tracked changes.")]
Map = Annotated[
    Path | None,
    typer.Option(
        "--map",
        metavar="FILE",
        help="The roles of styles: an import.toml.",
        exists=True,
        dir_okay=False,
        show_default=False,
    ),
]
ReportTo = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Write what could not be kept, as .json or .html.",
        show_default=False,
    ),
]
Also = Annotated[
    list[str] | None,
    typer.Option(
        "--also",
        metavar="TAG=SOURCE",
        help="The same text in another language, such as en=book.docx.",
        show_default=False,
    ),
]
Convert = Annotated[
    bool, typer.Option("--convert", help="Write Markdown of other programs anew, as our Markdown.")
]
Fetch = Annotated[
    bool, typer.Option("--fetch", help="Fetch the pictures on the web that it shows, once and within limits.")
]
All = Annotated[bool, typer.Option("--all", help="Show every finding, not only the first of each kind.")]


STARTED: list[FetchClient] = []
"""The process that fetches pictures: it is started before this one is confined."""


def ask(**arguments: Any) -> dict[str, Any]:
    """Return the arguments as they are; start the process that fetches pictures if they want it."""
    if arguments.get("fetch"):
        from bookbuilder.importers.remote_pictures import fetch_client

        STARTED.append(fetch_client.FetchClient())
    return arguments


def files_beside(source: Path, also: list[str] | None = None, **_: object) -> list[Path]:
    """Return the other manuscripts, and the pictures and files of sources that those of one file name in their folders."""
    from bookbuilder.cli.shared.bibliography_files import bibliography_files
    from bookbuilder.cli.shared.pictures_beside import named_beside
    from bookbuilder.cli.shared.translated_sources import tagged

    others = [path for _, path in tagged(also or ())]
    found = [find(path) for find in (named_beside, bibliography_files) for path in (source, *others)]
    return [path.resolve() for path in others] + [
        world.root / name for world, names in found for name in names
    ]


CLOSES_JAIL = "pandoc reads some formats for us; then no program may be started any more"


def command(
    source: Given,
    kind: Kind = "",
    around: Around = "",
    locale: Tag = "",
    folder: Folder = None,
    date: Published = "",
    accept: Accept = False,  # typer names it in the call
    reject: Reject = False,
    styles: Map = None,
    also: Also = None,
    convert: Convert = False,
    fetch: Fetch = False,
    report: ReportTo = None,
    everything: All = False,
) -> None:
    """Make a book of a manuscript: a file of Word, HTML, Markdown, plain text, or a folder of such files.

    Every word of the manuscript is in the book; what could not be kept exactly is listed. Nothing is written if anything
    is wrong.
    """
    from bookbuilder.cli.shared import command_jail, exit_codes, print_findings, translated_sources
    from bookbuilder.cli.shared.new_book import steps_text, write_book
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.importers.importer import ACCEPT, KEEP, REJECT, ImportRequest, choose, importers
    from bookbuilder.importers.source import without_single_folder
    from bookbuilder.importers.style_map import read_style_map
    from bookbuilder.repairs.book_fonts import with_fonts
    from bookbuilder.repairs.repair_import import repaired_files
    from bookbuilder.starters.starter import identifier
    from bookbuilder.world import World

    when = _day(around)
    if accept and reject:
        raise typer.BadParameter(Phrase("changes are accepted or rejected, not both"), param_hint="--accept")
    if report is not None and report.suffix not in (".json", ".html"):
        raise typer.BadParameter(Phrase("its name ends in .json or .html"), param_hint="--report")
    if date and _date(date) is None:
        raise typer.BadParameter(Phrase("write it like 2022-01-24"), param_hint="--date")
    known = importers()
    if kind and kind not in known:
        raise typer.BadParameter(
            Phrase("{kind} is none of {names}", kind=kind, names=", ".join(known)), param_hint="--from"
        )
    name = source.resolve().name
    folder = folder or Path(identifier(source.resolve().stem if source.suffix else name))
    world, findings = World(folder), Findings()
    if not world.empty():
        print_findings.err().print(
            Phrase("{folder} is not empty: choose a new folder with --dir", folder=folder), markup=False
        )
        raise typer.Exit(exit_codes.USAGE)
    translations = translated_sources.tagged(also or ())
    tracked: tuple[str, ...] = ()
    files, reason, importer = None, "", known.get(kind)
    try:
        given = _source(source, kind, findings)
        others = [(tag, _source(path, kind, findings)) for tag, path in translations]
        command_jail.close_jail()
        request = ImportRequest(
            without_single_folder(given),
            identifier(folder.resolve().name),
            locale,
            when,
            date,
            ACCEPT if accept else REJECT if reject else KEEP,
            read_style_map(styles.name, World(styles.resolve().parent).text(styles.name)) if styles else {},
            convert=convert,
        )
        if importer is None:
            importer, reason = choose(request, world)
        files = importer.run(request, world, findings)
        if files is not None and translations:
            files, tracked = translated_sources.joined(
                files, others, request, known.get(kind), world, findings
            )
        if files is not None and fetch:
            files = _with_fetched(files, findings)
        if files is not None:
            files = repaired_files(world, with_fonts(world, files, findings), findings)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
    finally:
        while STARTED:
            STARTED.pop().close()
    shown = findings.sorted()
    for root, of_root in (
        (source.parent, False),
        (folder, True),
    ):  # places in the source, and in the new book
        places = [one for one in shown if one.span.path.startswith("chapters/") == of_root]
        print_findings.diagnostics(places, print_findings.err(), root, fold=not everything)
    if report is not None:
        _write_report(report, source.name, importer, reason or "--from", files, shown)
    if files is None:
        print_findings.err().print(Phrase("nothing was written"))
        raise typer.Exit(exit_codes.BOOK)
    write_book(folder, files)
    chapters = sum(path.endswith(".md") and path.startswith("chapters/") for path in files)
    counts = print_findings.count_text(shown, said=print_findings.user_language())
    for line in tracked:
        print_findings.out().print(line, markup=False)
    print_findings.out().print(
        counted(
            chapters,
            "A book of 1 chapter is in {folder}{counts}: look at it, then build it:\n{steps}",
            "A book of {count:,} chapters is in {folder}{counts}: look at it, then build it:\n{steps}",
            folder=folder,
            counts=f" ({counts})" if counts else "",
            steps=steps_text(folder, "bookbuilder preview --open", _build_step(shown)),
        ),
        markup=False,
    )


def _build_step(found: tuple[Diagnostic, ...]) -> str:
    """Return the command that makes pages of the new book, and lists what is left to do."""
    unfinished = any(one.code in ("import.unrepaired", "import.fontless") for one in found)
    return "bookbuilder build --draft" if unfinished else "bookbuilder build"


def _source(path: Path, kind: str, findings: Findings) -> ImportSource:
    """Return the source at a path, of a `kind` that the user says; what pandoc reads for us as HTML, and with a file of
    Markdown the pictures that it names. Its texts are in UTF-8. Raises `BookbuilderError` (`archive.*`, `file.*`,
    `source.*`)."""
    from bookbuilder.cli.shared.bibliography_files import bibliography_files, with_sources
    from bookbuilder.cli.shared.foreign_source import as_html, is_foreign
    from bookbuilder.cli.shared.pictures_beside import named_beside
    from bookbuilder.importers.source import file_source, folder_source, with_files
    from bookbuilder.importers.text_encoding import with_utf8_texts
    from bookbuilder.world import World

    real = path.resolve()
    if World(real).folder_exists("."):
        given = with_utf8_texts(folder_source(real.name, World(real)), findings)
        return with_sources(given, World(real), (), World(real), findings)
    world = World(real.parent)
    files, names = bibliography_files(path)
    given = with_utf8_texts(file_source(path.name, world.read(real.name)), findings)
    if not kind and is_foreign(given):
        return with_sources(as_html(given, world), files, names, world, findings)
    folder, pictures = named_beside(path)
    given = with_files(given, {name: folder.read(name) for name in pictures}) if pictures else given
    return with_sources(given, files, names, world, findings)


def _with_fetched(files: Mapping[str, bytes], findings: Findings) -> dict[str, bytes]:
    """Return the files of a book with the pictures that it shows from the web, and print what was fetched. Reports
    `import.unfetched`."""
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.importers.remote_pictures.fetched_pictures import with_fetched_pictures

    made, fetched = with_fetched_pictures(files, STARTED[0], findings)
    for one in fetched:
        print_findings.out().print(
            Phrase(
                "fetched {address}\n  {size_text}, {path}",
                address=one.address,
                size_text=print_findings.size_text(one.size),
                path=one.path,
            ),
            markup=False,
            soft_wrap=True,
        )
    return made


def _write_report(
    path: Path,
    source: str,
    importer: Importer | None,
    reason: str,
    files: Mapping[str, bytes] | None,
    findings: tuple[Diagnostic, ...],
) -> None:
    from bookbuilder.importers.import_report import ImportReport
    from bookbuilder.world import World

    made = ImportReport(
        source, importer.name if importer else "", reason, tuple(sorted(files or ())), findings
    )
    data = made.as_json() if path.suffix == ".json" else made.as_html()
    World(path.resolve().parent).publish(".", [(path.name, {"": data})])


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _day(around: str) -> dt.date | None:
    """Return the middle of the given month or year, or the given day."""
    import re

    if not around:
        return None
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", around)
    try:
        return (
            dt.date(int(match[1]), int(match[2] or 7), int(match[3] or (15 if match[2] else 1)))
            if match
            else _wrong()
        )
    except ValueError:
        return _wrong()


def _wrong() -> dt.date:
    raise typer.BadParameter(Phrase("write it like 2022-01"), param_hint="--around")
