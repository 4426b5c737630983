"""Shapes words and measures texts: glyphs, their widths, and where a line may end in them."""
