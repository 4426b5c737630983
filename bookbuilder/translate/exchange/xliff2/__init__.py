"""Writes XLIFF 2.1 and reads 2.0 and 2.1 (OASIS Standard, 13 February 2018), one `file` for each chapter."""

from bookbuilder.translate.exchange.xliff2.reader import read
from bookbuilder.translate.exchange.xliff2.writer import write

SUFFIX = ".xliff2.xlf"
"""Both versions of XLIFF have the extension `.xlf`; an export of one must not take the place of the other."""

__all__ = ["SUFFIX", "read", "write"]
