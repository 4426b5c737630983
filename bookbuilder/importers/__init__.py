"""Importers: one folder a kind of manuscript, found by walking. Each turns somebody's file into the files of a book."""
