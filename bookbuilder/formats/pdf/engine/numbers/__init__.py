"""Leaves page numbers open, in running heads and in the text, for the linker to fill."""
