"""Loads WeasyPrint, and puts our changes to it in place."""
