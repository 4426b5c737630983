"""The manual knows what the program has: every public name, every link leads somewhere, every tree path is there."""

import re
from pathlib import Path

import bookbuilder

REPO = Path(__file__).parents[2]
DOCS = sorted([REPO / "README.md", REPO / "CONTRIBUTING.md", *(REPO / "docs").rglob("*.md")])


def test_every_public_name_is_documented() -> None:
    page = (REPO / "docs/api.md").read_text()
    assert [name for name in bookbuilder.__all__ if f"`{name}" not in page] == []


def test_every_link_of_the_manual_leads_to_a_file() -> None:
    broken = []
    for page in DOCS:
        text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if (
                not re.match(r"https?:|mailto:|#", target)
                and not (page.parent / target.split("#")[0]).exists()
            ):
                broken.append(f"{page.relative_to(REPO)}: {target}")
    assert broken == []
