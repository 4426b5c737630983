"""The numbers of notes, which may have three digits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.open_pdf import open_pdf
from tests.cases import book


@pytest.mark.parametrize("theme", ["dossier", "report", "magazine"])
def test_a_number_of_three_digits_is_whole_and_stands_apart_from_its_note(theme: str, tmp_path: Path) -> None:
    links = "\n".join(f"Quelle [{at}](https://example.org/n{at}).\n" for at in range(1, 108))
    settings = book.settings(["de"], editions=book.PRINT).replace("[book]", f'[book]\ntheme = "{theme}"', 1)
    root = book.write(tmp_path, {"chapters/de/01-a.md": f"# A\n\n{links}", "book.toml": settings})
    result = api.build(root)
    assert [one.message for one in result.diagnostics if one.code in ("word.torn", "page.overprint")] == []
    (path,) = root.glob("output/*.pdf")
    with open_pdf(path.read_bytes()) as pdf:
        for page in pdf:
            text = page.get_textpage()
            for number in (9, 99, 100, 107):
                found = text.search(f"https://example.org/n{number}", match_whole_word=True).get_next()
                if found is None:
                    continue
                starts = text.get_text_range(0, found[0]).rstrip().rpartition(f"{number}")
                last = len(starts[0]) + len(starts[1]) - 1
                right, left = text.get_charbox(last)[2], text.get_charbox(found[0])[0]
                assert left - right > 1, (number, right, left)


@pytest.mark.parametrize("theme", ["dossier", "report", "paper", "novel", "magazine"])
def test_the_lines_of_a_note_begin_below_each_other(theme: str, tmp_path: Path) -> None:
    """But for the first one of a note whose number has three digits."""
    notes = "\n".join(
        f"Text.[^{at}]\n\n[^{at}]: Nota{at}x {'und noch so ein Wort ' * 16}\n" for at in range(1, 102)
    )
    settings = book.settings(["de"], editions=book.PRINT).replace("[book]", f'[book]\ntheme = "{theme}"', 1)
    api.build(
        book.write(tmp_path, {"chapters/de/01-a.md": f"# A\n\n{notes}", "book.toml": settings}), draft=True
    )
    (path,) = tmp_path.glob("output/*.pdf")
    seen = set()
    with open_pdf(path.read_bytes()) as pdf:
        for page in pdf:
            text = page.get_textpage()
            for number in (1, 9, 10, 42, 99, 101):
                found = text.search(f"Nota{number}x").get_next()
                if found is None:
                    continue
                left, bottom, _, _ = text.get_charbox(found[0], loose=True)
                below = (
                    text.get_charbox(at, loose=True)
                    for at in range(found[0], text.count_chars())
                    if text.get_text_range(at, 1).strip()
                )
                second = next(box[0] for box in below if box[3] < bottom + 1)
                seen.add(number)
                assert abs(left - second) < 0.5 or (number > 99 and left > second), (number, left, second)
    assert seen == {1, 9, 10, 42, 99, 101}
