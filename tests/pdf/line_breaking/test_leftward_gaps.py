"""Lines from right to left in which a long word or an address leaves much room are not stretched: they stay ragged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.pdf.line_breaking.typeset_paragraphs import (
    Typesetter,
    dossier_task,
    dossier_typesetter,
    lines,
)

ARABIC = [
    "في",
    "نهاية",
    "الأسبوع",
    "كان",
    "الجنود",
    "لا",
    "يزالون",
    "مواقعهم،",
    "وكان",
    "الوزراء",
    "يتفاوضون",
]
ITEM = (
    "أولاً الجنود لا يزالون في مواقعهم، Wikipedia, the free encyclopedia ثانيًا الجنود Bundesverteidigungsministerium في"
    " نهاية"
)
MOST = 0.71
"""In em: what may be added to a space."""


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typesetter]:
    with dossier_typesetter(dossier_task(tmp_path_factory.mktemp("book"))) as made:
        yield made


@pytest.mark.parametrize("width", range(200, 240, 8))
def test_no_space_is_stretched_to_a_hole(typesetter: Typesetter, width: int) -> None:
    """In none of these widths without the limit: 0.73 to 1.15 em."""
    css = f".x {{ width: {width}px; font: 14px/18px Amiri, Alegreya; text-align: justify; direction: rtl }}"
    found = lines(typesetter.pages(f"<ul><li class='x'>{ITEM}</li></ul>", css, lang="ar"), "x")
    assert [word for line in found for word in line.text.split()] == ITEM.split()
    assert all(line.gap <= MOST * 14 for line in found), [(line.text, line.gap / 14) for line in found]


def test_a_line_of_arabic_words_reaches_both_margins(typesetter: Typesetter) -> None:
    css = ".x { width: 300px; font: 14px/18px Amiri; text-align: justify; direction: rtl }"
    *full, _ = lines(typesetter.pages(f"<p class='x'>{' '.join(ARABIC * 5)}</p>", css, lang="ar"), "x")
    assert len(full) > 4 and all(line.gap for line in full)
