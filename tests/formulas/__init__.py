"""Formulas: what is set, what is refused and where, and how they are drawn."""
