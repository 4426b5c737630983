"""Writes small books for tests: a few files, and a book.toml with nothing to complain about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from bookbuilder.cli import main
from bookbuilder.diagnostics import Diagnostic

TITLES = {"de": "Ein Fall", "en": "A Case"}
CHAPTER = "# Kapitel\n\nEin Satz.\n"


def settings(locales: Iterable[str], *, editions: str = "") -> str:
    """Return a book.toml for a book in these locales; the first is the source. `editions` are further tables."""
    names = list(locales)
    tables = "\n".join(f'[locales.{name}]\ntitle = "{TITLES.get(name, name)}"\n' for name in names)
    return f"""\
[book]
id = "fall"
source = "{names[0]}"
date = 2022-01-24

{tables}
[imprint]
publisher = "Musterverlag"
address = ["Musterstraße 1"]
email = "post@example.org"
responsible = "Erika Mustermann"
issn = "0028-0836"

{editions}"""


FULLNESS = ("page.short", "page.last")
"""The codes of what is told of how full pages are, which any text may happen to get."""
PRINT = '[editions.print]\nformat = "pdf"\n'
"""Only a PDF."""


def write(root: Path, files: Mapping[str, str | bytes], *, editions: str = "") -> Path:
    """Write a book into a folder and return it; book.toml is made for the locales that have chapters."""
    found = {
        path.split("/")[1]: None for path in files if path.startswith("chapters/") and path.count("/") > 1
    }
    everything = {"book.toml": settings(found or ["de"], editions=editions), **files}
    for path, content in everything.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def translated(
    root: Path, before: Mapping[str, str | bytes], after: Mapping[str, str], *, synced: bool = True
) -> Path:
    """Write a book whose translation was up to date once, and change some of its files then."""
    write(root, before, editions=PRINT)
    if synced:
        assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    for path, text in after.items():
        (root / path).write_text(text, encoding="utf-8")
    return root


def told(found: Iterable[Diagnostic]) -> str:
    """Return diagnostics as the command line prints them: a line, and a line for the hint."""
    lines = []
    for diagnostic in found:
        lines.append(str(diagnostic))
        if diagnostic.hint:
            lines.append(f"  hint: {diagnostic.hint}")
    return "".join(f"{line}\n" for line in lines)
