"""The manual knows what the program has: every public name, every link leads to a page and a heading that are there."""

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


def test_every_anchor_of_the_manual_is_a_heading() -> None:
    broken = [
        f"{page.relative_to(REPO)}: {path}#{anchor}"
        for page in DOCS
        for path, anchor in re.findall(r"\]\(([^)\s#:]*)#([^)\s]+)\)", prose(page))
        if anchor not in anchors(page.parent / path if path else page)
    ]
    assert broken == []


def anchors(page: Path) -> set[str]:
    """Return the anchors that code hosts make of the headings of a page."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def prose(page: Path) -> str:
    """Return a page without its code."""
    return re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL)
