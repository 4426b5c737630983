"""Declares the elements and attributes of the XLIFF 2.1 modules, as `core_schema` does for the core."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.translate.exchange.xliff2 import value_types as t
from bookbuilder.translate.exchange.xliff2.core_schema import Foreign, SchemaElement

TOPS = {
    "mtc:matches": ("unit",), "gls:glossary": ("file", "group", "unit"), "mda:metadata": ("file", "group", "unit"),
    "res:resourceData": ("file", "group", "unit"), "slr:profiles": ("file",), "slr:data": ("file", "group", "unit"),
    "val:validation": ("file", "group", "unit"), "ctr:changeTrack": ("file", "group", "unit"),
}  # fmt: skip
"""The root elements of modules, and their possible parents in the core."""
_ANY = Foreign.ANY
_OTHER = r"((other|mda:metadata) )*"
_NORMAL = t.one_of("none", "nfc", "nfd")
_ADDRESS = SchemaElement({"href": t.anything}, content="([^ ]+ )*", text=True, foreign=_ANY, xml=("lang",))

ELEMENTS: Mapping[str, SchemaElement] = {
    "mtc:matches": SchemaElement(content="(mtc:match )+"),
    "mtc:match": SchemaElement(
        {
            "id": t.TOKEN, "origin": t.anything, "ref": t.anything, "reference": t.YES_NO, "subType": t.OWN,
            "type": t.one_of("am", "mt", "icm", "idm", "tb", "tm", "other"),
            **dict.fromkeys(("matchQuality", "matchSuitability", "similarity"), t.PERCENT),
        },
        ("ref",), "(mda:metadata )?(originalData )?source target (other )*", foreign=_ANY,
    ),
    "gls:glossary": SchemaElement(content="(gls:glossEntry )+"),
    "gls:glossEntry": SchemaElement(
        {"id": t.TOKEN, "ref": t.anything},
        content=f"gls:term (gls:translation )*(gls:definition )?{_OTHER}", foreign=_ANY,
    ),
    "gls:term": SchemaElement({"source": t.anything}, text=True, foreign=_ANY),
    "gls:translation": SchemaElement({"id": t.TOKEN, "ref": t.anything, "source": t.anything}, text=True, foreign=_ANY),
    "gls:definition": SchemaElement({"source": t.anything}, text=True, foreign=_ANY),
    "mda:metadata": SchemaElement({"id": t.TOKEN}, content="(mda:metaGroup )+"),
    "mda:metaGroup": SchemaElement(
        {"id": t.TOKEN, "category": t.anything, "appliesTo": t.one_of("source", "target", "ignorable")},
        content="((mda:metaGroup|mda:meta) )+",
    ),
    "mda:meta": SchemaElement({"type": t.anything}, ("type",), text=True),
    "res:resourceData": SchemaElement(content="(res:resourceItemRef )*(res:resourceItem )*"),
    "res:resourceItemRef": SchemaElement({"id": t.TOKEN, "ref": t.TOKEN}, ("ref",), foreign=_ANY),
    "res:resourceItem": SchemaElement(
        {"mimeType": t.anything, "id": t.TOKEN, "context": t.YES_NO},
        content="(res:source )?(res:target )?(res:reference )*", foreign=_ANY,
    ),
    "res:source": _ADDRESS,
    "res:target": _ADDRESS,
    "res:reference": SchemaElement({"href": t.anything}, ("href",), foreign=_ANY, xml=("lang",)),
    "slr:profiles": SchemaElement(
        {"generalProfile": t.anything, "storageProfile": t.anything}, content=f"(slr:normalization )?{_OTHER}"
    ),
    "slr:normalization": SchemaElement({"general": _NORMAL, "storage": _NORMAL}),
    "slr:data": SchemaElement({"profile": t.anything}, ("profile",), _OTHER, foreign=_ANY),
    "val:validation": SchemaElement(content="(val:rule )+", foreign=_ANY),
    "val:rule": SchemaElement(
        {
            **dict.fromkeys(("isPresent", "isNotPresent", "startsWith", "endsWith"), t.anything),
            "occurs": t.POSITIVE, "existsInSource": t.YES_NO, "caseSensitive": t.YES_NO, "normalization": _NORMAL,
            "disabled": t.YES_NO,
        },
        foreign=_ANY,
    ),
    "ctr:changeTrack": SchemaElement(content="(ctr:revisions )+"),
    "ctr:revisions": SchemaElement(
        dict.fromkeys(("appliesTo", "ref", "currentVersion"), t.TOKEN), ("appliesTo",), "(ctr:revision )+", foreign=_ANY
    ),
    "ctr:revision": SchemaElement(
        {"author": t.anything, "datetime": t.anything, "version": t.TOKEN}, content="(ctr:item )+", foreign=_ANY
    ),
    "ctr:item": SchemaElement({"property": t.anything}, ("property",), content=_OTHER, text=True, foreign=_ANY),
}  # fmt: skip

_STYLED = (
    "a b bdo big blockquote body br button caption center cite code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 h6 head"
    " hr html i img label legend li ol p pre q s samp select small span strike strong sub sup table tbody td tfoot th thead"
    " title tr tt u ul"
)
_RESTRICTION = t.pattern(r"\*|[0-9]+(,([0-9]+|\*))?")
ATTRIBUTES: Mapping[str, Mapping[str, t.Type]] = {
    "fs": {"fs": t.one_of(*_STYLED.split()), "subFs": t.anything},
    "slr": {
        "storageRestriction": _RESTRICTION, "sizeRestriction": _RESTRICTION, "equivStorage": t.pattern("[0-9]+"),
        # The meaning of sizeInfo depends on the profile; a number must be a whole one.
        "sizeInfo": t.pattern(r"[0-9]+|[^0-9].*"), "sizeInfoRef": t.TOKEN,
    },
}  # fmt: skip
"""Module attributes for elements of the core."""
