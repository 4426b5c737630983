"""`::: figure`: a picture with a caption; what follows the caption is its long description."""

from __future__ import annotations

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document import nodes
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.markdown.figure_place import FLOAT_OPTION, figure_place
from bookbuilder.markdown.picture_setting import OPTIONS, WIDTH_TO_EDGES, picture_setting

NO_IMAGE = Rule(
    "figure.empty",
    "this figure does not begin with a picture",
    "A figure holds a picture `![alternative text](file)`, an empty line, its caption, and below that, if the"
    " alternative text is not enough, a long description.",
)
NO_CAPTION = Rule(
    "figure.caption",
    "this figure has no caption",
    "A figure is numbered and can be referred to, so it has a caption. A picture without one stands alone in a"
    " paragraph.",
)


def run(call: Call, report: Report) -> tuple[nodes.Block, ...]:
    """Return the figure."""
    first = call.blocks[0] if call.blocks else None
    image, rest = picture_and_rest(first.content if isinstance(first, nodes.Paragraph) else ())
    if image is None:
        report(NO_IMAGE, call.span, hint="begin with ![alternative text](images/file.svg)")
        return call.blocks
    following = call.blocks[1:]
    caption: tuple[nodes.Inline, ...] = rest
    if not caption and following and isinstance(following[0], nodes.Paragraph):
        caption, following = following[0].content, following[1:]
    if not caption:
        report(NO_CAPTION, call.span, hint="write the caption below the picture, after an empty line")
    setting = picture_setting(call.options, call.places, call.span, report)
    if setting != nodes.AS_THEME:
        image = replace(image, setting=setting)
    place = figure_place(call, report) or ("page" if setting.page else "")
    figure = nodes.Figure(
        image, caption, call.options.get("credit", ""), following, place=place,
        span=call.span, id=call.id, classes=call.classes, lang=call.lang,
    )  # fmt: skip
    return (figure,)


def picture_and_rest(
    content: tuple[nodes.Inline, ...],
) -> tuple[nodes.Image | None, tuple[nodes.Inline, ...]]:
    """Return the picture that a paragraph begins with, and what follows it in the same paragraph."""
    if not content or not isinstance(content[0], nodes.Image):
        return None, ()
    rest = content[1:]
    if rest and isinstance(rest[0], nodes.Text):
        text = rest[0].text.lstrip()
        rest = (nodes.Text(text, span=rest[0].span), *rest[1:]) if text else rest[1:]
    return content[0], rest


DIRECTIVE = Directive(
    "figure",
    "A numbered picture: the picture, its caption, and below it a long description.",
    run,
    {"credit": "who made the picture", "float": FLOAT_OPTION, **OPTIONS, "width": WIDTH_TO_EDGES},
    translated_options=("credit",),
)
