"""The directives, one folder each, found by walking."""
