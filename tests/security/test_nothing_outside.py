"""A build asks no host, starts no program and opens no file but those of the book, the program and Python itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

from bookbuilder import user_folders
from tests.cases import book
from tests.cases.case import ROOT

pytestmark = pytest.mark.heavy

HERE = Path(__file__).parent
SHIPPED = ("bookbuilder", "styles", "fonts")

EVIL = """\
# A

[words](https://example.org) and [more](https://example.org/a){.x}

::: figure {credit="x"}
![a](p.svg)

Caption
:::

[fact]{amount="200e6 USD"} and [day]{date=2022-01-17}.[^n]

[^n]: A note.
"""


def watched(root: Path, **environment: str) -> dict[str, list[list[str]]]:
    """Build a book in a process of its own and return what it did."""
    done = subprocess.run(
        [sys.executable, HERE / "build_watched.py", root],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[list[str]]] = json.loads(done.stdout)
    return found


def allowed(path: str, root: Path) -> bool:
    """Whether a build may open a file: that of the book, of the program, of Python and its packages, or of the user's own
    places for the program."""
    place = Path(os.path.realpath(os.path.join(root, path)))
    python = {Path(p).resolve() for p in (*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix)}
    own = [
        Path(os.environ[name]).resolve() for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    ]
    own += [Path(os.environ[name]).resolve() for name in (user_folders.SYSTEM_TMPDIR,) if name in os.environ]
    inside = [
        root.resolve(),
        *(place / "bookbuilder" for place in own),
        *own,
        *python,
        *(ROOT / name for name in SHIPPED),
    ]
    if any(place.is_relative_to(folder) for folder in inside) or place in {one.parent for one in own}:
        return True
    # Python tries with a file of eight random letters whether the folder for temporary files can be written.
    if place.parent == Path(tempfile.gettempdir()).resolve() and re.fullmatch(r"[a-z0-9_]{8}", place.name):
        return True
    # What the interpreter asks of the machine: lists of libraries, the zone of time, its own random numbers.
    return bool(
        re.match(
            r"/(etc/(ld\.so\.cache|localtime|mime\.types|nsswitch\.conf)|dev/(u?random|null)|proc/self/)",
            str(place),
        )
    )


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[list[str]]]]:
    """A book in every format, built while somebody watches."""
    root = tmp_path_factory.mktemp("watched") / "book"
    picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 1"><rect width="9" height="1"/></svg>'
    files = {"chapters/de/01-a.md": EVIL, "chapters/de/p.svg": picture}
    return root, watched(book.write(root, files))


def test_the_book_is_built(seen: tuple[Path, dict[str, list[list[str]]]]) -> None:
    assert seen[1]["said"] == []
    assert seen[1]["made"]


def test_the_watch_sees_what_is_read(seen: tuple[Path, dict[str, list[list[str]]]]) -> None:
    opened = {path for event, path in seen[1]["seen"] if event == "open"}
    assert any(path.endswith("chapters/de/01-a.md") for path in opened)
    assert any(path.endswith("styles/dossier/print.css") for path in opened)


def test_no_file_outside_is_opened(seen: tuple[Path, dict[str, list[list[str]]]]) -> None:
    root, found = seen
    assert [path for event, path in found["seen"] if event == "open" and not allowed(path, root)] == []


def test_no_host_is_asked_and_no_program_started(seen: tuple[Path, dict[str, list[list[str]]]]) -> None:
    assert [(event, what) for event, what in seen[1]["seen"] if event != "open"] == []


def test_nothing_outside_is_opened_by_the_libraries_of_the_system(tmp_path: Path) -> None:
    """Pango and fontconfig open files behind Python's back; where there is a home with fonts, they do not look there."""
    home = tmp_path / "home"
    for folder in (".fonts", ".local/share/fonts", ".config/fontconfig"):
        (home / folder).mkdir(parents=True)
    font = ROOT / "fonts/source-code-pro/SourceCodePro-Regular.ttf"
    shutil.copy(font, home / ".fonts/a.ttf")
    (home / ".config/fontconfig/fonts.conf").write_text(
        "<fontconfig><dir>/usr/share/fonts</dir></fontconfig>"
    )
    text = {"chapters/de/01-a.md": "# A\n\nEin Satz.\n"}
    one = book.write(tmp_path / "one", text, editions=book.PRINT)
    two = book.write(tmp_path / "two", text, editions=book.PRINT)
    watched(one)
    watched(
        two, HOME=str(home), XDG_CONFIG_HOME=str(home / ".config"), XDG_DATA_HOME=str(home / ".local/share")
    )
    assert not [place for place in home.rglob("*") if "cache" in place.name]
    assert (one / "output/fall.de.print.pdf").read_bytes() == (two / "output/fall.de.print.pdf").read_bytes()


ATTACKS = """
@import url(file:///etc/passwd);
@font-face { font-family: X; src: url(http://127.0.0.1:9/x.woff) }
p { background: url(http://127.0.0.1:9/a.png), url(file:///etc/passwd); list-style-image: url(//127.0.0.1:9/b.png);
    content: url(../../../../etc/hostname) }
"""


@pytest.mark.parametrize("path", ["print.css", "templates/titlepage.html.j2"])
def test_a_theme_of_the_book_fetches_nothing(path: str, tmp_path: Path) -> None:
    """What a sheet names is refused when that is made; what a template names, when WeasyPrint asks for it."""
    sheet = (ROOT / "styles/dossier/print.css").read_text(encoding="utf-8")
    own = f"{ATTACKS}{sheet}{ATTACKS}" if path == "print.css" else f"<style>{ATTACKS}</style><p>A</p>"
    files = {"chapters/de/01-a.md": "# A\n\nEin Satz.\n", f"styles/dossier/{path}": own}
    found = watched(book.write(tmp_path, files, editions=book.PRINT))
    assert [what for event, what in found["seen"] if event != "open" or not allowed(what, tmp_path)] == []
    said = "\n".join(map(str, found["said"]))
    assert not found["made"]
    for address in (
        "http://127.0.0.1:9/x.woff",
        "http://127.0.0.1:9/a.png",
        "//127.0.0.1:9/b.png",
        "file:///etc/passwd",
    ):
        assert f"loads {address} from elsewhere [address.remote]" in said
    assert "names ../../../../etc/hostname, which is not in the edition [address.absent]" in said
