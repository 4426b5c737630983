"""What a printer asks of a PDF: bleed and marks, colours, page count; and whether a book conforms to it."""
