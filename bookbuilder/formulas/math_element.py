"""MathML as a tree of values, read from the text that the program wrote itself, and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import chain
from typing import TYPE_CHECKING

from bookbuilder.formulas.math_classes import declarations
from bookbuilder.xml_parser import xml_root

if TYPE_CHECKING:
    from lxml import etree


NAMESPACE = "http://www.w3.org/1998/Math/MathML"


@dataclass(frozen=True, slots=True, eq=False)
class MathElement:
    """An element: its name, its attributes, the elements in it, and its text if there are none."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[MathElement, ...] = ()
    text: str = ""

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(name, default)

    def walk(self) -> Iterator[MathElement]:
        """Yield this element and all in it, in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    @property
    def style(self) -> dict[str, str]:
        """The declarations that its classes stand for."""
        return declarations(self.get("class"))


def read(mathml: str) -> MathElement:
    """Return the tree of a text, which is well-formed."""
    return _element(xml_root(mathml))


def _element(node: etree._Element) -> MathElement:
    children = tuple(_element(child) for child in node)
    text = "".join(map(str, node.itertext())) if not children or node.tag == "mtext" else ""
    return MathElement(
        str(node.tag).rpartition("}")[2],
        {str(key): str(value) for key, value in node.attrib.items()},
        children,
        text,
    )


def write(element: MathElement) -> str:
    """Return the text of a tree.

    >>> write(read('<math><mi>a</mi><mo lspace="0">&lt;</mo></math>'))
    '<math><mi>a</mi><mo lspace="0">&lt;</mo></math>'
    """
    return "".join(_parts(element))


def _parts(element: MathElement) -> Iterator[str]:
    named = "".join(f' {name}="{escape(value)}"' for name, value in element.attributes.items())
    if not element.children and not element.text:
        yield f"<{element.tag}{named}/>"
        return
    yield f"<{element.tag}{named}>"
    yield escape(element.text, quote=False)
    yield from chain.from_iterable(map(_parts, element.children))
    yield f"</{element.tag}>"
