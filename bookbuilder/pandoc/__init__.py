"""Talks to pandoc: the elements of its document tree, and a process that converts one file into another."""
