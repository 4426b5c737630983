"""Units of length."""

MM = 72 / 25.4
"""Points in a millimetre."""
