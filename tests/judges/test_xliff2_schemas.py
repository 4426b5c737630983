"""What we write as XLIFF 2.1 is valid by the schemas and the Schematron rules of OASIS."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from bookbuilder.cli import main
from tests.judges.schematron import schematron
from tests.judges.suites import XLIFF, suite
from tests.translate.dossier import copy

RULES = (
    "xliff_core_2.1",
    "matches",
    "metadata",
    "glossary",
    "fs",
    "resource_data",
    "size_restriction",
    "validation",
)
XS = "http://www.w3.org/2001/XMLSchema"


def schemas() -> Path:
    return suite(*XLIFF) / "xliff-21" / "schemas"


def schema() -> etree.XMLSchema:
    """Return the schema of the core with those of the modules that we use."""
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{(schemas() / file).as_uri()}"/>'
        for namespace, file in (
            ("urn:oasis:names:tc:xliff:document:2.0", "xliff_core_2.0.xsd"),
            ("urn:oasis:names:tc:xliff:matches:2.0", "matches.xsd"),
            ("urn:oasis:names:tc:xliff:metadata:2.0", "metadata.xsd"),
        )
    )
    return etree.XMLSchema(etree.fromstring(f'<xs:schema xmlns:xs="{XS}">{imports}</xs:schema>'))


def problems(content: bytes) -> list[str]:
    document = etree.fromstring(content)
    judge = schema()
    judge.validate(document)
    found = [str(error) for error in judge.error_log]
    for name in RULES:
        found += schematron(schemas() / f"{name}.sch", document)
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The dossier, with one block of its source changed, one new, and one more that goes."""
    found = copy(tmp_path)
    chapter = found / "chapters/de/01-analyse.md"
    text = chapter.read_text(encoding="utf-8")
    first, second = "Das Zweite ist Gas.", "## Geld, Gas und Einigkeit"
    assert first in text and second in text
    chapter.write_text(
        text.replace(first, "Das *Zweite* ist das [Gas](https://example.org).").replace(
            second, f"Ganz neu.[^n]\n\n[^n]: Neu.\n\n{second}"
        ),
        encoding="utf-8",
    )
    return found


def export(root: Path, *words: str) -> Path:
    into = root.parent / "out"
    arguments = [
        "translate",
        "export",
        "en",
        "-f",
        "xliff2",
        *words,
        "--into",
        str(into),
        "--book",
        str(root),
    ]
    assert main(arguments) == 0
    return into / "en.xliff2.xlf"


@pytest.mark.parametrize("words", [(), ("--all",)])
def test_an_export_is_valid(root: Path, words: tuple[str, ...]) -> None:
    assert problems(export(root, *words).read_bytes()) == []


def test_what_is_kept_for_the_translator_is_valid(root: Path) -> None:
    file = export(root, "--all")
    content = file.read_text(encoding="utf-8")
    content = content.replace("The second is gas.", "The second one is gas.").replace(
        "</target>", " plus</target>"
    )
    file.write_text(content, encoding="utf-8")
    chapter = root / "chapters/de/01-analyse.md"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(
        text.replace("das [Gas](https://example.org)", "`Gas`").replace("## Geld, Gas und Einigkeit\n", ""),
        encoding="utf-8",
    )
    assert main(["translate", "import", str(file), "--book", str(root)]) == 1
    assert problems((root / "translate/en.rejected.xlf").read_bytes()) == []


def test_the_judges_find_fault() -> None:
    """The judges are at work: they refuse most of the invalid documents of the suite."""
    documents = sorted((schemas().parent / "test-suite" / "core" / "invalid").glob("*.xlf"))
    refused = [path.name for path in documents if problems(path.read_bytes())]
    assert len(refused) > 90, len(refused)
