"""The types and variables of CSL 1.0.2 (specification, appendices III and IV)."""

from __future__ import annotations

TYPES = (
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event", "figure",
    "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage",
)  # fmt: skip
NAMES = (
    "author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator",
    "director", "editor", "editor-translator", "editorial-director", "executive-producer", "guest", "host", "illustrator",
    "interviewer", "narrator", "organizer", "original-author", "performer", "producer", "recipient", "reviewed-author",
    "script-writer", "series-creator", "translator",
)  # fmt: skip
DATES = ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
NUMBERS = (
    "chapter-number", "citation-number", "collection-number", "edition", "issue", "number", "number-of-pages",
    "number-of-volumes", "page", "page-first", "part", "part-number", "printing", "printing-number", "section",
    "supplement", "supplement-number", "version", "volume",
)  # fmt: skip
TEXTS = (
    "abstract", "annote", "archive", "archive-place", "archive_collection", "archive_location", "authority",
    "call-number", "collection-title", "container-title", "container-title-short", "dimensions", "division", "DOI",
    "event-place", "event-title", "genre", "ISBN", "ISSN", "jurisdiction", "keyword", "language", "license", "medium",
    "note", "original-publisher", "original-publisher-place", "original-title", "part-title", "PMCID", "PMID", "publisher",
    "publisher-place", "references", "reviewed-genre", "reviewed-title", "scale", "source", "status", "title",
    "title-short", "URL", "volume-title",
)  # fmt: skip
VARIABLES = frozenset((*NAMES, *DATES, *NUMBERS, *TEXTS))
