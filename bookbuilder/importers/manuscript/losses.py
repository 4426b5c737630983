"""What no book holds, whatever program wrote the manuscript: programs, other places, hidden text, contents."""

from __future__ import annotations

from bookbuilder.diagnostics import Rule, Severity

OBJECT = Rule(
    "import.object",
    "{what} was left out",
    "Macros, embedded programs, charts and files of other places do not come into a book: nobody can print them safely.",
    Severity.WARNING,
)
EXTERNAL = Rule(
    "import.external",
    "{what} lies outside the manuscript and was not fetched: {address}",
    "An import opens no connection and reads no other file, since a manuscript may come from anybody.",
    Severity.WARNING,
)
HIDDEN = Rule(
    "import.hidden",
    "hidden text was left out: {text}",
    "Hidden text is not printed by the program that wrote it either. Make it visible there if it belongs to the book.",
    Severity.WARNING,
)
CONTENTS = Rule(
    "import.contents",
    "{what} was left out; the book makes its own",
    "Contents, title pages, imprints and lists of links are made from the chapters and from book.toml, in every format.",
    Severity.NOTICE,
)
CHANGES = Rule(
    "import.changes",
    "{count} tracked changes are undecided; they are printed as accepted, and listed in proof.toml",
    "Decide on them in the manuscript, or import it again with --accept or --reject.",
    Severity.WARNING,
)
