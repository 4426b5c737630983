"""A reference to a section has its number where the theme numbers that section, and its heading everywhere else."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from bookbuilder.validators.word_completeness import VALIDATOR
from tests.cases import book
from tests.check.made import Made, judge, make

FIRST = """---
title: Erstes
---

Siehe [](#eins), [](#tief), [](#drei), [](#frei), [](#kapitel-ende), [dort](#tief) und [](#eins){ref="text page"}.

## Anfang

Ein Satz.

## Mitte {#eins}

Ein Satz; mehr in der Note.[^n]

### Tiefer {#tief}

#### Am tiefsten {#drei}

Ein Satz.

[^n]: Noch einmal [](#tief).
"""
FREE = """---
title: Vorwort
part: front
---

Zuerst [](#tief) und dann [](#kapitel-ende).

## Ohne Nummer {#frei}

Ein Satz.
"""
LAST = """---
title: Zweites
---

## Ende {#kapitel-ende}

Ein Satz, und [](#frei).
"""
HEADINGS = {
    "eins": "Mitte",
    "tief": "Tiefer",
    "drei": "Am tiefsten",
    "kapitel-ende": "Ende",
    "frei": "Ohne Nummer",
}
NUMBERS = {"eins": "1.2", "tief": "1.2.1", "drei": "1.2.1.1", "kapitel-ende": "2.1"}


def texts(made: Made) -> dict[str, str]:
    """Return what each format says, with plain spaces."""
    with zipfile.ZipFile(io.BytesIO(made.one(".epub").data)) as archive:
        pages = [
            archive.read(name).decode() for name in archive.namelist() if re.search(r"0\d-\w+\.xhtml$", name)
        ]
    command = ["pdftotext", "-layout", "-", "-"]
    said = {
        ".pdf": subprocess.run(
            command, input=made.one(".pdf").data, capture_output=True, check=True
        ).stdout.decode(),
        ".epub": re.sub("<[^>]+>", "", " ".join(pages)),
        ".html": re.sub("<[^>]+>", "", made.one(".html").data.decode()),
    }
    return {name: re.sub(r"\s+", " ", text) for name, text in said.items()}


@pytest.mark.parametrize("levels", [0, 2, *(pytest.param(one, marks=pytest.mark.heavy) for one in (1, 3))])
def test_the_number_stands_for_the_heading(levels: int, tmp_path: Path) -> None:
    settings = book.settings(["de"]).replace("[book]\n", '[book]\ntheme = "house"\n', 1)
    made = make(
        tmp_path,
        {
            "book.toml": settings,
            "chapters/de/00-vorwort.md": FREE,
            "chapters/de/01-erstes.md": FIRST,
            "chapters/de/02-zweites.md": LAST,
            "styles/house/theme.toml": f'extends = "report"\n[chapter]\nsections = "{levels}"\n',
        },
    )

    def name(anchor: str) -> str:
        number = NUMBERS.get(anchor, "")
        return f"Abschnitt {number}" if number and number.count(".") <= levels else HEADINGS[anchor]

    order = ("eins", "tief", "drei", "frei", "kapitel-ende")
    for where, said in texts(made).items():
        assert f"Siehe {', '.join(map(name, order))}, dort und {name('eins')}" in said, where
        assert f"Zuerst {name('tief')} und dann {name('kapitel-ende')}." in said, where
        assert f"Noch einmal {name('tief')}." in said, where
        assert f"Ein Satz, und {name('frei')}." in said, where
        assert judge(VALIDATOR, made.one(where)) == (), where
