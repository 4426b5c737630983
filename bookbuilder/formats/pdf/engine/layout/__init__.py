"""Changes where lines or pages break."""
