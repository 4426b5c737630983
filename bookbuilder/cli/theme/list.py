"""`bookbuilder theme list`: shows the themes that a book can have."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import Phrase
from bookbuilder.world import World

AsJson = Annotated[bool, typer.Option("--json", help="Print the same as a list of JSON objects.")]


def command(book: BookOption = Path(), as_json: AsJson = False) -> None:
    """Show the themes of the program, of the series and of the book: what each is for, and which one it extends.

    What it is for stands in the first line of its theme.toml, as a comment. The theme of the book has a star.
    """
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.paths_in_messages import local_place
    from bookbuilder.cli.shared.report_error import report_error
    from bookbuilder.diagnostics import BookbuilderError
    from bookbuilder.html.theme_files import theme_of_book
    from bookbuilder.html.theme_list import listed_themes
    from bookbuilder.printed_text import json_text

    world, out = World(book.resolve()), print_findings.out()
    try:
        found, own = listed_themes(world), theme_of_book(world)
    except (BookbuilderError, OSError) as error:
        raise typer.Exit(report_error(error, book)) from None
    if as_json:
        rows = [{**asdict(one), "of_book": one.name == own} for one in found]
        out.print(json_text(rows, indent=2), markup=False, highlight=False, soft_wrap=True)
        return
    width = max((len(one.name) for one in found), default=0)
    for one in found:
        star = "*" if one.name == own else " "
        out.print(
            f"{star} {one.name:<{width}}  {out.translation.text(one.problem or one.summary)}".rstrip(),
            markup=False,
            soft_wrap=True,
        )
        places = [local_place(book, path) for path in one.files]
        lines = [
            Phrase("extends {theme}", theme=one.extends) if one.extends else "",
            Phrase("comes with the program") if one.program else "",
            Phrase("settings in {files}", files=", ".join(places)) if places else "",
        ]
        shown = "; ".join(map(out.translation.text, filter(None, lines)))
        out.print(f"  {'':<{width}}  {shown}", markup=False, soft_wrap=True)
