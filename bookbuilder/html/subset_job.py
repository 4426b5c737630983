"""The input of the font subsetting step: a face and its characters; `subsetter` runs it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bookbuilder.build_step import Step, identity
from bookbuilder.html.font_family import Face, Fonts


@dataclass(frozen=True, slots=True)
class Subset:
    """A face to subset to the characters of `text`: the name and contents of its file, and the output format: `woff2`,
    `woff` or (empty) OpenType."""

    file: str
    data: bytes
    text: str
    flavor: str = "woff2"

    @classmethod
    def of(cls, fonts: Fonts, face: Face, text: Collection[str], flavor: str = "woff2") -> Subset:
        """Return the job for a face and a text, without the characters that another family provides."""
        return cls(face.file, fonts.files[face.file], "".join(sorted(set(text) - face.without)), flavor)


SUBSET = Step("bookbuilder.html.subsetter:subset_font", Subset, identity, lambda job: len(job.data))
