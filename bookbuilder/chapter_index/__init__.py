"""What a chapter names and where: facts, names, notes, references, ids, headings, each with its exact place in the file."""
