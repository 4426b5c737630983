"""What the pages of a proof have besides those of the book: numbers of lines, addresses, a mark, a margin for pencils.

All of it is drawn when the file is linked, from where the text stands, and around the page of the book: so a proof has the
lines and pages of the edition that it is a proof of. It is drawn as shapes, since a mark over words that a reader selects
must not take up the number of their line.
"""
