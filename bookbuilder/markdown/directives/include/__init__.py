"""`::: include {src=file.md}`: the text of another file, as if it stood here."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.nodes import Block
from bookbuilder.markdown.directive import Call, Directive

NO_FILE = Rule(
    "include.unnamed",
    "this includes no file",
    "`::: include {src=parts/file.md}` names a file of the book, as seen from the file that includes it.",
)
INSIDE = Rule(
    "include.inside",
    "an include holds no text of its own",
    "What stands between its two lines would be lost: the file that it names is printed in its place.",
)


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the blocks of the file; reports `include.*`."""
    if call.blocks:
        report(INSIDE, call.blocks[0].span, hint="put it before or behind")
    source = call.options.get("src", "")
    if not source:
        report(NO_FILE, call.span, hint="write {src=file.md}")
        return ()
    return call.chapter.include(source, call.places.get("src", call.span))


DIRECTIVE = Directive(
    "include",
    "The text of another file of the book, as if it stood here.",
    run,
    {"src": "the file, as seen from this one; `/parts/file.md` begins at the folder of the book"},
)
