"""`bookbuilder status`: shows how complete the translations are, on the terminal, as CSV or as a page for a translator."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.options import Book, Chapters, Locales
from bookbuilder.cli.shared.paths_in_messages import local_place, local_text
from bookbuilder.phrases import Phrase, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookbuilder.cli.shared.print_findings import Console
    from bookbuilder.program_language.translation import Translation
    from bookbuilder.proof.desk import Desk
    from bookbuilder.translate.chapter_status import ChapterStatus
    from bookbuilder.translate.picture_status import LocalizedPicture
    from bookbuilder.translate.regional_overrides import Override
    from bookbuilder.translate.word_diff import DiffPiece
    from bookbuilder.world import World

Diff = Annotated[
    bool,
    typer.Option("--diff", help="Show what changed in the source, word by word, beside the translation."),
]
Json = Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")]
Html = Annotated[
    Path | None,
    typer.Option(
        "--html",
        metavar="FILE",
        dir_okay=False,
        help="Write a page to send to a translator.",
        show_default=False,
    ),
]
Counting = Annotated[
    bool, typer.Option("--count", help="Count what is to be translated: words, characters, lines, pages.")
]
Csv = Annotated[bool, typer.Option("--csv", help="Print the table of --count as CSV.")]
Strict = Annotated[bool, typer.Option("--strict", help="Fail unless every block is done.")]

LISTED = 10
"""Blocks of a locale that are listed without --diff."""
STATUS = {
    "done": Phrase("done"),
    "edited": Phrase("edited"),
    "outdated": Phrase("outdated"),
    "missing": Phrase("missing"),
    "moved": Phrase("moved"),
    "orphan": Phrase("orphan"),
}
"""What a status of a block (`BlockStatus`) is called."""
BAR = 20
"""The width of a progress bar in characters."""


def command(  # typer reads the options from the parameters
    book: Book = Path(),
    locale: Locales = None,
    chapter: Chapters = None,
    diff: Diff = False,
    as_json: Json = False,
    html: Html = None,
    count: Counting = False,
    csv: Csv = False,
    strict: Strict = False,
) -> None:
    """Show how far each translation is: done, edited, outdated, missing, moved, orphan.

    A block is done if its source and its translation are what they were when somebody said so (translate sync). With
    --strict the command fails unless every block is done, and no picture of a translation is outdated.
    """
    import gc

    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.cli.shared.report_error import report_error
    from bookbuilder.cli.shared.translations import chosen_locales, load_project
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.proof.desk import read_desk
    from bookbuilder.translate.chapter_paths import translated_locales
    from bookbuilder.translate.chapter_status import chapter_statuses, select_chapters
    from bookbuilder.translate.picture_status import pictures
    from bookbuilder.translate.regional_overrides import overrides, regional_locales
    from bookbuilder.world import World

    gc.set_threshold(100_000, 50, 100)  # chapters are many small values, of which few are garbage
    world = World(book)
    try:
        project = load_project(world)
        kin = [name for name in regional_locales(project) if not locale or name in locale]
        asked = [name for name in locale or () if name not in kin]
        alone = bool(kin) and not asked and (bool(locale) or not translated_locales(project))
        names = () if alone else chosen_locales(project, asked, regional_locales(project))
        differing = [override for name in kin for override in overrides(world, project, name)]
        found = chapter_statuses(world, project, names)
        drawn = () if chapter else pictures(world, project, names)
        findings = Findings()
        desk = read_desk(world, findings)
        if chapter:
            found = select_chapters(chapter, found)
    except (BookbuilderError, OSError) as error:
        raise typer.Exit(report_error(error, book)) from None
    wrong = [*(diagnostic for each in found for diagnostic in each.diagnostics), *findings.sorted()]
    print_findings.diagnostics(wrong, print_findings.err(), book)
    if count or csv:
        from bookbuilder.translate.word_count import as_csv, table

        print((as_csv if csv else table)(world, found), end="")
    elif as_json:
        from bookbuilder.translate.status_report import as_json as exported

        print(exported(world, project, found, differing, drawn, diff=diff))
    elif html is not None:
        from bookbuilder.translate.status_report import html_page

        name = html.resolve()
        World(name.parent).publish(".", [(name.name, {"": html_page(world, project, found, drawn).encode()})])
        print_findings.out().print(str(html), markup=False)
    else:
        _tell(world, found, print_findings.out(), book, diff=diff)
        _terms(found, print_findings.out(), book, every=diff)
        _pictures(drawn, print_findings.out(), book)
        _marks(desk, print_findings.out())
        for region in kin:
            _regional(region, project.locales[region].inherits, differing, print_findings.out())
    code = exit_codes.code(wrong, strict=strict)
    stale = any(status.open for status in found) or any(picture.localized for picture in drawn)
    if strict and code == exit_codes.FINE and stale:
        code = exit_codes.BOOK
    raise typer.Exit(code)


def _tell(
    world: World, statuses: Sequence[ChapterStatus], console: Console, book: Path, *, diff: bool
) -> None:
    for locale in dict.fromkeys(status.locale for status in statuses):
        of_locale = [status for status in statuses if status.locale == locale]
        _table(locale, of_locale, console)
        undone = sum(len(status.open) for status in of_locale)
        if diff:
            _differences(world, of_locale, console, book)
        elif undone:
            console.print()
            for block in [block for status in of_locale for block in status.open][:LISTED]:
                place = (book / block.path).as_posix()
                status = console.translation.text(STATUS[block.status])
                console.print(f"{place}:{block.line}:{block.column}: {status}: {block.text}", markup=False)
            if undone > LISTED:
                console.print(
                    Phrase("… and {count} more; --diff shows all of them", count=undone - LISTED),
                    markup=False,
                )


def _terms(statuses: Sequence[ChapterStatus], console: Console, book: Path, *, every: bool) -> None:
    reported = [term for chapter in statuses for term in chapter.terms]
    if reported:
        console.print()
        console.print(Phrase("glossary"), style="bold")
    for diagnostic in reported if every else reported[:LISTED]:
        where, path = local_place(book, str(diagnostic.span)), diagnostic.span.path
        message, hint = (
            local_text(book, console.translation.text(text), path) for text in diagnostic.phrases
        )
        console.print(
            f"{where}: {message}" + (f" ({hint})" if hint else ""),
            markup=False,
        )
    if len(reported) > LISTED and not every:
        console.print(
            Phrase("… and {count} more; --diff shows all of them", count=len(reported) - LISTED), markup=False
        )


def _pictures(pictures: Sequence[LocalizedPicture], console: Console, book: Path) -> None:
    if pictures:
        console.print()
        console.print(Phrase("pictures"), style="bold")
    for picture in pictures:
        summary = console.translation.text(picture.summary)
        console.print(f"{book.as_posix()}/{summary}" if book != Path() else summary, markup=False)


def _marks(desk: Desk, console: Console) -> None:
    """Say how many marks of proofs there are, and how many of them nobody has dealt with."""
    if desk.marks:
        console.print()
        console.print(
            counted(
                len(desk.marks),
                "proofs: 1 mark, {undone:,} open",
                "proofs: {count:,} marks, {undone:,} open",
                undone=len(desk.undone),
            ),
            markup=False,
        )


def _regional(locale: str, inherits: str, overrides: Sequence[Override], console: Console) -> None:
    console.print(
        Phrase("{locale}, which inherits {inherits}", locale=locale, inherits=inherits), style="bold"
    )
    of_locale = [override for override in overrides if override.locale == locale]
    width = max([len(one.stem) for one in of_locale], default=0)
    for one in of_locale:
        names = ", ".join(f"#{name}" for name in one.blocks)
        text = console.translation.phrase("all of it") if one.whole else names
        console.print(f"  {one.stem:<{width}}  {text}", markup=False)
    if not of_locale:
        console.print(Phrase("  nothing of its own"), markup=False)


def _table(locale: str, statuses: Sequence[ChapterStatus], console: Console) -> None:
    said = console.translation
    everything = said.phrase("all")
    width = max([len(status.stem) for status in statuses] + [len(locale), len(everything)])
    console.print(f"{locale}", style="bold")
    total: dict[str, list[int]] = {}
    for one in statuses:
        numbers = f"{_bar(one.share)}  {_counts(_numbers(one), said)}"
        line = said.phrase("left out") if one.left_out else numbers
        console.print(f"  {one.stem:<{width}}  {line}", markup=False)
        for standing, (blocks, words) in _numbers(one).items():
            sums = total.setdefault(standing, [0, 0])
            sums[0], sums[1] = sums[0] + blocks, sums[1] + words
    done = total.get("done", [0, 0])[1]
    every = sum(words for standing, (_, words) in total.items() if standing != "orphan")
    share = done / every if every else 1.0
    console.print(f"  {everything:<{width}}  {_bar(share)}  {_counts(total, said)}", markup=False)


def _numbers(status: ChapterStatus) -> dict[str, list[int]]:
    return {standing: [count.blocks, count.words] for standing, count in status.counts.items()}


def _bar(share: float) -> str:
    """Return a progress bar and a percentage, rounded down so that 100 means all."""
    full = int(share * BAR)
    # A share is a quotient of floats: all of it may be just below 1.
    return f"{'█' * full}{'░' * (BAR - full)} {int(share * 100 + 1e-9):>3} %"


def _counts(numbers: dict[str, list[int]], said: Translation) -> str:
    """Return `30 done (800 words), 2 outdated (40 words)`."""
    parts = []
    for status, text in STATUS.items():
        blocks, words = numbers.get(status, (0, 0))
        if blocks:
            counts = {"blocks": f"{blocks:,}", "status": text}
            parts.append(
                said.text(
                    counted(
                        words, "{blocks} {status} (1 word)", "{blocks} {status} ({count:,} words)", **counts
                    )
                )
            )
    return ", ".join(parts) or said.phrase("no text")


def _differences(world: World, statuses: Sequence[ChapterStatus], console: Console, book: Path) -> None:
    from bookbuilder.translate.block_details import details

    for detail in details(world, statuses):
        console.print()
        place = (book / detail.path).as_posix()
        console.print(
            Phrase(
                "{place}:{line}:{column}: {status}, {words} words",
                place=place,
                line=detail.line,
                column=detail.column,
                status=STATUS[detail.status],
                words=detail.words,
            ),
            style="bold",
            markup=False,
        )
        if detail.source:
            _text(console.translation.phrase("source"), detail.source, console)
        if detail.targets:
            label = Phrase("line {line}", line=detail.targets[0].line) if detail.source else Phrase("text")
            _text(console.translation.text(label), detail.translation, console)


def _text(label: str, pieces: Sequence[DiffPiece], console: Console) -> None:
    from bookbuilder.translate.word_diff import WordChange, diff_text

    if console.is_terminal:
        from rich.text import Text

        colours = {WordChange.KEPT: "", WordChange.OUT: "red strike", WordChange.IN: "green"}
        body = Text.assemble(*((text, colours[how]) for how, text in pieces))
        console.print(Text.assemble((f"  {label:<10}", "dim"), body))
    else:
        console.print(f"  {label:<10}{diff_text(pieces)}", markup=False)
