"""Checks over a document: one file a check, found by walking."""
