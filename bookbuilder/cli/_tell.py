"""Says what came of a build or a check: what was found, what was made, and the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bookbuilder.cli import _exit, _show
from bookbuilder.diagnostics import Diagnostic

if TYPE_CHECKING:
    from bookbuilder.validators.validate import Verdict


def tell(
    book: Path,
    found: Sequence[Diagnostic],
    files: Sequence[Path],
    work: str,
    *,
    strict: bool,
    as_json: bool,
    write: bool,
    mended: Sequence[Diagnostic] | None = None,
    form: str = "text",
    verdicts: Sequence[Verdict] = (),
    everything: bool = False,
    unchanged: bool = False,
) -> int:
    """Print what came of it and return the exit code.

    `work` says how the files came about, `write` that files were to be made, `mended` what was mended in the chapters, if
    that was wanted, `verdicts` what validators said, `form` in which form all that is told.
    As text, the first of each kind in a file are told, and `everything` tells all. Of a book that is `unchanged` it was told
    which formats have no edition.
    """
    code = _exit.code(found, strict=strict)
    if as_json:
        print(_show.json(found, files, book, fine=code == _exit.FINE))
        return code
    if form != "text":
        from bookbuilder.cli._forms.form import Told, forms

        print(forms()[form].write(Told(found, verdicts, strict, fine=code == _exit.FINE)))
        return code
    console = _show.err()
    _show.diagnostics(found, console, book, fold=not everything)
    if mended is not None:
        console.print(_show.mended(mended))
    if counts := _show.counted(found):
        console.print(f"{counts}: nothing was written" if write and code != _exit.FINE else counts)
    elif not write:
        console.print("nothing is wrong")
    if verdicts:
        console.print(_show.judged(verdicts))
    if files and not unchanged:
        from bookbuilder.cli._left_out import left_out

        if missing := left_out(book):
            console.print(missing, markup=False)
    if files and work:
        console.print(work)
    _show.made(files, _show.out(), book)
    return code
