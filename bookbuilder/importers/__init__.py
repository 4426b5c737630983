"""Importers: one folder for each kind of manuscript, found by walking. Each turns a file into the files of a book."""
