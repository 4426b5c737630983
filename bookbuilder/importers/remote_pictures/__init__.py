"""Fetches pictures from the web for an import whose user has asked for that, in a process that reads no manuscript."""
