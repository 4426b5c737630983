"""`check --fix` changes what it may change, and not a byte more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Fix, Severity, Span
from bookbuilder.pipeline.apply_fixes import fixed_text
from tests.cases import book

BEFORE = """\ufeff---\r
title: Die "Lage  5-6\r
---\r
\r
Zwei  Worte, 1990-2022 und 5 - 10, am 17.1. war er "offen da.\r
\r
`a  b 5-6` [x  y](https://example.org/5-6 "5-6  x") [z]{index="a  5-6"} ![5-6](a.svg)\r
\r
```\r
5-6  c\r
```\r
\r
> Ein Zitat\r
> mit 3-4  Zeilen [on 5-6]{lang=en}\r
"""
AFTER = """\ufeff---\r
title: Die "Lage  5-6\r
---\r
\r
Zwei Worte, 1990–2022 und 5–10, am 17. 1. war er „offen da.\r
\r
`a  b 5-6` [x y](https://example.org/5-6 "5-6  x") [z]{index="a  5-6"} ![5-6](a.svg)\r
\r
```\r
5-6  c\r
```\r
\r
> Ein Zitat\r
> mit 3–4 Zeilen [on 5–6]{lang=en}\r
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": BEFORE.encode(),
        "chapters/de/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    }
    return book.write(tmp_path, files, editions='[editions.web]\nformat = "web"\n')


@pytest.mark.heavy
@pytest.mark.usefixtures("warm")
def test_certain_slips_are_mended(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = root / "chapters/de/01-a.md"
    assert main(["check", str(root), "--fix"]) == 0
    assert place.read_bytes().decode() == AFTER
    assert [p.name for p in place.parent.iterdir() if p.name.startswith(".")] == []
    said = capsys.readouterr().err
    assert "mended 9 places in 1 file" in said
    assert "01-a.md:2:" in said, "front matter is told of, but not changed"
    main(["check", str(root), "--fix"])
    assert place.read_bytes().decode() == AFTER
    assert "nothing could be mended" in capsys.readouterr().err


def test_a_place_that_has_changed_is_left_alone(root: Path) -> None:
    found = [d for d in api.check(root).diagnostics if d.fix]
    (root / "chapters/de/01-a.md").write_text("# A\n\nKurz.\n")
    assert api.fix(root, found) == ()
    assert (root / "chapters/de/01-a.md").read_text() == "# A\n\nKurz.\n"


def test_fixes_that_overlap_are_made_once() -> None:
    fixes = [
        Fix(Span("a", 1, 2), "  ", " "),
        Fix(Span("a", 1, 3), " ", ""),
        Fix(Span("a", 2, 1), "c", "d"),
        Fix(Span("a", 9, 1), "c", "d"),
    ]
    assert fixed_text("a  b\rc", fixes) == ("a b\rd", [fixes[0], fixes[2]])


@pytest.mark.parametrize("path", ["../outside.md", "link.md", "missing.md"])
def test_only_files_of_the_book_are_rewritten(root: Path, path: str) -> None:
    outside = root.parent / "outside.md"
    outside.write_text("a-b")
    os.symlink(outside, root / "link.md")
    fix = Fix(Span(path, 1, 2), "-", "–")
    with pytest.raises(BookbuilderError):
        api.fix(root, [Diagnostic("a.b", Severity.NOTICE, fix.span, "m", fix=fix)])
    assert outside.read_text() == "a-b"
