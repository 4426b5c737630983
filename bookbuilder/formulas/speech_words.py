"""Words that are put into a formula before speech-rule-engine reads it, and what its slips should be."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Words go through the engine, which spells hyphens and letters with accents that stand alone.
SPEECH_WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "choose": "über",
        "approaches": "gegen",
        "underlined": "unterstrichen",
        "brace above": "mit Klammer darüber",
        "brace below": "mit Klammer darunter",
        "labelled": "bezeichnet",
        "with": "mit",
        "above": "darüber",
        "below": "darunter",
        "and": "und",
        "+": "plus",
        "−": "minus",
        "=": "gleich",
        "dots": "drei Punkte",
        "4 dots": "vier Punkte",
        "check": "Hatschek",
    },
    "en": {
        "choose": "choose",
        "approaches": "approaches",
        "underlined": "underlined",
        "brace above": "with a brace above",
        "brace below": "with a brace below",
        "labelled": "labelled",
        "with": "with",
        "above": "above",
        "below": "below",
        "and": "and",
        "+": "plus",
        "−": "minus",
        "dots": "three dots",
        "4 dots": "four dots",
        "check": "check",
    },
    "fr": {
        "choose": "parmi",
        "approaches": "tend vers",
        "underlined": "souligné",
        "brace above": "avec accolade par dessus",
        "brace below": "avec accolade par dessous",
        "labelled": "notée",
        "with": "avec",
        "above": "par dessus",
        "below": "par dessous",
        "and": "et",
        "+": "plus",
        "−": "moins",
        "∈": "dans",
        "dots": "trois points",
        "4 dots": "quatre points",
        "check": "caron",
    },
}
_MENDED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "de": (
        (r"\bMatrize\b", "Matrix"),
        (r"matrize\b", "matrix"),
        (r"\bLimes über\b", "Limes für"),
        (r"\bdiaeresis\b", "zwei Punkte"),
        (r"\bcircumflex\b", "Dach"),
        (r"\bAcuteakzent\b", "Akut"),
        (r"\bGravis Akzent\b", "Gravis"),
        (r"\bÜberring\b", "Ring"),
        (r"\bÜberpunkt\b", "Punkt"),
    ),
    "en": ((r"\blim over\b", "the limit as"), (r"\b(dot|ring) above\b", r"\1")),
    "fr": (
        (r"\ble sommation\b", "la somme"),
        (r"\b(le|la) (?=intégrale|infini\b)", "l’"),
        (r"\blimite sur\b", "limite quand"),
        (r"\bsub\b", "indice"),
        (r"\bnégatif\b", "moins"),
        (r"\bmacron\b", "barre"),
        (r"\b(point|rond) en chef\b", r"\1"),
        (r"\bopérateur point\b", "fois"),
        (r"(?<!est )\bpas égal à\b", "n’est pas égal à"),
    ),
}


def without_slips(said: str, language: str) -> str:
    """Return what the engine said, with its slips mended.

    >>> without_slips("le sommation de x sub i", "fr"), without_slips("die 2 mal 2 Matrize", "de")
    ('la somme de x indice i', 'die 2 mal 2 Matrix')
    """
    for pattern, better in _MENDED.get(language, ()):
        said = re.sub(pattern, better, said)
    return said
