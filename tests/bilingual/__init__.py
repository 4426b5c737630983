"""Two languages side by side: rows, documents, and what comes of them in every format."""
