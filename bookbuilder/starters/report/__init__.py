"""A short report about reports: a summary ahead, key figures, charts and tables from data, sources."""

from bookbuilder.starters.sample_book import sample_starter

STARTER = sample_starter(
    "report", "a short report about reports: summary, key figures, charts, tables from data, sources"
)
