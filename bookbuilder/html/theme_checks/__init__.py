"""Looks at a theme more closely than a build does: every pair of colours, the letters of its fonts, their faces."""
