"""Computes styles once for all elements with the same rules.

WeasyPrint 70.0 shares the style of elements to which the same rules apply (`css/__init__.py`, `StyleFor`), but an element
with an `id` has a style of its own, for the id is a property of it (`anchor`); so has all that it holds. In a book every
paragraph has an id. Here values are taken from a model: the style of all elements that differ in nothing but their anchors.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

from weasyprint import css
from weasyprint.css.properties import INHERITED

from bookbuilder.formats.pdf.engine.marks import NAME, StyleForMarks, StyleSheetMarks, noted
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.setup.part_state import PartState

if TYPE_CHECKING:
    from weasyprint.css.targets import TargetCollector
    from weasyprint.layout.page import PageType
    from weasyprint.text.fonts import FontConfiguration

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement

    WaitingStyles = dict[
        tuple[HtmlElement | PageType, str | None],
        tuple[css.Cascaded, HtmlElement | None, HtmlElement | None, str | None],
    ]
    """By an element and a pseudo-element: what is declared for it, its parent, the root, and the base of addresses."""
    _Others = tuple[css.Style, str | None, FontConfiguration, css.PageSizes]
    """The other arguments of a style: the root's, the base of addresses, the fonts, and the sizes of the first page."""

OWN = "anchor"
"""The property in which elements of one model differ."""
FOOTNOTE = {"float": "none"}
"""How WeasyPrint changes the copy of the style of every footnote."""
MOST = 4000
"""Models that are kept for the next document; a chapter has some hundred."""


@dataclass(slots=True, eq=False)
class Models:
    """The models of a style sheet, by what makes a style, and the properties that were changed after they were computed.

    WeasyPrint lays a table out with no padding, whatever its style says, and so on. What elements inherit is computed as
    WeasyPrint does it from then on. `bound` says that a model holds for one document alone, since it is a share of the page;
    `cache` is what all styles of a document know.
    """

    known: dict[Hashable, _Model] = field(default_factory=dict)
    cache: dict[object, object] = field(default_factory=dict)
    bound: bool = False
    changed: set[str] = field(default_factory=lambda: {OWN})


class Modelled(css.Style):
    """A style that takes its values from its model. `own` says that it was changed; `plain` that it computes one itself;
    `origin` what it is a copy of, until its model is known, and `changes` what was set in it since."""

    model: css.Style | None = None
    models: Models
    own = plain = False
    origin: tuple[Hashable, ...] = ()
    changes: dict[str, object] | None = None

    def __missing__(self, key: str) -> object:
        if self.origin:
            self.model_of_copy()
        if self.model is None or (key in self.models.changed and self._differs(key)):
            self.plain, before = True, self.plain
            theirs: Any = super()  # `css.Style` has no such method, but the class behind this one has
            try:
                return theirs.__missing__(key)
            finally:
                self.plain = before
        value = self.model[key]
        dict.__setitem__(self, key, value)
        return value

    def __setitem__(self, key: str, value: object) -> None:
        if not self.plain:
            self.own = True
            self.models.changed.add(key)
            if self.changes is not None:
                self.changes[key] = value
                self.model = None  # that of a copy holds for the first changes alone
        dict.__setitem__(self, key, value)

    def model_of_copy(self) -> css.Style | None:
        """Return the model of a copied style, which becomes known when the first of its values is asked for; None if it was
        changed in a way that is not frequent."""
        origin, self.origin = self.origin, ()
        if self.changes != FOOTNOTE:
            return None
        shared = self.models.known.get(origin)
        if shared is None:
            assert isinstance(self, Computed)  # `copy` of no other gives an origin
            others = self.root_style, self.base_url, self.font_config, self.initial_page_sizes
            cascaded = {name: value for name, value in self.cascaded.items() if name != OWN}
            above = None if self.parent_style is None else self.parent_style.model
            shared = _Model(above, cascaded, self.pseudo_type, *others)
            shared.cache, shared.models, shared.specified = self.cache, self.models, self.specified.copy()
            shared.update((name, value) for name, value in self.items() if name != OWN)
            self.models.known[origin] = shared
        self.model, self.own = shared, False
        return shared

    def _differs(self, key: str) -> bool:
        # WeasyPrint computes these from the style of the parent (`ComputedStyle.__missing__`).
        return key in INHERITED or key == "page" or key[:2] == "__" or key[:16] == "text_decoration_"


class _Model(css.ComputedStyle):
    """The style of all elements with the same rules, whatever document they are in."""

    models: Models

    @property
    def initial_page_sizes(self) -> css.PageSizes:
        """The sizes of the first page, which are those of one document."""
        self.models.bound = True
        return self.sizes

    @initial_page_sizes.setter
    def initial_page_sizes(self, sizes: css.PageSizes) -> None:
        self.sizes = sizes

    def copy(self) -> _Model:
        """Return a style to be changed, with which a unit such as `ch` is measured. WeasyPrint's own would be of an
        element."""
        made = _Model(
            self.parent_style, self.cascaded, self.pseudo_type, self.root_style, self.base_url, self.font_config, self.sizes
        )  # fmt: skip
        made.cache, made.models = self.cache, self.models
        made.update(self)
        made.specified = self.specified.copy()
        return made


class Computed(Modelled, css.ComputedStyle):
    """The style of an element. `next_models` are those of the document whose root has its style computed next."""

    next_models: ClassVar[Models] = Models()
    model: _Model | None
    parent_style: Computed | None

    def __init__(
        self,
        parent_style: Computed | None,
        cascaded: css.Cascaded,
        pseudo_type: str | None,
        *others: *_Others,
    ) -> None:
        super().__init__(parent_style, cascaded, pseudo_type, *others)
        if parent_style is None:
            self.models = Computed.next_models
            self.cache = self.models.cache
            self.cache[NAME] = self.models
        else:
            self.models = parent_style.models
            self.cache = parent_style.cache  # WeasyPrint takes another where that style is still empty
        above = None if parent_style is None else parent_style.model
        if parent_style is None or above is not None:
            # Values are told apart by their identity: they are those of the style sheet, which lives as long as its models.
            # That of a language is made anew for each element that names one.
            declarations = frozenset(
                (name, value if name == "lang" else id(value), precedence, layer, *specificity)
                for name, (value, (precedence, layer, specificity)) in cascaded.items()
                if name != OWN
            )
            key = (id(above), pseudo_type, self.base_url, declarations)
            shared_style = self.models.known.get(key)
            if shared_style is None:
                shared = {name: value for name, value in cascaded.items() if name != OWN}
                shared_style = self.models.known[key] = _Model(above, shared, pseudo_type, *others)
                shared_style.cache, shared_style.models = self.cache, self.models
            # Specified values are noted where computed ones are made, which is in the model.
            self.model, self.specified = shared_style, shared_style.specified

    def _differs(self, key: str) -> bool:
        return super()._differs(key) or (
            key in self.cascaded and (key == OWN or self.cascaded[key][0] == "inherit")
        )

    def copy(self) -> Self:
        """Return a style to be changed: it has no model, or one that it shares with styles that are changed alike."""
        made = super().copy()
        made.model, made.specified = None, self.specified.copy()
        if self.model is not None:
            made.origin = id(self.model), _changes(self, self.model), frozenset(self)
            made.changes = {}
        return made


def _changes(style: css.Style, shared: css.Style) -> frozenset[tuple[str, int]]:
    """Return the properties in which a style differs from its model."""
    return frozenset(
        (name, id(value)) for name, value in style.items() if name != OWN and shared.get(name) is not value
    )


class Anonymous(Modelled, css.AnonymousStyle):
    """The style of a box that no element stands for."""

    def __init__(self, parent_style: Computed | Anonymous | _Model) -> None:
        super().__init__(parent_style)
        self.models = self.cache[NAME]
        above = None
        if isinstance(parent_style, Modelled):
            if parent_style.origin:
                parent_style.model_of_copy()
            above = parent_style.model
        self.model = None if above is None else above.anonymous_style

    def copy(self) -> Self:
        """Return a style to be changed: it has no model."""
        made = super().copy()
        made.model = None
        return made


def _set_computed_styles(theirs: Callable[..., None], _: PartState) -> Callable[..., None]:
    def set_computed_styles(
        styles: css.StyleFor,
        element: HtmlElement | PageType,
        parent: HtmlElement | None,
        root: HtmlElement | None = None,
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: TargetCollector | None = None,
    ) -> None:
        """Set the style of an element; that of a pseudo-element waits until somebody asks for it.

        The style sheet of WeasyPrint speaks of six pseudo-elements of every element, and hardly any of them is ever looked
        at.
        """
        if pseudo_type is not None and target_collector is not None:
            cascaded = styles.get_cascaded_styles().get((element, pseudo_type), {})
            # WeasyPrint collects an anchor when its style is set.
            if OWN not in cascaded:
                _waiting(styles)[element, pseudo_type] = cascaded, parent, root, base_url
                return
        if parent is None:
            Computed.next_models = _models_of(styles)
        theirs(styles, element, parent, root, pseudo_type, base_url, target_collector)

    return set_computed_styles


def _models_of(styles: css.StyleFor) -> Models:
    """Return the models of the style sheet of a document, which lives as long as there are parts to lay out."""
    if not styles._sheets:
        return Models()
    sheet, *_ = styles._sheets[-1]
    notes = noted(sheet, lambda: StyleSheetMarks(Models()))
    if notes.models.bound or len(notes.models.known) > MOST:
        notes.models = Models()
    notes.models.changed = {OWN}
    return notes.models


def _waiting(styles: css.StyleFor) -> WaitingStyles:
    """Return the styles of a document that wait until somebody asks for them."""
    return noted(styles, lambda: StyleForMarks({})).waiting


def _style_of(theirs: Callable[..., css.Style | None], _: PartState) -> Callable[..., css.Style | None]:
    def style_of(
        styles: css.StyleFor, element: HtmlElement | PageType, pseudo_type: str | None = None
    ) -> css.Style | None:
        waiting = _waiting(styles) if pseudo_type is not None else {}
        if (element, pseudo_type) in waiting:
            cascaded, parent, root, base_url = waiting.pop((element, pseudo_type))
            known = styles.get_cascaded_styles()
            known[element, pseudo_type] = cascaded
            styles.set_computed_styles(element, parent, root, pseudo_type, base_url)
            del known[element, pseudo_type]
        return theirs(styles, element, pseudo_type)

    return style_of


PATCH = Patch(
    "Styles are computed once for all elements with the same rules; with WeasyPrint each element with an id has its own.",
    Kind.SPEED,
    (
        Change("weasyprint.css:ComputedStyle", "4ff0512c0af12674", lambda theirs, _: Computed),
        Change("weasyprint.css:AnonymousStyle", "414bbf41061e0a4a", lambda theirs, _: Anonymous),
        Change("weasyprint.css:StyleFor.set_computed_styles", "b5b15856b8beff3f", _set_computed_styles),
        Change("weasyprint.css:StyleFor.__call__", "96b91915ae7c344a", _style_of),
    ),
    Scope.PART,
)
