"""Measures how well books are set, and writes the table of docs/typography.md.

    python -m tests.looks [PDF …] [--json FILE] [--into docs/typography.md]

Without PDFs it builds the dossier, three public-domain novels (`tests/looks/texts`) and the book of the benchmark.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bookbuilder import api
from tests.bench import corpus
from tests.conftest import copy_dossier
from tests.looks.figures import Figures, figures
from tests.looks.lines import read_lines

TEXTS = Path(__file__).with_name("texts")
PAGES = 400
"""Pages of the book of the benchmark, about."""
ROWS = {
    "lines of running text": "{lines}",
    "gaps between words, mean ± deviation, em": "{gaps_mean} ± {gaps_deviation}",
    "gaps wider than 0.5 em": "{wide_gaps} %",
    "lines that end with a hyphen": "{hyphens} %",
    "lines in runs of three hyphens or more": "{hyphens_in_runs} %",
    "last lines shorter than 2 em": "{runts}",
    "widows, orphans, lonely headings": "{widows}, {orphans}, {lonely_headings}",
    "pages that are not full": "{short_pages} % of {pages}",
    "uneven facing pages": "{uneven_spreads} % of {spreads}",
    "pages left out": "{left_out}",
}


GREEDY = ("total_fit",)
"""Without these patches, lines and pages are filled one after the other."""


def build(folder: Path, without: tuple[str, ...] = ()) -> Iterator[tuple[str, Path]]:
    """Yield names and PDFs of the books that are measured, built in a folder without some patches of WeasyPrint."""
    folder.mkdir()
    dossier = copy_dossier(folder / "dossier")
    corpus.write(folder / "generated", PAGES)
    books = [dossier, folder / "generated"]
    for text in sorted(place for place in TEXTS.iterdir() if place.is_dir()):
        books.append(folder / text.name)
        shutil.copytree(text, books[-1], ignore=shutil.ignore_patterns("output", ".bookbuilder"))
    for root in books:
        result = api.build(root, editions=("pdf",), without_patches=without)
        assert not result.failed, result.diagnostics
        for file in sorted(result.files):
            yield file.name.removesuffix(".pdf"), file


def table(found: Mapping[str, Figures], greedy: Mapping[str, Figures]) -> str:
    """Return the figures as a table of Markdown, a column for each book; those of greedy lines and pages in brackets."""
    rows = [["", *found], ["---", *("--:" for _ in found)]]
    for title, form in ROWS.items():
        row = [title]
        for name, one in found.items():
            cell = _cell(form, one)
            row.append(f"{cell} ({_cell(form, greedy[name])})" if name in greedy else cell)
        rows.append(row)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _measured(books: Iterable[tuple[str, Path]]) -> dict[str, Figures]:
    return {name: figures(read_lines(path)) for name, path in books}


def _cell(form: str, one: Figures) -> str:
    why = ", ".join(f"{count} {reason}" for reason, count in sorted(one.left_out.items()))
    return form.format(**{**one.data(), "left_out": why})


def main() -> None:
    """Measure, print the table, and put it into a page if one is named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pdfs", nargs="*", type=Path, metavar="PDF")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--into", type=Path, metavar="PAGE")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="looks-") as folder:
        if wanted.pdfs:
            found, greedy = _measured((path.name, path) for path in wanted.pdfs), {}
        else:
            found = _measured(build(Path(folder, "planned")))
            greedy = _measured(build(Path(folder, "greedy"), GREEDY))
    text = table(found, greedy)
    sys.stdout.write(f"{text}\n")
    if wanted.json:
        data = {
            name: one.data() | ({"greedy": greedy[name].data()} if name in greedy else {})
            for name, one in found.items()
        }
        wanted.json.write_text(f"{json.dumps(data, indent=2)}\n", encoding="utf-8")
    if wanted.into:
        page = wanted.into.read_text(encoding="utf-8")
        head, _, rest = page.partition("<!-- looks -->\n")
        _, _, tail = rest.partition("<!-- end of looks -->\n")
        page = f"{head}<!-- looks -->\n\n{text}\n\n<!-- end of looks -->\n{tail}"
        wanted.into.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
