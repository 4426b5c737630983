"""Escapes plain text as Markdown that prints it literally, whatever flavour of Markdown reads it.

Text that is printed goes through `escape_text`, and what then begins a line through `escape_start`; `escape_lines` does
both.
"""

from __future__ import annotations

import re

_SIGNS = re.compile(
    r"[\\`*_\[\]<{}~^|#]|=(?==)|(?<==)=|%(?=%)|(?<=%)%"
    r"|(?<![^\W_])@(?=[\w{])|(?<=\()@|&(?=#?\w+;)|(?<!\s)\$(?!\d)|\$(?=\$|\Z)|(?<=\$)\$"
)
"""Of dollar signs those that could end a formula, which stand behind no space and before no digit: sums stay as they are."""
_OTHERS_SIGNS = re.compile(r"[\\`*_{}\[\]()<>#+.!|~&$-]")
_NUMBER = r"(?P<number>\d{1,9})[.)](?=\s|$)"
_START = re.compile(rf"{_NUMBER}|[-+>:%]|=(?!=)", re.ASCII)
_RAW_START = re.compile(
    rf"{_NUMBER}|[-+>:=#|~{{]|```|[*_`](?=\s|$)|(?:\*[ \t]*){{3,}}$|(?:_[ \t]*){{3,}}$"
    r"|\[(?=[^\[\]]+\]:)|\((?=@)|<(?=[!?/a-zA-Z])",
    re.ASCII,
)
"""With signs that `escape_text` escapes anywhere; a star before a word is no list."""


def escape_text(text: str) -> str:
    """Return a text of one line as Markdown inside a line.

    >>> escape_text("*fast* $5 < 6 & {x}")
    '\\\\*fast\\\\* $5 \\\\< 6 & \\\\{x\\\\}'
    """
    return _SIGNS.sub(r"\\\g<0>", text)


def escape_for_others(text: str) -> str:
    """Return a text as Markdown that a program which we do not know prints literally.

    >>> escape_for_others("Fertig! 2 - 1")
    'Fertig\\\\! 2 \\\\- 1'
    """
    return _OTHERS_SIGNS.sub(r"\\\g<0>", text)


def escape_start(markdown: str, *, raw: bool = False) -> str:
    """Return Markdown of one line so that it begins a paragraph, not a list, a quotation or a directive; `raw`: its text has
    not gone through `escape_text`.

    >>> escape_start("17. Januar"), escape_start("- nein")
    ('17\\\\. Januar', '\\\\- nein')
    """
    match = (_RAW_START if raw else _START).match(markdown)
    if match is None:
        return markdown
    if number := match["number"]:
        return f"{number}\\{markdown[len(number) :]}"
    # Of two braces the second one would begin attributes behind an escaped one.
    braces = len(markdown) - len(markdown.lstrip("{"))
    return "\\{" * braces + markdown[braces:] if braces else f"\\{markdown}"


def escape_lines(text: str, *, begins: bool = True) -> str:
    """Return lines of text as those of a paragraph; `begins`: the first one begins a line there.

    >>> escape_lines("17. Januar: *fast* alles")
    '17\\\\. Januar: \\\\*fast\\\\* alles'
    """
    first, *more = (escape_text(line) for line in text.split("\n"))
    return "\n".join([escape_start(first) if begins else first, *map(escape_start, more)])


def escape_value(text: str, *, cell: bool = False) -> str:
    """Return a text as the value of an attribute, with its quotation marks; `cell`: in the cell of a table.

    A value cannot end with a backslash, so that a backslash becomes the sign that looks like it.

    >>> escape_value('Der "Hafen"')
    '"Der \\\\"Hafen\\\\""'
    """
    signs = r'["{}|]' if cell else r'["{}]'
    return '"' + re.sub(signs, r"\\\g<0>", text.replace("\\", "\u2216")) + '"'


def escape_address(address: str) -> str:
    """Return an address as it stands between the brackets of a link.

    >>> escape_address("https://example.org/(a b)")
    'https://example.org/%28a%20b%29'
    """
    quoted = re.sub(
        r"[\s<>()\\|\"`^{}\[\]*]", lambda sign: "".join(f"%{b:02X}" for b in sign[0].encode()), address
    )
    return re.sub(r"&(?=#?\w+;)", "&amp;", quoted)
