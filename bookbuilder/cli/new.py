"""`bookbuilder new`: makes a book to start from."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bookbuilder.phrases import Phrase
from bookbuilder.world import World

if TYPE_CHECKING:
    from bookbuilder.starters.starter import Starter

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="[DIR]", help="A new folder, or an empty one.", show_default=False),
]
Kind = Annotated[
    str,
    typer.Option(
        "--kind",
        metavar="NAME",
        help="What the book begins with, such as report, novel or empty.",
        show_default="asked on a terminal, else dossier",
    ),
]
Manuscript = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar="SOURCE",
        help="Make the book of a manuscript, as `bookbuilder import` does.",
        exists=True,
        show_default=False,
    ),
]
Theme = Annotated[
    str,
    typer.Option(
        "--theme",
        metavar="NAME",
        help="The design of the book, such as report or novel.",
        show_default="that of its kind",
    ),
]
Tags = Annotated[
    list[str] | None,
    typer.Option(
        "--locale",
        "-l",
        metavar="TAG",
        help="The languages of the book, such as de or de,en; it is written in the first.",
        show_default="asked on a terminal",
    ),
]
Title = Annotated[str, typer.Option("--title", help="The title of an empty book.", show_default=False)]

DEFAULT = "dossier"
MANUSCRIPT = "manuscript"
"""What a person answers who has a text already; on the command line it is `--from`."""


def command(
    folder: Folder = None,
    kind: Kind = "",
    manuscript: Manuscript = None,
    locale: Tags = None,
    title: Title = "",
    theme: Theme = "",
) -> None:
    """Make a new book that can be built at once: from a sample of its kind, empty, or of a manuscript.

    On a terminal it asks for what the command line does not say.
    """
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.new_book import steps_text, write_book
    from bookbuilder.html.theme_list import listed_themes
    from bookbuilder.starters.starter import StarterRequest, identifier, starters
    from bookbuilder.starters.theme_of_starter import suitable_theme, with_theme

    names = _names(locale)
    if manuscript is not None:
        if theme:
            into = Phrase('write theme = "{theme}" into its book.toml', theme=theme)
            _refuse(Phrase("--from makes the book of a manuscript: leave out --theme"), into)
        if kind or title:
            _refuse(Phrase("--from makes the book of a manuscript: leave out --kind and --title"))
        if len(names) > 1:
            _refuse(
                Phrase("a manuscript is in one language"),
                Phrase("import it, then begin the others with new-locale"),
            )
        from bookbuilder.cli import import_

        import_.command(manuscript, locale="".join(names), folder=folder)
        return
    if folder is None:
        _refuse(Phrase("a new book needs a folder"), "bookbuilder new my-book")
    world = _empty_folder(folder)
    starter = _starter(kind or DEFAULT, starters())
    known = [one.name for one in listed_themes(world)]
    chosen = _theme(theme, known) if theme else suitable_theme(starter, known)
    locales = names or starter.locales(machine_locale(world))
    for name in locales:
        if problem := starter.problem(name, world):
            _refuse(problem, _locale_hint(starter, name, world))
    if title and not starter.titled:
        _refuse(
            Phrase("the {name} has a title of its own", name=starter.name),
            Phrase("give an empty book one: --kind empty"),
        )
    request = StarterRequest(identifier(folder.resolve().name), tuple(locales), title, world.today)
    write_book(folder, with_theme(starter.files(request, world), chosen))
    commands = (*starter.commands(request, world), "bookbuilder preview --open", "bookbuilder build")
    steps = steps_text(folder, *commands)
    print_findings.out().print(
        Phrase(
            "A new book is in {folder}: {name}, in {names}{others}.\n"
            "What it is called stands in book.toml, its text in chapters.\n\n"
            "Look at it, then build it:\n{steps}",
            folder=folder,
            name=starter.name,
            names=", ".join(locales),
            others=_others(kind, names),
            steps=steps,
        ),
        markup=False,
    )


def ask(
    folder: Path | None,
    kind: str,
    manuscript: Path | None,
    locale: list[str] | None,
    title: str,
    **others: Any,
) -> dict[str, Any]:
    """Return the arguments, completed by what a person says on a terminal."""
    said = {
        "folder": folder,
        "kind": kind,
        "manuscript": manuscript,
        "locale": locale,
        "title": title,
        **others,
    }
    if not (sys.stdin.isatty() and sys.stderr.isatty()) or manuscript is not None:
        return said
    from bookbuilder.starters.starter import starters

    known = starters()
    if folder is None:
        folder = Path(_asked(Phrase("The folder of the new book"), "my-book"))
    world = _empty_folder(folder)
    if not kind:
        kind = _asked_kind(known)
    if kind == MANUSCRIPT:
        return {**said, "folder": folder, "kind": "", "manuscript": _asked_file(world), "locale": locale}
    starter = _starter(kind, known)
    if locale is None:
        locale = _asked_locales(starter, world)
    if starter.titled and not title:
        title = _asked(Phrase("Its title (Enter leaves it for later)"), "", shown=False)
    return {**said, "folder": folder, "kind": kind, "locale": locale, "title": title}


def _asked_kind(known: Mapping[str, Starter]) -> str:
    from bookbuilder.cli.shared import print_findings

    choices = {name: starter.doc for name, starter in known.items()}
    choices[MANUSCRIPT] = Phrase("a book of a text that you have: Word, LibreOffice, Markdown, EPUB …")
    width = max(map(len, choices))
    said = print_findings.user_language()
    _tell(Phrase("What does the book begin with?"))
    for number, (name, doc) in enumerate(choices.items(), 1):
        _tell(f"  {number}  {name:<{width}}  {said.text(doc)}")
    while True:
        answer = _asked(Phrase("Number or name"), DEFAULT).strip()
        if answer.isdecimal() and 0 < int(answer) <= len(choices):
            return list(choices)[int(answer) - 1]
        if answer in choices:
            return answer
        _tell(Phrase("{answer!r} is none of these", answer=answer))


def _asked_file(world: World) -> Path:
    while True:
        answer = _asked(Phrase("The file or folder of the manuscript"), None)
        home = world.environ.get("HOME", "")
        path = Path(home, answer[2:]) if answer.startswith("~/") and home else Path(answer)
        if World(path.parent).exists(path.name):
            return path
        _tell(Phrase("there is no {path}", path=path))


def _asked_locales(starter: Starter, world: World) -> list[str]:
    default = ",".join(starter.locales(machine_locale(world)))
    while True:
        names = _names(
            [_asked(Phrase("Its languages, such as de or de,en; it is written in the first"), default)]
        )
        problems = list(filter(None, (starter.problem(name, world) for name in names)))
        if names and not problems:
            return names
        for problem in problems or [Phrase("name a language")]:
            _tell(problem)


def _asked(question: str, default: str | None, *, shown: bool = True) -> str:
    from bookbuilder.cli.shared.ask import asked

    return asked(question, default, show_default=shown)


def _tell(line: str) -> None:
    from bookbuilder.cli.shared import print_findings

    print_findings.err().print(line, markup=False)


def _names(given: Sequence[str] | None) -> list[str]:
    """Return names that are separated by commas or spaces, each once."""
    words = [word for text in given or () for word in text.replace(",", " ").split()]
    return list(dict.fromkeys(words))


def _starter(kind: str, known: Mapping[str, Starter]) -> Starter:
    from bookbuilder.diagnostics import nearest

    if kind not in known:
        others = Phrase("there are {names}; --from makes a book of a manuscript", names=", ".join(known))
        _refuse(Phrase("no book begins with {kind!r}", kind=kind), nearest(kind, known) or others)
    return known[kind]


def _theme(name: str, known: Sequence[str]) -> str:
    from bookbuilder.diagnostics import nearest

    if name not in known:
        _refuse(
            Phrase("there is no theme {name!r}", name=name),
            nearest(name, known) or Phrase("there are {names}", names=", ".join(known)),
        )
    return name


def _empty_folder(folder: Path) -> World:
    world = World(folder)
    if not world.empty():
        _refuse(Phrase("{folder} is not empty: choose a new folder", folder=folder))
    return world


def _locale_hint(starter: Starter, name: str, world: World) -> str:
    from bookbuilder import locales
    from bookbuilder.diagnostics import nearest

    can = [tag for tag in locales.available() if not starter.problem(tag, world)]
    return nearest(name, can) or Phrase("it can be had in {locales}", locales=", ".join(can))


def machine_locale(world: World) -> str:
    """Return the language of the user's machine as a locale of the program; English if it has none.

    POSIX names it in LC_ALL, LC_MESSAGES or LANG, as `de_AT.UTF-8` (XBD 8.2).
    """
    from bookbuilder import locales

    values = (world.environ.get(key, "") for key in ("LC_ALL", "LC_MESSAGES", "LANG"))
    tag = next(filter(None, values), "").partition(".")[0].partition("@")[0].replace("_", "-")
    known = locales.available()
    return next((name for name in (tag, tag.partition("-")[0]) if name in known), "en")


def _others(kind: str, names: Sequence[str]) -> str:
    """Return a remark on the options that were left out; empty if none was."""
    left = [option for option, value in (("--kind", kind), ("--locale", names)) if not value]
    if len(left) == 2:
        return Phrase(" ({first} and {second} can say otherwise)", first=left[0], second=left[1])
    return Phrase(" ({option} can say otherwise)", option=left[0]) if left else ""


def _refuse(sentence: str, hint: str = "") -> NoReturn:
    from bookbuilder.cli.shared import exit_codes, print_findings

    print_findings.refusal(sentence, hint)
    raise typer.Exit(exit_codes.USAGE)
