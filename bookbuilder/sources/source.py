"""A source as a citation processor takes it, with its place in the file of the author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bookbuilder.diagnostics import Span
from bookbuilder.sources.quoted_titles import with_quoted_titles


@dataclass(frozen=True, slots=True)
class Source:
    """A source: its key, its place, and its variables as CSL-JSON has them (CSL 1.0.2, appendix IV), without the key.

    `archived` is the address of a copy that an archive of the web keeps, for which CSL has no variable.
    `localized` are variables that a language has its own of, by its tag in small letters.
    """

    key: str
    span: Span
    variables: Mapping[str, object]
    archived: str = ""
    localized: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def in_language(self, tag: str) -> Source:
        """Return the source as a language has it (BCP 47): with the variables of its tag, or of a shorter one."""
        own: dict[str, object] = {}
        parts = tag.lower().split("-")
        for length in range(1, len(parts) + 1):
            own |= self.localized.get("-".join(parts[:length]), {})
        if not own:
            return self
        # What the language has its own words for is not in that of the source.
        rest = {
            name: value for name, value in self.variables.items() if name != "language" or "title" not in own
        }
        return replace(self, variables={**rest, **own})

    @property
    def item(self) -> dict[str, object]:
        """The source as an item of CSL-JSON, for a citation processor."""
        return {"id": self.key, **with_quoted_titles(self.variables)}

    @property
    def language(self) -> str:
        """The language of the source (BCP 47); empty if nobody says."""
        return str(self.variables.get("language", ""))

    @property
    def short(self) -> str:
        """Who, what and when, for somebody who looks for a source: `Kant: Zum ewigen Frieden (1795)`."""
        names = self.variables.get("author") or self.variables.get("editor")
        people = [one for one in names if isinstance(one, dict)] if isinstance(names, list) else []
        who = ", ".join(
            str(one.get("family") or one.get("literal") or one.get("given", "")) for one in people[:3]
        )
        title = str(self.variables.get("title", ""))
        return f"{f'{who}: ' if who else ''}{title}{f' ({self.year})' if self.year else ''}"

    @property
    def year(self) -> str:
        """The year in which it came out; empty if it has none."""
        issued = self.variables.get("issued")
        parts = issued.get("date-parts") if isinstance(issued, dict) else None
        return str(parts[0][0]) if isinstance(parts, list) and parts and parts[0] else ""

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles in the language of the source, the longest first."""
        names = ("title", "title-short", "container-title", "collection-title")
        found = {str(self.variables[name]) for name in names if name in self.variables}
        return tuple(sorted(found, key=lambda title: (-len(title), title)))

    @property
    def type(self) -> str:
        """The type of the source, one of `csl_variables.TYPES`."""
        return str(self.variables.get("type", ""))
