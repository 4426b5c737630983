"""Breaks paragraphs into lines over the whole paragraph (total fit, Knuth and Plass 1981). Knows widths, not boxes."""
