"""Measures the preview: `python -m tests.bench.screen --pages dossier,400,400+`.

For each book: how long it takes until the preview listens, and until it shows the first page; how long from saving a chapter
to its changed page in Chromium, beside `build --watch` of the whole book; and the memory of all its processes, at rest and
at the peak. Medians are printed.
"""

from __future__ import annotations

import argparse
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bookbuilder.workers.idle_workers import AWAKE
from tests.bench.__main__ import BUILD, DOSSIER, ROOT, _dossier, _pass_on, _sentence
from tests.bench.corpus import write
from tests.bench.measure import ENVIRONMENT, EVERY, memory, session

ROUNDS = 5
ALL = "+"
"""Behind a number of pages: the generated book is also made as an e-book and for the web, as real books are."""
OTHERS = '\n[editions.epub]\nformat = "epub"\n\n[editions.web]\nformat = "web"\n'


@dataclass
class Running:
    """A command that stays: what it says, and the most memory of all its processes so far, in MiB."""

    process: subprocess.Popen[str]
    lines: queue.Queue[str] = field(default_factory=queue.Queue)
    peak: float = 0.0

    def wait_for(self, words: str) -> str:
        """Return the next line with these words."""
        while words not in (line := self.lines.get(timeout=600)):
            pass
        return line

    def now(self) -> float:
        """Return the memory of all its processes."""
        return sum(map(memory, session(self.process.pid)))


@contextmanager
def running(*words: str | Path) -> Iterator[Running]:
    """Run a command that stays, and end it."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUILD, *map(str, words)], cwd=ROOT, env={**ENVIRONMENT, "COLUMNS": "200"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    made = Running(process)
    assert process.stdout is not None
    threading.Thread(target=_pass_on, args=(process.stdout, made.lines), daemon=True).start()

    def look() -> None:
        while process.poll() is None:
            made.peak = max(made.peak, made.now())
            time.sleep(EVERY)

    threading.Thread(target=look, daemon=True).start()
    try:
        yield made
    finally:
        process.terminate()
        process.wait()


class Edits:
    """Edits of a chapter in the middle of a book, each another one."""

    def __init__(self, book: Path) -> None:
        chapters = sorted((book / "chapters/de").glob("*.md"))
        self.chapter = chapters[len(chapters) // 2]
        self.before = self.chapter.read_text(encoding="utf-8")
        self.number = 0

    def save(self) -> None:
        """Save the chapter with another sentence."""
        self.number += 1
        self.chapter.write_text(_sentence(self.before, f" Satz {self.number}."), encoding="utf-8")

    @property
    def place(self) -> dict[str, object]:
        """Where the changed sentence is."""
        text = self.chapter.read_text(encoding="utf-8")
        at = text.index(" Satz ") + 2
        line = text.count("\n", 0, at) + 1
        path = self.chapter.relative_to(self.chapter.parents[2]).as_posix()
        return {"path": path, "line": line, "column": at - text.rfind("\n", 0, at)}


def shown(page: Page, edits: Edits) -> float:
    """Return the seconds from saving a chapter to the new picture of a page that is looked at."""
    old = page.evaluate("() => [...document.querySelectorAll('img.page')].map(one => one.src)")
    started = time.perf_counter()
    edits.save()
    page.wait_for_function(
        """old => [...document.querySelectorAll('img.page')].some(
            (one, at) => old[at] && one.src !== old[at] && one.complete)""",
        arg=old, polling=10, timeout=600_000,
    )  # fmt: skip
    return time.perf_counter() - started


def measure(book: Path) -> dict[str, float]:
    """Measure a book."""
    result: dict[str, float] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        started = time.perf_counter()
        with running("preview", book) as preview:
            address = preview.wait_for("http://").strip()
            result["seconds until the preview listens"] = time.perf_counter() - started
            page = browser.new_page(viewport={"width": 1200, "height": 900})
            page.goto(address)
            page.wait_for_selector("img.page[src]", timeout=600_000)
            result["seconds until the first page, nothing built before"] = time.perf_counter() - started
            preview.wait_for(" editions in ")
            edits = Edits(book)
            edits.save()
            preview.wait_for(" editions in ")
            asked = page.evaluate(
                "async at => (await fetch(`place/de/pdf?${new URLSearchParams(at)}`)).json()", edits.place
            )
            page.evaluate(
                "number => document.querySelector(`img.page[data-number='${number}']`).scrollIntoView()",
                asked["page"],
            )
            time.sleep(3)
            on_screen = []
            for _ in range(ROUNDS):
                on_screen.append(shown(page, edits))
                preview.wait_for(" editions in ")
                time.sleep(1)
            result["seconds from saving to the screen"] = statistics.median(on_screen)
            time.sleep(5)
            result["MiB after five edits"], result["MiB at the peak"] = preview.now(), preview.peak
            time.sleep(AWAKE)
            result["MiB at rest, a minute later"] = preview.now()
            result["seconds from saving to the screen after that"] = shown(page, edits)
        browser.close()
    shutil.rmtree(book / ".bookbuilder")  # or the preview alone would have made everything
    with running("build", book, "--watch") as watch:
        watch.wait_for("waiting")
        times = []
        for _ in range(ROUNDS + 1):
            time.sleep(1)
            began = time.perf_counter()
            edits.save()
            watch.wait_for(" made in ")
            times.append(time.perf_counter() - began)
        result["seconds of --watch, all editions"] = statistics.median(times[1:])
        result["MiB of --watch at the peak"] = watch.peak
    edits.chapter.write_text(edits.before, encoding="utf-8")
    return result


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", default=f"{DOSSIER},400,400{ALL}")
    for pages in parser.parse_args().pages.split(","):
        with tempfile.TemporaryDirectory() as folder:
            book, number = Path(folder) / "book", pages.removesuffix(ALL)
            book = _dossier(book) if pages == DOSSIER else write(book, int(number))
            if pages != number:
                with (book / "book.toml").open("a", encoding="utf-8") as file:
                    file.write(OTHERS)
            print(f"{pages}:")
            for name, value in measure(book).items():
                print(f"  {name}: {value:.2f}")


if __name__ == "__main__":
    main()
