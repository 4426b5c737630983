"""Signatures: who vouches for the accessibility that no program can judge, and for which text (`check --sign`)."""
