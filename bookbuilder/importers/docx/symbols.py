"""Signs of the fonts Symbol and Wingdings as characters of Unicode."""

from __future__ import annotations

_SYMBOL = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
"""Codes 32 to 126."""
_SYMBOL_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
"""Codes 160 to 229."""
_WINGDINGS = {
    0x21: "✏", 0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x77: "⬥",
    0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


def symbol(font: str, code: str) -> str:
    """Return a sign by its code in hexadecimal; empty if it is not known.

    >>> symbol("Symbol", "F061"), symbol("Wingdings", "F0FC"), symbol("Webdings", "F061")
    ('α', '✓', '')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= number <= 0xF0FF:
        number -= 0xF000
    elif number > 0xFF:
        return chr(number) if number < 0x110000 and chr(number).isprintable() else ""
    match font.lower():
        case "symbol" if 32 <= number < 32 + len(_SYMBOL):
            return _SYMBOL[number - 32]
        case "symbol" if 160 <= number < 160 + len(_SYMBOL_HIGH):
            return _SYMBOL_HIGH[number - 160]
        case "wingdings":
            return _WINGDINGS.get(number, "")
        case _:
            return ""
