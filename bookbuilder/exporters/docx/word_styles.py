"""The styles of a file of Word: ours where a house has none, and those of a house in their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bookbuilder.exporters.docx.word_xml import W, element, w
from bookbuilder.exporters.review import FACT_STYLE, NAME_STYLE
from bookbuilder.importers.manuscript.style_roles import character_role, paragraph_role
from bookbuilder.xml_parser import xml_root

_BODY = ("Body Text", "First Paragraph", "Compact")
"""Styles of pandoc for running text: without them a house's default style is meant."""
_BAR = '<w:{side} w:val="single" w:sz="18" w:space="8" w:color="B0B0B0"/>'
_RULED = f"<w:pBdr>{_BAR.format(side='left')}</w:pBdr>"
_IN = '<w:ind w:left="360" w:right="360"/>'
_PARAGRAPHS = {
    "Kicker": ('<w:keepNext/><w:spacing w:before="0" w:after="60"/>', '<w:b/>'),
    "Chapter Subtitle": ('<w:spacing w:before="0" w:after="240"/>', '<w:i/><w:sz w:val="28"/>'),
    "Dateline": ('<w:keepNext/><w:spacing w:before="0" w:after="120"/>', '<w:color w:val="595959"/>'),
    "Summary": ('<w:spacing w:before="0" w:after="240"/>', '<w:b/>'),
    "Byline": ('<w:spacing w:before="0" w:after="240"/>', '<w:i/>'),
    "Comment Text": ('<w:spacing w:before="0" w:after="0"/>', '<w:sz w:val="20"/>'),
    "Aside": (f"{_RULED}{_IN}", ""),
    "Aside Title": (f"<w:keepNext/>{_RULED}{_IN}", "<w:b/>"),
    "Callout": (f"{_RULED}{_IN}", ""),
    "Callout Title": (f"<w:keepNext/>{_RULED}{_IN}", "<w:b/>"),
    "Details": (f"{_RULED}{_IN}", ""),
    "Details Title": (f"<w:keepNext/>{_RULED}{_IN}", "<w:b/>"),
    "Missing": (f"{_RULED}{_IN}", ""),
    "Chronology": (f"{_RULED}{_IN}", ""),
    "Chronology Title": (f"<w:keepNext/>{_RULED}{_IN}", "<w:b/>"),
    "Imprint": ('<w:spacing w:before="0" w:after="120"/>', '<w:sz w:val="20"/>'),
    "Epigraph": ('<w:spacing w:before="240" w:after="240"/><w:ind w:left="1440"/>', "<w:i/>"),
    "Pullquote": ('<w:spacing w:before="240" w:after="240"/><w:ind w:left="720" w:right="720"/>', '<w:sz w:val="28"/>'),
    "Index Heading": ('<w:keepNext/><w:spacing w:before="240" w:after="60"/>', "<w:b/>"),
    **{
        f"Index {level}": (
            f'<w:spacing w:before="0" w:after="0"/><w:ind w:left="{240 * level}" w:hanging="240"/>', ""
        )
        for level in range(1, 4)
    },
}  # fmt: skip
"""Name → properties of the paragraph, and of its runs."""
_CHARACTERS = {
    "Place": "<w:caps/>",
    "Chapter Number": "",
    "Comment Reference": '<w:sz w:val="16"/>',
    "Credit": '<w:sz w:val="18"/>',
    "Keyboard": '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>',
}
_BUILT_IN = {
    **{name: name.lower() for name in ("Index Heading", "Index 1", "Index 2", "Index 3")},
    "Comment Text": "annotation text",
    "Comment Reference": "annotation reference",
}
"""Our names of styles that Word has, with its own."""


_NORMAL_TABLE = (
    f'<w:style xmlns:w="{W}" w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
"""The table that Word begins with; pandoc's tables are based on it, and its own reference file lacks it."""


def style_id(name: str) -> str:
    """Return the id that pandoc gives the style of a name."""
    return name.replace(" ", "")


def define_styles(styles: Any, house: frozenset[str], direction: str) -> None:
    """Add our styles to those of the file, for pandoc's empty ones of their names; a `house` has its own of some names.
    In text from right to left all paragraphs have that direction."""
    known = {name.casefold() for name in house}
    for name, (paragraph, run) in _PARAGRAPHS.items():
        if _BUILT_IN.get(name, name).casefold() not in known:
            _define(styles, name, "paragraph", f"<w:pPr>{paragraph}</w:pPr>", run)
    for name, run in _CHARACTERS.items():
        if _BUILT_IN.get(name, name).casefold() not in known:
            _define(styles, name, "character", "", run)
    if _by_id(styles, "TableNormal") is None and "normal table" not in known:
        styles.append(xml_root(_NORMAL_TABLE))
    if direction == "rtl":
        default = next(
            (one for one in styles.iter(w("style")) if one.get(w("default")) in ("1", "true")), None
        )
        if default is not None and default.find(w("pPr")) is None:
            default.append(element("pPr", element("bidi")))


def _define(styles: Any, name: str, kind: str, paragraph: str, run: str, identifier: str = "") -> None:
    identifier = identifier or style_id(name)
    for old in [one for one in styles.iter(w("style")) if one.get(w("styleId")) == identifier]:
        styles.remove(old)
    base = ""
    if kind == "paragraph":
        base = '<w:basedOn w:val="BodyText"/>' if _by_id(styles, "BodyText") is not None else ""
    shown = _BUILT_IN.get(name, name)
    custom = "" if name in _BUILT_IN else ' w:customStyle="1"'
    run = f"<w:rPr>{run}</w:rPr>" if run else ""
    styles.append(
        xml_root(
            f'<w:style xmlns:w="{W}" w:type="{kind}"{custom} w:styleId="{identifier}"><w:name w:val="{shown}"/>{base}'
            f"<w:qFormat/>{paragraph}{run}</w:style>"
        )
    )


def _by_id(styles: Any, identifier: str) -> Any:
    return next((one for one in styles.iter(w("style")) if one.get(w("styleId")) == identifier), None)


def _name(style: Any) -> str:
    name = style.find(w("name"))
    return name.get(w("val"), "") if name is not None else ""


def style_names(styles: Any) -> frozenset[str]:
    """Return the names of all styles."""
    return frozenset(_name(style) for style in styles.iter(w("style")))


def is_numbered(styles: Any, name: str) -> bool:
    """Whether the style of this name counts its paragraphs by itself."""
    for style in styles.iter(w("style")):
        if _name(style).casefold() == name.casefold():
            return style.find(f"{w('pPr')}/{w('numPr')}") is not None
    return False


def use_house_styles(roots: Iterable[Any], styles: Any, roles: Mapping[str, Mapping[str, str]]) -> None:
    """Use the styles of a house where its `import.toml` gives them a role that their name does not say: a style `Verlag
    Kapitel` with the role `heading 1` for the titles of chapters."""
    by_name = {_name(style).casefold(): style.get(w("styleId")) for style in styles.iter(w("style"))}
    names = {style.get(w("styleId")): _name(style) for style in styles.iter(w("style"))}
    paragraphs = _chosen(by_name, roles.get("paragraphs", {}), paragraph_role)
    characters = _chosen(by_name, roles.get("characters", {}), character_role)
    for root in roots:
        for one in root.iter(w("pStyle")):
            name = names.get(one.get(w("val")), one.get(w("val")))
            role = paragraph_role(name)
            if role in paragraphs and (role != "paragraph" or name in (*_BODY, *map(style_id, _BODY))):
                one.set(w("val"), paragraphs[role])
        for one in root.iter(w("rStyle")):
            role = character_role(names.get(one.get(w("val")), ""))
            if role in characters:
                one.set(w("val"), characters[role])


def _chosen(
    by_name: Mapping[str, str], roles: Mapping[str, str], guess: Callable[[str], str]
) -> dict[str, str]:
    """Return the id of the style that a house chose for each role: the first whose name alone does not say it."""
    result: dict[str, str] = {}
    for name, role in roles.items():
        identifier = by_name.get(name.casefold())
        if identifier and guess(name) != role:
            result.setdefault(role, identifier)
    return result


def complete_styles(roots: Sequence[Any], styles: Any) -> None:
    """Let every style that is named be there. One that a reference file lacks becomes the style of the house with the same
    name in Word or the same role, else one of its own; running text gets the default style. Styles for coloured code, which
    nothing uses, are removed."""
    for one in [style for style in styles.iter(w("style")) if style.get(w("styleId")).endswith("Tok")]:
        styles.remove(one)
    names = {style.get(w("styleId")): _name(style) for style in styles.iter(w("style"))}
    by_name = {name.casefold(): identifier for identifier, name in reversed(names.items())}
    kinds = {style.get(w("styleId")): style.get(w("type")) for style in styles.iter(w("style"))}
    by_role: dict[str, str] = {}
    for identifier, name in names.items():
        if kinds[identifier] == "paragraph" and (role := paragraph_role(name)) not in ("paragraph", "omit"):
            by_role.setdefault(role, identifier)
    body = {style_id(name) for name in _BODY}
    for root in roots:
        for one in [*root.iter(w("pStyle")), *root.iter(w("rStyle"))]:
            identifier = one.get(w("val"))
            if identifier in names:
                continue
            paragraph = one.tag == w("pStyle")
            shown = _spaced(identifier)
            known = by_name.get(_OF_WORD.get(identifier, ("", ""))[0].casefold() or shown.casefold())
            if known or (paragraph and (known := by_role.get(paragraph_role(shown)))):
                one.set(w("val"), known)
            elif paragraph and identifier in body:
                one.getparent().remove(one)
            else:
                name, run = _OF_WORD.get(identifier, (shown, ""))
                _define(styles, name, "paragraph" if paragraph else "character", "", run, identifier)
                names[identifier] = name
    default = next((one.get(w("styleId")) for one in styles.iter(w("style")) if _is_default(one)), "")
    for style in styles.iter(w("style")):
        for reference in [one for one in style if one.tag in (w("basedOn"), w("next"), w("link"))]:
            if reference.get(w("val")) in names:
                continue
            if reference.tag == w("basedOn") and default and style.get(w("type")) == "paragraph":
                reference.set(w("val"), default)
            else:
                style.remove(reference)


_OF_WORD = {
    "FootnoteReference": ("footnote reference", '<w:vertAlign w:val="superscript"/>'),
    "FootnoteText": ("footnote text", '<w:sz w:val="20"/>'),
    "FootnoteBlockText": ("Footnote Block Text", '<w:sz w:val="20"/>'),
    "Hyperlink": ("Hyperlink", '<w:color w:val="0563C1"/><w:u w:val="single"/>'),
    "VerbatimChar": ("Verbatim Char", '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'),
    "ImageCaption": ("Image Caption", "<w:i/>"),
    "TableCaption": ("Table Caption", "<w:i/>"),
    "ListingCaption": ("Listing Caption", "<w:i/>"),
    "DefinitionTerm": ("Definition Term", "<w:b/>"),
    FACT_STYLE: (FACT_STYLE, '<w:shd w:val="clear" w:color="auto" w:fill="E2EFD9"/>'),
    NAME_STYLE: (NAME_STYLE, '<w:shd w:val="clear" w:color="auto" w:fill="DEEAF6"/>'),
    "CommentReference": ("annotation reference", '<w:sz w:val="16"/>'),
    "CommentText": ("annotation text", '<w:sz w:val="20"/>'),
}
"""Styles that pandoc names whether they are there or not: the name that Word has for them, and properties of runs."""


def _spaced(identifier: str) -> str:
    """Return the name that the id of a style is made from.

    >>> _spaced("BlockText"), _spaced("Heading1")
    ('Block Text', 'Heading 1')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", identifier)


def _is_default(style: Any) -> bool:
    return style.get(w("default")) in ("1", "true") and style.get(w("type")) == "paragraph"
