"""Work on the facts of the book: values that it says once and every language prints."""
