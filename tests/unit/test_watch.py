"""`build --watch`: stays, makes the book again after every change, and says in one line what came of it."""

from __future__ import annotations

import json
import queue
import re
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from bookbuilder import api
from tests.cases import book
from tests.commands import program
from tests.kills import CHAPTER, TWO

pytestmark = pytest.mark.heavy

FIRST = "chapters/de/01-a.md"
LINE = re.compile(r"(?P<what>.+?): (?P<made>.+) in \d+\.\d s(?P<parts> \(.+\))?")


class Watch:
    """A build that stays, and what it says."""

    def __init__(self, root: Path, *options: str) -> None:
        self.root = root
        self.process = program().start("build", root, "--watch", "--jobs", "1", *options)
        self.said: queue.Queue[str] = queue.Queue()
        stream = self.process.stdout if "--json" in options else self.process.stderr
        self.reader = threading.Thread(target=self._listen, args=(stream,))
        self.reader.start()

    def _listen(self, stream: IO[str]) -> None:
        for line in stream:
            self.said.put(line.rstrip("\n"))

    def next(self) -> tuple[str, str, str, list[str]]:
        """Return what the next line says: what changed, what was made, of which parts, and the lines before it."""
        before: list[str] = []
        while True:
            line = self.said.get(timeout=60)
            if match := LINE.fullmatch(line):
                return match["what"], match["made"], match["parts"] or "", before
            before.append(line)

    def quiet(self) -> bool:
        """Whether nothing more is said for a second."""
        try:
            self.said.get(timeout=1)
        except queue.Empty:
            return True
        return False

    def end(self) -> int:
        with self.process:
            self.process.send_signal(signal.SIGINT)
            code = self.process.wait(timeout=60)
            self.reader.join()
        return code


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """A watched book that was built once."""
    watch = Watch(book.write(tmp_path / "book", TWO, editions=book.PRINT))
    try:
        what, made, parts, _ = watch.next()
        assert (what, made) == ("the book", "1 made")
        assert parts.endswith(" laid out, 0 from the cache)")
        assert watch.said.get(timeout=60) == "waiting for changes; Ctrl-C ends this"
        yield watch
    finally:
        assert watch.end() == 130


def fresh(watch: Watch, folder: Path) -> bytes:
    """Return the file that a build without a cache makes of the book as it is now."""
    files = {
        place.relative_to(watch.root).as_posix(): place.read_bytes() for place in watch.root.rglob("*.md")
    }
    (made,) = api.build(book.write(folder, files, editions=book.PRINT), jobs=1).files
    return made.read_bytes()


def test_changes_are_built_and_told_in_one_line(watch: Watch, tmp_path: Path) -> None:
    (watch.root / CHAPTER).write_text("# Zwei\n\nNeu.\n")
    what, made, parts, before = watch.next()
    assert (what, made, before) == (CHAPTER, "1 made", [])
    assert re.fullmatch(r" \(7 parts of PDFs: 1 laid out, 6 from the cache\)", parts)
    (finished,) = (watch.root / "output").iterdir()
    assert finished.read_bytes() == fresh(watch, tmp_path / "one")

    # A burst is built once. It is renamed into its place, as editors do, so that it takes no time.
    saved = []
    for number in range(5):
        for name, title in ((FIRST, "Eins"), (CHAPTER, "Zwei")):
            hidden = (watch.root / name).with_name(f".{number}-{title}")
            hidden.write_text(f"# {title}\n\nSatz {number}.\n")
            saved.append((hidden, watch.root / name))
    for hidden, place in saved:
        hidden.rename(place)
    what, made, _, _ = watch.next()
    assert (what, made) == (f"{FIRST}, {CHAPTER}", "1 made")
    assert watch.quiet()
    assert finished.read_bytes() == fresh(watch, tmp_path / "two")


def test_a_file_that_is_half_written_is_told_and_survived(watch: Watch, tmp_path: Path) -> None:
    (finished,) = (watch.root / "output").iterdir()
    before = finished.read_bytes()
    whole = "# Zwei\n\nEin Satz über Füße.\n".encode()
    (watch.root / CHAPTER).write_bytes(whole[: whole.index(b"\xc3") + 1])
    what, made, _, said = watch.next()
    assert (what, made) == (CHAPTER, "1 error: nothing was written")
    assert any("[file.encoding]" in line for line in said)
    (watch.root / CHAPTER).unlink()
    assert watch.next()[0] == CHAPTER
    (watch.root / "book.toml").write_bytes(b"")
    what, made, _, _ = watch.next()
    assert (what, made.partition(": ")[2]) == ("book.toml", "nothing was written")
    book.write(watch.root, TWO | {CHAPTER: whole}, editions=book.PRINT)
    assert watch.next()[1] == "1 made"
    assert finished.read_bytes() == fresh(watch, tmp_path / "fresh") != before


def test_what_a_build_writes_itself_and_what_editors_leave_is_no_change(watch: Watch) -> None:
    for name in ("output/x.txt", ".hidden", f"{FIRST}~", "chapters/de/.01-a.md.swp", "chapters/de/4913"):
        (watch.root / name).write_text("x")
    assert watch.quiet()
    assert watch.process.poll() is None


def test_what_was_watched_is_known_to_the_next_build(watch: Watch) -> None:
    (watch.root / CHAPTER).write_text("# Zwei\n\nNeu.\n")
    assert watch.next()[1] == "1 made"
    assert api.build(watch.root).unchanged


def test_each_build_says_its_events(tmp_path: Path) -> None:
    root = book.write(tmp_path / "book", TWO, editions=book.PRINT)
    watch = Watch(root, "--json")

    def events() -> list[dict[str, object]]:
        found = [json.loads(watch.said.get(timeout=60))]
        while found[-1]["event"] != "done":
            found.append(json.loads(watch.said.get(timeout=60)))
        return found

    try:
        first, *_, file, done = events()
        assert first == {"event": "started", "changed": []}
        assert file["event"] == "file" and str(file["path"]).endswith("fall.de.print.pdf") and done["ok"]
        (root / CHAPTER).write_text("# Zwei\n\nSiehe [](#nirgends).\n", encoding="utf-8")
        first, wrong, done = events()
        assert first == {"event": "started", "changed": [CHAPTER]}
        assert (wrong["event"], wrong["code"], done["ok"]) == ("diagnostic", "reference.unknown", False)
    finally:
        assert watch.end() == 130
