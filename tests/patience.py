"""How long a test waits for what comes soon on a machine with nothing else to do. It ends what hangs, and judges nothing."""

PATIENCE = 180.0
"""Seconds."""
