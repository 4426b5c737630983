"""The private parts of WeasyPrint that `bookbuilder/formats/pdf` touches are where they were in the release we pin.

When one of these fails after an upgrade, nothing else needs to be searched: the test names the part and who uses it.
"""

from __future__ import annotations

import inspect
import re
import tomllib
from pathlib import Path
from typing import Any

import pydyf
import pytest
import weasyprint
from weasyprint import pdf, svg
from weasyprint.document import DocumentMetadata
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline
from weasyprint.pdf.stream import Stream
from weasyprint.text import line_break
from weasyprint.urls import URLFetcher, URLFetcherResponse

from bookbuilder.formats.pdf import footnotes, grid, lettering, lines, tags, weasy
from bookbuilder.formats.pdf.resources import case
from bookbuilder.html.fonts import Fonts
from bookbuilder.world import World

ROOT = Path(__file__).parents[2]
HTML = """<html lang="de"><body><section class="chapter" id="c"><h1>A</h1>
<div style="border: 1px solid red; background-color: #eee; padding: 3px">B</div><p>C</p></section></body></html>"""
CSS = "@page { size: 60mm 60mm } html { font: 10px/16px Alegreya } h1 { font: inherit } * { margin: 0 }"


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> weasy.Layout:
    """A tiny page."""
    world = World(tmp_path_factory.mktemp("book"))
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    with weasy.typesetter(world, case(world, Fonts((), files))) as (fonts, messages):
        found = weasy.lay_out(HTML, CSS, {}, fonts)
    assert messages == []
    return found


def test_the_release_is_one_that_we_know() -> None:
    """A release beyond the range that pyproject.toml states has to pass this file first."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    (line,) = (line for line in stated if line.startswith("weasyprint"))
    minor = re.fullmatch(r"weasyprint>=(\d+\.\d+),<\d+\.\d+", line)
    assert minor and weasyprint.__version__.startswith(minor[1])


def test_footnotes_one_line_is_replaced() -> None:
    footnotes.keep()
    ours = block._linebox_layout
    assert ours.__code__.co_filename == footnotes.__file__
    text = Path(block.__file__).read_text(encoding="utf-8")
    assert text.count(footnotes.THEIRS) == 1
    footnotes.keep()
    assert block._linebox_layout is ours


def test_grid_blocks_of_a_chapter_are_padded_to_a_line(laid_out: weasy.Layout) -> None:
    (page,) = laid_out.document.pages
    tree: Any = page._page_box.children[0]
    assert tree.style["line_height"] is not None and tree.element.tag == tree.element_tag == "html"
    chapter: Any = next(box for box in tree.descendants() if box.element_tag == "section")
    title, ground, text = chapter.children
    assert (ground.padding_top, ground.padding_bottom, ground.border_height()) == (7.0, 7.0, 32.0)
    assert (title.height, text.position_y - ground.position_y) == (16.0, 32.0)
    before, after = (inspect.signature(function) for function in (grid._theirs, block._in_flow_layout))
    names = ["context", "box", "index", "child", "new_children"]
    assert list(before.parameters)[:5] == list(after.parameters)[:5] == names
    assert [list(before.parameters)[5 + at] for at in (4, 6)] == ["bottom_space", "skip_stack"]


def test_boxes_of_a_page_are_where_we_read_them(laid_out: weasy.Layout) -> None:
    (page,) = laid_out.document.pages
    tree: Any = page._page_box
    texts = [box for box in tree.descendants() if isinstance(box, boxes.TextBox)]
    assert [(box.text, box.position_x > 0, box.width > 0) for box in texts] == [
        (t, True, True) for t in "ABC"
    ]
    assert issubclass(boxes.MarginBox, boxes.Box) and issubclass(boxes.LineBox, boxes.Box)
    assert [line[0] for line in laid_out.document.make_bookmark_tree()] == ["A"]


def test_lines_are_set_where_we_do_it() -> None:
    lines.keep()
    assert inline.justify_line is lines._ours
    assert list(inspect.signature(lines._theirs).parameters) == ["context", "line", "extra_width"]
    assert inline.remove_last_whitespace is lines._end
    assert inline.split_text_box is lines._text
    names = ["context", "box", "available_width", "skip", "is_line_start"]
    assert list(inspect.signature(lines._their_text).parameters) == names
    assert list(inspect.signature(lines._their_end).parameters) == ["context", "line"]
    assert inspect.getsource(inline.get_next_linebox).count("remove_last_whitespace(context, line)") == 1
    assert inspect.getsource(inline.text_align).count("justify_line(context, line, offset)") == 1
    names = ["text", "style", "context", "max_width", "justification_spacing"]
    assert list(inspect.signature(line_break.create_layout).parameters) == names


def test_lettering_letters_of_a_drawing_are_taken_one_by_one_from_its_text() -> None:
    lettering.keep()
    assert svg.text is svg.TAGS["text"] is svg.TAGS["tspan"] is lettering._ours
    assert inspect.getsource(lettering._theirs).count("for char in node.text]") == 1


def test_turns_what_is_noted_on_a_text_goes_with_its_pieces() -> None:
    """A text is split into lines by copies of its box; `skip` are bytes of it."""
    source = inspect.getsource(lines._their_text)
    assert source.count("text = box.text.encode()[skip:]") == 1
    assert source.count("box = box.copy_with_text(layout.text)") == 1
    copied = inspect.getsource(boxes.TextBox.copy_with_text) + inspect.getsource(boxes.Box.copy)
    assert (
        copied.count("new_box = self.copy()") == copied.count("new_box.__dict__.update(self.__dict__)") == 1
    )
    assert issubclass(boxes.FootnoteAreaBox, boxes.Box) and issubclass(boxes.ReplacedBox, boxes.Box)


def test_show_text_is_written_glyph_by_glyph() -> None:
    source = inspect.getsource(drawing.draw_first_line)
    assert source.count("string += f'>{int(kerning)}<'") == source.count("string += f'>{-offset}<'") == 1
    text = pydyf.Stream()
    text.show_text("<0001>0<0002>")
    assert text.stream == [b"[<0001>0<0002>] TJ"]


def test_anchors_are_known_by_page(laid_out: weasy.Layout) -> None:
    assert laid_out.anchors == {"c": 0}


def test_finish_and_xmp_metadata_are_made_where_we_add_to_them(laid_out: weasy.Layout) -> None:
    metadata: Any = laid_out.document.metadata
    assert isinstance(metadata, DocumentMetadata)
    own = {"title", "authors", "description", "keywords", "generator", "lang", "created", "modified"}
    assert own <= set(vars(metadata))
    assert "generate_rdf_metadata" in vars(DocumentMetadata)
    seen: list[bytes] = []
    original = metadata.generate_rdf_metadata

    def watched(*arguments: object) -> bytes:
        seen.append(original(*arguments))
        return seen[-1]

    metadata.generate_rdf_metadata = watched
    finished: list[object] = []
    laid_out.document.write_pdf(
        finisher=lambda document, made: finished.append(made.catalog), pdf_identifier=b"x", **weasy.OPTIONS
    )
    assert len(seen) == 1 and seen[0].count(b"</rdf:RDF>") == 1
    assert len(finished) == 1


def test_tags_are_marked_and_written_where_we_do_it(laid_out: weasy.Layout) -> None:
    assert list(inspect.signature(Stream.artifact).parameters) == ["self"]
    generate = inspect.getsource(pdf.generate_pdf)
    assert generate.count("add_tags(pdf, document, options['pdf_version'], page_streams)") == 1
    assert "pdf_page['StructParents'] = page_number" in generate
    assert pdf.add_tags is tags._add_tags and Stream.marked is tags._marked
    draw = inspect.getsource(weasyprint.draw)
    assert draw.count("with stream.marked(") == 3
    assert {"link", "link_annotation", "is_header"} <= set(dir(boxes.TableRowGroupBox))


def test_weasy_files_are_fetched_as_we_give_them() -> None:
    assert list(inspect.signature(URLFetcher.fetch).parameters)[:2] == ["self", "url"]
    assert {"url", "body", "headers"} <= set(inspect.signature(URLFetcherResponse.__init__).parameters)
