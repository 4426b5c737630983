"""Says where lines of Chinese, Japanese and Korean text may not end, beside what Unicode says (UAX 14).

Pango keeps the very strict rules of JLReq (appendix C; those of JIS X 4051): no line begins with a closing bracket, a comma,
a small kana, a prolonged sound or an iteration mark, none ends with an opening bracket, and pairs of dashes and points stay
whole. What it does not know, because Unicode takes the signs for letters or for ideographs:

* interpuncts, connecting and dividing marks that begin no line (CLREQ, "Prohibition Rules for Line Start and Line End"):
  `·`, `～`, `／`;
* full-width figures: a number stays whole, with its sign, its point and its unit, as one of ASCII figures does (JLReq,
  "Unbreakable Character Sequences");
* a number and the character that says what it counts: `17日`, `2億`, `第3`, `3つ`, `5명`. JLReq allows a line to end there;
  readers stumble over it, so books avoid it. `1月｜17日`, `2億｜5000万` and `5｜キロ` may be parted.
"""

from __future__ import annotations

import re

_DIGIT = "0-9０-９"
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HANGUL = "\u1100-\u11ff\uac00-\ud7a3"
_SQUARED = "\u3300-\u33ff"
"""Units in one square: ㎏, ㌢."""
_WIDE = f"\u2e80-\u30ff\u31f0-\u33ff\ufe30-\ufe4f\uff00-\uffef{_HAN}{_HANGUL}"
IDEOGRAPHIC = re.compile(f"[{_WIDE}]")
"""A character of Chinese, Japanese or Korean, or their punctuation."""
_NO_START = "·•～／﹑︰"
_CLOSING = "、。，．,.・·：；:;！？!?‼⁇⁈⁉’”)〕]}〉》」』】⦆〙〗»〟）］｝｠｣､｡\u3099\u309a\u0301"
_TOGETHER = re.compile(
    f"(?<=[{_DIGIT}])[{_HAN}{_HANGUL}{_SQUARED}つ％‰℃ℓ]|(?<=[第＋－±＃])[{_DIGIT}]|(?<=[{_DIGIT}])[０-９]|(?<=[０-９])[0-9]"
    f"|(?<=[{_DIGIT}][，．・：／])[{_DIGIT}]|(?<=[0-9０-９百千万億兆一二三四五六七八九十])[㏋ℓ]"
    f"|(?<=[{_WIDE}])[{_NO_START}]"
)
LEAST = 2
"""Characters of a last line at least, beside punctuation (JLReq, "Widow Adjustment of Paragraphs"; JIS X 4051, 4.20)."""


def joins(text: str) -> bool:
    """Whether characters of a text are kept together."""
    return _TOGETHER.search(text) is not None


def keeps_together(text: str, place: int) -> bool:
    """Whether no line may end between the characters before and behind a place in a text.

    >>> [keeps_together("1月17日", place) for place in (1, 2, 4)]
    [True, False, True]
    """
    return bool(0 < place < len(text) and _TOGETHER.match(text, place))


def is_lonely(rest: str) -> bool:
    """Whether what is left of a paragraph is a single character of these scripts, with its punctuation.

    >>> is_lonely("た。」"), is_lonely("した。"), is_lonely("x.")
    (True, False, False)
    """
    solid = rest.rstrip().rstrip(_CLOSING)
    return len(solid) < LEAST and bool(solid) and IDEOGRAPHIC.match(solid) is not None
