"""Writes units as XLIFF 2.1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.exchange.exported_units import ExportedChapter, ExportedUnit
from bookbuilder.translate.exchange.inline_codes import Code, CodeRole, Segment, number_codes
from bookbuilder.translate.exchange.xliff import clean
from bookbuilder.translate.exchange.xliff2.namespaces import CORE, PREFIXES

OWN = "bookbuilder"
"""The authority of user-defined values."""
SEGMENT = "s1"
REVIEW = f"{OWN}:review"
"""The subState of a unit that is translated but outdated."""
SEEN = "translation"
"""The type of the metadata with the hash of the exported translation."""
_WORDS = "This file was written by bookbuilder. Keep all codes; what they stand for is said in the notes of each unit."
_TYPES = {
    "italic": ("fmt", "xlf:i"), "bold": ("fmt", "xlf:b"), "lb": ("fmt", "xlf:lb"), "x-strike": ("fmt", f"{OWN}:strike"),
    "link": ("link", ""), "image": ("image", ""), "x-address": ("link", f"{OWN}:address"),
    "x-reference": ("link", f"{OWN}:reference"),
}  # fmt: skip


def write(chapters: Sequence[ExportedChapter], source: str, target: str) -> str:
    """Return an XLIFF file with the units of chapters; `source` and `target` are language tags."""
    spaces = f'xmlns="{CORE}" xmlns:mda="{PREFIXES["mda"]}" xmlns:mtc="{PREFIXES["mtc"]}"'
    languages = f"srcLang={quoteattr(source)} trgLang={quoteattr(target)}"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<xliff {spaces} version="2.1" {languages}>']
    for number, chapter in enumerate(chapters, 1):
        lines += [
            f'<file id="f{number}" original={quoteattr(chapter.source)} canResegment="no">',
            f'<notes><note category="{OWN}">{_WORDS}</note></notes>',
        ]
        for one in chapter.units:
            lines += _unit(one)
        lines.append("</file>")
    return "\n".join([*lines, "</xliff>", ""])


def _unit(one: ExportedUnit) -> Iterator[str]:
    fixed = ' translate="no"' if one.locked else ""
    yield f'<unit id={quoteattr(one.id)} name="line {one.line}"{fixed} xml:space="preserve">'
    if one.before:
        before = number_codes(one.before)
        yield f'<mtc:matches><mtc:match ref="#{SEGMENT}" type="idm" origin="previous version">'
        yield f"<source>{_marked(before)}</source>"
        yield f"<target>{_marked(number_codes(one.target, before))}</target>"
        yield "</mtc:match></mtc:matches>"
    seen = f'<mda:meta type="{SEEN}">{escape(one.target_digest)}</mda:meta>'
    yield f'<mda:metadata><mda:metaGroup category="{OWN}">{seen}</mda:metaGroup></mda:metadata>'
    if one.notes:
        notes = (f'<note category="{OWN}">{escape(clean(line))}</note>' for line in one.notes)
        yield "\n".join(["<notes>", *notes, "</notes>"])
    yield f'<segment id="{SEGMENT}" {_state(one)}>'
    yield f"<source>{_marked(one.source)}</source>"
    if not one.untranslated:
        yield f"<target>{_marked(one.target)}</target>"
    yield "</segment>"
    yield "</unit>"


def _state(one: ExportedUnit) -> str:
    if one.status is BlockStatus.OUTDATED or (one.status is BlockStatus.MISSING and not one.untranslated):
        return f'state="initial" subState="{REVIEW}"'
    if one.status is BlockStatus.MISSING:
        return 'state="initial"'
    return 'state="final"' if one.locked else 'state="translated"'


def _marked(segment: Segment) -> str:
    parts: list[str] = []
    for piece in segment:
        if isinstance(piece, str):
            parts.append(escape(clean(piece)))
        elif piece.role is CodeRole.CLOSE:
            parts.append("</pc>")
        else:
            parts.append(_code(piece))
    return "".join(parts)


def _code(code: Code) -> str:
    name, end, side = ("pc", "", "Start") if code.role is CodeRole.OPEN else ("ph", "/", "")
    kind, sub = _TYPES.get(code.kind, ("other", f"{OWN}:{code.kind.removeprefix('x-')}"))
    sub = f' subType="{sub}"' if sub else ""
    shown = f" disp{side}={quoteattr(clean(code.shown))}" if code.shown else ""
    return f'<{name} id="{code.id}" type="{kind}"{sub}{shown}{end}>'
