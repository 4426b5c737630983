"""Everything that can be wrong has a case that shows it, and stands in docs/diagnostics.md, which is made from the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from bookbuilder.diagnostics import Rule
from bookbuilder.discovery import rules
from bookbuilder.renamed import CODES
from tests.cases.case import ROOT, cases
from tests.cases.test_cases import FILES

PAGE = ROOT / "docs" / "diagnostics.md"
RULES = rules()

HEAD = """\
# What bookbuilder says, and why

A line says where: file, line and column, both counted from 1. Then how much it matters: an **error** keeps the book
from being made, a **warning** does so with `--strict`, a **notice** is only told. At the end stands the code;
`bookbuilder explain CODE` prints what stands here. A code that has been [renamed](#renamed) works under its old name too.

```text
chapters/de/03-mittwoch.md:14:7: error: nothing in the book is called #a-strat [reference.unknown]
  hint: did you mean #a-start, the heading “Start”, in chapters/de/03-mittwoch.md:5?
```

<!-- This page is made from the rules in the code: pytest tests/architecture/test_rules.py --accept -->
"""


def shown() -> Iterator[tuple[str, str]]:
    """Yield name and text of everything that can show a rule: cases, and tests."""
    for file in [
        *FILES,
        *sorted((ROOT / "tests").rglob("*.py")),
        *sorted((ROOT / "tests/unit").glob("*.md")),
    ]:
        if file != Path(__file__):
            yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")


_CODE = re.compile(r"""\[([a-z]+\.[a-z]+)\]|(?<=["' ])([a-z]+\.[a-z]+)(?=["'])""")
SHOWN = {code for _, text in shown() for codes in _CODE.findall(text) for code in codes}


@pytest.mark.parametrize("code", RULES)
def test_a_rule_has_a_case(code: str) -> None:
    assert code in SHOWN, f"no case and no test shows [{code}]"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_told_as_authors_speak(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z]+", rule.code)
    assert not rule.sentence.endswith("."), "a sentence stands in a line; it has no full stop"
    assert rule.sentence[0].islower() or rule.sentence[0] in "{'", "the line has begun before the sentence"
    assert rule.why.endswith((".", "!", "?"))
    assert "{{" not in rule.why, "the reason is no template"


def example(code: str) -> str:
    """Return a line that shows a rule, from the cases; empty if none does."""
    for file in FILES:
        for case in cases(file.read_text(encoding="utf-8")):
            for line in case.expected.get("says", "").split("\n"):
                if line.endswith(f"[{code}]") and len(line) < 160:
                    return line
    return ""


def made() -> str:
    """Return the page as it should be."""
    parts = [HEAD]
    for noun, group in groupby(RULES.values(), key=lambda rule: rule.code.split(".")[0]):
        parts.append(f"\n## {noun}\n")
        for rule in group:
            line = example(rule.code)
            parts.append(f"\n### {rule.code}\n\n")
            if line:
                parts.append(f"```text\n{line}\n```\n\n")
            else:
                parts.append(f"`{rule.sentence.replace('{{', '{').replace('}}', '}')}` ({rule.severity})\n\n")
            parts.append(f"{_escaped(rule.why)}\n")
    parts.append("\n## Renamed\n\n| old | new |\n| --- | --- |\n")
    parts += (f"| `{old}` | `{new}` |\n" for old, new in sorted(CODES.items()))
    return "".join(parts)


def _escaped(text: str) -> str:
    """Return a sentence as Markdown that prints it letter by letter; what stands in backquotes is code already."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(
        p if p.startswith("`") else re.sub(r"([\\*_\[\]<>{}!^~]|(?<=\])\()", r"\\\1", p) for p in parts
    )


def test_the_page_of_the_manual_is_that_of_the_rules(accept: bool) -> None:
    if accept:
        PAGE.write_text(made(), encoding="utf-8")
    assert PAGE.is_file(), "docs/diagnostics.md is missing: make it with --accept"
    assert PAGE.read_text(encoding="utf-8") == made()


def test_the_page_names_every_code() -> None:
    assert re.findall(r"^### (\S+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE) == list(RULES)
