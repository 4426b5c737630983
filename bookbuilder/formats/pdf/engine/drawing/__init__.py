"""Draws pages and writes what the linker needs of them."""
