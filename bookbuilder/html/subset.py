"""A face of a font and the characters that it is to be cut down to; `subsetter` does it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bookbuilder.html.fonts import Face, Fonts
from bookbuilder.step import Step, identity


@dataclass(frozen=True, slots=True)
class Subset:
    """A face to be cut down to the characters of `text`: the name and the bytes of its file, and what comes out:
    `woff2`, `woff` or (empty) OpenType."""

    file: str
    data: bytes
    text: str
    flavor: str = "woff2"

    @classmethod
    def of(cls, fonts: Fonts, face: Face, text: Collection[str], flavor: str = "woff2") -> Subset:
        """Return what is left of a face for a text: the characters that it does not leave to another family."""
        return cls(face.file, fonts.files[face.file], "".join(sorted(set(text) - face.without)), flavor)


SUBSET = Step("bookbuilder.html.subsetter:subset_font", Subset, identity, lambda job: len(job.data))
