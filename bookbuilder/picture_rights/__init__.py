"""Who made the pictures of a book, and where, how long and in which media they may be shown."""
