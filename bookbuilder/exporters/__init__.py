"""A finished book into files that others go on editing: one folder a format, found by walking."""
