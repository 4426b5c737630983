"""German in Austria."""
