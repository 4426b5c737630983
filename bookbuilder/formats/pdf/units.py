"""Units of length."""

MM = 72 / 25.4
"""Points in a millimetre."""
PX = 0.75
"""Points in a pixel of a style sheet (CSS Values 4, 6.2)."""
