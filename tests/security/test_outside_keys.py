"""Whichever setting names a file or folder: a path that leads out of the book is told at that setting, and nothing is read
or written there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from tests.cases import book
from tests.sampled import sampled
from tests.security.path_keys import ROOT, files_with

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


@pytest.mark.parametrize(("key", "outside"), sampled(CASES, 9), ids=str)
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


FONT = min((ROOT / "fonts").rglob("*.ttf"), key=lambda path: path.stat().st_size)
VALUES = ("../../aussen/x.json", "/etc/hostname", "../../../x.json")


@pytest.mark.parametrize(
    ("setting", "value"),
    sampled(((name, VALUES[number % 3]) for number, name in enumerate(sorted(files_with("")))), 40),
)
def test_no_finding_stands_at_the_path(tmp_path: Path, setting: str, value: str) -> None:
    """Of every setting that can hold a text, path or not: what is said of it stands where it is written."""
    files = {**files_with(value)[setting]}
    files.setdefault("chapters/de/01-a.md", book.CHAPTER)
    if not files.get("book.toml", "book.").startswith("book."):
        files["book.toml"] = book.settings(["de"], editions=files["book.toml"])
    font = {"fonts/haus/x.ttf": FONT.read_bytes()} if "fonts/fonts.toml" in files else {}
    root = book.write(tmp_path / "buch", {**files, **font}, editions=PDF + EPUB)
    (root.parent / "aussen").mkdir()
    (root.parent / "aussen/x.json").write_text("SECRET")
    (root / "link").symlink_to(root.parent / "aussen")
    places = {
        (path, number)
        for path, text in files.items()
        for number, line in enumerate(text.split("\n"), 1)
        if value in line
    }
    assert len(places) == 1
    for one in api.build(root, jobs=1).diagnostics:
        assert not one.span.path.startswith(("/", "..", "link")) and "aussen" not in one.span.path, one
        if value in one.message + one.hint or "aussen" in one.message:
            assert (one.span.path, one.span.line) in places, one
    assert [entry.name for entry in (root.parent / "aussen").iterdir()] == ["x.json"]
