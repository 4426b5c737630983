"""Typography rules for dashes, ellipses and no-break spaces, made from the data of a language."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

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


_NO_UNIT = "(?!\\.?[\u00a0\u202f][^;:!?\u00bb\u2013\u2014\u2026])"
"""No unit, month or name stays with what stands before this place: no no-break space but that of French and of dashes."""
_ROMAN = (
    r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\w'\u2019])" + _NO_UNIT
)
"""A Roman number, which is no initial (`Herr M. Weiss`) and no pronoun with a verb (`I'm`)."""
LETTER = r"[^\W\d_]"
NUMBER = rf"(?:\d|{_ROMAN})"


def labels(labels: Sequence[str], *, before: str = NUMBER) -> Rule:
    """Return the rule for words and signs that stay with what follows: `S. 12`, `§ 3`, `Band II`, `Dr. Weiss`.

    A word in lower case stands for one with a capital as well.
    """
    both = {form for label in labels for form in (label, label[:1].upper() + label[1:])}
    words = "|".join(map(re.escape, sorted(both, key=lambda label: (-len(label), label))))
    return joins(rf"(?<!\w)(?:{words}) (?={before})")


def numbered_names(common: Collection[str], *, nouns: bool = False) -> Rule:
    """Return the rule for names that end with a number: `Nord Stream 2`, `Boeing 737`, `Ludwig XIV.`

    A name is a word with a capital that is not among the `common` words of the language (`Die 27 Staaten`). A number is not
    its own if it has a unit or four digits (`Im Mai 2022`), is an ordinal in the middle of a sentence (`Am Montag 3. und`),
    or, in a language whose `nouns` have capitals, counts one of these (`in Berlin 27 Panzer`).
    """

    def rule(flow: Flow) -> Iterator[Edit]:
        text = flow.text
        for match in _BEFORE_NUMBER(text):
            place, number = match.start(), match[1]
            start = place
            while start and (text[start - 1].isalnum() or text[start - 1] in "-\u2010\u2019'"):
                start -= 1
            word = text[start:place]
            if word == word.lower() or not word[0].isalpha() or word.lower() in common:
                continue
            behind = text[match.end(1) : match.end(1) + 3]
            if behind[:2] == ". " and behind[2:].islower() and number[0].isdigit():
                continue
            if nouns and behind[:1] == " " and behind[1:2].isupper() and number[0].isdigit():
                continue
            yield place, place + 1, NBSP

    return rule


_BEFORE_NUMBER = re.compile(
    rf"(?<=\w) (?=(\d{{1,3}}(?:\.\d{{1,2}}|[a-z])?(?![\w%\u2030\u00b0\u20ac$\u00a3]|[.,:'\u2019]\d){_NO_UNIT}|{_ROMAN}))"
).finditer


def units(units: Sequence[str]) -> Rule:
    """Return the rule for what stays with the number before it: `100 km`, `5 %`."""
    words = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    return joins(rf"(?<=\d) (?=(?:{words})(?![\w]))")


def days(months: Sequence[str], order: str) -> Rule:
    """Return the rule that keeps day and month together, by the `order` of the language: `17. Januar` (`17. 1.`),
    `17 January` (`17 1`), `January 17` (`1/17`), `17 de enero` (`17 de 1`)."""
    words = "|".join(map(re.escape, sorted(months, key=len, reverse=True)))
    if order == "1/17":
        return joins(rf"(?<!\w)(?:{words})\.? (?=\d{{1,2}}(?!\d))|(?<!\d)\d{{1,2}} (?=(?:{words})(?!\w))")
    if order == "17 de 1":
        of_month = rf"(?=(?:{words})(?!\w))"
        return joins(
            rf"(?<!\d)\d{{1,2}}[\u00ba\u00b0]? (?=de[ \u00a0]{of_month})|(?<=[\d\u00ba\u00b0][ \u00a0]de) {of_month}"
        )
    point = r"\." if order == "17. 1." else r"(?:er|\u00ba|\.)?"
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
    """Yield the no-break spaces before dashes between spaces, so that no line begins with one; also before one that a
    comma, a point or a closing mark follows, or nothing: "ein Haus –, das".

    A quotation mark or a word may be what the dash begins with: "—¿Qué?", as Spanish sets speech.
    """
    for match in _DASH(flow.text):
        yield match.start(), match.end(), NBSP


_CLOSED = r"[\u00ab\u00bb\u2018\u2019\u201c\u201d\u2039\u203a]*(?:[ \u00a0\u202f,;:.!?\u2026)\]]|$)"
_DASH = re.compile(rf"(?<=[^\s\u2013\u2014]) (?=[\u2013\u2014]{_CLOSED})").finditer


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
