"""Small books of a catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.cases import book

EDITIONS = '[editions.pdf]\nformat = "pdf"\n[editions.epub]\nformat = "epub"\n'


def texts(version: int) -> Mapping[str, str]:
    """Return the chapters of a book in two languages."""
    return {
        "chapters/de/01-a.md": f"# Eins\n\nEin Satz {version}. Mehr dazu in [](#02-b){{ref=page}}.\n",
        "chapters/de/02-b.md": f"# Zwei\n\nEin anderer Satz {version}.\n",
        "chapters/en/01-a.md": f"# One\n\nA sentence {version}. More in [](#02-b){{ref=page}}.\n",
        "chapters/en/02-b.md": f"# Two\n\nAnother sentence {version}.\n",
    }


def write_books(folder: Path, count: int, *, editions: str = EDITIONS, version: int = 0) -> list[Path]:
    """Write books into a folder, each with an id and a day of its own, and return their folders."""
    roots = []
    for number in range(count):
        root = book.write(folder / f"b{number}", texts(version + number), editions=editions)
        settings = (root / "book.toml").read_text().replace('id = "fall"', f'id = "fall{number}"')
        (root / "book.toml").write_text(settings.replace("2022-01-24", f"2022-01-{10 + number}"))
        roots.append(root)
    return roots


def outputs(folder: Path) -> dict[str, bytes]:
    """Return the finished files of all books in a folder."""
    files = sorted(path for path in folder.glob("*/output/**/*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
