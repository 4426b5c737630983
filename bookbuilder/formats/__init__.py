"""The formats: one folder a format, found by walking."""
