"""What the stubs of WeasyPrint declare is there: every function with its parameters, every class, every field.

The stubs are the list of what the engine relies on; the type checker holds the engine to them, and this holds them to the
installed release.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.images import Gradient, RasterImage, SVGImage
from weasyprint.layout import LayoutContext
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext
from weasyprint.text.line_break import Layout

from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.page_reuse import box_signature
from bookbuilder.formats.pdf.engine.setup import install_patches
from bookbuilder.formats.pdf.engine.setup.install_patches import patched
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.font_family import Fonts
from bookbuilder.world import World
from scripts import weasyprint_stubs
from tests.conftest import REPO

_PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAFElEQVR4nGPkEpFjgAEmBiSAmwMADKgARF46dO4AAAAASUVORK5CYII="
)
HTML = """<html lang="de"><body><section id="c"><h1>A</h1>
<p>One <a href="#c">link</a><span class="note">A note.</span> and <b>bold</b> text, <i class="block">in a block</i>.</p>
<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>" alt="">
<img src="data:image/png;base64,PIXEL" alt="">
<table><colgroup><col></colgroup><thead><tr><th>H</th></tr></thead><tfoot><tr><td>F</td></tr></tfoot>
<tbody><tr><td colspan="1">C</td></tr></tbody></table>
<div class="flex"><p>D</p></div><div class="grid"><p>E</p></div><p class="columns">F</p><p class="float">G</p>
<p class="absolute">H</p></section></body></html>"""
CSS = """@page { size: 60mm 200mm; marks: crop; bleed: 3mm; @top-left { content: counter(page) } }
html { font: 10px/16px Alegreya } .note { float: footnote } .flex { display: flex } .grid { display: grid }
.block { display: inline-block } .columns { columns: 2 } .float { float: left } .absolute { position: absolute }
p::first-letter { color: red }
h1 { background: linear-gradient(red, blue); bookmark-level: 1; string-set: title content() }"""


@pytest.fixture(autouse=True)
def theirs() -> None:
    """WeasyPrint as it comes."""
    install_patches.uninstall()


def test_all_that_is_declared_is_there() -> None:
    assert list(weasyprint_stubs.problems()) == []


def test_all_that_is_declared_is_relied_on() -> None:
    """Every declared name stands in the program, or in a test that says what we rely on; `LEFT_OUT` counts, for it has to
    name all fields of a box."""
    files = [
        *(REPO / "bookbuilder/formats/pdf").rglob("*.py"),
        *(REPO / "tests/pdf").glob("*.py"),
        *(REPO / "tests/interop/upstream").glob("*.py"),
    ]
    read = {word for file in files for word in _words(ast.parse(file.read_text(encoding="utf-8")))}
    read |= set(box_signature.LEFT_OUT)
    declared = weasyprint_stubs.declared()
    bases = {base for module in declared for one in module.classes for base in one.bases}
    unused = [
        f"{module.name}.{name}"
        for module in declared
        for name in (*module.values, *module.functions, *(one.name for one in module.classes))
        if name not in read | bases
    ] + [
        f"{module.name}.{one.name}.{name}"
        for module in declared
        for one in module.classes
        for name in (*one.fields, *one.methods)
        if name not in read and not name.startswith("__")
    ]
    assert unused == []


def _words(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a module uses, also in strings, but for docstrings."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Attribute(attr=word) | ast.Name(id=word) | ast.keyword(arg=str(word)):
                yield word
            case ast.alias(name=word) | ast.Constant(value=str(word)):
                yield from re.findall(r"\w+", word)
        yield from _words(node)


def changed_stubs() -> Iterator[tuple[str, str, str]]:
    """Yield each declared name: its file, the line that declares it, and this line with another name."""
    for path in sorted(weasyprint_stubs.STUBS.rglob("*.pyi")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if found := re.match(r"( *)(?:class |def )?(\w+)(?=[:(])", line):
                name = found[2]
                if name not in ("CData", "class") and "TypeAlias" not in line and not name.startswith("__"):
                    yield (
                        str(path.relative_to(weasyprint_stubs.STUBS)),
                        line,
                        line.replace(name, f"{name}_x", 1),
                    )


def test_whatever_goes_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function, class or field that is declared is told to be gone when it has another name: some sixty of all."""
    shutil.copytree(weasyprint_stubs.STUBS, tmp_path / "stubs")
    changes = list(changed_stubs())
    monkeypatch.setattr(weasyprint_stubs, "STUBS", tmp_path / "stubs")
    assert len(changes) > 300
    for place, line, other in changes[:: max(len(changes) // 60, 1)]:
        if re.search(r"CData|__getattr__|__getitem__", line):
            continue
        path = tmp_path / "stubs" / place
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f"{line}\n", f"{other}\n", 1), encoding="utf-8")
        assert any("_x" in problem for problem in weasyprint_stubs.problems()), (place, line)
        path.write_text(text, encoding="utf-8")


def test_a_parameter_that_moves_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(weasyprint_stubs.STUBS, tmp_path / "stubs")
    monkeypatch.setattr(weasyprint_stubs, "STUBS", tmp_path / "stubs")
    path = tmp_path / "stubs/weasyprint/layout/percent.pyi"
    text = path.read_text(encoding="utf-8")
    assert "def resolve_percentages(box" in text
    path.write_text(
        text.replace("def resolve_percentages(box", "def resolve_percentages(page"), encoding="utf-8"
    )
    (problem,) = weasyprint_stubs.problems()
    assert problem.startswith("weasyprint.layout.percent:resolve_percentages: has the parameters (box, ")


@pytest.fixture(scope="module")
def objects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """The objects of a document with something of everything that was laid out and written, by the names of their classes
    and of those above them."""
    world = World(tmp_path_factory.mktemp("book"))
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    found: dict[str, list[Any]] = {}

    def note(one: Any) -> None:
        for kind in type(one).__mro__:
            found.setdefault(kind.__name__, []).append(one)

    def noting(kind: Any) -> Any:
        begin = kind.__init__

        def init(self: Any, *given: Any, **named: Any) -> None:
            begin(self, *given, **named)
            note(self)
            found[kind.__name__].append(SimpleNamespace(**vars(self)))  # some lose fields later

        return kind, "__init__", init

    kinds = [
        AbsolutePlaceholder,
        StackingContext,
        LayoutContext,
        Stream,
        weasyprint.css.StyleFor,
        weasyprint.css.targets.TargetCollector,
        weasyprint.CSS,
        Layout,
        Gradient,
        RasterImage,
        SVGImage,
        weasyprint.svg.SVG,
    ]
    install_patches.uninstall()
    with (
        typeset.typesetter(
            world,
            font_directory(world, Fonts((), files)),
            without_patches=("fixes", "layout", "speed", "hooks"),
        ) as (fonts, _),
        patched([noting(kind) for kind in kinds]),
    ):
        document = typeset.lay_out(HTML.replace("PIXEL", _PIXEL), CSS, {}, fonts).document
        document.write_pdf(**typeset.OPTIONS)
    for one in (
        document,
        document.metadata,
        document._html,
        fonts,
        *document.pages,
        *document.fonts.values(),
    ):
        note(one)
    for page in document.pages:
        note(page._page_box.page_type)
        for box in page._page_box.descendants(placeholders=True):
            note(box)
            note(box.style)
            if isinstance(box, boxes.TextBox):
                note(box.pango_layout)
    return found


def _has(thing: Any, name: str) -> bool:
    """Whether an object has a field; that of a property may be one of a list that is empty when all is done."""
    try:
        return hasattr(thing, name)
    except IndexError:
        return isinstance(getattr(type(thing), name, None), property)


def test_every_field_is_found_on_an_object(objects: dict[str, list[Any]]) -> None:
    missing = []
    seen = 0
    for module in weasyprint_stubs.declared():
        for one in module.classes:
            if (
                module.name.startswith("weasyprint")
                and one.fields
                and one.name not in ("CData", "PageSelectorType")
            ):
                there = objects.get(one.name, [])
                assert there, f"no {one.name} in the document"
                for name in one.fields:
                    seen += 1
                    if not any(_has(each, name) for each in there):
                        missing.append(f"{one.name}.{name}")
    assert seen > 120
    assert sorted(missing) == []
