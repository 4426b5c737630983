"""Compares the elements of a document with the schema: where they stand, what they hold, which attributes they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from bookbuilder.translate.exchange.xliff2 import modules
from bookbuilder.translate.exchange.xliff2.names import CORE, MODULES, XML, Flaw, name
from bookbuilder.translate.exchange.xliff2.schema import ELEMENTS, Element, Foreign
from bookbuilder.translate.exchange.xliff2.types import LANGUAGE, one_of

_KNOWN = {**ELEMENTS, **modules.ELEMENTS}
_XML = {"space": one_of("default", "preserve"), "lang": lambda value: not value or LANGUAGE(value)}


def structure(root: etree._Element) -> Iterator[Flaw]:
    """Yield all that the schema does not allow. What stands in extensions is theirs."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        own = name(element)
        schema = _KNOWN.get(own)
        if schema is None:
            yield Flaw(element, f"there is no element <{own}>")
            continue
        yield from _attributes(element, schema)
        yield from _content(element, own, schema)
        inner = [child for child in element if isinstance(child.tag, str)]
        if own not in ("res:source", "res:target", "ctr:item"):  # they hold what is somebody else's
            waiting += [child for child in reversed(inner) if name(child) != "other"]


def _content(element: etree._Element, own: str, schema: Element) -> Iterator[Flaw]:
    names = [_token(child, own) for child in element if isinstance(child.tag, str)]
    if not _pattern(schema.content).fullmatch("".join(f"{one} " for one in names)):
        held = ", ".join(f"<{one}>" for one in names[:8]) + (" …" if len(names) > 8 else "")
        yield Flaw(element, f"<{own}> holds {held or 'nothing'}, and that may not be")
    said = [element.text, *(child.tail for child in element)]
    if not schema.text and any(one and one.strip() for one in said):
        yield Flaw(element, f"<{own}> holds text")


def _token(child: etree._Element, parent: str) -> str:
    own = name(child)
    return "other" if parent in modules.TOPS.get(own, ()) else own


@cache
def _pattern(content: str) -> re.Pattern[str]:
    return re.compile(content)


def _attributes(element: etree._Element, schema: Element) -> Iterator[Flaw]:
    own = name(element)
    for required in schema.required:
        if required not in element.attrib:
            yield Flaw(element, f"<{own}> has no {required}")
    for key, value in element.attrib.items():
        qualified = etree.QName(key)
        space, local = qualified.namespace, qualified.localname
        module = MODULES.get(space or "")
        if space is None:
            wanted = schema.attributes.get(local)
        elif space == XML and local in _XML and (schema.foreign is Foreign.ANY or local in schema.xml):
            wanted = _XML[local]
        elif module is not None and (
            schema.foreign is Foreign.ANY or (schema.foreign is Foreign.MODULES and module in ("fs", "slr"))
        ):
            wanted = modules.ATTRIBUTES.get(module, {}).get(local)
        elif schema.foreign is Foreign.ANY and space != CORE:
            continue
        else:
            wanted = None
        said = f"{module}:{local}" if module else local
        if wanted is None:
            yield Flaw(element, f"<{own}> may not have {said}={value[:40]!r}")
        elif not wanted(value):
            yield Flaw(element, f"{said}={value[:40]!r} on <{own}> is no value that it may have")
