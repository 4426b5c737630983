"""Marks texts in templates with their language."""

from __future__ import annotations

from markupsafe import Markup, escape

from bookbuilder.html.short_ranges import with_unbroken_ranges
from bookbuilder.locales import direction


def marked(text: object, tag: str, *, here: str, xml: bool) -> Markup:
    """Return a text as markup, in an element with its language and direction if `tag` is not empty. `here` is the direction
    of the book; `xml` adds `xml:lang`."""
    # A logo or a line of a template is markup already.
    content = escape(text) if hasattr(text, "__html__") else with_unbroken_ranges(str(text))
    if not tag:
        return content
    attributes = Markup(' lang="{}"').format(tag)
    if xml:
        attributes += Markup(' xml:lang="{}"').format(tag)
    return Markup("<span{}>{}</span>").format(attributes + across(tag, here), content)


def across(tag: str, here: str) -> Markup:
    """Return the attribute that gives the direction of a language, with a leading space; empty if all runs from left to
    right."""
    own = direction(tag)
    return Markup(' dir="{}"').format(own) if "rtl" in (own, here) else Markup("")
