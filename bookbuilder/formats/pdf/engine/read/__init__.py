"""Reads pages that WeasyPrint laid out."""
