"""Renders document nodes as XHTML for all formats; a `Medium` holds the differences."""
