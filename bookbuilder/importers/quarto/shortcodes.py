"""Writes what the shortcodes of Quarto stand for, such as a page break; reports those that have no form on paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.importers.clean_text import printable
from bookbuilder.importers.markdown_sources.markdown_lines import changed_outside_code, outside_code
from bookbuilder.importers.markdown_sources.yaml_values import text_of
from bookbuilder.markdown.escape_markdown import escape_address, escape_text

SHORTCODE = Rule(
    "import.shortcode",
    "the shortcode {name} was replaced by its words: {text}",
    "Quarto runs a shortcode when it renders a page, and may show what another file holds. A book has"
    " the words of it: put what it showed there, such as a picture of it.",
    Severity.NOTICE,
)
_SHORTCODE = re.compile(r"(\{?)\{\{<\s{0,20}(/?[\w-]{1,40})((?:\s[^\n]{0,1000}?)?)\s{0,20}>\}\}(\}?)")
_ARGUMENT = re.compile(r"(?:([\w-]{1,40})=)?(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))")
_SILENT = ("fa", "bi", "iconify", "lipsum", "placeholder", "brand", "language", "contents")
"""Icons, and what a template fills: nothing of the author."""


def without_shortcodes(
    text: str, variables: Mapping[str, Any], settings: Mapping[str, Any], place: Span, report: Report
) -> str:
    """Return a text with what its shortcodes say. `variables` are those of a file of them, `settings` those of the
    project. Reports `import.shortcode`."""
    if "{{<" not in text:
        return text

    def change(match: re.Match[str]) -> str:
        if match[1] and match[4]:  # {{{< … >}}} shows a shortcode
            return match[0][1:-1]
        name, arguments = match[2], _ARGUMENT.findall(match[3])
        plain = [double or single or bare for key, double, single, bare in arguments if not key]
        named = {key: double or single or bare for key, double, single, bare in arguments if key}
        match name:
            case "pagebreak":
                return "\n\n::: pagebreak\n:::\n\n"
            case "kbd":
                return f"`{' '.join(plain) or next(iter(named.values()), '')}`"
            case "var":
                return escape_text(printable(_value(variables, plain))) or match[0]
            case "meta":
                return escape_text(printable(_value(settings, plain))) or match[0]
            case "video":
                address = plain[0] if plain else named.get("src", "")
                if not address.startswith(("https://", "http://")):
                    return _told(name, f"`{address}`")
                return f"[{escape_text(named.get('title', '') or address)}]({escape_address(address)})"
            case "embed":
                return _told(name, f"`{' '.join(plain)}`")
            case _ if name in _SILENT:
                return _told(name, "")
        return match[0]

    def _told(name: str, words: str) -> str:
        report(
            SHORTCODE,
            place,
            name=name,
            text=words.strip("`")[:200] or "none",
            hint="put there what it showed",
        )
        return words

    lines = text.split("\n")
    for number in outside_code(lines):
        if "{{<" in lines[number]:
            lines[number] = changed_outside_code(_SHORTCODE, change, lines[number])
    return "\n".join(lines)


def _value(table: Mapping[str, Any], names: list[str]) -> str:
    """Return the text at a path of keys that are parted by points."""
    found: object = table
    for key in names[0].split(".") if names else ():
        found = found.get(key) if isinstance(found, dict) else None
    return text_of(found)
