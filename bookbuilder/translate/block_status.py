"""The status of a block: done, or why it needs work."""

from __future__ import annotations

from enum import StrEnum


class BlockStatus(StrEnum):
    """The status of a block in a translation."""

    DONE = "done"
    EDITED = "edited"
    """The source is unchanged, but the translation was edited since it was recorded."""
    OUTDATED = "outdated"
    """The source has changed since it was translated."""
    MISSING = "missing"
    """No block is known to translate this source block."""
    MOVED = "moved"
    """The source block has moved, the translation has not."""
    ORPHAN = "orphan"
    """A block of the translation without a source block."""
