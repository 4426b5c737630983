"""The manuscript: one neutral tree between all importers and the files of a book."""
