"""docs/markdown.md is right: its examples are run, every directive and option stands there in the words of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bookbuilder.diagnostics import Findings
from bookbuilder.document.nodes import Node
from bookbuilder.document.walk import walk
from bookbuilder.markdown import attributes
from bookbuilder.markdown.directive import Directive, directives
from bookbuilder.markdown.parse_chapter import KEYS, KINDS, parse_chapter
from tests.cases import book
from tests.cases.case import ROOT, run

PAGE = ROOT / "docs" / "markdown.md"
TEXT = PAGE.read_text(encoding="utf-8")
FIRST = "chapters/en/01-example.md"
EXAMPLE = re.compile(
    r"^(?P<fence>`{3,})markdown(?P<wrong> wrong)?\n(?P<source>.*?)^(?P=fence)\n"
    r"(?:\n```(?:html|text)\n(?P<out>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
EXAMPLES = list(EXAMPLE.finditer(TEXT))
FILES = {
    "chapters/en/03-wednesday.md": """\
---
title: Wednesday
date: 2022-01-19
---

[Biden]{index="Biden, Joe"} in [Kyiv]{index=Kyiv of=places}.

::: figure {#aid}
![Two bars](images/map.svg)

Caption
:::
""",
    "chapters/en/images/map.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    "code/greet.py": "".join(f"line {number}\n" for number in range(1, 31)),
    "parts/rights.md": "All rights reserved.\n",
    "data/aid.csv": "Month,Sum,Share\nMay,1234.5,12.5\nJune,20000,87.5\n",
    "facts.toml": '[us-aid]\namount = "200e6 USD"\nequivalent = "EUR"\nrate = "1.1345"\n',
    "glossary.toml": '[draft]\nterm = "draft*"\nmeaning = "A paper"\n',
    "names.toml": '[persons]\nzelensky = "Zelensky, Volodymyr"\n[places]\nkyiv = { name = "Kyiv", not = ["Kiev"] }\n',
    "chapters/en/09-index.md": "# Index\n\n::: index\n:::\n\n::: index {of=places}\n:::\n",
}


def outcome(source: str, folder: Path) -> dict[str, str]:
    """Return what comes out of an example; what a whole book has and an example has not is left out."""
    text = source if source.startswith("---\n") else f"# Example\n\n{source}"
    files = {FIRST: text, **FILES}
    if "::: index" in source:
        del files["chapters/en/09-index.md"]
    return run(book.write(folder, files), FIRST, {"web": ""})


def plainly(html: str) -> str:
    """Return XHTML without the anchors that count, which the manual need not show."""
    return re.sub(r' id="01-example-[^"]*"', "", html)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example(number: int, tmp_path: Path, accept: bool) -> None:
    example = EXAMPLES[number]
    out = outcome(example["source"], tmp_path)
    if example["wrong"]:
        assert out["says"]
    else:
        assert "error" not in out["says"]
    real = out["says"] if example["wrong"] else plainly(out["web"])
    if example["out"] is not None and accept:
        PAGE.write_text(PAGE.read_text(encoding="utf-8").replace(example["out"], real), encoding="utf-8")
    elif example["out"] is not None:
        assert real == example["out"]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 20
    assert TEXT.count("markdown\n") == sum(1 for e in EXAMPLES if not e["wrong"])


@pytest.mark.parametrize("directive", directives().values(), ids=directives())
def test_a_directive_is_explained(directive: Directive) -> None:
    found = re.search(rf"^### {directive.name}\n(.*?)(?=^### |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, f"there is no section about ::: {directive.name}"
    section = " ".join(found[1].split())
    assert section.startswith(directive.doc)
    assert f"::: {directive.name}" in section
    for option, line in directive.options.items():
        assert f"| `{option}` | {line} |" in section
    table = re.findall(r"^\| `", found[1], re.MULTILINE)
    assert len(table) == len(directive.options), "an option stands there that the directive has not"


def test_every_key_of_the_front_matter_is_explained() -> None:
    section = TEXT[TEXT.index("## Front matter") : TEXT.index("## Words")]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == KEYS
    assert all(f"`{kind}`" in section for kind in KINDS)


def test_every_key_of_braces_is_explained() -> None:
    keys = attributes.SPAN_KEYS | attributes.LINK_KEYS | attributes.BLOCK_KEYS
    assert sorted(key for key in keys - {"title"} if not re.search(rf"`{key}`|[{{ ]{key}=", TEXT)) == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_the_manual_is_written_in_this_markdown(page: Path) -> None:
    findings = Findings()
    found = parse_chapter(page.read_text(encoding="utf-8"), f"docs/{page.name}", directives(), findings)
    links = ("link.scheme",)  # pages of the manual link to other files of the repository
    assert [str(d) for d in findings.sorted() if d.code not in links] == []
    assert any(isinstance(node, Node) for node in walk(found))
