"""Measures how long books take, beside other programs that make books, in one run."""
