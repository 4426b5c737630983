"""German in Switzerland."""
