"""The glossary goes out as TBX-Basic: each term is a concept, with the status of each of its forms."""
# ruff: noqa: E501 -- a schema

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage import tbx as tbx2008

from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.translate import glossary as glossary_file
from bookbuilder.translate.exchange.tbx.writer import NAMESPACE
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
    assert len(list(found.iter(f"{N}conceptEntry"))) == 16


def bring(root: Path, *files: Path) -> int:
    return main(["translate", "import", *map(str, files), "--book", str(root)])


def glossary(root: Path) -> dict[str, dict[str, object]]:
    return tomllib.loads((root / "glossary.toml").read_text(encoding="utf-8"))


def glossary_book(root: Path, text: str) -> Path:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": "# A\n", "chapters/en/01-a.md": "# A\n"}
    return book.write(root, files | ({"glossary.toml": text} if text else {}))


def test_what_went_out_comes_into_another_book(tmp_path: Path) -> None:
    one, other = glossary_book(tmp_path / "book", GLOSSARY), glossary_book(tmp_path / "other", "")
    export(one)
    assert bring(one, tmp_path / "out/en.tbx") == 0
    assert (one / "glossary.toml").read_text(encoding="utf-8") == GLOSSARY, "nothing is new"
    assert bring(other, tmp_path / "out/en.tbx") == 0
    assert glossary(other) == {
        "waffenlieferung": {
            key: value for key, value in tomllib.loads(GLOSSARY)["arms"].items() if key != "not"
        }
        | {"not": {"en": "weapon* shipment*"}}
    }


def toolkit(path: Path, *pairs: tuple[str, str]) -> Path:
    """Write a file of 2008 as translate-toolkit does, with a document type."""
    store = tbx2008.tbxfile()
    for source, target in pairs:
        unit = store.UnitClass("")
        unit.setsource(source, "de")
        unit.settarget(target, "en-gb")
        store.addunit(unit)
    path.write_bytes(bytes(store))
    assert b"<martif" in path.read_bytes() and b"<!DOCTYPE" in path.read_bytes()
    return path


def test_the_terms_of_another_program_come_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = glossary_book(tmp_path / "book", "# Ours.\n" + GLOSSARY)
    pairs = (
        ("Boot", "boat"),
        ("lieferung von  waffen", "shipment of arms"),
        ("Größe & Maß", "size <and> measure"),
        ("北京", "Beijing"),
    )
    assert bring(root, toolkit(tmp_path / "x.tbx", *pairs)) == 0
    assert "glossary.toml: 2 new, 2 completed" in capsys.readouterr().out
    text = (root / "glossary.toml").read_text(encoding="utf-8")
    assert text.startswith("# Ours.\n[arms]\n") and 'note = "So in the agreement."' in text
    found = glossary(root)
    assert found["Ä 1"] == {"term": "Boot", "en": "boat"}
    assert found["arms"]["en"] == ["arms deliver*", "delivery of <arms> & more", "shipment of arms"]
    assert found["grosse-mass"] == {"term": "Größe & Maß", "en": "size <and> measure"}
    assert found["北京"] == {"term": "北京", "en": "Beijing"}
    assert bring(root, tmp_path / "x.tbx") == 0
    assert (root / "glossary.toml").read_text(encoding="utf-8") == text, "a file may come twice"


STYLES = {
    "dct": """<?xml version="1.0"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body>
<conceptEntry id="c1"><basic:definition>A small ship.</basic:definition>
<langSec xml:lang="DE"><termSec><term>Boot</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term><hi>boat</hi></term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
<termSec><term>ship</term><min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec></langSec>
</conceptEntry></body></text></tbx>""",
    "microsoft": """<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en-US"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader><text><body>
<termEntry id="1_2"><langSet xml:lang="en-US"><descripGrp><descrip type="definition">A small ship.</descrip></descripGrp>
<ntig><termGrp><term id="1">boat</term><termNote type="partOfSpeech">Noun</termNote></termGrp></ntig>
<ntig><termGrp><term id="2">ship</term><termNote type="administrativeStatus">notRecommended</termNote></termGrp></ntig></langSet>
<langSet xml:lang="de-DE"><ntig><termGrp><term id="3">Boot</term></termGrp></ntig></langSet></termEntry></body></text></martif>""",
}


@pytest.mark.parametrize("style", sorted(STYLES))
def test_a_status_and_a_definition_are_understood(tmp_path: Path, style: str) -> None:
    root, file = glossary_book(tmp_path / "book", ""), tmp_path / "x.tbx"
    file.write_text(STYLES[style], encoding="utf-8")
    assert bring(root, file) == 0
    assert glossary(root) == {
        "boot": {"term": "Boot", "en": "boat", "not": {"en": "ship"}, "note": "A small ship."}
    }


def test_what_a_glossary_cannot_take_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = glossary_book(tmp_path / "book", '[boat]\nterm = "Boot"\nen = "ship"\nnot = { en = "boat" }\n')
    file = tmp_path / "x.tbx"
    for text, code in (
        ("<tbx", "exchange.broken"),
        ("<xliff/>", "exchange.broken"),
        (STYLES["dct"].replace('"DE"', '"fr"'), "exchange.language"),
        (STYLES["dct"].replace("Boot<", f"{'x' * 300}<"), "exchange.invalid"),
        (STYLES["dct"].replace("<tbx", '<!DOCTYPE tbx [<!ENTITY a "b">]><tbx', 1), "exchange.active"),
    ):
        file.write_text(text, encoding="utf-8")
        before = (root / "glossary.toml").read_bytes()
        assert bring(root, file) == 1, code
        assert f"[{code}]" in capsys.readouterr().err
        assert (root / "glossary.toml").read_bytes() == before
    file.write_text(STYLES["dct"], encoding="utf-8")
    assert bring(root, file) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert (
        "x.tbx:4: warning: 'boat' is to be used here, and to be avoided in glossary.toml [glossary.conflict]"
        in said
    )
    assert "'ship' is to be avoided here, and to be used in glossary.toml" in said
    assert glossary(root)["boat"]["en"] == "ship"


def test_a_glossary_that_is_no_text_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, file = glossary_book(tmp_path / "book", ""), tmp_path / "x.tbx"
    raw = GLOSSARY.encode("latin-1")
    (root / "glossary.toml").write_bytes(raw)
    file.write_text(STYLES["dct"], encoding="utf-8")
    assert bring(root, file) == 1
    assert "[file.encoding]" in capsys.readouterr().err
    assert (root / "glossary.toml").read_bytes() == raw


@pytest.mark.heavy
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(
                st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]),
                min_size=1,
                max_size=12,
            ),
            st.text("abc äß*\"'#]=\\", min_size=1, max_size=9),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_terms_make_a_glossary_that_is_read(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("terms")
    root = glossary_book(folder / "book", "")
    toolkit(folder / "x.tbx", *pairs)
    bring(root, folder / "x.tbx")
    told = Findings()
    text = (root / "glossary.toml").read_text(encoding="utf-8") if (root / "glossary.toml").exists() else ""
    found = glossary_file.read(text, {"de": "de", "en": "en"}, told)
    assert told.sorted() == ()
    forms = {" ".join(form.split()).casefold() for term in found.terms for form in term.forms}
    wanted = {
        " ".join(a.split())
        for a, b in pairs
        if glossary_file.is_form(" ".join(a.split())) and glossary_file.is_form(" ".join(b.split()))
    }
    assert {form.replace("*", "").casefold() for form in wanted} <= {form.replace("*", "") for form in forms}
