"""Books that nobody would write, drawn by chance over all files that a book may have, and what a build makes of them."""
