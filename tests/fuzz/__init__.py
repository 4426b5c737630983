"""Fuzzing: whatever bytes lie in a book, the program reads them, or says what is wrong with them."""
