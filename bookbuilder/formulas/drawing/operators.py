"""The operator dictionary of MathML Core (appendix B, the compact form): spaces around an operator, whether it grows."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Operator:
    """Spaces before and behind it in em, and its properties. `across`: it grows to the side, not up and down."""

    lspace: float = 5 / 18
    rspace: float = 5 / 18
    stretchy: bool = False
    symmetric: bool = False
    largeop: bool = False
    movablelimits: bool = False


_THIN, _MEDIUM, _THICK = 3 / 18, 4 / 18, 5 / 18
_KINDS = {
    "A": Operator(_THICK, _THICK, stretchy=True),
    "B": Operator(_MEDIUM, _MEDIUM),
    "C": Operator(_THIN, _THIN),
    "D": Operator(0, 0),
    "E": Operator(0, 0),
    "F": Operator(0, 0, stretchy=True, symmetric=True),
    "G": Operator(0, 0, stretchy=True, symmetric=True),
    "H": Operator(_THIN, _THIN, symmetric=True, largeop=True),
    "I": Operator(0, 0, stretchy=True),
    "J": Operator(_THIN, _THIN, symmetric=True, largeop=True, movablelimits=True),
    "K": Operator(0, 0),
    "L": Operator(_THIN, 0),
    "M": Operator(0, _THIN),
}
_FORMS = {
    "infix": "ABCKM",
    "prefix": "DFHJL",
    "postfix": "EGI",
}
_RANGES = {
    "A": "2190-2195 219A-21AE 21B0-21B5 21B9 21BC-21D5 21DA-21F0 21F3-21FF 2794 2799 279B-27A1 27A5-27A6 27A8-27AF 27B1"
    " 27B3 27B5 27B8 27BA-27BE 27F0-27F1 27F4-27FF 2900-2920 2934-2937 2942-2975 297C-297F 2B04-2B07 2B0C-2B11 2B30-2B3E"
    " 2B40-2B4C 2B60-2B65 2B6A-2B6D 2B70-2B73 2B7A-2B7D 2B80-2B87 2B95 2BA0-2BAF 2BB8",
    "B": "2B 2D 2F B1 F7 322 2044 2212-2216 2227-222A 2236 2238 228C-228E 2293-2296 2298 229D-229F 22BB-22BD 22CE-22CF"
    " 22D2-22D3 2795-2797 29B8 29BC 29C4-29C5 29F5-29FB 2A1F-2A2E 2A38-2A3A 2A3E 2A40-2A4F 2A51-2A63 2ADB 2AF6 2AFB 2AFD",
    "C": "25 2A 2E 3F-40 5E B7 D7 323 32E 2022 2043 2217-2219 2240 2297 2299-229B 22A0-22A1 22BA 22C4-22C7 22C9-22CC"
    " 2305-2306 27CB 27CD 29C6-29C8 29D4-29D7 29E2 2A1D-2A1E 2A2F-2A37 2A3B-2A3D 2A3F 2A50 2A64-2A65 2ADC-2ADD 2AFE",
    "D": "21 2B 2D AC B1 331 2018 201C 2200-2201 2203-2204 2207 2212-2213 221F-2222 2234-2235 223C 22BE-22BF 2310 2319"
    " 2795-2796 27C0 299B-29AF 2AEC-2AED",
    "E": "21-22 25-27 60 A8 B0 B2-B4 B8-B9 2CA-2CB 2D8-2DA 2DD 311 320 325 327 331 2019-201B 201D-201F 2032-2037 2057"
    " 20DB-20DC 23CD",
    "F": "28 5B 7B-7C 2016 2308 230A 2329 2772 27E6 27E8 27EA 27EC 27EE 2980 2983 2985 2987 2989 298B 298D 298F 2991 2993"
    " 2995 2997 2999 29D8 29DA 29FC",
    "G": "29 5D 7C-7D 2016 2309 230B 232A 2773 27E7 27E9 27EB 27ED 27EF 2980 2984 2986 2988 298A 298C 298E 2990 2992 2994"
    " 2996 2998 2999 29D9 29DB 29FD",
    "H": "222B-2233 2A0B-2A1C",
    "I": "5E-5F 7E AF 2C6-2C7 2C9 2CD 2DC 2F7 302 203E 2322-2323 23B4-23B5 23DC-23E1",
    "J": "220F-2211 22C0-22C3 2A00-2A0A 2A1D-2A1E 2AFC 2AFF",
    "K": "5C 5F 2061-2064 2206",
    "L": "2145-2146 2202 221A-221C",
    "M": "2C 3A-3B",
}
_ACROSS = (
    "3D 5E-5F 7E AF 2C6-2C7 2C9 2CD 2DC 2F7 302-304 30C 331-332 203E 2190 2192 2194 2199-219F 21A0 21A2-21A4 21A6 21A9-21AA"
    " 21AE 21BC-21BD 21C0-21C1 21C4 21C6-21CC 21D0 21D2 21D4 21DA-21DD 27F5-27FF 20D0-20D1 20D6-20D7 20E1 20EC-20EF"
    " 23B4-23B5 23DC-23E1 2322-2323"
)
"""Operators that grow to the side."""


def operator(text: str, form: str) -> Operator:
    """Return the entry of an operator; in the form that it stands in, or else in another one that is there.

    >>> operator("+", "infix").lspace == 4 / 18, operator("−", "prefix").lspace, operator("∑", "infix").largeop
    (True, 0, True)
    """
    text = text[:1] if len(text) == 2 and text[1] in "\u0338\u20d2\ufe00\ufe01" else text
    if len(text) != 1:
        return _KINDS["D"] if form != "infix" and text in ("||", "!!", "++", "--") else Operator()
    kinds = _kinds(ord(text))
    for wanted in (form, "infix", "postfix", "prefix"):
        for kind in kinds:
            if kind in _FORMS[wanted]:
                return _KINDS[kind]
    return Operator()


def grows_across(text: str) -> bool:
    """Whether an operator grows to the side."""
    return len(text) == 1 and _inside(_table(_ACROSS), ord(text))


@cache
def _kinds(letter: int) -> str:
    return "".join(kind for kind, ranges in _RANGES.items() if _inside(_table(ranges), letter))


@cache
def _table(ranges: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    pairs = [part.partition("-") for part in ranges.split()]
    bounds = sorted((int(first, 16), int(last or first, 16)) for first, _, last in pairs)
    return tuple(first for first, _ in bounds), tuple(last for _, last in bounds)


def _inside(table: tuple[tuple[int, ...], tuple[int, ...]], letter: int) -> bool:
    firsts, lasts = table
    index = bisect_right(firsts, letter) - 1
    return index >= 0 and letter <= lasts[index]
