"""Cells of code of Quarto and R Markdown that show a picture become that picture."""

from __future__ import annotations

import pytest

from tests.importer.imported import folder, imported, texts
from tests.importer.test_docx import png

BOOK: dict[str, str | bytes] = {
    "_quarto.yml": "book:\n  title: B\n  chapters: [text/a.qmd]\n",
    "text/bild.png": png(),
    "x.png": png(),
}
FROZEN: dict[str, str | bytes] = {"_freeze/text/a/figure-html/fig-plot-1.png": png()}
TICKS = "```"


def made(cell: str, more: dict[str, str | bytes] | None = None) -> str:
    files, _ = imported(
        folder({**BOOK, **(more or {}), "text/a.qmd": f"# A\n\nSee @fig-x.\n\n{cell}\n\nEnd.\n"}), locale="en"
    )
    return next(iter(texts(files).values())).partition("See @fig-x.\n\n")[2].removesuffix("\n\nEnd.\n")


CODE = (
    f'{TICKS}{{r}}\n#| label: fig-x\n#| fig-cap: "A *cap*"\n#| fig-alt: |\n#|   Two "lines",\n#|   {{both}}\n'
)
SHOWN = "![A \\*cap\\*](images/bild.png){#fig-x fig-alt=\"Two 'lines', (both)\"}"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (f'{CODE}#| echo: false\nknitr::include_graphics("bild.png")\n{TICKS}', SHOWN),
        (
            f'{TICKS}{{r fig-x, echo=FALSE, fig.cap="Cap"}}\ninclude_graphics("../x.png")\n{TICKS}',
            "![Cap](images/x.png){#fig-x}",
        ),
        (f'{TICKS}{{python}}\n#| echo: false\nImage(filename="bild.png")\n{TICKS}', "![](images/bild.png)"),
        (f'{TICKS}{{python}}\n#| echo: false\nImage("fehlt.png")\n{TICKS}', None),
        (f'{TICKS}r\ninclude_graphics("bild.png")\n{TICKS}', None),
        (f"{TICKS}{{r}}\n#| label: [a\n1 + 1\n{TICKS}", None),
        (f'{TICKS}{{r}}\ninclude_graphics("bild.png")\n', None),
    ],
)
def test_a_cell_that_shows_a_file(cell: str, expected: str | None) -> None:
    found = made(cell)
    assert found == expected if expected else found.count("```") == cell.count("```") and "![" not in found


def test_code_that_is_shown_stays_above_its_picture() -> None:
    found = made(f"{TICKS}{{r}}\n#| label: fig-plot\n#| fig-cap: Cap\nplot(1)\n{TICKS}", FROZEN)
    assert found.startswith(TICKS) and "plot(1)" in found
    assert found.endswith("![Cap](images/fig-plot-1.png){#fig-plot}")


def test_many_cells_take_linear_time() -> None:
    made(f"{TICKS}{{r}}\n" * 20_000)
