"""Names how a block stands: what is done, and what is to be done."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """How a block stands."""

    DONE = "done"
    EDITED = "edited"
    """The source is as it was, the translation has been changed since."""
    OUTDATED = "outdated"
    """The source has been changed since it was translated."""
    MISSING = "missing"
    """Nothing is known that translates this block of the source."""
    MOVED = "moved"
    """The source stands at another place now, the translation does not."""
    ORPHAN = "orphan"
    """A block of the translation that translates nothing, or nothing any more."""
