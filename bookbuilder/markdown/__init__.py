"""Parses the Markdown of chapters into nodes; one folder for each directive."""
