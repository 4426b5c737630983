"""Validates elements against the schema: nesting, content and attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.xliff2 import module_schemas
from bookbuilder.translate.exchange.xliff2.core_schema import ELEMENTS, Foreign, SchemaElement
from bookbuilder.translate.exchange.xliff2.namespaces import CORE, MODULES, XML, Violation, short_name
from bookbuilder.translate.exchange.xliff2.value_types import LANGUAGE, one_of

_KNOWN = {**ELEMENTS, **module_schemas.ELEMENTS}
_XML = {"space": one_of("default", "preserve"), "lang": lambda value: not value or LANGUAGE(value)}


def schema_violations(root: etree._Element) -> Iterator[Violation]:
    """Yield all violations of the schema. The contents of extensions are not checked."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        tag_name = short_name(element)
        schema = _KNOWN.get(tag_name)
        if schema is None:
            yield Violation(element, Phrase("there is no element <{tag_name}>", tag_name=tag_name))
            continue
        yield from _attributes(element, schema)
        yield from _content(element, tag_name, schema)
        inner = [child for child in element if isinstance(child.tag, str)]
        if tag_name not in ("res:source", "res:target", "ctr:item"):  # their contents are foreign
            waiting += [child for child in reversed(inner) if short_name(child) != "other"]


def _content(element: etree._Element, own: str, schema: SchemaElement) -> Iterator[Violation]:
    names = [_token(child, own) for child in element if isinstance(child.tag, str)]
    if not _pattern(schema.content).fullmatch("".join(f"{name} " for name in names)):
        held = ", ".join(f"<{name}>" for name in names[:8]) + (" …" if len(names) > 8 else "")
        yield Violation(
            element, Phrase("<{own}> holds {held}, and that may not be", own=own, held=held or "nothing")
        )
    text = [element.text, *(child.tail for child in element)]
    if not schema.text and any(one and one.strip() for one in text):
        yield Violation(element, Phrase("<{own}> holds text", own=own))


def _token(child: etree._Element, parent: str) -> str:
    tag_name = short_name(child)
    return "other" if parent in module_schemas.TOPS.get(tag_name, ()) else tag_name


@cache
def _pattern(content: str) -> re.Pattern[str]:
    return re.compile(content)


def _attributes(element: etree._Element, schema: SchemaElement) -> Iterator[Violation]:
    tag_name = short_name(element)
    for required in schema.required:
        if required not in element.attrib:
            yield Violation(
                element, Phrase("<{tag_name}> has no {required}", tag_name=tag_name, required=required)
            )
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
            wanted = module_schemas.ATTRIBUTES.get(module, {}).get(local)
        elif schema.foreign is Foreign.ANY and space != CORE:
            continue
        else:
            wanted = None
        text = f"{module}:{local}" if module else local
        if wanted is None:
            yield Violation(
                element,
                Phrase(
                    "<{tag_name}> may not have {text}={value!r}",
                    tag_name=tag_name,
                    text=text,
                    value=value[:40],
                ),
            )
        elif not wanted(value):
            yield Violation(
                element,
                Phrase(
                    "{text}={value!r} on <{tag_name}> is no value that it may have",
                    text=text,
                    value=value[:40],
                    tag_name=tag_name,
                ),
            )
