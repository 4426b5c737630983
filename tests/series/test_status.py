"""The table of the desk: what each book lacks in each locale."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.world import World
from tests.series import desk
from tests.validators.axe import axe
from tests.validators.nu import nu

EN = '[locales.en]\ntitle = "Issue"\n'
FILES = {
    "2022-03/book.toml": desk.settings("heft-3", "2022-01-25", f'{EN}[imprint]\nissue = "3/2022"\n'),
    "2022-03/chapters/de/01-a.md": "# A\n\nText.\n\nMehr Text.\n",
    "2022-03/chapters/en/01-a.md": "# A\n\nWords.\n",
    "2022-04/book.toml": desk.settings("heft-4", "2022-02-01"),
    "2022-04/chapters/de/01-a.md": "# A\n\n*Text*  und ein Wort ,falsch.\n",
    "2022-05/book.toml": "[book\n",
}
SERIES = desk.SERIES + desk.PDF


def status(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the rows of the table by book and locale."""
    capsys.readouterr()
    main(["series", "status", "--json", "--series", str(root)])
    data = json.loads(capsys.readouterr().out)
    return {(one["book"], row["locale"]): row for one in data["books"] for row in one["locales"]}


def test_a_desk_from_nothing_to_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = desk.write(
        tmp_path, {name: text for name, text in FILES.items() if "2022-05" not in name}, series=SERIES
    )
    before = status(root, capsys)
    assert before["2022-03", "de"]["missing"] == ["build", "check", "sign"]
    english = before["2022-03", "en"]
    assert english["translation"] and english["missing"][0].startswith("translate ")
    assert before["2022-04", "de"]["build"] == {"state": "never", "date": None, "age": None}

    assert api.build(root / "2022-04", jobs=1).files
    made = status(root, capsys)["2022-04", "de"]
    assert made["build"]["state"] == "current" and made["checks"]["checked"] is False
    assert made["checks"]["warnings"] > 0, "the imprint is not complete"
    api.check(root / "2022-04", jobs=1)
    assert status(root, capsys)["2022-04", "de"]["missing"] == ["sign"]

    (root / "2022-04/signatures.toml").write_text(
        '[de]\nby = "Ada"\ndate = 2022-02-01\nprogram = "1"\n[de.answers]\n[de.content]\n'
    )
    assert status(root, capsys)["2022-04", "de"]["signature"] == {"state": "refused", "by": "Ada"}
    (root / "2022-04/chapters/de/01-a.md").write_text("# A\n\nNeu.\n")
    changed = status(root, capsys)["2022-04", "de"]
    assert changed["build"]["state"] == "changed" and changed["checks"] is None
    for place in (root / "2022-04/output").iterdir():
        day = dt.datetime.combine(World(root).today - dt.timedelta(days=3), dt.time(12)).timestamp()
        os.utime(place, (day, day))
    assert main(["series", "status", "--series", str(root), "--strict"]) == 1
    table = capsys.readouterr().out.splitlines()
    assert table[0].split("  ")[0] == "book" and "3 days ago, changed since" in table[3]
    assert table[1].startswith("2022-03 · 3/2022  de") and table[2].split()[0] == "en"


def test_what_is_wrong_is_told_with_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = desk.write(tmp_path, FILES | {"2022-06/book.toml": FILES["2022-04/book.toml"]}, series=SERIES)
    assert main(["series", "status", "--series", str(root / "2022-03")]) == 1
    said = capsys.readouterr()
    assert f"{root}/2022-05/book.toml:1:6: error: book.toml cannot be read" in said.err
    assert (
        f"{root}/2022-06/book.toml: error: the books 2022-04 and 2022-06 have the same id, heft-4" in said.err
    )
    assert "mend book.toml" in said.out


def test_the_page_holds_the_table(tmp_path: Path) -> None:
    root = desk.write(tmp_path, FILES, series=SERIES)
    page = tmp_path / "desk.html"
    main(["series", "status", "--html", str(page), "--series", str(root)])
    text = page.read_text(encoding="utf-8")
    assert text.count("<tr>") == 5 and 'rowspan="2">2022-03 · 3/2022</th>' in text
    assert '<span lang="en" dir="auto">Issue</span>' in text and "cannot be read" in text
    assert "http" not in text and "<script" not in text


@pytest.mark.heavy
def test_the_page_is_accessible(tmp_path: Path, chromium: Browser) -> None:
    root = desk.write(tmp_path, FILES, series=SERIES)
    page = tmp_path / "desk.html"
    main(["series", "status", "--html", str(page), "--series", str(root)])
    assert nu([page]) == ()
    for scheme in ("light", "dark"):
        shown = chromium.new_page(color_scheme=scheme)
        shown.goto(page.as_uri())
        assert axe(shown) == ()
        shown.close()


def test_a_build_that_failed_and_chapters_that_are_drafts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {name: text for name, text in FILES.items() if name.startswith("2022-04")}
    files["2022-04/chapters/de/02-b.md"] = "---\ntitle: B\n---\n\n…\n"
    files["2022-04/chapters/de/03-c.md"] = "# C\n\nSiehe [](#nirgends).\n"
    root = desk.write(tmp_path, files, series=SERIES)
    before = status(root, capsys)["2022-04", "de"]
    assert (before["drafts"], before["build"]["state"]) == (1, "never")
    assert before["missing"] == ["write 1 chapter", "build", "check", "sign"]

    assert api.build(root / "2022-04", jobs=1).failed
    failed = status(root, capsys)["2022-04", "de"]
    assert (failed["build"]["state"], failed["checks"]["errors"], failed["checks"]["checked"]) == (
        "failed",
        1,
        False,
    )
    assert failed["missing"] == ["write 1 chapter", "mend 1 error", "check", "sign"]
    main(["series", "status", "--series", str(root)])
    assert "  failed  " in capsys.readouterr().out

    (root / "2022-04/chapters/de/03-c.md").write_text("# C\n\nMontag, 2. März 2022. Montag, 3. März 2022.\n")
    assert api.build(root / "2022-04", jobs=1, strict=True).failed
    failed = status(root, capsys)["2022-04", "de"]
    assert failed["missing"] == [
        "write 1 chapter",
        f"mend {failed['checks']['warnings']} warnings",
        "check",
        "sign",
    ]

    (root / "2022-04/chapters/de/03-c.md").write_text("# C\n\nText.\n")
    assert status(root, capsys)["2022-04", "de"]["build"]["state"] == "never", "it has changed since"
    (root / "2022-04/chapters/de/02-b.md").write_text("# B\n\nText.\n")
    assert api.build(root / "2022-04", jobs=1).files
    made = status(root, capsys)["2022-04", "de"]
    assert (made["drafts"], made["build"]["state"]) == (0, "current")
    (root / "2022-04/chapters/de/03-c.md").write_text("# C\n\nSiehe [](#nirgends).\n")
    api.build(root / "2022-04", jobs=1)
    assert status(root, capsys)["2022-04", "de"]["build"]["state"] == "failed"


def test_an_issue_without_a_description_is_told(tmp_path: Path) -> None:
    root = desk.write(tmp_path, {n: t for n, t in FILES.items() if n.startswith("2022-03")}, series=SERIES)
    told = [one for one in api.check(root / "2022-03", jobs=1).diagnostics if one.code == "issue.undescribed"]
    assert [(one.span.path, one.hint) for one in told] == [
        ("book.toml", "add description = … to [locales.de]"),
        ("book.toml", "add description = … to [locales.en]"),
    ]


def test_a_chapter_that_is_no_text_keeps_nobody_from_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = desk.write(
        tmp_path, {name: text for name, text in FILES.items() if "2022-05" not in name}, series=SERIES
    )
    (root / "2022-04/chapters/de/02-b.md").write_bytes("# Über\n".encode("latin-1"))
    rows = status(root, capsys)
    assert {book for book, _ in rows} == {"2022-03", "2022-04"}
    assert rows["2022-04", "de"]["drafts"] == 0
