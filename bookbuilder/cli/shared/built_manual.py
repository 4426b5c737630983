"""Builds the manual: its web edition into the user's cache, when it is first wanted, or all its editions into a folder."""

from __future__ import annotations

import hashlib
import sys
from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bookbuilder.cli.shared import exit_codes, print_findings
from bookbuilder.cli.shared.new_book import write_book
from bookbuilder.cli.shared.outcome import Outcome, Output
from bookbuilder.cli.shared.print_outcome import print_outcome
from bookbuilder.cli.shared.progress import progress
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.manual.manual_book import manual_files
from bookbuilder.manual.pages import FOLDER
from bookbuilder.phrases import Phrase
from bookbuilder.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bookbuilder.api import Result

NAME = "manual"
"""The name of the folder in the cache, of the id of the book, and of its files."""
OUTPUT = "output/"
SOURCE = "en"


def built_manual() -> Path:
    """Return the first page of the web edition in the language of the user, or in English if the manual is not translated
    into that. It is in a folder of the user's cache that is named after what it is made of.

    Raises `OSError` if there is no folder for it.
    """
    world = World(
        World(Path()).assets / FOLDER
    )  # the cache may be in the folder where the user is, as in a home
    key = _key(world)
    place = world.materialized(NAME, key)
    if place is None:
        print_findings.err().print(Phrase("the manual is built now, and kept"), markup=False)
        place = world.materialize(NAME, _web_edition(world), key).path
    own = f"{NAME}.{print_findings.user_language().language}"
    folder = own if World(place).exists(f"{own}/index.html") else f"{NAME}.{SOURCE}"
    return place / folder / "index.html"


def build_into(folder: Path) -> int:
    """Write the manual as a book into a new folder, or one that has a manual; build it, and return the exit code."""
    world = World(folder)
    if not world.empty() and not _is_manual(world):
        print_findings.err().print(
            Phrase("{folder} is not empty: choose a new folder", folder=folder), markup=False
        )
        return exit_codes.USAGE
    findings = Findings()
    write_book(folder, manual_files(world, findings))
    result = _build(folder, ())
    return print_outcome(folder, Outcome(result.diagnostics, result.files, writes=True), Output())


def _is_manual(world: World) -> bool:
    try:
        return f'id = "{NAME}"' in world.text("book.toml")
    except BookbuilderError:
        return False


def _key(world: World) -> str:
    """Return a hash of the pages and of the program: those of two versions do not share a folder."""
    digest = hashlib.sha256(world.program_digest().encode())
    for folder in (FOLDER, "styles"):
        for path in world.asset_files(folder):
            digest.update(f"{path}\0".encode() + hashlib.sha256(world.read_asset(path)).digest())
    return digest.hexdigest()[:32]


def _web_edition(world: World) -> Mapping[str, bytes]:
    """Return the files of the web editions of all languages, which link to one another, by their paths in the folder of
    them. Ends the command if they cannot be built."""
    with world.scratch(NAME, manual_files(world, Findings())) as folder:
        result = _build(folder, ("web",))
        if result.failed:
            print_findings.diagnostics(result.diagnostics, print_findings.err(), folder)
            raise typer.Exit(exit_codes.code(result.diagnostics, strict=False))
        built = World(folder)
        paths = (path.removeprefix(OUTPUT) for path in built.files(OUTPUT.rstrip("/")))
        return {path: built.read(f"{OUTPUT}{path}") for path in paths if "/" in path}


def _build(folder: Path, editions: Sequence[str]) -> Result:
    from bookbuilder import api
    from bookbuilder.pipeline.context import silent

    console = print_findings.err()
    with progress(console) if console.is_terminal else nullcontext() as say, redirect_stdout(sys.stderr):
        return api.build(folder, editions=editions, progress=say or silent)
