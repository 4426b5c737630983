"""Work on the formulas of the book: how they are read aloud."""
