"""Says what each setting of a theme can be that has no file of its own here, and checks it where it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.html.token_checks.token_check import TokenCheck, shown
from bookbuilder.html.token_types import TokenType, colour, font, length, number, truth, words

VALUE = Rule(
    "theme.value",
    "{token} cannot be {value}: {limit}",
    "A style sheet writes the settings of a theme into its rules. A length without a unit or a colour that is none makes a"
    " rule that nobody understands: it is passed over, and the book is set as if nothing had been said.",
)

_PAGE = length("19mm", absolute=True)
_TYPE, _LEADING, _COLOUR = length("10pt"), length("13pt", positive=True), colour()
_STARTS = words("page", "right", "left", "auto", also=("recto", "verso"))
TYPES: Mapping[str, TokenType] = {
    **dict.fromkeys(("page.width", "page.height"), length("148mm", absolute=True)),
    **dict.fromkeys(("page.top", "page.bottom", "page.inner", "page.outer"), _PAGE),
    "page.columns": words("1", "2", "3"),
    "page.notes": length("28mm", absolute=True),
    "grid.baseline": length("13.5pt", absolute=True, positive=True),
    **{f"font.{name}": font() for name in ("text", "heading", "sans", "mono", "stand-in")},
    **{
        f"size.{name}": _TYPE
        for name in (
            "text", "small", "note", "caption", "box", "head", "title", "lead", "heading", "quote", "index",
        )
    },
    **{f"leading.{name}": _LEADING for name in ("note", "caption", "box", "index")},
    **{
        f"{table}.{name}": _COLOUR
        for table in ("color", "web", "web.dark", "web.sepia")
        for name in ("paper", "ink", "muted", "accent", "second", "line", "tint")
    },
    **{
        f"{table}.{name}": _COLOUR
        for table in ("code", "code.dark", "code.ebook")
        for name in ("keyword", "name", "string", "number", "comment", "deleted", "inserted")
    },
    **{
        f"{table}.{name}": _COLOUR
        for table in ("chart", "chart.dark", "chart.ebook")
        for name in ("first", "second", "third", "fourth", "fifth", "sixth")
    },
    **{
        f"{table}.{name}": _COLOUR
        for table in ("map", "map.dark")
        for name in (
            "sea", "land", "around", "focus", "coast", "border", "route", "second_route", "ink", "muted",
            "first", "second", "third", "fourth", "fifth",
        )
    },
    **{f"cover.{name}": _COLOUR for name in ("ground", "ink", "quiet", "line", "accent")},
    **{f"rule.{name}": length("0.5pt", absolute=True) for name in ("fine", "thin", "medium")},
    "cover.author": words("above", "below"),
    "cover.back": truth(),
    "cover.barcode": truth(),
    "chapter.start": _STARTS,
    "chapter.first": _STARTS,
    "chapter.drop": number(0, 100),
    "chapter.number": words("words", "figure"),
    "chapter.sections": number(0, 3, whole=True),
    "chapter.initial": number(0, 6, whole=True),
    "chapter.words": number(0, 20, whole=True),
    "text.indent": length("13.5pt"),
    "text.gap": length("6mm"),
    "text.figures": words("oldstyle-nums", "lining-nums"),
    "text.hyphens": words("auto", "manual", also=("none",)),
    "text.align": words("justify", "start", also=("end", "left", "right", "center")),
    "text.lines": number(1, 100, whole=True),
    "contents.depth": words("1", "2"),
    "table.small": number(0, 1),
}  # fmt: skip
"""What each setting can be."""


def report_token(keys: Sequence[str], value: object, span: Span, report: Report) -> None:
    """Report a setting of theme.toml with a value that it cannot have."""
    kind = TYPES.get(token := ".".join(keys))
    if kind and (problem := kind.problem(value)):
        report(VALUE, span, hint=problem.hint, token=token, value=shown(value), limit=problem.limit)


CHECK = TokenCheck({token: kind.schema for token, kind in TYPES.items()}, report_token)
