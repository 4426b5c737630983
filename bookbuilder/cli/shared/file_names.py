"""Names of the files that a command was given, as it says them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def file_name(place: Path, files: Sequence[Path]) -> str:
    """Return the name of a file, with its folder if another one of `files` has the same."""
    alike = sum(other.name == place.name for other in files)
    return place.name if alike < 2 else f"{place.parent.name}/{place.name}"
