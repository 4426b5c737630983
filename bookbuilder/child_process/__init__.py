"""Processes of this program that talk over pipes."""
