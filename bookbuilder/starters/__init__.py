"""Books to start from: one folder a kind, found by walking, with a `STARTER`."""
