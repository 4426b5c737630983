"""Runs the templates of a book, which may be a stranger's: what one costs is reckoned before it is done.

Jinja's sandbox keeps a template from Python. It does not keep it from `"x" * 10 ** 10`, a pad of a billion, or loops in
loops; so operators, methods and filters are looked at before they run, what they make is counted, and so is each turn of a
loop, call and inclusion. Nothing is drawn by lot: the same book is the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.runtime import BlockReference, Macro
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, soft_str

from bookbuilder.html import sizes

STEPS, MORE_STEPS = 2_000_000, 50_000
"""Steps of all templates of an edition: so many, and so many more each time that one is filled."""
CALL = 10
"""Steps that a macro or a block counts for, and a template that is included."""
MADE = 64_000_000
"""Letters that the operators, methods and filters of a template make, each time that it is filled."""
WRITTEN = 64_000_000
"""Letters of the largest text that is made of a template."""


class TooMuch(jinja2.TemplateRuntimeError):
    """A template asks for more than any book needs."""


@dataclass(slots=True)
class _Spent:
    steps: int = -STEPS
    made: int = 0


class Sandbox(SandboxedEnvironment):
    """The environment of one edition, or of one style sheet."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(self, **options: Any) -> None:
        """Make an environment with the options of Jinja's own."""
        # What is constant is not worked out beforehand: that would be before anybody counts.
        super().__init__(optimized=False, finalize=printed, undefined=jinja2.StrictUndefined, **options)
        self.spent = _Spent()
        for chance in ("lipsum",):
            del self.globals[chance]
        del self.filters["random"]
        self.filters = {name: self._counted(name, function) for name, function in self.filters.items()}
        self.filters[_JOINED] = self._joined
        self.filters[_STEP] = self.step

    def fill(self, name: str, values: Mapping[str, Any]) -> str:
        """Return a template filled with values."""
        self.spent.steps -= MORE_STEPS
        self.spent.made = 0
        return str(self.get_template(name).render(**values))

    def step(self, _: object = None, count: int = 1) -> bool:
        """Count a step, or several; raises `TooMuch` if that was one too many."""
        self.spent.steps += count
        if self.spent.steps > 0:
            raise TooMuch(f"it takes more than {STEPS:,} steps, so it would run for very long")
        return True

    def make(self, size: float) -> None:
        """Count what is about to be made: letters, or items of a list; raises `TooMuch` if that is too much."""
        if size > sizes.LIMIT:
            raise TooMuch(
                f"a text, a list or a number that it makes is too large: at most {sizes.LIMIT:,} letters or items"
            )
        self.spent.made += int(size)
        if self.spent.made > MADE:
            raise TooMuch(f"it makes more than {MADE:,} letters")

    # -- what Jinja calls ------------------------------------------------------------------------------------------

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Do what an operator says, if it makes nothing large."""
        self.step()
        self.make(sizes.of_operator(operator, left, right))
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, what: Any, /, *given: Any, **named: Any) -> Any:
        """Call something, if that makes nothing large."""
        self.step(count=CALL if isinstance(what, Macro | BlockReference) else 1)
        if getattr(what, "__name__", "") == "join":  # items that are not made yet
            given = tuple(list(self._items(one)) if isinstance(one, Iterator) else one for one in given)
        self.make(sizes.of_method(what, given, named))
        return super().call(context, what, *given, **named)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return what stands for `str.format` of a text."""
        found = super().wrap_str_format(value)
        if found is None:
            return None
        text, theirs = value.__self__, found

        @wraps(theirs)
        def ours(*given: Any, **named: Any) -> str:
            self.make(sizes.of_braces(text, (*given, *named.values())))
            return theirs(*given, **named)

        return ours

    def concat(self, parts: Iterable[str]) -> str:
        """Return what a template, a macro or a block writes, in one piece."""
        found, size = [], 0
        for part in parts:
            size += len(part)
            if size > WRITTEN:
                raise TooMuch(f"it writes more than {WRITTEN:,} letters")
            found.append(part)
        self.spent.made += size if size > sizes.FEW else 0
        if self.spent.made > MADE + WRITTEN:
            raise TooMuch(f"it writes more than {WRITTEN:,} letters")
        return "".join(found)

    def _load_template(self, name: str, globals: Any) -> Any:  # noqa: A002 # as Jinja calls it
        self.step(count=CALL)
        return super()._load_template(name, globals)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Counting().visit(super()._parse(source, name, filename))
        tree.set_environment(self)
        return tree

    # -- filters ---------------------------------------------------------------------------------------------------

    def _counted(self, name: str, theirs: Callable[..., Any]) -> Callable[..., Any]:
        passed = getattr(theirs, "jinja_pass_arg", None)
        first = 1 if passed is not None else 0

        @wraps(theirs)
        def ours(*given: Any, **named: Any) -> Any:
            self.step()
            given = tuple(map(self._watched, given))
            self.make(sizes.of_filter(name, given[first:], named))
            return theirs(*given, **named)

        return ours

    def _watched(self, value: Any) -> Any:
        """Return a value; one whose items are not made yet counts them."""
        return self._items(value) if isinstance(value, Iterator) else value

    def _items(self, items: Iterator[Any]) -> Iterator[Any]:
        for item in items:
            self.step()
            self.make(sizes.extent(item))
            yield item

    def _joined(self, parts: list[Any]) -> str:
        """Return what `a ~ b` stands for."""
        self.make(sizes.extent(parts))
        if any(hasattr(part, "__html__") for part in parts):
            return Markup("").join(parts)
        return "".join(map(soft_str, parts))


_STEP, _JOINED = "step()", "joined()"
"""Names of filters that no template can write."""


class _Counting(NodeTransformer):
    """Puts a step into every loop, and a filter in the place of `~`."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 # as Jinja calls it
        """Count each turn of a loop, and each item that it may leave out."""
        self.generic_visit(node)
        step = nodes.Filter(nodes.Const(""), _STEP, [], [], None, None, lineno=node.lineno)
        node.body.insert(0, nodes.ExprStmt(step, lineno=node.lineno))
        if node.test is not None:
            node.test = nodes.And(step, node.test, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """Count what is made of texts that are put together."""
        self.generic_visit(node)
        parts = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(parts, _JOINED, [], [], None, None, lineno=node.lineno)


# -- what can be printed -----------------------------------------------------------------------------------------


def printed(value: Any) -> Any:
    """Return what `{{ … }}` prints; raises `TypeError` for what has no words of its own, and says what it has."""
    if isinstance(value, str | int | float | None | jinja2.Undefined) or hasattr(value, "__html__"):
        return value
    kind = type(value)
    if isinstance(value, Mapping):
        raise TypeError(f"a table cannot be printed as a whole; it has {_listed(map(str, value))}")
    if isinstance(value, Iterable):
        raise TypeError(f"a {kind.__name__} cannot be printed as a whole; print its items in a loop")
    names = _fields(kind)
    if not names and callable(value):
        raise TypeError("a function cannot be printed; call it with ( )")
    if names or vars(object)["__str__"] is getattr(kind, "__str__", None):
        article = "an" if kind.__name__[0] in "AEIOU" else "a"
        raise TypeError(f"{article} {kind.__name__} cannot be printed as a whole; it has {_listed(names)}")
    return value


def _fields(kind: type) -> tuple[str, ...]:
    """Return what a value of a kind has that has a name."""
    if is_dataclass(kind):
        return tuple(one.name for one in fields(kind))
    return tuple(getattr(kind, "__struct_fields__", ()))


def _listed(names: Iterable[str]) -> str:
    """Return names in a sentence, without those that are nobody's business."""
    known = [name for name in names if re.fullmatch(r"[^\W_][\w.-]*", name)]
    return ", ".join([*known[:20], *(["and more"] if len(known) > 20 else [])]) or "nothing to print"
