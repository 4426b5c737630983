"""Writes units as XLIFF 2.1 and reads 2.0 and 2.1 again (OASIS Standard, 13 February 2018), one `file` for each chapter."""

from bookbuilder.translate.exchange.xliff2.read import read
from bookbuilder.translate.exchange.xliff2.write import written

SUFFIX = ".xlf"

__all__ = ["SUFFIX", "read", "written"]
