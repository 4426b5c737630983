"""HTML and XHTML into blocks, for pages and e-books alike."""
