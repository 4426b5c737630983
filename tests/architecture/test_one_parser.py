"""One module parses XML, one YAML: ruff bans other ways by the name that is imported, and this test finds other names."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "bookbuilder"
XML_PARSER = PACKAGE / "xml_parser.py"
OWN_PROCESS = PACKAGE / "validators" / "java_process.py"
"""Runs without the program's modules, and parses what a validator brings."""
EVENTS = PACKAGE / "html" / "page_markup.py"
"""Counts with expat."""
XML_CALLS = frozenset(
    {"ETCompatXMLParser", "XMLParser", "XMLPullParser", "XML", "XMLID", "XMLDTDID", "XSLT", "fromstring", "fromstringlist"}
    | {"iterparse", "parseid", "parseString", "set_default_parser", "xinclude"}
)  # fmt: skip
"""Functions and methods that parse XML, or read files that XML names."""
ELEMENT = PACKAGE / "formats/pdf/engine/html_element.py"
"""Names the type of an element, and parses nothing."""
YAML_LOADER = PACKAGE / "yaml_nodes.py"
ANOTHER_READER = ("bs4", "defusedxml", "ruamel", "untangle", "xml", "xmltodict", "yaml")


def other_ways(source: str) -> list[tuple[int, str]]:
    """Return line and name of each way to XML and YAML in a module.

    >>> other_ways("reader = etree\\nreader.fromstring(data)\\ntree.xinclude()\\netree.ElementTree(file=name)")
    [(2, 'fromstring'), (3, 'xinclude'), (4, 'ElementTree')]
    >>> other_ways("from xml.dom import minidom\\nfrom xml.sax.saxutils import escape\\nhtml.fromstring(page)")
    [(1, 'xml.dom')]
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="html"), attr="fromstring"):
                continue  # reads HTML, which has no entities of its own and names no files to read
            case ast.Attribute(attr=name) if name in XML_CALLS:
                found.append((node.lineno, name))
            case ast.Call(func=ast.Attribute(attr="ElementTree"), keywords=[_, *_]):
                found.append((node.lineno, "ElementTree"))
            case ast.Import(names=names):
                found += [
                    (node.lineno, one.name) for one in names if one.name.partition(".")[0] in ANOTHER_READER
                ]
            case ast.ImportFrom(module=str(name)) if name.partition(".")[0] in ANOTHER_READER:
                if name != "xml.sax.saxutils":
                    found.append((node.lineno, name))
            case ast.ImportFrom(module=str(name), names=names) if name.startswith("lxml"):
                found += [(node.lineno, one.name) for one in names if one.name in XML_CALLS]
    return sorted(found)


@pytest.mark.parametrize(
    "module", [pytest.param(m, id=str(m.relative_to(PACKAGE))) for m in sorted(PACKAGE.rglob("*.py"))]
)
def test_each_is_parsed_in_one_place(module: Path) -> None:
    found = other_ways(module.read_text(encoding="utf-8"))
    allowed = {
        XML_PARSER: ["XMLParser", "fromstring"],
        OWN_PROCESS: ["fromstring"],
        EVENTS: ["xml.parsers"],
        YAML_LOADER: ["yaml", "yaml"],
        ELEMENT: ["xml.etree.ElementTree"],
    }
    assert [name for _, name in found] == allowed.get(module, [])
