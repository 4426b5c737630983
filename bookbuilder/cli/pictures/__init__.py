"""Work on the pictures of the book: whose they are, and where they may be shown."""
