"""`::: figures`: pictures side by side, (a) and (b), each with its caption, and one below for all."""

from __future__ import annotations

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document import nodes
from bookbuilder.document.figure_groups import CAPTION, GROUP
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.markdown.directives.figure import picture_and_rest
from bookbuilder.phrases import Phrase

FEW = Rule(
    "figures.few",
    "there {count} in these figures",
    "Figures side by side are at least two pictures, each in a paragraph of its own: `![alternative text](file)` and below"
    " it, without an empty line, its caption. A single picture is a `::: figure`.",
)
NO_CAPTION = Rule(
    "figures.caption",
    "these figures have no caption",
    "Figures side by side have one number. The last paragraph is the caption of all, so that the text can call them.",
)
COLUMNS = Rule("figures.columns", "columns={value} is not known", "Figures stand in 2, 3 or 4 columns.")
MOST = 26
"""Pictures of a group, which have letters."""
MANY = Rule(
    "figures.many",
    "there are {count} pictures in these figures; at most {limit} have letters",
    "Figures side by side are called (a) to (z). More of them are several groups.",
)


def run(call: Call, report: Report) -> tuple[nodes.Block, ...]:
    """Return the group: a box with its figures, and its caption as a paragraph."""
    figures: list[nodes.Figure] = []
    rest = list(call.blocks)
    while rest and isinstance(first := rest[0], nodes.Paragraph):
        image, caption = picture_and_rest(first.content)
        if image is None:
            break
        plain = replace(image, id="", classes=(), lang="")
        figures.append(
            nodes.Figure(
                plain, caption, part=len(figures) + 1,
                span=image.span, id=image.id, classes=image.classes, lang=image.lang,
            )
        )  # fmt: skip
        del rest[0]
    if len(figures) < 2:
        count = Phrase("is one picture") if figures else Phrase("is no picture")
        report(FEW, call.span, count=count, hint="begin each with ![alternative text](images/file.jpg)")
        return call.blocks
    if len(figures) > MOST:
        report(MANY, call.span, count=len(figures), limit=MOST)
        return call.blocks
    columns = call.options.get("columns", "2")
    if columns not in ("2", "3", "4"):
        report(COLUMNS, call.places.get("columns", call.span), value=columns, hint="it is 2, 3 or 4")
        columns = "2"
    if rest and isinstance(last := rest[0], nodes.Paragraph):
        rest[0] = replace(last, classes=(CAPTION, *last.classes))
    else:
        report(NO_CAPTION, call.span, hint="write it below the pictures, after an empty line")
    classes = (f"columns-{columns}", *call.classes)
    return (nodes.Box(GROUP, (*figures, *rest), span=call.span, id=call.id, classes=classes, lang=call.lang),)


DIRECTIVE = Directive(
    "figures",
    "Pictures side by side: each with its caption, and one below for all.",
    run,
    {"columns": "how many stand side by side: `2` (if not given), `3` or `4`"},
)
