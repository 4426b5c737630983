"""Keeps a footnote on the page of its call.

When the first lines of a paragraph do not fit, WeasyPrint 70.0 makes room for them by sending the page's last footnote
to the next page (`layout/block.py`, Kozea/WeasyPrint#1564). A book moves the lines instead. The one line of WeasyPrint
that decides this is replaced here; if a later release writes it in another way, `keep` fails and says so.
"""

from __future__ import annotations

import inspect

from weasyprint.layout import block

THEIRS = "report = not context.in_column and can_break_now and not could_break_before"
OURS = "report = False"


def keep() -> None:
    """Change WeasyPrint for this process; a second call does nothing."""
    function = block._linebox_layout
    if function.__code__.co_filename == __file__:
        return
    source = inspect.getsource(function)
    if source.count(THEIRS) != 1:
        raise RuntimeError(
            "WeasyPrint breaks lines in another way than 70.0; see bookbuilder/formats/pdf/footnotes.py"
        )
    exec(compile(source.replace(THEIRS, OURS), __file__, "exec"), vars(block))  # noqa: S102  (WeasyPrint's own code)
