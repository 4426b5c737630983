"""Notebooks of Jupyter that a book of Quarto or MyST names: their text, their code, and what it gave."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.importers.importer import Files
from bookbuilder.importers.markdown_sources.notebook import notebook_text
from bookbuilder.importers.source import FOLDER, ImportSource, with_files
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.text_errors import text_errors
from bookbuilder.world import World
from tests.importer.imported import codes, folder, imported, texts
from tests.importer.test_docx import png

PNG = b64encode(png()).decode()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
Cell = dict[str, Any]


def text(source: str, **more: Any) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def code(source: str, *outputs: Cell, **metadata: Any) -> Cell:
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": list(outputs)}


def shown(**data: Any) -> Cell:
    kinds = {
        "png": "image/png",
        "svg": "image/svg+xml",
        "plain": "text/plain",
        "html": "text/html",
        "md": "text/markdown",
    }
    return {
        "output_type": "display_data",
        "data": {kinds[key]: value for key, value in data.items()},
        "metadata": {},
    }


def stream(words: object) -> Cell:
    return {"output_type": "stream", "name": "stdout", "text": words}


def notebook(*cells: Cell, **metadata: Any) -> str:
    about = metadata or {"language_info": {"name": "python"}}
    return json.dumps({"cells": list(cells), "metadata": about, "nbformat": 4, "nbformat_minor": 5})


def quarto(one: str, **more: str | bytes) -> tuple[str, Files, Findings]:
    files, findings = imported(
        folder({"_quarto.yml": "book: {chapters: [d/a.ipynb]}\n", "d/a.ipynb": one, **more}), locale="en"
    )
    return next(iter(texts(files).values())), files, findings


TITLED = text(["# A\n", "\n", "Words."])  # type: ignore[arg-type]


@pytest.mark.parametrize("writer", ["quarto", "website", "toc", "myst", "toctree"])
def test_books_that_name_notebooks(writer: str) -> None:
    settings: dict[str, str | bytes] = {
        "quarto": {"_quarto.yml": "book: {chapters: [d/a.ipynb, b.md]}\n"},
        "website": {"_quarto.yml": "website: {sidebar: {contents: [d/a.ipynb, b.md]}}\n"},
        "toc": {"_toc.yml": "root: d/a\nchapters: [{file: b}]\n"},
        "myst": {"myst.yml": "project: {toc: [{file: d/a.ipynb}, {file: b.md}]}\n"},
        "toctree": {"index.md": "# I\n\nText.\n\n```{toctree}\nd/a\nb\n```\n"},
    }[writer]  # type: ignore[assignment]
    made = notebook(
        TITLED,
        code("plot()", shown(png=PNG, plain="<Figure>")),
        text("See [B](../b.md) and ![k](k.png)."),
    )
    files, findings = imported(
        folder({**settings, "d/a.ipynb": made, "b.md": "# B\n\nSee [A](d/a.ipynb).\n", "d/k.png": png()}),
        locale="en",
    )
    names = sorted(texts(files))
    first, second = (texts(files)[name] for name in names[-2:])
    name = names[-2].rpartition("/")[2]
    assert "title: A\n" in first and "Words.\n\n```python\nplot()\n```\n\n![](images/" in first
    assert f"[A]({name})" in second and f"[B]({names[-1].rpartition('/')[2]})" in first
    assert [data for path, data in files.items() if path.endswith(".png")] == [png()]
    assert "import.missing" not in codes(findings)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (code("1 + 1", shown(plain=["2\n", "3"])), "```python\n1 + 1\n```\n\n```\n2\n3\n```"),
        (code("", shown(md="**m**", plain="x")), "**m**"),
        (code("x", stream(["a\n"]), stream("b")), "```python\nx\n```\n\n```\na\nb\n```"),
        (
            code(
                "x", {"output_type": "error", "ename": "E", "evalue": "\x1b[31mred\x1b[0m", "traceback": []}
            ),
            "```python\nx\n```\n\n```\nE: red\n```",
        ),
        (code("", stream("1%\r50%\r100%\n")), "```\n100%\n```"),
        (code("a = '```'"), "````python\na = '```'\n````"),
        (code("#| echo: false\nx", shown(plain="1")), "```\n1\n```"),
        (code("#| include: false\nx", shown(plain="1")), ""),
        (code("#| output: false\nx", shown(plain="1")), "```python\nx\n```"),
        (code("x", shown(plain="1"), tags=["remove_input"]), "```\n1\n```"),
        (code("x", shown(plain="1"), tags=["remove-cell", 3]), ""),
        (code("x", shown(plain="1"), tags=["remove-output"]), "```python\nx\n```"),
        (code("x", shown(png="!", plain="1")), "```python\nx\n```\n\n```\n1\n```"),
        (code("x", shown(svg=f"{SVG}<script/>", png=PNG)), "```python\nx\n```\n\n![](images/a-1.png)"),
        (code("x", shown(svg=SVG, png=PNG)), "```python\nx\n```\n\n![](images/a-1.svg)"),
        (
            code("#| label: fig-x\n#| fig-cap: A *cap*\n#| fig-alt: Alt\n#| echo: false\nx", shown(png=PNG)),
            '![A \\*cap\\*](images/a-1.png){#fig-x fig-alt="Alt"}',
        ),
        (code("x", {"output_type": "execute_result", "data": {}}), "```python\nx\n```"),
        (code("x", {"output_type": "display_data", "data": 3}), "```python\nx\n```"),
        ({"cell_type": "raw", "metadata": {"raw_mimetype": "text/markdown"}, "source": "*r*"}, "*r*"),
        (
            {"cell_type": "raw", "metadata": {"raw_mimetype": "text/latex"}, "source": "\\tex"},
            "```\n\\tex\n```",
        ),
        ({"cell_type": "heading", "level": 2, "source": "H\n"}, "## H"),
        (
            text("![k](attachment:my%20k.png)", attachments={"my k.png": {"image/png": PNG}}),
            "![k](images/a-1.png)",
        ),
        (text("", metadata=None), ""),
        ({}, ""),
    ],
)
def test_cells(cell: Cell, expected: str) -> None:
    made, _, findings = quarto(notebook(TITLED, cell, text("End.")))
    assert made.partition("Words.\n\n")[2] == f"{expected}\n\nEnd.\n".lstrip("\n")
    assert codes(findings) == ["import.date"]


def test_figures_of_myst() -> None:
    cell = code(
        "x",
        shown(png=PNG),
        myst={"figure": {"caption": 'A "fish"\n', "name": "fun-fish"}, "image": {"alt": "Fish"}},
    )
    files, _ = imported(folder({"_toc.yml": "root: a\n", "a.ipynb": notebook(TITLED, cell)}), locale="en")
    assert "![Fish](images/a-1.png \"A 'fish'\"){#fun-fish}" in next(iter(texts(files).values()))


def test_what_runs_in_a_browser() -> None:
    made, _, findings = quarto(notebook(TITLED, code("x", shown(html="<script>map()</script>"))))
    assert "map()" not in made and "import.output" in codes(findings)


def test_front_matter_of_quarto_and_its_own_syntax() -> None:
    raw = {"cell_type": "raw", "metadata": {}, "source": "---\ntitle: Titled\n---\n"}
    made, _, _ = quarto(
        notebook(raw, text('::: {.content-visible when-format="html"}\nNo\n:::\n\nYes [@sec-a; @fig-b].'))
    )
    assert made == "---\ntitle: Titled\n---\n\nYes @sec-a; @fig-b.\n"


@pytest.mark.parametrize(
    "data",
    ["", "{", "[]", "3", '{"cells": 3}', '{"worksheets": []}', "[" * 100_000, "\ufeff{}"],
    ids=range(8),
)
def test_damaged_notebooks(data: str) -> None:
    files, findings = imported(
        folder(
            {"_quarto.yml": "book: {chapters: [a.ipynb, b.md]}\n", "a.ipynb": data, "b.md": "# B\n\nText.\n"}
        ),
        locale="en",
    )
    assert len(texts(files)) == 1 and "import.notebook" in codes(findings)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.sampled_from(["x", "", "# A", "\ud800", PNG, "code", "markdown"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["cells", "cell_type", "source", "outputs", "metadata", "data", "output_type", "text", "tags", "image/png",
             "attachments", "text/plain", "level", "language_info", "name", "worksheets", "render", "figure"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.lists(JSON, max_size=4), JSON)
def test_whatever_a_notebook_holds(cells: list[Any], metadata: Any) -> None:
    data = json.dumps({"cells": cells, "metadata": metadata}).encode()
    made = notebook_text(data, "a.ipynb", Span("a.ipynb"), Findings())
    assert made is None or made.text.encode()


def test_version_3() -> None:
    cells = [
        {"cell_type": "heading", "level": 1, "source": ["A"]},
        {
            "cell_type": "code",
            "input": ["x"],
            "language": "python",
            "outputs": [{"output_type": "pyout", "png": PNG, "text": ["1"]}],
        },
    ]
    made, _, _ = quarto(json.dumps({"worksheets": [{"cells": cells}], "metadata": {}, "nbformat": 3}))
    assert "```\nx\n```\n\n![](images/a-1.png)" in made


def test_files_that_are_added_to_a_source() -> None:
    inner = ImportSource("s", FOLDER, ("x/a", "x/b"), {"x/a": b"1", "x/b": b"2"}.__getitem__).below("x/")
    more = with_files(inner, {"b": b"3", "c/d": b"4"})
    assert more.names == ("a", "b", "c/d")
    assert [more.read(name) for name in more.names] == [b"1", b"3", b"4"]
    assert more.below("c/").read("d") == b"4"


@pytest.mark.heavy
def test_it_is_built(tmp_path: Path) -> None:
    made = notebook(TITLED, code("plot()", shown(png=PNG)), code("x", shown(svg=SVG)), text("## B\n\nText."))
    source = tmp_path / "quelle"
    source.mkdir()
    (source / "_toc.yml").write_text("root: a\n")
    (source / "a.ipynb").write_text(made)
    target = tmp_path / "buch"
    assert main(["import", str(source), "--dir", str(target), "--locale", "en", "--date", "2026-01-01"]) == 0
    assert text_errors(World(target), {}, BuildRequest()) == ()
    assert api.build(target, jobs=1).files
