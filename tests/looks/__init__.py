"""How well pages are set: what a typesetter would count, read from a finished PDF (`python -m tests.looks`)."""
