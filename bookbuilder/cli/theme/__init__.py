"""What a book looks like: the files of its theme."""
