"""What has been renamed: old words and those that are written now, a table for each place where people write them.

Old words keep their meaning, and `check --fix` writes the new ones into chapters. To rename something, add a line here: all
that reads such words asks these tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.diagnostics import Fix, Report, Rule, Severity, Span
from bookbuilder.phrases import Phrase

CODES: Mapping[str, str] = {
    "name.register": "name.index",
    "register.collation": "index.collation",
    "register.empty": "index.empty",
    "register.missing": "index.missing",
    "register.same": "index.same",
    "register.see": "index.see",
    "register.show": "index.show",
    "register.target": "index.target",
}
"""Codes of findings: in `[check]` of book.toml, and behind `explain`."""
DIRECTIVES: Mapping[str, str] = {"register": "index"}
"""Names of directives."""
KINDS: Mapping[str, str] = {"register": "index"}
"""Kinds of chapters, as front matter says them."""
MARKS: Mapping[str, str] = {"register": "of"}
"""Keys in the braces behind marked words."""
TOKENS: Mapping[str, str] = {"leading.register": "leading.index", "size.register": "size.index"}
"""Settings of themes: in theme.toml, and as `theme.…` in style sheets and templates. A table and a key; the table stays."""
PAGES: Mapping[str, str] = {"index": "front"}
"""Classes of the pages of a web edition, as templates name them."""
SELECTORS: Mapping[str, str] = {
    "#register-": "#index-",
    ".index > main": ".front > main",
    ".index main": ".front main",
    ".kind-register": ".kind-index",
    ".register": ".index",
    "body.index": "body.front",
}
"""Beginnings of selectors in style sheets. `index` was the class of the front page of a web edition, which has a `main`."""
ANCHORS: Mapping[str, str] = {"register-": "index-"}
"""Beginnings of anchors that the program gives and an author may refer to."""

OLD = Rule(
    "spelling.old",
    "{old} is written {new} now",
    "Some words of the program have been renamed. What is written in the old way means what it meant, and is best written in"
    " the new way. `bookbuilder check --fix` does so in the chapters of every locale: kinds in front matter, names of"
    " directives, keys of marks. No translation is outdated by that, for both spellings have the same hash.",
    Severity.WARNING,
)


def tell(report: Report, span: Span, old: str, new: str, fix: Fix | None = None) -> None:
    """Report the old spelling `old` of `new` at a place; `fix` is given where the file has it letter by letter."""
    hint = (
        Phrase("write {new}; `bookbuilder check --fix` does so", new=new)
        if fix
        else Phrase("write {new}", new=new)
    )
    report(OLD, span, hint=hint, fix=fix, old=old, new=new)
