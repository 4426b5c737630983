"""Runs pandoc: it gets one document and gives one file, in a folder of its own, and can reach nothing else.

It writes what is exported, and reads formats of manuscripts that we do not read ourselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.pandoc.citation_filter import FILTER, FILTER_FILE
from bookbuilder.pandoc.pandoc_ast import Element
from bookbuilder.phrases import Phrase
from bookbuilder.world import World
from bookbuilder.world.install_command import install_command

MISSING = Rule(
    "tool.pandoc",
    "pandoc, which writes exported files, is not installed",
    "Word, OpenDocument, ICML, Markdown, HTML and JATS are written by pandoc, a program of its own. The extra `export`"
    " brings it; a pandoc 3.1 or later in PATH does as well.",
)
OLD = Rule(
    "tool.old",
    "{program} is pandoc {version}, which is too old to write exported files",
    "The tree that pandoc gets has figures, joined cells and anchors, which pandoc 3.1 and later read. The extra `export`"
    " brings a newer one, which is taken first.",
)
FAILED = Rule(
    "export.failed",
    "pandoc could not write the file: {message}",
    "pandoc was given the whole book and gave none back. If it does not say that the reference file is damaged, or that"
    " time or memory ran out, it is a bug of bookbuilder: please report it.",
)
PACKAGE = "pypandoc_binary"
SECONDS = 300.0
"""The most seconds for one file; a book of a thousand pages takes twenty."""
MEMORY = "2000m"
"""The most memory of pandoc's heap."""
OLDEST = (3, 1)
"""The oldest version that reads the document tree which it gets."""


def find_pandoc(world: World) -> str:
    """Return the path of pandoc: that of the extra `export`, whose version is known, else that of PATH; or nothing."""
    packaged = world.package_file("pypandoc", "files/pandoc", "files/pandoc.exe")
    return str(packaged) if packaged else world.program("pandoc") or ""


def pandoc_version(world: World, program: str) -> str:
    """Return the version of a pandoc: `3.9`."""
    said = world.run([program, "--version"], seconds=60).stdout.split()
    return said[1] if len(said) > 1 else ""


def _check_version(world: World, program: str) -> None:
    """Raise `BookbuilderError` (`tool.old`) for a pandoc that is too old."""
    version = pandoc_version(world, program)
    if tuple(int(part) for part in re.findall(r"\d+", version)[:2]) < OLDEST:
        raise BookbuilderError(
            diagnostic(OLD, Span(), hint=install_hint(), program=program, version=version or "of no version")
        )


def run_pandoc(
    world: World,
    document: Element,
    target: str,
    options: Sequence[str] = (),
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return what pandoc writes for a document. `target` is its name of the format with extensions (`markdown-smart`),
    `options` may name `files`, which lie in the folder where it runs.

    `--sandbox` keeps the packaged one from files and the network, whatever the document says; those of distributions do not
    find their own files with it. The document names no file outside of that folder in either case. Raises
    `BookbuilderError` (`tool.pandoc`, `tool.old`, `export.failed`).
    """
    if not find_pandoc(world):
        raise BookbuilderError(diagnostic(MISSING, Span(), hint=install_hint()))
    given = {"book.json": msgspec.json.encode(document), **(files or {})}
    data, message = convert_with_pandoc(
        world, given, ["--from=json", f"--to={target}", *options, "book.json"]
    )
    if data is None:
        raise BookbuilderError(diagnostic(FAILED, Span(), message=message))
    return data


def read_with_pandoc(world: World, form: str, data: bytes) -> tuple[bytes | None, str]:
    """Return what pandoc reads in a document of a format (`latex`) as a page of HTML, with its pictures inside as far as the
    document holds them, and its citations by their keys; or None and why not. There must be a pandoc (`find_pandoc`). Raises
    `BookbuilderError` (`tool.old`)."""
    options = [f"--from={form}", "--to=html5", "--standalone", "--mathml", "--embed-resources"]
    options += [f"--lua-filter={FILTER_FILE}", "book.in"]
    return convert_with_pandoc(world, {"book.in": data, FILTER_FILE: FILTER.encode()}, options)


def convert_with_pandoc(
    world: World, files: Mapping[str, bytes], arguments: Sequence[str]
) -> tuple[bytes | None, str]:
    """Return what pandoc writes, or None and why it does not; it runs in a folder with these files, and reaches nothing
    else. There must be a pandoc (`find_pandoc`). Raises `BookbuilderError` (`tool.old`)."""
    program = find_pandoc(world)
    packaged = world.program("pandoc") != program
    if not packaged:
        _check_version(world, program)
    with world.scratch("pandoc", files) as folder:
        command = [
            *(program, "+RTS", f"-M{MEMORY}", "-RTS"),
            *(["--sandbox"] if packaged else []),
            *("--wrap=none", "--output=book.out", *arguments),
        ]
        try:
            done = world.run(command, seconds=SECONDS, cwd=folder, environment=_environment(folder))
        except TimeoutError as error:
            return None, str(error)
        except PermissionError:  # a command that stays was started before the book needed pandoc
            return None, "it may not be started any more; start the command again"
        data = world.scratched(folder, "book.out")
    if done.returncode or data is None:
        lines = [
            line.strip() for line in done.stderr.splitlines() if line.strip() and "[WARNING]" not in line
        ]
        return None, " ".join(lines[-3:])[:300] if lines else Phrase(
            "it ended with {returncode}", returncode=done.returncode
        )
    return data, ""


def _environment(folder: Path) -> dict[str, str]:
    """Return the environment of pandoc: no setting and no data folder of the user, and no clock."""
    return {
        "SOURCE_DATE_EPOCH": "0",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
    }


def install_hint() -> str:
    """Return the sentence that says how to get pandoc."""
    return Phrase(
        "{install_command}, or install pandoc with the package manager of this system",
        install_command=install_command("export", (PACKAGE,)),
    )
