"""What we write as TBX-Basic is valid by the schemas of its makers: the core in RELAX NG, the dialect in Schematron."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from bookbuilder.cli import main
from tests.judges.schematron import schematron
from tests.judges.suites import TBX_BASIC, TBX_CORE, suite
from tests.translate.dossier import copy


def problems(document: etree._Element) -> list[str]:
    core = etree.RelaxNG(etree.parse(suite(*TBX_CORE) / "TBXcoreStructV03.rng"))
    core.validate(document)
    found = [str(error) for error in core.error_log]
    return [*found, *schematron(suite(*TBX_BASIC) / "DCA" / "TBX-Basic_DCA.sch", document)]


def test_the_glossary_of_the_dossier_is_valid(tmp_path: Path) -> None:
    root = copy(tmp_path)
    into = tmp_path / "out"
    assert main(["translate", "export", "en", "-f", "tbx", "--into", str(into), "--book", str(root)]) == 0
    assert problems(etree.fromstring((into / "en.tbx").read_bytes())) == []


def test_the_judges_find_fault() -> None:
    bad = '<tbx type="TBX-Basic" style="dca" xml:lang="de" xmlns="urn:iso:std:iso:30042:ed-2"><text/></tbx>'
    assert problems(etree.fromstring(bad))
    good = etree.parse(suite(*TBX_BASIC) / "DCA" / "Example_Astronomy_DCA_VALID.tbx").getroot()
    status = next(note for note in good.iter("{*}termNote") if note.get("type") == "administrativeStatus")
    status.text = "liked"
    assert any("administrativeStatus" in line for line in problems(good))
