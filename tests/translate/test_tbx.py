"""The glossary goes out as TBX-Basic: each term is a concept, with the status of each of its forms."""
# ruff: noqa: E501 -- a schema

from __future__ import annotations

from pathlib import Path

from lxml import etree

from bookbuilder.cli import main
from bookbuilder.translate.exchange.tbx import NAMESPACE
from tests.cases import book
from tests.translate.dossier import copy

N = f"{{{NAMESPACE}}}"
GLOSSARY = """\
[arms]
term = ["Waffenlieferung*", "Lieferung von Waffen"]
en = ["arms deliver*", "delivery of <arms> & more"]
not = { en = ["weapon* shipment*"] }
note = "So in the agreement."

["Ä 1"]
term = "Boot"
"""
SCHEMA = etree.RelaxNG(
    etree.fromstring(f"""
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="{NAMESPACE}" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="tbx">
    <attribute name="type" ns=""><value>TBX-Basic</value></attribute><attribute name="style" ns=""><value>dca</value></attribute>
    <attribute name="xml:lang"><data type="language"/></attribute>
    <element name="tbxHeader"><element name="fileDesc"><element name="sourceDesc">
      <oneOrMore><element name="p"><text/></element></oneOrMore></element></element></element>
    <element name="text"><element name="body"><oneOrMore><element name="conceptEntry">
      <attribute name="id" ns=""><data type="ID"/></attribute>
      <zeroOrMore><element name="note"><text/></element></zeroOrMore>
      <oneOrMore><element name="langSec"><attribute name="xml:lang"><data type="language"/></attribute>
        <oneOrMore><element name="termSec"><element name="term"><data type="string"><param name="minLength">1</param></data></element>
          <element name="termNote"><attribute name="type" ns=""><value>administrativeStatus</value></attribute>
            <choice><value>preferredTerm-admn-sts</value><value>admittedTerm-admn-sts</value><value>deprecatedTerm-admn-sts</value></choice>
          </element>
          <zeroOrMore><element name="note"><text/></element></zeroOrMore>
        </element></oneOrMore></element></oneOrMore>
    </element></oneOrMore></element></element>
  </element></start>
</grammar>""")
)
"""What of TBX-Basic (DCA) the program writes; `tests/judges` holds it against the schemas of its makers."""


def export(root: Path) -> etree._Element:
    into = root.parent / "out"
    assert main(["translate", "export", "en", "-f", "tbx", "--into", str(into), "--book", str(root)]) == 0
    return etree.fromstring((into / "en.tbx").read_bytes())


def test_a_term_has_its_forms_in_both_languages(tmp_path: Path) -> None:
    root = book.write(
        tmp_path / "book",
        {"chapters/de/01-a.md": "# A\n", "chapters/en/01-a.md": "# A\n", "glossary.toml": GLOSSARY},
    )
    found = export(root)
    SCHEMA.assertValid(found)
    first, second = found.iter(f"{N}conceptEntry")
    forms = [
        (
            part.get("{http://www.w3.org/XML/1998/namespace}lang"),
            one.findtext(f"{N}term"),
            one.findtext(f"{N}termNote"),
            one.findtext(f"{N}note"),
        )
        for part in first.iter(f"{N}langSec")
        for one in part.iter(f"{N}termSec")
    ]
    assert forms == [
        ("de", "Waffenlieferung", "preferredTerm-admn-sts", "any ending: Waffenlieferung*"),
        ("de", "Lieferung von Waffen", "admittedTerm-admn-sts", None),
        ("en", "arms deliver", "preferredTerm-admn-sts", "any ending: arms deliver*"),
        ("en", "delivery of <arms> & more", "admittedTerm-admn-sts", None),
        ("en", "weapon shipment", "deprecatedTerm-admn-sts", "any ending: weapon* shipment*"),
    ]
    assert first.findtext(f"{N}note") == "So in the agreement."
    assert [part.findtext(f"{N}termSec/{N}term") for part in second.iter(f"{N}langSec")] == ["Boot"]


def test_the_glossary_of_the_dossier_goes_out(tmp_path: Path) -> None:
    found = export(copy(tmp_path))
    SCHEMA.assertValid(found)
    assert len(list(found.iter(f"{N}conceptEntry"))) == 14
