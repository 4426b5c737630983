"""Runs templates of untrusted books with limits: the cost of each operation is computed before it runs.

Jinja's sandbox keeps templates from Python, but not from `"x" * 10 ** 10`, a padding of a billion, or nested loops. So
operators, methods and filters are checked first, results are counted, and so is each loop iteration, call and
inclusion. Nothing is random: the same book gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.runtime import BlockReference, Macro
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, soft_str

from bookbuilder.html import template_result_sizes
from bookbuilder.html.template_depth import bounded_template
from bookbuilder.html.theme import Theme
from bookbuilder.phrases import Phrase

STEPS, MORE_STEPS = 2_000_000, 50_000
"""The steps allowed for all templates of an edition, and additional ones for each rendering."""
CALL = 10
"""The steps of a macro call, a block or an included template."""
MADE = 64_000_000
"""Characters made by operators, methods and filters in one rendering."""
WRITTEN = 64_000_000
"""Characters of the largest output of a template."""
OWN_TEXT, OWN_TAGS = 1_000_000, 50_000
"""Characters and tags that a template may write beyond twice those that it is given."""


class TooMuch(jinja2.TemplateRuntimeError):
    """A template exceeds the limits."""


@dataclass(slots=True)
class _Spent:
    steps: int = -STEPS
    made: int = 0
    text: int = WRITTEN
    tags: int = WRITTEN


class Sandbox(SandboxedEnvironment):
    """The Jinja2 environment of an edition or a style sheet."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(self, **options: Any) -> None:
        """Create an environment with Jinja2's options."""
        # Constants are not folded, since that would happen before counting.
        super().__init__(optimized=False, finalize=printable, undefined=jinja2.StrictUndefined, **options)
        self.spent = _Spent()
        self.theme: Theme | None = None
        self.borrowed_words: Callable[[str], str] = str
        self.format_name = ""
        self.style_sheet: Callable[[], str] = str
        # This one and `random` draw lots: the same book has to give the same bytes.
        for chance in ("lipsum",):
            del self.globals[chance]
        del self.filters["random"]
        self.filters = {name: self._counted(name, function) for name, function in self.filters.items()}
        # Behind the line above, since these two count by themselves.
        self.filters[_JOINED] = self._joined
        self.filters[_STEP] = self.step

    def fill(self, name: str, values: Mapping[str, Any]) -> str:
        """Return a rendered template."""
        self.spent.steps -= MORE_STEPS
        self.spent.made = 0
        given = template_result_sizes.of_page(values)
        self.spent.text = min(WRITTEN, OWN_TEXT + 2 * given.text)
        self.spent.tags = OWN_TAGS + 2 * given.tags
        return str(self.get_template(name).render(**values))

    def step(self, _: object = None, count: int = 1) -> bool:
        """Count steps; raises `TooMuch` beyond the limit."""
        self.spent.steps += count
        if self.spent.steps > 0:
            raise TooMuch(
                Phrase("it takes more than {steps:,} steps, so it would run for very long", steps=STEPS)
            )
        return True

    def make(self, size: float) -> None:
        """Count the characters or list items about to be made; raises `TooMuch` beyond the limit."""
        if size > template_result_sizes.LIMIT:
            most = Phrase("{limit:,} letters or items", limit=template_result_sizes.LIMIT)
            raise TooMuch(
                Phrase("a text, a list or a number that it makes is too large: at most {most}", most=most)
            )
        self.spent.made += int(size)
        if self.spent.made > MADE:
            raise TooMuch(Phrase("it makes more than {made:,} letters", made=MADE))

    # -- what Jinja calls ------------------------------------------------------------------------------------------

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Apply an operator within the limits."""
        self.step()
        self.make(template_result_sizes.of_operator(operator, left, right))
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, what: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call something within the limits."""
        self.step(count=CALL if isinstance(what, Macro | BlockReference) else 1)
        if getattr(what, "__name__", "") == "join":  # its items may be a lazy iterator
            args = tuple(list(self._items(one)) if isinstance(one, Iterator) else one for one in args)
        self.make(template_result_sizes.of_method(what, args, kwargs))
        return super().call(context, what, *args, **kwargs)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return a limited `str.format` of a text."""
        found = super().wrap_str_format(value)
        if found is None:
            return None
        text, theirs = value.__self__, found

        @wraps(theirs)
        def ours(*args: Any, **kwargs: Any) -> str:
            self.make(template_result_sizes.of_braces(text, (*args, *kwargs.values())))
            return theirs(*args, **kwargs)

        return ours

    def concat(self, parts: Iterable[str]) -> str:
        """Return the joined output of a template, macro or block."""
        found, size, tags = [], 0, 0
        for part in parts:
            size += len(part)
            tags += part.count("<")
            if size > self.spent.text:
                _stop(
                    parts,
                    Phrase(
                        "it writes more than {own_text:,} letters besides those that it is given",
                        own_text=OWN_TEXT,
                    ),
                )
            if tags > self.spent.tags:
                _stop(
                    parts,
                    Phrase(
                        "it writes more than {own_tags:,} tags besides those that it is given",
                        own_tags=OWN_TAGS,
                    ),
                )
            found.append(part)
        self.spent.made += size if size > template_result_sizes.FEW else 0
        if self.spent.made > MADE + WRITTEN:
            raise TooMuch(Phrase("it writes more than {written:,} letters", written=WRITTEN))
        return "".join(found)

    def _load_template(self, name: str, globals: Any) -> Any:  # noqa: A002 # as Jinja calls it
        self.step(count=CALL)
        return super()._load_template(name, globals)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Counting().visit(bounded_template(self, source, name, filename))
        tree.set_environment(self)
        return tree

    # -- filters ---------------------------------------------------------------------------------------------------

    def _counted(self, name: str, theirs: Callable[..., Any]) -> Callable[..., Any]:
        passed = getattr(theirs, "jinja_pass_arg", None)
        first = 1 if passed is not None else 0

        # Without `wraps`, which would take most of the time in which an environment is made: Jinja asks for this alone.
        def ours(*args: Any, **kwargs: Any) -> Any:
            self.step(count=max(1, template_result_sizes.item_count(args[first:])))
            args = tuple(map(self._watched, args))
            self.make(template_result_sizes.of_filter(name, args[first:], kwargs))
            return theirs(*args, **kwargs)

        if passed is not None:
            ours.jinja_pass_arg = passed  # type: ignore[attr-defined] # Jinja's own mark on a function
        return ours

    def _watched(self, value: Any) -> Any:
        """Return a value; lazy iterators are wrapped to count their items."""
        return self._items(value) if isinstance(value, Iterator) else value

    def _items(self, items: Iterator[Any]) -> Iterator[Any]:
        for item in items:
            self.step()
            self.make(template_result_sizes.text_size(item))
            yield item

    def _joined(self, parts: list[Any]) -> str:
        """Return the result of `a ~ b`."""
        self.make(template_result_sizes.text_size(parts))
        if any(hasattr(part, "__html__") for part in parts):
            return Markup("").join(parts)
        return "".join(map(soft_str, parts))


def _stop(parts: Iterable[str], problem: str) -> None:
    """Raise `TooMuch` where the template has written the last part, so that its line is known."""
    error = TooMuch(problem)
    if isinstance(parts, Generator):
        parts.throw(error)
    raise error


_STEP, _JOINED = "step()", "joined()"
"""Names of filters that templates cannot write."""


class _Counting(NodeTransformer):
    """Adds a counting step to every loop, and replaces `~` by a filter."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 # as Jinja calls it
        """Count each iteration of a loop, and each item that it filters."""
        self.generic_visit(node)
        step = nodes.Filter(nodes.Const(""), _STEP, [], [], None, None, lineno=node.lineno)
        node.body.insert(0, nodes.ExprStmt(step, lineno=node.lineno))
        if node.test is not None:
            node.test = nodes.And(step, node.test, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """Count the result of concatenations."""
        self.generic_visit(node)
        parts = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(parts, _JOINED, [], [], None, None, lineno=node.lineno)


# -- what can be printed -----------------------------------------------------------------------------------------


def printable(value: Any) -> Any:
    """Return what `{{ … }}` prints; raises `TypeError` for values without a text form, and lists their fields."""
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
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    return tuple(getattr(kind, "__struct_fields__", ()))


def _listed(names: Iterable[str]) -> str:
    """Return names for a message, without private ones."""
    valid = [name for name in names if re.fullmatch(r"[^\W_][\w.-]*", name)]
    return ", ".join([*valid[:20], *(["and more"] if len(valid) > 20 else [])]) or "nothing to print"
