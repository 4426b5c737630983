"""A file that went out and comes back unchanged, also through LibreOffice, changes nothing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bookbuilder.cli import main
from bookbuilder.starters.starter import starters
from tests.proofs.merged_book import send

DOSSIER = Path(__file__).parents[2]
FILES = ("book.toml", "facts.toml", "glossary.toml", "names.toml", "sources.toml")
FOLDERS = ("chapters", "styles", "fonts", "math", "l10n")


def dossier(root: Path) -> Path:
    """Return a copy of the dossier."""
    root.mkdir()
    for name in FILES:
        shutil.copy(DOSSIER / name, root / name)
    for name in FOLDERS:
        if (DOSSIER / name).is_dir():
            shutil.copytree(DOSSIER / name, root / name)
    return root


@pytest.mark.heavy
@pytest.mark.parametrize("locale", ["de", "en", "de-x-leicht"])
@pytest.mark.parametrize("form", ["docx", "odt"])
def test_the_dossier_comes_home(tmp_path: Path, locale: str, form: str) -> None:
    root = dossier(tmp_path / "book")
    before = {place: place.read_bytes() for place in (root / "chapters").rglob("*.md")}
    sent = send(root, form, locale)
    files = {f"back.{form}": sent.data}
    if shutil.which("soffice"):
        place = tmp_path / f"out.{form}"
        place.write_bytes(sent.data)
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
        command += ["--convert-to", form, "--outdir", str(tmp_path / "saved"), str(place)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        files[f"saved.{form}"] = (tmp_path / "saved" / f"out.{form}").read_bytes()
    merged = sent.merge(files)
    assert len(merged.received) == len(files)
    assert [(one.kind, one.words, one.new) for one in merged.marks] == []
    assert {place: place.read_bytes() for place in before} == before


@pytest.mark.heavy
@pytest.mark.parametrize("form", ["docx", "odt"])
@pytest.mark.parametrize("kind", sorted(starters()))
def test_a_starter_comes_home(tmp_path: Path, kind: str, form: str) -> None:
    root = tmp_path / "book"
    assert main(["new", str(root), "--kind", kind]) == 0
    before = {place: place.read_bytes() for place in (root / "chapters").rglob("*.md")}
    sent = send(root, form)
    merged = sent.merge({f"back.{form}": sent.data})
    assert not merged.marks
    assert before == {place: place.read_bytes() for place in before}
