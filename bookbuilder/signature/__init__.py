"""Who vouches for what no program can judge of a book's accessibility, and for which text: asked by `check --sign`."""
