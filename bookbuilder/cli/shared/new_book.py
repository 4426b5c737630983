"""Writes the files of a new book into its folder, and says how to build it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

import typer

from bookbuilder.cli.shared import exit_codes, print_findings
from bookbuilder.phrases import Phrase
from bookbuilder.world import World

_GITIGNORE = {".gitignore": b"/output/\n/.bookbuilder/\n"}
"""What version control leaves out of a new book: all that builds make."""


def write_book(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a new book (path → contents), all or none. Ends the command if that is not possible."""
    try:
        World(folder).publish(".", artifacts({**_GITIGNORE, **files}).items())
    except OSError as error:
        print_findings.err().print(
            Phrase("{folder} cannot be made: {strerror}", folder=folder, strerror=error.strerror),
            markup=False,
        )
        raise typer.Exit(exit_codes.USAGE) from None


def steps_text(folder: Path, *commands: str) -> str:
    """Return the commands for a new book, each on a line."""
    return "\n".join(f"  {line}" for line in (f"cd {shlex.quote(str(folder))}", *commands))


def artifacts(files: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Return files as `World.publish` takes them: all files of a folder appear at once."""
    result: dict[str, dict[str, bytes]] = {}
    for path, data in files.items():
        top, _, inner = path.partition("/")
        result.setdefault(top, {})[inner] = data
    return result
