"""`bookbuilder help`: shows a page of the manual, or what it says of a command or a message."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.phrases import Phrase, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookbuilder.manual.pages import ManualPage
    from bookbuilder.manual.search_pages import FoundLine

UNCONFINED = "it reads the manual of the program alone, and starts the user's pager"
COMMANDS = "commands"
"""The page that has a section for each command."""

Topic = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TOPIC]",
        help="A page such as markdown, a command such as build, or the code of a message; without one, a list.",
        show_default=False,
    ),
]


def command(topic: Topic = None) -> None:
    """Show a page of the manual, or what it says of a command, a message, or anything that has a heading.

    Other words are looked for in the whole manual, and each place is listed with its page, its section and its line.
    On a terminal a long page is shown by your pager; elsewhere it is printed as Markdown. Pages that are translated into
    your language are shown in it.
    """
    from bookbuilder.cli import explain
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.manual.pages import pages
    from bookbuilder.manual.search_pages import search_pages
    from bookbuilder.world import World

    world = World(Path())
    english = tuple(pages(world))
    known = tuple(pages(world, print_findings.user_language().language))
    if not topic:
        _print_contents(known)
        return
    wanted = " ".join(topic).strip("[]")
    if text := _page(wanted, known) or _command_text(wanted, known):
        _show(text)
    elif _is_code(wanted):
        explain.command(wanted)
    elif text := next(filter(None, (page.section(wanted) for page in (*known, *english))), ""):
        _show(text)
    elif found := tuple(search_pages(wanted, known)) or tuple(search_pages(wanted, english)):
        _print_found(found)
    else:
        hint = _hint(wanted, known)
        print_findings.refusal(Phrase("the manual has nothing about {wanted!r}", wanted=wanted), hint)
        raise typer.Exit(exit_codes.USAGE)


def _page(wanted: str, known: Sequence[ManualPage]) -> str:
    """Return the page of a name, with or without its folder and `.md`; empty if there is none."""
    name = wanted.removesuffix(".md").strip("/").casefold()
    found = (page for page in known if name in (page.name.casefold(), _short_name(page).casefold()))
    return next((page.text for page in found), "")


def _short_name(page: ManualPage) -> str:
    return page.name.rpartition("/")[2]


def _command_text(wanted: str, known: Sequence[ManualPage]) -> str:
    """Return what the manual says of a command, or of all commands of a group; empty if there is none."""
    from bookbuilder.cli import commands

    words = wanted.removeprefix("bookbuilder ").replace(" ", "-")
    manual = next(page for page in known if page.name == COMMANDS)
    found = [one for one in commands() if one.replace(" ", "-") == words or one.startswith(f"{words} ")]
    return "\n".join(manual.section(one) for one in found)


def _is_code(wanted: str) -> bool:
    """Whether a message has, or had, this code. To look it up, the whole program is loaded."""
    from bookbuilder import renamed
    from bookbuilder.cli import explain

    return "." in wanted and renamed.CODES.get(wanted, wanted) in explain.codes()


def _hint(wanted: str, known: Sequence[ManualPage]) -> str:
    from bookbuilder.cli import commands, explain
    from bookbuilder.diagnostics import nearest

    topics = [*map(_short_name, known), *commands(), *explain.codes()]
    return nearest(wanted, topics) or Phrase(
        "`bookbuilder help` lists all pages; `bookbuilder docs` has a search"
    )


MOST = 40
"""The places that are listed; in more, nobody finds anything."""


def _print_found(found: Sequence[FoundLine]) -> None:
    from bookbuilder.cli.shared import print_findings

    console = print_findings.out()
    last = ""
    for one in found[:MOST]:
        head = f"{_short_name(one.page)} › {one.section}" if one.section else _short_name(one.page)
        if head != last:
            console.print(head, markup=False, style="bold")
        console.print(f"  {one.text}", markup=False)
        last = head
    if rest := found[MOST:]:
        console.print(
            Phrase("and {count} more; `bookbuilder docs` has a search", count=len(rest)), markup=False
        )
    places = counted(len(found), "1 line of the manual", "{count:,} lines of the manual")
    topic = _short_name(found[0].page)
    console.print(
        Phrase("\n{places}; `bookbuilder help {topic}` shows the first page", places=places, topic=topic),
        markup=False,
    )


def _print_contents(known: Sequence[ManualPage]) -> None:
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.manual.pages import FOLDER
    from bookbuilder.world import World

    console = print_findings.out()
    names = [_short_name(page) for page in known]
    width = max(map(len, names))
    for name, page in zip(names, known, strict=True):
        console.print(f"{name:<{width}}  {page.title}", markup=False)
    console.print(
        Phrase(
            "\nbookbuilder help markdown   shows a page"
            "\nbookbuilder help build      what the manual says of a command"
            "\nbookbuilder help image.alt  explains a message"
            "\nbookbuilder help kerning    lists where the manual has a word"
            "\nbookbuilder docs            opens all of it in a browser, with a search"
            "\n\nThe pages are in {folder}",
            folder=World(Path()).assets / FOLDER,
        ),
        markup=False,
    )


def _show(text: str) -> None:
    """Print Markdown: set for a terminal and, if it is longer than that, by a pager; as it is elsewhere."""
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.world import World

    console = print_findings.out()
    if not console.stream.isatty():
        console.print(text.rstrip("\n"), markup=False)
        return
    from rich.markdown import Markdown
    from rich.theme import Theme

    from bookbuilder.manual.pages import without_link_targets

    rich = console.rich
    with rich.use_theme(Theme({"markdown.code": "bold cyan"})), rich.capture() as captured:
        rich.print(Markdown(without_link_targets(text), code_theme="ansi_dark"), soft_wrap=False)
    shown = captured.get()
    if shown.count("\n") < rich.height or not World(Path()).show_in_pager(shown):
        console.stream.write(shown)
