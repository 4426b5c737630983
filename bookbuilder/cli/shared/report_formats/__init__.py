"""Machine-readable output formats of `check`: one file a format, found by walking."""
