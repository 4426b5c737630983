"""Lets the compiler see or say something while a part is laid out and drawn."""
