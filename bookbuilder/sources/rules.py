"""The rules that files of sources, and citations, can break."""

from __future__ import annotations

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.toml_tables.location import one_rule

SYNTAX = Rule(
    "sources.syntax",
    "the sources cannot be read: {problem}",
    "Sources stand in sources.toml, in sources.json (CSL-JSON, as Zotero exports it) or in sources.bib (BibLaTeX or BibTeX),"
    " in the folder of the book or of its series.",
)
VALUE = Rule(
    "source.value",
    "{problem}",
    "A source has a `type` of CSL (book, article-journal, article-newspaper, chapter, report, treaty, webpage …) and its"
    ' variables: title, author = ["Kant, Immanuel"], issued = 1795, container-title, publisher, URL, accessed.',
)
TWICE = Rule(
    "source.twice",
    "there is already a source {key}, in {first}",
    "A citation names its source by its key alone, so a key stands once in all files of a folder. A source of the book"
    " replaces one of its series.",
)
UNKNOWN = Rule(
    "citation.unknown",
    "no source has the key {key}",
    "What stands behind @ is the key of a source in sources.toml, sources.json or sources.bib. A sign that is meant as such"
    r" has a backslash before it: \@.",
)
PLACE = Rule(
    "citation.place",
    "the citation {text} stands where no note can stand",
    "In this style a citation is a note. Titles and headings are repeated in the contents and at the head of pages, where"
    " the note would be lost.",
)
UNSOURCED = Rule(
    "citation.fact",
    "{fact} names no source that could be cited",
    "`cite=yes` prints the citation behind a value of facts.toml. Its source is a key of the book's sources there, with a"
    ' place in it if you like: source = "nato1949, Art. 5".',
)
NEARLY = Rule(
    "fact.source",
    "the fact {fact} has the source {source!r}, which is nearly the key of one",
    "A `source` that begins with the key of a source of the book is a citation, any other text is for your own use. So a"
    " typing error would lose the citation without a word.",
    Severity.WARNING,
)
UNLISTED = Rule(
    "sources.unlisted",
    "the book cites {count} sources in a short form, but prints no list of them",
    "In this style a citation is short, and readers find the rest in a list of the sources, which `::: sources` prints.",
    Severity.WARNING,
)
STYLE = Rule(
    "citation.style",
    "the style {style!r} cannot be used: {problem}",
    "A style is one of the program's own or a file of the book in the Citation Style Language, `styles/house.csl`."
    " Thousands of them can be had at citationstyles.org; one that depends on another has to be replaced by that one.",
)
FAILED = Rule(
    "citation.failed",
    "pandoc could not print the citations: {message}",
    "Citations are printed by pandoc, which gets the sources, the citations and the style. If it does not say that the style"
    " or a source is wrong, or that time or memory ran out, it is a bug of bookbuilder: please report it.",
)
SOURCE_RULES = one_rule(VALUE)
