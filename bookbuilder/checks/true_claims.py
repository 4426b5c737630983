"""Checks that what a chapter claims of facts is true of their values."""

from __future__ import annotations

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.claims.claim_rules import ExpressionError
from bookbuilder.claims.claimed_factor import claimed_factors, close
from bookbuilder.claims.evaluate import FactTable
from bookbuilder.claims.expression import Expression
from bookbuilder.claims.judge_claim import Contradiction, Tolerance, judge_claim
from bookbuilder.claims.measure import decimal_text
from bookbuilder.claims.parse_expression import parse_expression
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.claims_in_text import ClaimInText, claims_in
from bookbuilder.document.computed_facts import report_expression_error
from bookbuilder.locales.comparison_words import ComparisonWords, comparison_words
from bookbuilder.phrases import Phrase

CONTRADICTED = Rule(
    "claim.contradicted",
    "{words} is not true of the values: {values}",
    'Words that compare facts, such as `[almost twice as much]{claim="us-aid > 1.8 * de-aid"}`, have to change when these'
    " do. Correct the words, in every language, or the value; where the words are still right, correct the expression.",
    Severity.WARNING,
)
OTHER_FACTOR = Rule(
    "claim.words",
    "the words say {said}, which is {factor}, and the claim says {claimed}",
    "The words of a claim and its expression are read by different people: one of them was changed without the other.",
    Severity.WARNING,
)
NO_WORDS = Rule(
    "claim.ranges",
    "it is not known what the words of {language} allow, so ~ allows five per cent",
    "German, English, French, Spanish and Italian have a table that says how far a value may be from what words such as"
    " almost, about or a third say. In other languages write the limits: a > 1.8 * b and a <= 2 * b.",
    Severity.NOTICE,
)


def each(subject: ChapterInput, report: Report) -> None:
    """Report claims that are not true, whose words say something else, or that cannot be evaluated."""
    if not any("claim" in line or "include" in line for line in subject.lines):
        return  # most chapters need not be walked through
    table, words = FactTable.of(subject.facts), comparison_words(subject.locale, subject.world)
    reported = words is not None
    for claim in claims_in(subject.written, subject.locale.language):
        text = claim.expression.text
        try:
            expression = parse_expression(text)
            tolerance = _tolerance(claim, words)
            wrong = judge_claim(expression, table, tolerance)
        except ExpressionError as error:
            exact = claim.expression.span != claim.span
            report_expression_error(error, text, claim.expression.span, report, exact=exact)
            continue
        if "~" in text and not reported:
            report(NO_WORDS, claim.span, language=subject.locale.cldr.english_name)
            reported = True
        if wrong is not None:
            report(
                CONTRADICTED,
                claim.span,
                hint=_hint(wrong, tolerance),
                words=f"“{claim.words}”" if claim.words else "the claim of this picture",
                values=_values(wrong),
            )
        elif words is not None:
            _compare_words(claim, expression, words, report)


def _tolerance(claim: ClaimInText, words: ComparisonWords | None) -> Tolerance:
    allowed = words.allowed(claim.words) if words else None
    return Tolerance() if allowed is None else Tolerance(*allowed)


def _compare_words(
    claim: ClaimInText, expression: Expression, words: ComparisonWords, report: Report
) -> None:
    """Report words with one share or multiple that is not that of the expression; those of a picture say many things."""
    found, factors = words.multiples_in(claim.words), claimed_factors(expression)
    if claim.picture or len(found) != 1 or not factors:
        return
    factor = found[0].value.value
    if not any(close(factor, other) for other in factors):
        report(
            OTHER_FACTOR,
            claim.span,
            said=f"“{claim.words[found[0].start : found[0].end]}”",
            factor=decimal_text(factor),
            claimed=decimal_text(factors[0]),
        )


def _values(wrong: Contradiction) -> str:
    """Return what both sides of a comparison are; a number that is written there says that itself."""
    sides = ((wrong.left, str(wrong.left_value)), (wrong.right, str(wrong.right_value)))
    said = [Phrase("{text} is {value}", text=text, value=value) for text, value in sides if text != value]
    match said:
        case [first, second]:
            return Phrase("{first}, and {second}", first=first, second=second)
        case [only]:
            return only
    return f"{wrong.left} {wrong.operator} {wrong.right}"


def _hint(wrong: Contradiction, tolerance: Tolerance) -> str:
    """Return what would be right: the one value in terms of the other, and what the words allow."""
    if wrong.ratio is None:
        return "correct the words, or the value"
    values = {"left": wrong.left, "ratio": decimal_text(wrong.ratio), "right": wrong.right}
    if wrong.operator == "~":
        return Phrase(
            "{left} is {ratio} times {right}, and the words allow {allowed}", **values, allowed=tolerance
        )
    return Phrase("{left} is {ratio} times {right}", **values)


CHECK = Check("claims", "What is said about facts is true of their values.", each=each)
"""Found by `bookbuilder.discovery`."""
