"""Whichever setting names a file or folder: a path that leads out of the book is told at that setting, and nothing is read
or written there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from tests.cases import book
from tests.sampled import sampled

EPUB = '[editions.epub]\nformat = "epub"\n'
PDF = '[editions.print]\nformat = "pdf"\n'
KEYS = {
    "pages_from": (f'{EPUB}pages_from = "@"\n', "x.json"),
    "pages_from of a locale": (f'{EPUB}pages_from = "@{{locale}}.json"\n', ""),
    "theme of an edition": (f'{PDF}theme = "@"\n', ""),
    "printer": (f'{PDF}printer = "@"\n', ""),
    "cover": (PDF, "x.png"),
    "output": (PDF, ""),
    "theme": (PDF, ""),
}
OUTSIDE = ("../aussen/", "../../", "/etc/", "a/../../", "link/", "link/../")
CASES = [(key, outside) for key in KEYS for outside in OUTSIDE]


@pytest.mark.parametrize(("key", "outside"), sampled(CASES, 4), ids=str)
def test_it_is_told_at_its_key(tmp_path: Path, key: str, outside: str) -> None:
    tables, file = KEYS[key]
    there = tmp_path / "aussen"
    there.mkdir()
    for name in ("x.json", "x.png", "de.json", "en.json"):
        (there / name).write_text("{}")
    path = outside + file if file or key.startswith("pages_from") else outside.rstrip("/")
    settings = book.settings(["de"]).replace("post@", "post(at)") + tables.replace("@", path)
    if key == "cover":
        settings = settings.replace("[locales.de]\n", f'[locales.de]\ncover = "{path}"\n')
    if key in ("output", "theme"):
        settings = settings.replace("[book]\n", f'[book]\n{key} = "{path}"\n')
    settings = settings.replace("post(at)", "post@")
    line = next(number for number, text in enumerate(settings.split("\n"), 1) if path in text)
    root = book.write(tmp_path / "buch", {"book.toml": settings, "chapters/de/01-a.md": book.CHAPTER})
    (root / "link").symlink_to(there)
    found = [one for one in api.build(root, jobs=1).diagnostics if one.severity == "error"]
    assert found
    assert {(one.span.path, one.span.line) for one in found} == {("book.toml", line)}, found
    assert sorted(entry.name for entry in there.iterdir()) == ["de.json", "en.json", "x.json", "x.png"]
    assert not (root / "output").exists()
