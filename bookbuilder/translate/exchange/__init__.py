"""Turns the open blocks of a translation into files for translation tools, and such files into chapters and states again."""
