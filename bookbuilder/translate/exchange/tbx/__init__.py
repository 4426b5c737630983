"""Reads and writes terminology: TBX of 2019 (ISO 30042:2019, styles DCA and DCT), and reads that of 2008 (`martif`)."""

from bookbuilder.translate.exchange.tbx.reader import Concept, TermForm, read
from bookbuilder.translate.exchange.tbx.writer import write

SUFFIX = ".tbx"
"""The file name extension of all versions."""

__all__ = ["SUFFIX", "Concept", "TermForm", "read", "write"]
