"""Lets the compiler read or change something while a part is laid out and drawn."""
