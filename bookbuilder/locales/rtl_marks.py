"""Typography rules of right-to-left languages: geresh and gershayim in Hebrew, marks that keep figures in order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from bookbuilder.locales.spacing_rules import Rule
from bookbuilder.locales.text_runs import Edit, Flow

LRM = "\u200e"
"""Left-to-right mark: invisible; text behind it runs from left to right (UAX 9, 2.6)."""

RLM = "\u200f"
"""Right-to-left mark."""


def directed(text: str, direction: str) -> str:
    """Return a text that runs the other way than the line in which it stands alone, with marks that keep the signs at its
    ends there; other texts are unchanged. `direction` is that of the line.

    >>> directed("Wer? (2022)", "rtl") == LRM + "Wer? (2022)" + LRM, directed("Wer? (2022)", "ltr")
    (True, 'Wer? (2022)')
    """
    kinds = {unicodedata.bidirectional(sign) for sign in text}
    leftwards = bool(kinds & {"R", "AL"})
    if not text or leftwards == ("L" in kinds) or leftwards == (direction == "rtl"):
        return text
    if text[0].isalpha() and text[-1].isalpha():
        return text
    mark = RLM if leftwards else LRM
    return f"{mark}{text}{mark}"


def leftward_fields(words: str) -> str:
    """Return words that run from left to right, for a line that runs from right to left, with marks before their fields:
    each stands to the left of the words before it. A number would stand to their right, and draw a date behind it along.

    >>> leftward_fields("Edition {number}, {date}") == f"Edition {RLM}{{number}}, {{date}}"
    True
    """
    return _FIELD_BEHIND_WORDS.sub(rf"\g<0>{RLM}", words)


_FIELD_BEHIND_WORDS = re.compile(r"[^\W\d_][^{}\w]*(?=\{)")
_NUMBERS = re.compile(
    rf"(?<![\dA-Za-z{LRM}+-])(?:(?=\+\d[\d \u00a0()/-]{{3,30}}\d)|(?=\d{{1,20}}-\d{{1,20}}-\d))"
).finditer


def ltr_numbers(flow: Flow) -> Iterator[Edit]:
    """Yield left-to-right marks before telephone numbers and figures with several hyphens (ISBN, dates as 2022-01-17).

    Without one, their groups would follow the order of the sentence, the last group on the left.
    """
    for match in _NUMBERS(flow.text):
        yield match.start(), match.start(), LRM


def hebrew_marks(letters: str, single: str, double: str, short: Sequence[str]) -> Rule:
    """Return the rule for straight marks inside or at the end of a word: geresh and gershayim of Hebrew, צה"ל and ז'.

    `letters` is a range such as `א-ת`. Before the last letter of a word the mark is gershayim; before another letter,
    or behind a single letter or a `short` form, geresh. Other marks are left to the quotation marks.
    """
    words = "|".join(map(re.escape, sorted(short, key=len, reverse=True)))
    find = re.compile(
        rf"(?<=[{letters}])(?:\"(?=[{letters}](?![{letters}]))|'(?=[{letters}])|(?<![{letters}][{letters}])'(?!\w))"
        rf"|(?<![{letters}])(?:{words or '(?!)'})'(?!\w)"
    ).finditer

    def rule(flow: Flow) -> Iterator[Edit]:
        if "'" in flow.text or '"' in flow.text:
            for match in find(flow.text):
                yield match.end() - 1, match.end(), double if match[0] == '"' else single

    return rule
