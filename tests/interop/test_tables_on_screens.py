"""Forty tables of two to twelve columns and three to sixty rows, stacked or scrolling: on no screen is anything of
them cut, torn or over another text."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from tests.check.made import make
from tests.interop.screen_faults import screen_faults

NAMES = (
    *(
        "Hilfe",
        "Bundesregierung",
        "Zusage",
        "Ausschuss",
        "Lieferung",
        "Außenministerium",
        "Deutschland",
        "Kiew",
    ),
    *(
        "Verteidigungsministerium",
        "Vereinigte Staaten",
        "Sicherheitsgarantien",
        "Truppenverlegung",
        "und",
        "mit",
    ),
)
HEADS = (
    *(
        "Land",
        "Jahr",
        "Betrag",
        "Art",
        "Zuständigkeit",
        "Empfänger",
        "Quelle",
        "Stand",
        "Anteil",
        "Veränderung",
    ),
    *("Bemerkung", "Bearbeitungsnummer"),
)
OPTIONS = ("{headers=both}", "{phone=stack}", "{phone=scroll}", "")


def _chapter(draw: random.Random) -> Iterator[str]:
    def words(most: int) -> str:
        return " ".join(draw.choice(NAMES) for _ in range(draw.randint(1, most)))

    def number() -> str:
        return draw.choice(
            (f"{draw.randint(1, 999)}.{draw.randint(0, 999):03d}", f"{draw.randint(1, 900)} Mio. €")
        )

    yield "# Vierzig Tabellen\n"
    for index in range(40):
        columns, numeric = 2 + index % 11, index % 3 == 0
        rows = (3, 4, 5, 8, 13, 60)[index % 6] if columns < 6 else (3, 4, 6, 9)[index % 4]
        lines = [
            "|".join(HEADS[:columns]),
            "|".join(["---"] + ["---:" if numeric else "---"] * (columns - 1)),
        ]
        for _ in range(rows):
            others = (number() if numeric or at % 3 == 2 else words(4) for at in range(1, columns))
            lines.append("|".join((words(2), *others)))
        drawn = "\n".join(f"|{line}|" for line in lines)
        yield f"## Abschnitt {index + 1}\n\n{words(6)}.\n"
        directive = f"::: table {OPTIONS[index // 4 % 4]}\n{drawn}\n\nTabelle mit {columns} Spalten\n:::\n"
        yield directive if index % 4 == 1 else f"{drawn}\n"


def test_tables_fit_every_screen(tmp_path: Path, warm: None) -> None:
    del warm
    editions = '[editions.epub]\nformat = "epub"\n[editions.web]\nformat = "web"\n'
    made = make(tmp_path, {"chapters/de/01-a.md": "\n".join(_chapter(random.Random(7)))}, editions=editions)
    assert screen_faults(made) == []


def test_roles_stay_when_rows_become_lists(tmp_path: Path, chromium: Browser) -> None:
    head, row = "|Land|Zusage|Verteidigungsministerium|", "|Polen|Panzer|Sicherheitsgarantien|"
    chapter = f"# A\n\n::: table {{phone=stack headers=both}}\n{head}\n|---|---|---|\n{row}\n\nHilfe\n:::\n"
    made = make(tmp_path / "b", {"chapters/de/01-a.md": chapter}, editions='[editions.web]\nformat = "web"\n')
    file = tmp_path / "page.html"
    file.write_bytes(made.one(".html").data)
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    page.goto(file.as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('td')).display") == "block"
    # What assistive technology gets from Chromium itself, whatever the style sheet displays.
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    page.close()
    told = {
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree["nodes"]
        if not node["ignored"]
    }
    assert {role for role, _ in told} >= {"table", "row", "columnheader", "rowheader", "cell"}
    assert {("cell", "Panzer"), ("rowheader", "Polen"), ("columnheader", "Zusage")} <= told
