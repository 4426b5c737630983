"""The directives: a folder each, found by walking."""
