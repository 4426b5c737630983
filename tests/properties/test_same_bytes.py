"""The same book gives the same files, all of them: in another folder, by another user, on a machine set up otherwise."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cases import book
from tests.cases.case import ROOT

CODE = """
import os, sys
os.umask(int(sys.argv[2], 8))
from pathlib import Path
from bookbuilder import api
result = api.build(Path(sys.argv[1]))
sys.exit("\\n".join(map(str, result.diagnostics)) if result.diagnostics else 0)
"""

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="2" height="1" fill="#888"/></svg>'
)
CHAPTERS = {
    "01-a.md": """\
---
title: Der Anfang
kind: day
date: 2022-01-17
events: ["[viel]{fact=aid}"]
---

[Kiew]{index="Kiew" of=places} und [Selenskyj]{index="Selenskyj"}, [](#02-b){ref=page}, [](#f).[^n]

[^n]: Eine [Note](https://example.org).

::: figure {#f credit="x"}
![Ein Bild](p.svg)

Bildunterschrift, [viel]{fact=aid}.
:::

::: chronology
:::
""",
    "02-b.md": "# Das Ende\n\n[Kiew]{index=Kiew of=places}\n\n::: index\n:::\n\n"
    "::: index {of=places title=Orte}\n:::\n",
    "p.svg": PICTURE,
}
FACTS = "[aid]\namount = '200e6 USD'\nequivalent = 'EUR'\nrate = '1.1345'\n"


def made(root: Path, umask: str, **environment: str) -> dict[str, bytes]:
    """Build a book in a process of its own; return its files by name."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, root, umask],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=root.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    assert done.returncode == 0, done.stderr
    output = root / "output"
    return {str(p.relative_to(output)): p.read_bytes() for p in sorted(output.rglob("*")) if p.is_file()}


@pytest.mark.heavy
def test_the_same_bytes_anywhere(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"chapters/{tag}/{n}": t for tag in ("de", "en") for n, t in CHAPTERS.items()
    }
    one = book.write(tmp_path / "one", {**files, "facts.toml": FACTS})
    two = tmp_path / "a longer way" / "to the same bo\u00f6k"
    shutil.copytree(one, two)
    for place in sorted(two.rglob("*"), reverse=True):
        os.utime(place, (1, 1))
    first = made(one, "022", PYTHONHASHSEED="0", TZ="UTC", LANG="C", LC_ALL="C", COLUMNS="80")
    second = made(
        two,
        "077",
        PYTHONHASHSEED="4711",
        TZ="Pacific/Auckland",
        LANG="tr_TR.UTF-8",
        LC_ALL="tr_TR.UTF-8",
        SOURCE_DATE_EPOCH="1",
        HOME=str(tmp_path / "nowhere"),
        COLUMNS="20",
        PYTHONUTF8="0",
    )
    assert [name for name in first if first[name] != second.get(name)] == []
    assert first.keys() == second.keys()
    assert {Path(name).suffix for name in first} >= {".pdf", ".epub", ".html"}
    assert made(one, "022") == first  # and once more, with a cache that is full
