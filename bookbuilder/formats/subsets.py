"""Has fonts cut down to the characters of a book, several at once and none twice."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bookbuilder.formats.format import Work
from bookbuilder.html.fonts import Face, Fonts
from bookbuilder.html.subset import Subset


def subsets(
    work: Work, fonts: Fonts, faces: Sequence[Face], text: Collection[str], flavor: str
) -> list[bytes]:
    """Return each face cut down to the characters of a text; see `html.fonts.Subset`.

    Raises `BookbuilderError` (`fonts.damaged`).
    """
    jobs = [Subset.of(fonts, face, text, flavor) for face in faces]
    sizes = [len(job.data) for job in jobs]
    return work.run("bookbuilder.html.subsetter:subset_font", jobs, [job.key for job in jobs], sizes)
