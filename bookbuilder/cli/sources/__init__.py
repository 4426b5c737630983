"""Work on the sources of the book: what it cites."""
