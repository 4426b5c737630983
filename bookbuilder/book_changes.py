"""Waits for changes of a book's files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from bookbuilder.world import World
from bookbuilder.world.series_folder import file_stamps

PAUSE = 15
"""Milliseconds without a change that end a burst of changes."""
WAKE = 100
"""Milliseconds after which it looks whether it is to end."""
OUTSIDE_WAKES = 5
"""After how many wakes it looks at the few files outside the book: those of its series and the fonts of the house. The
folder of a series holds many other books, whose files are not watched."""


class _Sources(DefaultFilter):
    """Ignores the program's own output, hidden files, and temporary files of editors."""

    def __init__(self, root: Path, output: str) -> None:
        # Vim writes a file 4913 to see whether it can; Emacs keeps what is not saved yet in #name#.
        super().__init__(ignore_entity_patterns=[*self.ignore_entity_patterns, r"^4913$", r"^#.*#$"])
        self.root, self.output = root, output

    def __call__(self, change: Change, path: str) -> bool:
        place = Path(path).relative_to(self.root)
        ours = place.is_relative_to(self.output) or any(part.startswith(".") for part in place.parts)
        return not ours and super().__call__(change, path)


def book_changes(world: World, output: str) -> Iterator[frozenset[Path]]:
    """Yield the files of a book, of its series and of its house's fonts that have changed, whenever some have; nothing now
    and then.

    It yields once before any change; from then on it listens, so no change is missed while the caller does something.
    `world` is that of the book with its real path, `output` the folder in it that is ignored.
    """
    root = world.root
    listening = watch(
        root,
        watch_filter=_Sources(root, output),
        debounce=1000,
        step=PAUSE,
        rust_timeout=WAKE,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    stamps = _outside_stamps(world)
    for wakes, found in enumerate(listening):
        changed = {Path(path) for _, path in found}
        if wakes % OUTSIDE_WAKES == 0:
            before, stamps = stamps, _outside_stamps(world)
            changed |= {root / file for file in {*before, *stamps} if before.get(file) != stamps.get(file)}
        yield frozenset(changed)


def _outside_stamps(world: World) -> dict[str, tuple[int, int, int]]:
    return {**file_stamps(world.root), **world.house_font_stamps()}
