"""Reads how a picture is set, from the braces behind it or from the options of a figure:
`{width=60% align=right wrap crop="16:9" focus="50% 30%"}`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.attrs.parse import ParseError, parse
from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.document.nodes import AS_THEME, PictureSetting
from bookbuilder.phrases import Phrase

SETTING = Rule(
    "picture.setting",
    "{option}={value} is not known: {allowed}",
    "`width=60%` is a share of the measure, `width=page` reaches the edges of the page, `align` is left, right, center,"
    ' start or end, `wrap` lets text run beside the picture. `crop="16:9"` shows a part of it around the point that'
    ' `focus="50% 30%"` names, from the left and from above. `bleed` puts it on a page of its own, over the edges,'
    " `landscape` turns it by a quarter there.",
)
CLASH = Rule(
    "picture.clash",
    "{first} and {second} do not go together",
    "Text runs beside a picture that stands at a side and leaves room for it. A picture on a page of its own has no width"
    " and no side.",
)
ALIGNS = ("left", "right", "center", "start", "end")
FLAGS = ("wrap", "bleed", "landscape")
"""Options that need no value."""
OPTIONS = {
    "width": "its share of the measure, such as `60%`",
    "align": "the side at which it stands: `left`, `right`, `center`, or `start` and `end` of the line",
    "wrap": "text runs beside it (no value is needed)",
    "crop": "the proportions of the part that is shown, such as `16:9`",
    "focus": "the point around which that is, from the left and from above, such as `50% 30%`",
    "bleed": "it fills a page of its own in print, over the edges (no value is needed)",
    "landscape": "it is turned by a quarter on a page of its own in print (no value is needed)",
}
WIDEST_BESIDE = 65
"""Per cent of the measure: a wider picture leaves no room for lines."""
BESIDE = 40
"""Per cent of the measure: the width of a picture beside text that says none."""

WIDE = "page"
"""The width of a picture that reaches the edges of the page."""
WIDTH_TO_EDGES = "its share of the measure, such as `60%`, or `page`: in print from edge to edge of the page"
_WIDTH = re.compile(r"([1-9][0-9]|100)%?")
_RATIO = re.compile(r"([1-9][0-9]?):([1-9][0-9]?)")
_FOCUS = re.compile(r"(\d|[1-9]\d|100)% +(\d|[1-9]\d|100)%")


def picture_setting(
    options: Mapping[str, str],
    places: Mapping[str, Span],
    span: Span,
    report: Report,
    *,
    drawn: bool = False,
) -> PictureSetting:
    """Return how options ask for a picture to be set; reports `picture.*` for what is not known. `places` are those of the
    options, `span` is that of the picture. One that the program has `drawn` does not reach the edges of the page: its
    words would be cut off."""
    if options.keys().isdisjoint(OPTIONS):
        return AS_THEME

    def refused(option: str, allowed: str) -> None:
        report(SETTING, places.get(option, span), option=option, value=options[option], allowed=allowed)

    edges = options.get("width") == WIDE and not drawn
    width = _WIDTH.fullmatch(options.get("width", ""))
    if "width" in options and width is None and not edges:
        narrow = Phrase("it is a number from 10% to 100%")
        refused("width", narrow if drawn else Phrase("it is a number from 10% to 100%, or page"))
    align = options.get("align", "")
    if align and align not in ALIGNS:
        refused("align", Phrase("it is left, right, center, start or end"))
        align = ""
    crop, focus = options.get("crop", ""), _FOCUS.fullmatch(options.get("focus", ""))
    if crop and not _RATIO.fullmatch(crop):
        refused("crop", Phrase("it is a width and a height, such as 16:9"))
        crop = ""
    if "focus" in options and focus is None:
        refused("focus", Phrase('it is two shares, such as "50% 30%"'))
    for name in FLAGS:
        if options.get(name, "yes") not in ("yes", "no"):
            refused(name, Phrase("it is yes or no"))
    flags = [name for name in FLAGS if options.get(name) == "yes"]
    setting = PictureSetting(
        width=int(width[1]) if width else 0,
        align=align,
        wrap="wrap" in flags,
        crop=crop,
        focus=(int(focus[1]), int(focus[2])) if focus else (50, 50),
        page=next((name for name in flags if name != "wrap"), ""),
        edges=edges,
    )
    return _consistent(setting, options, places, span, report)


def _consistent(
    setting: PictureSetting,
    options: Mapping[str, str],
    places: Mapping[str, Span],
    span: Span,
    report: Report,
) -> PictureSetting:
    """Return a setting without what does not go together (`picture.clash`)."""

    def clash(first: str, second: str, hint: str = Phrase("take one of them out")) -> None:
        report(CLASH, places.get(first, span), first=first, second=second, hint=hint)

    if "focus" in options and "crop" not in options:
        clash("focus", Phrase("a whole picture"), Phrase('add crop="16:9"'))
    if setting.page:
        others = [name for name in OPTIONS if name in options and name not in (setting.page, "crop", "focus")]
        if others:
            clash(others[0], setting.page)
        return replace(setting, width=0, align="", wrap=False, edges=False)
    if setting.edges and (setting.wrap or setting.align):
        clash("align" if setting.align else "wrap", f"width={WIDE}")
        return replace(setting, align="", wrap=False)
    if setting.wrap and setting.align == "center":
        clash("wrap", "align=center")
        return replace(setting, wrap=False)
    if setting.wrap and setting.width > WIDEST_BESIDE:
        hint = Phrase(
            "beside text a picture has at most {widest_beside}% of the measure", widest_beside=WIDEST_BESIDE
        )
        clash("wrap", f"width={setting.width}%", hint)
        return replace(setting, wrap=False)
    if setting.wrap:
        return replace(setting, width=setting.width or BESIDE, align=setting.align or "end")
    return setting


_OPTION = re.compile(
    r"""(?P<quoted>(?<==)"(?:[^"\\]|\\.)*+"|(?<==)'[^']*+')"""
    rf"""|(?<=[\s{{])(?P<key>{"|".join(OPTIONS)})=(?:"(?P<text>[^"{{}}]*+)"|(?P<bare>[^\s{{}}"']++))(?=[\s}}])"""
    rf"""|(?<=[\s{{])(?P<flag>{"|".join(FLAGS)})(?=[\s}}])"""
)
_BRACES = re.compile(r'\{(?:[^{}"\\]|\\.|"(?:[^"\\]|\\.)*+")*+\}')


def picture_braces(md: MarkdownIt) -> None:
    """Add the rule to a parser: it reads braces behind a picture that say how it is set. What it takes out is in the
    picture's `meta["setting"]`."""
    md.inline.ruler.before("attr", "picture_braces", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    token = state.tokens[-1]
    match = _BRACES.match(state.src, state.pos, state.posMax) if token.type == "image" else None
    options = settings_in(match[0]) if match else {}
    if match is None or not options:
        return False
    try:
        _, attributes = parse(_OPTION.sub(lambda one: one[0] if one["quoted"] else "", match[0]))
    except ParseError:
        return False
    token.attrs.update(attributes)
    token.meta["setting"], token.meta["end"] = options, match.end()
    state.pos = match.end()
    return True


def settings_in(braces: str) -> dict[str, str]:
    """Return the options in braces that say how a picture is set.

    >>> settings_in('{#a width=60% wrap credit="we wrap" crop="16:9"}')
    {'width': '60%', 'wrap': 'yes', 'crop': '16:9'}
    """
    found = {}
    for match in _OPTION.finditer(braces):
        if match["key"]:
            found[match["key"]] = match["text"] if match["text"] is not None else match["bare"]
        elif match["flag"]:
            found[match["flag"]] = "yes"
    return found


def quoted_settings(braces: str) -> str:
    """Return braces in a form that the library's parser reads: values with signs in quotes, words without a value with one.

    >>> quoted_settings('{#a width=60% wrap credit="we wrap"}')
    '{#a width="60%" wrap="yes" credit="we wrap"}'
    """

    def quoted(match: re.Match[str]) -> str:
        if match["quoted"]:
            return match[0]
        value = "yes" if match["flag"] else match["bare"] if match["text"] is None else match["text"]
        return f'{match["key"] or match["flag"]}="{value}"'

    return _OPTION.sub(quoted, braces)
