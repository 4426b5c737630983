"""Breaks a chapter into pages over all of its pages at once. Knows heights, not boxes."""
