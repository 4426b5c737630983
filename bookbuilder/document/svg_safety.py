"""Inspects an SVG drawing before it is rendered: refuses active content and outside references, and counts its shapes.

A drawing is a small program: a few lines in which each group uses the one before ten times draw billions of shapes;
patterns, masks, clip paths and markers do the same. So it is walked as a renderer would, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import tinycss2
from lxml import etree

from bookbuilder.document.css_complexity import Problem, excess, excess_of_attribute
from bookbuilder.phrases import Phrase

MAX_SHAPES = 100_000
"""Shapes of the largest drawing, counted as often as they are drawn; a letter is one, and so are `POINTS_PER_SHAPE` points
of a path."""
POINTS_PER_SHAPE = 10
MAX_CHAIN = 50
"""The longest chain of elements that use one another."""

_FORBIDDEN = frozenset(
    {
        "script",
        "foreignObject",
        "iframe",
        "animate",
        "animateColor",
        "set",
        "animateTransform",
        "animateMotion",
    }
    | {"discard", "handler", "listener"}
)
_XHTML = "http://www.w3.org/1999/xhtml"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def forbidden_content(root: etree._Element) -> str:
    """Return what a drawing contains that a book does not allow, in a few words; empty if nothing.

    Pictures embedded as `data:` are left to `embedded_images`.
    """
    dtd = root.getroottree().docinfo.internalDTD
    # Our parser does not fill entities in, as renderers do: what they hold would not be looked at.
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        return "entities"
    # An `<?xml-stylesheet?>` stands beside the root.
    elements = (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter())
    return next(filter(None, map(_forbidden_in_element, elements)), "")


def embedded_images(root: etree._Element) -> Iterator[str]:
    """Yield the `data:` addresses of embedded pictures."""
    for element in root.iter():
        for key, value in element.attrib.items():
            if _local(key) in ("href", "src") and str(value).strip().lower().startswith("data:"):
                yield str(value).strip()


def _forbidden_in_element(element: etree._Element) -> str:
    if isinstance(element, etree._ProcessingInstruction):
        return Phrase("a processing instruction")
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element).localname
    if name in _FORBIDDEN or etree.QName(element).namespace == _XHTML:
        return f"<{name}>"
    for key, value in element.attrib.items():
        local = _local(key)
        text = str(value).strip().lower()
        if local.startswith("on"):
            return local
        if key == _BASE:  # it would redirect every address
            return "xml:base"
        if local in ("href", "src") and not text.startswith(("#", "data:image/")):
            return Phrase("a reference to {address}", address=text[:30])
        if _names_other_file(text):
            return Phrase("a reference to another file")
        if problems := _excess_of_attribute(local, str(value)):
            return Phrase("a style that is too much: {problem}", problem=problems[0][0])
    if name == "style":
        style = _text(element)
        if _names_other_file(style.lower()):
            return Phrase("a reference to another file")
        if problems := excess(style):
            return Phrase("a style sheet that is too much: {problem}", problem=problems[0][0])
    return ""


def _excess_of_attribute(local: str, value: str) -> tuple[Problem, ...]:
    """Return what is too much in a style attribute, or in another that is a value of CSS."""
    if local == "style":
        return excess_of_attribute(value)
    return excess_of_attribute(f"{local}:{value}") if _BRACKET.search(value) else ()


_BRACKET = re.compile(r"[(\[{]")


def _names_other_file(css: str) -> bool:
    """Whether CSS refers to another file. A backslash may spell any of the words otherwise, so it counts as one."""
    return bool(_OUT.search(css))


_OUT = re.compile(r"""\\|@import|image-set\(|\bsrc\(|url\((?!\s*["']?#)""")


def _local(key: object) -> str:
    return str(etree.QName(str(key)).localname)


def _text(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


# -- how much it is ----------------------------------------------------------------------------------------------

_PAINT = ("fill", "stroke", "marker", "marker-start", "marker-mid", "marker-end")
"""Inherited properties that refer to an element, in the order in which a renderer asks for them."""
_OWN = ("mask", "clip-path", "filter")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COMBINED = re.compile(r"[\s>+~|]+")
_ASIDE = re.compile(r"\[[^]]*\]|::?[\w-]+(?:\([^)]*\))?")
_SIMPLE = re.compile(r"([.#]?)([\w-]+|\*)")

_PLAIN = re.compile("none|currentColor|#(?:[0-9a-fA-F]{3}){1,2}")
_GROUPS = frozenset(
    {
        "svg",
        "g",
        "defs",
        "symbol",
        "a",
        "switch",
        "style",
        "title",
        "desc",
        "metadata",
        "marker",
        "mask",
        "clipPath",
    }
    | {"pattern", "linearGradient", "radialGradient", "stop", "filter"}
)

References = tuple[tuple[str, str], ...]
"""Properties of an element, each with the id that it refers to."""
Paints = dict[str, str]
"""Inherited properties, each with the id that it refers to."""


@dataclass(slots=True)
class _Sheets:
    """References in the style sheets of a drawing, by the last simple selector of a rule: `.class`, `#id`, `name` or `*`. A
    rule counts for every element that this selector matches: too many rather than too few."""

    rules: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, rules: list[object]) -> None:
        """Add rules as tinycss2 parsed them."""
        for rule in rules:
            content = getattr(rule, "content", None)
            if not content:
                continue
            if getattr(rule, "type", "") == "at-rule":
                self.add(tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True))
                continue
            named = _declared(content)
            for selector in tinycss2.serialize(rule.prelude).split(",") if named else ():  # type: ignore[attr-defined]
                parts = _SIMPLE.findall(_COMBINED.split(_ASIDE.sub("", selector).strip())[-1])
                kind, name = parts[-1] if parts else ("", "*")
                self.rules.setdefault(kind + name, []).extend(named)

    def of(self, element: etree._Element, name: str) -> Iterator[tuple[str, str]]:
        """Yield the references of the sheets for an element."""
        if self.rules:
            keys = ["*", name, *(f".{class_name}" for class_name in str(element.get("class", "")).split())]
            for key in (*keys, f"#{element.get('id', '')}"):
                yield from self.rules.get(key, ())


@dataclass(frozen=True, slots=True)
class _Element:
    """An element by itself: its name, references, letters and points."""

    name: str
    said: References
    letters: int
    points: int


def count_shapes(root: etree._Element) -> int:
    """Return how many shapes a renderer draws, all uses followed; `MAX_SHAPES` + 1 stands for any larger number, and for
    recursion."""
    named: dict[str, list[etree._Element]] = {}
    sheets = _Sheets()
    for element in root.iter():
        if element.get("id"):  # of two with one id, renderers take one or the other
            named.setdefault(str(element.get("id")), []).append(element)
        if isinstance(element.tag, str) and etree.QName(element).localname == "style":
            sheets.add(tinycss2.parse_stylesheet(_text(element), skip_comments=True, skip_whitespace=True))
    measured: dict[etree._Element, _Element] = {}
    total = 0
    nothing: Paints = {}
    waiting = [(root, nothing, 1, 0)]
    while waiting:
        element, inherited, times, depth = waiting.pop()
        if element not in measured:
            name = etree.QName(element).localname
            references = (*_attributes(element), *sheets.of(element, name))
            measured[element] = _Element(name, references, _letters(element, name), _points(element))
        measure = measured[element]
        total += times * (1 + measure.letters + measure.points // POINTS_PER_SHAPE)
        if total > MAX_SHAPES or depth > MAX_CHAIN:
            return MAX_SHAPES + 1
        paints = _painted(element, inherited, measure.said)
        drawn: list[tuple[str, Paints, int]] = [
            (target, paints if key == "href" else nothing, times)
            for key, target in measure.said
            if key not in _PAINT
        ]
        if measure.name not in _GROUPS:  # a group passes its paint on
            drawn += [
                (
                    target,
                    nothing,
                    times * max(1, measure.points if key.startswith("marker") else measure.letters),
                )
                for key, target in paints.items()
            ]
        for target, handed_paints, repeats in drawn:
            waiting.extend(
                # `use` hands its paint on; a pattern, mask or marker inherits where it stands (SVG 2).
                (target_element, handed_paints or _around(target_element), repeats, depth + 1)
                for target_element in named.get(target, ())
            )
        waiting.extend((child, paints, times, depth) for child in element if isinstance(child.tag, str))
    return total


def _painted(element: etree._Element, inherited: Paints, references: References) -> Paints:
    """Return the paint of an element: its own properties, before inherited ones."""
    plain = {key for key in inherited if _PLAIN.fullmatch(str(element.get(key, "")).strip())}
    declared = {key: target for key, target in references if key in _PAINT}
    return (
        {key: target for key, target in inherited.items() if key not in plain} | declared
        if plain or declared
        else inherited
    )


def _around(element: etree._Element) -> Paints:
    """Return the paint that an element inherits from its ancestors in the file."""
    result: Paints = {}
    for outer in element.iterancestors():
        result = {key: target for key, target in _attributes(outer) if key in _PAINT} | result
    return result


def _attributes(element: etree._Element) -> References:
    result = []
    for key, value in element.attrib.items():
        text = str(value)
        if "#" not in text:
            continue
        local = _local(key)
        if local == "href" and text.strip().startswith("#"):
            result.append(("href", text.strip()[1:]))
        elif local == "style":
            result += _declared(text)
        elif local in _PAINT or local in _OWN:
            result += [(local, target) for target in _targets(tinycss2.parse_component_value_list(text))]
    return tuple(result)


def _declared(content: object) -> list[tuple[str, str]]:
    """Return the references in declarations, given as text or as tokens of tinycss2."""
    declarations = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return [
        (declaration.lower_name, target)
        for declaration in declarations
        if declaration.type == "declaration" and declaration.lower_name in (*_PAINT, *_OWN)
        for target in _targets(declaration.value)
    ]


def _targets(tokens: Iterable[Any]) -> Iterator[str]:
    """Yield the ids that a value refers to."""
    for token in tokens:
        if token.type == "url" and token.value.startswith("#"):
            yield token.value[1:]
        elif token.type == "function" and token.lower_name == "url":
            yield from (
                argument.value[1:]
                for argument in token.arguments
                if argument.type == "string" and argument.value.startswith("#")
            )


def _letters(element: etree._Element, name: str) -> int:
    """Return how many letters an element sets itself."""
    if name not in ("text", "tspan", "textPath"):
        return 0
    return len(element.text or "") + sum(len(child.tail or "") for child in element)


def _points(element: etree._Element) -> int:
    """Return an upper bound for the points of a path."""
    drawn = str(element.get("d") or element.get("points") or "")
    return sum(1 for _ in _NUMBER.finditer(drawn)) if drawn else 0
