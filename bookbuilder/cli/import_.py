"""`bookbuilder import`: makes a book from a manuscript."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="The article: a text file.", exists=True, dir_okay=False, show_default=False
    ),
]
Around = Annotated[
    str,
    typer.Option(
        "--around",
        metavar="YYYY-MM",
        help="When the article was written; it decides the year where weekdays leave several.",
        show_default=False,
    ),
]
Tag = Annotated[
    str,
    typer.Option(
        "--locale",
        "-l",
        metavar="TAG",
        help="The language of the article, such as de.",
        show_default="found out",
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--dir", metavar="DIR", help="The folder of the new book.", show_default="the name of the file"
    ),
]


def command(file: File, around: Around = "", locale: Tag = "", folder: Folder = None) -> None:
    """Make a book of an article that goes through a week day by day.

    Each day becomes a chapter, and sums of money become proposed facts. Nothing is written if anything is wrong.
    """
    from bookbuilder.cli import _exit_codes, _print_findings
    from bookbuilder.cli.new import IGNORED, identifier
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.importers.importer import ImportRequest, importers
    from bookbuilder.world import World

    when = _day(around)
    folder = folder or Path(identifier(file.stem))
    by_suffix = importers()
    importer = by_suffix.get(file.suffix.lower())
    if importer is None:
        raise typer.BadParameter(f"{file.name} is none of {', '.join(sorted(by_suffix))}", param_hint="FILE")
    world, findings = World(folder), Findings()
    if not world.empty():
        _print_findings.err().print(f"{folder} is not empty: choose a new folder with --dir", markup=False)
        raise typer.Exit(_exit_codes.USAGE)
    real = file.resolve()
    try:
        data = World(real.parent).read(real.name)
        request = ImportRequest(data, file.name, identifier(folder.resolve().name), locale, when)
        files = importer.run(request, world, findings)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        files = None
    _print_findings.diagnostics(findings.sorted(), _print_findings.err(), file.parent)
    if files is None:
        _print_findings.err().print("nothing was written")
        raise typer.Exit(_exit_codes.BOOK)
    try:
        world.publish(".", _artifacts({".gitignore": IGNORED.encode(), **files}).items())
    except OSError as error:
        _print_findings.err().print(f"{folder} cannot be made: {error.strerror}", markup=False)
        raise typer.Exit(_exit_codes.USAGE) from None
    chapters = sum(path.endswith(".md") for path in files)
    _print_findings.out().print(
        f"A book of {chapters} chapters is in {folder}: read what was proposed, then build it:\n"
        f"  bookbuilder build {_quoted(str(folder))}",
        markup=False,
    )


def _artifacts(files: dict[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Return files as `World.publish` takes them: all files of a folder appear at once."""
    result: dict[str, dict[str, bytes]] = {}
    for path, data in files.items():
        top, _, inner = path.partition("/")
        result.setdefault(top, {})[inner] = data
    return result


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
    raise typer.BadParameter("write it like 2022-01", param_hint="--around")


def _quoted(path: str) -> str:
    import shlex

    return shlex.quote(path)
