"""Plans the pages of a chapter: which blocks and lines stand on each, and where its figures do."""
