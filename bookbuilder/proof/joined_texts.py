"""Texts one behind the other, as one of which characters are known in each."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from bookbuilder.proof.mark_place import PARAGRAPH_END


@dataclass(frozen=True)
class JoinedTexts:
    """Texts one behind the other, with ends of paragraphs between them."""

    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        return PARAGRAPH_END.join(self.texts)

    @property
    def starts(self) -> tuple[int, ...]:
        at, result = 0, []
        for text in self.texts:
            result.append(at)
            at += len(text) + len(PARAGRAPH_END)
        return tuple(result)

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the text of a character, and its number in it."""
        number = max(bisect_right(self.starts, offset) - 1, 0)
        return number, min(offset - self.starts[number], len(self.texts[number]))
