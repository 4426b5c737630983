"""Draws charts: data, scales, marks, labels, and at last SVG. Every step gives frozen values; nothing is read or asked.

A kind of chart is a file in `kinds/`. Positions run from the start of the line, which `drawing.mirrored` turns for languages
from right to left; lengths are in the unit of the type size (points in print, pixels on screens).
"""
