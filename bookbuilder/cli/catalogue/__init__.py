"""Build many books at once, on this machine or on many."""
