"""What the program says to its user, in the language of the user: never in that of the book."""
