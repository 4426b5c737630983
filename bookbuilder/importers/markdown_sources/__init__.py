"""Markdown of others is taken as it is: only front matter, levels of headings, and paths change."""
