"""The kinds of charts, one file each, found by walking."""
