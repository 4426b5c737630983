"""Reads what a cross-reference is to print: `ref=page`, `ref="number page"`, `ref=bare`."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.document.nodes import RefForm

REF_FORM = Rule(
    "reference.form",
    "ref={form} is not a form of reference",
    'A reference prints its words, or else the name of its target ("Figure 3"): `ref=text`. With `ref=page` print has the'
    ' page, with `ref="number page"` both: "Figure 3 on page 12". With `ref=bare` the number stands alone: 3.',
)
_FORMS = {
    frozenset(("text",)): RefForm.TEXT,
    frozenset(("number",)): RefForm.TEXT,
    frozenset(("page",)): RefForm.PAGE,
    frozenset(("text", "page")): RefForm.TEXT_PAGE,
    frozenset(("number", "page")): RefForm.TEXT_PAGE,
    frozenset(("bare",)): RefForm.BARE,
}


def reference_form(written: str, span: Span, report: Report) -> RefForm:
    """Return the form of a reference; reports `reference.form` for what is none."""
    form = _FORMS.get(frozenset(written.split()))
    if form is None:
        report(REF_FORM, span, form=written)
        return RefForm.TEXT
    return form
