"""`bookbuilder new`: makes a book to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.world import World

Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="A new folder, or an empty one.", show_default=False)
]

IGNORED = "/output/\n/.bookbuilder/\n"


def command(folder: Folder) -> None:
    """Make a new book from the sample dossier, ready to build."""
    from bookbuilder.cli import _exit_codes, _print_findings

    world = World(folder)
    if not world.empty():
        _print_findings.err().print(f"{folder} is not empty: choose a new folder", markup=False)
        raise typer.Exit(_exit_codes.USAGE)
    try:
        world.publish(".", starter(world, folder.resolve().name).items())
    except OSError as error:
        _print_findings.err().print(f"{folder} cannot be made: {error.strerror}", markup=False)
        raise typer.Exit(_exit_codes.USAGE) from None
    _print_findings.out().print(
        f"A new book is in {folder}: what it is called stands in book.toml, its text in chapters.\n\n"
        f"Build it:\n  cd {_quoted(str(folder))}\n  bookbuilder build",
        markup=False,
    )


def starter(world: World, name: str) -> dict[str, dict[str, bytes]]:
    """Return the files of a new book (name in its folder → files), as `World.publish` takes them.

    The program ships them in `starter/`; in a checkout they are the checkout's own book.
    """
    home = "starter/" if world.asset_exists("starter/book.toml") else ""
    settings = world.read_asset(f"{home}book.toml").decode()
    return {
        ".gitignore": {"": IGNORED.encode()},
        "book.toml": {"": _named(settings, name).encode()},
        "facts.toml": {"": world.read_asset(f"{home}facts.toml")},
        "names.toml": {"": world.read_asset(f"{home}names.toml")},
        "glossary.toml": {"": world.read_asset(f"{home}glossary.toml")},
        "chapters": _folder(world, f"{home}chapters"),
        "l10n": _folder(world, f"{home}l10n"),
    }


def _folder(world: World, name: str) -> dict[str, bytes]:
    return {path.removeprefix(f"{name}/"): world.read_asset(path) for path in world.asset_files(name)}


def _named(settings: str, name: str) -> str:
    """Return book.toml with a new id, by which reading devices tell books apart."""
    import tomlkit

    data = tomlkit.parse(settings)
    data["book"]["id"] = identifier(name)
    return tomlkit.dumps(data)


def identifier(name: str) -> str:
    """Return a name as an id: lower case, digits and hyphens.

    >>> identifier("Fünf Tage!")
    'funf-tage'
    """
    import re
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "book"


def _quoted(path: str) -> str:
    import shlex

    return shlex.quote(path)
