"""Puts compiled parts together into one PDF."""
