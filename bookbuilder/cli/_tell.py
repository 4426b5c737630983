"""Prints the outcome of a build or check, and returns the exit code."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.cli import _exit, _show
from bookbuilder.cli._outcome import Outcome, Output


def tell(book: Path, outcome: Outcome, output: Output) -> int:
    """Print the outcome of a command and return the exit code."""
    found, files = outcome.found, outcome.files
    code = _exit.code(found, strict=output.strict)
    if output.as_json:
        print(_show.json(found, files, book, fine=code == _exit.FINE))
        return code
    if output.form != "text":
        from bookbuilder.cli._forms.form import Told, forms

        told = Told(found, outcome.verdicts, output.strict, fine=code == _exit.FINE)
        print(forms()[output.form].write(told))
        return code
    console = _show.err()
    _show.diagnostics(found, console, book, fold=not output.everything)
    if outcome.fixed is not None:
        console.print(_show.mended(outcome.fixed))
    if counts := _show.counted(found):
        console.print(f"{counts}: nothing was written" if outcome.writes and code != _exit.FINE else counts)
    elif not outcome.writes:
        console.print("nothing is wrong")
    if outcome.verdicts:
        console.print(_show.judged(outcome.verdicts))
    if files and not outcome.unchanged:
        from bookbuilder.cli._left_out import left_out

        if missing := left_out(book):
            console.print(missing, markup=False)
    if files and outcome.work:
        console.print(outcome.work)
    _show.made(files, _show.out(), book)
    return code
