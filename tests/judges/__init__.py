"""Suites and schemas of other people that judge what we read and write; `make judges SUITES=DIR` runs them."""
