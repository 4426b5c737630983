"""Time and memory grow with the size of a book, whatever it says."""
