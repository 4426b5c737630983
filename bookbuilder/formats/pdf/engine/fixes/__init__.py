"""Corrects what WeasyPrint gets wrong."""
