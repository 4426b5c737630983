"""Measures `bookbuilder status`: cold, with nothing changed, and with one chapter changed, beside the parsing of the files.

`python -m tests.bench.status [CHAPTERS [LOCALES]]` makes a book of chapters of 20 kB (100 of them, in 10 locales, if nothing
is said) that is translated and tracked, and prints seconds of the whole process; what is parsed once is measured in one
process, as what the cold run cannot do without.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from bookbuilder.translate.chapter_blocks import blocks
from bookbuilder.translate.state import StateEntry, state_toml
from tests.bench.corpus import KINDS, LINKS, NOUNS, TIMES, VERBS
from tests.bench.measure import ENVIRONMENT
from tests.cases import book

ROOT = Path(__file__).parents[2]
SCRIPT = "import sys\nfrom bookbuilder.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
TAGS = ["de", "en", "fr", "es", "it", "pl", "cs", "nl", "sv", "tr", "uk", "ja", "ar", "he"]
SIZE = 20_000
ROUNDS = 5


def text(seed: int) -> str:
    """Return a chapter of 20 kB, each seed another one: headings, paragraphs, items, a table, notes."""
    parts, size, at = [f"# Kapitel {seed}\n"], 0, seed * 7919
    words = (NOUNS, VERBS, KINDS, TIMES, LINKS)
    while size < SIZE:
        said = []
        for turn in range(60):
            at = (at * 48271 + turn) % 2147483647
            row = words[at % 5]
            said.append(row[at // 5 % len(row)])
        line = f"{' '.join(said)} {at}."
        kind = len(parts) % 12
        if kind == 0:
            line = f"## {line[:40]}"
        elif kind in (3, 4):
            line = f"- {line}"
        elif kind == 7:
            line = f"| A | B |\n| --- | --- |\n| {line[:60]} | {at} |"
        elif kind == 9:
            line = f"{line}[^n{at}]\n\n[^n{at}]: {line[:80]}"
        parts.append(f"{line}\n")
        size += len(parts[-1].encode())
    return "\n".join(parts)


def write(root: Path, chapters: int, locales: int) -> Path:
    """Write a book whose translations are done, and return its folder."""
    tags = TAGS[: locales + 1]
    files: dict[str, str | bytes] = {}
    for number in range(chapters):
        stem = f"{number + 1:04}-kapitel"
        source = text(number)
        cut = blocks(source, stem)
        files[f"chapters/de/{stem}.md"] = source
        for tag in tags[1:]:
            target = (
                source.replace("Kapitel", f"Kapitel {tag}").replace(" die ", f" {tag} ").replace("e ", "a ")
            )
            files[f"chapters/{tag}/{stem}.md"] = target
            theirs = blocks(target, stem)
            files[f"l10n/{tag}/{stem}.toml"] = state_toml(
                StateEntry(s.digest, s.text, (t.digest,)) for s, t in zip(cut, theirs, strict=True)
            )
    return book.write(root, files)


def parsed(root: Path) -> tuple[float, float]:
    """Return the seconds (of the clock, of the processor) that it takes to read and parse every chapter and state once."""
    started, used = time.perf_counter(), time.process_time()
    for path in sorted(root.glob("chapters/*/*.md")):
        blocks(path.read_text(encoding="utf-8"), path.name)
    for path in sorted(root.glob("l10n/*/*.toml")):
        tomllib.loads(path.read_text(encoding="utf-8"))
    return time.perf_counter() - started, time.process_time() - used


def run(root: Path, script: Path, rounds: int = 1) -> tuple[float, float]:
    """Return the medians of the seconds (of the clock, of the processor) that `bookbuilder status` takes."""
    wall, cpu = [], []
    for _ in range(rounds):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        said = subprocess.run(
            [sys.executable, script, "status", root],
            env=ENVIRONMENT,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        wall.append(time.perf_counter() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert "done" in said
    return statistics.median(wall), statistics.median(cpu)


def figures(chapters: int, locales: int) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield what was measured, and its seconds."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        script = Path(folder, "bookbuilder.py.txt")
        script.write_text(SCRIPT, encoding="utf-8")
        root = write(Path(folder, "book"), chapters, locales)
        yield "parsing everything once", parsed(root)
        yield "cold", run(root, script)
        yield "nothing changed", run(root, script, ROUNDS)
        changed = min(root.glob("chapters/de/*.md"))
        changed.write_text(changed.read_text(encoding="utf-8") + "\nNoch ein Satz.\n", encoding="utf-8")
        yield "one chapter of the source changed", run(root, script)


def main(chapters: int = 100, locales: int = 10) -> None:
    """Print the figures."""
    print(f"{chapters} chapters of {SIZE // 1000} kB in {locales} locales")
    for what, (wall, cpu) in figures(chapters, locales):
        print(f"{what}: {wall:.2f} s, {cpu:.2f} CPU s", flush=True)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
