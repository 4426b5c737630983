"""Prints diagnostics and files: in colour on a terminal, as plain lines elsewhere, or as JSON."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from bookbuilder.cli.shared.fold_findings import fold_findings
from bookbuilder.cli.shared.paths_in_messages import local_place, local_text
from bookbuilder.diagnostics import Diagnostic, Severity
from bookbuilder.phrases import Phrase, counted
from bookbuilder.printed_text import json_text, visible
from bookbuilder.program_language.translation import IN_ENGLISH, Translation, translation
from bookbuilder.world import World

if TYPE_CHECKING:
    from rich.console import Console as Rich

    from bookbuilder.paragraph_counts import Paragraphs
    from bookbuilder.validators.validate import Verdict

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTICE: "bold cyan"}


class Console:
    """Prints to a stream. Plain text needs no rich, whose import takes longer than an unchanged build."""

    def __init__(self, stream: TextIO, environ: Mapping[str, str]) -> None:
        self.stream = stream
        # Variables that make rich treat any stream as a terminal.
        forced = environ.get("FORCE_COLOR") or environ.get("TTY_COMPATIBLE") == "1"
        self.is_terminal = stream.isatty() or bool(forced)
        self.environ = environ

    def print(self, what: object = "", **how: Any) -> None:
        """Print a line, a `Phrase` in the language of the user; `how` is for rich, used for styled output on terminals.

        A folder name may not be valid text, which no stream accepts.
        """
        if isinstance(what, Phrase):
            what = self.translation.text(what)
        if isinstance(what, str):
            what = what.encode("utf-8", "backslashreplace").decode()
        if self.is_terminal and (how.keys() & {"style", "soft_wrap"} or not isinstance(what, str)):
            self.rich.print(what, **how)
        else:
            print(f"{what}\n", end="", file=self.stream)  # one write, since several threads print

    @cached_property
    def translation(self) -> Translation:
        """The language of the user."""
        return translation(self.environ, World(Path()))

    @cached_property
    def rich(self) -> Rich:
        """The rich console of this stream."""
        from rich.console import Console as Rich

        return Rich(file=self.stream, highlight=False, soft_wrap=True)


def out() -> Console:
    """Return the console for results: standard output."""
    return Console(sys.stdout, World(Path()).environ)


def user_language() -> Translation:
    """Return what says the sentences of the program in the language of the user."""
    world = World(Path())
    return translation(world.environ, world)


def err() -> Console:
    """Return the console for everything else: standard error."""
    return Console(sys.stderr, World(Path()).environ)


def refusal(sentence: str, hint: str = "") -> None:
    """Print why a command does not what is asked, and what to do about it."""
    console = err()
    said = console.translation
    text = said.text(sentence)
    console.print(f"{text}\n  {said.text('hint')}: {said.text(hint)}" if hint else text, markup=False)


def diagnostics(
    diagnostics: Sequence[Diagnostic], console: Console, book: Path, *, fold: bool = False
) -> None:
    """Print each finding as `chapters/de/03.md:14:7: error: … [code]`, and its hint; paths are relative to the current
    folder. With `fold`, only the first of each kind in a file, and the number of others."""
    said = console.translation
    for diagnostic in fold_findings(diagnostics) if fold else diagnostics:
        if isinstance(diagnostic, tuple):
            diagnostic, more = diagnostic
            place = local_place(book, diagnostic.span.path) if diagnostic.span.path else str(diagnostic.span)
            print_line(
                console,
                (f"{place}: ", "bold"),
                (
                    said.phrase("and 1 more of this kind; --all shows it")
                    if more == 1
                    else said.phrase("and {count:,} more of this kind; --all shows them", count=more),
                    "",
                ),
                (f" [{diagnostic.code}]", "dim"),
            )
            continue
        message, hint = map(said.text, diagnostic.phrases)
        place = str(diagnostic.span)
        if diagnostic.span.path:
            place = local_place(book, place)
        print_line(
            console,
            (f"{place}: ", "bold"),
            (f"{said.text(diagnostic.severity.value)}: ", _COLOURS[diagnostic.severity]),
            (local_text(book, message, diagnostic.span.path), ""),
            (f" [{diagnostic.code}]", "dim"),
        )
        if hint:
            hint = local_text(book, hint, diagnostic.span.path)
            print_line(console, (f"  {said.text('hint')}: ", "green"), (hint, ""))


def print_line(console: Console, *parts: tuple[str, str]) -> None:
    """Print a line of parts, each with its style."""
    if console.is_terminal:
        from rich.text import Text

        console.print(Text.assemble(*((visible(text), style) for text, style in parts)))
    else:
        console.print("".join(visible(text) for text, _ in parts))


def count_text(
    diagnostics: Iterable[Diagnostic], *, draft: bool = False, said: Translation = IN_ENGLISH
) -> str:
    """Return `2 errors, 1 warning`, or an empty string; of a `draft`, whose warnings are work, `3 things to mend`."""
    counts = Counter(d.severity for d in diagnostics)
    words = {**_COUNTED, Severity.WARNING: _WORK} if draft else _COUNTED
    parts = (
        one if n == 1 else Phrase(many, count=n) for kind, (one, many) in words.items() if (n := counts[kind])
    )
    return ", ".join(map(said.text, parts))


_COUNTED = {
    Severity.ERROR: (Phrase("1 error"), "{count} errors"),
    Severity.WARNING: (Phrase("1 warning"), "{count} warnings"),
    Severity.NOTICE: (Phrase("1 notice"), "{count} notices"),
}
_WORK = (Phrase("1 thing to mend"), "{count} things to mend")


def draft_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Return how the pages of a book can be seen that was not made for what stands in its chapters; empty if a draft would
    not be made either."""
    bad = [one for one in diagnostics if one.severity is Severity.ERROR]
    of_chapters = [one for one in bad if one.span.path.startswith("chapters/")]
    return Phrase("`bookbuilder build --draft` shows it as it stands") if bad and of_chapters == bad else ""


def fixed_text(diagnostics: Sequence[Diagnostic]) -> str:
    """Return `mended 3 places in 2 files`."""
    files, places = len({diagnostic.span.path for diagnostic in diagnostics}), len(diagnostics)
    if not places:
        return Phrase("nothing could be mended")
    if places == 1:
        return Phrase("mended 1 place in 1 file")
    if files == 1:
        return Phrase("mended {places} places in 1 file", places=places)
    return Phrase("mended {places} places in {files} files", places=places, files=files)


def print_files(files: Sequence[Path], console: Console, book: Path) -> None:
    """Print the files that were made, relative to the current folder, with their sizes."""
    shown = [(local(path, book), _size(path, book)) for path in files]
    width = max((len(name) for name, _ in shown), default=0)
    for name, size in shown:
        console.print(f"{name:<{width}}  {size:>8}", markup=False)


def layout_text(made: int, reused: int, *, unchanged: bool = False) -> str:
    """Return how many parts of PDFs were laid out or reused from the cache, and whether nothing has changed; empty if there
    are none."""
    text: str = ""
    if made + reused:
        text = counted(
            made + reused,
            "1 part of PDFs: {made:,} laid out, {reused:,} from the cache",
            "{count:,} parts of PDFs: {made:,} laid out, {reused:,} from the cache",
            made=made,
            reused=reused,
        )
    if unchanged:
        return Phrase("nothing has changed ({parts})", parts=text) if text else Phrase("nothing has changed")
    return text


def paragraphs_text(paragraphs: Paragraphs) -> str:
    """Return `12 of 340 paragraphs were broken line by line (script 8, beside a float 4)`, the commonest reason first."""
    reasons = sorted(paragraphs.line_by_line, key=lambda one: -one[1])
    broken = sum(number for _, number in reasons)
    why = ", ".join(f"{reason} {number}" for reason, number in reasons)
    values = {"broken": broken, "count": paragraphs.count}
    if not why:
        return Phrase("{broken:,} of {count:,} paragraphs were broken line by line", **values)
    return Phrase(
        "{broken:,} of {count:,} paragraphs were broken line by line ({reasons})", reasons=why, **values
    )


def validation_text(verdicts: Sequence[Verdict]) -> str:
    """Return which validators judged how many files, and how many verdicts came from the cache."""
    ran = [verdict for verdict in verdicts if verdict.ran]
    names = ", ".join(dict.fromkeys(verdict.validator for verdict in ran))
    files = len({verdict.artifact for verdict in ran})
    cached = sum(verdict.cached for verdict in ran)
    return Phrase(
        "{files:,} files judged by {names}: {verdicts:,} verdicts, {cached:,} from the cache{cost}",
        files=files,
        names=names,
        verdicts=len(ran),
        cached=cached,
        cost=_cost(ran),
    )


def _cost(verdicts: Sequence[Verdict]) -> str:
    """Return the time that each validator took, slowest first; empty if all were instant."""
    took: dict[str, float] = {}
    for verdict in verdicts:
        took[verdict.validator] = took.get(verdict.validator, 0.0) + verdict.seconds
    reported = [
        Phrase("{name} {seconds:.1f} s", name=name, seconds=took[name])
        for name in sorted(took, key=lambda name: -took[name])
        if took[name] >= 0.05
    ]
    if not reported:
        return ""
    costs, *others = reported
    for cost in others:
        costs = Phrase("{costs}, {cost}", costs=costs, cost=cost)
    return Phrase(" ({costs})", costs=costs)


def local(path: Path, book: Path) -> str:
    """Return a path in the book relative to the current folder; folders end with a slash."""
    if not path.resolve().is_relative_to(book.resolve()):
        return path.as_posix()
    name = _inside(path, book)
    return (book / name).as_posix() + ("/" if World(book).folder_exists(name) else "")


def json(
    diagnostics: Iterable[Diagnostic],
    files: Sequence[Path],
    book: Path,
    *,
    fine: bool,
    paragraphs: Paragraphs,
) -> str:
    """Return a JSON object: `diagnostics` (paths relative to the book), `files` (to the current folder), `ok`; if PDFs were
    made, `paragraphs`: how many they have (`count`), and how many were broken line by line, by reason."""
    said = user_language()
    data: dict[str, object] = {
        "diagnostics": [diagnostic.as_json(said.text) for diagnostic in diagnostics],
        "files": [local(path, book) for path in files],
        "ok": fine,
    }
    if paragraphs.count:
        data["paragraphs"] = {"count": paragraphs.count, "line_by_line": dict(paragraphs.line_by_line)}
    return json_text(data, indent=2)


def _size(path: Path, book: Path) -> str:
    inside = path.resolve().is_relative_to(book.resolve())
    size = World(book).size(_inside(path, book)) if inside else World(path.parent).size(path.name)
    return size_text(size)


def size_text(size: int) -> str:
    """Return a number of bytes in kB or MB.

    >>> size_text(120), size_text(2_400_000)
    ('0.1 kB', '2.4 MB')
    """
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(size / 1e3, 0.1):.1f} kB"


def _inside(path: Path, book: Path) -> str:
    return path.resolve().relative_to(book.resolve()).as_posix()
