"""Reads TOML files strictly: each table is declared by its keys and the parsers of their values; whatever does not fit is
reported at its line."""
