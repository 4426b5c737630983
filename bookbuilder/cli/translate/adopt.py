"""`bookbuilder translate adopt`: starts tracking existing translations."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import Phrase

if TYPE_CHECKING:
    from bookbuilder.translate.load_chapter import LoadedChapter
    from bookbuilder.translate.update_state import UncertainPair

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="LOCALE", help="The translations to adopt.", show_default="all"),
]
Ask = Annotated[
    bool | None,
    typer.Option(
        "--ask/--list",
        help="Ask about pairs that are not certain, or only list them.",
        show_default="ask on a terminal",
    ),
]


def command(locales: Names = None, book: BookOption = Path(), ask: Ask = None) -> None:
    """Find out which block of a translation answers which of the source, and write that into l10n.

    For translations that nobody has kept track of. Each pair is written with the confidence of the alignment; pairs that
    are not certain are asked about, or listed and left out. What is in l10n already stays.
    """
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.translations import adopted_line, chosen_locales, load_project, reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.translate.adopt_locale import adopt_locale
    from bookbuilder.translate.chapter_paths import BOOK
    from bookbuilder.translate.state import state_artifacts
    from bookbuilder.translate.update_state import confirm_pairs
    from bookbuilder.world import World

    world, findings, console = World(book), Findings(), print_findings.out()
    asking = sys.stdin.isatty() if ask is None else ask
    with reporting(book, findings):
        project = load_project(world)
        artifacts, summaries = [], []
        for name in chosen_locales(project, locales or ()):
            adopted = adopt_locale(world, project, name, findings)
            if findings.failed:
                break
            states, left = {}, 0
            for one in adopted:
                loaded, result = one.chapter, one.update
                agreed = [doubt for doubt in result.uncertain if asking and _agreed(loaded, doubt)]
                result = confirm_pairs(loaded, result, agreed)
                if result.changed:
                    states[loaded.paths.stem] = result.entries
                left += len(result.uncertain)
                for doubt in result.uncertain:
                    console.print(_line(book, loaded, doubt), markup=False)
            artifacts += state_artifacts(name, states)
            summaries.append(adopted_line(name, sum(stem != BOOK for stem in states), left))
        if not findings.failed:
            world.publish(".", artifacts)
            for line in summaries:
                console.print(line, markup=False)


def _line(book: Path, loaded: LoadedChapter, doubt: UncertainPair) -> str:
    place = f"{(book / loaded.paths.source).as_posix()}:{doubt.source.line}:{doubt.source.column}"
    if not doubt.targets:
        return Phrase("{place}: nothing translates this: {text}", place=place, text=_short(doubt.source.text))
    lines = ", ".join(str(target.line) for target in doubt.targets)
    there = f"{loaded.paths.target}:{lines}"
    if doubt.copied:
        return Phrase(
            "{place}: not translated: {there} says the same: {text}",
            place=place,
            there=there,
            text=_short(doubt.source.text),
        )
    return Phrase(
        "{place}: {confidence} % sure that this is {there}: {text} | {translation}",
        place=place,
        confidence=round(100 * doubt.confidence),
        there=there,
        text=_short(doubt.source.text),
        translation=_short(doubt.targets[0].text),
    )


def _short(text: str, length: int = 50) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _agreed(loaded: LoadedChapter, doubt: UncertainPair) -> bool:
    from bookbuilder.cli.shared.ask import confirmed

    if not doubt.targets:
        return False
    there = f"{loaded.paths.target}:{doubt.targets[0].line}"
    print(f"\n{loaded.paths.source}:{doubt.source.line}\n  {doubt.source.text}\n{there}")
    for target in doubt.targets:
        print(f"  {target.text}")
    return confirmed(Phrase("Is this its translation?"))
