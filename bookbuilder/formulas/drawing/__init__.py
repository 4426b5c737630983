"""Draws MathML as MathML Core says (section 3), with the table MATH of an OpenType font."""
