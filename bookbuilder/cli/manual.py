"""`bookbuilder manual`: shows the manual, which ships with the program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FOLDER = "docs"

Page = Annotated[
    str | None,
    typer.Argument(
        metavar="[PAGE]",
        help="The page to print, such as markdown or themes; without one, all are listed.",
        show_default=False,
    ),
]


def command(page: Page = None) -> None:
    """Print a page of the manual, or list its pages and the folder in which they are."""
    from bookbuilder.cli import _exit_codes, _print_findings
    from bookbuilder.diagnostics import nearest
    from bookbuilder.world import World

    world, console = World(Path()), _print_findings.out()
    pages = {Path(name).stem: name for name in world.asset_files(FOLDER) if name.count("/") == 1}
    pages = {stem: name for stem, name in pages.items() if name.endswith(".md")}
    if page is None:
        width = max(map(len, pages))
        for stem, name in pages.items():
            console.print(f"{stem:<{width}}  {_title(world.read_asset(name).decode())}", markup=False)
        console.print()
        console.print(
            f"bookbuilder manual PAGE prints one; they are in {world.assets / FOLDER}", markup=False
        )
        return
    wanted = Path(page).name.removesuffix(".md")
    if wanted not in pages:
        hint = nearest(wanted, pages) or "`bookbuilder manual` lists all pages"
        _print_findings.err().print(f"the manual has no page {page!r}\n  hint: {hint}", markup=False)
        raise typer.Exit(_exit_codes.USAGE)
    console.print(world.read_asset(pages[wanted]).decode().rstrip("\n"), markup=False)


def _title(text: str) -> str:
    """Return the heading of a page."""
    return text.partition("\n")[0].removeprefix("# ")
