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
    broken = [
        f"{page.relative_to(REPO)}: {target}"
        for page in DOCS
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(page))
        if not re.match(r"https?:|mailto:|#", target) and not (page.parent / target.split("#")[0]).exists()
    ]
    assert broken == []


def prose(page: Path) -> str:
    """Return a page without its code."""
    return re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL)
