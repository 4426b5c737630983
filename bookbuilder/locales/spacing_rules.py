"""Typography rules for dashes, ellipses and no-break spaces, made from the data of a language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from bookbuilder.locales.text_runs import Edit, Flow

NBSP, NARROW = "\u00a0", "\u202f"

Rule = Callable[[Flow], Iterable[Edit]]


def joins(pattern: str, space: str = NBSP) -> Rule:
    """Return the rule that makes the last space of each match a no-break space."""
    find = re.compile(pattern).finditer

    def rule(flow: Flow) -> Iterator[Edit]:
        for match in find(flow.text):
            yield match.end() - 1, match.end(), space

    return rule


def dashes(dash: str, *, spaced: bool) -> Rule:
    """Return the rule for ` -- ` and ` - ` between words, and `--` between words (unspaced dash) or years.

    A hyphen is a dash only when it has a space on both sides and a word behind it: `5 - 3` and `Vor- und` stay.
    """
    find = re.compile(
        r"(?<=[^\s-])[ \u00a0](?:--?-?)(?= [^\s-])|(?<=\d)--(?=\d)|(?<=[^\W\d])---?(?=[^\W\d])"
    ).finditer

    def rule(flow: Flow) -> Iterator[Edit]:
        if "-" not in flow.text:
            return
        for match in find(flow.text):
            start, end = match.span()
            if match[0][0] == "-":
                if flow.text[start - 1].isdigit():
                    yield start, end, "\u2013"
                elif not spaced:
                    yield start, end, dash
                continue
            behind = flow.text[end + 1]
            if end - start == 2 and (behind.isdigit() or not (behind.isalpha() or behind in _BEGIN)):
                continue
            yield start, start + 1, NBSP if spaced else ""
            yield start + 1, end, dash
            if not spaced:
                yield end, end + 1, ""

    return rule


_BEGIN = "\"'\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e\u2039\u203a([\u2026\ufffc"


def ellipses(sign: str) -> Rule:
    """Return the rule that turns three points into an ellipsis, which is two characters long in Chinese and Japanese."""

    def rule(flow: Flow) -> Iterator[Edit]:
        if "..." in flow.text:
            for match in re.finditer(r"(?<![.\u2026/\\])\.\.\.(?![./\\\u2026])", flow.text):
                yield *match.span(), sign

    return rule


trailing = joins(r"(?<=\S) (?=\u2026(?:[\s.,;:!?)\]\u00bb\u201c\u201d\"'\u2019\u2018]|$))")


def abbreviations(abbreviations: Sequence[str], space: str = "") -> Rule:
    """Return the rule for abbreviations of several parts (`z. B.`): a no-break space between them.

    One that was typed without spaces gets one only if the language has a `space` for it (`z.B.`, but not `e.g.`).
    """
    alternatives = []
    for abbreviation in sorted(abbreviations, key=len, reverse=True):
        parts = abbreviation.split(" ")
        alternatives.append(r"([ \u00a0]?)".join(map(re.escape, parts)))
    firsts = "".join(sorted({re.escape(abbreviation[0]) for abbreviation in abbreviations}))
    find = re.compile(rf"(?<![\w.])(?=[{firsts}])(?:{'|'.join(alternatives)})(?!\w)").finditer

    def rule(flow: Flow) -> Iterator[Edit]:
        for match in find(flow.text):
            for number in range(1, len(match.groups()) + 1):
                start, end = match.span(number)
                if start < 0:
                    continue
                if start < end:
                    yield start, end, space or NBSP
                elif space:
                    yield start - 1, start, flow.text[start - 1] + space

    return rule


def labels(labels: Sequence[str], *, before: str = r"\d") -> Rule:
    """Return the rule for words and signs that stay with what follows: `S. 12`, `§ 3`, `Dr. Weiss`."""
    words = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    return joins(rf"(?<!\w)(?:{words}) (?={before})")


def units(units: Sequence[str]) -> Rule:
    """Return the rule for what stays with the number before it: `100 km`, `5 %`."""
    words = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    return joins(rf"(?<=\d) (?=(?:{words})(?![\w]))")


def days(months: Sequence[str], *, dot: bool, month_first: bool) -> Rule:
    """Return the rule that keeps day and month together: `17. Januar`, `17 January`, `January 17`."""
    words = "|".join(map(re.escape, sorted(months, key=len, reverse=True)))
    if month_first:
        return joins(rf"(?<!\w)(?:{words}) (?=\d{{1,2}}(?!\d))|(?<!\d)\d{{1,2}} (?=(?:{words})(?!\w))")
    point = r"\." if dot else r"(?:er|\u00ba|\.)?"
    return joins(rf"(?<!\d)\d{{1,2}}{point} (?=(?:{words})(?!\w))")


numeric_days = joins(r"(?<![\d.])\d{1,2}\. (?=\d{1,2}\.)")
"""`17. 1.` and `17. 1. 2022`, as far as the month."""
initials = joins(r"(?<![\w.])[^\W\d_]\. (?=[^\W\d_])")


def named(flow: Flow) -> Iterator[Edit]:
    """Yield the no-break spaces of initials: `A. B. Weiss`. One behind a single letter at the end of a sentence does no
    harm."""
    for start, end, space in initials(flow):
        if flow.text[end - 3].isupper() and flow.text[end : end + 1].isupper():
            yield start, end, space


def little(letters: str) -> Rule:
    """Return the rule for one-letter words, which must not end a line in Slavic languages."""
    return joins(rf"(?<![\w'\u2019])[{letters}{letters.upper()}] (?=\w)")


def groups(space: str) -> Rule:
    """Return the rule for groups of three digits: `100 000`."""
    return joins(r"(?<=\d)(?<!\d{4}) (?=\d{3}(?!\d))", space)


def before_dash(flow: Flow) -> Iterator[Edit]:
    """Yield the no-break spaces before dashes between spaces, so that no line begins with one."""
    for match in _DASH(flow.text):
        yield match.start(), match.end(), NBSP


_DASH = re.compile(r"(?<=[^\s\u2013\u2014]) (?=[\u2013\u2014] )").finditer


def french(flow: Flow) -> Iterator[Edit]:
    """Yield the spaces that French sets before ; : ! ? and inside its quotation marks, typed or not.

    Source: Lexique des règles typographiques en usage à l'Imprimerie nationale.
    """
    text = flow.text
    for match in _FRENCH(text):
        start, end = match.start(), match.end()
        if match[0][0] == "\u00ab":
            if end - start == 2:
                yield end - 1, end, NARROW
            else:
                yield start, end, "\u00ab" + NARROW
            continue
        space = NBSP if match[0][-1] == ":" else NARROW
        if end - start == 2:
            yield start, start + 1, space
        else:
            yield start, end, space + match[0]


_BEFORE = r"(?<=[^\s\"'(\[{.;:!?\u2026\u00ab\u2018\u201a\u201c\u201e\u2039])[ \u00a0\u202f]?"
_FRENCH = re.compile(
    "\u00ab[ \u00a0\u202f]?(?=\\S)|(?<=\\S)[ \u00a0\u202f]?\u00bb"
    rf"|{_BEFORE}[;!?](?=[;!?]*(?:[\s\u00bb\u201d\u2019)\]\u2026.,]|$))|{_BEFORE}:(?=[\s\u00bb]|$)"
).finditer
