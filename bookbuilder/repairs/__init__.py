"""Repairs: what an imported or unfinished book shows in place of what it cannot be built with.

Each module that exports a `REPAIR` says what is done about the errors of some rules: words stay, and what cannot be kept
becomes a placeholder that says where it is from. `repair_book` applies them until the book has no errors.
"""
