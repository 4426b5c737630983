"""Collects what a chapter has many of, so that it is reported once a file, with a count and its places."""

from __future__ import annotations

from dataclasses import dataclass, field

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.phrases import Phrase

SHOWN = 30
"""Places that a finding names; a file may have thousands."""


@dataclass(slots=True)
class Tally:
    """Occurrences by the rule that they break, by what they are and by their file: the text and place of each, and the
    first hint."""

    found: dict[tuple[Rule, str, str], list[tuple[str, Span, str]]] = field(default_factory=dict)

    def add(self, rule: Rule, span: Span, text: str, *, what: str = "", hint: str = "") -> None:
        """Count one; `what` fills the rule's sentence, and findings of a rule are grouped by it. A cell of a data file that
        is printed twice counts once."""
        found = self.found.setdefault((rule, what, span.path), [])
        if not found or found[-1] != (text, span, hint):
            found.append((text, span, hint))

    def report(self, report: Report) -> None:
        """Report one finding for each rule and kind, at the first place; its `text` names the places of several."""
        for (rule, what, _), occurrences in self.found.items():
            text, span, hint = occurrences[0]
            if len(occurrences) > 1:
                places = [f"{one} ({at.line}:{at.column})" for one, at, _ in occurrences[:SHOWN]]
                more = len(occurrences) - len(places)
                text = Phrase("{count} times, {places}", count=len(occurrences), places=", ".join(places))
                if more:
                    text = Phrase(
                        "{count} times, {places} and {more} more",
                        count=len(occurrences),
                        places=", ".join(places),
                        more=more,
                    )
            report(rule, span, text=text, what=what, hint=hint)


def short(text: str) -> str:
    """Return the first line of a text, cut to forty characters."""
    first = text.strip().partition("\n")[0]
    return first if len(first) <= 40 else first[:39] + "…"
