"""Writes units as XLIFF 2.1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.exchange.exported_units import ExportedChapter, ExportedUnit
from bookbuilder.translate.exchange.inline_codes import CodeRole, InlineCode, Segment, number_codes
from bookbuilder.translate.exchange.xliff import clean
from bookbuilder.translate.exchange.xliff2.namespaces import CORE, PREFIXES

OWN = "bookbuilder"
"""The authority of user-defined values."""
SEGMENT = "s1"
ORIGIN = "previous version"
"""The origin of the match that holds the source as it was translated."""
REVIEW = f"{OWN}:review"
"""The subState of a unit that is translated but outdated."""
SEEN = "translation"
"""The type of the metadata with the hash of the exported translation."""
_WORDS = "This file was written by bookbuilder. Keep all codes; what they stand for is said in the notes of each unit."
_TYPES = {
    "italic": ("fmt", "xlf:i"), "bold": ("fmt", "xlf:b"), "lb": ("fmt", "xlf:lb"), "x-strike": ("fmt", f"{OWN}:strike"),
    "x-sub": ("fmt", f"{OWN}:sub"), "x-sup": ("fmt", f"{OWN}:sup"), "x-mark": ("fmt", f"{OWN}:mark"),
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
            f'<file id="f{number}" original={quoteattr(chapter.source)} canResegment="yes">',
            f'<notes><note category="{OWN}">{_WORDS}</note></notes>',
        ]
        for unit in chapter.units:
            lines += _unit(unit)
        lines.append("</file>")
    return "\n".join([*lines, "</xliff>", ""])


def _unit(unit: ExportedUnit) -> Iterator[str]:
    fixed = ' translate="no"' if unit.locked else ""
    yield f'<unit id={quoteattr(unit.id)} name="line {unit.line}"{fixed} xml:space="preserve">'
    if unit.before:
        before = number_codes(unit.before)
        yield f'<mtc:matches><mtc:match ref="#{SEGMENT}" type="idm" origin="{ORIGIN}">'
        yield f"<source>{_marked(before)}</source>"
        yield f"<target>{_marked(number_codes(unit.target, before))}</target>"
        yield "</mtc:match></mtc:matches>"
    seen = f'<mda:meta type="{SEEN}">{escape(unit.target_digest)}</mda:meta>'
    yield f'<mda:metadata><mda:metaGroup category="{OWN}">{seen}</mda:metaGroup></mda:metadata>'
    if unit.notes:
        notes = (f'<note category="{OWN}">{escape(clean(line))}</note>' for line in unit.notes)
        yield "\n".join(["<notes>", *notes, "</notes>"])
    yield f'<segment id="{SEGMENT}" {_state(unit)}>'
    yield f"<source>{_marked(unit.source)}</source>"
    if not unit.untranslated:
        yield f"<target>{_marked(unit.target)}</target>"
    yield "</segment>"
    yield "</unit>"


def _state(unit: ExportedUnit) -> str:
    if unit.status is BlockStatus.OUTDATED or (unit.status is BlockStatus.MISSING and not unit.untranslated):
        return f'state="initial" subState="{REVIEW}"'
    if unit.status is BlockStatus.MISSING:
        return 'state="initial"'
    return 'state="final"' if unit.locked else 'state="translated"'


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


def _code(code: InlineCode) -> str:
    name, end, side = ("pc", "", "Start") if code.role is CodeRole.OPEN else ("ph", "/", "")
    kind, sub = _TYPES.get(code.kind, ("other", f"{OWN}:{code.kind.removeprefix('x-')}"))
    sub = f' subType="{sub}"' if sub else ""
    shown = f" disp{side}={quoteattr(clean(code.shown))}" if code.shown else ""
    return f'<{name} id="{code.id}" type="{kind}"{sub}{shown}{end}>'
