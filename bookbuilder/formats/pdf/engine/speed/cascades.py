"""Finds out once what is declared for all elements to which the same rules apply.

WeasyPrint 70.0 goes through all declarations of all rules that apply to an element, and through those of the six or seven
pseudo-elements that its own style sheet speaks of, to find which one wins (`css/__init__.py`, `StyleFor`). Which one does is
said by the rules alone, and by what the element itself declares: its language, its `id`, its `style`.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import TYPE_CHECKING, Any

from weasyprint import css

from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint import HTML
    from weasyprint.css.targets import TargetCollector
    from weasyprint.text.fonts import FontConfiguration

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement

    _Rule = tuple[str, tuple[int, ...], str | None, list[css.Declaration], float]
    """A rule that applies: where its style sheet comes from, how specific it is, the pseudo-element that it is about, its
    declarations, and the order of its layer."""
    _Declared = dict[str | None, css.Cascaded]
    """What is declared for an element (None) and for its pseudo-elements."""


def _new_styles(_: Function) -> Function:
    def new_styles(
        styles: css.StyleFor,
        html: HTML,
        sheets: list[css.Sheet],
        presentational_hints: bool,
        font_config: FontConfiguration,
        target_collector: TargetCollector | None,
    ) -> None:
        # As `StyleFor.__init__` of WeasyPrint 70.0, but for `rules` and `declared`.
        cascaded = styles._cascaded_styles = {}
        computed = styles._computed_styles = {}
        styles.initial_page_sizes = {"box": None, "area": None}
        styles._sheets = sheets
        styles.font_config = font_config
        root, base = html.etree_element, html.base_url
        own: dict[HtmlElement, tuple[object, ...]] = {}
        for specificity, element, declarations, base_url in css.find_style_attributes(
            root, presentational_hints, base
        ):
            style = cascaded.setdefault((element, None), {})
            own[element] = tuple(declarations)
            expanded = css.preprocess_declarations(base_url, declarations)
            _declare(style, _weighed("author", expanded, inf, specificity))
        declared_by: dict[Any, _Declared] = {}
        known: dict[Any, css.Style] = {}
        for wrapper in html.wrapper_element.iter_subtree():
            element = wrapper.etree_element
            parent = wrapper.parent.etree_element if wrapper.parent else None
            rules, key = _rules(sheets, wrapper)
            declared = declared_by.get(key)
            if declared is None:
                declared = declared_by[key] = _declared(rules)
            for pseudo_type, style in declared.items():
                before = cascaded.get((element, pseudo_type))
                if before is None:
                    cascaded[element, pseudo_type] = style  # nobody changes it
                else:
                    _declare(before, style.items())
            above = None if parent is None else id(computed[parent, None])
            alike = above, own.get(element), key
            if alike in known:
                computed[element, None] = known[alike]
                continue
            styles.set_computed_styles(
                element, root=root, parent=parent, base_url=base, target_collector=target_collector
            )
            known[alike] = computed[element, None]
        holders: list[tuple[Any, str]] = [(holder, kind) for holder, kind in cascaded if kind]
        for holder, kind in holders:
            styles.set_computed_styles(
                holder,
                pseudo_type=kind,
                root=root,
                parent=holder,
                base_url=base,
                target_collector=target_collector,
            )
        cascaded.clear()

    return new_styles


def _rules(sheets: Iterable[css.Sheet], wrapper: Any) -> tuple[list[_Rule], tuple[object, ...]]:
    """Return the rules that apply to an element, and what tells them from those of another element."""
    rules: list[_Rule] = []
    key: list[object] = []
    for sheet, origin, all_as_specific in sheets:
        for specificity, _, pseudo_type, (declarations, layer) in sheet.matcher.match(wrapper):
            order = inf if layer is None else sheet.layers.index(layer)
            rules.append((origin, all_as_specific or specificity, pseudo_type, declarations, order))
            key.append((sheet, specificity, id(declarations), order))
    return rules, tuple(key)


def _declared(rules: Iterable[_Rule]) -> _Declared:
    declared: _Declared = {}
    for origin, specificity, pseudo_type, declarations, order in rules:
        style = declared.setdefault(pseudo_type, {})
        _declare(style, _weighed(origin, declarations, order, specificity))
    return declared


def _weighed(
    origin: str, declarations: Iterable[css.Declaration], order: float, specificity: tuple[int, ...]
) -> Iterable[tuple[str, css.Weighed]]:
    """Yield declared values by their properties, with what decides which of them wins."""
    for name, values, importance in declarations:
        yield name, (values, (css.declaration_precedence(origin, importance), order, specificity))


def _declare(style: css.Cascaded, values: Iterable[tuple[str, css.Weighed]]) -> None:
    """Add values to a style, but for those that lose against one that is there."""
    for name, value in values:
        known = style.get(name)
        if known is None or known[1] <= value[1]:
            style[name] = value


PATCH = Patch(
    "Which declarations win is found out once for all elements with the same rules.",
    Kind.SPEED,
    (Change("weasyprint.css:StyleFor.__init__", "b1e725a7552502aa", _new_styles),),
)
