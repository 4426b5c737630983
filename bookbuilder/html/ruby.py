"""Renders ruby: words with their reading above them.

E-books and the web edition have HTML's `ruby`. WeasyPrint 70.0 cannot set it. In print the reading is taken out of the line,
which it neither moves nor widens, and stands above the middle of its words; one that is longer than they are gets room
beside them. So the words are set, parted and copied like all others, and the readings come behind the text of their page.
"""

from __future__ import annotations

import unicodedata

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.document.walk import plain
from bookbuilder.html.chapter_renderer import Renderer, element

SIZE = 0.5
"""The size of a reading, as a share of that of its words (JLReq, "Choice of Size for Ruby Characters")."""


def ruby_markup(node: nodes.Ruby, words: Markup, r: Renderer) -> Markup:
    """Return the markup of ruby, given that of its words. Where a reader cannot set the reading above, it is in brackets."""
    attributes = r.attributes(node)
    if r.medium.footnotes:
        width, words_width = SIZE * _width(node.reading), _width(plain(node.content))
        longer = max(width - words_width, 0.0) / 2
        room = Markup(' style="padding: 0 {}em"').format(round(longer, 3)) if longer else Markup("")
        # From the end of the words, behind which it would stand, back to their middle.
        place = Markup(' style="width: {}em; margin-left: {}em"').format(
            round(width, 3), round(-(width + words_width) / 2, 3)
        )
        reading = element("rt", place, element("span", Markup(""), node.reading))
        return element("ruby", attributes + room, element("rb", Markup(""), words) + reading)
    return element(
        "ruby", attributes, words + Markup("<rp>（</rp><rt>{}</rt><rp>）</rp>").format(node.reading)
    )


def _width(text: str) -> float:
    """Return the width of a text in em, if Latin letters are half as wide as characters of Chinese and Japanese."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)
