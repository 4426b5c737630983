"""Finds names (`aria-label`, `aria-labelledby`) on elements that cannot have one; neither EPUBCheck nor Ace notices.

Sources: WAI-ARIA 1.2, 5.2.8.6 (roles that prohibit naming), and ARIA in HTML, whose test page lists the elements:
https://w3c.github.io/html-aria/tests/prohibit-names.html.
"""

from __future__ import annotations

from html.parser import HTMLParser

from tests.validators.finding import Finding

ROLES = {
    "caption", "code", "definition", "deletion", "emphasis", "generic", "insertion", "mark", "none", "paragraph",
    "presentation", "strong", "subscript", "suggestion", "superscript", "term", "time",
}  # fmt: skip
ELEMENTS = {
    "abbr", "b", "bdi", "bdo", "body", "caption", "cite", "code", "data", "del", "dfn", "div", "em", "figcaption", "i",
    "ins", "kbd", "label", "legend", "mark", "p", "pre", "q", "rp", "rt", "s", "samp", "small", "span", "strong", "sub",
    "sup", "time", "u", "var", "wbr",
}  # fmt: skip
"""Without a role of their own they are generic, or have a role that prohibits a name."""
SECTIONS = {"article", "aside", "main", "nav", "section"}
"""Inside them `header` and `footer` are generic."""


def forbidden_names(html: str, place: str = "") -> tuple[Finding, ...]:
    """Return a finding for each element of a page that has a name and may not have one."""
    reader = _Reader(place)
    reader.feed(html)
    reader.close()
    return tuple(reader.found)


class _Reader(HTMLParser):
    def __init__(self, place: str) -> None:
        super().__init__()
        self.place, self.depth = place, 0
        self.found: list[Finding] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.keys() & {"aria-label", "aria-labelledby"} and self.nameless(tag, given):
            where = f"{self.place}:{self.getpos()[0]}"
            self.found.append(Finding("naming.prohibited", "error", self.get_starttag_text() or tag, where))
        self.depth += tag in SECTIONS

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in SECTIONS

    def nameless(self, tag: str, given: dict[str, str | None]) -> bool:
        if role := given.get("role"):
            return role.split()[0] in ROLES
        if tag in ("a", "area"):
            return "href" not in given
        return tag in ELEMENTS or (tag in ("header", "footer") and self.depth > 0)
