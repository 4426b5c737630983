"""What the system enforces on the processes that work on a book, and who ends them. Knows nothing of books."""
