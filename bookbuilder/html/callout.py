"""Renders callouts, and boxes that a reader can open and close."""

from __future__ import annotations

from markupsafe import Markup

from bookbuilder.document.nodes import Box
from bookbuilder.document.walk import spoken_text
from bookbuilder.html.chapter_renderer import Renderer, element
from bookbuilder.html.inline import inlines
from bookbuilder.html.title_phrases import title_markup
from bookbuilder.locales import Locale

CALLOUT, DETAILS = "callout", "details"
"""The kind of a callout's box, and the element of boxes that open and close."""


def box(node: Box, content: Markup, r: Renderer) -> Markup:
    """Return a callout or a box that opens and closes, around the markup of its blocks. It has the class of an aside, so
    that themes which do not know it set it as one. Nothing opens in print, nor in readers that know no such element: there
    all is shown."""
    title, label = title_markup(inlines(node.title, r), r, node.lang), ""
    if node.kind == CALLOUT:
        label = callout_label(node.classes[0] if node.classes else "", r.medium.locale)
        word = element("span", Markup(' class="label"'), label)
        title = word + (" " + title if title else "")
    elif not title:
        # Translators: what opens and closes a box that has no title of its own
        title = Markup("{}").format(r.say("Details"))
    if node.element == DETAILS and r.medium.details and not r.medium.footnotes:
        opened = Markup(' open="open"') if "unfolded" in node.classes else Markup("")
        head = element("summary", Markup(' class="title"'), title) + "\n"
        return element(DETAILS, r.attributes(node, "box", node.kind, "aside") + opened, head + content)
    name = "aside" if node.kind == CALLOUT else "div"
    spoken = " ".join(filter(None, (label, spoken_text(node.title)))) if name == "aside" else ""
    attributes = r.attributes(
        node, "box", node.kind, "aside", aria_label="" if r.medium.footnotes else spoken
    )
    head = element("p", Markup(' class="title"'), title) + "\n"
    return element(name, attributes, head + content)


def default_title(node: Box, locale: Locale) -> str:
    """Return the title of a box that has none of its own; empty if it needs none."""
    # Translators: the head of a box with what is most important in a chapter
    return locale.say("Key facts") if node.kind == "key-facts" else ""


def callout_label(kind: str, locale: Locale) -> str:
    """Return the word for a kind of callout."""
    match kind:
        case "tip":
            # Translators: the head of a box with advice
            return locale.say("Tip")
        case "important":
            # Translators: the head of a box with something that must be known
            return locale.say("Important")
        case "warning":
            # Translators: the head of a box about something that can go wrong
            return locale.say("Warning")
        case "caution":
            # Translators: the head of a box about something that does harm
            return locale.say("Caution")
        case _:
            # Translators: the head of a box with a remark, not a footnote
            return locale.say("Note", "callout")
