"""Subsets font faces to the characters of a book, in parallel and cached."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bookbuilder.build_step import Runner
from bookbuilder.html.font_family import Face, Fonts
from bookbuilder.html.subset_job import SUBSET, Subset


def subsets(
    runner: Runner, fonts: Fonts, faces: Sequence[Face], text: Collection[str], flavor: str
) -> list[bytes]:
    """Return each face subset to the characters of a text; see `subset_job.Subset`.

    Raises `BookbuilderError` (`fonts.damaged`).
    """
    return runner.run(SUBSET, [Subset.of(fonts, face, text, flavor) for face in faces])
