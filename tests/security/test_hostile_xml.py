"""XML made to harm does none, whoever parses it: no file or address is read, nothing unfolds, no nesting ends a process."""

from __future__ import annotations

import socket
import time
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from bookbuilder.diagnostics import NOWHERE, BookbuilderError, Findings
from bookbuilder.document.picture_files import inspect_picture
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.formats.epub.xhtml_page import XhtmlPage, relocate_page_pictures, well_formed
from bookbuilder.formats.pdf.press.svg_line_widths import thinnest
from bookbuilder.formats.traced_text import parsed
from bookbuilder.html import page_markup, self_contained
from bookbuilder.html.font_family import Fonts
from bookbuilder.html.resource_loads import SCHEME
from bookbuilder.html.svg_fonts import embed_fonts
from bookbuilder.importers import safe_xml
from bookbuilder.importers.markup.parse_page import parse_page
from bookbuilder.translate.exchange import untrusted_xml
from bookbuilder.validators import onix, package_completeness, word_completeness
from bookbuilder.xml_parser import xml_root

SECRET = "the-words-of-a-file-that-is-not-of-the-book"
DTD = f'<!ENTITY outside "{SECRET}"><!ATTLIST a added CDATA "{SECRET}">'
ROOTS = {
    "plain": ("a", ""),
    "drawing": ("svg", 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"'),
    "page": ("html", 'xmlns="http://www.w3.org/1999/xhtml"'),
    "package": ("package", 'xmlns="http://www.idpf.org/2007/opf"'),
}


def _archive(data: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.opf", data)
    return out.getvalue()


def _page(data: bytes) -> XhtmlPage:
    return XhtmlPage("a", "a.xhtml", "", data + f"<!--{SCHEME}-->".encode())


USERS: dict[str, Callable[[bytes], object]] = {
    "the parser": xml_root,
    "the parser, without remarks": lambda data: xml_root(data, remarks=False),
    "a manuscript": lambda data: safe_xml.parse_xml(data, "a.docx", "a.xml"),
    "a page of a manuscript": lambda data: parse_page(data, "a.epub", "a.xhtml"),
    "a file of a translator": lambda data: untrusted_xml.parse_xml(data, "a.xlf", Findings()),
    "a file with a named document type": lambda data: untrusted_xml.parse_xml(
        data, "a.tmx", Findings(), named="a"
    ),
    "a drawing": lambda data: inspect_picture("a.svg", data, PICTURE_TYPES[".svg"], NOWHERE, Findings()),
    "the fonts of a drawing": lambda data: embed_fonts(data, Fonts((), {})),
    "the lines of a drawing": lambda data: thinnest(data, 9, 9),
    "a traced page": lambda data: parsed(data.decode(errors="replace")),
    "a page of an e-book": lambda data: well_formed(data, "a.xhtml", NOWHERE, None),
    "the pictures of a page": lambda data: relocate_page_pictures(_page(data), {"b": "c"}).data,
    "what a page loads": lambda data: [*self_contained._loads("a.xhtml", data)],
    "what a page of a template holds": lambda data: page_markup.page_markup(
        data.decode(errors="replace"), 100, xml=True
    ),
    "the words of a page": lambda data: word_completeness.tree(b"<?xml version='1.0'?>" + data),
    "the package of an e-book": package_completeness._tree,
    "the claims of an e-book": lambda data: [*onix._of_epub(_archive(data))],
}


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[tuple[str, ...], socket.socket]]:
    """Addresses with the secret words, and the server that one of them names, which nobody may call."""
    file = tmp_path_factory.mktemp("outside") / "secret.dtd"
    file.write_text(DTD)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield (file.as_uri(), str(file), f"http://127.0.0.1:{server.getsockname()[1]}/secret.dtd"), server


@st.composite
def hostile(draw: st.DrawFn, addresses: tuple[str, ...]) -> bytes:
    """Draw a document with some of: entities outside, entities of entities, a document type elsewhere, nesting, XInclude."""
    name, attributes = ROOTS[draw(st.sampled_from(sorted(ROOTS)))]
    address = draw(st.sampled_from(addresses))
    levels = draw(st.integers(1, 40))
    declared = {
        "outside": f'<!ENTITY outside SYSTEM "{address}">',
        "parameter": f'<!ENTITY % all SYSTEM "{address}">%all;',
        "laughs": "".join(
            f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 50}">' for n in range(levels)
        ),
        "quadratic": f'<!ENTITY big "{"x" * 50_000}">',
        "itself": '<!ENTITY me "&me;">',
    }
    chosen = draw(st.lists(st.sampled_from(sorted(declared)), unique=True))
    elsewhere = draw(st.sampled_from(["", f' SYSTEM "{address}"', f' PUBLIC "-//x" "{address}"']))
    inside = f" [{''.join(declared[one] for one in chosen)}]" if chosen else ""
    doctype = f"<!DOCTYPE {name}{elsewhere}{inside}>" if elsewhere or inside else ""
    pieces = {
        "outside": "&outside;",
        "laughs": f"&l{levels - 1};",
        "quadratic": "&big;" * 1000,
        "itself": "&me;",
        "sheet": "<style>&outside;</style>",
        "included": f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}" parse="text"/>',
        "instructed": f'<?xml-stylesheet type="text/xsl" href="{address}"?>',
    }
    used = draw(st.lists(st.sampled_from(sorted(pieces)), max_size=3))
    content = "".join(pieces[one] for one in used)
    value = draw(st.sampled_from(["", *(text for text in pieces.values() if text.startswith("&"))]))
    deep = draw(st.sampled_from([0, 0, 90, 300, 5_000]))
    written = f'{doctype}<{name} {attributes} title="{value}">{"<g>" * deep}{content}{"</g>" * deep}</{name}>'
    return written.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-16"])))


def _text(result: Any) -> str:
    """Return all that a user knows of a document."""
    if isinstance(result, etree._Element):
        # Unfolding would show in the length; a reference that is left alone stays the few letters that it is.
        return etree.tostring(result, encoding="unicode")
    return result.decode(errors="replace") if isinstance(result, bytes) else repr(result)


@pytest.mark.parametrize("user", USERS)
def test_nothing_is_read_and_nothing_unfolds(user: str, traps: tuple[tuple[str, ...], socket.socket]) -> None:
    addresses, server = traps

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(hostile(addresses))
    def holds(data: bytes) -> None:
        start = time.process_time()
        try:
            seen = _text(USERS[user](data))
        except (BookbuilderError, etree.XMLSyntaxError):
            seen = ""
        assert SECRET not in seen
        assert len(seen) <= 8 * len(data) + 2_000_000
        assert time.process_time() - start < 3

    holds()
    with pytest.raises(BlockingIOError):
        server.accept()


def test_the_traps_would_spring(traps: tuple[tuple[str, ...], socket.socket]) -> None:
    (address, *_), _ = traps
    data = f'<!DOCTYPE a SYSTEM "{address}"><a>&outside;</a>'.encode()
    careless = etree.XMLParser(load_dtd=True, resolve_entities=True, attribute_defaults=True)
    assert _text(etree.fromstring(data, careless)).count(SECRET) == 2


def test_a_recovered_page_stands_where_its_fault_is() -> None:
    """With `recover`, a bomb ends as the words before it."""
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 50}">' for n in range(9))
    root = xml_root(f"<!DOCTYPE a [{bomb}]><a>before<b>&l8;</b></a>".encode(), recover=True)
    assert "before" in _text(root) and len(_text(root)) < 10_000


@pytest.mark.parametrize("ids", ['xml:id="x"', 'xml:id="1"', 'xml:id=""'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_ids_that_are_there_twice_or_no_names(ids: str, encoding: str) -> None:
    text = f"<a><b {ids}/><b {ids}>words</b></a>"
    assert "words" in _text(xml_root(text.encode(encoding)))
    with pytest.raises(etree.XMLSyntaxError):
        xml_root(f"<a><b {ids}/><b {ids}/></c>".encode(encoding))


def test_a_document_type_with_ids_that_are_there_twice_is_not_looked_for(
    traps: tuple[tuple[str, ...], socket.socket],
) -> None:
    (address, *_), _ = traps
    assert len(xml_root(f'<!DOCTYPE a SYSTEM "{address}"><a><b/><b/></a>'.encode())) == 2
    with pytest.raises(etree.XMLSyntaxError, match="already defined"):
        xml_root(f'<!DOCTYPE a SYSTEM "{address}"><a><b xml:id="x"/><b xml:id="x"/></a>'.encode())
