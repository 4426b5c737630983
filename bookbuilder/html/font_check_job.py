"""The input of the step that checks a font file; `font_check` runs it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bookbuilder.build_step import Step
from bookbuilder.cache_key import excluded


@dataclass(frozen=True, slots=True)
class FontToCheck:
    """A font file to check; `about` is its path in the book."""

    data: bytes
    about: str = field(default="", metadata=excluded("the same file is a font in any place"))


CHECK_FONT = Step(
    "bookbuilder.html.font_check:check_font",
    FontToCheck,
    bytes.decode,
    lambda font: len(font.data),
    for_user=True,
)
