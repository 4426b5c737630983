"""Builds books with different fonts at once in one user's cache, and kills some of the builds.

`python -m tests.builds_at_once [SEED [BUILDS]]`.

The cache of a user keeps the font folders of a few books only, so each of these builds takes away what another one needs,
unless that is held while it is used.
"""

from __future__ import annotations

import hashlib
import math
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

from bookbuilder.html.subset_job import Subset
from bookbuilder.html.subsetter import subset_font
from tests.cases import book
from tests.commands import Command, program
from tests.conftest import REPO

BOOKS = 6
"""More than `library_files.KEPT_FOLDERS`."""
FACES = {
    "Regular": (400, "normal"),
    "Italic": (400, "italic"),
    "Medium": (500, "normal"),
    "Bold": (700, "normal"),
}
EDITIONS = '[editions.pdf]\nformat = "pdf"\n[editions.epub]\nformat = "epub"\n'
SENTENCES = (
    "Der Text des Buches Nummer {number} steht in seiner Schrift, nicht in der eines anderen. ",
    "*Kursiv steht dieser Satz des Buches Nummer {number}.* Und dieser steht aufrecht. ",
    "**Fett steht dieser Satz des Buches Nummer {number}.** Und dieser steht mager. ",
)
"""Each chapter needs another face, so that faces are read at several moments of a build."""


@cache
def _letters_of(face: str) -> bytes:
    """Return a face of Alegreya with few letters: half of each build would look whether the others are sound."""
    text = "".join(map(chr, (*range(0x20, 0x7F), *range(0x2010, 0x2015)))) + "äöüßÄÖÜ„“…\xa0\xad"
    return subset_font(Subset("font", (REPO / f"fonts/alegreya/Alegreya-{face}.ttf").read_bytes(), text, ""))


def variant(face: str, number: int, family: str) -> bytes:
    """Return a face of Alegreya as another font: smaller for each number, with letters of other widths, and renamed."""
    font = TTFont(BytesIO(_letters_of(face)), recalcTimestamp=False)
    font["head"].unitsPerEm += 37 * (number + 1)
    widths = font["hmtx"].metrics
    for name in ("e", "n", "i"):
        width, side = widths[name]
        widths[name] = width + 9 * number, side
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def written_book(root: Path, number: int) -> Path:
    """Write the book of a number: every other one has a family of its own, the others have faces of their own in one that
    the program ships."""
    family = f"Hausschrift {number}" if number % 2 else "Alegreya"
    folder = f"haus-{number}" if number % 2 else "alegreya"
    faces = "".join(
        f'  {{ file = "Alegreya-{face}.ttf", weight = {weight}, style = "{style}" }},\n'
        for face, (weight, style) in FACES.items()
    )
    files: dict[str, str | bytes] = {
        f"fonts/{folder}/Alegreya-{face}.ttf": variant(face, number, family) for face in FACES
    }
    files["fonts/fonts.toml"] = f'[{folder}]\nname = "{family}"\nfaces = [\n{faces}]\n'
    files["styles/dossier/theme.toml"] = f'[font]\ntext = "{family}"\n'
    for chapter, sentence in enumerate(SENTENCES, 1):
        text = (sentence.format(number=number) * 20 + "\n\n") * 4
        files[f"chapters/de/{chapter:02}-k.md"] = f"# Kapitel {chapter}\n\n{text}\n"
    return book.write(root, files, editions=EDITIONS)


def digests(root: Path) -> dict[str, str]:
    """Return the finished files of a book, and a hash of each."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "output").rglob("*"))
        if path.is_file()
    }


def places(folder: Path) -> Mapping[str, str]:
    """Return the environment in which the user's own files lie in a folder."""
    return {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CACHE", "STATE", "CONFIG")}


@dataclass(frozen=True)
class Outcome:
    """How many builds ended as they should, and how many were killed before."""

    finished: int
    killed: int


def builds_at_once(
    folder: Path, seed: int, builds: int, books: int = BOOKS, kill: float = 0.3, clean: float = 0.01
) -> Outcome:
    """Build all books at once, again and again, `builds` times in all; each build is killed with the probability `kill`, at
    any moment. Now and then the cache of a book is deleted while it is built.

    Each build that ends, and the last of every book, must have made the same bytes as a build that is alone with a cache of
    its own; none may end as a bug does.
    """
    chance = random.Random(seed)
    roots = [written_book(folder / f"book-{number}", number) for number in range(books)]
    expected, took = [], 0.0
    for number, root in enumerate(roots):
        started = time.monotonic()
        done = program().run("build", root, "--jobs", "1", environment=places(folder / f"alone-{number}"))
        took = time.monotonic() - started
        assert done.returncode == 0, done.stderr
        expected.append(digests(root))
    assert len({tuple(one.values()) for one in expected}) == books
    together, finished, killed = places(folder / "together"), 0, 0
    running: dict[int, Command] = {}
    ends: dict[int, float] = {}
    started = 0

    def right(number: int, what: str) -> None:
        made = digests(roots[number])
        assert made == expected[number], f"{what}: book {number} was made of something else"

    try:
        while running or started < builds:
            for number in chance.sample(range(books), books):
                if number not in running and started < builds:
                    for name in ("output", ".bookbuilder"):
                        if chance.random() < 0.7:
                            shutil.rmtree(roots[number] / name, ignore_errors=True)
                    jobs = str(chance.choice((1, 2)))
                    running[number] = program().start(
                        "build", roots[number], "--jobs", jobs, environment=together
                    )
                    if chance.random() < kill:
                        ends[number] = time.monotonic() + chance.uniform(0, took * books / 2)
                    started += 1
                    time.sleep(chance.uniform(0, took / 4))
                elif number in running and chance.random() < clean:
                    done = program().run("clean", roots[number], "--cache", environment=together)
                    assert done.returncode == 0, done.stderr
                elif number in running and ends.get(number, math.inf) < time.monotonic():
                    running[number].send_signal(signal.SIGKILL)
                if number in running and (code := running[number].poll()) is not None:
                    with running.pop(number) as command:
                        said = command.communicate()[1]
                    what = f"seed {seed}, after {started} builds"
                    fine = (0, -signal.SIGKILL, 128 + signal.SIGKILL) if number in ends else (0,)
                    ends.pop(number, None)
                    assert code in fine, f"{what}: book {number} ended with {code}\n{said}"
                    finished, killed = finished + (code == 0), killed + (code != 0)
                    if code == 0:
                        right(number, what)
            time.sleep(0.01)
    finally:
        for command in running.values():
            command.__exit__()
    for number, root in enumerate(roots):
        shutil.rmtree(root / "output", ignore_errors=True)
        done = program().run("build", root, environment=together)
        assert done.returncode == 0, done.stderr
        right(number, f"seed {seed}, afterwards")
    return Outcome(finished, killed)


def main(seed: int = 1, builds: int = 24) -> None:
    """Build so many times, and say what became of it."""
    with tempfile.TemporaryDirectory(prefix="at-once-") as folder:
        print(f"seed {seed}: {builds_at_once(Path(folder), seed, builds)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
