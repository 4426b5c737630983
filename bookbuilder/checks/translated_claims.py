"""Checks that a translation claims of facts what its source claims."""

from __future__ import annotations

from collections.abc import Iterable

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.checks.source_alignment import aligned_with_source
from bookbuilder.claims.claim_rules import ExpressionError
from bookbuilder.claims.parse_expression import parse_expression
from bookbuilder.claims.write_expression import write_expression
from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.nodes import Claim
from bookbuilder.document.text_lines import TextLine
from bookbuilder.phrases import Phrase

LOST = Rule(
    "claim.lost",
    "the claim {claim} of {place} is missing here",
    "What the source says about facts, its translation says as well: words without a claim are not compared with the values"
    " when these change. The words are translated, the expression stays.",
    Severity.WARNING,
)


def each(subject: ChapterInput, report: Report) -> None:
    """Report claims that a translation lacks; one that only moved within the chapter is fine."""
    alignment = aligned_with_source(subject)
    if alignment is None:
        return
    everywhere = {text for pair in alignment.pairs for text in _claims(pair.translation)}
    for pair in alignment.pairs:
        here = pair.translation[0].span if len(pair.translation) == 1 else alignment.translation.span
        for text, node in _claims(pair.source).items():
            if text not in everywhere:
                _report_lost(text, node, here, report)


def _report_lost(text: str, node: Claim, here: Span, report: Report) -> None:
    quoted = node.expression.text.replace('"', "'")
    report(
        LOST, here, hint=Phrase('write [words]{{claim="{claim}"}}', claim=quoted), claim=text, place=node.span
    )


def _claims(lines: Iterable[TextLine]) -> dict[str, Claim]:
    """Return the claims of lines by their expressions, however these are spaced; one that cannot be read by its text."""
    claims: dict[str, Claim] = {}
    for line in lines:
        for _, _, node in line.claims:
            try:
                text = write_expression(parse_expression(node.expression.text))
            except ExpressionError:
                text = node.expression.text
            claims.setdefault(text, node)
    return claims


CHECK = Check("translated-claims", "A translation claims of facts what its source claims.", each=each)
"""Found by `bookbuilder.discovery`."""
