"""Every command that writes into a book writes all or nothing, whatever the system refuses, and says what that was."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bookbuilder.cli import main
from bookbuilder.open_folder import Folder
from tests.cases import book
from tests.cases.case import ROOT
from tests.commands import program
from tests.conftest import BUILD

FACTS = "[aid]\namount = '200e6 USD'\nequivalent = 'EUR'\ndate = 2022-01-17\n"
FILES = {
    "chapters/de/01-a.md": '# Eins\n\nEin  Satz - mit [100 Euro]{amount="100 EUR"}.\n\n![Ein Bild](a.svg)\n',
    "chapters/de/02-b.md": "# Zwei\n\nNoch ein  Satz.\n",
    "chapters/de/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    "chapters/en/01-a.md": '# One\n\nA sentence with [100 euros]{amount="100 EUR"}.\n\n![A picture](a.svg)\n',
    "chapters/en/02-b.md": "# Two\n\nOne more.\n",
    "chapters/it/01-a.md": "# Uno\n\nUna frase.\n",
    "facts.toml": FACTS,
}
COMMANDS: dict[str, list[str]] = {
    "new-locale": ["new-locale", "fr", "--book", "BOOK"],
    "new-locale --inherits": ["new-locale", "de-AT", "--inherits", "de", "--book", "BOOK"],
    "sync": ["translate", "sync", "--same", "-l", "en", "--book", "BOOK"],
    "adopt": ["translate", "adopt", "--list", "--book", "BOOK"],
    "export": ["translate", "export", "en", "--split", "--into", "BOOK/xliff", "--book", "BOOK"],
    "promote": ["facts", "promote", "BOOK"],
    "rates": ["facts", "rates", "BOOK"],
    "fix": ["check", "--quick", "--fix", "BOOK"],
    "new": ["new", "BOOK/new"],
    "import": ["import", "ARTICLE", "--dir", "BOOK/imported", "--around", "2022-01"],
}
ERRORS = (errno.ENOSPC, errno.EFBIG, errno.EMFILE, errno.EIO, errno.EROFS, errno.EDQUOT)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A book with something to do for every command."""
    shutil.copy(ROOT / "tests/importer/woche.txt", tmp_path / "artikel.txt")
    return book.write(tmp_path / "book", FILES, editions=book.PRINT)


def contents(root: Path) -> dict[str, bytes]:
    """Return the files of a book, its folders as well, without what the program notes for itself."""
    return {
        place.relative_to(root).as_posix(): place.read_bytes() if place.is_file() else b""
        for place in sorted(root.rglob("*"))
        if ".bookbuilder" not in place.parts
    }


def failing(root: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: int) -> Callable[[], int]:
    """Have the system refuse the n-th step of what is written into a book; return how many steps there were."""
    count = 0

    def play(name: str) -> None:
        real = getattr(Folder, name)

        def step(folder: Folder, *given: object) -> object:
            nonlocal count
            if (
                folder.place.startswith(str(root)) and ".bookbuilder" not in folder.place
            ):  # the cache may fail
                count += 1
                if count == number:
                    raise OSError(code, os.strerror(code), folder.place)
            return real(folder, *given)

        monkeypatch.setattr(Folder, name, step)

    for name in ("write", "move", "make_new"):
        play(name)
    return lambda: count


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_writes_all_or_nothing(
    command: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word.replace("BOOK", str(root)) for word in COMMANDS[command]]
    words = [word.replace("ARTICLE", str(root.parent / "artikel.txt")) for word in words]
    before, number = contents(root), 0
    while True:
        number += 1
        code = ERRORS[number % len(ERRORS)]
        with monkeypatch.context() as patch:
            steps = failing(root, patch, number, code)
            ended = main(words)
            done = steps()
        said = "".join(capsys.readouterr())
        assert "Traceback" not in said and "Sorry" not in said, said
        if done < number:
            break
        assert contents(root) == before, f"step {number} of {command}"
        assert ended in (1, 2) and os.strerror(code) in said.replace("\n", " "), said
    assert number > 3 and ended in (0, 1) and contents(root) != before


@pytest.mark.parametrize(
    "link", ["l10n", "l10n/en", "l10n/fr", "chapters/fr", "book.toml", "facts.toml", "chapters"]
)
@pytest.mark.parametrize("command", list(COMMANDS)[:7])
def test_a_command_writes_nothing_behind_a_link_and_then_nothing_at_all(
    command: str, link: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`new-locale` left the chapters behind, when the states could not be written."""
    place, elsewhere = root / link, tmp_path / "elsewhere"
    if place.exists():
        shutil.move(place, elsewhere)
    elif "." in link:
        elsewhere.touch()
    else:
        elsewhere.mkdir()
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(elsewhere)
    before, there = contents(root), contents(tmp_path)
    ended = main([word.replace("BOOK", str(root)) for word in COMMANDS[command]])
    said = "".join(capsys.readouterr())
    assert "Traceback" not in said, said
    assert (
        contents(tmp_path) == there
        if ended
        else not elsewhere.is_dir() or contents(tmp_path).keys() >= there.keys()
    )
    assert {name: data for name, data in contents(tmp_path).items() if name.startswith("elsewhere")} == {
        name: data for name, data in there.items() if name.startswith("elsewhere")
    }
    assert (contents(root) == before) or ended == 0


FEWEST_FILES = ("RLIMIT_NOFILE", 9)
LIMITS = [
    ("RLIMIT_FSIZE", 0),
    ("RLIMIT_FSIZE", 1000),
    ("RLIMIT_FSIZE", 20 * 1024),
    FEWEST_FILES,
    ("RLIMIT_NOFILE", 12),
    ("RLIMIT_NOFILE", 17),
]


@pytest.mark.heavy
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(("limit", "value"), LIMITS)
def test_a_limit_of_the_system_is_told(limit: str, value: int, jobs: str, tmp_path: Path) -> None:
    """`ulimit -f` and `ulimit -n`: a build is made, or nothing is, and a sentence says why."""
    root = book.write(tmp_path / "book", {"chapters/de/01-a.md": "# A\n\nEin Satz.\n"}, editions=book.PRINT)
    which, words = getattr(resource, limit), ("build", root, "-j", jobs)
    if (limit, value) == FEWEST_FILES:  # loading the program opens files as well

        def lower() -> None:
            resource.setrlimit(which, (value, value))

        ended = subprocess.run(
            [sys.executable, "-c", BUILD, *words],
            capture_output=True, text=True, timeout=300, check=False, preexec_fn=lower,
        )  # fmt: skip
    else:
        ended = program().run(*words, limits=[(which, value)])
    said = ended.stdout + ended.stderr
    assert "Traceback" not in said and "Sorry" not in said, said
    made = [place.name for place in root.glob("output/*")]
    if ended.returncode == 0:
        assert made == ["fall.de.print.pdf"] and limit == "RLIMIT_NOFILE"
    else:
        assert (ended.returncode, made) == (1, [])
        assert ("[output.unwritable]" if limit == "RLIMIT_FSIZE" else "[system.limit]") in said
