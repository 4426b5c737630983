"""The barcode on the back of a book."""
