"""Measures builds beside plain WeasyPrint, pandoc with WeasyPrint, and Typst, and writes the table of docs/performance.md.

    python -m tests.bench [--pages dossier,10,100,400,1000] [--rounds 5] [--into docs/performance.md]

In every round each program makes the same book once, one after the other, so that whatever else the machine does falls
on all of them.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import queue
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench import corpus
from tests.bench.measure import Cost, run
from tests.dossier_files import copy_files

ROOT = Path(__file__).parents[2]
BUILD = "import sys; from bookbuilder.cli import main; sys.exit(main())"
TYPST = (
    "import sys, typst;"
    "typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)"
)
TYPST_AGAIN = """
import sys, time, typst
compiler = typst.Compiler(sys.argv[1], font_paths=[sys.argv[3]], ignore_system_fonts=True)
compiler.compile(output=sys.argv[2])
text = open(sys.argv[1]).read()
at = text.index("\\n\\n", len(text) // 2)
open(sys.argv[1], "w").write(text[:at] + " Noch ein Satz." + text[at:])
started = time.perf_counter()
compiler = typst.Compiler(sys.argv[1], font_paths=[sys.argv[3]], ignore_system_fonts=True)
compiler.compile(output=sys.argv[2])
print(time.perf_counter() - started, file=sys.stderr)
"""

Runs = dict[str, list[Cost]]


DOSSIER = "dossier"


class Bench:
    """One book, made by everybody: one of some length, or the dossier, which says in our language what others cannot say."""

    def __init__(self, folder: Path, pages: str) -> None:
        self.dossier = pages == DOSSIER
        self.book = _dossier(folder / "book") if self.dossier else corpus.write(folder / "book", int(pages))
        self.plain, self.out = folder / "plain", folder / "out"
        self.out.mkdir(parents=True)
        self.chapters = sorted((self.book / "chapters/de").glob("*.md"))
        self.runs: Runs = {}
        _python("-m", "tests.bench.plain", "prepare", self.book, self.plain)

    def note(self, name: str, cost: Cost) -> None:
        """Keep what a run cost, and say it."""
        self.runs.setdefault(name, []).append(cost)
        print(f"  {name}: {cost.wall:.2f} s, {cost.cpu:.2f} CPU s, {cost.memory:.0f} MiB", file=sys.stderr)

    def round(self) -> None:
        """Let everybody make the book once."""
        shutil.rmtree(self.book / ".bookbuilder", ignore_errors=True)
        self.note("bookbuilder, cold", self.ours())
        self.note("bookbuilder, nothing changed", self.ours())
        with changed(self.chapters[len(self.chapters) // 2], _sentence):
            self.note("bookbuilder, one chapter edited", self.ours())
        self.ours()
        with changed(self.chapters[0], _pages):
            self.note("bookbuilder, all later pages moved", self.ours())
        self.ours()
        self.note("bookbuilder --watch, one chapter edited", self.watched())
        self.note(
            "plain WeasyPrint", _run("-m", "tests.bench.plain", "print", self.plain, self.out / "plain.pdf")
        )
        if (self.book / "pandoc.md").exists():
            self.note("pandoc → WeasyPrint", self.pandoc())
        source = self.book / "book.typ"
        if source.exists():
            self.typst(source)
        if self.dossier:
            self.check()

    def check(self) -> None:
        """Let every edition in every language be judged by all validators, and once more, when their verdicts are known."""
        for name in ("bookbuilder check, all editions, all validators", "the same again"):
            self.note(name, _run("-c", BUILD, "check", self.book))

    def typst(self, source: Path) -> None:
        fonts = ROOT / "fonts"
        self.note("Typst", _run("-c", TYPST, source, self.out / "typst.pdf", fonts))
        text = source.read_text(encoding="utf-8")
        done = _python("-c", TYPST_AGAIN, source, self.out / "typst.pdf", fonts)
        source.write_text(text, encoding="utf-8")
        self.note("Typst, in one process, edited", Cost(float(done.split()[-1]), math.nan, math.nan))

    def ours(self) -> Cost:
        return _run("-c", BUILD, "build", self.book, "-e", "pdf", "-l", "de")

    def pandoc(self) -> Cost:
        html = self.out / "pandoc.html"
        first = run(["pandoc", "pandoc.md", "-s", "--toc", "-o", html], self.book)
        html.write_text(
            html.read_text(encoding="utf-8").replace("bilder/", f"{(self.book / 'bilder').as_uri()}/")
        )
        again = _run("-m", "weasyprint", html, self.out / "pandoc.pdf", "-s", self.plain / "book.css")
        return Cost(first.wall + again.wall, first.cpu + again.cpu, max(first.memory, again.memory))

    def watched(self) -> Cost:
        """Return the time from saving a chapter to the line that says that the book is made, the third time."""
        process = subprocess.Popen(
            [sys.executable, "-c", BUILD, "build", self.book, "-e", "pdf", "-l", "de", "--watch"],
            cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env={**os.environ, "COLUMNS": "200"},
        )  # fmt: skip
        lines: queue.Queue[str] = queue.Queue()
        assert process.stderr is not None
        threading.Thread(target=_pass_on, args=(process.stderr, lines), daemon=True).start()
        chapter = self.chapters[len(self.chapters) // 2]
        before = chapter.read_text(encoding="utf-8")
        try:
            while "waiting" not in lines.get(timeout=600):
                pass
            took = 0.0
            for number in range(3):
                time.sleep(0.5)
                started = time.perf_counter()
                chapter.write_text(_sentence(before, f" Satz {number}."), encoding="utf-8")
                while " made in " not in lines.get(timeout=600):
                    pass
                took = time.perf_counter() - started
        finally:
            process.terminate()
            process.wait()
            chapter.write_text(before, encoding="utf-8")
        return Cost(took, math.nan, math.nan)


def _dossier(folder: Path) -> Path:
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "chapters", folder / "chapters")
    copy_files(folder)
    return folder


class changed:
    """Change a chapter while something is done, and put it back."""

    def __init__(self, path: Path, change: Callable[[str], str]) -> None:
        self.path, self.change = path, change
        self.before = path.read_text(encoding="utf-8")

    def __enter__(self) -> None:
        self.path.write_text(self.change(self.before), encoding="utf-8")

    def __exit__(self, *_: object) -> None:
        self.path.write_text(self.before, encoding="utf-8")


def _pass_on(stream: Iterable[str], lines: queue.Queue[str]) -> None:
    for line in stream:
        lines.put(line)


def _sentence(text: str, sentence: str = " Noch ein Satz.") -> str:
    """Add a sentence to a paragraph in the middle of a chapter."""
    places = [match.end() for match in re.finditer(r"^[A-ZÄÖÜ][^\n|]+[.!?]$", text, re.MULTILINE)]
    at = places[len(places) // 2]
    return text[:at] + sentence + text[at:]


def _pages(text: str) -> str:
    """Add two pages behind the title of a chapter."""
    at = text.index("\n\n") + 2
    return text[:at] + ("Ein Satz, der nichts sagt und nur die Seite füllt. " * 80 + "\n\n") + text[at:]


def _python(*words: str | Path) -> str:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return done.stderr


def _run(*words: str | Path) -> Cost:
    return run([sys.executable, *words], ROOT)


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        *(statistics.median(getattr(one, name) for one in costs) for name in ("wall", "cpu", "memory"))
    )


def table(found: dict[str, Runs]) -> str:
    """Return the medians as tables in markdown, with ratios to plain WeasyPrint."""
    out = []
    for pages, runs in found.items():
        plain = _median(runs["plain WeasyPrint"])
        book = "The dossier" if pages == DOSSIER else f"{pages} pages"
        out.append(f"## {book}, medians of {len(runs['plain WeasyPrint'])} rounds\n")
        out.append("| program | wall s | CPU s | peak MiB | wall against plain WeasyPrint |")
        out.append("| --- | --: | --: | --: | --: |")
        for name, costs in runs.items():
            cost = _median(costs)
            ratio = plain.wall / cost.wall
            share = f"{ratio:.2f} × as fast" if ratio < 20 else f"{100 / ratio:.2f} % of its time"
            cpu, memory = (
                "–" if math.isnan(n) else f"{n:.{d}f}" for n, d in ((cost.cpu, 2), (cost.memory, 0))
            )
            out.append(f"| {name} | {cost.wall:.2f} | {cpu} | {memory} | {share} |")
        out.append("")
    sizes = sorted(int(pages) for pages in found if pages != DOSSIER)
    if len(sizes) > 1:
        small, large = sizes[-2:]
        for name in ("bookbuilder, cold", "plain WeasyPrint", "Typst"):
            walls = [_median(found[str(pages)][name]).wall for pages in (small, large)]
            exponent = math.log(walls[1] / walls[0]) / math.log(large / small)
            out.append(
                f"* {name}: time grows with the {exponent:.2f}th power of the pages from {small} to {large}."
            )
    return "\n".join(out) + "\n"


def main() -> None:
    """Measure, print the tables, and put them into a page if one is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", default="dossier,10,100,400,1000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--into", type=Path)
    wanted = parser.parse_args()
    # Sizes take turns as programs do: a machine that slows down for a while shall not look like a book that grows badly.
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        benches = {pages: Bench(Path(folder, pages), pages) for pages in wanted.pages.split(",")}
        for number in range(wanted.rounds):
            for pages, bench in benches.items():
                if pages != "1000" or number % 2 == 0:
                    print(f"{pages}, round {number + 1}", file=sys.stderr)
                    bench.round()
    found = {pages: bench.runs for pages, bench in benches.items()}
    machine = f"Python {platform.python_version()}, {os.cpu_count()} processors."
    text = f"{machine}\n\n{table(found)}"
    print(text)
    if wanted.into:
        page = wanted.into.read_text(encoding="utf-8")
        head, _, rest = page.partition("<!-- measured -->\n")
        _, _, tail = rest.partition("<!-- end -->\n")
        wanted.into.write_text(f"{head}<!-- measured -->\n{text}\n<!-- end -->\n{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
