"""Formulas: TeX into MathML, and MathML into drawings for print."""
