"""What a press wants of a PDF: bleed and marks, colours, page count, and whether a book does what its printer asks for."""
