"""What we replace in WeasyPrint, and what its functions do besides their signatures, is as in the release that we pin.

The classes, fields and functions that the engine uses are in the stubs (`test_weasyprint_stubs.py`).
"""

from __future__ import annotations

import ast
import inspect
import re
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import tostring

import pydyf
import pytest
import tinyhtml5
import weasyprint
from tinyhtml5 import inputstream
from weasyprint import css, document, layout, pdf, svg
from weasyprint.css import targets
from weasyprint.css.properties import INHERITED
from weasyprint.document import DocumentMetadata
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import block, inline, page, preferred
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import fonts
from weasyprint.pdf.stream import Stream
from weasyprint.text import ffi, line_break
from weasyprint.text.fonts import get_font_description

from bookbuilder.formats.pdf.compile.hyphenation import Hyphenation
from bookbuilder.formats.pdf.compile.job import Job
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.hooks.page_types import PageSelectors
from bookbuilder.formats.pdf.engine.layout import line_breaks
from bookbuilder.formats.pdf.engine.numbers.deferred_numbers import DeferredNumbers
from bookbuilder.formats.pdf.engine.numbers.margin_boxes import FurnitureMaker
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Scope
from bookbuilder.formats.pdf.engine.read import faces
from bookbuilder.formats.pdf.engine.read.page_starts import PageStarts
from bookbuilder.formats.pdf.engine.setup import install_patches
from bookbuilder.formats.pdf.engine.setup.install_patches import patched
from bookbuilder.formats.pdf.engine.setup.part_state import PartState
from bookbuilder.formats.pdf.engine.shaping import style_cache, word_cache
from bookbuilder.formats.pdf.engine.speed import html_patterns
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.font_family import Fonts
from bookbuilder.locales.words_by_language import WordsByLanguage
from bookbuilder.world import World
from scripts import moved

ROOT = Path(__file__).parents[2]
HTML = """<html lang="de"><body><section class="chapter" id="c"><h1>A</h1>
<div style="border: 1px solid red; background-color: #eee; padding: 3px">B</div><p>C</p></section></body></html>"""
CSS = "@page { size: 60mm 60mm } html { font: 10px/16px Alegreya } h1 { font: inherit } * { margin: 0 }"


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> typeset.Layout:
    """A tiny page."""
    world = World(tmp_path_factory.mktemp("book"))
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    with typeset.typesetter(world, font_directory(world, Fonts((), files))) as (known, messages):
        found = typeset.lay_out(HTML, CSS, {}, known)
    assert messages == []
    return found


def test_the_release_is_one_that_we_know() -> None:
    """A release beyond the range that pyproject.toml states has to pass this file first."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    (line,) = (line for line in stated if line.startswith("weasyprint"))
    minor = re.fullmatch(r"weasyprint>=(\d+\.\d+),<\d+\.\d+", line)
    assert minor and weasyprint.__version__.startswith(minor[1])
    assert f"`{line}`" in (ROOT / "docs/setup.md").read_text(encoding="utf-8")


def no_part() -> PartState:
    """Return the state of a part of which nothing is laid out."""
    job = Job("", "", "", {}, Hyphenation("de", "", WordsByLanguage({})))
    numbers = DeferredNumbers()
    return PartState(job, FurnitureMaker(numbers, {}), numbers, PageStarts(), PageSelectors())


@pytest.fixture(autouse=True)
def theirs() -> None:
    """WeasyPrint as it comes."""
    install_patches.uninstall()


def test_every_source_reads_as_it_did() -> None:
    """What stands in our modules must do the same as what they replace; who sees a new text there reads both again."""
    assert install_patches.moved() == []


def test_the_script_for_upgrades_reads_the_same_patches() -> None:
    """Without importing them: while they follow a release, they can be loaded with neither."""
    known = install_patches.patches()
    assert {one.name: one.kind for one in moved.records()} == {
        name: one.kind.value for name, one in known.items()
    }
    assert {(one.name, *pair) for one in moved.records() for pair in one.hashes.items()} == {
        (name, change.target, change.source) for name, one in known.items() for change in one.changes
    }
    assert not list(moved.differences({}, {}, diffs=True))


def test_the_script_for_upgrades_takes_patches_out_and_puts_them_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    engine = tmp_path / "engine"
    shutil.copytree(moved.ENGINE, engine, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(moved, "ENGINE", engine)
    before = {path: path.read_bytes() for path in engine.rglob("*.py")}
    moved.switch(["speed"], on=False)
    out = {one.name for one in moved.records() if not one.is_on}
    assert out == {one.name for one in moved.records() if one.kind == "speed"} - {"declarations"}
    moved.switch(["speed"], on=True)
    assert {path: path.read_bytes() for path in engine.rglob("*.py")} == before
    with pytest.raises(SystemExit, match="no patch is called lines"):
        moved.switch(["lines"], on=False)


def test_a_source_that_has_moved_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    known = dict(install_patches.patches())
    (change,) = known["line_grid"].changes
    known["line_grid"] = replace(known["line_grid"], changes=(replace(change, source="0" * 16),))
    monkeypatch.setattr(install_patches, "patches", lambda: known)
    monkeypatch.setattr(
        install_patches, "RELEASES", {"weasyprint": "0"}
    )  # the one that we know is not looked at
    world = World(tmp_path)
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    folder = font_directory(world, Fonts((), files))
    with pytest.raises(install_patches.SourceMoved) as told, typeset.typesetter(world, folder):
        pass
    line = (
        f"weasyprint.layout.block:_in_flow_layout of WeasyPrint {weasyprint.__version__} is not what"
        " bookbuilder/formats/pdf/engine/layout/line_grid.py was written for: see docs/upgrading-weasyprint.md"
    )
    assert str(told.value) == line
    with typeset.typesetter(world, folder, without_patches=("layout",)):
        pass


def test_every_patch_says_why_and_replaces_what_is_there() -> None:
    known = install_patches.patches()
    assert len(known) > 15
    kinds = [patch.kind for patch in known.values()]
    assert kinds == sorted(kinds, key=list(Kind).index)
    for name, patch in known.items():
        assert patch.why.endswith(".") and "\n" not in patch.why and patch.why.count(". ") == 0, name
        for change in patch.changes:
            owner, place = install_patches._place(change.target)
            assert hasattr(owner, place), change.target


def test_every_text_for_weasyprint_is_named_by_a_patch() -> None:
    named = {name for patch in install_patches.patches().values() for name in patch.upstream}
    assert named == {path.stem for path in (ROOT / "docs/upstream").glob("*.md")}


def test_what_is_replaced_is_put_back() -> None:
    patches = [patch for patch in install_patches.patches().values() if patch.scope is not Scope.LOADING]
    targets = sorted({change.target for patch in patches for change in patch.changes if not change.users})
    owners = [install_patches._place(target) for target in targets]
    before = [getattr(owner, name) for owner, name in owners]
    install_patches.install()
    during = [getattr(owner, name) for owner, name in owners]
    install_patches.install()
    assert [getattr(owner, name) for owner, name in owners] == during != before
    words = Hyphenation("de", "", WordsByLanguage({}))
    with (
        install_patches.installed_for(Scope.BOOK, words, World(Path())),
        install_patches.installed_for(Scope.PART, no_part()),
    ):
        inside = [getattr(owner, name) for owner, name in owners]
        assert all(one is not other for one, other in zip(before, inside, strict=True))
    assert [getattr(owner, name) for owner, name in owners] == during
    install_patches.install(without=("layout", "style_cache", "note_layouts"))
    assert block._in_flow_layout is before[targets.index("weasyprint.layout.block:_in_flow_layout")]
    assert inline.justify_line is not before[targets.index("weasyprint.layout.inline:justify_line")]
    install_patches.uninstall()
    assert [getattr(owner, name) for owner, name in owners] == before
    with pytest.raises(ValueError, match="no patch of WeasyPrint is called fast, grid"):
        install_patches.names(["grid", "speed", "fast"])


def test_a_function_is_replaced_wherever_it_is_known() -> None:
    install_patches.install()
    users = [place.__name__ for place in install_patches._users(Change("", "", id), line_break, "strut")]
    assert {"weasyprint.layout.inline", "weasyprint.text.line_break"} <= set(users)


SHARED = {
    "weasyprint.draw.text:draw_first_line": ["glyph_drawing", "total_fit", "deferred_numbers"],
    "weasyprint.formatting_structure.build:build_formatting_structure": [
        "page_number_digits",
        "formatting_structure",
    ],
    "weasyprint.layout.block:_in_flow_layout": ["line_grid", "page_space", "note_layouts"],
    "weasyprint.layout.block:_linebox_layout": ["footnotes", "page_plan"],
    "weasyprint.layout.block:block_container_layout": ["margin_note_breaks", "page_plan", "turned_tables"],
    "weasyprint.layout.inline:get_next_linebox": ["ideographic_lines", "title_lines", "total_fit"],
    "weasyprint.layout.inline:iter_line_boxes": ["footnotes", "page_plan"],
    "weasyprint.layout:LayoutContext._update_footnote_area": ["footnotes", "note_layouts"],
    "weasyprint.layout.inline:justify_line": ["script_lines", "ragged_lines"],
    "weasyprint.layout.inline:split_inline_box": ["ideographic_lines", "ragged_lines", "title_lines"],
    "weasyprint.layout.inline:remove_last_whitespace": ["script_lines", "edge_punctuation"],
    "weasyprint.layout.inline:split_text_box": [
        "script_lines",
        "edge_punctuation",
        "ragged_lines",
        "text_offsets",
    ],
    "weasyprint.layout.page:remake_page": ["alike_pages", "page_types"],
    "weasyprint.text.line_break:split_first_line": ["ideographic_lines", "line_breaks"],
}
"""What several patches replace: each calls the one before it."""


def test_no_two_patches_replace_one_function_unless_the_second_calls_the_first() -> None:
    found: dict[str, list[str]] = {}
    for name, patch in install_patches.patches().items():
        for change in patch.changes:
            found.setdefault(change.target, []).append(name)
    assert {target: names for target, names in found.items() if len(names) > 1} == SHARED


def test_no_module_of_the_engine_takes_an_original_past_the_chain() -> None:
    """A function that is imported by its name stays what it was, whatever is replaced afterwards; one that is asked of its
    module is the one that stands there. `theirs` is the only way to an original."""
    names = {
        change.target.partition(":")[2]
        for patch in install_patches.patches().values()
        for change in patch.changes
    }
    last = {name.rpartition(".")[2] for name in names} - {"__init__", "__call__"}  # of methods as well
    taken = []
    for path in sorted((ROOT / "bookbuilder/formats/pdf/engine").rglob("*.py")):
        for node in ast.parse(
            path.read_text(encoding="utf-8")
        ).body:  # those for type checkers are in an `if`
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith(
                ("weasyprint", "tinyhtml5", "pyphen")
            ):
                taken += [f"{path.name}: {one.name}" for one in node.names if one.name in names]
            if (
                isinstance(node, ast.Assign | ast.AnnAssign)
                and isinstance(node.value, ast.Attribute)
                and node.value.attr in last
            ):
                taken.append(f"{path.name}: {ast.unparse(node)}")
    assert taken == []


def test_grid_blocks_of_a_chapter_are_padded_to_a_line(laid_out: typeset.Layout) -> None:
    (page,) = laid_out.document.pages
    tree: Any = page._page_box.children[0]
    assert tree.style["line_height"] is not None and tree.element.tag == tree.element_tag == "html"
    chapter: Any = next(box for box in tree.descendants() if box.element_tag == "section")
    title, ground, text = chapter.children
    assert (ground.padding_top, ground.padding_bottom, ground.border_height()) == (7.0, 7.0, 32.0)
    assert (title.height, text.position_y - ground.position_y) == (16.0, 32.0)


def test_boxes_of_a_page_are_where_we_read_them(laid_out: typeset.Layout) -> None:
    (page,) = laid_out.document.pages
    tree: Any = page._page_box
    texts = [box for box in tree.descendants() if isinstance(box, boxes.TextBox)]
    assert [(box.text, box.position_x > 0, box.width > 0) for box in texts] == [
        (t, True, True) for t in "ABC"
    ]
    assert [line[0] for line in laid_out.document.make_bookmark_tree()] == ["A"]


def test_lines_are_set_where_we_do_it() -> None:
    assert inspect.getsource(inline.get_next_linebox).count("remove_last_whitespace(context, line)") == 1
    assert inspect.getsource(inline.text_align).count("justify_line(context, line, offset)") == 1


def test_footnotes_are_sent_on_in_no_column() -> None:
    source = inspect.getsource(block._linebox_layout)
    assert source.count("in_column") == source.count("report = not context.in_column and") == 1
    assert source.count("iter_line_boxes(\n        context,") == 1
    assert "in_column" not in inspect.getsource(block._break_line) + inspect.getsource(
        block.remove_placeholders
    )


def test_lettering_letters_of_a_drawing_are_taken_one_by_one_from_its_text() -> None:
    assert inspect.getsource(svg.text).count("for char in node.text]") == 1
    install_patches.install()
    assert svg.text is svg.TAGS["text"] is svg.TAGS["tspan"]


@pytest.mark.parametrize("kind", ["linear", "radial"])
@pytest.mark.parametrize(
    "stops", ["red, blue .001px", "red 19999px, blue 20000px", "red 1e6px, blue 1000001px"]
)
def test_a_gradient_that_repeats_too_often_is_one_color(kind: str, stops: str) -> None:
    """A ring that is far away repeats inwards as often as it fits."""
    install_patches.install()
    page = f'<p style="background: repeating-{kind}-gradient({stops})">A'
    assert b"/ShadingType" not in weasyprint.HTML(string=page).write_pdf(uncompressed_pdf=True)


def test_turns_what_is_noted_on_a_text_goes_with_its_pieces() -> None:
    """A text is split into lines by copies of its box; `skip` are bytes of it."""
    source = inspect.getsource(inline.split_text_box)
    assert source.count("text = box.text.encode()[skip:]") == 1
    assert source.count("box = box.copy_with_text(layout.text)") == 1
    copied = inspect.getsource(boxes.TextBox.copy_with_text) + inspect.getsource(boxes.Box.copy)
    assert (
        copied.count("new_box = self.copy()") == copied.count("new_box.__dict__.update(self.__dict__)") == 1
    )


def test_show_text_is_written_glyph_by_glyph() -> None:
    source = inspect.getsource(drawing.draw_first_line)
    assert source.count("string += f'>{int(kerning)}<'") == source.count("string += f'>{-offset}<'") == 1
    text = pydyf.Stream()
    text.show_text("<0001>0<0002>")
    assert text.stream == [b"[<0001>0<0002>] TJ"]


def test_anchors_are_known_by_page(laid_out: typeset.Layout) -> None:
    assert laid_out.anchors == {"c": 0}


def test_finish_and_xmp_metadata_are_made_where_we_add_to_them(laid_out: typeset.Layout) -> None:
    metadata: Any = laid_out.document.metadata
    assert type(laid_out.document.metadata) is DocumentMetadata
    seen: list[bytes] = []
    original = metadata.generate_rdf_metadata

    def watched(*arguments: object) -> bytes:
        seen.append(original(*arguments))
        return seen[-1]

    metadata.generate_rdf_metadata = watched
    finished: list[object] = []
    laid_out.document.write_pdf(
        finisher=lambda document, made: finished.append(made.catalog), pdf_identifier=b"x", **typeset.OPTIONS
    )
    assert len(seen) == 1 and seen[0].count(b"</rdf:RDF>") == 1
    assert len(finished) == 1


def test_tags_are_marked_and_written_where_we_do_it(laid_out: typeset.Layout) -> None:
    generate = inspect.getsource(pdf.generate_pdf)
    assert generate.count("add_tags(pdf, document, options['pdf_version'], page_streams)") == 1
    assert "pdf_page['StructParents'] = page_number" in generate
    draw = inspect.getsource(weasyprint.draw)
    assert draw.count("with stream.marked(") == 3


# -- what a part replaces while it is laid out -----------------------------------------------------------------


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def test_compile_replaces_what_weasyprint_calls_by_these_names() -> None:
    assert document.build_formatting_structure is build.build_formatting_structure


def test_compile_the_state_of_a_page_is_where_we_read_it(laid_out: typeset.Layout) -> None:
    context: Any = SimpleNamespace()
    root: Any = laid_out.document.pages[0]._page_box.children[0]
    layout.initialize_page_maker(context, root)
    ((resume_at, following, right, state, remake),) = context.page_maker
    assert (resume_at, set(following), right) == (None, {"break", "page"}, True)
    assert state == ([0], {"pages": [0]}, [{"pages"}], []) and "content_changed" in remake
    none: Any = None
    own = vars(layout.LayoutContext(none, lambda **_: None, none, none, targets.TargetCollector()))
    assert {"string_set", "running_elements", "current_page", "style_for", "footnotes"} <= set(own)
    assert "self._sheets = sheets" in inspect.getsource(css.StyleFor.__init__)
    assert "page_rules" in inspect.getsource(weasyprint.CSS.__init__)


def test_seen_reads_these(laid_out: typeset.Layout) -> None:
    page: Any = laid_out.document.pages[0]._page_box
    boxes = list(page.descendants())
    assert boxes and all(hasattr(box, "element") and hasattr(box, "style") for box in boxes)
    assert any(hasattr(box, "border_top_width") and "border_top_style" in box.style for box in boxes)


def test_emit_draws_with_these(laid_out: typeset.Layout) -> None:
    (laid,) = laid_out.document.pages
    assert {"bookmarks", "anchors", "links", "height", "_page_box"} <= set(vars(laid))
    tree: Any = laid._page_box
    assert all(hasattr(tree, name) for name in ("bleed", "canvas_background", "background", "page_type"))
    assert set(faces.ATTRIBUTES) | {
        "name",
        "tables",
        "variations",
        "missing",
        "bitmap",
        "png",
        "svg",
        "colr",
    } <= set(re.findall(r"self\.(\w+)", inspect.getsource(fonts.Font)))
    assert "'image': image," in inspect.getsource(Stream.add_image)
    assert "get_x_object(image_data['interpolate'], dpi_ratio)" in inspect.getsource(pdf._use_references)


def test_furniture_is_made_with_these() -> None:
    assert inspect.getsource(page.make_margin_boxes).count("build.create_anonymous_boxes(box)") == 1


def test_late_counters_are_written_where_we_do_it() -> None:
    known = weasyprint.html.UA_COUNTER_STYLE.resolve_counter("decimal")
    assert known["system"][1] == "numeric" and len(known["symbols"]) == 10 and known["pad"] in (None, (0, ""))


def test_faces_are_cut_with_these() -> None:
    assert len(pdf.D50) == len(pdf.D65) == 3 and (pdf.files(pdf.__name__) / "sRGB2014.icc").is_file()


# -- what we do in WeasyPrint's place, or by parts of it ----------------------------------------------------------

SOURCES = {
    "weasyprint.draw.border:draw_dotted_dashed_border": "25d8bd59c880dcf3",  # dotted_borders
    "weasyprint.text.line_break:first_line_metrics": "55ec5d0b58b29a8b",  # line_breaks
}
"""What stands in our modules must do the same as this, though it is not replaced."""


@pytest.mark.parametrize("target", SOURCES)
def test_what_we_do_in_its_place_reads_as_it_did(target: str) -> None:
    assert install_patches.digest(target) == SOURCES[target]


def test_cascade_styles_are_as_we_take_them() -> None:
    assert style_cache.OWN == "anchor" and "anchor" not in INHERITED
    text = Path(css.__file__).read_text(encoding="utf-8")
    assert text.count("-weasy-anchor") == 2  # an id, and the name of an `a`
    assert "style_for(element, 'first-letter')" in inspect.getsource(build.element_to_box)


def test_breaking_lines_are_broken_where_we_do_it() -> None:
    assert inline.split_first_line is preferred.split_first_line is line_break.split_first_line
    assert parameters(line_breaks.split)[1:] == parameters(line_break.split_first_line)
    assert "dictionaries = {}" in inspect.getsource(layout.LayoutContext.__init__)
    assert "' |\\u00a0'" in inspect.getsource(
        line_break.Layout.set_text
    )  # what is widened in a justified line


def test_word_cache_a_layout_reads_no_other_property_of_its_style() -> None:
    read = set()
    for function in (
        line_break.Layout.setup,
        line_break.Layout.set_text,
        line_break.line_size,
        get_font_description,
    ):
        read |= set(re.findall(r"style\['(\w+)'\]", inspect.getsource(function)))
    assert read == {*word_cache._SHAPED_BY, "text_decoration_line", "overflow_wrap"}


def test_html_patterns_are_those_of_the_parser_and_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each pattern is found by its characters from then on; the parser itself finds none again."""
    html = "<!doctype html><p title='a b' class=c>Text &amp; <b>more</b><!-- none --></p>"

    def parsed() -> tuple[str, set[Any]]:
        known: dict[Any, Any] = {}
        monkeypatch.setattr(inputstream, "characters_until_regex", known)
        change = html_patterns.PATCH.changes[0]
        theirs = inputstream.HTMLUnicodeInputStream.chars_until
        with patched([(inputstream.HTMLUnicodeInputStream, "chars_until", change.replace(theirs))]):
            again = tostring(tinyhtml5.parse(html, namespace_html_elements=False), encoding="unicode")
        return again, {key for key, _ in known}

    install_patches.uninstall()
    theirs = tostring(tinyhtml5.parse(html, namespace_html_elements=False), encoding="unicode")
    ours, keys = parsed()
    assert ours == theirs
    assert keys and not any(isinstance(key, re.Pattern) for key in keys)


def test_measures_what_is_out_of_flow_has_a_box_in_it() -> None:
    assert "object.__setattr__(self, '_box', box)" in inspect.getsource(AbsolutePlaceholder.__init__)


def test_glyphs_are_five_numbers_each() -> None:
    info = ffi.ffi.typeof("PangoGlyphInfo")
    assert [name for name, _ in info.fields] == ["glyph", "geometry", "attr"]
    assert ffi.ffi.sizeof("PangoGlyphInfo") == 5 * ffi.ffi.sizeof("int") == 20


def test_sheets_keep_what_they_say_in_themselves() -> None:
    sheet = weasyprint.CSS(string="@page { margin: 0 } p { color: red }")
    assert set(vars(sheet)) == {"base_url", "matcher", "page_rules", "layers"}
    assert len(sheet.page_rules) == 1


def test_a_thread_that_sets_a_book_waits_for_another(tmp_path: Path) -> None:
    """What is changed in WeasyPrint during a layout stays until its end: pages would begin nowhere."""
    world = World(tmp_path)
    folder = font_directory(
        world, Fonts((), {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")})
    )

    def other() -> None:
        with typeset.typesetter(world, folder):
            ended.append("other")

    ended: list[str] = []
    thread = Thread(target=other)
    with (
        typeset.typesetter(world, folder),
        install_patches.installed_for(Scope.PART, no_part()),
    ):
        during = document.build_formatting_structure, inline.split_text_box
        thread.start()
        thread.join(0.5)  # long enough to change anything; where it waits, a slow machine makes no difference
        assert (document.build_formatting_structure, inline.split_text_box) == during
        ended.append("this")
    thread.join()
    assert ended == ["this", "other"]
