"""Declares the elements of the XLIFF 2.1 core, with their content and attributes.

The schema by OASIS is not free software and cannot be distributed; these are its rules in our words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from bookbuilder.translate.exchange.xliff2 import value_types as t


class Foreign(Enum):
    """Which attributes of other namespaces an element may have."""

    NONE = "none"
    MODULES = "modules"
    """Those of the modules for inline codes: format style, size and length."""
    ANY = "any"


@dataclass(frozen=True, slots=True)
class SchemaElement:
    """An element declaration. `content` is a pattern of child names, each followed by a space; `other` is an extension or a
    module's root. `xml` are attributes of the XML namespace."""

    attributes: Mapping[str, t.Type] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    content: str = ""
    text: bool = False
    foreign: Foreign = Foreign.NONE
    xml: tuple[str, ...] = ()


_INLINE = "((cp|ph|pc|sc|ec|mrk|sm|em) )*"
_WHOLE: dict[str, t.Type] = {
    "id": t.TOKEN, "name": t.anything, "canResegment": t.YES_NO, "translate": t.YES_NO, "srcDir": t.DIRECTION,
    "trgDir": t.DIRECTION, "type": t.OWN,
}  # fmt: skip
_HINTS: dict[str, t.Type] = {
    "canCopy": t.YES_NO, "canDelete": t.YES_NO, "canReorder": t.FIRST_NO, "copyOf": t.TOKEN, "id": t.TOKEN,
    "subType": t.OWN, "type": t.CODE_TYPE,
}  # fmt: skip
_SINGLE: dict[str, t.Type] = {
    **_HINTS, "disp": t.anything, "equiv": t.anything, "dataRef": t.TOKEN, "subFlows": t.TOKENS
}  # fmt: skip
_HALF: dict[str, t.Type] = {**_SINGLE, "canOverlap": t.YES_NO, "dir": t.DIRECTION, "isolated": t.YES_NO}
_MARK: dict[str, t.Type] = {
    "id": t.TOKEN, "translate": t.YES_NO, "type": t.mark_type, "ref": t.anything, "value": t.anything
}  # fmt: skip
_SIDE = SchemaElement(content=_INLINE, text=True, xml=("lang", "space"))

ELEMENTS: Mapping[str, SchemaElement] = {
    "xliff": SchemaElement(
        {"version": t.one_of("2.0", "2.1"), "srcLang": t.LANGUAGE, "trgLang": t.LANGUAGE},
        ("version", "srcLang"), "(file )+", foreign=Foreign.ANY,
    ),
    "file": SchemaElement(
        {key: value for key, value in _WHOLE.items() if key not in ("name", "type")} | {"original": t.anything},
        ("id",), "(skeleton )?(other )*(notes )?((unit|group) )+", foreign=Foreign.ANY,
    ),
    "skeleton": SchemaElement({"href": t.anything}, content="(other )*", text=True),
    "group": SchemaElement(_WHOLE, ("id",), "(other )*(notes )?((unit|group) )*", foreign=Foreign.ANY),
    "unit": SchemaElement(
        _WHOLE, ("id",), "(other )*(notes )?(originalData )?((segment|ignorable) )+", foreign=Foreign.ANY
    ),
    "segment": SchemaElement(
        {"id": t.TOKEN, "canResegment": t.YES_NO, "state": t.STATE, "subState": t.OWN}, content="source (target )?"
    ),
    "ignorable": SchemaElement({"id": t.TOKEN}, content="source (target )?"),
    "notes": SchemaElement(content="(note )+"),
    "note": SchemaElement(
        {"id": t.TOKEN, "appliesTo": t.one_of("source", "target"), "category": t.anything, "priority": t.PRIORITY},
        text=True, foreign=Foreign.ANY,
    ),
    "originalData": SchemaElement(content="(data )+"),
    "data": SchemaElement({"id": t.TOKEN, "dir": t.DIRECTION}, ("id",), "(cp )*", text=True, xml=("space",)),
    "source": _SIDE,
    "target": SchemaElement({"order": t.POSITIVE}, content=_INLINE, text=True, xml=("lang", "space")),
    "cp": SchemaElement({"hex": t.HEX}, ("hex",)),
    "ph": SchemaElement(_SINGLE, ("id",), foreign=Foreign.MODULES),
    "pc": SchemaElement(
        {
            **_HINTS, "canOverlap": t.YES_NO, "dir": t.DIRECTION,
            **dict.fromkeys(("dispStart", "dispEnd", "equivStart", "equivEnd"), t.anything),
            **dict.fromkeys(("dataRefStart", "dataRefEnd"), t.TOKEN),
            **dict.fromkeys(("subFlowsStart", "subFlowsEnd"), t.TOKENS),
        },
        ("id",), _INLINE, text=True, foreign=Foreign.MODULES,
    ),
    "sc": SchemaElement(_HALF, ("id",), foreign=Foreign.MODULES),
    "ec": SchemaElement({**_HALF, "startRef": t.TOKEN}, foreign=Foreign.MODULES),
    "mrk": SchemaElement(_MARK, ("id",), _INLINE, text=True, foreign=Foreign.ANY),
    "sm": SchemaElement(_MARK, ("id",), foreign=Foreign.ANY),
    "em": SchemaElement({"startRef": t.TOKEN}, ("startRef",)),
}  # fmt: skip
