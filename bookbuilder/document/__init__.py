"""The book as data: nodes, and the functions that turn a manuscript into a document."""
