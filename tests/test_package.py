"""The wheel holds what the checkout holds: installed elsewhere, it makes the starter book and builds it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
MANUAL = (
    "from pathlib import Path; from bookbuilder.diagnostics import Findings; from bookbuilder.world import World;"
    " from bookbuilder.manual.manual_book import manual_files;"
    " print(*sorted((name, len(data)) for name, data in manual_files(World(Path()), Findings()).items()), sep='\\n')"
)
"""Lists the files of the book that the manual is; tests/manual builds it."""
RUN = "import sys; from bookbuilder.cli import main; sys.exit(main())"

WORDS = """
from pathlib import Path
from bookbuilder.locales import load, messages
from bookbuilder.world import World
world = World(Path())
for tag in ("de-CH", "ar-EG", "ja-JP", "en-GB"):
    there = load(tag, world)
    print(tag, [(m, [there.catalog.find(m, n) for n in range(12)]) for m in messages(world)])
"""


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a program and return what it prints; it must end well."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, REPO, cwd=folder)
    [made] = folder.glob("*.whl")
    return made


@pytest.mark.heavy
def test_the_wheel_holds_the_assets_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder, inside in (
        ("styles", "styles"),
        ("fonts", "fonts"),
        ("docs", "docs"),
        ("chapters", "starter/chapters"),
        ("l10n", "starter/l10n"),
    ):
        ours = {path.relative_to(REPO / folder) for path in (REPO / folder).rglob("*") if path.is_file()}
        assert {f"bookbuilder/_assets/{inside}/{path.as_posix()}" for path in ours} <= names
    assert {"bookbuilder/_assets/starter/book.toml", "bookbuilder/_assets/starter/facts.toml"} <= names
    samples = {path for path in (REPO / "bookbuilder/starters").glob("*/book/**/*") if path.is_file()}
    assert samples and {path.relative_to(REPO).as_posix() for path in samples} <= names
    locales = {place.parent.name for place in (REPO / "bookbuilder/locales").glob("*/messages.po")}
    catalogs = {f"bookbuilder/locales/{name}/messages.mo" for name in locales}
    assert {"bookbuilder/locales/messages.json", *catalogs} <= names
    assert not [name for name in names if name.endswith((".po", ".pot"))]
    assert "bookbuilder/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "bookbuilder/_assets/starter/names.toml" in names
    assert "bookbuilder/_assets/starter/sources.toml" in names
    assert "bookbuilder/_assets/starter/glossary.toml" in names
    assert {name.split("/")[0] for name in names} == {
        "bookbuilder",
        f"{wheel.name.split('-py3')[0]}.dist-info",
    }
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


@pytest.mark.heavy
def test_installed_elsewhere_it_builds_the_starter_book(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    pip = (
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        site,
        wheel,
    )
    run(*pip, cwd=tmp_path)
    where = run(
        sys.executable,
        "-c",
        "import bookbuilder; print(bookbuilder.__file__)",
        cwd=tmp_path,
        PYTHONPATH=str(site),
    )
    assert Path(where.strip()).is_relative_to(site)
    said = run(sys.executable, "-c", WORDS, cwd=tmp_path, PYTHONPATH=str(site))
    assert said == run(sys.executable, "-c", WORDS, cwd=tmp_path, PYTHONPATH=str(REPO))
    assert "Kapitel {number}" in said and "第{number}章" in said
    listed = run(sys.executable, "-c", RUN, "help", cwd=tmp_path, PYTHONPATH=str(site))
    assert "markdown" in listed and str(site) in listed
    page = run(sys.executable, "-c", RUN, "help", "markdown", cwd=tmp_path, PYTHONPATH=str(site))
    assert page == (REPO / "docs" / "markdown.md").read_text(encoding="utf-8")
    manual = run(sys.executable, "-c", MANUAL, cwd=tmp_path, PYTHONPATH=str(site))
    assert manual == run(sys.executable, "-c", MANUAL, cwd=tmp_path, PYTHONPATH=str(REPO))
    assert "chapters/de/" in manual and "book.toml" in manual
    run(
        sys.executable,
        "-c",
        RUN,
        "new",
        "leer",
        "--kind",
        "empty",
        "-l",
        "fr",
        cwd=tmp_path,
        PYTHONPATH=str(site),
    )
    run(sys.executable, "-c", RUN, "new", "mine", cwd=tmp_path, PYTHONPATH=str(site))
    run(sys.executable, "-c", RUN, "build", "--locale", "de", cwd=tmp_path / "mine", PYTHONPATH=str(site))
    made = {path.suffix for path in (tmp_path / "mine" / "output").rglob("*") if path.is_file()}
    assert {".pdf", ".epub", ".html"} <= made
