"""Proofs come home: marks in PDFs, changes and comments in Word, each at the words of the source that it is about."""
