"""Starts processes so that nothing in the folder of a book becomes their code or their settings."""
