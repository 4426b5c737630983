"""Recognises the language of a text: by its writing, and by the commonest words of the languages that share it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

import icu
from babel.core import get_global

from bookbuilder.locales.common_word_list import common_words
from bookbuilder.locales.locale import available
from bookbuilder.world import Assets

SAMPLE = 2_000
"""Words of a text that are looked at, and how many there must be at least for a verdict: a fiftieth."""
_SHARE = 0.2
"""The least share of common words in a text of their language; it is some 0.4 in prose."""


_LETTERS = 20_000
"""Letters of a text whose writing is looked at."""
_FOREIGN = 0.2
"""The least share of letters of another writing than the Latin one in a text of it: terms and code are Latin everywhere."""
_KANA = 0.02
"""The least share of kana among the characters of a Japanese text; Chinese has none."""
_SHARED = {"Latn", "Cyrl", "Arab", "Deva", "Hebr"}
"""Writings of several languages: words tell which."""


def language_of(text: str, world: Assets) -> str:
    """Return the language that a text is in (`de`, `zh-Hant`); empty if that is not certain.

    A writing that one language has, or nearly, says it (CLDR, likely subtags). Otherwise the commonest words do: the best
    language has twice as many of them as any other.

    >>> language_of("敏捷的棕色狐狸跳过懒狗。" * 20, None), language_of("敏捷的棕色狐狸跳過懶狗。" * 20, None)
    ('zh', 'zh-Hant')
    """
    script = script_of(text)
    if script not in _SHARED:
        if script == "Hani":
            return "zh-Hant" if _is_traditional(text) else "zh"
        return _likely(script)
    return _by_words(text, script, world)


def likely_language(text: str) -> str:
    """Return the language that a text is in most likely by its writing alone: that of most people who write so; English for
    the Latin one, which says nothing."""
    script = script_of(text)
    return "en" if script == "Latn" else _likely(script)


def _likely(script: str) -> str:
    return str(get_global("likely_subtags").get(f"und_{script}", "")).partition("_")[0]


def script_of(text: str) -> str:
    """Return the writing of a text by its ISO 15924 code: the Latin one, unless a fifth of the letters is of another.

    >>> script_of("Die DNA"), script_of("Οι θεοί (gods) του Ολύμπου"), script_of("東京へ行く")
    ('Latn', 'Grek', 'Jpan')
    """
    counts = Counter(
        icu.Script.getScript(sign).getShortName()
        for sign in islice((c for c in text if c.isalpha()), _LETTERS)
    )
    kana = counts.pop("Hira", 0) + counts.pop("Kana", 0)
    if kana:
        counts["Jpan" if kana >= _KANA * (kana + counts["Hani"]) else "Hani"] += kana + counts.pop("Hani", 0)
    for name in ("Zyyy", "Zinh"):
        counts.pop(name, None)
    others = [(count, name) for name, count in counts.items() if name != "Latn"]
    count, name = max(others, default=(0, "Latn"))
    return name if count >= _FOREIGN * counts.total() else "Latn"


def _is_traditional(text: str) -> bool:
    """Whether a Chinese text has more characters that are traditional alone than such that are simplified alone."""
    sample = "".join(islice((c for c in text if icu.Script.getScript(c).getShortName() == "Hani"), SAMPLE))
    simplified = icu.Transliterator.createInstance("Traditional-Simplified").transliterate(sample)
    traditional = icu.Transliterator.createInstance("Simplified-Traditional").transliterate(sample)
    return _differing(sample, simplified) > _differing(sample, traditional)


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=False))


def _by_words(text: str, script: str, world: Assets) -> str:
    pattern = r"[^\W\d_]+" if script == "Latn" else r"[^\W\d_a-zA-Z]+"
    found = (match[0].casefold() for match in re.finditer(pattern, text))
    words = list(
        islice((word for word in found if len(word) > 1 or script != "Latn"), SAMPLE)
    )  # `a` is everywhere
    if len(words) < SAMPLE / 50:
        return ""
    known = {tag: own for tag in available() if "-" not in tag and (own := common_words(tag, world))}
    counts, weights = Counter[str](), dict.fromkeys(known, 0.0)
    for word in words:
        sharing = [tag for tag, own in known.items() if word in own]
        for tag in sharing:
            counts[tag] += 1
            weights[tag] += 1 / len(sharing)  # `de` is Spanish, French, Portuguese and Dutch
    (weight, best), (other, _) = sorted(((weights[tag], tag) for tag in known), reverse=True)[:2]
    return best if counts[best] >= _SHARE * len(words) and weight >= 2 * other else ""
