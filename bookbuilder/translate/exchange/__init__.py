"""Exports open blocks of a translation as XLIFF, PO, TMX or TBX, and imports such files into chapters and states."""
