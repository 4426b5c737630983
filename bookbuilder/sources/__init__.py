"""The sources of a book: what sources.bib, sources.json and sources.toml hold, and the styles in which they are cited."""
