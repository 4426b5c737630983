"""Measures books of scholars: 300 citations, 1,000 formulas, 200 listings with colours; by turns with pandoc and Typst.

`python -m tests.bench.scholarly [citations] [formulas] [listings] [--rounds 3]` prints medians of cold builds, of a user who
has built another book before. pandoc makes an e-book, as bookbuilder does in one of its rows: it prints no formula without
TeX. Typst makes a PDF of the same text, which pandoc has turned into its language beforehand; it is left out where it is not
installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench import corpus
from tests.bench.corpus import SETTINGS, Author
from tests.bench.measure import ENVIRONMENT, Cost, run

ROOT = Path(__file__).parents[2]
BUILD = "import sys; from bookbuilder.cli import main; sys.exit(main())"
TYPST = (
    "import sys, typst;"
    "typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)"
)
PRELUDE = (
    '#set page(width: 148mm, height: 210mm)\n#set text(lang: "de", font: "Alegreya", size: 10pt)\n#set par(justify: true)\n'
    "#set heading(numbering: none)\n#let horizontalrule = line(length: 100%)\n"
)
EPUB = '\n[editions.epub]\nformat = "epub"\n'
IN_A_CHAPTER = 50
FORMULAS = (
    r"\sum_{{i=1}}^{{{0}}} x_i^2 = \frac{{{0}}}{{2}}", r"\int_0^{{{0}}} e^{{-x^2}} d x", r"\sqrt{{{0} + \frac{{a}}{{b}}}}",
    r"\begin{{pmatrix}} {0} & b \\ c & d \end{{pmatrix}} \cdot v",
    r"\lim_{{n \to \infty}} \left( 1 + \frac{{{0}}}{{n}} \right)^n",
    r"f(x) = \begin{{cases}} x & x > {0} \\ 0 & x \le {0} \end{{cases}}", r"\alpha_{{{0}}} + \beta^{{{0}}} \le \gamma",
    r"\binom{{{0}}}{{k}} \in \mathbb{{N}}", r"\overline{{A_{{{0}}} \cup B}}", r"\prod_{{k=1}}^{{{0}}} \hat{{x}}_k",
)  # fmt: skip
CODE = '''\
def price{0}(items: list[str], rate: float = {0}.5) -> dict[str, float]:
    """Return what each thing costs."""
    total = 0.0
    for number, item in enumerate(items, {0}):
        if item.startswith("a"):
            total += rate * number  # the dear ones
        elif not item:
            raise ValueError(f"no name: {{number}}")
    return {{"total": round(total, 2), "number": {0}}}
'''


def citations(number: int, _: Author) -> str:
    return f"So steht es da [@werk{number % 150}, S. {number}]."


def formulas(number: int, _: Author) -> str:
    tex = FORMULAS[number % len(FORMULAS)].format(number)
    return f"\n\n$$\n{tex}\n$$\n\n" if number % 4 == 0 else f"Es ist ${tex}$."


def listings(number: int, _: Author) -> str:
    return f"\n\n```python\n{CODE.format(number)}```\n\n"


@dataclass(frozen=True)
class Kind:
    """A kind of book: how many things it holds, and how one of them is written."""

    number: int
    written: Callable[[int, Author], str]


KINDS: Mapping[str, Kind] = {
    "citations": Kind(300, citations),
    "formulas": Kind(1000, formulas),
    "listings": Kind(200, listings),
}


def sources() -> str:
    """Return the sources of the book with citations, in BibLaTeX."""
    author = Author(7)
    entry = (
        "@book{{werk{0},\n  author = {{{1}, {2}}},\n  title = {{{3}}},\n  year = {{{4}}},\n  publisher = {{{1} Verlag}},\n"
        "  address = {{{5}}},\n  langid = {{german}},\n}}\n"
    )
    return "".join(
        entry.format(number, author.noun(), author.noun(), author.title(), 1900 + number % 120, author.noun())
        for number in range(150)
    )


def chapters(kind: Kind) -> Iterator[str]:
    """Yield chapters in markdown that bookbuilder and pandoc read alike."""
    for first in range(0, kind.number, IN_A_CHAPTER):
        author = Author(40_000 + first)
        parts = [f"# {author.title()}\n"]
        for number in range(first, min(first + IN_A_CHAPTER, kind.number)):
            words = f"{author.sentence()} {author.sentence()}"
            parts.append(f"{words} {kind.written(number + 1, author)}\n")
        yield "\n".join(parts)


def pandoc() -> Path:
    """Return pandoc, which a package of Python brings."""
    found = importlib.util.find_spec("pypandoc")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "files" / "pandoc"


class Bench:
    """One book, in the languages of all programs."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.book, self.cites = folder, folder / "book", name == "citations"
        home = self.book / "chapters" / "de"
        home.mkdir(parents=True)
        texts = list(chapters(KINDS[name]))
        for number, text in enumerate(texts, 1):
            (home / f"{number:03d}-kapitel.md").write_text(text, encoding="utf-8")
        styled = '\n[sources]\nstyle = "apa"\n' if self.cites else ""
        (self.book / "book.toml").write_text(SETTINGS + EPUB + styled, encoding="utf-8")
        self.pandoc = pandoc()
        self.source = folder / "book.md"
        closing = "\n# Quellen\n\n::: {#refs}\n:::\n" if self.cites else ""
        self.source.write_text("\n".join(texts) + closing, encoding="utf-8")
        style = ROOT / "bookbuilder/sources/styles/apa.csl"
        self.cited: list[str | Path] = []
        if self.cites:
            for place in (self.book, folder):
                (place / "sources.bib").write_text(sources(), encoding="utf-8")
            (home / "999-quellen.md").write_text("# Quellen\n\n::: sources\n:::\n", encoding="utf-8")
            self.cited = ["--citeproc", "--csl", style, "--bibliography", "sources.bib", "-M", "lang=de"]
        self.typst: Path | None = None
        if importlib.util.find_spec("typst"):
            self.typst = folder / "book.typ"
            turned = self.folder / "turned.typ"
            run([self.pandoc, self.source, "-f", "markdown", "-t", "typst", "-o", turned], folder)
            text = turned.read_text(encoding="utf-8")
            listed = '\n#bibliography("sources.bib", style: "apa")\n' if self.cites else ""
            self.typst.write_text(PRELUDE + text + listed, encoding="utf-8")

    def forget(self) -> None:
        """Take away what is kept of this book, and for the user all but what another book has left there."""
        shutil.rmtree(self.book / ".bookbuilder", ignore_errors=True)
        user = self.folder.parent / "user"
        ENVIRONMENT["XDG_CACHE_HOME"] = str(user)
        before = self.folder.parent / "user before"
        if not before.exists():
            other = corpus.write(self.folder.parent / "other", 10)
            run([sys.executable, "-c", BUILD, "build", other, "-e", "pdf"], ROOT)
            shutil.move(user, before)
        shutil.rmtree(user, ignore_errors=True)
        shutil.copytree(before, user)

    def round(self) -> Iterator[tuple[str, Cost]]:
        """Let everybody make the book once, from nothing."""
        for edition in ("pdf", "epub"):
            self.forget()
            build: list[str | Path] = [
                sys.executable,
                "-c",
                BUILD,
                "build",
                self.book,
                "-e",
                edition,
                "-l",
                "de",
            ]
            yield f"bookbuilder, {edition}", run(build, ROOT)
        made = self.folder / "pandoc.epub"
        options = ["--mathml", "--toc", "--metadata", "title=Probe", *self.cited]
        yield "pandoc, epub", run([self.pandoc, self.source, "-o", made, *options], self.folder)
        if self.typst is not None:
            compiled = self.folder / "typst.pdf"
            setting: list[str | Path] = [sys.executable, "-c", TYPST, self.typst, compiled, ROOT / "fonts"]
            yield "Typst, pdf", run(setting, self.folder)


def lines(names: list[str], rounds: int) -> Iterator[str]:
    """Yield the rows of a table in markdown."""
    yield "| book | program | wall s | CPU s | peak MiB |"
    yield "| --- | --- | --: | --: | --: |"
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        benches = {name: Bench(Path(folder, name), name) for name in names}
        found: dict[tuple[str, str], list[Cost]] = {}
        for _ in range(rounds):
            for name, bench in benches.items():
                for program, cost in bench.round():
                    found.setdefault((name, program), []).append(cost)
    for (name, program), costs in sorted(found.items(), key=lambda item: names.index(item[0][0])):
        wall, cpu, memory = (
            statistics.median(getattr(one, field) for one in costs) for field in ("wall", "cpu", "memory")
        )
        yield f"| {KINDS[name].number} {name} | {program} | {wall:.2f} | {cpu:.2f} | {memory:.0f} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(KINDS))
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for line in lines(given.names, given.rounds):
        print(line, flush=True)
